/** XEP-0092: Software Version, version 1.1 — https://xmpp.org/extensions/xep-0092.html */
import { domainOf, jidOf } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import { isFromAccount, type ProtocolModule } from './module.js';
import { NAME } from './xep-0030-disco.js';
import { xml } from './xml.js';

const NS_VERSION = 'jabber:iq:version';
/** The package's. */
export const VERSION = '0.1.0';

/** Tells our own server alone, and never the operating system: to strangers a version is a list of known holes. */
export const softwareVersion: ProtocolModule = {
  features: [NS_VERSION],

  answer(iq, context) {
    if (iq.getAttribute('type') !== 'get' || !childIn(iq, NS_VERSION, 'query')) return undefined;
    const isOurs = isFromAccount(iq, context) || jidOf(iq.getAttribute('from')) === domainOf(context.self);
    return isOurs
      ? xml`<iq type="result"><query xmlns="${NS_VERSION}"><name>${NAME}</name><version>${VERSION}</version></query></iq>`
      : undefined;
  },
};
