/** The stream, what there is at its other end, and whose it is. */
import type { BareJid, FullJid, Jid } from '../../core/jid.js';

/** A server, room or account told what it is and does. */
export interface FeaturesDiscovered {
  readonly kind: 'features-discovered';
  readonly jid: Jid;
  readonly identities: readonly { readonly category: string; readonly type: string; readonly name: string }[];
  readonly features: readonly string[];
  /** XEP-0363: files of so many bytes can be sent there; `undefined`: none. */
  readonly maxFileSize?: number | undefined;
  /** XEP-0045 §6.4: who answers for a room. */
  readonly contacts?: readonly BareJid[] | undefined;
  /** XEP-0500: how many seconds a room has everybody wait between two messages. */
  readonly slowMode?: number | undefined;
}

/** offline → connecting → online → reconnecting → online …; `failed`: it takes a person to go on. */
export type ConnectionStatus = 'offline' | 'connecting' | 'online' | 'reconnecting' | 'failed';

export interface ConnectionChanged {
  readonly kind: 'connection-changed';
  readonly status: ConnectionStatus;
  /** A `ConnectionError` condition: why it is not online. */
  readonly condition?: string | undefined;
  /** Ours, once known. */
  readonly jid?: FullJid | undefined;
  /** The server went on with the old stream. */
  readonly isResumed?: boolean;
  /** What the old stream carried and the server has not confirmed is sent once more by the stream itself. */
  readonly hasQueue?: boolean;
  /** When the next attempt begins, in ms since the epoch. */
  readonly retryAt?: number | undefined;
}

/** The stream is new: what the server told the old one no longer holds (rooms are left, presences unknown). */
export interface StreamStarted {
  readonly kind: 'stream-started';
  readonly jid: FullJid;
  /** The server goes on with an old stream of which this page knows too little: presences it will not tell again. */
  readonly isResumed?: boolean;
}

/** The person signed out: nothing of theirs stays. */
export interface SignedOut {
  readonly kind: 'signed-out';
  /** All but what is of rooms: a guest goes on as somebody with an account. */
  readonly keepsRooms?: boolean;
}

/** A guest has signed in with an account: where they were and what they read goes on as theirs. */
export interface GuestSignedIn {
  readonly kind: 'guest-signed-in';
}
