import { ConnectionError } from '../core/errors.js';
import { domainOf, type FullJid } from '../core/jid.js';
import { Observable } from '../core/observable.js';
import { Flushes } from './flushes.js';
import { element } from './frames.js';
import { HardenedConnection } from './hardened-connection.js';
import { HardenedWebsocket } from './hardened-websocket.js';
import { Requests } from './requests.js';
import { isWebSocket, serviceUrl } from './services.js';
import { MemoryStorage, quiet, type StreamStorage } from './stream-management.js';
import type { ConnectOptions, Credentials, Transport, TransportState } from './transport.js';

/** From start to online, for each address. */
const LIMIT = 15_000;
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

type Handler = (stanza: Element) => Element | undefined;

/** XMPP over WebSocket and BOSH by Strophe. */
export class StropheTransport implements Transport {
  readonly state = new Observable<TransportState>({ status: 'offline' });
  readonly #storage: StreamStorage;
  readonly #requests = new Requests((iq) => this.send(iq));
  readonly #handlers = new Set<Handler>();
  readonly #discovered = new Map<string, readonly string[]>();
  readonly #scramAccounts = new Set<string>();
  #stream: HardenedConnection | undefined;
  #flushes: Flushes | undefined;
  /** Aborted when the attempt under way is given up. */
  #round = new AbortController();

  /** @param storage keeps the state of stream management (XEP-0198); in memory unless told. */
  constructor({ storage = new MemoryStorage() }: { readonly storage?: StreamStorage } = {}) {
    this.#storage = quiet(storage);
  }

  async connect({ credentials, services, signal }: ConnectOptions): Promise<FullJid> {
    this.abandon();
    const round = (this.#round = new AbortController());
    const isGivenUp = signal ? AbortSignal.any([signal, round.signal]) : round.signal;
    this.state.set({ status: 'connecting' });
    try {
      const addresses = services.length
        ? services.map(serviceUrl)
        : await this.#discover(
            credentials.kind === 'password' ? domainOf(credentials.jid) : credentials.domain,
            isGivenUp,
          );
      return await this.#openFirst(addresses, credentials, isGivenUp);
    } catch (error) {
      const isWished = isGivenUp.aborted || !(error instanceof ConnectionError);
      if (round === this.#round) this.state.set({ status: 'offline', ...(!isWished && { error }) });
      throw error;
    }
  }

  async disconnect(): Promise<void> {
    this.#round.abort(new ConnectionError('offline'));
    this.#stream?.disconnect();
    await this.state.waitFor(({ status }) => status === 'offline');
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

  request(iq: Element, options?: { readonly timeout?: number; readonly signal?: AbortSignal }): Promise<Element> {
    return this.#requests.ask(iq, options);
  }

  async flushed(): Promise<void> {
    if (!this.#flushes) throw new ConnectionError('offline');
    return this.#flushes.wait();
  }

  onStanza(handler: Handler): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  async #discover(domain: string, signal: AbortSignal): Promise<readonly string[]> {
    const known = this.#discovered.get(domain) ?? (await (await import('./discovery.js')).discover(domain, signal));
    if (!known.length) throw new ConnectionError('no-service', `No service is known of ${domain}`);
    this.#discovered.set(domain, known);
    return known;
  }

  async #openFirst(addresses: readonly string[], credentials: Credentials, signal: AbortSignal): Promise<FullJid> {
    let failure = new ConnectionError('service-unreachable');
    for (const address of addresses) {
      try {
        return await this.#open(address, credentials, signal);
      } catch (error) {
        if (!(error instanceof ConnectionError) || signal.aborted || FINAL.has(error.condition)) throw error;
        // The one that got furthest says most.
        if (failure.condition === 'service-unreachable') failure = error;
      }
    }
    throw failure;
  }

  async #open(service: string, credentials: Credentials, signal: AbortSignal): Promise<FullJid> {
    // BOSH is for the few whose way a WebSocket cannot go.
    const way = isWebSocket(service) ? HardenedWebsocket : (await import('./hardened-bosh.js')).HardenedBosh;
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => stream.fail('timeout'), LIMIT);
      const onAbort = () => stream.fail('offline');
      signal.addEventListener('abort', onAbort);
      const settled = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
      };
      const stream = new HardenedConnection(service, {
        way,
        credentials,
        storage: this.#storage,
        scramAccounts: this.#scramAccounts,
        events: {
          onOnline: (jid, resumed) => {
            settled();
            this.#flushes = new Flushes(stream, () => this.#ping(domainOf(jid)));
            this.state.set({ status: 'online', jid, resumed, service });
            resolve(jid);
          },
          onStanza: (stanza) => this.#onStanza(stanza),
          onAck: () => this.#flushes?.acked(),
          onEnd: (error) => {
            removeEventListener('pagehide', onPageHide);
            settled();
            reject(signal.aborted ? (signal.reason as Error) : (error ?? new ConnectionError('offline')));
            this.#onEnd(error);
          },
        },
      });
      // Whoever closes the page is gone, and must not stand about in rooms until the server's patience ends.
      const onPageHide = ({ persisted }: PageTransitionEvent) => {
        if (!persisted) stream.leave();
      };
      addEventListener('pagehide', onPageHide);
      this.#stream = stream;
      stream.open();
    });
  }

  #onEnd(error: ConnectionError | undefined): void {
    const wasOnline = this.state.value.status === 'online';
    this.#stream = undefined;
    this.#flushes?.end();
    this.#flushes = undefined;
    this.#requests.end();
    // Before that, another address may follow.
    if (wasOnline) this.state.set({ status: 'offline', ...(error && { error }) });
  }

  #ping(domain: string): Promise<Element> {
    const iq = element('<iq xmlns="jabber:client" type="get"><ping xmlns="urn:xmpp:ping"/></iq>');
    iq.setAttribute('to', domain);
    return this.request(iq);
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

/** RFC 6120 §8.4: every request gets an answer. */
const UNAVAILABLE = `<iq xmlns="jabber:client" type="error"><error type="cancel">
  <service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`;
