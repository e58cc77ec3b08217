import type { Jid } from '../core/jid.js';
import { toBare } from '../core/jid.js';
import type {
  MatchAnswered,
  MessageChange,
  MessageCorrected,
  MessageRetracted,
  ReactionsChanged,
} from '../protocol/events.js';
import { isOpen, type Message } from './entries.js';
import type { MessageIndex } from './message-index.js';

/** A message before and after a change. */
export interface Changed {
  readonly before: Message;
  readonly after: Message;
}

/** What a change makes of its message; `undefined`: that is not here, or it is not theirs to change. */
export function changedBy(change: MessageChange, index: MessageIndex): Changed | undefined {
  const before = targetOf(change, index);
  const after = before && !before.retracted && !isOpen(before) ? afterOf(before, change) : undefined;
  return before && after && { before, after };
}

/** The message that a change is about, if its sender may change it so. */
export function targetOf(change: MessageChange, index: MessageIndex): Message | undefined {
  const { target } = change;
  switch (change.kind) {
    case 'message-corrected':
      // Nothing is its own correction.
      return target === change.message.id ? undefined : index.by(change.message, target);
    case 'message-retracted': {
      const archived = index.archived(target);
      if (archived) return change.by || index.isSame(change, archived) ? archived : undefined;
      return index.by(change, target);
    }
    case 'reactions-changed':
      return index.named(target, change.conversation);
    case 'match-answered': {
      const { inviter } = change;
      const invitation = inviter ? index.by({ ...inviter, isOwn: false }, target) : index.own(target);
      return invitation?.match && !change.isOwn === invitation.isOwn ? invitation : undefined;
    }
  }
}

function afterOf(before: Message, change: MessageChange): Message | undefined {
  switch (change.kind) {
    case 'message-corrected':
      return corrected(before, change);
    case 'message-retracted':
      return retracted(before, change);
    case 'reactions-changed':
      return reacted(before, change);
    case 'match-answered':
      return answered(before, change);
  }
}

function corrected(before: Message, { message }: MessageCorrected): Message | undefined {
  const { body, at, id = '', spoiler, isUnstyled, attachment, isMention } = message;
  const earlier = before.earlier ?? [];
  // The archive repeats what came live.
  if (earlier.some((version) => version.by === id || version.until > at)) return undefined;
  return {
    ...before,
    body,
    spoiler,
    isUnstyled,
    attachment,
    isMention: before.isMention || isMention,
    earlier: [...earlier, { body: before.body, until: at, by: id }],
  };
}

function retracted(before: Message, { by, reason }: MessageRetracted): Message {
  const { kind, key, from, at, isOwn, isDelayed, state, occupantId, claimedNick, stanzaId, originId, id } = before;
  const names = { kind, key, from, at, isOwn, isDelayed, state, occupantId, claimedNick, stanzaId, originId, id };
  const { ignored } = before;
  return { ...names, ...(ignored && { ignored }), body: '', isMention: false, retracted: { by, reason } };
}

function reacted(before: Message, change: ReactionsChanged): Message | undefined {
  const { isOwn, emojis, at, ignored } = change;
  const by = authorOf(change);
  const others = (before.reactions ?? []).filter((reaction) => reaction.by !== by);
  const known = before.reactions?.find((reaction) => reaction.by === by);
  // The archive repeats what came live.
  if (known && known.at > at) return undefined;
  // Who has taken theirs back is remembered for that: an older one may still come.
  return { ...before, reactions: [...others, { by, isOwn, emojis, at, ...(ignored && { isIgnored: true }) }] };
}

/** Everybody answers once, and in time. */
function answered(before: Message, change: MatchAnswered): Message | undefined {
  const { from, isOwn, accepts, at } = change;
  const by = authorOf(change);
  const answers = before.answers ?? [];
  const isLate = at > (before.match?.expires ?? Infinity) + GRACE;
  if (isLate || answers.length >= MAX_ANSWERS || answers.some((answer) => answer.by === by)) return undefined;
  return { ...before, answers: [...answers, { by, from, isOwn, accepts }] };
}

/** Clocks differ, and what is said takes a while. In ms. */
const GRACE = 60_000;
/** A page can show no more. */
const MAX_ANSWERS = 200;

function authorOf({ isOwn, occupantId, type, from }: ReactionsChanged | MatchAnswered): string {
  return isOwn ? 'own' : (occupantId ?? (type === 'chat' ? toBare(from) : from));
}

/** How many changes of messages that are not here wait for them in a conversation. */
const MAX_PENDING = 200;

/** Changes of messages that are not here: the archive may still tell them. */
export class PendingChanges {
  readonly #byJid = new Map<Jid, MessageChange[]>();

  add(change: MessageChange): void {
    const pending = this.#byJid.get(change.conversation) ?? [];
    this.#byJid.set(change.conversation, [...pending, change].slice(-MAX_PENDING));
  }

  /** Those that name a message. They wait on: it may be somebody else's of the same name. */
  for(jid: Jid, { id, originId, stanzaId }: Message): readonly MessageChange[] {
    const names = [id, originId, stanzaId];
    return (this.#byJid.get(jid) ?? []).filter(({ target }) => names.includes(target));
  }

  clear(): void {
    this.#byJid.clear();
  }
}
