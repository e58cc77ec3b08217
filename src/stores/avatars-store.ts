import type { Jid } from '../core/jid.js';
import { isBare } from '../core/jid.js';
import type { AvatarChanged, DomainEvent } from '../protocol/events.js';
import { Store } from './store.js';

/** Anybody may say that they have a picture, under as many names as they like; a room has thousands who do. */
const MOST = 10_000;

export type Avatar = Pick<AvatarChanged, 'source'> & { readonly hash: string };

/** Which picture everybody has: accounts, rooms, and occupants by their address. Grows in place. */
export class AvatarsStore extends Store<{ readonly byJid: ReadonlyMap<Jid, Avatar> }> {
  constructor() {
    super({ byJid: new Map() });
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'avatar-changed':
        return this.#put(event);
      case 'occupant-left':
      case 'nick-changed':
        return this.#drop([`${event.room}/${event.nick}` as Jid]);
      case 'stream-started':
        return event.isResumed ? undefined : this.#drop([...this.value.byJid.keys()].filter((jid) => !isBare(jid)));
      case 'signed-out':
        return this.set({ byJid: new Map() });
    }
  }

  #put({ jid, hash, source }: AvatarChanged): void {
    const byJid = this.value.byJid as Map<Jid, Avatar>;
    const known = byJid.get(jid);
    if (known?.hash === hash) return;
    // A server puts the newer kind into the older one; who has a picture there and none here has it all the same.
    if (!hash && known?.source === 'pep' && source === 'vcard') return;
    // Not every room that has one says so to whoever asks what it is.
    if (!hash && known?.source !== source && source === 'disco') return;
    byJid.delete(jid);
    if (hash) byJid.set(jid, { hash, source });
    // The one that was told longest ago.
    for (const oldest of byJid.keys()) {
      if (byJid.size <= MOST) break;
      byJid.delete(oldest);
    }
    this.set({ byJid });
  }

  #drop(gone: readonly Jid[]): void {
    const byJid = this.value.byJid as Map<Jid, Avatar>;
    const { size } = byJid;
    for (const jid of gone) byJid.delete(jid);
    if (byJid.size !== size) this.set({ byJid });
  }
}
