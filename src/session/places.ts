import type { Jid } from '../core/jid.js';

/** Somebody writes about a message. */
export interface Intent {
  readonly kind: 'reply' | 'edit';
  /** The message's key. */
  readonly key: string;
  /** What was written before, and comes back. */
  readonly before: string;
}

/** Where somebody is in a conversation: in reading it, and in writing to it. */
export interface Place {
  /** What is written and not sent yet. */
  readonly draft?: string;
  /** What the draft is to a message: an answer to it, or how it shall read. */
  readonly intent?: Intent | undefined;
  /** The entry that they read, and how far below the upper edge it stands, in px; nothing at the end. */
  readonly reading?: { readonly key: string; readonly top: number } | undefined;
}

/** Where the visitor is in each conversation. */
export class Places {
  readonly #byJid = new Map<Jid, Place>();

  of(jid: Jid): Place {
    return this.#byJid.get(jid) ?? {};
  }

  change(jid: Jid, change: Place): void {
    const place = { ...this.of(jid), ...change };
    if (place.draft || place.reading || place.intent) this.#byJid.set(jid, place);
    else this.#byJid.delete(jid);
  }

  /** All of them, or these instead. */
  get all(): readonly (readonly [Jid, Place])[] {
    return [...this.#byJid];
  }

  set all(all: readonly (readonly [Jid, Place])[]) {
    this.#byJid.clear();
    for (const [jid, place] of all) this.#byJid.set(jid, place);
  }
}
