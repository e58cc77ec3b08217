/**
 * XEP-0012: Last Activity, version 2.0 — https://xmpp.org/extensions/xep-0012.html
 *
 * Asked, and not answered: when somebody here was last at their keyboard is not for others to know.
 */
import type { BareJid } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import { xml } from './xml.js';

const NS_LAST = 'jabber:iq:last';

/** Asks an account's server how long ago somebody was online. Only who may see their presence is told. */
export function lastActivityQuery(to: BareJid): Element {
  return xml`<iq type="get" to="${to}"><query xmlns="${NS_LAST}"/></iq>`;
}

/** The answer, in seconds; `undefined` where it says nothing. Some servers say 0 of whom they have not seen. */
export function secondsOffline(result: Element): number | undefined {
  const seconds = childIn(result, NS_LAST, 'query')?.getAttribute('seconds') ?? '';
  return /^\d{1,9}$/.test(seconds) ? Number(seconds) || undefined : undefined;
}
