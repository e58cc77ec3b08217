/**
 * Whom somebody ignores in rooms, as their account keeps it for all their devices. No specification: docs/decisions/009.
 * Builds on XEP-0223.
 */
import { bareJidOf } from '../core/jid.js';
import { childIn, childrenIn } from '../core/stanza.js';
import type { IgnoreChoice, IgnoredElsewhere } from './events.js';
import type { ProtocolModule } from './module.js';
import {
  createPrivately,
  keptItemsIn,
  PRIVATELY,
  privateQuery,
  publishPrivately,
  toldItemsIn,
} from './xep-0223-private.js';
import { xml } from './xml.js';

const NS_IGNORED = 'urn:xmpp-elements:ignored:0';
/** There is one item, which is all of it. */
const ITEM = 'current';
/** So many choices are read, and no name that is longer than a JID can be. */
const MOST = 1000;
const LONGEST = 3071;

/** Other clients of ours tell whom we ignore. Only our own account can say so. */
export const ignoredSync: ProtocolModule<IgnoredElsewhere> = {
  features: [`${NS_IGNORED}+notify`],

  parse(stanza, context) {
    const [item] = toldItemsIn(stanza, NS_IGNORED, context);
    const choices = item && choicesIn(item);
    return choices ? [{ kind: 'ignored-elsewhere', choices }] : [];
  },
};

/** Asks our account whom we ignore. */
export function ignoredQuery(): Element {
  return privateQuery(NS_IGNORED);
}

/** The answer to `ignoredQuery`. */
export function readIgnored(result: Element): readonly IgnoreChoice[] {
  const [item] = keptItemsIn(result, NS_IGNORED);
  return (item && choicesIn(item)) ?? [];
}

/** Has our account keep whom we ignore, for nobody else to read. */
export function publishIgnored(choices: readonly IgnoreChoice[]): Element {
  const all = choices.map(
    ({ room, by, key, nick, at, isIgnored }) =>
      xml`<occupant xmlns="${NS_IGNORED}" room="${room}" by="${by}" key="${key}" nick="${nick}" at="${new Date(at).toISOString()}" lifted="${!isIgnored && 'true'}"/>`,
  );
  return publishPrivately(NS_IGNORED, ITEM, xml`<ignored xmlns="${NS_IGNORED}">${all}</ignored>`, PRIVATELY);
}

/** Makes the place where it is kept, for servers that only then hear how. */
export function createIgnored(): Element {
  return createPrivately(NS_IGNORED, PRIVATELY);
}

function choicesIn(item: Element): readonly IgnoreChoice[] | undefined {
  const ignored = childIn(item, NS_IGNORED, 'ignored');
  return (
    ignored &&
    childrenIn(ignored, NS_IGNORED, 'occupant')
      .slice(0, MOST)
      .flatMap((each) => choiceIn(each) ?? [])
  );
}

function choiceIn(occupant: Element): IgnoreChoice | undefined {
  const [by, key, nick] = ['by', 'key', 'nick'].map((name) => occupant.getAttribute(name) ?? '');
  const room = bareJidOf(occupant.getAttribute('room'));
  const at = Date.parse(occupant.getAttribute('at') ?? '');
  const isKnown = by === 'occupant-id' || (by === 'jid' && bareJidOf(key) === key);
  const isSane = key && nick && key.length <= LONGEST && nick.length <= LONGEST && at >= 0;
  if (!room || !isKnown || !isSane) return undefined;
  return { room, by, key, nick, at, isIgnored: occupant.getAttribute('lifted') !== 'true' };
}
