import { StanzaError } from '../../core/errors.js';
import type { BareJid, Jid } from '../../core/jid.js';
import { newId } from '../../core/id.js';
import type { ArchivePageReceived, MessageChange, MessageReceived } from '../../protocol/events.js';
import type { PageWish } from '../../protocol/xep-0059-rsm.js';
import { archiveQuery, readArchiveEnd } from '../../protocol/xep-0313-mam.js';
import type { CommandContext } from './command.js';

export interface ArchiveWish extends PageWish {
  readonly archive: BareJid;
  readonly isAccount: boolean;
  /** Only this conversation of our account's. */
  readonly conversation?: Jid | undefined;
  readonly part: ArchivePageReceived['part'];
  readonly isAfterGap?: boolean;
  readonly gap?: string;
}

/**
 * XEP-0313: asks an archive for a page, and lets the stores have it in one piece.
 *
 * @throws {StanzaError} `item-not-found` (it no longer knows the message that the page begins at), `forbidden`, …
 */
export async function queryArchive(context: CommandContext, wish: ArchiveWish): Promise<ArchivePageReceived> {
  const { archive, isAccount, conversation, part, isAfterGap, gap, ...page } = wish;
  const { transport, openQueries, onEvent, dispatch } = context;
  const queryId = newId();
  const messages: (MessageReceived | MessageChange)[] = [];
  openQueries.set(queryId, archive);
  const stop = onEvent((event) => {
    if (event.kind === 'archived-message' && event.queryId === queryId && event.message) messages.push(event.message);
  });
  try {
    const query = archiveQuery({ archive, isAccount, queryId, with: isAccount ? conversation : undefined, ...page });
    const target = { archive, isAccount, conversation, messages, part, isAfterGap, gap };
    let received: ArchivePageReceived | undefined;
    await transport.request(query, {
      onResult: (answer) => {
        received = { kind: 'archive-page-received', ...target, ...readArchiveEnd(answer) };
        dispatch(received);
      },
    });
    return received as ArchivePageReceived;
  } finally {
    stop();
    // Whatever comes after the end is nobody's answer.
    openQueries.delete(queryId);
  }
}

/** Whether an archive does not know the message that a page should begin at (any more). */
export function isForgotten(error: unknown): boolean {
  return error instanceof StanzaError && error.condition === 'item-not-found';
}
