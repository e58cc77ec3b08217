/** XEP-0308: Last Message Correction, version 1.2.1 — https://xmpp.org/extensions/xep-0308.html */
import { childIn } from '../core/stanza.js';
import type { ProtocolModule } from './module.js';
import { xml } from './xml.js';

const NS_CORRECT = 'urn:xmpp:message-correct:0';

export const corrections: ProtocolModule = { features: [NS_CORRECT] };

/** The id of the message that this one replaces. No message replaces itself. */
export function correctedBy(message: Element): string | undefined {
  const id = childIn(message, NS_CORRECT, 'replace')?.getAttribute('id');
  return (id !== message.getAttribute('id') && id) || undefined;
}

/** Says that a message replaces another. */
export function replace(id: string): Element {
  return xml`<replace xmlns="${NS_CORRECT}" id="${id}"/>`;
}
