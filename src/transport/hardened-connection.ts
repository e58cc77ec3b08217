import { Strophe } from 'strophe.js';
import { ConnectionError, StanzaError, type ConnectionCondition } from '../core/errors.js';
import { fullJidOf, toBare, type FullJid } from '../core/jid.js';
import { childIn, childrenIn, textOf } from '../core/stanza.js';
import { fromBase64, toBase64 } from './base64.js';
import { saslFailureOf, streamErrorOf, terminationOf } from './conditions.js';
import { element } from './frames.js';
import type { HardenedBosh } from './hardened-bosh.js';
import { HardenedWebsocket } from './hardened-websocket.js';
import { newId } from './requests.js';
import { mechanismFor, type Mechanism } from './sasl.js';
import { isPrivate } from './services.js';
import { isCount, isDue, storageKey, type StreamManagement, type StreamStorage } from './stream-management.js';
import type { Credentials } from './transport.js';

/** What a stream tells its owner. */
export interface StreamEvents {
  onOnline(jid: FullJid, resumed: boolean): void;
  /** A stanza of an authenticated stream. */
  onStanza(stanza: Element): void;
  /** The server has told how many stanzas it took (XEP-0198 §4), or that it will not tell. */
  onAck(): void;
  /** The last word, once. `error` unless the end was wished. */
  onEnd(error: ConnectionError | undefined): void;
}

/** By which a stream moves. */
export type Way = new (connection: HardenedConnection) => HardenedWebsocket | HardenedBosh;

export interface StreamOptions {
  readonly way: Way;
  readonly credentials: Credentials;
  /** Keeps what XEP-0198 needs to resume. */
  readonly storage: StreamStorage;
  /** Accounts that have signed in by SCRAM: those are never told to a server in clear. Added to. */
  readonly scramAccounts: Set<string>;
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
  /** What the stream waits for. */
  #phase: 'features' | 'sasl' | 'features-again' | 'bind' | 'session' | 'online' = 'features';
  #mechanism: Mechanism | undefined;
  /** Of the one `<iq>` that is open while binding. */
  #iqId = '';
  #needsSession = false;
  #offersManagement = false;
  #error: ConnectionError | undefined;
  #isOver = false;

  constructor(service: string, options: StreamOptions) {
    const { storage, way, credentials } = options;
    // BOSH has acks of its own; servers announce stream management there as well.
    const isManaged = way === HardenedWebsocket;
    // A guest's next stream has another name, and so no way back into this one: kept by the server, it would only be a
    // ghost that holds their nickname.
    const requestResume = credentials.kind === 'password';
    // Strophe makes its way before we are `this`, so it has to find it among what it was given.
    super(service, { enableStreamManagement: isManaged, streamManagement: { storage, requestResume }, way } as object);
    this.#options = options;
  }

  /** Begins. */
  open(): void {
    this.connect(this.#account, '', undefined, BOSH_WAIT);
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
    for (const child of [...frame.children]) if (!this.#isOver) this.#read(child);
    if (frame.getAttribute('type') === 'terminate') this.fail(terminationOf(frame));
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

  askForAck(): void {
    this.send(element('<r xmlns="urn:xmpp:sm:3"/>'));
  }

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

  /** Who signs in; a guest has no name yet. */
  get #account(): string {
    const { credentials } = this.#options;
    return credentials.kind === 'password' ? credentials.jid : credentials.domain;
  }

  #read(child: Element): void {
    const { localName: name, namespaceURI: namespace } = child;
    const { NS } = Strophe;
    if (namespace === NS.STREAM && name === 'error') this.fail(streamErrorOf(child));
    else if (namespace === NS.STREAM && name === 'features') this.#onFeatures(child);
    // Whatever other address it names: the page has said where to go.
    else if (namespace === NS.FRAMING && name === 'close') this.fail('connection-lost');
    else if (namespace === NS.SASL) void this.#onSasl(child);
    else if (namespace === NS.SM) this.#onManagement(child);
    else if (namespace === NS.CLIENT) this.#onStanza(child);
  }

  #onFeatures(features: Element): void {
    if (this.#phase === 'features') this.#signIn(features);
    else if (this.#phase === 'features-again') this.#resumeOrBind(features);
  }

  #signIn(features: Element): void {
    const { credentials, scramAccounts } = this.#options;
    const mechanisms = childIn(features, Strophe.NS.SASL, 'mechanisms');
    const offered = mechanisms ? childrenIn(mechanisms, Strophe.NS.SASL).map(({ textContent }) => textContent) : [];
    this.#mechanism = mechanismFor(credentials, offered, {
      isPrivate: isPrivate(this.service),
      hasScram: scramAccounts.has(this.#account),
    });
    if (!this.#mechanism) return this.fail('no-mechanism');
    this.#phase = 'sasl';
    const auth = element(`<auth xmlns="${Strophe.NS.SASL}"/>`);
    auth.setAttribute('mechanism', this.#mechanism.name);
    auth.textContent = toBase64(this.#mechanism.first ?? '');
    this.send(auth);
  }

  async #onSasl(child: Element): Promise<void> {
    const mechanism = this.#mechanism;
    if (this.#phase !== 'sasl' || !mechanism) return;
    const { localName: name } = child;
    if (name === 'failure') return this.fail(saslFailureOf(child), textOf(child, 'text'));
    try {
      const data = new TextDecoder().decode(fromBase64(child.textContent));
      if (name === 'success' && mechanism.isProven(data)) return this.#signedIn(mechanism);
      if (name !== 'challenge') throw new Error('No proof');
      const response = element(`<response xmlns="${Strophe.NS.SASL}"/>`);
      response.textContent = toBase64(await mechanism.respond(data));
      if (!this.#isOver) this.send(response);
    } catch (error) {
      this.fail('server-unverified', String(error));
    }
  }

  #signedIn({ name }: Mechanism): void {
    if (name.startsWith('SCRAM')) this.#options.scramAccounts.add(this.#account);
    this.#phase = 'features-again';
    this._sendRestart();
  }

  #resumeOrBind(features: Element): void {
    const session = childIn(features, Strophe.NS.SESSION, 'session');
    this.#needsSession = !!session && !childIn(session, Strophe.NS.SESSION, 'optional');
    this.#offersManagement = !!this.sm && !!childIn(features, Strophe.NS.SM, 'sm');
    this.#phase = 'bind';
    if (this.#offersManagement) this.sm?.initialize(this.#account);
    if (this.sm?.hasResumableState()) return this.sm.sendResume();
    // What was loaded and cannot be resumed would stand in the way of a new one.
    this.sm?.reset();
    this.#requestBind();
  }

  #requestBind(): void {
    const iq = this.#iqWith(`<bind xmlns="${Strophe.NS.BIND}"/>`);
    const { credentials } = this.#options;
    if (credentials.kind === 'password' && credentials.resource) {
      const resource = element(`<resource xmlns="${Strophe.NS.BIND}"/>`);
      resource.textContent = credentials.resource;
      iq.firstElementChild?.append(resource);
    }
    this.send(iq);
  }

  #iqWith(payload: string): Element {
    const iq = element(`<iq xmlns="jabber:client" type="set">${payload}</iq>`);
    iq.setAttribute('id', (this.#iqId = newId()));
    return iq;
  }

  #onStanza(stanza: Element): void {
    if (this.#phase === 'online') {
      // Counted after it was handled: what a crash lost on the way, the server shall keep.
      this.#options.events.onStanza(stanza);
      this.sm?.onInboundStanza(stanza.localName);
    } else if (stanza.localName === 'iq' && this.#iqId && stanza.getAttribute('id') === this.#iqId) {
      this.#iqId = '';
      this.#onBindAnswer(stanza);
    }
  }

  #onBindAnswer(iq: Element): void {
    if (iq.getAttribute('type') !== 'result') return this.fail(StanzaError.from(iq).condition);
    if (this.#phase === 'bind') {
      const bind = childIn(iq, Strophe.NS.BIND, 'bind');
      const jid = fullJidOf(bind && textOf(bind, 'jid'));
      const isOurs = jid && (this.#options.credentials.kind === 'anonymous' || toBare(jid) === this.#account);
      if (!isOurs) return this.fail('server-unverified', 'Bound to another JID');
      this.jid = jid;
    }
    if (this.#phase === 'bind' && this.#needsSession) {
      this.#phase = 'session';
      return this.send(this.#iqWith(`<session xmlns="${Strophe.NS.SESSION}"/>`));
    }
    if (this.#offersManagement) this.sm?.sendEnable(this.jid);
    // What an earlier stream left to resume is void now, even where this one keeps nothing.
    else this.#options.storage.clear(storageKey(this.#account));
    this.#online(false);
  }

  #online(resumed: boolean): void {
    this.authenticated = true;
    this.#phase = 'online';
    this.#options.events.onOnline(this.jid as FullJid, resumed);
  }

  #onManagement({ localName: word, attributes }: Element): void {
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
      this.#online(true);
    }
    if (word === 'failed') {
      // What the lost stream had left would be sent again, stale presence included: those who sent it know better.
      sm.reset();
      if (isResuming) this.#requestBind();
      else this.#options.events.onAck();
    }
  }
}

type BoshRequest = Parameters<HardenedBosh['_reqToData']>[0];
