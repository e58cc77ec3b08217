/** XEP-0045 §8, §9: what moderators and admins ask of a room. */
import { bounded } from '../../core/bounded.js';
import type { BareJid, Jid } from '../../core/jid.js';
import { jidOf } from '../../core/jid.js';
import { childIn, childrenIn, textOf } from '../../core/stanza.js';
import type { Affiliation, Role } from '../events.js';
import { xml } from '../xml.js';
import { NS_MUC_ADMIN } from './namespaces.js';

/** What becomes of somebody: by their nick, for a role; by their account, for an affiliation. */
export interface OccupantChange {
  readonly nick?: string | undefined;
  readonly jid?: Jid | undefined;
  readonly role?: Role;
  readonly affiliation?: Affiliation;
  readonly reason?: string | undefined;
}

/** Changes a role (§8.2–8.4, §9.6–9.7) or an affiliation (§9.1). */
export function adminChange(room: BareJid, { nick, jid, role, affiliation, reason }: OccupantChange): Element {
  return xml`<iq type="set" to="${room}"><query xmlns="${NS_MUC_ADMIN}">
    <item nick="${nick}" jid="${jid}" role="${role}" affiliation="${affiliation}">${
      reason && xml`<reason xmlns="${NS_MUC_ADMIN}">${reason}</reason>`
    }</item></query></iq>`;
}

/** Whoever has an affiliation: mostly an account, but whole domains can be banned. */
export interface Affiliated {
  readonly jid: Jid;
  /** Theirs in the room, where it tells. */
  readonly nick: string;
  /** Why; `''` where nobody said. */
  readonly reason: string;
}

/** How much of a nick and of a reason is kept, in characters. */
const LONGEST_NICK = 100;
const LONGEST_REASON = 300;

/** Asks who has an affiliation (§9.2, §9.5, §10.5, §10.8). There are no pages: a room tells all of them. */
export function affiliatedRequest(room: BareJid, affiliation: Affiliation): Element {
  return xml`<iq type="get" to="${room}"><query xmlns="${NS_MUC_ADMIN}"><item affiliation="${affiliation}"/></query></iq>`;
}

/** The answer to that: each once, and nobody who has another one. */
export function affiliatedIn(result: Element, affiliation: Affiliation): readonly Affiliated[] {
  const query = childIn(result, NS_MUC_ADMIN, 'query');
  const all = new Map<Jid, Affiliated>();
  for (const item of query ? childrenIn(query, NS_MUC_ADMIN, 'item') : []) {
    const jid = jidOf(item.getAttribute('jid'));
    if (!jid || (item.getAttribute('affiliation') ?? affiliation) !== affiliation) continue;
    const nick = bounded(item.getAttribute('nick'), LONGEST_NICK);
    all.set(jid, { jid, nick, reason: bounded(textOf(item, 'reason'), LONGEST_REASON) });
  }
  return [...all.values()];
}
