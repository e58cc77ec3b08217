/**
 * XEP-0249: Direct MUC Invitations, version 1.2 — https://xmpp.org/extensions/xep-0249.html
 * Builds on XEP-0045, whose rooms send the same along with their own invitations.
 */
import { bounded } from '../core/bounded.js';
import { type BareJid, bareJidOf, type Jid, localOf, toBare } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import type { RoomInvited } from './events.js';
import { type ProtocolModule, senderOf } from './module.js';
import { isMediated, MAX_REASON } from './xep-0045-muc/invitations.js';
import { xml } from './xml.js';

const NS_CONFERENCE = 'jabber:x:conference';

/** Anybody can invite us, to any room. */
export const directInvitations: ProtocolModule<RoomInvited> = {
  features: [NS_CONFERENCE],

  parse(stanza, context) {
    const from = senderOf(stanza, 'message', context);
    const x = from && childIn(stanza, NS_CONFERENCE, 'x');
    const room = bareJidOf(x?.getAttribute('jid'));
    if (!from || !x || !room || !localOf(room)) return [];
    const isOurs = toBare(from) === toBare(context.self) || context.nickIn(room) !== undefined;
    const isOther = !/^(normal|chat)$/.test(stanza.getAttribute('type') ?? 'normal') || isMediated(stanza);
    if (isOurs || isOther) return [];
    const password = x.getAttribute('password') || undefined;
    const reason = bounded(x.getAttribute('reason'), MAX_REASON);
    return [{ kind: 'room-invited', room, from, reason, password, isByRoom: false }];
  },
};

/** Invites somebody to a room. */
export function directInvitation(to: Jid, room: BareJid, reason: string): Element {
  return xml`<message to="${to}"><x xmlns="${NS_CONFERENCE}" jid="${room}" reason="${reason || undefined}"/></message>`;
}
