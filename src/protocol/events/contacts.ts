/** Other people: who they are, whether they are there, and what they do. */
import type { BareJid, FullJid, Jid } from '../../core/jid.js';

/** RFC 6121 §4.7.2.1; `available` stands for no `<show/>`. */
export type Show = 'available' | 'chat' | 'away' | 'xa' | 'dnd';

export interface PresenceChanged {
  readonly kind: 'presence-changed';
  readonly from: FullJid;
  /** `undefined` is unavailable. */
  readonly show: Show | undefined;
  readonly status: string;
  /** -128 to 127. */
  readonly priority: number;
}

export type Subscription = 'none' | 'to' | 'from' | 'both';

export interface RosterItem {
  readonly jid: BareJid;
  readonly name: string;
  readonly groups: readonly string[];
  readonly subscription: Subscription;
  /** We asked and wait for an answer. */
  readonly isPending: boolean;
}

/** The whole roster came. */
export interface RosterReceived {
  readonly kind: 'roster-received';
  readonly items: readonly RosterItem[];
  readonly version?: string | undefined;
}

/** RFC 6121 §2.1.6: one item changed, here or in another client. */
export interface RosterPushed {
  readonly kind: 'roster-pushed';
  readonly item: RosterItem;
  readonly isRemoved: boolean;
  readonly version?: string | undefined;
}

/** RFC 6121 §3.1: somebody wants to see when we are available. The server says so at each new stream until it is answered. */
export interface SubscriptionRequested {
  readonly kind: 'subscription-requested';
  readonly from: BareJid;
  /** XEP-0172: what they call themselves. A claim, not an identity. */
  readonly claimedNick?: string | undefined;
  /** In their words. */
  readonly text: string;
}

/** A request waits no longer: we have answered it, or they took it back. */
export interface SubscriptionSettled {
  readonly kind: 'subscription-settled';
  readonly from: BareJid;
}

/** Our own request could not be told to a contact. */
export interface SubscriptionFailed {
  readonly kind: 'subscription-failed';
  readonly from: BareJid;
  readonly condition: string;
}

/** Somebody has another picture, or none any more. */
export interface AvatarChanged {
  readonly kind: 'avatar-changed';
  /** An account's, a room's, or an occupant's full JID. */
  readonly jid: Jid;
  /** The SHA-1 of the picture, in lower-case hexadecimal. */
  readonly hash: string | undefined;
  /** Where it is to be had: published (XEP-0084), or in the vCard (XEP-0054), as said by presence or by what a room is. */
  readonly source: 'pep' | 'vcard' | 'disco';
}

/** The whole list of those who are blocked came: the server has such. Accounts, domains, or single clients of either. */
export interface BlocklistReceived {
  readonly kind: 'blocklist-received';
  readonly jids: readonly Jid[];
  /** XEP-0377: whoever runs the server wants to hear why somebody is blocked. Set by the session. */
  readonly takesReports?: boolean;
}

/** Somebody was blocked, here or in another client. */
export interface Blocked {
  readonly kind: 'blocked';
  readonly jids: readonly Jid[];
}

/** Somebody was unblocked; `undefined`: everybody. */
export interface Unblocked {
  readonly kind: 'unblocked';
  readonly jids: readonly Jid[] | undefined;
}

/** What somebody plays, in their words. */
export interface Game {
  readonly name: string;
  readonly characterName?: string | undefined;
  /** An address. */
  readonly characterProfile?: string | undefined;
  readonly level?: string | undefined;
  /** As it is called. */
  readonly server?: string | undefined;
  readonly serverAddress?: string | undefined;
  /** Of the game. An address of any scheme: nothing to follow unasked. */
  readonly uri?: string | undefined;
}

/** A contact plays something, or nothing any more. */
export interface GameChanged {
  readonly kind: 'game-changed';
  readonly jid: BareJid;
  readonly game: Game | undefined;
}
