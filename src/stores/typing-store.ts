import type { FullJid, Jid } from '../core/jid.js';
import { toBare } from '../core/jid.js';
import type { DomainEvent } from '../protocol/events.js';
import { Store } from './store.js';

/** Who is composing, by conversation, in the order in which they started. */
export type Composing = ReadonlyMap<Jid, readonly FullJid[]>;

// Anybody may say that they type, under as many names as they like: more than this nobody could be shown.
const MAX_EACH = 50;
const MAX_CONVERSATIONS = 200;

/** Who is composing, by conversation. Holds facts only: wording such as "Juliet is typing" is the element's work. */
export class TypingStore extends Store<Composing> {
  constructor() {
    super(new Map());
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'chat-state-changed':
        return this.#set(event.conversation, event.from, event.state === 'composing');
      case 'message-received':
        // What was being composed is here.
        return event.isDelayed ? undefined : this.#set(event.conversation, event.from as FullJid, false);
      case 'presence-changed':
        return event.show === undefined ? this.#set(toBare(event.from), event.from, false) : undefined;
      case 'occupant-left':
        return this.#set(event.room, `${event.room}/${event.nick}` as FullJid, false);
      case 'nick-changed':
        return this.#set(event.room, `${event.room}/${event.nick}` as FullJid, false);
      case 'ignore-changed':
        return this.#set(event.ignored.room, `${event.ignored.room}/${event.ignored.nick}` as FullJid, false);
      case 'stream-started':
      case 'signed-out':
        if (this.value.size) this.set(new Map());
    }
  }

  /** Watchers hear of it only if somebody started or stopped. */
  #set(conversation: Jid, from: FullJid, isComposing: boolean): void {
    const before = this.value.get(conversation) ?? [];
    const isFull = before.length >= MAX_EACH || (!before.length && this.value.size >= MAX_CONVERSATIONS);
    if (before.includes(from) === isComposing || (isComposing && isFull)) return;
    const after = new Map(this.value);
    const composing = isComposing ? [...before, from] : before.filter((jid) => jid !== from);
    if (composing.length) after.set(conversation, composing);
    else after.delete(conversation);
    this.set(after);
  }
}
