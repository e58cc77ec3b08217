import { fetchCode } from '../../core/fetch-code.js';
import { en } from './en.js';
import type { enParts } from './en-parts.js';
import { words, type Words } from './words.js';

/** The words of what is always there, in one language. */
export type FirstStrings = typeof en;

/** Every word that is shown, in one language. */
export type Strings = FirstStrings & typeof enParts;

/** Languages beside English; each is fetched when the first element speaks it. */
const LANGUAGES: ReadonlyMap<string, () => Promise<{ readonly strings: (words: Words) => Strings }>> = new Map([
  ['ar', () => import('./ar.js')],
  ['de', () => import('./de.js')],
  ['fr', () => import('./fr.js')],
]);

/** What was fetched, or is being fetched. */
const fetched = new Map<string, FirstStrings | Promise<void>>();

/**
 * The words for an element's language: its own `lang`, the closest one around it, else the browser's. English until
 * the language is here (the element renders again then), and for languages that we do not speak. Those of lazy parts are
 * among them as soon as `fetchPartStrings` has been waited for.
 */
export function stringsFor(element: HTMLElement & { requestUpdate(): void }): FirstStrings {
  const tag = languageOf(element);
  const language = baseOf(tag);
  const strings = fetched.get(language) ?? fetchStrings(language);
  if (!(strings instanceof Promise)) return inRegion(strings, tag);
  void strings.then(() => element.requestUpdate());
  return en;
}

/** English takes in the words of the parts that are fetched when they are first shown. Other languages come whole. */
export async function fetchPartStrings(): Promise<void> {
  const { enParts } = await fetchCode(() => import('./en-parts.js'));
  Object.assign(en, enParts);
}

function fetchStrings(language: string): FirstStrings | Promise<void> {
  const load = LANGUAGES.get(language);
  const strings =
    load &&
    fetchCode(load).then(
      ({ strings }) => strings(words),
      () => en, // Offline, or a page that outlived its release: English is better than nothing.
    );
  const fetching = strings?.then((found) => void fetched.set(language, found));
  if (fetching) fetched.set(language, fetching);
  return fetching ?? en;
}

function languageOf(element: HTMLElement): string {
  // Set by a script, it stands in no attribute.
  if (element.lang) return element.lang;
  for (let at: Element | undefined = element; at; at = hostOf(at)) {
    const lang = at.closest('[lang]:not([lang=""])')?.getAttribute('lang');
    if (lang) return lang;
  }
  return navigator.languages.find((lang) => baseOf(lang) === 'en' || LANGUAGES.has(baseOf(lang))) ?? 'en';
}

function hostOf(element: Element): Element | undefined {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : undefined;
}

const baseOf = (tag: string) => tag.split('-', 1)[0]?.toLowerCase() ?? '';

/** With the region's manner of writing times and numbers: `en-GB` has the words of `en`. */
function inRegion(strings: FirstStrings, tag: string): FirstStrings {
  if (baseOf(tag) !== strings.lang || tag === strings.lang || !isTag(tag)) return strings;
  return { ...strings, lang: tag };
}

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false; // `lang="en-"` is a slip of the page's author: the words are found all the same.
  }
}
