import { toBare, type Jid } from '../../core/jid.js';
import { avatarIn, avatarRequest } from '../../protocol/xep-0084-avatar.js';
import { photoIn, vcardRequest } from '../../protocol/xep-0153-vcard-avatar.js';
import type { CommandContext } from './command.js';

/** What larger pictures cost nobody has asked for; in characters of base64. */
const LARGEST = 400_000;
/** By how they begin; what is none of these is not shown, whatever it calls itself. */
const TYPES: readonly (readonly [type: string, beginning: RegExp])[] = [
  ['image/png', /^\x89PNG\r\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8/],
  ['image/webp', /^RIFF[^]{4}WEBP/],
];

/**
 * XEP-0084, 0153: fetches the picture that somebody says is theirs.
 *
 * @returns `undefined`: there is none, or another one than they say, or none of a kind that can be shown.
 * @throws {StanzaError} we may not have it.
 */
export async function fetchAvatar({ transport, stores }: CommandContext, jid: Jid): Promise<Blob | undefined> {
  const avatar = stores.avatars.value.byJid.get(jid);
  if (!avatar) return undefined;
  const { hash, source } = avatar;
  const text =
    source === 'pep'
      ? avatarIn(await transport.request(avatarRequest(toBare(jid), hash)))
      : photoIn(await transport.request(vcardRequest(jid)));
  const bytes = text && text.length <= LARGEST ? decoded(text) : undefined;
  // A page of plain http cannot tell: there a picture is whatever its owner's server says.
  if (!bytes || (isSecureContext && (await hashOf(bytes)) !== hash)) return undefined;
  const type = TYPES.find(([, beginning]) => beginning.test(String.fromCharCode(...bytes.subarray(0, 16))))?.[0];
  return type ? new Blob([bytes], { type }) : undefined;
}

function decoded(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text.replace(/\s+/g, '')), (character) => character.charCodeAt(0));
  } catch {
    return undefined; // Not base64.
  }
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
