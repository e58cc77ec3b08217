import type { BareJid, Jid } from '../core/jid.js';
import type { DomainEvent } from '../protocol/events.js';
import { Store } from './store.js';

/** How far we know an archive (XEP-0313): that of a room, or of our account. */
export interface Archive {
  /** The archive's id of the last message up to which nothing is missing: the place to go on from. */
  readonly last?: string | undefined;
  /** We have all up to now, and live messages continue it. */
  readonly isCaughtUp: boolean;
}

export interface Archives {
  readonly byJid: ReadonlyMap<BareJid, Archive>;
  /** Conversations whose beginning is here: there is nothing older to load. */
  readonly complete: ReadonlySet<Jid>;
  /** How far back we have looked in a conversation: there need be nothing that is shown. */
  readonly oldest: ReadonlyMap<Jid, string>;
}

const EMPTY: Archives = { byJid: new Map(), complete: new Set(), oldest: new Map() };

/** Where our knowledge of the archives ends. */
export class ArchivesStore extends Store<Archives> {
  #account: BareJid | undefined;

  constructor() {
    super(EMPTY);
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'archives-behind': {
        this.#account = event.account;
        const behind = [...this.value.byJid].map(([jid, { last }]) => [jid, { last, isCaughtUp: false }] as const);
        return this.set({ ...this.value, byJid: new Map(behind) });
      }
      case 'room-entering':
        return this.#put(event.room, { ...this.value.byJid.get(event.room), isCaughtUp: !event.isByArchive });
      case 'archive-page-received': {
        const { archive, conversation = archive, part, isComplete, first, last, isAfterGap } = event;
        const before = this.value.byJid.get(archive);
        // Who has told all, and tells from further back, takes nothing of that back.
        if (part === 'newer' && !before?.isCaughtUp)
          this.#put(archive, { last: last ?? before?.last, isCaughtUp: isComplete });
        else if (part === 'latest') this.#put(archive, { last: last ?? before?.last, isCaughtUp: true });
        else if (part === 'older' && first) {
          this.set({ ...this.value, oldest: new Map(this.value.oldest).set(conversation, first) });
        }
        const isBeginning = isComplete && (part === 'older' || (part === 'latest' && !isAfterGap));
        if (isBeginning) this.set({ ...this.value, complete: new Set(this.value.complete).add(conversation) });
        return;
      }
      case 'message-received': {
        const archive = event.type === 'groupchat' ? (event.conversation as BareJid) : this.#account;
        const isInOrder = event.type === 'groupchat' || !event.isDelayed;
        // A live message that comes before the missing ones must not hide that they are missing.
        const known = archive && this.value.byJid.get(archive);
        if (archive && known?.isCaughtUp && isInOrder && event.stanzaId)
          this.#put(archive, { ...known, last: event.stanzaId });
        return;
      }
      case 'signed-out':
        return this.set(EMPTY);
    }
  }

  #put(jid: BareJid, archive: Archive): void {
    this.set({ ...this.value, byJid: new Map(this.value.byJid).set(jid, archive) });
  }
}
