import type { BareJid, Jid } from '../../core/jid.js';
import type { DomainEvent, Game } from '../../protocol/events.js';
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
  /** Guests have no account: no contacts, no archive, another address every time. */
  readonly isGuest: boolean;
  /**
   * The builders and commands that need a stream.
   *
   * @throws {ConnectionError} `offline`: there was none yet.
   */
  readonly wire: Wire;
  /** XEP-0313: which archive each open query went to. */
  readonly openQueries: Map<string, BareJid>;
  /** XEP-0196: what we play. */
  readonly game: Game | undefined;
  /** How available we are, and what we can do (XEP-0115). */
  presence(): Promise<OwnPresence>;
  dispatch(event: DomainEvent): void;
  /** Calls back for every event after the stores have it. Returns the way out. */
  onEvent(listener: (event: DomainEvent) => void): () => void;
}
