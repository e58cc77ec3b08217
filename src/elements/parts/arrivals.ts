import type { Entry } from '../../stores/entries.js';

/** More messages than this in so many ms are not read out: nobody could follow. */
const MOST_READ_OUT = 6;
const BURST = 2000;

/** What has come into a conversation since it is shown. */
export class Arrivals {
  /** The keys of those that came where the reader sees them. */
  readonly fresh = new Set<string>();
  /** The last ones are read out, but not more than anybody could follow. */
  isReadOut = false;
  readonly #most: number;
  #known = 0;
  #burst = { since: 0, count: 0 };

  /** @param most how many are remembered as fresh. */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Takes note of what is new in the conversation, at its end.
   *
   * @param seen so many of its last ones are in view, if they are new.
   * @param isLoaded they only came into the window: nobody has said them now.
   */
  count(entries: readonly Entry[], seen: number, isLoaded: boolean): void {
    const { length } = entries;
    const now = Date.now();
    const count = length - this.#known;
    const inView = Math.min(count, seen);
    for (const { key } of inView > 0 ? entries.slice(-inView) : []) this.fresh.add(key);
    for (const key of this.fresh) {
      if (this.fresh.size <= this.#most) break;
      this.fresh.delete(key);
    }
    if (now - this.#burst.since > BURST) this.#burst = { since: now, count: 0 };
    this.#burst.count += count;
    this.#known = length;
    this.isReadOut = !isLoaded && this.#burst.count <= MOST_READ_OUT;
  }
}
