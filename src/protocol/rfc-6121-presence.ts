/**
 * RFC 6121 §3: Managing Presence Subscriptions, and §4: Exchanging Presence Information, October 2011 —
 * https://www.rfc-editor.org/rfc/rfc6121#section-3. Builds on XEP-0172 and XEP-0196.
 */
import { StanzaError } from '../core/errors.js';
import type { BareJid, Jid } from '../core/jid.js';
import { isBare, toBare } from '../core/jid.js';
import { childIn, textOf } from '../core/stanza.js';
import type {
  Game,
  PresenceChanged,
  Show,
  SubscriptionFailed,
  SubscriptionRequested,
  SubscriptionSettled,
} from './events.js';
import { type ParseContext, type ProtocolModule, senderOf } from './module.js';
import { claimedNickOf } from './xep-0172-nick.js';
import { gameElement } from './xep-0196-gaming.js';
import { xml } from './xml.js';

const SHOWS: readonly Show[] = ['chat', 'away', 'xa', 'dnd'];

type SubscriptionEvent = SubscriptionRequested | SubscriptionSettled | SubscriptionFailed;

/** Who is there, and who asks to see whether we are. Occupants of rooms are XEP-0045's. */
export const presences: ProtocolModule<PresenceChanged | SubscriptionEvent> = {
  parse(stanza, context) {
    const from = senderOf(stanza, 'presence', context);
    if (!from) return [];
    const asked = subscriptionIn(stanza, from, context);
    if (asked) return [asked];
    if (isBare(from)) return [];
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

/** What is said about a request, theirs or ours. Its being granted, and being taken back, stands in the roster. */
function subscriptionIn(stanza: Element, sender: Jid, context: ParseContext): SubscriptionEvent | undefined {
  const from = toBare(sender);
  if (from === toBare(context.self) || context.nickIn(from) !== undefined || context.isRoom?.(from)) return undefined;
  switch (stanza.getAttribute('type')) {
    case 'subscribe':
      return { kind: 'subscription-requested', from, claimedNick: claimedNickOf(stanza), text: statusOf(stanza) };
    case 'unsubscribe':
      return { kind: 'subscription-settled', from };
    case 'error':
      // Requests go to accounts, everything else that could come back goes to occupants.
      if (!isBare(sender)) return undefined;
      return { kind: 'subscription-failed', from, condition: StanzaError.from(stanza).condition };
  }
  return undefined;
}

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
  /** XEP-0196: for rooms alone. */
  readonly game?: Game | undefined;
}

/** Our own presence. */
export function presence({ to, show, status, priority, caps, game }: OwnPresence): Element {
  return xml`<presence to="${to}" type="${show ? undefined : 'unavailable'}">${[
    show && show !== 'available' && xml`<show>${show}</show>`,
    status && xml`<status>${status}</status>`,
    priority !== undefined && xml`<priority>${priority}</priority>`,
    caps?.cloneNode(true) as Element | undefined,
    to && show && game && gameElement(game),
  ]}</presence>`;
}

/** Asks a contact to let us see when they are available (§3.1), or answers them who asked (§3.1.4). */
export function subscription(to: BareJid, type: 'subscribe' | 'subscribed' | 'unsubscribed'): Element {
  return xml`<presence to="${to}" type="${type}"/>`;
}
