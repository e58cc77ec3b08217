/** Rooms and who is in them (XEP-0045), and the rooms that we keep (XEP-0402). */
import type { BareJid, Jid } from '../../core/jid.js';
import type { Game, Show } from './contacts.js';

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
