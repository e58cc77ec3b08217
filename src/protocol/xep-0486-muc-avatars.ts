/**
 * XEP-0486: MUC Avatars, version 0.1.0 — https://xmpp.org/extensions/xep-0486.html
 * The picture is in the room's vCard (XEP-0054), its hash is that of XEP-0153. Builds on XEP-0128.
 */
import { localOf, type BareJid, type Jid } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import type { AvatarChanged } from './events.js';
import { extendedInfoIn } from './xep-0128-info.js';
import { isHash } from './xep-0153-vcard-avatar.js';
import { xml } from './xml.js';

export const NS_VCARD = 'vcard-temp';
const NS_ROOM_INFO = 'http://jabber.org/protocol/muc#roominfo';
/** The standard's name, and that of Prosody's module. */
const FIELDS = ['muc#roominfo_avatarhash', '{http://modules.prosody.im/mod_vcard_muc}avatar#sha1'];

/** A picture as a vCard has it. */
export interface Photo {
  readonly type: string;
  /** In base64. */
  readonly data: string;
}

/** Which picture a room says that it has, to whoever asks what it is (§3.3); `undefined`: who answers is no room. */
export function roomAvatarIn(info: Element, jid: Jid): AvatarChanged | undefined {
  const valuesOf = extendedInfoIn(info, NS_ROOM_INFO);
  if (!localOf(jid) || !valuesOf('FORM_TYPE').length) return undefined;
  const hash = FIELDS.flatMap(valuesOf)
    .map((value) => value.toLowerCase())
    .find(isHash);
  return { kind: 'avatar-changed', jid, hash, source: 'disco' };
}

/**
 * Gives a room another picture, or none (§3.2).
 *
 * @param before an answer with its vCard: whatever else is in there stays.
 */
export function roomPhotoChange(room: BareJid, photo: Photo | undefined, before: Element | undefined): Element {
  const vcard = before && childIn(before, NS_VCARD, 'vCard');
  const others = [...(vcard?.children ?? [])].filter(({ localName }) => localName !== 'PHOTO');
  return xml`<iq type="set" to="${room}"><vCard xmlns="${NS_VCARD}">${[
    ...others,
    photo && xml`<PHOTO xmlns="${NS_VCARD}"><TYPE>${photo.type}</TYPE><BINVAL>${photo.data}</BINVAL></PHOTO>`,
  ]}</vCard></iq>`;
}
