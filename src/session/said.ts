import type { DomainEvent, MessageReceived } from '../protocol/events.js';
import { keyOf, read, write } from '../transport/kept.js';
import type { Stores } from './stores.js';

/** How many of our own are known again. */
const MOST = 1000;
const NS_OCCUPANT_ID = 'urn:xmpp:occupant-id:0';

/**
 * What we have said in rooms that do not tell who says what (XEP-0421): after a page change or a crash their archive would
 * show it as somebody else's. Kept in the tab: ids, which are UUIDs, and under which nick.
 */
export class Said {
  readonly #key: string;
  readonly #stores: Stores;
  #known: string[] | undefined;

  /** @param owner the session's name. */
  constructor(owner: string, stores: Stores) {
    this.#key = keyOf(owner, 'said');
    this.#stores = stores;
  }

  react(event: DomainEvent): void {
    if (event.kind === 'signed-out') this.#known = undefined;
    if (event.kind !== 'message-queued' || event.type !== 'groupchat' || !event.isNew) return;
    if (this.#stores.features.value.get(event.conversation)?.features.has(NS_OCCUPANT_ID)) return;
    const name = `${event.from} ${event.id}`;
    // The page before may have written it down already.
    if (this.#all.includes(name)) return;
    this.#known = [...this.#all, name].slice(-MOST);
    write('sessionStorage', this.#key, this.#known);
  }

  /** A message, with whether it is ours. Only who has our nick can have said it, or says it again. */
  claim(message: MessageReceived): MessageReceived {
    const { type, isOwn, isDelayed, from, originId, id } = message;
    // What comes live the room's nick tells.
    const isAsked = type === 'groupchat' && isDelayed && !isOwn;
    const isOurs = isAsked && this.#all.includes(`${from} ${originId ?? id ?? ''}`);
    return isOurs ? { ...message, isOwn: true, isMention: false } : message;
  }

  get #all(): readonly string[] {
    if (!this.#known) {
      const kept = read('sessionStorage', this.#key);
      this.#known = Array.isArray(kept) ? kept.filter((each): each is string => typeof each === 'string') : [];
    }
    return this.#known;
  }
}
