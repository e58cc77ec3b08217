/** XEP-0410: MUC Self-Ping (Schrödinger's Chat), version 1.1.0 — https://xmpp.org/extensions/xep-0410.html */
import type { FullJid } from '../core/jid.js';
import { NS_PING } from './xep-0199-ping.js';
import { xml } from './xml.js';

/** Asks ourselves, by way of a room. */
export function selfPing(occupant: FullJid): Element {
  return xml`<iq type="get" to="${occupant}"><ping xmlns="${NS_PING}"/></iq>`;
}

/** §3.3: whether an error means that the room does not know us; of others nothing is certain, or we are in. */
export function isOutsiders(condition: string): boolean {
  return !INSIDERS.has(condition);
}

const INSIDERS = new Set([
  'service-unavailable',
  'feature-not-implemented',
  'item-not-found',
  'remote-server-not-found',
  'remote-server-timeout',
  // The server has enough to do.
  'resource-constraint',
]);
