/** The nick that a visitor chose, kept for their next page and visit. A convenience: where storage is shut, they choose again. */

const keyOf = (owner: string) => `xmpp-elements:nick:${owner}`;

export function recallNick(owner: string): string | undefined {
  try {
    return localStorage.getItem(keyOf(owner)) || undefined;
  } catch {
    return undefined; // Storage is shut: private mode, a third-party frame.
  }
}

export function rememberNick(owner: string, nick: string): void {
  try {
    localStorage.setItem(keyOf(owner), nick);
  } catch {
    // Full or shut: the nick holds for this page only.
  }
}

export function forgetNick(owner: string): void {
  try {
    localStorage.removeItem(keyOf(owner));
  } catch {
    // Shut: there was none.
  }
}
