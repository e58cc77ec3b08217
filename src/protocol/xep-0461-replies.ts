/**
 * XEP-0461: Message Replies, version 0.3.0 — https://xmpp.org/extensions/xep-0461.html
 * Builds on XEP-0428.
 */
import type { Jid } from '../core/jid.js';
import { jidOf } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import type { ProtocolModule } from './module.js';
import { fallbackFor } from './xep-0428-fallback.js';
import { clean, xml } from './xml.js';

export const NS_REPLY = 'urn:xmpp:reply:0';

export const replies: ProtocolModule = { features: [NS_REPLY] };

/** The message that another answers: in a room its stanza-id, else its `id`; and whose it is. */
export interface Reply {
  readonly id: string;
  readonly to?: Jid | undefined;
}

/** What a message answers. */
export function replyIn(message: Element): Reply | undefined {
  const reply = childIn(message, NS_REPLY, 'reply');
  const id = reply?.getAttribute('id');
  return id ? { id, to: jidOf(reply?.getAttribute('to')) } : undefined;
}

/** The text that quotes a message, in front of the answer, for clients that do not show what is answered. */
export function quoteOf(text: string): string {
  // A parser would make one character of `\r\n`, and ours would be miscounted.
  return clean(text).replace(/\r\n?/g, '\n').replace(/^/gm, '> ') + '\n';
}

/** Says what a message answers, and that its body begins with a quote. */
export function replyTo({ id, to }: Reply, quote: string): readonly Element[] {
  const reply = xml`<reply xmlns="${NS_REPLY}" to="${to}" id="${id}"/>`;
  return quote ? [reply, fallbackFor(NS_REPLY, [...quote].length)] : [reply];
}
