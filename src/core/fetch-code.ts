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
    return askedFor((await import(/* webpackIgnore: true */ /* @vite-ignore */ again)) as object) as Code;
  }
}

/** A chunk that others use, too, exports what was asked for as one of its things; `load` would have taken it out. */
function askedFor(chunk: object): object {
  const isModule = (value: object | undefined) => Object.prototype.toString.call(value) === '[object Module]';
  return Object.values(chunk as Record<string, object | undefined>).find(isModule) ?? chunk;
}
