/**
 * XEP-0196: User Gaming, version 0.3 — https://xmpp.org/extensions/xep-0196.html
 *
 * Guests have nobody to publish for them: to rooms it goes in the presence as well, which XEP-0196 §2.2 would rather not.
 */
import { bounded } from '../core/bounded.js';
import { isBare } from '../core/jid.js';
import { childIn, textOf } from '../core/stanza.js';
import type { Game, GameChanged } from './events.js';
import { type ProtocolModule, senderOf } from './module.js';
import { clean, element, xml } from './xml.js';

const NS_GAMING = 'urn:xmpp:gaming:0';
const NS_PUBSUB = 'http://jabber.org/protocol/pubsub';
const NS_EVENT = `${NS_PUBSUB}#event`;
/** How much is kept of what somebody calls something, in characters. */
const MOST = 100;
const MOST_OF_ADDRESS = 1000;

/** Contacts tell what they play. */
export const gaming: ProtocolModule<GameChanged> = {
  features: [`${NS_GAMING}+notify`],

  parse(stanza, context) {
    const jid = senderOf(stanza, 'message', context);
    const event = jid && childIn(stanza, NS_EVENT, 'event');
    // An account speaks for itself; a client of it does not.
    if (!event || !isBare(jid) || stanza.getAttribute('type') === 'error') return [];
    const items = childIn(event, NS_EVENT, 'items');
    if (items?.getAttribute('node') !== NS_GAMING) return [];
    const item = childIn(items, NS_EVENT, 'item');
    const isTold = item ? childIn(item, NS_GAMING, 'game') : childIn(items, NS_EVENT, 'retract');
    return isTold ? [{ kind: 'game-changed', jid, game: item && gameIn(item) }] : [];
  },
};

/** What somebody plays; `undefined`: nothing that has a name. */
export function gameIn(parent: Element): Game | undefined {
  const game = childIn(parent, NS_GAMING, 'game');
  const textIn = (name: string) => (game && bounded(textOf(game, name), MOST)) || undefined;
  const name = textIn('name');
  if (!game || !name) return undefined;
  return {
    name,
    characterName: textIn('character_name'),
    characterProfile: addressIn(game, 'character_profile'),
    level: textIn('level'),
    server: textIn('server_name'),
    serverAddress: textIn('server_address'),
    uri: addressIn(game, 'uri'),
  };
}

function addressIn(game: Element, name: string): string | undefined {
  const text = textOf(game, name)?.trim() ?? '';
  return text.length <= MOST_OF_ADDRESS && URL.canParse(text) ? text : undefined;
}

/** What we play; nothing at all, where we play nothing. */
export function gameElement(game: Game | undefined): Element {
  const child = (name: string, text = '') => text && withText(name, text);
  return xml`<game xmlns="${NS_GAMING}">${[
    child('character_name', game?.characterName),
    child('character_profile', game?.characterProfile),
    child('level', game?.level),
    child('name', game?.name),
    child('server_address', game?.serverAddress),
    child('server_name', game?.server),
    child('uri', game?.uri),
  ]}</game>`;
}

function withText(name: string, text: string): Element {
  const made = element(name, NS_GAMING);
  made.append(clean(text));
  return made;
}

/** Tells contacts what we play. */
export function gamePublication(game: Game | undefined): Element {
  return xml`<iq type="set"><pubsub xmlns="${NS_PUBSUB}"><publish xmlns="${NS_PUBSUB}" node="${NS_GAMING}"><item xmlns="${NS_PUBSUB}" id="current">${gameElement(game)}</item></publish></pubsub></iq>`;
}
