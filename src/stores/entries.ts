import type { Jid } from '../core/jid.js';
import type { LeaveReason, MessageFacts } from '../protocol/events.js';

/** How somebody looks at a message of another one. */
export interface Reaction {
  /** Whose it is: a bare JID; in a room the occupant's id (XEP-0421) or address. */
  readonly by: string;
  readonly isOwn: boolean;
  /** None: they took theirs back. */
  readonly emojis: readonly string[];
  /** When, in ms since the epoch. */
  readonly at: number;
  /** We ignore them. */
  readonly isIgnored?: boolean | undefined;
}

/** How somebody answers an invitation to a match. */
export interface Answer {
  /** Whose it is, as with reactions. */
  readonly by: string;
  readonly from: Jid;
  readonly isOwn: boolean;
  readonly accepts: boolean;
}

export interface Message extends MessageFacts {
  readonly kind: 'message';
  /** Names it within its conversation, from the first moment on and for good. */
  readonly key: string;
  /**
   * `received` for others' messages. Ours: queued or on the wire, taken by the server, arrived with the other side
   * (XEP-0184), seen by them (XEP-0333), refused.
   */
  readonly state: 'received' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed';
  /** Why it failed: an RFC 6120 condition. */
  readonly condition?: string | undefined;
  /** Who has answered the match that it invites to, the first one first. */
  readonly answers?: readonly Answer[] | undefined;
  /** XEP-0308: how it read before, the oldest first; until when (in ms since the epoch), and which correction ended that. */
  readonly earlier?: readonly { readonly body: string; readonly until: number; readonly by: string }[] | undefined;
  /** XEP-0424, 0425: it was taken back, by its author or a moderator. Its body is gone. */
  readonly retracted?: { readonly by?: 'moderator' | undefined; readonly reason?: string | undefined } | undefined;
  /** The id of a change of ours to it that the server does not have yet. */
  readonly changing?: string | undefined;
  /** Why the last change of ours was not made: an RFC 6120 condition. */
  readonly unchanged?: string | undefined;
  /** XEP-0444. */
  readonly reactions?: readonly Reaction[] | undefined;
}

/** Something that happened between messages. */
export interface Notice {
  readonly kind: 'notice';
  readonly key: string;
  readonly at: number;
  readonly notice:
    | { readonly type: 'traffic'; readonly joined: readonly string[]; readonly left: readonly string[] }
    | {
        readonly type: 'removed';
        readonly nick: string;
        readonly reason: LeaveReason;
        readonly text?: string | undefined;
      }
    | { readonly type: 'renamed'; readonly nick: string; readonly newNick: string }
    | { readonly type: 'subject'; readonly nick: string; readonly subject: string }
    /** The room's own words. */
    | { readonly type: 'room'; readonly text: string }
    /** It was set otherwise: which of the status codes of XEP-0045 §10.2.1 it gives. */
    | { readonly type: 'settings'; readonly codes: readonly number[] };
}

/** What was said here has not been loaded. */
export interface Gap {
  readonly kind: 'gap';
  readonly key: string;
  readonly at: number;
}

export type Entry = Message | Notice | Gap;

export interface Conversation {
  readonly jid: Jid;
  readonly type: 'chat' | 'groupchat';
  /** In the order of reading: the server's, then what is still being sent. Grows in place. */
  readonly entries: readonly Entry[];
  readonly unread: number;
  /** How many of the unread name us. */
  readonly mentions: number;
  /** The key of the first unread message. */
  readonly firstUnread?: string | undefined;
}

/** The server has it. */
export function isSettled(entry: Entry): entry is Message {
  return entry.kind === 'message' && !isOpen(entry);
}

/** It is ours, and the server does not have it. */
export function isOpen({ state }: Message): boolean {
  return state === 'sending' || state === 'failed';
}

/** Behind the last entry that is not still being sent. */
export function endOf(entries: readonly Entry[]): number {
  let place = entries.length;
  while (place > 0 && isPending(entries[place - 1] as Entry)) place -= 1;
  return place;
}

/** Where a message stands: what is still being sent comes last; what is old between its neighbours in time, from `first` on. */
export function placeInTime(message: Message, entries: readonly Entry[], first: number): number {
  let place = endOf(entries);
  if (!message.isDelayed) return place;
  while (place > first && (entries[place - 1] as Entry).at > message.at) place -= 1;
  return place;
}

/** -1: before all. */
export function placeOf(entries: readonly Entry[], key: string | undefined): number {
  return key === undefined ? -1 : entries.findLastIndex((entry) => entry.key === key);
}

function isPending(entry: Entry): boolean {
  return entry.kind === 'message' && entry.state === 'sending';
}

/**
 * Comings and goings without a word between them are one notice; who came and went again is none.
 *
 * @returns what stands in the place of the notice before; `undefined`: nothing.
 */
export function trafficAfter(
  { joined, left }: { readonly joined: readonly string[]; readonly left: readonly string[] },
  direction: 'joined' | 'left',
  nick: string,
): (Notice['notice'] & { readonly type: 'traffic' }) | undefined {
  const before = { joined, left };
  const back = direction === 'joined' ? 'left' : 'joined';
  const change = before[back].includes(nick)
    ? { [back]: before[back].filter((other) => other !== nick) }
    : { [direction]: [...before[direction], nick] };
  const after = { type: 'traffic' as const, ...before, ...change };
  return after.joined.length + after.left.length ? after : undefined;
}
