import { resourceOf, toBare, withResource, type Jid } from '../core/jid.js';
import type { Ignored, Occupant } from '../protocol/events.js';
import type { Message } from './entries.js';

export type { Ignored };

/** What a room shows of somebody. */
export type Shown = Pick<Occupant, 'nick' | 'jid' | 'occupantId'>;

/** Whether this is whom we ignore. Of whom no more is shown now, as before we are in again, the last nick tells. */
export function isMeant({ by, key, nick }: Ignored, shown: Shown): boolean {
  const name = { nick: undefined, jid: shown.jid && toBare(shown.jid), 'occupant-id': shown.occupantId }[by];
  return name === undefined ? shown.nick === nick : name === key;
}

/** A message as it is for somebody who ignores its author, or who has reacted to it; or does so no longer. */
export function messageFor(message: Message, ignored: Ignored, isIgnored: boolean): Message {
  const { key } = ignored;
  const from = withResource(ignored.room, ignored.nick);
  const isTheirs = isIgnored && !message.isOwn && isBy(message, ignored, from);
  const isOther = isIgnored ? isTheirs : message.ignored === key;
  const reactions = message.reactions?.map((each) =>
    each.by === key || each.by === from ? { ...each, isIgnored } : each,
  );
  const hasReacted = reactions?.some((each, index) => each !== message.reactions?.[index]);
  if (!isOther && !hasReacted) return message;
  return { ...message, reactions, ...(isOther && { ignored: isIgnored ? key : undefined }) };
}

/** What was told before the room had said that it gives ids has none: there the nick tells. */
function isBy({ from, occupantId }: Message, { by, key, nick }: Ignored, address: Jid | undefined): boolean {
  return occupantId ? by === 'occupant-id' && occupantId === key : from === address && resourceOf(from) === nick;
}
