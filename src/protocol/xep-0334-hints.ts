/** XEP-0334: Message Processing Hints, version 0.4.0 — https://xmpp.org/extensions/xep-0334.html */
import { element } from './xml.js';

/** Has archives keep what has no body, for clients that come later. */
export function storeHint(): Element {
  return element('store', 'urn:xmpp:hints');
}
