import type { BareJid } from '../core/jid.js';
import type { DomainEvent, Game } from '../protocol/events.js';
import { Store } from './store.js';

/** Anybody may say that they play something. */
const MOST = 5000;

/** What accounts play. Occupants of rooms say it with their presence. */
export class GamesStore extends Store<ReadonlyMap<BareJid, Game>> {
  constructor() {
    super(new Map());
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'game-changed': {
        const { jid, game } = event;
        const after = new Map(this.value);
        if (game && (after.has(jid) || after.size < MOST)) after.set(jid, game);
        else if (game || !after.delete(jid)) return;
        return this.set(after);
      }
      case 'stream-started':
      case 'signed-out':
        if (this.value.size && !('isResumed' in event && event.isResumed)) this.set(new Map());
    }
  }
}
