/** RFC 6121 §4: Exchanging Presence Information, October 2011 — https://www.rfc-editor.org/rfc/rfc6121#section-4 */
import type { Jid } from '../core/jid.js';
import { isBare, toBare } from '../core/jid.js';
import { childIn, textOf } from '../core/stanza.js';
import type { PresenceChanged, Show } from './events.js';
import { type ProtocolModule, senderOf } from './module.js';
import { xml } from './xml.js';

const SHOWS: readonly Show[] = ['chat', 'away', 'xa', 'dnd'];

/** Who is there. Subscriptions (§3) are not read: nobody is let in by asking. Occupants of rooms are XEP-0045's. */
export const presences: ProtocolModule<PresenceChanged> = {
  parse(stanza, context) {
    const from = senderOf(stanza, 'presence', context);
    if (!from || isBare(from)) return [];
    const type = stanza.getAttribute('type');
    const isOfRoom =
      context.nickIn(toBare(from)) !== undefined || childIn(stanza, 'http://jabber.org/protocol/muc#user', 'x');
    if (isOfRoom || (type !== null && type !== 'unavailable')) return [];
    return [
      {
        kind: 'presence-changed',
        from,
        show: type ? undefined : showOf(stanza),
        status: statusOf(stanza),
        // §4.7.2.3: a whole number from -128 to 127, 0 unless told.
        priority: Math.max(-128, Math.min(127, Math.trunc(Number(textOf(stanza, 'priority'))) || 0)),
      },
    ];
  },
};

/** How available its sender is; an unknown word means plainly available. */
export function showOf(stanza: Element): Show {
  const show = textOf(stanza, 'show');
  return SHOWS.find((known) => known === show) ?? 'available';
}

/** What its sender says about that. */
export function statusOf(stanza: Element): string {
  return textOf(stanza, 'status') ?? '';
}

/** What we tell of ourselves. */
export interface OwnPresence {
  /** Nobody: all who may know. An occupant's JID of ours: its room. */
  readonly to?: Jid | undefined;
  /** `undefined` is unavailable. */
  readonly show: Show | undefined;
  readonly status?: string | undefined;
  readonly priority?: number | undefined;
  /** XEP-0115; stays with the caller. */
  readonly caps?: Element | undefined;
}

/** Our own presence. */
export function presence({ to, show, status, priority, caps }: OwnPresence): Element {
  return xml`<presence to="${to}" type="${show ? undefined : 'unavailable'}">${[
    show && show !== 'available' && xml`<show>${show}</show>`,
    status && xml`<status>${status}</status>`,
    priority !== undefined && xml`<priority>${priority}</priority>`,
    caps?.cloneNode(true) as Element | undefined,
  ]}</presence>`;
}
