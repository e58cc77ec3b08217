import type { Jid } from '../core/jid.js';
import type { ChangeQueued, Match, MatchAnswered, Mention, MessageChange, MessageQueued } from '../protocol/events.js';

/** What one of our stanzas does to a message, instead of being one. */
export type OwnChange =
  | { readonly kind: 'correction' | 'retraction'; readonly target: string }
  | { readonly kind: 'reactions'; readonly target: string; readonly emojis: readonly string[] }
  | {
      readonly kind: 'answer';
      readonly target: string;
      readonly accepts: boolean;
      readonly inviter: NonNullable<MatchAnswered['inviter']>;
    };

/** Something that we say, on its way to the server. Plain data: it is kept over page loads. */
export interface Outgoing {
  readonly conversation: Jid;
  readonly type: 'chat' | 'groupchat';
  /** `id` and `origin-id`. */
  readonly id: string;
  readonly body: string;
  /** As whom we said it. */
  readonly from: Jid;
  /** When, in ms since the epoch. */
  readonly at: number;
  /** XEP-0461: what it answers, and how that began. */
  readonly reply?: { readonly id: string; readonly to?: Jid | undefined; readonly quoted?: string } | undefined;
  /** XEP-0372: whom it calls. */
  readonly mentions?: readonly Mention[] | undefined;
  /** XEP-0066: the body is the address of a file. */
  readonly attachment?: string | undefined;
  /** It invites to a match. */
  readonly match?: Match | undefined;
  /** XEP-0172: what we call ourselves, to somebody who does not know us yet. */
  readonly nick?: string | undefined;
  readonly change?: OwnChange | undefined;
}

/** A message of ours is shown before it is sent, and so is that one of them waits to be changed. */
export function queued(outgoing: Outgoing): MessageQueued | ChangeQueued {
  const { conversation, type, id, body, from, at, mentions, reply, attachment, match } = outgoing;
  const change = changeOf(outgoing);
  if (change) return { kind: 'change-queued', conversation, id, change };
  return { kind: 'message-queued', conversation, type, id, body, from, at, mentions, reply, attachment, match };
}

/** A change of ours is true when the server has it: rooms tell it themselves, of others nobody does. */
export function changeOf({ conversation, type, id, body, from, at, change }: Outgoing): MessageChange | undefined {
  if (!change) return undefined;
  const { target } = change;
  const own = { conversation, type, from, at, isOwn: true } as const;
  if (change.kind === 'retraction') return { kind: 'message-retracted', ...own, target };
  if (change.kind === 'answer') {
    const { accepts, inviter } = change;
    return { kind: 'match-answered', ...own, target, accepts, inviter };
  }
  if (change.kind === 'reactions') return { kind: 'reactions-changed', ...own, target, emojis: change.emojis };
  const message = { kind: 'message-received', ...own, id, body, isDelayed: false, isMention: false } as const;
  return { kind: 'message-corrected', conversation, target, message };
}
