/** RFC 6121 §5: Exchanging Messages, October 2011 — https://www.rfc-editor.org/rfc/rfc6121#section-5 */
import { StanzaError } from '../core/errors.js';
import type { Jid } from '../core/jid.js';
import { domainOf, isBare, jidOf, toBare } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import type { Match, Mention, MessageFailed } from './events.js';
import { matchElements } from './match.js';
import { type ParseContext, type ProtocolModule, senderOf } from './module.js';
import { type Said, saidIn } from './rfc-6121-payload.js';
import { privateMark } from './xep-0045-muc/build.js';
import { isMediated } from './xep-0045-muc/invitations.js';
import { outOfBandData } from './xep-0066-oob.js';
import { activeState } from './xep-0085-chat-states.js';
import { claimedNickOf, ownNick } from './xep-0172-nick.js';
import { receiptRequest } from './xep-0184-receipts.js';
import { delayOf } from './xep-0203-delay.js';
import { replace } from './xep-0308-correction.js';
import { markable } from './xep-0333-markers.js';
import { idsOf, NS_SID } from './xep-0359-sid.js';
import { mentionElements } from './xep-0372-references.js';
import { spoiler as spoilerMark } from './xep-0382-spoiler.js';
import { quoteOf, type Reply, replyTo } from './xep-0461-replies.js';
import { xml } from './xml.js';

const NS_MUC_USER = 'http://jabber.org/protocol/muc#user';
// XEP-0280, 0297, 0313: somebody else's message inside. Its rules are its own module's; outside of that it says nothing.
const WRAPPERS = [
  ['urn:xmpp:carbons:2', 'received'],
  ['urn:xmpp:carbons:2', 'sent'],
  ['urn:xmpp:forward:0', 'forwarded'],
  ['urn:xmpp:mam:2', 'result'],
] as const;

/** Messages between two: of contacts, strangers, and occupants of our rooms in private. Groupchat is XEP-0045's. */
export const messages: ProtocolModule<Said | MessageFailed> = {
  parse(stanza, context) {
    const from = senderOf(stanza, 'message', context);
    if (!from) return [];
    const type = stanza.getAttribute('type');
    if (type === 'error') return failed(stanza, from, context);
    if (type === 'groupchat' || type === 'headline') return [];
    return received(stanza, from, context);
  },
};

function received(stanza: Element, from: Jid, context: ParseContext): readonly Said[] {
  // The words that come with an invitation say once more what it says.
  if (isWrapper(stanza) || isMediated(stanza)) return [];
  const account = toBare(context.self);
  const conversation = conversationOf(stanza, from, context);
  const isInRoom = context.nickIn(toBare(from)) !== undefined;
  // A room speaks for itself there (XEP-0045); it is nobody to talk to.
  if (isInRoom && isBare(from)) return [];
  // Our server keeps what comes while we are away, and stamps it in its own or our account's name.
  const sent = delayOf(stanza, [account, domainOf(account)], context.now);
  return saidIn(stanza, {
    conversation,
    type: 'chat',
    from,
    at: sent ?? context.now,
    isDelayed: sent !== undefined,
    isOwn: toBare(from) === account,
    claimedNick: isInRoom ? undefined : claimedNickOf(stanza),
    ids: idsOf(stanza, account, context),
  });
}

/**
 * Reads a message of ours or to us that our server kept (XEP-0313) or copied (XEP-0280). Whether to believe who gave the
 * copy is for the caller to decide.
 *
 * @param isSent who must have sent it, where the copy says so: we, or the other side.
 */
export function readCopy(
  message: Element,
  context: ParseContext,
  { at, stanzaId, isSent }: { readonly at?: number; readonly stanzaId?: string; readonly isSent?: boolean },
): readonly Said[] {
  const type = message.getAttribute('type') ?? 'normal';
  const account = toBare(context.self);
  const from = jidOf(message.getAttribute('from'));
  const to = jidOf(message.getAttribute('to'));
  const isOwn = !!from && toBare(from) === account;
  const other = isOwn ? to : from;
  const isForUs = isOwn || !to || toBare(to) === account;
  if (!from || !other || !isForUs || isWrapper(message) || isMediated(message) || !/^(chat|normal)$/.test(type))
    return [];
  if (isSent !== undefined && isSent !== isOwn) return [];
  if (context.isRoom?.(toBare(other)) && isBare(other)) return [];
  const ids = idsOf(message, account, context);
  return saidIn(message, {
    conversation: conversationOf(message, other, context),
    type: 'chat',
    from,
    at: at ?? delayOf(message, [account, domainOf(account)], context.now) ?? context.now,
    isDelayed: at !== undefined,
    isOwn,
    isCopy: true,
    claimedNick: isOwn ? undefined : claimedNickOf(message),
    ids: { ...ids, stanzaId: stanzaId ?? ids.stanzaId },
  });
}

/** Whom it is talked to: in a room, or one that we have just left (XEP-0045 §7.5), the occupant; else the account. */
function conversationOf(stanza: Element, from: Jid, context: ParseContext): Jid {
  const bare = toBare(from);
  const isInRoom = context.nickIn(bare) !== undefined || context.isRoom?.(bare) || childIn(stanza, NS_MUC_USER, 'x');
  return isInRoom ? from : bare;
}

/** Counts only in the conversation with its sender: nobody can fail a message that went to somebody else. */
function failed(stanza: Element, from: Jid, context: ParseContext): readonly MessageFailed[] {
  const id = stanza.getAttribute('id');
  if (!id) return [];
  const { condition, text } = errorOf(stanza);
  return [{ kind: 'message-failed', conversation: conversationOf(stanza, from, context), id, condition, text }];
}

/** An error stanza's condition, and what its sender says about it. */
export function errorOf(stanza: Element): { readonly condition: string; readonly text: string | undefined } {
  const { condition, message } = StanzaError.from(stanza);
  return { condition, text: message === condition ? undefined : message };
}

/** Whether it carries a message of somebody else, and so is none itself. */
export function isWrapper(stanza: Element): boolean {
  return WRAPPERS.some(([namespace, name]) => childIn(stanza, namespace, name));
}

/** A message that is to be sent. */
export interface OwnMessage {
  /** An account, a room, or an occupant in private. */
  readonly to: Jid;
  readonly type: 'chat' | 'groupchat';
  /** A UUID: it has to be told from every other message of ours. */
  readonly id: string;
  readonly body: string;
  /** XEP-0461: the message that it answers, and its text, for clients that do not show what is answered. */
  readonly reply?: (Reply & { readonly quoted?: string | undefined }) | undefined;
  /** XEP-0308: the `id` of the message of ours that it replaces. */
  readonly replaces?: string | undefined;
  /** XEP-0372: whom the body calls. */
  readonly mentions?: readonly Mention[] | undefined;
  /** XEP-0382: the hint at a body that is hidden until it is asked for. */
  readonly spoiler?: string | undefined;
  /** XEP-0066: the address of a file; the body is the same. */
  readonly attachment?: string | undefined;
  /** It invites to a match. */
  readonly match?: Match | undefined;
  /** XEP-0172: what we call ourselves, to somebody who does not know us yet. Rooms know us by another name. */
  readonly nick?: string | undefined;
  /** XEP-0184, 0333: we want to hear that it came and was seen. Not of a room: everybody there would tell. */
  readonly isTracked?: boolean | undefined;
}

/** A message to be sent. */
export function chatMessage(message: OwnMessage): Element {
  const { to, type, id, body, reply, mentions, replaces, spoiler, attachment, match, nick, isTracked } = message;
  const quote = reply?.quoted ? quoteOf(reply.quoted) : '';
  return xml`<message to="${to}" type="${type}" id="${id}"><body>${quote}${body}</body><origin-id xmlns="${NS_SID}" id="${id}"/>${[
    // Not in rooms: some refuse messages with chat states.
    type === 'chat' && activeState(),
    type === 'chat' && isTracked && [receiptRequest(), markable()],
    replaces && replace(replaces),
    reply && replyTo(reply, quote),
    mentions && mentionElements(mentions, quote, body),
    spoiler !== undefined && spoilerMark(spoiler),
    attachment && outOfBandData(attachment),
    match && matchElements(match, body),
    type === 'chat' && isBare(to) && nick && ownNick(nick),
    privateMark(to, type),
  ]}</message>`;
}
