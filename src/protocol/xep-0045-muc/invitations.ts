/** XEP-0045 §7.8.2: invitations by way of the room. Who invites is what the room says. */
import { bounded } from '../../core/bounded.js';
import type { Jid } from '../../core/jid.js';
import { type BareJid, isBare, jidOf, localOf } from '../../core/jid.js';
import { childIn, textOf } from '../../core/stanza.js';
import type { InvitationDeclined, RoomInvited } from '../events.js';
import { type ParseContext, senderOf } from '../module.js';
import { xml } from '../xml.js';
import { NS_MUC_USER } from './namespaces.js';

/** How much of a reason is kept, in characters. */
export const MAX_REASON = 300;

/** Whether a message is an invitation, or the answer to one: nothing that anybody says. */
export function isMediated(stanza: Element): boolean {
  const x = childIn(stanza, NS_MUC_USER, 'x');
  return !!x && !!(childIn(x, NS_MUC_USER, 'invite') ?? childIn(x, NS_MUC_USER, 'decline'));
}

export function parseMediated(stanza: Element, context: ParseContext): readonly RoomInvited[] {
  const room = senderOf(stanza, 'message', context);
  const x = room && childIn(stanza, NS_MUC_USER, 'x');
  const invite = x && childIn(x, NS_MUC_USER, 'invite');
  const from = jidOf(invite?.getAttribute('from'));
  // An occupant, or a client, can write the same in a room's name; a room itself has no resource.
  const isOfRoom =
    room && isBare(room) && localOf(room) && /^(normal|chat)$/.test(stanza.getAttribute('type') ?? 'normal');
  if (!invite || !from || !isOfRoom || context.nickIn(room) !== undefined) return [];
  const reason = bounded(textOf(invite, 'reason'), MAX_REASON);
  const password = textOf(x, 'password') || undefined;
  return [{ kind: 'room-invited', room, from, reason, password, isByRoom: true }];
}

/** The answer to what a room of ours has asked for us. */
export function parseDeclined(stanza: Element, context: ParseContext): readonly InvitationDeclined[] {
  const room = senderOf(stanza, 'message', context);
  const x = room && childIn(stanza, NS_MUC_USER, 'x');
  const decline = x && childIn(x, NS_MUC_USER, 'decline');
  const from = jidOf(decline?.getAttribute('from'));
  const isOfRoom = room && isBare(room) && context.nickIn(room) !== undefined;
  if (!decline || !from || !isOfRoom || !/^(normal|chat)$/.test(stanza.getAttribute('type') ?? 'normal')) return [];
  return [{ kind: 'invitation-declined', room, from, reason: bounded(textOf(decline, 'reason'), MAX_REASON) }];
}

/** Has the room invite somebody: one for members only makes them a member. */
export function inviteMessage(room: BareJid, id: string, to: Jid, reason: string): Element {
  return xml`<message to="${room}" id="${id}"><x xmlns="${NS_MUC_USER}"><invite xmlns="${NS_MUC_USER}" to="${to}">${
    reason && xml`<reason xmlns="${NS_MUC_USER}">${reason}</reason>`
  }</invite></x></message>`;
}

/** Declines an invitation, by way of the room. */
export function declineMessage(room: BareJid, to: Jid): Element {
  return xml`<message to="${room}"><x xmlns="${NS_MUC_USER}"><decline xmlns="${NS_MUC_USER}" to="${to}"/></x></message>`;
}
