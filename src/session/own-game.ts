import { bounded } from '../core/bounded.js';
import { XmppError } from '../core/errors.js';
import type { Game } from '../protocol/events.js';

/** How long a name may be, in characters. */
const MOST = 100;
const MOST_OF_ADDRESS = 1000;

/**
 * What the page says that we play, as it is told to others.
 *
 * @throws {XmppError} `invalid-game`: it has no name, or an address that is none.
 */
export function ownGame({ name, characterName, characterProfile, level, server, serverAddress, uri }: Game): Game {
  // A page may count in numbers.
  const words = (text: string | number | undefined) => bounded(text?.toString(), MOST) || undefined;
  const title = words(name);
  if (!title) throw new XmppError('invalid-game', 'A game needs a name.');
  return {
    name: title,
    characterName: words(characterName),
    characterProfile: addressOf(characterProfile),
    level: words(level),
    server: words(server),
    serverAddress: words(serverAddress),
    uri: addressOf(uri),
  };
}

function addressOf(text: string | undefined): string | undefined {
  const address = text?.trim();
  if (!address) return undefined;
  if (address.length > MOST_OF_ADDRESS || !URL.canParse(address)) {
    throw new XmppError('invalid-game', `Not an address: ${address.slice(0, MOST)}`);
  }
  return address;
}
