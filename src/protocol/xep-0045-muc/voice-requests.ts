/** XEP-0045 §8.6: who asks moderators for leave to speak. Only a room says so, in a form (XEP-0004). */
import { isBare, jidOf } from '../../core/jid.js';
import { childIn, childrenIn, textOf } from '../../core/stanza.js';
import type { VoiceRequested } from '../events.js';
import { type ParseContext, senderOf } from '../module.js';

export const NS_VOICE = 'http://jabber.org/protocol/muc#request';
const NS_DATA = 'jabber:x:data';
/** RFC 6120: no part of a JID is longer. */
const LONGEST = 1023;

export function parseVoiceRequest(stanza: Element, context: ParseContext): readonly VoiceRequested[] {
  const form = childIn(stanza, NS_DATA, 'x');
  const room = form && senderOf(stanza, 'message', context);
  // An occupant can write the same in a room's name; a room itself has no resource.
  const isOfRoom = room && isBare(room) && context.nickIn(room) !== undefined;
  if (!isOfRoom || !/^(normal|chat)$/.test(stanza.getAttribute('type') ?? 'normal')) return [];
  const fields = childrenIn(form, NS_DATA, 'field');
  const valueOf = (name: string) => {
    const field = fields.find((each) => each.getAttribute('var') === name);
    return field && textOf(field, 'value');
  };
  const nick = valueOf('muc#roomnick') ?? '';
  const isAsked = form.getAttribute('type') === 'form' && valueOf('FORM_TYPE') === NS_VOICE;
  if (!isAsked || !nick.trim() || nick.length > LONGEST) return [];
  return [{ kind: 'voice-requested', room, nick, jid: jidOf(valueOf('muc#jid')) }];
}
