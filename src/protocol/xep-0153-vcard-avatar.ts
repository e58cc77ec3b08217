/**
 * XEP-0153: vCard-Based Avatars, version 1.1.1 — https://xmpp.org/extensions/xep-0153.html
 * Pictures are in vCards as XEP-0054 has them; of rooms as XEP-0486 says.
 */
import type { Jid } from '../core/jid.js';
import { isBare, toBare } from '../core/jid.js';
import { childIn, textOf } from '../core/stanza.js';
import type { AvatarChanged } from './events.js';
import { type ProtocolModule, senderOf } from './module.js';
import { xml } from './xml.js';

const NS_UPDATE = 'vcard-temp:x:update';
const NS_VCARD = 'vcard-temp';

/** Contacts, occupants and rooms tell by their presence which picture they have. */
export const vcardAvatars: ProtocolModule<AvatarChanged> = {
  parse(stanza, context) {
    const from = senderOf(stanza, 'presence', context);
    if (!from || stanza.getAttribute('type') !== null) return [];
    const update = childIn(stanza, NS_UPDATE, 'x');
    // §3.1: a client that does not know yet says nothing about it.
    const photo = update && childIn(update, NS_UPDATE, 'photo');
    if (!photo) return [];
    const hash = photo.textContent?.trim().toLowerCase();
    const isOccupant = !isBare(from) && context.nickIn(toBare(from)) !== undefined;
    const jid = isOccupant ? from : toBare(from);
    return [{ kind: 'avatar-changed', jid, hash: isHash(hash) ? hash : undefined, source: 'vcard' }];
  },
};

/** Whether it is a SHA-1 in hexadecimal. */
export function isHash(text: string | undefined): text is string {
  return /^[\da-f]{40}$/.test(text ?? '');
}

/** Asks for a vCard. */
export function vcardRequest(to: Jid): Element {
  return xml`<iq type="get" to="${to}"><vCard xmlns="${NS_VCARD}"/></iq>`;
}

/** The picture in a vCard, in base64. */
export function photoIn(result: Element): string | undefined {
  const vcard = childIn(result, NS_VCARD, 'vCard');
  const photo = vcard && childIn(vcard, NS_VCARD, 'PHOTO');
  return photo && textOf(photo, 'BINVAL', NS_VCARD);
}
