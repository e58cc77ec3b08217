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

/** What is known of a message with a body, wherever it is kept. */
export interface MessageFacts extends MessageIds {
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
  /** XEP-0372: whom it calls, and where. */
  readonly mentions?: readonly Mention[] | undefined;
  /** XEP-0421, only where the room announces it. */
  readonly occupantId?: string | undefined;
  /** XEP-0172: the name that a sender without subscription gives themselves. A claim, not an identity. */
  readonly claimedNick?: string | undefined;
  /** XEP-0461: the message that this one answers, and whose that is. Claims of the sender. */
  readonly reply?: { readonly id: string; readonly to?: Jid | undefined } | undefined;
  /** XEP-0382: its body is hidden until it is asked for, behind this hint; `''` where the sender gives none. */
  readonly spoiler?: string | undefined;
  /** XEP-0393: it means what it says to the letter. */
  readonly isUnstyled?: true | undefined;
  /** XEP-0066: its body is nothing but the address of this file, http(s). */
  readonly attachment?: string | undefined;
  /** It invites to a match. */
  readonly match?: Match | undefined;
  /** What a page has put into it. */
  readonly payload?: Payload | undefined;
  /** XEP-0333: its sender asks to hear that it was seen. */
  readonly isMarkable?: true | undefined;
  /** XEP-0308: the id of a message that is not here, in whose place it stands. Set by the session. */
  readonly replaces?: string | undefined;
  /** By which key its author is ignored: it is hidden, and counts for nothing. Set by the session. */
  readonly ignored?: string | undefined;
}

/** A part of a body that stands for somebody: from `start` to before `end`, in characters as JavaScript counts them. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly jid: Jid;
}

/** A message with a body came in, or our own came back. */
export interface MessageReceived extends MessageFacts {
  readonly kind: 'message-received';
  /** The contact's bare JID, the room's, or for a private message in a room the occupant's full JID. */
  readonly conversation: Jid;
  readonly type: 'chat' | 'groupchat';
  /** We did not have it yet. Set by the session. */
  readonly isNew?: boolean;
  /** XEP-0184: its sender asks to hear that it came. Not in copies: whoever had the original answers. */
  readonly wantsReceipt?: true | undefined;
}

/** What a page has put into a message for other pages. */
export interface Payload {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly (Payload | string)[];
}

/** An invitation to play: named by the message that it is in. */
export interface Match {
  readonly id: string;
  readonly game: string;
  /** An address of any scheme: nothing to follow unasked. */
  readonly uri: string;
  /** Until when it can be accepted, in ms since the epoch. */
  readonly expires?: number | undefined;
  /** What is said along with it. */
  readonly words: string;
}

/** XEP-0308: a message reads otherwise now. Whether its sender may say so is for the store to decide. */
export interface MessageCorrected {
  readonly kind: 'message-corrected';
  readonly conversation: Jid;
  /** The `id` of the message that is replaced. */
  readonly target: string;
  /** As it reads now, with the correction's own ids, sender and time. */
  readonly message: MessageReceived;
}

/** XEP-0424: a message is taken back. Whether its sender may do so is for the store to decide. */
export interface MessageRetracted {
  readonly kind: 'message-retracted';
  readonly conversation: Jid;
  readonly type: 'chat' | 'groupchat';
  /** With `by`: the room, or whoever the message was by. */
  readonly from: Jid;
  readonly occupantId?: string | undefined;
  readonly isOwn: boolean;
  /** In a room the message's stanza-id, else its origin-id or `id`; of what is left in an archive, always the stanza-id. */
  readonly target: string;
  readonly at: number;
  /** XEP-0425: the room says that a moderator did it. */
  readonly by?: 'moderator' | undefined;
  /** Why, in the moderator's words. */
  readonly reason?: string | undefined;
}

/** XEP-0444: all of somebody's reactions to a message, in place of those they had before. */
export interface ReactionsChanged {
  readonly kind: 'reactions-changed';
  readonly conversation: Jid;
  readonly type: 'chat' | 'groupchat';
  readonly from: Jid;
  readonly occupantId?: string | undefined;
  readonly isOwn: boolean;
  /** In a room the message's stanza-id, else its origin-id or `id`. */
  readonly target: string;
  readonly emojis: readonly string[];
  readonly at: number;
  /** By which key they are ignored. Set by the session. */
  readonly ignored?: string | undefined;
}

/** Somebody accepts a match, or does not: one that the other side of the conversation has invited to. */
export interface MatchAnswered {
  readonly kind: 'match-answered';
  /** Where it is said. In a room that is in private, though everybody may have been invited; see `enrich`. */
  readonly conversation: Jid;
  readonly type: 'chat' | 'groupchat';
  readonly from: Jid;
  readonly occupantId?: string | undefined;
  readonly isOwn: boolean;
  /** The match. */
  readonly target: string;
  readonly accepts: boolean;
  readonly at: number;
  /** Whose match it is, where we answer. */
  readonly inviter?: { readonly from: Jid; readonly occupantId?: string | undefined } | undefined;
  /** What was answered. Set by the session. */
  readonly match?: Match | undefined;
}

/** What a message of old, here or still in the archive, is changed by. */
export type MessageChange = MessageCorrected | MessageRetracted | ReactionsChanged | MatchAnswered;

/** XEP-0184: our message reached a client of the other side. */
export interface MessageDelivered {
  readonly kind: 'message-delivered';
  readonly conversation: Jid;
  readonly id: string;
}

/** XEP-0333: a conversation was seen up to a message. With `isOwn`: by us, in another client. */
export interface MessageDisplayed {
  readonly kind: 'message-displayed';
  readonly conversation: Jid;
  readonly from: Jid;
  readonly occupantId?: string | undefined;
  readonly isOwn: boolean;
  /** In a room the message's stanza-id, else its `id`. */
  readonly id: string;
}

/** XEP-0490: another client of ours has shown a conversation up to a message. */
export interface DisplayedElsewhere {
  readonly kind: 'displayed-elsewhere';
  readonly conversation: Jid;
  readonly stanzaId: string;
}

/** Our own message, before it is sent: the one fact that does not come from the server. */
export interface MessageQueued extends Pick<
  MessageFacts,
  'from' | 'body' | 'at' | 'mentions' | 'reply' | 'attachment' | 'match'
> {
  readonly kind: 'message-queued';
  readonly conversation: Jid;
  readonly type: 'chat' | 'groupchat';
  /** A UUID; `id` and `origin-id` of the stanza. */
  readonly id: string;
  /** It is no second try. Set by the session. */
  readonly isNew?: boolean;
}

/** Our own change of a message, before the server has it. */
export interface ChangeQueued {
  readonly kind: 'change-queued';
  readonly conversation: Jid;
  /** Of the stanza by which we say it: it is sent, or fails, as a message does. */
  readonly id: string;
  readonly change: MessageChange;
}

/** The server has our message, or our change of one. */
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

/** A message of ours that failed was given up: it was never said. */
export interface MessageDiscarded {
  readonly kind: 'message-discarded';
  readonly conversation: Jid;
  readonly id: string;
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

// XEP-0030 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A server, room or account told what it is and does. */
export interface FeaturesDiscovered {
  readonly kind: 'features-discovered';
  readonly jid: Jid;
  readonly identities: readonly { readonly category: string; readonly type: string; readonly name: string }[];
  readonly features: readonly string[];
  /** XEP-0363: files of so many bytes can be sent there; `undefined`: none. */
  readonly maxFileSize?: number | undefined;
  /** XEP-0045 §6.4: who answers for a room. */
  readonly contacts?: readonly BareJid[] | undefined;
  /** XEP-0500: how many seconds a room has everybody wait between two messages. */
  readonly slowMode?: number | undefined;
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
  /** XEP-0196: what they play. */
  readonly game?: Game | undefined;
  /** XEP-0317: what they stand for, as the room says. */
  readonly hats?: readonly Hat[] | undefined;
  /** By which key we ignore them. Set by the session. */
  readonly ignored?: string | undefined;
}

/** Something that a room calls somebody, beside their role. It gives no powers. */
export interface Hat {
  readonly uri: string;
  readonly title: string;
}

/** Whom we ignore in a room, by the surest name that the room gives them. Our own choice, which nobody is told of. */
export interface Ignored {
  readonly room: BareJid;
  /** Their id (XEP-0421), their account's bare JID, or no more than their nick: that one holds for as long as they are in. */
  readonly by: 'occupant-id' | 'jid' | 'nick';
  /** That name, as it was when we began to. What is hidden for it is marked so. */
  readonly key: string;
  /** What they were called last. */
  readonly nick: string;
  /** When we chose so, in ms since the epoch. */
  readonly at?: number | undefined;
}

/** Whether we ignore somebody, as of a moment. */
export interface IgnoreChoice extends Ignored {
  readonly at: number;
  readonly isIgnored: boolean;
}

/** Our account tells all that our devices have chosen. */
export interface IgnoredElsewhere {
  readonly kind: 'ignored-elsewhere';
  readonly choices: readonly IgnoreChoice[];
}

/** We ignore somebody from now on, or no longer. */
export interface IgnoreChanged {
  readonly kind: 'ignore-changed';
  readonly ignored: Ignored;
  readonly isIgnored: boolean;
  /** It was chosen on another device of ours. */
  readonly isElsewhere?: boolean;
}

/** Whom we ignored before this page; the latest last. */
export interface IgnoredLoaded {
  readonly kind: 'ignored-loaded';
  readonly all: readonly Ignored[];
}

/** We asked to be let in. */
export interface RoomEntering {
  readonly kind: 'room-entering';
  readonly room: BareJid;
  readonly nick: string;
  /** What we missed is asked of the room's archive (XEP-0313), instead of having the room tell it. */
  readonly isByArchive?: boolean;
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
  /** With `isSelf`: nobody wished it, and we come back by ourselves. Set by the session. */
  readonly isReturning?: boolean;
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

/** A room tells its moderators that somebody in it asks for leave to speak. */
export interface VoiceRequested {
  readonly kind: 'voice-requested';
  readonly room: BareJid;
  readonly nick: string;
  /** Theirs, where the room tells. */
  readonly jid?: Jid | undefined;
}

/** We have said yes or no to it. */
export interface VoiceRequestSettled {
  readonly kind: 'voice-request-settled';
  readonly room: BareJid;
  readonly nick: string;
}

/** Somebody wants us in a room that we are not in. */
export interface RoomInvited {
  readonly kind: 'room-invited';
  readonly room: BareJid;
  /** With `isByRoom`, what the room says. */
  readonly from: Jid;
  /** In their words; `''` where they give none. */
  readonly reason: string;
  /** What the room asks for at the door. */
  readonly password?: string | undefined;
  /** The room tells it (XEP-0045 §7.8.2), not the one who invites (XEP-0249). */
  readonly isByRoom: boolean;
}

/** Somebody whom a room has invited says no. Anybody may say so: whether we have asked is for whoever did to know. */
export interface InvitationDeclined {
  readonly kind: 'invitation-declined';
  readonly room: BareJid;
  readonly from: Jid;
  /** In their words; `''` where they give none. */
  readonly reason: string;
}

/** The page has heard of an invitation. */
export interface InvitationTold {
  readonly kind: 'invitation-told';
  /** Under which the store has it. */
  readonly key: string;
}

/** An invitation waits no longer for an answer. */
export interface InvitationSettled {
  readonly kind: 'invitation-settled';
  readonly key: string;
}

/** The room refused us, or put us out by an error. */
export interface RoomRefused {
  readonly kind: 'room-refused';
  readonly room: BareJid;
  readonly condition: string;
  readonly text?: string | undefined;
  /** Of a closed room: where to go instead. */
  readonly alternative?: BareJid | undefined;
}

// XEP-0084, 0153 ─────────────────────────────────────────────────────────────────────────────────────────────────────

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

// XEP-0085 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export type ChatState = 'active' | 'composing' | 'paused' | 'inactive' | 'gone';

export interface ChatStateChanged {
  readonly kind: 'chat-state-changed';
  readonly conversation: Jid;
  /** The contact's full JID, or the occupant's. */
  readonly from: FullJid;
  readonly state: ChatState;
}

// XEP-0191 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

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

// XEP-0196 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

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

// XEP-0402 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A room that somebody keeps, and how they go in. */
export interface Bookmark {
  readonly room: BareJid;
  /** As they call it; may be empty. */
  readonly name: string;
  readonly nick?: string | undefined;
  readonly password?: string | undefined;
}

/** All the rooms that we keep. */
export interface BookmarksReceived {
  readonly kind: 'bookmarks-received';
  readonly bookmarks: readonly Bookmark[];
}

/** We keep a room, or do no longer. */
export interface BookmarkChanged {
  readonly kind: 'bookmark-changed';
  readonly room: BareJid;
  readonly bookmark: Bookmark | undefined;
}

// XEP-0313 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** An archive gave one of the messages that we asked for. Without `message`, it is one that we do not show. */
export interface ArchivedMessage {
  readonly kind: 'archived-message';
  readonly queryId: string;
  readonly message?: MessageReceived | MessageChange | undefined;
}

/** From now on something may be missing, until the archives have told what: there was nobody, or another page, to hear it. */
export interface ArchivesBehind {
  readonly kind: 'archives-behind';
  readonly account: BareJid;
}

/** A page of an archive is here, in the archive's order. */
export interface ArchivePageReceived {
  readonly kind: 'archive-page-received';
  /** The room's, or our account's. */
  readonly archive: BareJid;
  readonly isAccount: boolean;
  /** The only conversation that it is about; `undefined`: all of the archive. */
  readonly conversation?: Jid | undefined;
  readonly messages: readonly (MessageReceived | MessageChange)[];
  /**
   * `newer`: right after all that we are sure of; `latest`: the end of the archive; `older`: before what we had; `gap`:
   * after the message before a gap.
   */
  readonly part: 'newer' | 'latest' | 'older' | 'gap';
  /** There is nothing more in the direction that was asked for. */
  readonly isComplete: boolean;
  /** Between this page and what we are sure of there is more than we loaded: with `gap`, that gap. */
  readonly isAfterGap?: boolean;
  /** The key of the gap that it was asked for. */
  readonly gap?: string | undefined;
  /** The archive's ids of the page's ends. */
  readonly first?: string | undefined;
  readonly last?: string | undefined;
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
  /** What the old stream carried and the server has not confirmed is sent once more by the stream itself. */
  readonly hasQueue?: boolean;
  /** When the next attempt begins, in ms since the epoch. */
  readonly retryAt?: number | undefined;
}

/** The stream is new: what the server told the old one no longer holds (rooms are left, presences unknown). */
export interface StreamStarted {
  readonly kind: 'stream-started';
  readonly jid: FullJid;
  /** The server goes on with an old stream of which this page knows too little: presences it will not tell again. */
  readonly isResumed?: boolean;
}

/** The person signed out: nothing of theirs stays. */
export interface SignedOut {
  readonly kind: 'signed-out';
  /** All but what is of rooms: a guest goes on as somebody with an account. */
  readonly keepsRooms?: boolean;
}

/** A guest has signed in with an account: where they were and what they read goes on as theirs. */
export interface GuestSignedIn {
  readonly kind: 'guest-signed-in';
}

export type DomainEvent =
  | BookmarksReceived
  | BookmarkChanged
  | GuestSignedIn
  | MessageReceived
  | MessageChange
  | MessageDelivered
  | MessageDisplayed
  | DisplayedElsewhere
  | MessageQueued
  | ChangeQueued
  | MessageSent
  | MessageFailed
  | MessageDiscarded
  | ConversationRead
  | PresenceChanged
  | RosterReceived
  | RosterPushed
  | SubscriptionRequested
  | SubscriptionSettled
  | SubscriptionFailed
  | FeaturesDiscovered
  | RoomEntering
  | OccupantChanged
  | OccupantLeft
  | NickChanged
  | SubjectChanged
  | RoomNotice
  | RoomRefused
  | VoiceRequested
  | VoiceRequestSettled
  | RoomInvited
  | InvitationDeclined
  | InvitationTold
  | InvitationSettled
  | AvatarChanged
  | ChatStateChanged
  | GameChanged
  | IgnoreChanged
  | IgnoredElsewhere
  | IgnoredLoaded
  | BlocklistReceived
  | Blocked
  | Unblocked
  | ArchivedMessage
  | ArchivesBehind
  | ArchivePageReceived
  | ConnectionChanged
  | StreamStarted
  | SignedOut;
