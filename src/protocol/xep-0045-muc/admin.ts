/** XEP-0045 §8, §9: what moderators and admins ask of a room. */
import type { BareJid } from '../../core/jid.js';
import type { Affiliation, Role } from '../events.js';
import { xml } from '../xml.js';
import { NS_MUC_ADMIN } from './namespaces.js';

/** What becomes of somebody: by their nick, for a role; by their account, for an affiliation. */
export interface OccupantChange {
  readonly nick?: string | undefined;
  readonly jid?: BareJid | undefined;
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
