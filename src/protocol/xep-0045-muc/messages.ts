/** XEP-0045 §7.4, §7.2.14–15, §8.1: what is said in a room. Reads the XEP-0203, 0359 and 0421 that it carries. */
import type { BareJid, Jid } from '../../core/jid.js';
import { isBare, jidOf, resourceOf, toBare } from '../../core/jid.js';
import { childIn, textOf } from '../../core/stanza.js';
import type { RoomNotice, SubjectChanged } from '../events.js';
import { type ParseContext, senderOf } from '../module.js';
import { isWrapper } from '../rfc-6121-message.js';
import { type Said, saidIn, type Speech } from '../rfc-6121-payload.js';
import { delayOf } from '../xep-0203-delay.js';
import { idsOf } from '../xep-0359-sid.js';
import { occupantIdOf } from '../xep-0421-occupant-id.js';
import { NS_MUC_USER } from './namespaces.js';
import { statusCodesIn } from './presence.js';

export function parseRoomMessage(
  stanza: Element,
  context: ParseContext,
): readonly (Said | SubjectChanged | RoomNotice)[] {
  const from = senderOf(stanza, 'message', context);
  const room = from && toBare(from);
  const ownNick = room && context.nickIn(room);
  if (!room || ownNick === undefined) return [];
  const type = stanza.getAttribute('type');
  // What an occupant says in private is no matter of the room's (rfc-6121-message.ts).
  if (type === 'error' || (type !== 'groupchat' && !isBare(from)) || isWrapper(stanza)) return [];
  const nick = resourceOf(from);
  const body = textOf(stanza, 'body');
  const subject = textOf(stanza, 'subject');
  // §8.1: with a body it is a message that has a subject.
  if (type === 'groupchat' && subject !== undefined && !body) {
    // §7.2.15: what every newcomer is told is no news, though it comes in the name of whoever set it once.
    return [{ kind: 'subject-changed', room, subject, nick: context.isEntering?.(room) ? '' : nick }];
  }

  const sent = delayOf(stanza, context.isEntering?.(room) ? 'anybody' : [room], context.now);
  const at = sent ?? context.now;
  const said = saidIn(stanza, speechIn(stanza, { from, room, at, isDelayed: sent !== undefined }, context));
  return nick || said.length ? said : noticeIn(stanza, room, body, at);
}

/** Reads a message that the room's archive kept (XEP-0313). What the room itself said then is of no use any more. */
export function readRoomCopy(
  stanza: Element,
  context: ParseContext,
  { room, at, stanzaId }: { readonly room: BareJid; readonly at: number; readonly stanzaId: string },
): readonly Said[] {
  const from = jidOf(stanza.getAttribute('from'));
  const isOfRoom = from && toBare(from) === room && stanza.getAttribute('type') === 'groupchat';
  if (!isOfRoom || isWrapper(stanza)) return [];
  const speech = speechIn(stanza, { from, room, at, isDelayed: true }, context);
  return saidIn(stanza, { ...speech, isCopy: true, ids: { ...speech.ids, stanzaId } });
}

function speechIn(
  stanza: Element,
  facts: { readonly from: Jid; readonly room: BareJid; readonly at: number; readonly isDelayed: boolean },
  context: ParseContext,
): Speech {
  const { from, room, at, isDelayed } = facts;
  const ownNick = context.nickIn(room);
  const occupantId = occupantIdOf(stanza, room, context);
  const isOwnId = !!occupantId && occupantId === context.ownOccupantId?.(room);
  // In what the room remembers, our nick may be that of somebody who had it before us.
  const isOwn = isDelayed ? isOwnId : resourceOf(from) === ownNick;
  return {
    conversation: room,
    type: 'groupchat',
    from,
    at,
    isDelayed,
    isOwn,
    occupantId,
    ids: idsOf(stanza, room, context),
    isMention: (words, jids) =>
      !!ownNick && (isMention(words, ownNick) || jids.some((jid) => isOurs(jid, { room, ownNick, context }))),
  };
}

/** What the room itself says, in words or in status codes (§10.2.1). */
function noticeIn(stanza: Element, room: BareJid, text = '', at: number): readonly RoomNotice[] {
  const x = childIn(stanza, NS_MUC_USER, 'x');
  const statusCodes = x ? statusCodesIn(x) : [];
  return text || statusCodes.length ? [{ kind: 'room-notice', room, text, statusCodes, at }] : [];
}

/** Whether an address is ours: as an occupant, or our account's. */
function isOurs(
  jid: Jid,
  { room, ownNick, context }: { readonly room: BareJid; readonly ownNick: string; readonly context: ParseContext },
): boolean {
  return jid === toBare(context.self) || (toBare(jid) === room && resourceOf(jid) === ownNick);
}

/** Whether a nick stands in a text as a word of its own, in whatever case. */
export function isMention(text: string, nick: string): boolean {
  // Most texts name nobody: they cost no regular expression.
  if (!text.toLowerCase().includes(nick.toLowerCase())) return false;
  const word = nick.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_])${word}(?![\\p{L}\\p{M}\\p{N}_])`, 'iu').test(text);
}
