import { ConnectionError } from '../core/errors.js';
import type { ConnectionChanged } from '../protocol/events.js';
import { HELD, delayBefore, isFinal } from '../transport/reconnect.js';
import type { ConnectOptions, Transport, TransportState } from '../transport/transport.js';

type Change = Omit<ConnectionChanged, 'kind'>;

/** Keeps a wished connection: opens it, and opens it again after every loss that time can mend. */
export class ConnectionKeeper {
  readonly #transport: Transport;
  readonly #onChange: (change: Change) => void;
  #wish: ConnectOptions | undefined;
  /** Who asked last, for a connection or for none: whoever was overtaken does nothing more. */
  #asked = {};
  /** Aborts the attempt or the wait under way. */
  #round = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #onlineSince: number | undefined;
  /** A failure is an answer to the person who waits for it, not a loss to be mended quietly. */
  #isAsked = true;

  constructor(transport: Transport, onChange: (change: Change) => void) {
    this.#transport = transport;
    this.#onChange = onChange;
    transport.state.subscribe((state) => this.#onState(state));
  }

  /**
   * Opens a stream and keeps it. A second call ends what the first began.
   *
   * @param isAsked somebody waits for this: if the first attempt fails it ends there. Otherwise it goes on.
   * @throws {ConnectionError} the first attempt failed, or was overtaken (`offline`).
   */
  async connect(wish: ConnectOptions, { isAsked }: { readonly isAsked: boolean }): Promise<void> {
    const asked = this.#end();
    if (this.#transport.state.value.status !== 'offline') await this.#transport.disconnect();
    if (asked !== this.#asked) throw givenUp();
    this.#wish = wish;
    this.#attempt = 0;
    this.#isAsked = isAsked;
    this.#onChange({ status: 'connecting' });
    await this.#open();
  }

  /**
   * Ends the stream and the wish for it.
   *
   * @param end how; politely unless told.
   */
  async disconnect(end = () => this.#transport.disconnect()): Promise<void> {
    const asked = this.#end();
    await end();
    if (asked === this.#asked) this.#onChange({ status: 'offline' });
  }

  /** Tries again at once instead of at the time that was set. */
  retryNow(): void {
    if (!this.#wish || this.#timer === undefined) return;
    // Without a network there is nothing to try; it says when it is back. This machine needs none to reach itself.
    if (navigator.onLine === false && !/^(localhost|127\.|\[::1\])/.test(location.hostname)) return;
    this.#cancel();
    void this.#open().catch(() => undefined); // The failure is told by #onChange.
  }

  async #open(): Promise<void> {
    const wish = this.#wish;
    if (!wish) return;
    const { signal } = this.#round;
    try {
      await this.#transport.connect({ ...wish, signal });
    } catch (error) {
      if (signal.aborted) throw givenUp();
      const failure = error instanceof ConnectionError ? error : new ConnectionError('connection-lost', String(error));
      this.#onLoss(failure);
      throw failure;
    }
  }

  #onState(state: TransportState): void {
    if (!this.#wish) return;
    if (state.status === 'online') {
      this.#isAsked = false;
      this.#onlineSince = Date.now();
      this.#onChange({ status: 'online', jid: state.jid, isResumed: state.resumed });
    } else if (this.#onlineSince === undefined) {
      return;
    } else if (state.status === 'connecting') {
      // Over BOSH, requests wait for a proxy that is at fault: the stream itself may go on.
      this.#onChange({ status: 'reconnecting', condition: 'connection-lost' });
    } else {
      this.#onLoss(state.error ?? new ConnectionError('connection-lost'));
    }
  }

  #onLoss({ condition }: ConnectionError): void {
    const now = Date.now();
    const upFor = now - (this.#onlineSince ?? now);
    this.#onlineSince = undefined;
    this.#cancel();
    if (this.#isAsked || isFinal(condition)) {
      this.#wish = undefined;
      return this.#onChange({ status: 'failed', condition });
    }
    // A server that lets us in only to throw us out is not to be asked ever faster.
    if (upFor >= HELD) this.#attempt = 0;
    const wait = delayBefore(this.#attempt, upFor);
    this.#attempt += 1;
    this.#timer = setTimeout(() => this.retryNow(), wait);
    addEventListener('online', this.#onNetwork);
    this.#onChange({ status: 'reconnecting', condition, retryAt: now + wait });
  }

  /** The network is back: nothing to wait for. */
  readonly #onNetwork = () => this.retryNow();

  /** Ends whatever was wished before. */
  #end(): object {
    this.#wish = undefined;
    this.#onlineSince = undefined;
    this.#cancel();
    return (this.#asked = {});
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    removeEventListener('online', this.#onNetwork);
    this.#round.abort();
    this.#round = new AbortController();
  }
}

function givenUp(): ConnectionError {
  return new ConnectionError('offline', 'The attempt was given up.');
}
