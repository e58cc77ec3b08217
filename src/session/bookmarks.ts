import { StanzaError } from '../core/errors.js';
import type { BareJid } from '../core/jid.js';
import type { Bookmark } from '../protocol/events.js';
import {
  bookmarksQuery,
  oldBookmarksQuery,
  publishBookmark,
  readBookmarks,
  readOldBookmarks,
  retractBookmark,
} from '../protocol/xep-0402-bookmarks.js';
import type { CommandContext } from './commands/command.js';

/** The rooms that our account keeps on its server, for all its clients. */
export class Bookmarks {
  readonly #context: CommandContext;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  /**
   * Asks for all of them.
   *
   * @throws {StanzaError} the server keeps none, neither this way nor as it was before.
   */
  async load(): Promise<void> {
    const { transport } = this.#context;
    let bookmarks: readonly Bookmark[] = [];
    try {
      bookmarks = readBookmarks(await transport.request(bookmarksQuery()));
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
    }
    // Where none are kept as they are now, an older client may have kept some.
    if (!bookmarks.length) bookmarks = readOldBookmarks(await transport.request(oldBookmarksQuery()));
    this.#context.dispatch({ kind: 'bookmarks-received', bookmarks });
  }

  /**
   * Keeps a room.
   *
   * @throws {StanzaError} the server would not.
   */
  async keep(bookmark: Bookmark): Promise<void> {
    const { transport } = this.#context;
    try {
      await transport.request(publishBookmark(bookmark));
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      await transport.request(publishBookmark(bookmark, true));
    }
    this.#context.dispatch({ kind: 'bookmark-changed', room: bookmark.room, bookmark });
  }

  /**
   * Gives a room up.
   *
   * @throws {StanzaError} the server would not.
   */
  async remove(room: BareJid): Promise<void> {
    try {
      await this.#context.transport.request(retractBookmark(room));
    } catch (error) {
      // It is gone already.
      if (!(error instanceof StanzaError && error.condition === 'item-not-found')) throw error;
    }
    this.#context.dispatch({ kind: 'bookmark-changed', room, bookmark: undefined });
  }
}
