import { newId } from '../core/id.js';
import { keyOf, read, write } from './kept.js';

/** A stream that a later page of the same tab can go on with. */
export interface Resumable {
  /** What was signed in to. */
  readonly account: string;
  /** The server's name for it. */
  readonly id: string;
  /** For how many seconds the server waits for us. */
  readonly max: number;
}

/** A page that goes may take a moment to let its stream go; one that stays will not. */
const PATIENCE = 1000;
/** As long as it takes: what a tab has to give up, because another one has it too, is lost if no other one has. */
const LONG_PATIENCE = 5000;

/**
 * The stream that a tab takes along from page to page. A duplicated tab has a copy of it, so a Web Lock decides which page
 * may use it. Where there are no locks (plain-http pages), it is written only by the page that goes and taken out by the
 * page that comes: a copy of the tab finds nothing.
 */
export class TabSlot<Stream extends Resumable> {
  readonly #key: string;
  #last: Stream | undefined;
  readonly #lock = new PageLock();

  /** @param onLeave the page goes, and this is the last moment to `put`. */
  constructor(owner: string, what: string, onLeave?: () => void) {
    this.#key = keyOf(owner, what);
    addEventListener('pagehide', () => {
      onLeave?.();
      if (this.#last) this.#write(this.#last);
      // Should the page come back (bfcache), another one may have gone on with the stream by then.
      this.#last = undefined;
      this.#lock.release();
    });
  }

  /** Whether it is to be written at every change, and not only at the last. */
  static get isShared(): boolean {
    return 'locks' in navigator;
  }

  /** The stream of an account, ours from now on; `undefined` where there is none, it is too old or another tab has it. */
  async claim(account: string): Promise<Stream | undefined> {
    const stream = read('sessionStorage', this.#key) as (Stream & { readonly at: number }) | undefined;
    if (!stream) return undefined;
    const isFresh = Date.now() - stream.at < stream.max * 1000;
    const isOurs = stream.account === account && isFresh && typeof stream.id === 'string';
    if (isOurs && (!TabSlot.isShared || (await this.#hold(stream)))) {
      if (!TabSlot.isShared) this.clear();
      return stream;
    }
    this.clear();
    return undefined;
  }

  /** Tells whether it is kept. */
  put(stream: Stream): boolean {
    void this.#hold(stream);
    this.#last = stream;
    return !TabSlot.isShared || this.#write(stream);
  }

  clear(): void {
    this.#last = undefined;
    this.#lock.release();
    write('sessionStorage', this.#key, undefined);
  }

  #write(stream: Stream): boolean {
    return write('sessionStorage', this.#key, { ...stream, at: Date.now() });
  }

  async #hold({ account, id }: Stream): Promise<boolean> {
    return !TabSlot.isShared || this.#lock.hold(`${account} ${id}`);
  }
}

/**
 * Whether this tab is none that another one was copied from, or the other way round: what is in its storage is its own. The
 * copy gets a name of its own. Where there are no locks nobody can tell.
 *
 * @param owner the session's name.
 */
export async function ownsTab(owner: string): Promise<boolean> {
  if (!TabSlot.isShared) return true;
  const key = keyOf(owner, 'tab');
  const lock = new PageLock();
  addEventListener('pagehide', () => lock.release());
  const { id } = (read('sessionStorage', key) ?? {}) as { readonly id?: string };
  if (id && (await lock.hold(`tab ${id}`, LONG_PATIENCE))) return true;
  const own = newId();
  write('sessionStorage', key, { id: own });
  await lock.hold(`tab ${own}`);
  return !id;
}

/** At most one Web Lock, kept until it is released or the page is gone. */
export class PageLock {
  #held: { readonly name: string; readonly granted: Promise<(() => void) | undefined> } | undefined;

  /** Exchanges what is held for this. Tells whether it could be had. */
  async hold(name: string, patience = PATIENCE): Promise<boolean> {
    if (this.#held?.name !== name) {
      this.release();
      this.#held = { name, granted: granted(name, patience) };
    }
    return !!(await this.#held?.granted);
  }

  release(): void {
    void this.#held?.granted.then((release) => release?.());
    this.#held = undefined;
  }
}

function granted(name: string, patience: number): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(patience);
    navigator.locks
      .request(`xmpp-elements ${name}`, { signal }, () => new Promise<void>((release) => resolve(release)))
      .catch(() => resolve(undefined));
  });
}
