/** XEP-0317: Hats, version 0.2 — https://xmpp.org/extensions/xep-0317.html. Also as Prosody's rooms of old had them. */
import type { BareJid } from '../core/jid.js';
import { childIn, childrenIn } from '../core/stanza.js';
import type { Hat } from './events.js';
import type { ParseContext } from './module.js';

const NAMESPACES = ['urn:xmpp:hats:0', 'xmpp:prosody.im/protocol/hats:1'];
/** Nobody wears more at once, and a title is a word or two. */
const MOST = 5;
const LONGEST = 40;

/** What an occupant wears. Only a room that announces the feature gives hats: elsewhere occupants could put on their own. */
export function hatsIn(presence: Element, room: BareJid, context: ParseContext): readonly Hat[] | undefined {
  const hats = new Map<string, Hat>();
  for (const namespace of NAMESPACES.filter((each) => context.hasFeature(room, each))) {
    const all = childIn(presence, namespace, 'hats');
    for (const hat of all ? childrenIn(all, namespace, 'hat') : []) {
      const uri = hat.getAttribute('uri');
      const title = [...(hat.getAttribute('title') ?? '').replace(/\s+/gu, ' ').trim()].slice(0, LONGEST).join('');
      if (uri && title && hats.size < MOST && !hats.has(uri)) hats.set(uri, { uri, title });
    }
  }
  return hats.size ? [...hats.values()] : undefined;
}
