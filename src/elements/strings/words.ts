/**
 * Where a condition was met: the same one says another thing to a person who signs in than to one who enters a room, or
 * whom the site signs in, so that they have typed nothing.
 */
export type ErrorContext = 'connection' | 'site' | 'join' | 'message';

/** Words by condition; `join:forbidden` is for one context, `forbidden` for all others, `''` for what nobody foresaw. */
export type ErrorWords = Readonly<Record<string, string>> & { readonly '': string };

/** Finds the words for a condition. The condition may be a stranger's: it is looked up, never trusted to be a key. */
export function errorTextFrom(words: ErrorWords) {
  const find = (key: string) => (Object.hasOwn(words, key) ? words[key] : undefined);
  return (condition: string, context?: ErrorContext): string =>
    find(`${context ?? ''}:${condition}`) ??
    (context === 'site' ? find(`connection:${condition}`) : undefined) ??
    find(condition) ??
    words[''];
}

/** “Mira, Nova and Tower”; of many only the first few, then how many `others`. */
export function listOf(lang: string, names: readonly string[], others: (count: number) => string): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), others(names.length - 3)] : names;
  return new Intl.ListFormat(lang).format(shown);
}

/**
 * What a language is made with. It is handed over: a lazy chunk that imported it would import the entry again, and
 * where a page loads that as `xmpp-elements.js?v=2` there would be two of everything.
 */
export const words = { errorTextFrom, listOf };
export type Words = typeof words;
