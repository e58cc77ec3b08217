import type { BareJid } from '../core/jid.js';
import type { DomainEvent } from '../protocol/events.js';
import { isMeant, type Ignored, type Shown } from './ignored.js';
import { Store } from './store.js';

/** So many are remembered, of all rooms. */
const MOST = 1000;

/** Whom we ignore, in which room; the latest last. */
export class IgnoredStore extends Store<readonly Ignored[]> {
  constructor() {
    super([]);
  }

  /** The key by which somebody of a room is ignored. */
  keyOf(room: BareJid, shown: Shown): string | undefined {
    return this.value.find((each) => each.room === room && isMeant(each, shown))?.key;
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'ignored-loaded':
        return this.set(event.all.slice(-MOST));
      case 'ignore-changed': {
        const { room, key } = event.ignored;
        const others = this.value.filter((each) => each.room !== room || each.key !== key);
        return this.set(event.isIgnored ? [...others, event.ignored].slice(-MOST) : others);
      }
      case 'occupant-changed':
        return this.#rename(event.room, event.occupant.nick, ({ key }) => key === event.occupant.ignored);
      case 'nick-changed':
        return this.#rename(event.room, event.newNick, ({ nick }) => nick === event.nick);
      case 'occupant-left': {
        // Whoever comes by this nick next may be somebody else.
        const isGone = ({ room, by, nick }: Ignored) => room === event.room && by === 'nick' && nick === event.nick;
        return !event.isSelf && this.value.some(isGone)
          ? this.set(this.value.filter((each) => !isGone(each)))
          : undefined;
      }
      case 'signed-out':
        return this.value.length ? this.set([]) : undefined;
    }
  }

  #rename(room: BareJid, nick: string, isThey: (ignored: Ignored) => boolean): void {
    const isOther = (each: Ignored) => each.room === room && isThey(each) && each.nick !== nick;
    if (this.value.some(isOther)) this.set(this.value.map((each) => (isOther(each) ? { ...each, nick } : each)));
  }
}
