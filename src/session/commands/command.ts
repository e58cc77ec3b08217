import type { Jid } from '../../core/jid.js';
import type { DomainEvent } from '../../protocol/events.js';
import type { OwnPresence } from '../../protocol/rfc-6121-presence.js';
import type { Transport } from '../../transport/transport.js';
import type { Stores } from '../stores.js';
import type { Wire } from '../wire.js';

/** What a command works with. It sends, and lets the stores change when the server's answer comes back. */
export interface CommandContext {
  readonly transport: Transport;
  readonly stores: Stores;
  /** Our own JID: the full one, once there was a stream. */
  readonly self: Jid | undefined;
  /**
   * The builders and commands that need a stream.
   *
   * @throws {ConnectionError} `offline`: there was none yet.
   */
  readonly wire: Wire;
  /** How available we are, and what we can do (XEP-0115). */
  presence(): Promise<OwnPresence>;
  dispatch(event: DomainEvent): void;
  /** Calls back for every event after the stores have it. Returns the way out. */
  onEvent(listener: (event: DomainEvent) => void): () => void;
}
