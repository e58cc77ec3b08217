/** How many times code was asked for again. */
let count = 0;

/**
 * Fetches code that is split off, once more where an earlier try has failed: Chromium remembers a module that it could not
 * have for as long as the page lives, and asks again only under another address. A fragment is one.
 *
 * @param load a dynamic import.
 * @throws why it cannot be had.
 */
export async function fetchCode<Code>(load: () => Promise<Code>): Promise<Code> {
  try {
    return await load();
  } catch (error) {
    const [address] = /\b(?:https?|file):\S+?\.[jt]s\b/.exec(String(error)) ?? [];
    if (!address) throw error;
    const again = `${address}#${(count += 1)}`;
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ again)) as Code;
  }
}
