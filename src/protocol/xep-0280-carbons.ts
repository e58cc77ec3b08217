/**
 * XEP-0280: Message Carbons, version 1.0.1 — https://xmpp.org/extensions/xep-0280.html
 * Builds on XEP-0297 and on RFC 6121's messages.
 */
import { childIn } from '../core/stanza.js';
import { isFromAccount, type ProtocolModule } from './module.js';
import { readCopy } from './rfc-6121-message.js';
import type { Said } from './rfc-6121-payload.js';
import { forwardedIn } from './xep-0297-forwarding.js';
import { xml } from './xml.js';

const NS_CARBONS = 'urn:xmpp:carbons:2';

/** What other clients of ours send and are sent. */
export const carbons: ProtocolModule<Said> = {
  parse(stanza, context) {
    if (stanza.localName !== 'message' || stanza.namespaceURI !== 'jabber:client') return [];
    const wrapper = childIn(stanza, NS_CARBONS, 'received') ?? childIn(stanza, NS_CARBONS, 'sent');
    // §11: anybody can write a carbon; only our account's own are true.
    if (!wrapper || !stanza.hasAttribute('from') || !isFromAccount(stanza, context)) return [];
    const copy = forwardedIn(wrapper);
    return copy ? readCopy(copy.message, context, { isSent: wrapper.localName === 'sent' }) : [];
  },
};

/** Asks for copies of what other clients send and are sent (§4). */
export function enableCarbons(): Element {
  return xml`<iq type="set"><enable xmlns="${NS_CARBONS}"/></iq>`;
}
