import { ConnectionError } from '../core/errors.js';
import type { FullJid } from '../core/jid.js';
import { Observable } from '../core/observable.js';
import { rememberedBy, wipe } from './kept.js';
import type { ConnectOptions, Credentials, Transport, TransportState, Visit, VisitOptions } from './transport.js';

type Handler = Parameters<Transport['onStanza']>[0];

/**
 * A transport whose code is fetched while the page is being painted: it begins at once, so that what is seen and the way
 * to the server are loaded side by side, and nobody waits for both in a row.
 */
export class LazyTransport implements Transport {
  readonly state = new Observable<TransportState>({ status: 'offline' });
  readonly #load: () => Promise<Transport>;
  readonly #handlers = new Set<Handler>();
  #loading: Promise<Transport> | undefined;
  #loaded: Transport | undefined;
  #isActive = true;
  /** Aborted when a `connect` that still waits for the code is given up. */
  #round = new AbortController();

  /** @param load fetches the code and makes the transport. */
  constructor(load: () => Promise<Transport>) {
    this.#load = load;
    // Told by `connect`, which tries once more.
    this.#fetch().catch(() => undefined);
  }

  async connect(options: ConnectOptions): Promise<FullJid> {
    if (this.#loaded) return this.#loaded.connect(options);
    const { signal } = (this.#round = new AbortController());
    this.state.set({ status: 'connecting' });
    try {
      const transport = await this.#fetch();
      signal.throwIfAborted();
      options.signal?.throwIfAborted();
      return await transport.connect(options);
    } catch (error) {
      // From here on the transport's own state tells; before, ours has to.
      if (!this.#loaded || this.state.value.status === 'connecting') this.state.set({ status: 'offline' });
      throw error;
    }
  }

  async visit(options: VisitOptions): Promise<Visit> {
    return (this.#loaded ?? (await this.#fetch())).visit(options);
  }

  async disconnect(): Promise<void> {
    this.#round.abort(new ConnectionError('offline'));
    await this.#loaded?.disconnect();
    this.state.set({ status: 'offline' });
  }

  remembered(owner: string): Credentials | undefined {
    return rememberedBy(owner);
  }

  async forget(owner: string): Promise<void> {
    this.#round.abort(new ConnectionError('offline'));
    // What it has to revoke is read before anything else happens.
    if (this.#loaded) return this.#loaded.forget(owner);
    wipe(owner);
    this.state.set({ status: 'offline' });
  }

  wake(): void {
    this.#loaded?.wake();
  }

  setActive(isActive: boolean): void {
    this.#isActive = isActive;
    this.#loaded?.setActive(isActive);
  }

  send(stanza: Element): void {
    if (!this.#loaded) throw new ConnectionError('offline');
    this.#loaded.send(stanza);
  }

  async request(...args: Parameters<Transport['request']>): Promise<Element> {
    if (!this.#loaded) throw new ConnectionError('offline');
    return this.#loaded.request(...args);
  }

  async flushed(): Promise<void> {
    if (!this.#loaded) throw new ConnectionError('offline');
    return this.#loaded.flushed();
  }

  unconfirmed(): ReadonlySet<string> | undefined {
    return this.#loaded?.unconfirmed();
  }

  renew(): void {
    this.#loaded?.renew();
  }

  onStanza(handler: Handler): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  #fetch(): Promise<Transport> {
    return (this.#loading ??= this.#load().then(
      (transport) => this.#use(transport),
      (cause: unknown) => {
        this.#loading = undefined;
        throw new ConnectionError('service-unreachable', 'The code for the connection could not be loaded.', { cause });
      },
    ));
  }

  #use(transport: Transport): Transport {
    transport.state.subscribe((state) => this.state.set(state));
    transport.onStanza((stanza) => {
      let answer: Element | undefined;
      for (const handler of [...this.#handlers]) answer = handler(stanza) ?? answer;
      return answer;
    });
    transport.setActive(this.#isActive);
    return (this.#loaded = transport);
  }
}
