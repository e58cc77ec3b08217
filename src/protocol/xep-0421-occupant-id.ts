/** XEP-0421: Occupant identifiers for semi-anonymous MUCs, version 1.0.1 — https://xmpp.org/extensions/xep-0421.html */
import type { BareJid } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import type { ParseContext } from './module.js';

const NS_OCCUPANT_ID = 'urn:xmpp:occupant-id:0';

/** Who an occupant is across nicks. Only a room that announces the feature removes ids that occupants forge (§3.1). */
export function occupantIdOf(stanza: Element, room: BareJid, context: ParseContext): string | undefined {
  const id = childIn(stanza, NS_OCCUPANT_ID, 'occupant-id')?.getAttribute('id');
  return (id && context.hasFeature(room, NS_OCCUPANT_ID) && id) || undefined;
}
