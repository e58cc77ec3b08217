/** XEP-0191: Blocking Command, version 1.3 — https://xmpp.org/extensions/xep-0191.html */
import { jidOf, type Jid } from '../core/jid.js';
import { childIn, childrenIn } from '../core/stanza.js';
import type { Blocked, BlocklistReceived, Unblocked } from './events.js';
import { isFromAccount, type ParseContext, type ProtocolModule } from './module.js';
import { xml } from './xml.js';

export const NS_BLOCKING = 'urn:xmpp:blocking';

/** Who was blocked or unblocked, here or in another client (its pushes). One that our account did not send is a forgery. */
export const blocking: ProtocolModule<Blocked | Unblocked> = {
  parse(stanza, context) {
    const push = stanza.localName === 'iq' ? pushIn(stanza, context) : undefined;
    if (!push) return [];
    const jids = jidsIn(push);
    if (push.localName === 'block') return jids.length ? [{ kind: 'blocked', jids }] : [];
    // Nobody named is everybody; names that cannot be read are nobody.
    if (push.firstElementChild) return jids.length ? [{ kind: 'unblocked', jids }] : [];
    return [{ kind: 'unblocked', jids: undefined }];
  },

  answer(iq, context) {
    return pushIn(iq, context) && xml`<iq type="result"/>`;
  },
};

function pushIn(iq: Element, context: ParseContext): Element | undefined {
  if (iq.getAttribute('type') !== 'set' || !isFromAccount(iq, context)) return undefined;
  return childIn(iq, NS_BLOCKING, 'block') ?? childIn(iq, NS_BLOCKING, 'unblock');
}

/** Asks who is blocked; from then on the server tells us of changes. */
export function blocklistQuery(): Element {
  return xml`<iq type="get"><blocklist xmlns="${NS_BLOCKING}"/></iq>`;
}

/** The answer to `blocklistQuery`. */
export function readBlocklist(result: Element): BlocklistReceived {
  const list = childIn(result, NS_BLOCKING, 'blocklist');
  return { kind: 'blocklist-received', jids: list ? jidsIn(list) : [] };
}

/** Has the server let nothing through from somebody, or to them; a report (XEP-0377) may say why. */
export function block(jid: Jid, report?: Element): Element {
  return xml`<iq type="set"><block xmlns="${NS_BLOCKING}"><item jid="${jid}">${report}</item></block></iq>`;
}

/** Takes that back. */
export function unblock(jid: Jid): Element {
  return xml`<iq type="set"><unblock xmlns="${NS_BLOCKING}"><item jid="${jid}"/></unblock></iq>`;
}

function jidsIn(list: Element): readonly Jid[] {
  return childrenIn(list, NS_BLOCKING, 'item').flatMap((item) => jidOf(item.getAttribute('jid')) ?? []);
}
