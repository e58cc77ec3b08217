import { lookAlikes } from '../core/confusable.js';
import type { Occupant, Occupants } from '../stores/occupants-store.js';

const RANKS = { moderator: 0, participant: 1, visitor: 2, none: 3 } as const;
// Several times as fast as `localeCompare`, which matters where thousands come in at once.
const { compare } = new Intl.Collator();

/** Who is in a room, in order, and whom one could take for whom: worked out once per change, however often it is asked for. */
export class OccupantList {
  #of: Occupants | undefined;
  #sorted: readonly Occupant[] = [];
  #lookAlikes: ReadonlyMap<string, string> | undefined;

  /** By role, then by nick. */
  sorted(occupants: Occupants | undefined): readonly Occupant[] {
    if (occupants !== this.#of) {
      const byNick = occupants?.byNick ?? new Map<string, Occupant>();
      // Those who have not changed are in order already: only the others cost anything where thousands are in.
      const kept = new Set(this.#sorted.filter((each) => byNick.get(each.nick) === each));
      const others = [...byNick.values()].filter((each) => !kept.has(each));
      this.#of = occupants;
      this.#sorted = [...kept, ...others].sort(byRoleAndNick);
      this.#lookAlikes = undefined;
    }
    return this.#sorted;
  }

  /** Nicks that could be taken for another one's, with that one's. */
  lookAlikes(occupants: Occupants | undefined): ReadonlyMap<string, string> {
    const sorted = this.sorted(occupants);
    return (this.#lookAlikes ??= lookAlikes(sorted.map(({ nick }) => nick)));
  }
}

function byRoleAndNick(one: Occupant, other: Occupant): number {
  // Of nicks that differ only in what cannot be seen, the one without that goes first.
  const { nick } = one;
  return RANKS[one.role] - RANKS[other.role] || compare(nick, other.nick) || nick.length - other.nick.length;
}
