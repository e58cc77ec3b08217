import { fetchCode } from '../../../core/fetch-code.js';
import { roomStrings, type RoomStrings } from './en.js';

export type { RoomStrings };

const LANGUAGES: ReadonlyMap<string, () => Promise<{ readonly roomStrings: RoomStrings }>> = new Map([
  ['ar', () => import('./ar.js')],
  ['de', () => import('./de.js')],
  ['fr', () => import('./fr.js')],
]);

/** What was fetched; `undefined` while it is being fetched. */
const fetched = new Map<string, RoomStrings | undefined>([['en', roomStrings]]);

/**
 * The words about rooms, in the language of all others; `undefined` until they are here.
 *
 * @param onFetched is called then.
 */
export function roomStringsFor(lang: string, onFetched: () => void): RoomStrings | undefined {
  const language = lang.split('-', 1)[0] ?? '';
  const load = LANGUAGES.get(language);
  if (!load) return roomStrings;
  if (!fetched.has(language)) {
    fetched.set(language, undefined);
    void fetchCode(load)
      .then(
        (found) => fetched.set(language, found.roomStrings),
        () => fetched.set(language, roomStrings), // English is better than nothing.
      )
      .then(onFetched);
  }
  return fetched.get(language);
}

/** Words for a condition; `undefined`: these have none of their own. */
export function wordsFor(errors: Readonly<Record<string, string>>, condition: string): string | undefined {
  return Object.hasOwn(errors, condition) ? errors[condition] : undefined;
}
