import { readFrame } from './frames.js';
import { keyOf, read, write } from './kept.js';
import { storageKey, type StreamState, type StreamStorage } from './stream-management.js';
import { TabSlot, type Resumable } from './tab-slot.js';

/** A stream without its queue: short, for it is written with every stanza that comes. */
interface Head extends Resumable, Omit<StreamState, 'unacked' | 'id' | 'max'> {
  /** The number behind that of the last stanza in the queue; the first has `hOutAcked`. */
  readonly end: number;
}

type Queued = StreamState['unacked'][number];

/** Where the server does not say how long it waits for us, in seconds. */
const PATIENCE = 300;

/**
 * Keeps one stream over page loads: the counters in one entry, each stanza that the server has not confirmed in an entry of
 * its own, written once.
 */
export class TabStreams implements StreamStorage {
  readonly #owner: string;
  readonly #slot: TabSlot<Head>;
  #key = '';
  #state: StreamState | undefined;
  /** Of which stanzas there are entries. */
  #written = { state: undefined as StreamState | undefined, from: 0, end: 0 };
  #isDue = false;

  /** @param owner the session's name. */
  constructor(owner: string) {
    this.#owner = owner;
    this.#slot = new TabSlot(owner, 'stream', () => this.#leave());
  }

  /** Gets ready to `load` what an earlier page of this tab has left of an account. */
  async claim(account: string): Promise<void> {
    const key = storageKey(account);
    if (this.#state) return;
    const head = await this.#slot.claim(account);
    const state = head && this.#stateOf(head);
    this.#key = key;
    this.#state = state;
    if (!state) this.clear(key);
  }

  load(key: string): StreamState | null {
    return (key === this.#key && this.#state) || null;
  }

  save(key: string, state: StreamState): void {
    this.#key = key;
    this.#state = state;
    if (this.#isDue || !TabSlot.isShared) return;
    this.#isDue = true;
    // Before anything else comes in, and once for all that came in one piece.
    queueMicrotask(() => this.#write());
  }

  clear(key: string): void {
    if (this.#state && key !== this.#key) return;
    this.#state = undefined;
    this.#forgetQueue();
    this.#slot.clear();
  }

  /** Whoever it is of. */
  forget(): void {
    this.clear(this.#key);
  }

  #write(): void {
    this.#isDue = false;
    const state = this.#state;
    if (!state) return;
    const { unacked, id, max, ...rest } = state;
    const first = rest.hOutAcked;
    const end = first + unacked.length;
    // The engine makes a new state for a new stream.
    if (this.#written.state !== state) this.#forgetQueue();
    const { from } = this.#written;
    let { end: next } = this.#written;
    for (let number = from; number < Math.min(first, next); number++) this.#writeStanza(number, undefined);
    next = Math.max(next, first);
    let isKept = !!id && state.resumeSupported;
    for (; isKept && next < end; next++) isKept = this.#writeStanza(next, unacked[next - first]);
    this.#written = { state, from: first, end: next };
    // Half of it is worth nothing: the server would be told wrong numbers.
    if (isKept && this.#slot.put({ ...rest, account: accountOf(this.#key), id, max: max ?? PATIENCE, end })) return;
    this.#forgetQueue();
    this.#slot.clear();
  }

  #writeStanza(number: number, stanza: Queued | undefined): boolean {
    return write('sessionStorage', keyOf(this.#owner, `stream:${number}`), stanza);
  }

  #forgetQueue(): void {
    const prefix = keyOf(this.#owner, 'stream:');
    try {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
    } catch {
      // Switched off: there is nothing.
    }
    this.#written = { state: undefined, from: 0, end: 0 };
  }

  #stateOf({ end, account: _account, ...head }: Head): StreamState | undefined {
    const { hIn, hOutAcked, boundJid } = head;
    const isSane = [hIn, hOutAcked, end].every(Number.isSafeInteger) && typeof boundJid === 'string';
    const length = isSane ? end - hOutAcked : -1;
    if (length < 0 || length > MAX_QUEUE) return undefined;
    const unacked = Array.from({ length }, (_, index) => {
      return read('sessionStorage', keyOf(this.#owner, `stream:${hOutAcked + index}`)) as Queued | undefined;
    });
    const isWhole = (stanza: Queued | undefined): stanza is Queued =>
      !!readFrame(String(stanza?.stanza))?.firstElementChild;
    return unacked.every(isWhole) ? { ...head, unacked } : undefined;
  }

  /** The page goes, perhaps to come back (bfcache): by then another one may have gone on with the stream. */
  #leave(): void {
    this.#write();
    this.#state = undefined;
  }
}

const MAX_QUEUE = 10_000;

function accountOf(key: string): string {
  return key.slice(storageKey('').length);
}
