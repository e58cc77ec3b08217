import type { BareJid } from '../core/jid.js';
import type { DomainEvent, RosterItem, SubscriptionRequested } from '../protocol/events.js';
import { Store } from './store.js';

export type { SubscriptionRequested };

/** Strangers may ask as often as they like; past this many the rest wait at the server, which tells them again. */
const MAX_REQUESTS = 50;

/** Who asks to see when we are available, in the order of asking. */
export class RequestsStore extends Store<ReadonlyMap<BareJid, SubscriptionRequested>> {
  constructor() {
    super(new Map());
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'subscription-requested':
        if (this.value.has(event.from) || this.value.size >= MAX_REQUESTS) return;
        return this.set(new Map(this.value).set(event.from, event));
      case 'subscription-settled':
        return this.#drop(event.from);
      case 'roster-pushed':
        return maySee(event.item) ? this.#drop(event.item.jid) : undefined;
      case 'roster-received':
        return event.items.filter(maySee).forEach(({ jid }) => this.#drop(jid));
      case 'stream-started':
      case 'signed-out':
        // RFC 6121 §3.1.3: a new stream is told all of them again.
        if (this.value.size && !('isResumed' in event && event.isResumed)) this.set(new Map());
    }
  }

  #drop(jid: BareJid): void {
    const after = new Map(this.value);
    if (after.delete(jid)) this.set(after);
  }
}

/** They see already when we are available: another client of ours has answered them. */
function maySee({ subscription }: RosterItem): boolean {
  return subscription === 'from' || subscription === 'both';
}
