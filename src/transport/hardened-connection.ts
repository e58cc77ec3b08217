import { Strophe } from 'strophe.js';
import { ConnectionError, type ConnectionCondition } from '../core/errors.js';
import { domainOf, type FullJid } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import { streamErrorOf, terminationOf } from './conditions.js';
import { element, pingTo } from './frames.js';
import type { HardenedBosh } from './hardened-bosh.js';
import { HardenedWebsocket } from './hardened-websocket.js';
import type { Account, BoshNumbers, BoshSession } from './kept.js';
import { Login } from './login.js';
import type * as Sasl2 from './sasl2.js';
import { isCount, isDue, type StreamManagement, type StreamStorage } from './stream-management.js';
import type { Credentials, Remember } from './transport.js';

const NS_CSI = 'urn:xmpp:csi:0';
const NS_ROSTER_VERSIONS = 'urn:xmpp:features:rosterver';
const NS_PRE_APPROVAL = 'urn:xmpp:features:pre-approval';
const NS_SASL2 = 'urn:xmpp:sasl:2';

/** What a stream tells its owner. */
export interface StreamEvents {
  onOnline(jid: FullJid, resumed: boolean): void;
  /** A stanza of an authenticated stream. */
  onStanza(stanza: Element): void;
  /** The server has told how many stanzas it took (XEP-0198 §4), or that it will not tell. */
  onAck(): void;
  /** Something came, whatever it is. */
  onData(): void;
  /** A request over BOSH goes out: from now on another page would have to go on with this. */
  onRequest(session: BoshNumbers): void;
  /** Whether a proxy stands between us and the server. */
  onTrouble(isTroubled: boolean): void;
  /** By what we can sign in next time without a password. */
  onProof(proof: Proof): void;
  /** The last word, once. `error` unless the end was wished. */
  onEnd(error: ConnectionError | undefined): void;
}

export type Proof = { readonly [Key in 'fast' | 'scram' | 'agent']?: Account[Key] | undefined };

/** By which a stream moves. */
export type Way = new (connection: HardenedConnection) => HardenedWebsocket | HardenedBosh;

export interface StreamOptions {
  readonly way: Way;
  readonly credentials: Credentials;
  /** Keeps what XEP-0198 needs to resume. */
  readonly storage: StreamStorage;
  /** Accounts that have signed in by SCRAM: those are never told to a server in clear. Added to. */
  readonly scramAccounts: Set<string>;
  /** What is kept of the account's last sign-in. */
  readonly account?: Account | undefined;
  readonly remember: Remember;
  /** No other tab is the same client to the server. */
  readonly isAlone: boolean;
  /** Signs in only to have the token revoked. */
  readonly revokes?: boolean;
  /** Takes what comes to a stream on which nobody signs in. */
  readonly visitor?: Pick<Login, 'onFeatures' | 'onIq'>;
  /** The newer way in, where it is worth fetching its code. */
  readonly sasl2?: Promise<typeof Sasl2> | undefined;
  readonly events: StreamEvents;
}

/** Below the 60 s after which many a proxy loses its patience with a poll. */
const BOSH_WAIT = 45;
/** How long BOSH waits for the answer to a goodbye. */
const GOODBYE_LIMIT = 2500;
/** BOSH collects for so long before it posts; no server is posted to twice in one tick (Tigase loses polls by that). */
const POST_DELAY = 10;

/**
 * One stream, from its opening to its end, never used again: Strophe's transports, send queue and stream management, with
 * our own way in. Nothing of Strophe's handlers, SASL or redirects is used; a contract test names what is.
 */
export class HardenedConnection extends Strophe.Connection {
  declare sm?: StreamManagement;
  readonly #options: StreamOptions;
  readonly #login: Login;
  #offersCsi = false;
  #isActive = true;
  #isAttaching = false;
  #isTroubled = false;
  #error: ConnectionError | undefined;
  #isOver = false;

  constructor(service: string, options: StreamOptions) {
    const { storage, way, credentials } = options;
    // BOSH has acks of its own; servers announce stream management there as well.
    const isManaged = way === HardenedWebsocket;
    // A guest's next stream has another name, and so no way back into this one: kept by the server, it would only be a
    // ghost that holds their nickname.
    const requestResume = credentials.kind !== 'anonymous';
    // Strophe makes its way before we are `this`, so it has to find it among what it was given.
    super(service, { enableStreamManagement: isManaged, streamManagement: { storage, requestResume }, way } as object);
    this.#options = options;
    this.#login = new Login(this, options);
  }

  /** Goes on with the BOSH session of another page, if the server still knows it. */
  goOn(session: BoshSession): void {
    this.jid = session.jid;
    this.domain = domainOf(session.jid);
    this.connected = this.authenticated = this.#isAttaching = true;
    this.disconnection_timeout = GOODBYE_LIMIT;
    (this._proto as HardenedBosh).goOn(session);
    // Something that is answered at once; a poll would be held.
    this.send(pingTo(this.domain));
  }

  /** A request over BOSH goes out, or is answered. */
  onRequest(session: BoshNumbers): void {
    // Its own goodbye ends it.
    if (this.authenticated && !this.disconnecting) this.#options.events.onRequest(session);
  }

  /** Requests over BOSH are answered by a proxy's errors: they are sent again until the server is back. */
  onTrouble(): void {
    // The server holds a request that has got through; what comes in another one it answers, and with that the first.
    if (!this.#isTroubled) this.send(pingTo(domainOf(this.jid as FullJid)));
    this.#isTroubled = true;
    this.#options.events.onTrouble(true);
  }

  /** RFC 6121 §2.6, as the stream's features say. */
  hasRosterVersions = false;
  /** RFC 6121 §3.4, likewise. */
  hasPreApproval = false;

  /** Begins. */
  open(): void {
    this.connect(this.account, '', undefined, BOSH_WAIT);
    this.disconnection_timeout = GOODBYE_LIMIT;
  }

  /** Ends without a goodbye, so that the stream can be resumed. The first reason counts. */
  fail(condition: ConnectionCondition, text?: string): void {
    this.#error ??= new ConnectionError(condition, text);
    this._doDisconnect();
  }

  /** Says goodbye with the last breath of the page: nothing that is answered later would be sent any more. */
  leave(): void {
    this.disconnect();
    (this._proto as Partial<HardenedBosh>).outlive?.();
  }

  /** Takes what came in one piece; `undefined`: it was not fit to be read. */
  take(frame: Element | undefined): void {
    if (!frame) return this.fail('connection-lost', 'Bad XML');
    this.connected = true;
    this.#options.events.onData();
    const isLast = frame.getAttribute('type') === 'terminate';
    if (this.#isTroubled && !isLast) this.#options.events.onTrouble((this.#isTroubled = false));
    if (this.#isAttaching && !isLast) {
      this.#isAttaching = false;
      this.online(true);
    }
    for (const child of [...frame.children]) if (!this.#isOver) this.#read(child);
    if (isLast) this.fail(terminationOf(frame));
    if (this.disconnecting && this._proto._emptyQueue()) this._doDisconnect();
  }

  /** Whether stanzas are counted (XEP-0198). */
  get isManaged(): boolean {
    return !!this.sm?.isTracking();
  }

  /** How many of the stanzas sent last the server has not confirmed. */
  get unacked(): number {
    return this.sm?.state.unacked.length ?? 0;
  }

  /** Which messages are among them. */
  get unconfirmed(): ReadonlySet<string> {
    const ids = this.sm?.state.unacked.map(({ stanza }) => /^<message [^>]*?\bid="([^"]+)"/.exec(stanza)?.[1]) ?? [];
    return new Set(ids.filter((id) => id !== undefined));
  }

  /** Ends so that nothing of it can be resumed. */
  renounce(): void {
    if (this.sm) this.sm.state.resumeSupported = false;
    this.fail('connection-lost');
  }

  askForAck(): void {
    this.send(element('<r xmlns="urn:xmpp:sm:3"/>'));
  }

  /** Says whether anybody looks (XEP-0352). */
  setActive(isActive: boolean): void {
    const isNews = this.#isActive !== isActive || !isActive;
    this.#isActive = isActive;
    if (isNews && this.#offersCsi && this.authenticated && !this.disconnecting) {
      this.send(element(`<${isActive ? '' : 'in'}active xmlns="${NS_CSI}"/>`));
    }
  }

  // ---- For Login

  get isOver(): boolean {
    return this.#isOver;
  }

  get account(): string {
    return this.#login.account;
  }

  /** Whether the stream is to be kept by the server when it breaks. */
  get resumes(): boolean {
    return this.#options.credentials.kind !== 'anonymous';
  }

  restart(): void {
    this._sendRestart();
  }

  online(resumed: boolean): void {
    this.authenticated = true;
    if (!this.sm) (this._proto as HardenedBosh).tellNumber();
    this.#options.events.onOnline(this.jid as FullJid, resumed);
  }

  /** What would be sent by this, instead of sending it. */
  captured(act: () => void): Element[] {
    this.paused = true;
    act();
    this.paused = false;
    return this._data.splice(0) as Element[];
  }

  /** A word of stream management. */
  onManagement({ localName: word, attributes }: Element): void {
    const { sm } = this;
    if (!sm || !isDue(word, sm)) return;
    const attrs = Object.fromEntries([...attributes].map(({ name, value }) => [name, value]));
    const isSane = isCount(attrs['h'], sm.state);
    if (word === 'a' && !isSane) {
      // A server that counts otherwise than we do: nothing is confirmed by that, and nothing can be resumed on it.
      sm.state.resumeSupported = false;
      return;
    }
    if (word === 'resumed' && (!isSane || attrs['previd'] !== sm.state.id)) {
      sm.onGracefulClose();
      return this.fail('connection-lost', 'Resumed another stream');
    }
    const isResuming = sm.resumePending;
    sm.onInbound({ name: word, attrs, serialized: '' });
    if (word === 'a') this.#options.events.onAck();
    if (word === 'resumed') {
      this.jid = sm.boundJid;
      this.#login.resumed();
    }
    if (word === 'failed') {
      // What the lost stream had left would be sent again, stale presence included: those who sent it know better.
      sm.reset();
      if (isResuming) this.#login.notResumed();
      else this.#options.events.onAck();
    }
  }

  // ---- Strophe's

  /** None of Strophe's: we sign in ourselves. */
  override registerSASLMechanisms(): void {}

  override setProtocol(): void {
    const { way: Way } = this.options as unknown as Pick<StreamOptions, 'way'>;
    this._proto = new Way(this);
  }

  /** The first answer over BOSH. */
  override _connect_cb(request: BoshRequest): void {
    const body = (this._proto as HardenedBosh)._reqToData(request);
    if (body && body.getAttribute('type') !== 'terminate') this._proto._connect_cb(body);
    this.take(body);
    this._scheduleIdle();
  }

  override _dataRecv(request: BoshRequest): void {
    this.take((this._proto as HardenedBosh)._reqToData(request));
  }

  override _doDisconnect(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const lost = new ConnectionError(this.connected ? 'connection-lost' : 'service-unreachable');
    const error = this.disconnecting ? undefined : (this.#error ?? lost);
    super._doDisconnect();
    this._proto._abortAllRequests();
    this.#options.events.onEnd(error);
  }

  override _scheduleIdle(): void {
    clearTimeout(this._idleTimeout ?? undefined);
    this._idleTimeout = setTimeout(() => this._onIdle(), POST_DELAY);
  }

  /** Strophe's clock, ten times a second: BOSH polls by it. A WebSocket needs its queue sent and nothing else. */
  override _onIdle(): void {
    if (this._proto instanceof HardenedWebsocket) this._proto._onIdle();
    else if (!this.#isOver) super._onIdle();
  }

  /** Strophe's own entry in the page's storage is not ours, nor is that of another Strophe on the page. */
  override _sessionCachingSupported(): boolean {
    return false;
  }

  #read(child: Element): void {
    const { localName: name, namespaceURI: namespace } = child;
    const { NS } = Strophe;
    if (namespace === NS.STREAM && name === 'error') this.fail(streamErrorOf(child));
    else if (namespace === NS.STREAM && name === 'features') this.#onFeatures(child);
    // Whatever other address it names: the page has said where to go.
    else if (namespace === NS.FRAMING && name === 'close') this.fail('connection-lost');
    else if (namespace === NS.SASL || namespace === NS_SASL2) void this.#login.onSasl(child);
    else if (namespace === NS.SM) this.onManagement(child);
    else if (namespace === NS.CLIENT) this.#onStanza(child);
  }

  #onFeatures(features: Element): void {
    // After a sign-in they come once more (XEP-0388), perhaps when all is done.
    this.#offersCsi = !!childIn(features, NS_CSI, 'csi');
    this.hasRosterVersions ||= !!childIn(features, NS_ROSTER_VERSIONS, 'ver');
    this.hasPreApproval ||= !!childIn(features, NS_PRE_APPROVAL, 'sub');
    if (this.authenticated) this.setActive(this.#isActive);
    else (this.#options.visitor ?? this.#login).onFeatures(features);
  }

  #onStanza(stanza: Element): void {
    if (this.authenticated) {
      // Counted after it was handled: what a crash lost on the way, the server shall keep.
      this.#options.events.onStanza(stanza);
      this.sm?.onInboundStanza(stanza.localName);
    } else if (stanza.localName === 'iq') {
      (this.#options.visitor ?? this.#login).onIq(stanza);
    }
  }
}

type BoshRequest = Parameters<HardenedBosh['_reqToData']>[0];
