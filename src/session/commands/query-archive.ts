import { StanzaError } from '../../core/errors.js';
import { toBare, type BareJid, type Jid } from '../../core/jid.js';
import { newId } from '../../core/id.js';
import type { ArchivePageReceived, MessageChange, MessageReceived } from '../../protocol/events.js';
import type { PageWish } from '../../protocol/xep-0059-rsm.js';
import { archiveQuery, NS_MAM, readArchiveEnd, type ArchiveQuery } from '../../protocol/xep-0313-mam.js';
import type { CommandContext } from './command.js';

/** An archive, and what of it is meant. */
export interface ArchiveTarget {
  readonly archive: BareJid;
  readonly isAccount: boolean;
  /** Only this conversation of our account's. */
  readonly conversation?: Jid | undefined;
}

export interface ArchiveWish extends ArchiveTarget, PageWish {
  readonly part: ArchivePageReceived['part'];
  readonly isAfterGap?: boolean;
  readonly gap?: string;
}

/** What an archive answers: messages in its order, and where the page ends. */
export type ArchivePage = Pick<ArchivePageReceived, 'messages' | 'isComplete' | 'first' | 'last'>;

/**
 * XEP-0313: asks an archive for a page, and lets the stores have it in one piece.
 *
 * @throws {StanzaError} `item-not-found` (it no longer knows the message that the page begins at), `forbidden`, …
 */
export async function queryArchive(context: CommandContext, wish: ArchiveWish): Promise<ArchivePageReceived> {
  const { part, isAfterGap, gap, ...query } = wish;
  const { archive, isAccount, conversation } = query;
  const target = { archive, isAccount, conversation, part, isAfterGap, gap };
  let received: ArchivePageReceived | undefined;
  await readArchive(context, query, (page) => {
    received = { kind: 'archive-page-received', ...target, ...page };
    context.dispatch(received);
  });
  return received as ArchivePageReceived;
}

/**
 * XEP-0313: asks an archive for a page.
 *
 * @param onPage is called with it before anything else that the server says is read.
 * @throws {StanzaError} as `queryArchive`.
 */
export async function readArchive(
  { transport, openQueries, onEvent }: CommandContext,
  { archive, isAccount, conversation, ...query }: ArchiveTarget & PageWish & Pick<ArchiveQuery, 'words'>,
  onPage: (page: ArchivePage) => void,
): Promise<void> {
  const queryId = newId();
  const messages: (MessageReceived | MessageChange)[] = [];
  openQueries.set(queryId, archive);
  const stop = onEvent((event) => {
    if (event.kind === 'archived-message' && event.queryId === queryId && event.message) messages.push(event.message);
  });
  try {
    const question = { archive, isAccount, queryId, with: isAccount ? conversation : undefined, ...query };
    await transport.request(archiveQuery(question), {
      onResult: (answer) => onPage({ messages, ...readArchiveEnd(answer) }),
    });
  } finally {
    stop();
    // Whatever comes after the end is nobody's answer.
    openQueries.delete(queryId);
  }
}

/** Where a conversation is kept: in the room, or with our account; `undefined` where there is no archive. */
export function archiveOf({ self, stores }: CommandContext, conversation: Jid): BareJid | undefined {
  const isRoom = stores.rooms.value.has(conversation as BareJid);
  const archive = isRoom ? (conversation as BareJid) : self && toBare(self);
  return archive && stores.features.value.get(archive)?.features.has(NS_MAM) ? archive : undefined;
}

/** The same, with all that a question about that conversation must say. */
export function targetOf(context: CommandContext, conversation: Jid): ArchiveTarget | undefined {
  const archive = archiveOf(context, conversation);
  return archive && { archive, isAccount: archive !== conversation, conversation };
}

/** Whether an archive does not know the message that a page should begin at (any more). */
export function isForgotten(error: unknown): boolean {
  return error instanceof StanzaError && error.condition === 'item-not-found';
}
