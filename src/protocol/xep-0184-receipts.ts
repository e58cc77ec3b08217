/** XEP-0184: Message Delivery Receipts, version 1.4.0 — https://xmpp.org/extensions/xep-0184.html */
import type { Jid } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import type { ProtocolModule } from './module.js';
import { storeHint } from './xep-0334-hints.js';
import { element, xml } from './xml.js';

const NS_RECEIPTS = 'urn:xmpp:receipts';

export const receipts: ProtocolModule = { features: [NS_RECEIPTS] };

/** Whether a message asks for a receipt. Without an id there is nothing that one could name (§5.4). */
export function wantsReceipt(message: Element): boolean {
  return !!message.getAttribute('id') && !!childIn(message, NS_RECEIPTS, 'request');
}

/** The id of the message that this one is a receipt for. */
export function receiptIn(message: Element): string | undefined {
  return childIn(message, NS_RECEIPTS, 'received')?.getAttribute('id') || undefined;
}

/** Asks for a receipt. */
export function receiptRequest(): Element {
  return element('request', NS_RECEIPTS);
}

/** Tells the sender of a message that it came. */
export function receiptMessage({ to, id }: { readonly to: Jid; readonly id: string }): Element {
  return xml`<message to="${to}" type="chat"><received xmlns="${NS_RECEIPTS}" id="${id}"/>${storeHint()}</message>`;
}
