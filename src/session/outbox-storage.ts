import type { Jid } from '../core/jid.js';
import { keyOf, read, write } from '../transport/kept.js';
import type { Outgoing } from './outgoing.js';

/** A message as it is kept for the next page of this tab. */
export interface Kept extends Outgoing {
  /** Whose it is. Nobody else sends it. */
  readonly account: string;
  /** A stream has had it. */
  readonly isOnWire: boolean;
  /** How many streams in a row have died with it at the head of the queue. */
  readonly deaths: number;
  /** How far our archive was known when it went. */
  readonly after?: string | undefined;
  /** Why it failed: it waits for a person. */
  readonly condition?: string | undefined;
}

/** Keeps messages that the server does not have yet over page loads and crashes: one entry each, written once a change. */
export class OutboxStorage {
  /** The session's name. */
  readonly owner: string;
  readonly #prefix: string;
  readonly #numbers = new Map<string, number>();
  #last = 0;
  #isWarned = false;

  constructor(owner: string) {
    this.owner = owner;
    this.#prefix = keyOf(owner, 'outbox:');
  }

  put(message: Kept): void {
    const number = this.#numbers.get(message.id) ?? (this.#last += 1);
    this.#numbers.set(message.id, number);
    if (write('sessionStorage', `${this.#prefix}${number}`, message) || this.#isWarned) return;
    this.#isWarned = true;
    console.warn('xmpp-elements: no room to keep messages over a page change; they are sent while this page is open.');
  }

  remove(id: string): void {
    const number = this.#numbers.get(id);
    if (number === undefined) return;
    this.#numbers.delete(id);
    write('sessionStorage', `${this.#prefix}${number}`, undefined);
  }

  /** What earlier pages have left of an account, in the order of writing. What is of others is removed. */
  take(account: string): readonly Kept[] {
    const found = this.#allNumbers().flatMap((number) => {
      const key = `${this.#prefix}${number}`;
      const message = read('sessionStorage', key) as Kept | undefined;
      if (message && isKept(message) && message.account === account) return [{ number, message }];
      write('sessionStorage', key, undefined);
      return [];
    });
    for (const { number, message } of found) {
      this.#numbers.set(message.id, number);
      this.#last = number;
    }
    return found.map(({ message }) => message);
  }

  #allNumbers(): readonly number[] {
    try {
      return Object.keys(sessionStorage)
        .filter((key) => key.startsWith(this.#prefix))
        .map((key) => Number(key.slice(this.#prefix.length)))
        .sort((one, other) => one - other);
    } catch {
      return []; // Switched off: there is nothing.
    }
  }
}

function isKept({ conversation, type, id, body, from, at, deaths, after = '' }: Kept): boolean {
  const isText = [conversation, id, from].every((text: Jid | string) => text && typeof text === 'string');
  return (
    isText &&
    [body, after].every((text) => typeof text === 'string') &&
    /^(chat|groupchat)$/.test(type) &&
    [at, deaths].every(Number.isFinite)
  );
}
