/** XEP-0393: Message Styling, version 1.1.1 — https://xmpp.org/extensions/xep-0393.html */
import { childIn } from '../core/stanza.js';
import type { ProtocolModule } from './module.js';

const NS_STYLING = 'urn:xmpp:styling:0';

export const styling: ProtocolModule = { features: [NS_STYLING] };

/** Whether the sender means what a message says to the letter: its marks are no styles. */
export function isUnstyled(message: Element): boolean {
  return !!childIn(message, NS_STYLING, 'unstyled');
}
