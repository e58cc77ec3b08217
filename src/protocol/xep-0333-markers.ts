/** XEP-0333: Displayed Markers, version 1.0.0 — https://xmpp.org/extensions/xep-0333.html */
import type { Jid } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import type { ProtocolModule } from './module.js';
import { privateMark } from './xep-0045-muc/build.js';
import { storeHint } from './xep-0334-hints.js';
import { element, xml } from './xml.js';

const NS_MARKERS = 'urn:xmpp:chat-markers:0';

export const markers: ProtocolModule = { features: [NS_MARKERS] };

/** Whether the sender of a message wants to hear that it was seen. */
export function isMarkable(message: Element): boolean {
  return !!childIn(message, NS_MARKERS, 'markable');
}

/** The id of the last message that its sender has seen. */
export function displayedIn(message: Element): string | undefined {
  return childIn(message, NS_MARKERS, 'displayed')?.getAttribute('id') || undefined;
}

/** Asks to hear that a message was seen. */
export function markable(): Element {
  return element('markable', NS_MARKERS);
}

/** Tells a conversation up to which message it was seen. */
export function displayedMarker({
  to,
  type,
  id,
}: {
  readonly to: Jid;
  readonly type: 'chat' | 'groupchat';
  /** In a room the message's stanza-id, else its `id`. */
  readonly id: string;
}): Element {
  return xml`<message to="${to}" type="${type}"><displayed xmlns="${NS_MARKERS}" id="${id}"/>${[
    storeHint(),
    privateMark(to, type),
  ]}</message>`;
}
