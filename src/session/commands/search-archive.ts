import { StanzaError } from '../../core/errors.js';
import type { Jid } from '../../core/jid.js';
import { archiveFormRequest } from '../../protocol/xep-0313-mam.js';
import { fulltextFieldIn } from '../../protocol/xep-0431-fulltext.js';
import type { CommandContext } from './command.js';
import { readArchive, targetOf, type ArchivePage, type ArchiveTarget } from './query-archive.js';

export interface SearchWish {
  readonly text: string;
  readonly max: number;
  /** Goes on from an earlier page of the same search. */
  readonly after?: FoundPage | undefined;
}

export interface FoundPage {
  /** In the archive's order. */
  readonly messages: ArchivePage['messages'];
  /** By which field of its form the archive is searched. */
  readonly field: string;
  /** The archive's id of where the next page ends; `undefined`: there is none. */
  readonly before: string | undefined;
}

/**
 * XEP-0431: looks for words in what an archive has of a conversation. Nothing of it goes into the stores.
 *
 * @returns `undefined` where there is no archive, or none that can be searched.
 * @throws {StanzaError} the archive would not answer.
 */
export async function searchArchive(
  context: CommandContext,
  conversation: Jid,
  { text, max, after }: SearchWish,
): Promise<FoundPage | undefined> {
  const target = targetOf(context, conversation);
  if (!target) return undefined;
  const field = after?.field ?? (await fieldOf(target, context));
  if (!field) return undefined;
  const { before = '' } = after ?? {};
  let found: FoundPage | undefined;
  await readArchive(context, { ...target, words: { field, text }, before, max }, ({ messages, isComplete, first }) => {
    const isEnd = isComplete || first === undefined || first === before;
    found = { messages, field, before: isEnd ? undefined : first };
  });
  return found;
}

async function fieldOf(target: ArchiveTarget, { transport }: CommandContext): Promise<string | undefined> {
  try {
    return fulltextFieldIn(await transport.request(archiveFormRequest(target)));
  } catch (error) {
    // One without a form has nothing beside the fields of the specification.
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}
