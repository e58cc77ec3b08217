import type { DomainEvent, Ignored } from '../protocol/events.js';
import { keyOf, read, write } from '../transport/kept.js';
import type { CommandContext } from './commands/command.js';

/** Whom we ignore, kept for every later visit: an account's list outlives a sign-out, for it is there for peace. */
export class IgnoreList {
  readonly #context: CommandContext;
  #owner = '';
  /** Whose list it was before. */
  #former = '';
  /** Whose list the store holds, and as it was kept. */
  #key: string | undefined;
  #kept: readonly Ignored[] | undefined;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  react(event: DomainEvent): void {
    if (event.kind === 'signed-out') this.#key = undefined;
    // What was of another account went as this one came.
    if (event.kind === 'stream-started') this.load(this.#owner);
    // Who has been ignored by the guest is so by the account.
    if (event.kind === 'guest-signed-in') {
      for (const ignored of listOf(this.#former))
        this.#context.dispatch({ kind: 'ignore-changed', ignored, isIgnored: true });
    }
    if (event.kind === 'occupant-changed' && event.isSelf) this.#forgetAbsent();
    const { value } = this.#context.stores.ignored;
    if (!this.#key || value === this.#kept) return;
    this.#kept = value;
    write('localStorage', this.#key, value.length ? value : undefined);
  }

  /**
   * Somebody signs in: before their stream is there, for one that is resumed tells what it has to at once.
   *
   * @param owner an account's bare JID, for guests the session's name.
   */
  load(owner: string): void {
    if (owner !== this.#owner) this.#former = this.#owner;
    this.#owner = owner;
    const key = keyOf(owner, 'ignored');
    if (key === this.#key) return;
    this.#key = key;
    this.#set(listOf(owner));
    this.#kept = this.#context.stores.ignored.value;
  }

  /** We came in after the others: of whom no more than a nick is known, and who is not there, somebody else may come. */
  #forgetAbsent(): void {
    const { ignored, occupants } = this.#context.stores;
    const isHere = ({ room, by, nick }: Ignored) =>
      by !== 'nick' || occupants.value.get(room)?.byNick.has(nick) !== false;
    if (!ignored.value.every(isHere)) this.#set(ignored.value.filter(isHere));
  }

  #set(all: readonly Ignored[]): void {
    if (all.length || this.#context.stores.ignored.value.length)
      this.#context.dispatch({ kind: 'ignored-loaded', all });
  }
}

function listOf(owner: string): readonly Ignored[] {
  const kept = read('localStorage', keyOf(owner, 'ignored'));
  return Array.isArray(kept) ? kept.filter(isIgnored) : [];
}

function isIgnored(each: unknown): each is Ignored {
  const { room, by, key, nick } = (each ?? {}) as Record<string, unknown>;
  return [room, by, key, nick].every((text) => typeof text === 'string' && text);
}
