import type { BareJid } from '../core/jid.js';
import type { DomainEvent, RosterItem, Subscription } from '../protocol/events.js';
import { Store } from './store.js';

export type { RosterItem, Subscription };

export interface Roster {
  readonly items: ReadonlyMap<BareJid, RosterItem>;
  /** RFC 6121 §2.6: what to ask the server to compare with. */
  readonly version?: string | undefined;
  /** The server has told it at least once. */
  readonly isLoaded: boolean;
}

const EMPTY: Roster = { items: new Map(), isLoaded: false };

/** Our contacts, as the server keeps them. */
export class RosterStore extends Store<Roster> {
  constructor() {
    super(EMPTY);
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'roster-received':
        return this.set({
          items: new Map(event.items.map((item) => [item.jid, item])),
          version: event.version,
          isLoaded: true,
        });
      case 'roster-pushed': {
        const items = new Map(this.value.items);
        if (event.isRemoved) items.delete(event.item.jid);
        else items.set(event.item.jid, event.item);
        return this.set({ ...this.value, items, version: event.version ?? this.value.version });
      }
      case 'signed-out':
        return this.set(EMPTY);
    }
  }
}
