/** XEP-0084: User Avatar, version 1.1.4 — https://xmpp.org/extensions/xep-0084.html */
import type { BareJid } from '../core/jid.js';
import { isBare } from '../core/jid.js';
import { childIn, childrenIn } from '../core/stanza.js';
import type { AvatarChanged } from './events.js';
import { type ProtocolModule, senderOf } from './module.js';
import { isHash } from './xep-0153-vcard-avatar.js';
import { xml } from './xml.js';

const NS_METADATA = 'urn:xmpp:avatar:metadata';
const NS_DATA = 'urn:xmpp:avatar:data';
const NS_EVENT = 'http://jabber.org/protocol/pubsub#event';
const NS_PUBSUB = 'http://jabber.org/protocol/pubsub';

/** Contacts tell that they have another picture. */
export const avatars: ProtocolModule<AvatarChanged> = {
  // §4.1: who asks so is told.
  features: [`${NS_METADATA}+notify`],

  parse(stanza, context) {
    const jid = senderOf(stanza, 'message', context);
    const event = jid && childIn(stanza, NS_EVENT, 'event');
    // An account speaks for itself; a client of it does not.
    if (!event || !isBare(jid) || stanza.getAttribute('type') === 'error') return [];
    const items = childIn(event, NS_EVENT, 'items');
    const metadata = items && childIn(items, NS_EVENT, 'item')?.firstElementChild;
    if (items?.getAttribute('node') !== NS_METADATA || metadata?.namespaceURI !== NS_METADATA) return [];
    const hash = childrenIn(metadata, NS_METADATA, 'info')
      // Those with an address are somewhere else on the web.
      .filter((info) => !info.hasAttribute('url'))
      .map((info) => info.getAttribute('id')?.toLowerCase())
      .find(isHash);
    return [{ kind: 'avatar-changed', jid, hash, source: 'pep' }];
  },
};

/** Asks for a picture itself. */
export function avatarRequest(to: BareJid, hash: string): Element {
  return xml`<iq type="get" to="${to}"><pubsub xmlns="${NS_PUBSUB}"><items xmlns="${NS_PUBSUB}" node="${NS_DATA}"><item xmlns="${NS_PUBSUB}" id="${hash}"/></items></pubsub></iq>`;
}

/** The picture in an answer, in base64. */
export function avatarIn(result: Element): string | undefined {
  const pubsub = childIn(result, NS_PUBSUB, 'pubsub');
  const items = pubsub && childIn(pubsub, NS_PUBSUB, 'items');
  const item = items && childIn(items, NS_PUBSUB, 'item');
  return (item && childIn(item, NS_DATA, 'data'))?.textContent ?? undefined;
}
