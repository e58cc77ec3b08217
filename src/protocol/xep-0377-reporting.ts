/** XEP-0377: Blocking Command Reports, version 0.4.1 — https://xmpp.org/extensions/xep-0377.html */
import type { BareJid, Jid } from '../core/jid.js';
import { NS_SID } from './xep-0359-sid.js';
import { xml } from './xml.js';

/** A server that takes reports says so. */
export const NS_REPORTING = 'urn:xmpp:reporting:1';

/** Why somebody is blocked. */
export interface Report {
  readonly reason: 'spam' | 'abuse';
  /** In the words of whoever reports. */
  readonly text: string;
  /** Their language. */
  readonly lang: string;
}

/**
 * Goes along with a block, to those who run our server. Nobody else: we agree to no passing on.
 *
 * @param messages which ones are meant: the ids that our archive gave them.
 */
export function reportOf(
  { reason, text, lang }: Report,
  messages: { readonly by: BareJid; readonly stanzaIds: readonly string[] },
): Element {
  const { by, stanzaIds } = messages;
  return xml`<report xmlns="${NS_REPORTING}" reason="urn:xmpp:reporting:${reason}">${[
    stanzaIds.map((id) => xml`<stanza-id xmlns="${NS_SID}" by="${by}" id="${id}"/>`),
    text && xml`<text xmlns="${NS_REPORTING}" xml:lang="${lang}">${text}</text>`,
  ]}</report>`;
}

/**
 * A report that goes with no block, to people who keep order in a room: for them to read, and for their tools. What they
 * do with it is outside of the specification.
 */
export function reportMessage(to: Jid, { id, body, report }: ReportMessage): Element {
  return xml`<message to="${to}" type="chat" id="${id}"><body>${body}</body>${report}</message>`;
}

interface ReportMessage {
  readonly id: string;
  /** All of it, in words. */
  readonly body: string;
  readonly report: Element;
}
