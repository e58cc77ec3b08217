/**
 * RFC 6121 §5.2: what a message says, whoever said it and wherever it was kept.
 * Reads XEP-0066, 0184, 0308, 0333, 0372, 0382, 0393, 0424, 0428, 0444 and 0461, and matches.
 */
import type { Jid } from '../core/jid.js';
import { isBare } from '../core/jid.js';
import { textOf } from '../core/stanza.js';
import type { MessageChange, MessageDelivered, MessageDisplayed, MessageIds, MessageReceived } from './events.js';
import { answerIn, matchIn } from './match.js';
import { payloadIn } from './payload.js';
import { attachedTo } from './xep-0066-oob.js';
import { receiptIn, wantsReceipt } from './xep-0184-receipts.js';
import { correctedBy } from './xep-0308-correction.js';
import { displayedIn, isMarkable } from './xep-0333-markers.js';
import { mentionsIn } from './xep-0372-references.js';
import { spoilerIn } from './xep-0382-spoiler.js';
import { isUnstyled } from './xep-0393-styling.js';
import { RETRACTIONS, retractionIn, tombstoneIn } from './xep-0424-retraction.js';
import { withoutFallback } from './xep-0428-fallback.js';
import { NS_REACTIONS, reactionsIn } from './xep-0444-reactions.js';
import { NS_REPLY, replyIn } from './xep-0461-replies.js';

/** What one message can say. A stanza may say several of these. */
export type Said = MessageReceived | MessageChange | MessageDelivered | MessageDisplayed;

/** What is known of a message before it is read: who says it, where and when. */
export interface Speech {
  readonly conversation: Jid;
  readonly type: 'chat' | 'groupchat';
  readonly from: Jid;
  readonly isOwn: boolean;
  readonly occupantId?: string | undefined;
  readonly claimedNick?: string | undefined;
  readonly at: number;
  readonly isDelayed: boolean;
  /** It is for, or by, another client of ours, or out of an archive. */
  readonly isCopy?: boolean;
  readonly ids: MessageIds;
  /** Whether words, or these addresses, name us. */
  readonly isMention?: ((words: string, jids: readonly Jid[]) => boolean) | undefined;
}

/** What a message says. `[]` for one that says nothing to us. */
export function saidIn(message: Element, speech: Speech): readonly Said[] {
  const { conversation, type, from, isOwn, occupantId, at } = speech;
  const who = { conversation, type, from, occupantId, isOwn };
  const said: Said[] = [];
  const retraction = retractionOf(message, speech);
  if (retraction) said.push({ kind: 'message-retracted', ...who, at, ...retraction });
  if (isTheRoom(speech)) return said;
  const reactions = reactionsIn(message);
  if (reactions) said.push({ kind: 'reactions-changed', ...who, at, ...reactions });
  // Answered is between two, whoever has been asked.
  const answer = type === 'chat' && answerIn(message);
  if (answer) {
    const inviter = isOwn ? { from: conversation } : undefined;
    said.push({ kind: 'match-answered', ...who, at, ...answer, inviter });
  }
  const understood = [...(retraction ? ['', ...RETRACTIONS] : []), ...(reactions ? ['', NS_REACTIONS] : [])];
  const spoken = messageOf(message, speech, understood);
  const target = correctedBy(message);
  if (spoken) said.push(target ? { kind: 'message-corrected', conversation, target, message: spoken } : spoken);
  // Nobody can say it of all of a room, and that one client of ours has what another sent is no news.
  const received = type === 'chat' && !isOwn && receiptIn(message);
  if (received) said.push({ kind: 'message-delivered', conversation, id: received });
  const displayed = displayedIn(message);
  if (displayed) said.push({ kind: 'message-displayed', conversation, from, occupantId, isOwn, id: displayed });
  return said;
}

function isTheRoom({ type, from }: Speech): boolean {
  return type === 'groupchat' && isBare(from);
}

/** What a message takes back: another one; or itself, if it is only what is left of it in an archive. */
function retractionOf(message: Element, speech: Speech): ReturnType<typeof retractionIn> {
  const retraction = retractionIn(message);
  // XEP-0425 §5: an occupant can write a moderator's words, but not in the room's name.
  if (retraction) return !!retraction.by === isTheRoom(speech) ? retraction : undefined;
  const { stanzaId } = speech.ids;
  const tombstone = textOf(message, 'body') ? undefined : tombstoneIn(message);
  return stanzaId && tombstone ? { target: stanzaId, ...tombstone } : undefined;
}

/** @param understood the namespaces whose fallback says nothing more; `''`: XEP-0428 of old did not name them. */
function messageOf(message: Element, speech: Speech, understood: readonly string[]): MessageReceived | undefined {
  const { ids, isMention, isCopy, ...facts } = speech;
  const all = textOf(message, 'body') ?? '';
  const reply = replyIn(message);
  const words = withoutFallback(all, message, reply ? [NS_REPLY, ...understood] : understood);
  const attached = attachedTo(words, message);
  // An answer that is all quote is shown as it came: it would be nothing without.
  const match = matchIn(message, all);
  const body = attached.body || withoutFallback(all, message, understood) || match?.game;
  if (!body) return undefined;
  const { type, isOwn } = facts;
  const mentions = mentionsIn(message, all, body);
  return {
    kind: 'message-received',
    ...facts,
    body,
    isMention: !isOwn && !!isMention?.(body, mentions.jids),
    mentions: mentions.places,
    ...ids,
    reply,
    spoiler: spoilerIn(message),
    isUnstyled: isUnstyled(message) || undefined,
    attachment: attached.attachment,
    match,
    payload: payloadIn(message),
    // XEP-0184 §5.5: who had the original has answered it, or will.
    wantsReceipt: (type === 'chat' && !isOwn && !isCopy && wantsReceipt(message)) || undefined,
    isMarkable: (!isOwn && isMarkable(message)) || undefined,
  };
}
