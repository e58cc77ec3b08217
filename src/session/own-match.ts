import { bounded } from '../core/bounded.js';
import { XmppError } from '../core/errors.js';
import type { Match } from '../protocol/events.js';

/** What the page says of a match. */
export interface MatchWish {
  /** What is played. */
  readonly game: string;
  /** Where: an address of any scheme. Only http(s) becomes a link. */
  readonly uri: string;
  /** Until when it can be accepted: a date, its text, or ms since the epoch. */
  readonly expires?: Date | string | number | undefined;
  /** In words. */
  readonly text?: string | undefined;
}

const MOST = 100;
const MOST_OF_ADDRESS = 1000;
const MOST_OF_WORDS = 1000;

/**
 * A match of ours, and the words for whoever reads them with another client.
 *
 * @throws {XmppError} `invalid-match`: without a game, or with an address or a time that is none.
 */
export function ownMatch(id: string, wish: MatchWish): { readonly match: Match; readonly body: string } {
  const game = bounded(wish.game, MOST);
  const uri = typeof wish.uri === 'string' ? wish.uri.trim() : '';
  const expires = wish.expires === undefined ? undefined : new Date(wish.expires).getTime();
  const isAddress = uri.length <= MOST_OF_ADDRESS && URL.canParse(uri);
  if (!game || !isAddress || Number.isNaN(expires)) {
    throw new XmppError('invalid-match', 'A match needs a game, an address, and a time that is one, if any.');
  }
  const words = wish.text?.trim().slice(0, MOST_OF_WORDS) ?? '';
  return { match: { id, game, uri, expires, words }, body: `${game}: ${uri}${words && `\n${words}`}` };
}
