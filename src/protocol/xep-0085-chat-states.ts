/** XEP-0085: Chat State Notifications, version 2.1 — https://xmpp.org/extensions/xep-0085.html */
import type { Jid } from '../core/jid.js';
import { isBare, resourceOf, toBare } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import type { ChatState, ChatStateChanged } from './events.js';
import { type ProtocolModule, senderOf } from './module.js';
import { NS_DELAY } from './xep-0203-delay.js';
import { element, xml } from './xml.js';

const NS_CHAT_STATES = 'http://jabber.org/protocol/chatstates';
const CHAT_STATES: readonly ChatState[] = ['active', 'composing', 'paused', 'inactive', 'gone'];
const TYPES = ['chat', 'groupchat', 'normal', null];

export const chatStates: ProtocolModule<ChatStateChanged> = {
  features: [NS_CHAT_STATES],

  parse(stanza, context) {
    const from = senderOf(stanza, 'message', context);
    const name = from && childIn(stanza, NS_CHAT_STATES)?.localName;
    const state = CHAT_STATES.find((known) => known === name);
    // History replays old chat states; only a live one says what somebody does now.
    if (!state || !from || isBare(from) || childIn(stanza, NS_DELAY)) return [];
    const type = stanza.getAttribute('type');
    const bare = toBare(from);
    const ownNick = context.nickIn(bare);
    const isGroup = type === 'groupchat';
    const isOdd = !TYPES.includes(type) || (isGroup && ownNick === undefined) || resourceOf(from) === ownNick;
    if (isOdd) return [];
    return [{ kind: 'chat-state-changed', conversation: ownNick === undefined || isGroup ? bare : from, from, state }];
  },
};

/** Tells what we do in a conversation. Nobody needs it later. */
export function chatStateMessage({
  to,
  type,
  state,
}: {
  to: Jid;
  type: 'chat' | 'groupchat';
  state: ChatState;
}): Element {
  return xml`<message to="${to}" type="${type}">${element(state, NS_CHAT_STATES)}<no-store xmlns="urn:xmpp:hints"/></message>`;
}

/** XEP-0085 §5.1: stands in every message of a one-to-one chat. */
export function activeState(): Element {
  return element('active', NS_CHAT_STATES);
}
