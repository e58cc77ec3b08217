/** RFC 6121 §5: Exchanging Messages, October 2011 — https://www.rfc-editor.org/rfc/rfc6121#section-5 */
import { StanzaError } from '../core/errors.js';
import type { Jid } from '../core/jid.js';
import { domainOf, isBare, toBare } from '../core/jid.js';
import { childIn, textOf } from '../core/stanza.js';
import type { MessageFailed, MessageReceived } from './events.js';
import { type ParseContext, type ProtocolModule, senderOf } from './module.js';
import { activeState } from './xep-0085-chat-states.js';
import { claimedNickOf } from './xep-0172-nick.js';
import { delayOf } from './xep-0203-delay.js';
import { idsOf, NS_SID } from './xep-0359-sid.js';
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
export const messages: ProtocolModule<MessageReceived | MessageFailed> = {
  parse(stanza, context) {
    const from = senderOf(stanza, 'message', context);
    if (!from) return [];
    const type = stanza.getAttribute('type');
    if (type === 'error') return failed(stanza, from, context);
    if (type === 'groupchat' || type === 'headline') return [];
    return received(stanza, from, context);
  },
};

function received(stanza: Element, from: Jid, context: ParseContext): readonly MessageReceived[] {
  const body = textOf(stanza, 'body');
  if (!body || isWrapper(stanza)) return [];
  const account = toBare(context.self);
  const conversation = conversationOf(stanza, from, context);
  const isInRoom = context.nickIn(toBare(from)) !== undefined;
  // A room speaks for itself there (XEP-0045); it is nobody to talk to.
  if (isInRoom && isBare(from)) return [];
  // Our server keeps what comes while we are away, and stamps it in its own or our account's name.
  const sent = delayOf(stanza, [account, domainOf(account)], context.now);
  return [
    {
      kind: 'message-received',
      conversation,
      type: 'chat',
      from,
      body,
      at: sent ?? context.now,
      isDelayed: sent !== undefined,
      isOwn: toBare(from) === account,
      isMention: false,
      claimedNick: isInRoom ? undefined : claimedNickOf(stanza),
      ...idsOf(stanza, account, context),
    },
  ];
}

/** Whom it is talked to: in a room, or one that we have just left (XEP-0045 §7.5), the occupant; else the account. */
function conversationOf(stanza: Element, from: Jid, context: ParseContext): Jid {
  const bare = toBare(from);
  const isInRoom = context.nickIn(bare) !== undefined || childIn(stanza, NS_MUC_USER, 'x');
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

/** A message to be sent. `to`: an account, a room, or an occupant in private. */
export function chatMessage({
  to,
  type,
  id,
  body,
}: {
  readonly to: Jid;
  readonly type: 'chat' | 'groupchat';
  /** A UUID: it has to be told from every other message of ours. */
  readonly id: string;
  readonly body: string;
}): Element {
  return xml`<message to="${to}" type="${type}" id="${id}"><body>${body}</body><origin-id xmlns="${NS_SID}" id="${id}"/>${
    // Not in rooms: some refuse messages with chat states. XEP-0045 §7.5: the mark of a private message.
    type === 'chat' && [activeState(), !isBare(to) && xml`<x xmlns="${NS_MUC_USER}"/>`]
  }</message>`;
}
