import type { FullJid } from '../core/jid.js';
import type { ConnectionStatus, DomainEvent } from '../protocol/events.js';
import { Store } from './store.js';

export interface Connection {
  readonly status: ConnectionStatus;
  /** A `ConnectionError` condition: why it is not online. */
  readonly condition?: string | undefined;
  /** Ours; stays while reconnecting. */
  readonly jid?: FullJid | undefined;
  readonly isResumed: boolean;
  /** When the next attempt begins, in ms since the epoch. */
  readonly retryAt?: number | undefined;
}

/** Whether we are online, and if not, why. */
export class ConnectionStore extends Store<Connection> {
  constructor() {
    super({ status: 'offline', isResumed: false });
  }

  apply(event: DomainEvent): void {
    if (event.kind !== 'connection-changed') return;
    const { status, condition, jid, isResumed = false, retryAt } = event;
    this.set({
      status,
      condition,
      jid: jid ?? (status === 'offline' ? undefined : this.value.jid),
      isResumed,
      retryAt,
    });
  }
}
