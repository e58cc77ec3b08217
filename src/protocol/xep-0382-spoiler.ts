/** XEP-0382: Spoiler messages, version 0.2.0 — https://xmpp.org/extensions/xep-0382.html */
import { textOf } from '../core/stanza.js';
import type { ProtocolModule } from './module.js';
import { xml } from './xml.js';

const NS_SPOILER = 'urn:xmpp:spoiler:0';

export const spoilers: ProtocolModule = { features: [NS_SPOILER] };

/** What a message that is a spoiler hints at, `''` where it does not; `undefined` for any other message. */
export function spoilerIn(message: Element): string | undefined {
  return textOf(message, 'spoiler', NS_SPOILER)?.trim();
}

/** Says that a message's body is a spoiler. */
export function spoiler(hint: string): Element {
  return xml`<spoiler xmlns="${NS_SPOILER}">${hint}</spoiler>`;
}
