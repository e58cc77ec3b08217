import type { BareJid } from '../core/jid.js';
import type { Bookmark, DomainEvent } from '../protocol/events.js';
import { Store } from './store.js';

/** As many as are read at once. */
const MOST = 500;

/** The rooms that our account keeps. */
export class BookmarksStore extends Store<ReadonlyMap<BareJid, Bookmark>> {
  constructor() {
    super(new Map());
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'bookmarks-received':
        return this.set(new Map(event.bookmarks.slice(0, MOST).map((bookmark) => [bookmark.room, bookmark])));
      case 'bookmark-changed': {
        const { room, bookmark } = event;
        const after = new Map(this.value);
        if (bookmark && (after.has(room) || after.size < MOST)) after.set(room, bookmark);
        else if (bookmark || !after.delete(room)) return;
        return this.set(after);
      }
      case 'signed-out':
        if (this.value.size) this.set(new Map());
    }
  }
}
