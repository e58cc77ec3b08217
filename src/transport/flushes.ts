import { ConnectionError, StanzaError } from '../core/errors.js';
import type { HardenedConnection } from './hardened-connection.js';

interface Waiter {
  readonly upTo: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Tells when the server has taken what one stream was given. At most one question is open at a time. */
export class Flushes {
  readonly #stream: HardenedConnection;
  readonly #ping: () => Promise<unknown>;
  readonly #waiters: Waiter[] = [];
  #sent = 0;
  #taken = 0;
  /** What the last question asks about. */
  #asked = 0;
  #isEnded = false;

  constructor(stream: HardenedConnection, ping: () => Promise<unknown>) {
    this.#stream = stream;
    this.#ping = ping;
    // A resumed stream still owes us what the old one sent.
    this.#taken = this.#asked = -stream.unacked;
  }

  /** A stanza was handed to the stream. */
  sent(): void {
    this.#sent += 1;
  }

  /** Resolves when all that was sent so far is taken. */
  wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#sent <= this.#taken) return resolve();
      this.#waiters.push({ upTo: this.#sent, resolve, reject });
      // One question for all that is sent in this turn.
      queueMicrotask(() => this.#ask());
    });
  }

  /** The stream has heard how much was taken, or that acks are not to be had. */
  acked(): void {
    if (this.#stream.isManaged) return this.#take(this.#sent - this.#stream.unacked);
    this.#asked = this.#taken;
    this.#ask();
  }

  end(): void {
    this.#isEnded = true;
    for (const { reject } of this.#waiters.splice(0)) reject(new ConnectionError('connection-lost'));
  }

  #ask(): void {
    const isOpen = this.#asked > this.#taken;
    const last = this.#waiters.at(-1);
    if (this.#isEnded || isOpen || !last || last.upTo <= this.#asked) return;
    if (this.#stream.isManaged) this.#stream.askForAck();
    else void this.#askByPing();
    this.#asked = this.#sent;
  }

  async #askByPing(): Promise<void> {
    const answer = this.#ping();
    const covered = this.#sent;
    try {
      await answer;
    } catch (error) {
      // An error of its own is an answer, too: the server has read what stood before the question.
      if (!(error instanceof StanzaError)) return this.#giveUp(error);
    }
    this.#take(covered);
  }

  /** Nobody answered, or nobody could be asked. */
  #giveUp(error: unknown): void {
    this.#asked = this.#taken;
    for (const { reject } of this.#waiters.splice(0)) reject(error);
  }

  #take(upTo: number): void {
    this.#taken = Math.max(this.#taken, upTo);
    while (this.#waiters[0] && this.#waiters[0].upTo <= this.#taken) this.#waiters.shift()?.resolve();
    this.#ask();
  }
}
