import { ConnectionError } from '../core/errors.js';
import { fetchCode } from '../core/fetch-code.js';
import { domainOf, type FullJid } from '../core/jid.js';
import { Observable } from '../core/observable.js';
import { DeadPeer } from './dead-peer.js';
import { Flushes } from './flushes.js';
import { element, pingTo } from './frames.js';
import { HardenedConnection, type Way } from './hardened-connection.js';
import { HardenedWebsocket } from './hardened-websocket.js';
import type { Keeping, SignIn } from './keeping.js';
import { accountOf, ownerOf, rememberedBy, wipe, type BoshSession } from './kept.js';
import { Requests } from './requests.js';
import { isWebSocket, serviceUrl } from './services.js';
import { MemoryStorage, quiet, type StreamStorage } from './stream-management.js';
import type {
  ConnectOptions,
  Credentials,
  RequestOptions,
  Transport,
  TransportState,
  Visit,
  VisitOptions,
} from './transport.js';

type Online = Extract<TransportState, { status: 'online' }>;

/** From start to online, for each address. */
const LIMIT = 15_000;
/** For a session of another page to answer. */
const ATTACH_LIMIT = 8000;
/** What a server says about the account or about itself: the next address would say the same, or must not be told. */
const FINAL = new Set([
  'not-authorized',
  'account-disabled',
  'credentials-expired',
  'invalid-authzid',
  'malformed-request',
  'server-unverified',
  'conflict',
]);

const NEVER = new AbortController().signal;

type Handler = (stanza: Element) => Element | undefined;

/** XMPP over WebSocket and BOSH by Strophe. */
export class StropheTransport implements Transport {
  readonly state = new Observable<TransportState>({ status: 'offline' });
  readonly #storage: StreamStorage | undefined;
  readonly #memory = new MemoryStorage();
  readonly #requests = new Requests((iq) => this.send(iq));
  readonly #handlers = new Set<Handler>();
  readonly #discovered = new Map<string, readonly string[]>();
  readonly #scramAccounts = new Set<string>();
  #stream: HardenedConnection | undefined;
  #flushes: Flushes | undefined;
  /** Aborted when the attempt under way is given up. */
  #round = new AbortController();

  #peer: DeadPeer | undefined;
  #isActive = true;
  /** As it was before a proxy was at fault. */
  #troubled: Online | undefined;
  /** Where we were online last. */
  #service: string | undefined;
  /** What outlives the page, once there is an owner. */
  #keeping: Keeping | undefined;
  #keepingSoon: Promise<Keeping | undefined> | undefined;

  /** @param storage keeps the state of stream management (XEP-0198), instead of the tab's storage. */
  constructor({ storage }: { readonly storage?: StreamStorage } = {}) {
    this.#storage = storage;
  }

  async connect(options: ConnectOptions): Promise<FullJid> {
    this.abandon();
    const round = (this.#round = new AbortController());
    const signal = options.signal ? AbortSignal.any([options.signal, round.signal]) : round.signal;
    this.state.set({ status: 'connecting' });
    try {
      const attempt = await this.#prepare(options, signal);
      const { services, credentials } = options;
      const domain = 'jid' in credentials ? domainOf(credentials.jid) : credentials.domain;
      const addresses = await this.#addressesOf(domain, services, signal);
      return await this.#openFirst(addresses, attempt);
    } catch (error) {
      const isWished = signal.aborted || !(error instanceof ConnectionError);
      if (round === this.#round) this.state.set({ status: 'offline', ...(!isWished && { error }) });
      throw error;
    }
  }

  async visit({ domain, services, signal = NEVER }: VisitOptions): Promise<Visit> {
    const [addresses, { visit }] = await Promise.all([
      this.#addressesOf(domain, services, signal),
      fetchCode(() => import('./visit.js')),
    ]);
    return visit(domain, addresses, signal);
  }

  async disconnect(): Promise<void> {
    this.#round.abort(new ConnectionError('offline'));
    this.#stream?.disconnect();
    await this.state.waitFor(({ status }) => status === 'offline');
  }

  remembered(owner: string): Credentials | undefined {
    return rememberedBy(owner);
  }

  async forget(owner: string): Promise<void> {
    const account = accountOf(owner);
    wipe(owner);
    await this.disconnect();
    this.#keeping?.streams.forget();
    this.#keeping?.boshSessions.clear();
    if (account?.fast && this.#service) await (await import('./revoke.js')).revoke(account, this.#service);
  }

  wake(): void {
    this.#peer?.wake();
  }

  setActive(isActive: boolean): void {
    this.#isActive = isActive;
    this.#stream?.setActive(isActive);
  }

  /** Drops the stream as a fault would, so that stream management (XEP-0198) can take it up again. */
  abandon(): void {
    this.#round.abort(new ConnectionError('offline'));
    this.#stream?.fail('connection-lost');
  }

  send(stanza: Element): void {
    if (!this.#stream || this.#stream.disconnecting || this.state.value.status !== 'online') {
      throw new ConnectionError('offline');
    }
    this.#flushes?.sent();
    this.#stream.send(stanza);
  }

  request(iq: Element, options?: RequestOptions): Promise<Element> {
    return this.#requests.ask(iq, options);
  }

  async flushed(): Promise<void> {
    if (!this.#flushes) throw new ConnectionError('offline');
    const answer = this.#flushes.wait();
    this.#peer?.expect(answer);
    return answer;
  }

  unconfirmed(): ReadonlySet<string> | undefined {
    return this.#stream?.isManaged ? this.#stream.unconfirmed : undefined;
  }

  renew(): void {
    this.#stream?.renounce();
  }

  onStanza(handler: Handler): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  async #addressesOf(domain: string, services: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    return services.length ? services.map(serviceUrl) : this.#discover(domain, signal);
  }

  async #discover(domain: string, signal: AbortSignal): Promise<readonly string[]> {
    const known = this.#discovered.get(domain) ?? (await (await import('./discovery.js')).discover(domain, signal));
    if (!known.length) throw new ConnectionError('no-service', `No service is known of ${domain}`);
    this.#discovered.set(domain, known);
    return known;
  }

  async #prepare({ credentials, owner, remember = 'none' }: ConnectOptions, signal: AbortSignal): Promise<Attempt> {
    // A guest over WebSocket takes nothing along.
    const keeping = credentials.kind === 'anonymous' ? undefined : await this.#keepFor(owner);
    const signIn = await keeping?.signInBy(credentials, remember);
    signal.throwIfAborted();
    if (credentials.kind === 'remembered' && !signIn?.account) throw new ConnectionError('credentials-expired');
    return { ...(signIn ?? { credentials, remember: 'none', isAlone: true }), owner, signal };
  }

  #keepFor(owner: string | undefined): Promise<Keeping | undefined> | undefined {
    if (owner === undefined) return undefined;
    return (this.#keepingSoon ??= import('./keeping.js').then(
      ({ Keeping }) => (this.#keeping = new Keeping(owner)),
      () => (this.#keepingSoon = undefined), // Its code could not be loaded: a page is left with what it is given.
    ));
  }

  async #openFirst(addresses: readonly string[], attempt: Attempt): Promise<FullJid> {
    let failure = new ConnectionError('service-unreachable');
    for (const address of addresses) {
      try {
        return await (isWebSocket(address) ? this.#openWebSocket(address, attempt) : this.#openBosh(address, attempt));
      } catch (error) {
        if (!(error instanceof ConnectionError) || attempt.signal.aborted) throw error;
        if (FINAL.has(error.condition)) throw this.#keeping?.refused(error, attempt) ?? error;
        // The one that got furthest says most.
        if (failure.condition === 'service-unreachable') failure = error;
      }
    }
    throw failure;
  }

  async #openWebSocket(service: string, attempt: Attempt): Promise<FullJid> {
    if (attempt.credentials.kind === 'prebound') throw new ConnectionError('service-unreachable');
    return this.#open(service, HardenedWebsocket, attempt);
  }

  async #openBosh(service: string, attempt: Attempt): Promise<FullJid> {
    // For the few whose way a WebSocket cannot go.
    const { HardenedBosh, sessionFor } = await import('./hardened-bosh.js');
    const { credentials } = attempt;
    const keeping = await this.#keepFor(attempt.owner);
    const left = await keeping?.boshSessions.claim(ownerOf(credentials));
    attempt.signal.throwIfAborted();
    const session = sessionFor(credentials, service, left);
    if (!session && credentials.kind === 'prebound') throw new ConnectionError('credentials-expired');
    if (!session) return this.#open(service, HardenedBosh, attempt);
    try {
      return await this.#open(service, HardenedBosh, attempt, session);
    } catch (error) {
      const isGone = error instanceof ConnectionError && /^(connection-lost|timeout)$/.test(error.condition);
      if (!isGone || attempt.signal.aborted) throw error;
      this.#keeping?.boshSessions?.clear();
      if (credentials.kind === 'prebound') throw new ConnectionError('credentials-expired');
      return this.#open(service, HardenedBosh, attempt);
    }
  }

  #open(service: string, way: Way, attempt: Attempt, session?: BoshSession): Promise<FullJid> {
    const { credentials, signal } = attempt;
    const canHurry = way === HardenedWebsocket && credentials.kind !== 'anonymous';
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => stream.fail('timeout'), session ? ATTACH_LIMIT : LIMIT);
      const onAbort = () => stream.fail('offline');
      signal.addEventListener('abort', onAbort);
      const settled = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      };
      const stream = new HardenedConnection(service, {
        ...attempt,
        way,
        storage: quiet(this.#storage ?? this.#keeping?.streams ?? this.#memory),
        scramAccounts: this.#scramAccounts,
        sasl2: canHurry ? import('./sasl2.js') : undefined,
        events: {
          onOnline: (jid, resumed) => {
            settled();
            this.#onOnline(stream, {
              status: 'online',
              jid,
              resumed,
              ...(resumed && { hasQueue: !session }),
              service,
              ...(stream.hasRosterVersions && { hasRosterVersions: true }),
              ...(stream.hasPreApproval && { hasPreApproval: true }),
            });
            resolve(jid);
          },
          onStanza: (stanza) => this.#onStanza(stanza),
          onAck: () => this.#flushes?.acked(),
          onData: () => this.#peer?.heard(),
          onProof: (proof) => this.#keeping?.onProof(proof, attempt),
          onRequest: (request) => {
            const { kind } = credentials;
            const owner = ownerOf(credentials);
            this.#keeping?.boshSessions?.put({ ...request, kind, service, account: owner, jid: stream.jid as FullJid });
          },
          onTrouble: (isTroubled) => this.#onTrouble(stream, isTroubled),
          onEnd: (error) => {
            removeEventListener('pagehide', onPageHide);
            settled();
            reject(signal.aborted ? (signal.reason as Error) : (error ?? new ConnectionError('offline')));
            this.#onEnd(error);
          },
        },
      });
      // Whom no other page can go on for is gone with this one, and must not stand about in rooms until the server's patience ends.
      const isKept = !!this.#keeping && !(credentials.kind === 'anonymous' && isWebSocket(service));
      const onPageHide = ({ persisted }: PageTransitionEvent) => {
        if (!persisted && !isKept) stream.leave();
      };
      addEventListener('pagehide', onPageHide);
      this.#stream = stream;
      if (session) stream.goOn(session);
      else stream.open();
    });
  }

  #onOnline(stream: HardenedConnection, state: Online): void {
    this.#service = state.service;
    this.#flushes = new Flushes(stream, () => this.request(pingTo(domainOf(state.jid))));
    this.#watch(stream, state.jid);
    if (!this.#isActive) stream.setActive(false);
    this.state.set(state);
  }

  #watch(stream: HardenedConnection, jid: FullJid): void {
    const watch = {
      probe: () => {
        if (stream.isManaged) stream.askForAck();
        else stream.send(pingTo(domainOf(jid)));
      },
      onDead: () => stream.fail('timeout', 'Nobody answers'),
    };
    this.#peer = new DeadPeer(watch, stream.unacked);
  }

  /** The stream waits for better times: who is told so writes nothing more to it, and loses nothing. */
  #onTrouble(stream: HardenedConnection, isTroubled: boolean): void {
    const { value } = this.state;
    if (isTroubled && value.status === 'online') {
      this.#peer?.end();
      this.#troubled = value;
      this.state.set({ status: 'connecting' });
    } else if (!isTroubled && this.#troubled) {
      const { jid } = this.#troubled;
      this.#watch(stream, jid);
      this.state.set({ ...this.#troubled, resumed: true, hasQueue: true });
      this.#troubled = undefined;
    }
  }

  #onEnd(error: ConnectionError | undefined): void {
    const wasOnline = this.state.value.status === 'online' || !!this.#troubled;
    this.#troubled = undefined;
    this.#peer?.end();
    this.#peer = undefined;
    this.#stream = undefined;
    if (!error) this.#keeping?.boshSessions.clear();
    this.#flushes?.end();
    this.#flushes = undefined;
    this.#requests.end();
    // Before that, another address may follow.
    if (wasOnline) this.state.set({ status: 'offline', ...(error && { error }) });
  }

  #onStanza(stanza: Element): void {
    const { value } = this.state;
    const type = stanza.getAttribute('type') ?? '';
    const isIq = stanza.localName === 'iq';
    if (isIq && /^(result|error)$/.test(type)) {
      if (value.status === 'online') this.#requests.answer(stanza, value.jid);
      return;
    }
    if (isIq ? !/^(get|set)$/.test(type) : !/^(message|presence)$/.test(stanza.localName)) return;
    let answer: Element | undefined;
    for (const handler of [...this.#handlers]) {
      try {
        answer = handler(stanza) ?? answer;
      } catch (error) {
        reportError(error);
      }
    }
    if (isIq) this.#reply(stanza, answer ?? element(UNAVAILABLE));
  }

  #reply(iq: Element, answer: Element): void {
    const from = iq.getAttribute('from');
    answer.setAttribute('id', iq.getAttribute('id') ?? '');
    if (from) answer.setAttribute('to', from);
    if (this.state.value.status === 'online' && !this.#stream?.disconnecting) this.send(answer);
  }
}

/** One round of `connect`. */
interface Attempt extends SignIn {
  readonly owner: string | undefined;
  readonly signal: AbortSignal;
}

/** RFC 6120 §8.4: every request gets an answer. */
const UNAVAILABLE = `<iq xmlns="jabber:client" type="error"><error type="cancel">
  <service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`;
