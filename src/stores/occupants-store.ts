import type { BareJid } from '../core/jid.js';
import type { DomainEvent, Hat, Occupant } from '../protocol/events.js';
import { isMeant } from './ignored.js';
import { Store } from './store.js';

export type { Hat, Occupant };

/** Who is in one room. `byNick` grows in place; the object around it is new after every change. */
export interface Occupants {
  readonly byNick: ReadonlyMap<string, Occupant>;
}

/** Who is in which room. */
export class OccupantsStore extends Store<ReadonlyMap<BareJid, Occupants>> {
  constructor() {
    super(new Map());
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'room-entering':
        // The room tells everybody anew; whoever it no longer names is gone.
        return this.#change(event.room, (occupants) => occupants.clear());
      case 'occupant-changed':
        return this.#change(event.room, (occupants) => occupants.set(event.occupant.nick, event.occupant));
      case 'occupant-left':
        return this.#change(event.room, (occupants) =>
          event.isSelf ? occupants.clear() : occupants.delete(event.nick),
        );
      case 'nick-changed':
        return this.#change(event.room, (occupants) => {
          const occupant = occupants.get(event.nick);
          occupants.delete(event.nick);
          if (occupant) occupants.set(event.newNick, { ...occupant, nick: event.newNick });
        });
      case 'ignore-changed': {
        const { ignored, isIgnored } = event;
        const key = isIgnored ? ignored.key : undefined;
        return this.#change(ignored.room, (occupants) => {
          for (const each of occupants.values()) {
            if (isMeant(ignored, each)) occupants.set(each.nick, { ...each, ignored: key });
          }
        });
      }
      case 'stream-started':
      case 'signed-out':
        return this.set(new Map());
    }
  }

  #change(room: BareJid, change: (occupants: Map<string, Occupant>) => unknown): void {
    const byNick = (this.value.get(room)?.byNick as Map<string, Occupant> | undefined) ?? new Map<string, Occupant>();
    change(byNick);
    this.set(new Map(this.value).set(room, { byNick }));
  }
}
