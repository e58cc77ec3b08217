/** The next best nick where one is taken: `Nova` → `Nova2`. */
export function otherNick(nick: string): string {
  return nick.replace(/\d{0,9}$/, (digits) => String(Number(digits || 1) + 1));
}
