/** XEP-0045 §7.13, §8.6: what is said in a moderated room to be heard. Builds on data forms (XEP-0004). */
import type { BareJid } from '../../core/jid.js';
import type { VoiceRequested } from '../events.js';
import { xml } from '../xml.js';
import { NS_VOICE } from './voice-requests.js';

const NS_DATA = 'jabber:x:data';

/** Asks for leave to speak. */
export function voiceRequest(room: BareJid, id: string): Element {
  return answer(room, id, { 'muc#role': 'participant' });
}

/** What a moderator says to it. */
export function voiceAnswer({ room, nick, jid }: VoiceRequested, id: string, isAllowed: boolean): Element {
  return answer(room, id, {
    'muc#role': 'participant',
    'muc#jid': jid,
    'muc#roomnick': nick,
    'muc#request_allow': isAllowed ? 'true' : 'false',
  });
}

function answer(room: BareJid, id: string, values: Readonly<Record<string, string | undefined>>): Element {
  const fields = Object.entries({ FORM_TYPE: NS_VOICE, ...values }).map(
    ([name, value]) =>
      value !== undefined &&
      xml`<field xmlns="${NS_DATA}" var="${name}"><value xmlns="${NS_DATA}">${value}</value></field>`,
  );
  return xml`<message to="${room}" id="${id}"><x xmlns="${NS_DATA}" type="submit">${fields}</x></message>`;
}
