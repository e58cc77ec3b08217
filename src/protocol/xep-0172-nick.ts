/** XEP-0172: User Nickname, version 1.1 — https://xmpp.org/extensions/xep-0172.html */
import { textOf } from '../core/stanza.js';
import type { ProtocolModule } from './module.js';
import { xml } from './xml.js';

const NS_NICK = 'http://jabber.org/protocol/nick';

export const nickname: ProtocolModule = { features: [NS_NICK] };

/** What a sender calls themselves: a claim, not an identity. */
export function claimedNickOf(stanza: Element): string | undefined {
  return textOf(stanza, 'nick', NS_NICK)?.trim() || undefined;
}

/** What we call ourselves. */
export function ownNick(nick: string): Element {
  return xml`<nick xmlns="${NS_NICK}">${nick}</nick>`;
}
