import type { Jid } from '../../core/jid.js';
import type { Entry } from '../../stores/entries.js';
import type { CommandContext } from './command.js';
import { isForgotten, queryArchive, targetOf } from './query-archive.js';

/** Pages may hold nothing that is shown, or that is not shown yet: receipts, what came again. So many are looked through. */
const MAX_PAGES = 5;

/**
 * XEP-0313: loads what was said before the oldest message that is shown.
 *
 * @throws {StanzaError} the archive would not answer.
 */
export async function loadOlder(context: CommandContext, conversation: Jid, max: number): Promise<void> {
  const target = targetOf(context, conversation);
  if (!target) return;
  const { oldest } = context.stores.archives.value;
  let before = oldest.get(conversation) ?? entriesOf(context, conversation).find(isArchived)?.stanzaId ?? '';
  const known = entriesOf(context, conversation).length;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { isComplete, first } = await queryArchive(context, { ...target, part: 'older', before, max });
    const isMore = entriesOf(context, conversation).length > known;
    if (isComplete || isMore || first === undefined || first === before) return;
    before = first;
  }
}

/**
 * XEP-0313: loads what is missing in a conversation, from the messages before a gap on; from those behind it where the
 * archive does not know the first ones (any more).
 *
 * @throws {StanzaError} the archive would not answer.
 */
export async function fillGap(context: CommandContext, conversation: Jid, gap: string, max: number): Promise<void> {
  const target = targetOf(context, conversation);
  const entries = entriesOf(context, conversation);
  const place = entries.findIndex(({ key }) => key === gap);
  if (!target || place < 0) return;
  const after = entries.slice(0, place).findLast(isArchived)?.stanzaId;
  const wish = { ...target, part: 'gap', gap, max } as const;
  try {
    if (after !== undefined) return void (await queryArchive(context, { ...wish, after }));
  } catch (error) {
    if (!isForgotten(error)) throw error;
  }
  const before = entries.slice(place).find(isArchived)?.stanzaId ?? '';
  await queryArchive(context, { ...wish, before, isAfterGap: true });
}

function entriesOf({ stores }: CommandContext, conversation: Jid): readonly Entry[] {
  return stores.conversations.value.get(conversation)?.entries ?? [];
}

function isArchived(entry: Entry): entry is Entry & { readonly kind: 'message'; readonly stanzaId: string } {
  return entry.kind === 'message' && !!entry.stanzaId;
}
