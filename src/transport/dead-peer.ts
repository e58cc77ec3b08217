/** What is asked for, and what is done when nothing comes. */
export interface PeerWatch {
  /** Sends what a living server answers. */
  readonly probe: () => void;
  /** Nothing came. */
  readonly onDead: () => void;
}

/** After so long a silence we ask, in ms. */
const QUIET = 30_000;
/** The answer may take so long; at least, since a slow link gets as many times as long as its answers took. */
const LIMIT = 10_000;
/** A page that slept has reason to doubt. */
const WAKE_LIMIT = 5000;
const SLOWNESS = 4;
/** A timer that comes so late was asleep itself: it says nothing about the server. */
const LATE = 2000;

/** Tells a silent stream from a dead one. Clocks that are set forth or back do not matter. */
export class DeadPeer {
  readonly #watch: PeerWatch;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #heardAt = performance.now();
  /** While a probe is open. */
  #askedAt: number | undefined;
  /** By when it is to be answered. */
  #due = 0;
  /** The slowest answer so far, in ms. */
  #slowest = 0;

  constructor(watch: PeerWatch) {
    this.#watch = watch;
    this.#wait();
  }

  /** Something came. */
  heard(): void {
    const now = performance.now();
    this.#heardAt = now;
    if (this.#askedAt === undefined) return;
    this.#slowest = Math.max(this.#slowest, now - this.#askedAt);
    this.#askedAt = undefined;
    this.#wait();
  }

  /** Asks at once; of many reasons at the same time only the first counts. */
  wake(): void {
    this.#ask(WAKE_LIMIT);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const left = QUIET - (performance.now() - this.#heardAt);
    this.#timer = setTimeout(() => this.#onQuiet(), Math.max(left, LATE / 2));
  }

  #onQuiet(): void {
    const isQuiet = performance.now() - this.#heardAt >= QUIET;
    // While nobody looks, timers are slow and answers do not matter; who comes back wakes us.
    if (isQuiet && document.visibilityState === 'visible') this.#ask(LIMIT);
    else this.#wait();
  }

  #ask(limit: number): void {
    const now = performance.now();
    const due = now + Math.max(limit, SLOWNESS * this.#slowest);
    // An open question stays; who wakes may only be in more of a hurry.
    if (this.#askedAt !== undefined && due >= this.#due) return;
    if (this.#askedAt === undefined) this.#watch.probe();
    this.#askedAt ??= now;
    this.#due = due;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#onLimit(), due - now);
  }

  #onLimit(): void {
    if (performance.now() - this.#due < LATE) return this.#watch.onDead();
    this.#askedAt = undefined;
    this.#ask(WAKE_LIMIT);
  }
}
