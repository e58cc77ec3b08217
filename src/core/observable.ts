/** A value that can be watched. */
export class Observable<T> {
  #value: T;
  /** Those that the watchers have yet to hear of. */
  readonly #changes: (readonly [value: T, previous: T])[] = [];
  readonly #watchers = new Set<(value: T, previous: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  /** Calls back on every change from now on. Returns the way out. */
  subscribe(watcher: (value: T, previous: T) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Resolves with the first value, present or future, that fits. Rejects with the signal's reason. */
  waitFor<Fit extends T = T>(fits: (value: T) => unknown, { signal }: { signal?: AbortSignal } = {}): Promise<Fit> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      if (fits(this.#value)) return resolve(this.#value as Fit);
      const onAbort = () => {
        release();
        reject(signal?.reason as Error);
      };
      const release = this.subscribe((value) => {
        if (!fits(value)) return;
        release();
        signal?.removeEventListener('abort', onAbort);
        resolve(value as Fit);
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** For subclasses and owners: puts a new value and tells the watchers. A watcher that throws stops nobody else. */
  set(value: T): void {
    const previous = this.#value;
    if (value === previous) return;
    this.#value = value;
    // A watcher may set another value: still everybody hears of every change, and in order.
    if (this.#changes.push([value, previous]) > 1) return;
    for (const change of this.#changes) {
      for (const watcher of [...this.#watchers]) {
        try {
          watcher(...change);
        } catch (error) {
          reportError(error);
        }
      }
    }
    this.#changes.length = 0;
  }
}
