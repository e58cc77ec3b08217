/** XEP-0199: XMPP Ping, version 2.0.1 — https://xmpp.org/extensions/xep-0199.html */
import { childIn } from '../core/stanza.js';
import type { ProtocolModule } from './module.js';
import { xml } from './xml.js';

export const NS_PING = 'urn:xmpp:ping';

/**
 * Answers whoever asks: rooms forward a client's ping of itself (XEP-0410), and an error would tell a stranger just as well
 * that we are here.
 */
export const ping: ProtocolModule = {
  features: [NS_PING],

  answer(iq) {
    const isPing = iq.getAttribute('type') === 'get' && childIn(iq, NS_PING, 'ping');
    return isPing ? xml`<iq type="result"/>` : undefined;
  },
};
