import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Observable } from '../core/observable.js';
import { forgetRender, renderSoon } from './render-soon.js';

/**
 * Follows stores for its host: at most one render a frame, however many stanzas a frame brings, and none for changes
 * that the host does not show.
 */
export class StoreController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #follows = new Map<Observable<unknown>, (value: unknown) => unknown>();
  #releases: (() => void)[] = [];
  #isConnected = false;
  #isQuiet = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** The host is in the document. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  /**
   * Watches a store from now on, while the host is in the document.
   *
   * @param select the part that matters; the host renders when it is another one (`===`).
   */
  follow<T>(store: Observable<T>, select: (value: T) => unknown = (value) => value): void {
    this.#follows.set(store as Observable<unknown>, select as (value: unknown) => unknown);
    if (this.#isConnected) this.#watch(store as Observable<unknown>, select as (value: unknown) => unknown);
  }

  /** Forgets all stores, to follow others. */
  unfollow(): void {
    this.#release();
    this.#follows.clear();
  }

  /** What changes by this is rendered already: the host is about to. */
  quietly(change: () => void): void {
    this.#isQuiet = true;
    try {
      change();
    } finally {
      this.#isQuiet = false;
    }
  }

  hostConnected(): void {
    this.#isConnected = true;
    for (const [store, select] of this.#follows) this.#watch(store, select);
    // Whatever changed while we were out of the document.
    if (this.#follows.size) this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    forgetRender(this.#host);
    this.#release();
  }

  #watch(store: Observable<unknown>, select: (value: unknown) => unknown): void {
    this.#releases.push(
      store.subscribe((value, previous) => {
        if (select(value) !== select(previous)) this.#renderSoon();
      }),
    );
  }

  #renderSoon(): void {
    if (!this.#isQuiet) renderSoon(this.#host);
  }

  #release(): void {
    for (const release of this.#releases.splice(0)) release();
  }
}
