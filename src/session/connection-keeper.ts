import { ConnectionError } from '../core/errors.js';
import type { ConnectionChanged } from '../protocol/events.js';
import { HELD, delayBefore, isFinal } from '../transport/reconnect.js';
import type { ConnectOptions, Credentials, Transport, TransportState } from '../transport/transport.js';
import type { CredentialsSource } from './credentials.js';

type Change = Omit<ConnectionChanged, 'kind'>;

/** A wished connection. What to sign in with may have to be asked for, before each attempt. */
export interface Wish extends Omit<ConnectOptions, 'credentials' | 'signal'> {
  readonly credentials: Credentials | CredentialsSource;
  /** Told as whom each attempt goes, before it does. */
  readonly onSignIn?: (credentials: Credentials) => void;
}

/** Keeps a wished connection: opens it, and opens it again after every loss that time can mend. */
export class ConnectionKeeper {
  readonly #transport: Transport;
  readonly #onChange: (change: Change) => void;
  #wish: Wish | undefined;
  /** Who asked last, for a connection or for none: whoever was overtaken does nothing more. */
  #asked = {};
  /** Aborts the attempt or the wait under way. */
  #round = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #onlineSince: number | undefined;
  /** A failure is an answer to the person who waits for it, not a loss to be mended quietly. */
  #isAsked = true;
  /** The server would not have what we signed in with last. */
  #isRefused = false;

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
  async connect(wish: Wish, { isAsked }: { readonly isAsked: boolean }): Promise<void> {
    const asked = this.#end();
    if (this.#transport.state.value.status !== 'offline') await this.#transport.disconnect();
    if (asked !== this.#asked) throw givenUp();
    this.#wish = wish;
    this.#attempt = 0;
    this.#isAsked = isAsked;
    this.#isRefused = false;
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
      await this.#enter(wish, signal);
    } catch (error) {
      if (signal.aborted) throw givenUp();
      const failure = error instanceof ConnectionError ? error : new ConnectionError('connection-lost', String(error));
      this.#onLoss(failure);
      throw failure;
    }
  }

  /** Where credentials can be had anew, one refusal is none: they may have ended early. */
  async #enter(wish: Wish, signal: AbortSignal): Promise<void> {
    const { credentials: given } = wish;
    const isLast = typeof given !== 'function' || this.#isRefused;
    const credentials = typeof given === 'function' ? await given(this.#isRefused, signal) : given;
    signal.throwIfAborted();
    wish.onSignIn?.(credentials);
    this.#isRefused = false;
    try {
      await this.#transport.connect({ ...wish, credentials, signal });
    } catch (error) {
      this.#isRefused = error instanceof ConnectionError && REFUSALS.has(error.condition);
      if (!this.#isRefused || isLast || signal.aborted) throw error;
      await this.#enter(wish, signal);
    }
  }

  #onState(state: TransportState): void {
    if (!this.#wish) return;
    if (state.status === 'online') {
      this.#isAsked = false;
      this.#onlineSince = Date.now();
      this.#onChange({ status: 'online', jid: state.jid, isResumed: state.resumed, hasQueue: !!state.hasQueue });
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
    const wasOnline = this.#onlineSince !== undefined;
    this.#isRefused = REFUSALS.has(condition);
    // Thrown out because a token has ended: there are others. Or for something that was said: that is dealt with by itself.
    const isMended =
      (this.#isRefused && typeof this.#wish?.credentials === 'function') || condition === 'policy-violation';
    this.#onlineSince = undefined;
    this.#cancel();
    if (this.#isAsked || (isFinal(condition) && !(wasOnline && isMended))) {
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

/** By which a server says that it would not have what we signed in with. */
const REFUSALS = new Set(['not-authorized', 'credentials-expired']);

function givenUp(): ConnectionError {
  return new ConnectionError('offline', 'The attempt was given up.');
}
