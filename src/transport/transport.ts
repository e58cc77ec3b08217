import type { ConnectionError } from '../core/errors.js';
import type { BareJid, FullJid } from '../core/jid.js';
import type { Observable } from '../core/observable.js';

/** Who wants in, and by which proof. */
export type Credentials =
  /** SCRAM, or PLAIN where the way is encrypted or ends on this machine. `resource` only where the page insists. */
  | { readonly kind: 'password'; readonly jid: BareJid; readonly password: string; readonly resource?: string }
  /** What an earlier sign-in left: a token of the server's (XEP-0484) or SCRAM keys. See `Transport.remembered`. */
  | { readonly kind: 'remembered'; readonly jid: BareJid }
  /** What a site's own server vouches by; only told where the way is encrypted or ends on this machine. */
  | {
      readonly kind: 'token';
      readonly jid: BareJid;
      readonly token: string;
      readonly mechanism: 'OAUTHBEARER' | 'PLAIN';
    }
  /**
   * A BOSH session that a site's own server has opened (XEP-0206 §8). `rid` is the next to be used; left out, it is for the
   * page that comes after one that used it, and goes on counting.
   */
  | { readonly kind: 'prebound'; readonly jid: FullJid; readonly sid: string; readonly rid?: number }
  /** SASL ANONYMOUS (RFC 4505): the server makes up the JID. */
  | { readonly kind: 'anonymous'; readonly domain: string };

/**
 * How long a sign-in survives: not at all, until the tab is closed, or until it is signed out of. Never by a password: by
 * a token that can be revoked, or by SCRAM keys.
 */
export type Remember = 'none' | 'tab' | 'device';

/** Where to, and as whom. */
export interface ConnectOptions {
  readonly credentials: Credentials;
  /**
   * Addresses in the order in which they are tried: `wss:`/`ws:` is WebSocket (RFC 7395), `https:`/`http:` is BOSH
   * (XEP-0124, 0206). Empty: discovered from the domain (XEP-0156).
   */
  readonly services: readonly string[];
  /** The session's name, under which things are kept over page loads; nothing is without it. */
  readonly owner?: string;
  /** `none` unless told. Credentials of kind `remembered` keep what was said when they were made. */
  readonly remember?: Remember;
  /** Gives up early; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What the stream is doing. `error` says why it is offline, unless that was wished. */
export type TransportState =
  | { readonly status: 'offline'; readonly error?: ConnectionError }
  | { readonly status: 'connecting' }
  /**
   * `resumed`: the old stream goes on (XEP-0198 §5, BOSH attach): rooms, presence and the server's view of us are kept.
   * Over BOSH it may change from `online` to `connecting` and back: while a proxy is at fault, requests wait.
   */
  | {
      readonly status: 'online';
      readonly jid: FullJid;
      readonly resumed: boolean;
      /** Resumed with its queue: what was sent and not confirmed is sent once more. A BOSH session of another page has none. */
      readonly hasQueue?: boolean;
      readonly service: string;
      /** RFC 6121 §2.6: the server tells only what changed in the roster, if asked so. */
      readonly hasRosterVersions?: boolean;
      /** RFC 6121 §3.4: whom we add may see when we are available without asking us. */
      readonly hasPreApproval?: boolean;
    };

/** A stream on which nobody signs in: for what a server does for strangers. */
export interface Visit {
  /** What it offers them. */
  readonly features: Element;
  readonly isOver: boolean;
  /** As `Transport.request`; the server alone is there to answer. */
  request(iq: Element): Promise<Element>;
  end(): void;
}

/** Whose stranger somebody is. `services` as for `connect`. */
export interface VisitOptions extends Pick<ConnectOptions, 'services' | 'signal'> {
  readonly domain: string;
}

/** How long, and for what, an answer is waited for. See `Transport.request`. */
export interface RequestOptions {
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  readonly onResult?: (answer: Element) => void;
}

/**
 * How bytes move. One transport serves one session for its whole life, over as many streams as it takes.
 *
 * It carries stanzas of the `jabber:client` namespace and nothing else; what they mean is not its business.
 */
export interface Transport {
  readonly state: Observable<TransportState>;

  /**
   * Opens a stream, or goes on with the one that an earlier page of this tab or a fault has left: tries each service in turn, at most 15 s each from start to online.
   *
   * @throws {ConnectionError} `not-authorized`, `no-mechanism`, `server-unverified`, `no-service`,
   *   `service-unreachable`, `timeout`, `conflict`, `credentials-expired` (what was remembered is refused, and
   *   forgotten) or a stream condition. Wrong credentials end the round at once: the
   *   next address would refuse them too, and some servers lock an account after three tries.
   */
  connect(options: ConnectOptions): Promise<FullJid>;

  /**
   * Opens another stream, without signing in, and only where nobody on the way can listen: what strangers say may be a
   * password that they have just thought of.
   *
   * @throws {ConnectionError} `encryption-required`, or as `connect`.
   */
  visit(options: VisitOptions): Promise<Visit>;

  /** Ends the stream politely. Resolves when it is gone; never rejects. */
  disconnect(): Promise<void>;

  /** As whom a page can sign in by itself, because of what an earlier one left. For `connect`, with the same owner. */
  remembered(owner: string): Credentials | undefined;

  /**
   * Signs out: ends the stream, forgets at once all that is kept for the owner, and has the server revoke what it gave.
   * Resolves when that is done, or cannot be; never rejects.
   */
  forget(owner: string): Promise<void>;

  /** The page was asleep, or another network is there: the stream has 5 s to show that it is alive. */
  wake(): void;

  /** Whether anybody looks: a server may hold back what can wait while nobody does (XEP-0352). */
  setActive(isActive: boolean): void;

  /**
   * Hands one stanza to the stream.
   *
   * @throws {ConnectionError} `offline` while there is no authenticated stream: nothing is kept for a later one.
   */
  send(stanza: Element): void;

  /**
   * Sends an `<iq>` and waits for the answer of its addressee, and of nobody else. The `id` is set here.
   *
   * Where several stanzas come in one piece (BOSH), the promise resolves after all of them are read.
   *
   * @param timeout milliseconds, 20,000 unless told.
   * @param onResult gets a good answer before the stanzas behind it are read.
   * @throws {StanzaError} the addressee answered with an error.
   * @throws {TimeoutError} nobody answered.
   * @throws {ConnectionError} `offline` or `connection-lost`.
   */
  request(iq: Element, options?: RequestOptions): Promise<Element>;

  /**
   * Resolves when the server has taken all that was sent so far: a stream-management ack (XEP-0198), else the answer to
   * a ping that was sent behind it.
   *
   * @throws {ConnectionError} the stream ended first.
   */
  flushed(): Promise<void>;

  /**
   * The ids of the messages that a stream with stream management (XEP-0198) carries and the server has not confirmed;
   * `undefined` where that cannot be told.
   */
  unconfirmed(): ReadonlySet<string> | undefined;

  /** Gives up the stream and all that could be resumed of it: the next one is new. */
  renew(): void;

  /**
   * Called for each stanza that is no answer to a request of ours. An exception is reported and changes nothing.
   *
   * @param answer for `<iq>` of type `get` or `set`: what to send back. `undefined` leaves it to others; if nobody
   *   answers, the transport does with `service-unavailable`.
   */
  onStanza(handler: (stanza: Element) => Element | undefined): () => void;
}
