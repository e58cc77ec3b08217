import type { FullJid } from '../core/jid.js';
import type { DomainEvent } from '../protocol/events.js';
import type { TypingStore } from '../stores/typing-store.js';

/** For how long somebody composes who says nothing more of it, in ms. */
const LIMIT = 120_000;

/** A client that dies while its user composes never says that they have stopped (XEP-0085): after a while they have. */
export class TypingLimit {
  readonly #typing: TypingStore;
  readonly #dispatch: (event: DomainEvent) => void;
  readonly #timers = new Map<FullJid, ReturnType<typeof setTimeout>>();

  constructor(typing: TypingStore, dispatch: (event: DomainEvent) => void) {
    this.#typing = typing;
    this.#dispatch = dispatch;
  }

  /** Acts on an event that the store knows already. */
  react(event: DomainEvent): void {
    if (event.kind !== 'chat-state-changed') return;
    const { conversation, from } = event;
    clearTimeout(this.#timers.get(from));
    this.#timers.delete(from);
    // The store takes only so many of them, and so do we.
    if (!this.#typing.value.get(conversation)?.includes(from)) return;
    const stop = () => {
      this.#timers.delete(from);
      this.#dispatch({ ...event, state: 'paused' });
    };
    this.#timers.set(from, setTimeout(stop, LIMIT));
  }
}
