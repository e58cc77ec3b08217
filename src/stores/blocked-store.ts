import { domainOf, toBare, type Jid } from '../core/jid.js';
import type { DomainEvent } from '../protocol/events.js';
import { Store } from './store.js';

export interface Blocklist {
  /** The server has one. */
  readonly isOffered: boolean;
  /** XEP-0377: it may be told why. */
  readonly takesReports?: boolean | undefined;
  readonly jids: ReadonlySet<Jid>;
}

const NONE: Blocklist = { isOffered: false, jids: new Set() };

/** Whom our server lets nothing through from, nor to (XEP-0191). */
export class BlockedStore extends Store<Blocklist> {
  constructor() {
    super(NONE);
  }

  /** What of the list somebody is blocked by: their own JID, their account's or their whole domain. */
  by(jid: Jid): Jid | undefined {
    return [jid, toBare(jid), domainOf(jid) as Jid].find((each) => this.value.jids.has(each));
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'blocklist-received':
        return this.set({ isOffered: true, takesReports: event.takesReports, jids: new Set(event.jids) });
      case 'blocked':
        return this.set({ ...this.value, jids: new Set([...this.value.jids, ...event.jids]) });
      case 'unblocked': {
        const left = [...this.value.jids].filter((jid) => event.jids && !event.jids.includes(jid));
        return this.set({ ...this.value, jids: new Set(left) });
      }
      case 'signed-out':
        return this.set(NONE);
    }
  }
}
