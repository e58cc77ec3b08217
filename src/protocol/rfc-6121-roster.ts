/** RFC 6121 §2: Managing the Roster, October 2011 — https://www.rfc-editor.org/rfc/rfc6121#section-2 */
import { bareJidOf, type BareJid } from '../core/jid.js';
import { childIn, childrenIn } from '../core/stanza.js';
import type { RosterItem, RosterPushed, RosterReceived, Subscription } from './events.js';
import { isFromAccount, type ParseContext, type ProtocolModule } from './module.js';
import { xml } from './xml.js';

const NS_ROSTER = 'jabber:iq:roster';
const SUBSCRIPTIONS: readonly Subscription[] = ['to', 'from', 'both'];

/** Roster pushes (§2.1.6). One that our account did not send is a forgery: not read, and not answered here. */
export const roster: ProtocolModule<RosterPushed> = {
  parse(stanza, context) {
    const push = stanza.localName === 'iq' ? pushIn(stanza, context) : undefined;
    return push ? [push] : [];
  },

  answer(iq, context) {
    return pushIn(iq, context) && xml`<iq type="result"/>`;
  },
};

function pushIn(iq: Element, context: ParseContext): RosterPushed | undefined {
  const query = iq.getAttribute('type') === 'set' ? childIn(iq, NS_ROSTER, 'query') : undefined;
  if (!query || !isFromAccount(iq, context)) return undefined;
  const [child, second] = childrenIn(query, NS_ROSTER, 'item');
  const item = child && !second && itemOf(child);
  if (!item) return undefined;
  const isRemoved = child.getAttribute('subscription') === 'remove';
  return { kind: 'roster-pushed', item, isRemoved, version: versionOf(query) };
}

/** Asks for the roster. `version`: the one that we have, `''` for none; only where the server offers versioning (§2.6). */
export function rosterQuery(version?: string): Element {
  return xml`<iq type="get"><query xmlns="${NS_ROSTER}" ver="${version}"/></iq>`;
}

/** The answer to `rosterQuery`; `undefined` where ours is still right (§2.6.3). */
export function readRoster(result: Element): RosterReceived | undefined {
  const query = childIn(result, NS_ROSTER, 'query');
  if (!query) return undefined;
  const items = childrenIn(query, NS_ROSTER, 'item').flatMap((child) => itemOf(child) ?? []);
  return { kind: 'roster-received', items, version: versionOf(query) };
}

/** Adds a contact, or changes what we call them and how we group them (§2.3, 2.4): all of it, not only what is new. */
export function rosterChange({ jid, name, groups }: Pick<RosterItem, 'jid' | 'name' | 'groups'>): Element {
  return xml`<iq type="set"><query xmlns="${NS_ROSTER}"><item jid="${jid}" name="${name || undefined}">${groups.map(
    (group) => xml`<group xmlns="${NS_ROSTER}">${group}</group>`,
  )}</item></query></iq>`;
}

/** Removes a contact, and with that what we may see of each other (§2.5). */
export function rosterRemoval(jid: BareJid): Element {
  return xml`<iq type="set"><query xmlns="${NS_ROSTER}"><item jid="${jid}" subscription="remove"/></query></iq>`;
}

function itemOf(item: Element): RosterItem | undefined {
  const jid = bareJidOf(item.getAttribute('jid'));
  if (!jid) return undefined;
  const subscription = item.getAttribute('subscription');
  const groups = childrenIn(item, NS_ROSTER, 'group').map((group) => group.textContent ?? '');
  return {
    jid,
    name: item.getAttribute('name') ?? '',
    groups: [...new Set(groups)].filter(Boolean),
    subscription: SUBSCRIPTIONS.find((known) => known === subscription) ?? 'none',
    isPending: item.getAttribute('ask') === 'subscribe',
  };
}

function versionOf(query: Element): string | undefined {
  return query.getAttribute('ver') ?? undefined;
}
