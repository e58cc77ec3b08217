/** What is said, and what becomes of it; and what archives tell (XEP-0313). */
import type { BareJid, FullJid, Jid } from '../../core/jid.js';

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

/** Who says something about a message that was there before, and where. */
interface AboutMessage {
  readonly conversation: Jid;
  readonly type: 'chat' | 'groupchat';
  readonly from: Jid;
  readonly occupantId?: string | undefined;
  readonly isOwn: boolean;
  /** In a room the message's stanza-id, else its origin-id or `id`. */
  readonly target: string;
  readonly at: number;
}

/** XEP-0424: a message is taken back. Whether its sender may do so is for the store to decide. */
export interface MessageRetracted extends AboutMessage {
  readonly kind: 'message-retracted';
  /** With `by`: the room, or whoever the message was by. */
  readonly from: Jid;
  /** As always; of what is left in an archive, the stanza-id everywhere. */
  readonly target: string;
  /** XEP-0425: the room says that a moderator did it. */
  readonly by?: 'moderator' | undefined;
  /** Why, in the moderator's words. */
  readonly reason?: string | undefined;
}

/** XEP-0444: all of somebody's reactions to a message, in place of those they had before. */
export interface ReactionsChanged extends AboutMessage {
  readonly kind: 'reactions-changed';
  readonly emojis: readonly string[];
  /** By which key they are ignored. Set by the session. */
  readonly ignored?: string | undefined;
}

/** Somebody accepts a match, or does not: one that the other side of the conversation has invited to. */
export interface MatchAnswered extends AboutMessage {
  readonly kind: 'match-answered';
  /** Where it is said. In a room that is in private, though everybody may have been invited; see `enrich`. */
  readonly conversation: Jid;
  /** The match. */
  readonly target: string;
  readonly accepts: boolean;
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

export type ChatState = 'active' | 'composing' | 'paused' | 'inactive' | 'gone';

export interface ChatStateChanged {
  readonly kind: 'chat-state-changed';
  readonly conversation: Jid;
  /** The contact's full JID, or the occupant's. */
  readonly from: FullJid;
  readonly state: ChatState;
}

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
