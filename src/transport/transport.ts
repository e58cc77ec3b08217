import type { ConnectionError } from '../core/errors.js';
import type { BareJid, FullJid } from '../core/jid.js';
import type { Observable } from '../core/observable.js';

/** Who wants in, and by which proof. */
export type Credentials =
  /** SCRAM, or PLAIN where the way is encrypted or ends on this machine. `resource` only where the page insists. */
  | { readonly kind: 'password'; readonly jid: BareJid; readonly password: string; readonly resource?: string }
  /** SASL ANONYMOUS (RFC 4505): the server makes up the JID. */
  | { readonly kind: 'anonymous'; readonly domain: string };

/** Where to, and as whom. */
export interface ConnectOptions {
  readonly credentials: Credentials;
  /**
   * Addresses in the order in which they are tried: `wss:`/`ws:` is WebSocket (RFC 7395), `https:`/`http:` is BOSH
   * (XEP-0124, 0206). Empty: discovered from the domain (XEP-0156).
   */
  readonly services: readonly string[];
  /** Gives up early; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What the stream is doing. `error` says why it is offline, unless that was wished. */
export type TransportState =
  | { readonly status: 'offline'; readonly error?: ConnectionError }
  | { readonly status: 'connecting' }
  /** `resumed`: the old stream goes on (XEP-0198 §5, BOSH attach): rooms, presence and the server's view of us are kept. */
  | { readonly status: 'online'; readonly jid: FullJid; readonly resumed: boolean; readonly service: string };

/**
 * How bytes move. One transport serves one session for its whole life, over as many streams as it takes.
 *
 * It carries stanzas of the `jabber:client` namespace and nothing else; what they mean is not its business.
 */
export interface Transport {
  readonly state: Observable<TransportState>;

  /**
   * Opens a stream: tries each service in turn, at most 15 s each from start to online.
   *
   * @throws {ConnectionError} `not-authorized`, `no-mechanism`, `server-unverified`, `no-service`,
   *   `service-unreachable`, `timeout`, `conflict` or a stream condition. Wrong credentials end the round at once: the
   *   next address would refuse them too, and some servers lock an account after three tries.
   */
  connect(options: ConnectOptions): Promise<FullJid>;

  /** Ends the stream politely. Resolves when it is gone; never rejects. */
  disconnect(): Promise<void>;

  /**
   * Hands one stanza to the stream.
   *
   * @throws {ConnectionError} `offline` while there is no authenticated stream: nothing is kept for a later one.
   */
  send(stanza: Element): void;

  /**
   * Sends an `<iq>` and waits for the answer of its addressee, and of nobody else. The `id` is set here.
   *
   * @param timeout milliseconds, 20,000 unless told.
   * @throws {StanzaError} the addressee answered with an error.
   * @throws {TimeoutError} nobody answered.
   * @throws {ConnectionError} `offline` or `connection-lost`.
   */
  request(iq: Element, options?: { readonly timeout?: number; readonly signal?: AbortSignal }): Promise<Element>;

  /**
   * Resolves when the server has taken all that was sent so far: a stream-management ack (XEP-0198), else the answer to
   * a ping that was sent behind it.
   *
   * @throws {ConnectionError} the stream ended first.
   */
  flushed(): Promise<void>;

  /**
   * Called for each stanza that is no answer to a request of ours. An exception is reported and changes nothing.
   *
   * @param answer for `<iq>` of type `get` or `set`: what to send back. `undefined` leaves it to others; if nobody
   *   answers, the transport does with `service-unavailable`.
   */
  onStanza(handler: (stanza: Element) => Element | undefined): () => void;
}
