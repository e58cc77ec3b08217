import type { BareJid } from '../core/jid.js';
import { resourceOf, toBare } from '../core/jid.js';
import type { DomainEvent, Show } from '../protocol/events.js';
import { Store } from './store.js';

export type { Show };

export interface Presence {
  readonly show: Show;
  readonly status: string;
  readonly priority: number;
}

/** Strangers may send presence too; past this many accounts the rest are not kept. */
const MAX_ACCOUNTS = 5000;
/** Nor more clients of one of them. */
const MAX_RESOURCES = 50;

/** Who is available, by account and resource. Rooms' occupants are not here. */
export class PresencesStore extends Store<ReadonlyMap<BareJid, ReadonlyMap<string, Presence>>> {
  constructor() {
    super(new Map());
  }

  /** The presence that speaks for an account: that of the highest priority. `undefined` is unavailable. */
  of(account: BareJid): Presence | undefined {
    return [...(this.value.get(account)?.values() ?? [])].reduce<Presence | undefined>(
      (best, presence) => (best && best.priority >= presence.priority ? best : presence),
      undefined,
    );
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'presence-changed': {
        const { from, show, status, priority } = event;
        const account = toBare(from);
        const before = this.value.get(account);
        const isKnown = before?.has(resourceOf(from));
        const isFull = before ? before.size >= MAX_RESOURCES : this.value.size >= MAX_ACCOUNTS;
        if (!isKnown && (isFull || show === undefined)) return;
        const resources = new Map(before);
        if (show === undefined) resources.delete(resourceOf(from));
        else resources.set(resourceOf(from), { show, status, priority });
        const after = new Map(this.value);
        if (resources.size) after.set(account, resources);
        else after.delete(account);
        return this.set(after);
      }
      case 'stream-started':
      case 'signed-out':
        if (this.value.size && !('isResumed' in event && event.isResumed)) this.set(new Map());
    }
  }
}
