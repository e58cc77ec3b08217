/** XEP-0203: Delayed Delivery, version 2.0 — https://xmpp.org/extensions/xep-0203.html */
import { jidOf } from '../core/jid.js';
import { childrenIn } from '../core/stanza.js';
import type { ProtocolModule } from './module.js';

export const NS_DELAY = 'urn:xmpp:delay';
// XEP-0082 §3.2, no looser: `Date.parse` alone takes much else.
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export const delay: ProtocolModule = { features: [NS_DELAY] };

/**
 * When a delayed stanza was sent, in ms since the epoch and never later than `now`; `undefined` for a live one.
 *
 * Anybody can write a stamp, so it counts only `from` somebody trusted; `'anybody'` is for what is known to be history.
 */
export function delayOf(stanza: Element, trusted: readonly string[] | 'anybody', now: number): number | undefined {
  for (const child of childrenIn(stanza, NS_DELAY, 'delay')) {
    const stamp = child.getAttribute('stamp') ?? '';
    const from = jidOf(child.getAttribute('from'));
    if (trusted !== 'anybody' && !(from && trusted.includes(from))) continue;
    const sent = DATE_TIME.test(stamp) ? Date.parse(stamp) : NaN;
    if (!Number.isNaN(sent)) return Math.min(sent, now);
  }
  return undefined;
}
