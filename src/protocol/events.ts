/**
 * What happened, as facts: everything that a stanza can tell us, and the little that we tell ourselves. Plain data.
 * One interface an event; the union at the end is what stores fold in.
 */
import type {
  PresenceChanged,
  RosterReceived,
  RosterPushed,
  SubscriptionRequested,
  SubscriptionSettled,
  SubscriptionFailed,
  AvatarChanged,
  GameChanged,
  BlocklistReceived,
  Blocked,
  Unblocked,
} from './events/contacts.js';
import type {
  MessageReceived,
  MessageChange,
  MessageDelivered,
  MessageDisplayed,
  DisplayedElsewhere,
  MessageQueued,
  ChangeQueued,
  MessageSent,
  MessageFailed,
  MessageDiscarded,
  ConversationRead,
  ChatStateChanged,
  ArchivedMessage,
  ArchivesBehind,
  ArchivePageReceived,
} from './events/messages.js';
import type {
  BookmarksReceived,
  BookmarkChanged,
  RoomEntering,
  OccupantChanged,
  OccupantLeft,
  NickChanged,
  SubjectChanged,
  RoomNotice,
  RoomRefused,
  VoiceRequested,
  VoiceRequestSettled,
  RoomInvited,
  InvitationDeclined,
  InvitationTold,
  InvitationSettled,
  IgnoreChanged,
  IgnoredElsewhere,
  IgnoredLoaded,
} from './events/rooms.js';
import type {
  GuestSignedIn,
  FeaturesDiscovered,
  ConnectionChanged,
  StreamStarted,
  SignedOut,
} from './events/stream.js';

export type * from './events/contacts.js';
export type * from './events/messages.js';
export type * from './events/rooms.js';
export type * from './events/stream.js';

export type DomainEvent =
  | PresenceChanged
  | RosterReceived
  | RosterPushed
  | SubscriptionRequested
  | SubscriptionSettled
  | SubscriptionFailed
  | AvatarChanged
  | GameChanged
  | BlocklistReceived
  | Blocked
  | Unblocked
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
  | ChatStateChanged
  | ArchivedMessage
  | ArchivesBehind
  | ArchivePageReceived
  | BookmarksReceived
  | BookmarkChanged
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
  | IgnoreChanged
  | IgnoredElsewhere
  | IgnoredLoaded
  | GuestSignedIn
  | FeaturesDiscovered
  | ConnectionChanged
  | StreamStarted
  | SignedOut;
