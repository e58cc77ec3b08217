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
/** So much more it may take for each stanza that a resumed stream has sent again all at once, in ms. */
const READING = 20;
/** Who says other things, but does not answer, has so long, in ms. */
const DEAF = 30_000;
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
  /** How many answers are due by themselves, and since when nothing of that has come. */
  #owed = 0;
  #owedSince = 0;
  /** How many of them nobody waits for any more: they stay due until something is answered. */
  #givenUp = 0;
  /** What it has to read first, until it answers, in ms. */
  #reading: number;

  /** @param backlog how many stanzas were sent to it all at once. */
  constructor(watch: PeerWatch, backlog = 0) {
    this.#watch = watch;
    this.#reading = backlog * READING;
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

  /**
   * Something was sent that a living server answers. Silence is judged sooner then; and whatever else comes meanwhile, one
   * that never answers does not read.
   */
  expect(answer: Promise<unknown>): void {
    if (this.#owed === 0) this.#owedSince = performance.now();
    this.#owed += 1;
    answer.then(
      () => this.#answered(),
      () => (this.#givenUp += 1),
    );
    this.#wait();
  }

  #answered(): void {
    const now = performance.now();
    // What was lost is not slow.
    if (!this.#givenUp) this.#slowest = Math.max(this.#slowest, now - this.#owedSince);
    this.#owed -= 1 + this.#givenUp;
    this.#givenUp = 0;
    this.#owedSince = now;
    this.#reading = 0;
  }

  /** Asks at once; of many reasons at the same time only the first counts. */
  wake(): void {
    this.#ask(WAKE_LIMIT);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #wait(): void {
    // An open question has a time of its own.
    if (this.#askedAt !== undefined) return;
    clearTimeout(this.#timer);
    const left = this.#owed
      ? Math.min(this.#patience(LIMIT) - this.#dumbFor, this.#patience(DEAF) - this.#deafFor)
      : QUIET - this.#silentFor;
    this.#due = performance.now() + left;
    this.#timer = setTimeout(() => this.#onQuiet(), Math.max(left, LATE / 2));
  }

  #onQuiet(): void {
    // While nobody looks, timers are slow and answers do not matter; who comes back wakes us.
    if (document.visibilityState !== 'visible') return this.#wait();
    const isOverdue = this.#dumbFor >= this.#patience(LIMIT) || this.#deafFor >= this.#patience(DEAF);
    if (this.#owed && isOverdue) return this.#judge();
    if (this.#silentFor >= QUIET) this.#ask(LIMIT);
    else this.#wait();
  }

  /** For how long nothing at all has come. */
  get #silentFor(): number {
    return performance.now() - this.#heardAt;
  }

  /** For how long none of what is due has come. */
  get #deafFor(): number {
    return performance.now() - this.#owedSince;
  }

  /** For how long nothing at all has come, since it is due. */
  get #dumbFor(): number {
    return Math.min(this.#silentFor, this.#deafFor);
  }

  #patience(limit: number): number {
    return Math.max(limit, SLOWNESS * this.#slowest) + this.#reading;
  }

  #ask(limit: number): void {
    const now = performance.now();
    const due = now + this.#patience(limit);
    // An open question stays; who wakes may only be in more of a hurry.
    if (this.#askedAt !== undefined && due >= this.#due) return;
    if (this.#askedAt === undefined) this.#watch.probe();
    this.#askedAt ??= now;
    this.#due = due;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#judge(), due - now);
  }

  #judge(): void {
    if (performance.now() - this.#due < LATE) return this.#watch.onDead();
    // We were asleep ourselves.
    this.#askedAt = undefined;
    this.#ask(WAKE_LIMIT);
  }
}
