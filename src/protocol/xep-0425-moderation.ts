/**
 * XEP-0425: Moderated Message Retraction, version 0.3.0 — https://xmpp.org/extensions/xep-0425.html
 * Asks for it, also as version 0.2.1 had it; xep-0424-retraction.ts reads what comes of it.
 */
import type { BareJid } from '../core/jid.js';
import { xml } from './xml.js';

/** What rooms announce that have it, the better one first. */
export const MODERATIONS = ['urn:xmpp:message-moderate:1', 'urn:xmpp:message-moderate:0'] as const;

/**
 * Has a room take a message back.
 *
 * @param stanzaId as the room calls it (XEP-0359).
 */
export function moderation(
  room: BareJid,
  stanzaId: string,
  { version, reason }: { readonly version: (typeof MODERATIONS)[number]; readonly reason?: string | undefined },
): Element {
  const why = reason && xml`<reason xmlns="${version}">${reason}</reason>`;
  if (version === MODERATIONS[0]) {
    return xml`<iq type="set" to="${room}"><moderate xmlns="${version}" id="${stanzaId}">
      <retract xmlns="urn:xmpp:message-retract:1"/>${why}</moderate></iq>`;
  }
  return xml`<iq type="set" to="${room}"><apply-to xmlns="urn:xmpp:fasten:0" id="${stanzaId}">
    <moderate xmlns="${version}"><retract xmlns="urn:xmpp:message-retract:0"/>${why}</moderate></apply-to></iq>`;
}
