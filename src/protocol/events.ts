/**
 * What happened, as facts: everything that a stanza can tell us, and the little that we tell ourselves. Plain data.
 * One interface an event; the union at the end is what stores fold in.
 */
import type { BareJid, FullJid, Jid } from '../core/jid.js';

// RFC 6121 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** RFC 6121 §4.7.2.1; `available` stands for no `<show/>`. */
export type Show = 'available' | 'chat' | 'away' | 'xa' | 'dnd';

/** XEP-0359: a message's ids, in falling order of trust. */
export interface MessageIds {
  /** Given by the archive that we trust for this conversation: the room, or our own account. */
  readonly stanzaId?: string | undefined;
  /** Given by the sender. */
  readonly originId?: string | undefined;
  /** The stanza's own `id`. */
  readonly id?: string | undefined;
}

/** A message with a body came in, or our own came back. */
export interface MessageReceived extends MessageIds {
  readonly kind: 'message-received';
  /** The contact's bare JID, the room's, or for a private message in a room the occupant's full JID. */
  readonly conversation: Jid;
  readonly type: 'chat' | 'groupchat';
  readonly from: Jid;
  readonly body: string;
  /** When it was sent, in ms since the epoch: a trusted delay stamp (XEP-0203), else when it came. Never in the future. */
  readonly at: number;
  /** It is old: from the room's history, the offline store or an archive. */
  readonly isDelayed: boolean;
  /** It was sent by us, by this client or another one. */
  readonly isOwn: boolean;
  /** It names us: our nick stands in a room's message. */
  readonly isMention: boolean;
  /** XEP-0421, only where the room announces it. */
  readonly occupantId?: string | undefined;
  /** We did not have it yet. Set by the session. */
  readonly isNew?: boolean;
  /** XEP-0172: the name that a sender without subscription gives themselves. A claim, not an identity. */
  readonly claimedNick?: string | undefined;
}

/** Our own message, before it is sent: the one fact that does not come from the server. */
export interface MessageQueued {
  readonly kind: 'message-queued';
  readonly conversation: Jid;
  readonly type: 'chat' | 'groupchat';
  readonly from: Jid;
  /** A UUID; `id` and `origin-id` of the stanza. */
  readonly id: string;
  readonly body: string;
  readonly at: number;
  /** It is no second try. Set by the session. */
  readonly isNew?: boolean;
}

/** The server has our message. */
export interface MessageSent {
  readonly kind: 'message-sent';
  readonly conversation: Jid;
  readonly id: string;
}

/** Our message came back as an error, or could not be sent. */
export interface MessageFailed {
  readonly kind: 'message-failed';
  readonly conversation: Jid;
  readonly id: string;
  readonly condition: string;
  /** What the server says about it; shown as its words, never as ours. */
  readonly text?: string | undefined;
}

/** The reader has seen a conversation up to its end. */
export interface ConversationRead {
  readonly kind: 'conversation-read';
  readonly conversation: Jid;
}

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

// XEP-0030 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A server, room or account told what it is and does. */
export interface FeaturesDiscovered {
  readonly kind: 'features-discovered';
  readonly jid: Jid;
  readonly identities: readonly { readonly category: string; readonly type: string; readonly name: string }[];
  readonly features: readonly string[];
}

// XEP-0045 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Affiliation = 'owner' | 'admin' | 'member' | 'outcast' | 'none';
export type Role = 'moderator' | 'participant' | 'visitor' | 'none';

/** Somebody in a room. */
export interface Occupant {
  readonly nick: string;
  readonly affiliation: Affiliation;
  readonly role: Role;
  readonly show: Show;
  readonly status: string;
  /** The real JID, where the room shows it to us. */
  readonly jid?: Jid | undefined;
  /** XEP-0421, only where the room announces it. */
  readonly occupantId?: string | undefined;
}

/** We asked to be let in. */
export interface RoomEntering {
  readonly kind: 'room-entering';
  readonly room: BareJid;
  readonly nick: string;
}

/** An occupant is there, or changed. With `isSelf`: we are in (status 110). */
export interface OccupantChanged {
  readonly kind: 'occupant-changed';
  readonly room: BareJid;
  readonly occupant: Occupant;
  readonly isSelf: boolean;
  /** They came while we were in. Set by the session, which knows who was there before. */
  readonly isNew?: boolean;
  /** XEP-0045 §15.6: 100, 110, 170, 201, 210 … */
  readonly statusCodes: readonly number[];
}

export type LeaveReason =
  'left' | 'kicked' | 'banned' | 'affiliation' | 'members-only' | 'shutdown' | 'destroyed' | 'error';

/** An occupant is gone. With `isSelf`: we are out. */
export interface OccupantLeft {
  readonly kind: 'occupant-left';
  readonly room: BareJid;
  readonly nick: string;
  readonly isSelf: boolean;
  /** As we knew them. Set by the session. */
  readonly occupant?: Occupant | undefined;
  readonly reason: LeaveReason;
  /** Whoever did it, where the room says so. */
  readonly actor?: string | undefined;
  /** Why, in the words of who did it. */
  readonly text?: string | undefined;
  /** Of a destroyed room: where to go instead. */
  readonly alternative?: BareJid | undefined;
}

/** Status 303: an occupant goes on under another nick. */
export interface NickChanged {
  readonly kind: 'nick-changed';
  readonly room: BareJid;
  readonly nick: string;
  readonly newNick: string;
  readonly isSelf: boolean;
}

export interface SubjectChanged {
  readonly kind: 'subject-changed';
  readonly room: BareJid;
  readonly subject: string;
  /** Who set it just now; `''` where the room did, or tells it to a newcomer. */
  readonly nick: string;
}

/** The room itself says something: it does not come from an occupant and is not a message. */
export interface RoomNotice {
  readonly kind: 'room-notice';
  readonly room: BareJid;
  readonly text: string;
  readonly statusCodes: readonly number[];
  readonly at: number;
}

/** The room refused us, or put us out by an error. */
export interface RoomRefused {
  readonly kind: 'room-refused';
  readonly room: BareJid;
  readonly condition: string;
  readonly text?: string | undefined;
}

// XEP-0085 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export type ChatState = 'active' | 'composing' | 'paused' | 'inactive' | 'gone';

export interface ChatStateChanged {
  readonly kind: 'chat-state-changed';
  readonly conversation: Jid;
  /** The contact's full JID, or the occupant's. */
  readonly from: FullJid;
  readonly state: ChatState;
}

// The stream ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** offline → connecting → online → reconnecting → online …; `failed`: it takes a person to go on. */
export type ConnectionStatus = 'offline' | 'connecting' | 'online' | 'reconnecting' | 'failed';

export interface ConnectionChanged {
  readonly kind: 'connection-changed';
  readonly status: ConnectionStatus;
  /** A `ConnectionError` condition: why it is not online. */
  readonly condition?: string | undefined;
  /** Ours, once known. */
  readonly jid?: FullJid | undefined;
  /** The server went on with the old stream. */
  readonly isResumed?: boolean;
  /** When the next attempt begins, in ms since the epoch. */
  readonly retryAt?: number | undefined;
}

/** The stream is new: what the server told the old one no longer holds (rooms are left, presences unknown). */
export interface StreamStarted {
  readonly kind: 'stream-started';
  readonly jid: FullJid;
}

/** The person signed out: nothing of theirs stays. */
export interface SignedOut {
  readonly kind: 'signed-out';
}

export type DomainEvent =
  | MessageReceived
  | MessageQueued
  | MessageSent
  | MessageFailed
  | ConversationRead
  | PresenceChanged
  | RosterReceived
  | RosterPushed
  | FeaturesDiscovered
  | RoomEntering
  | OccupantChanged
  | OccupantLeft
  | NickChanged
  | SubjectChanged
  | RoomNotice
  | RoomRefused
  | ChatStateChanged
  | ConnectionChanged
  | StreamStarted
  | SignedOut;
