/** XEP-0198: Stream Management, version 1.6.2 — https://xmpp.org/extensions/xep-0198.html — as Strophe's engine has it. */
import type { SMState, SMStorageBackend } from 'strophe.js';

/** What it takes to resume a stream. */
export type StreamState = SMState;
/** Where that is kept, by account. Called for every stanza in either direction. */
export type StreamStorage = SMStorageBackend;

/** The engine. Strophe's own declaration of it does not resolve. */
export interface StreamManagement {
  readonly state: StreamState;
  readonly enabled: boolean;
  readonly boundJid: string;
  readonly resumePending: boolean;
  initialize(account: string): void;
  hasResumableState(): boolean;
  reset(): void;
  sendResume(): void;
  sendEnable(boundJid: string): void;
  /** From `<enable/>` on. */
  isTracking(): boolean;
  onInbound(nonza: { name: string; attrs: Record<string, string>; serialized: string }): void;
  onInboundStanza(name: string): void;
  onGracefulClose(): void;
}

/** Under which key the engine keeps an account's stream. */
export function storageKey(account: string): string {
  return `strophe-sm:${account}`;
}

/** Whether the engine waits for this word; it would believe others as well. */
export function isDue(word: string, sm: StreamManagement): boolean {
  if (sm.resumePending) return word === 'resumed' || word === 'failed';
  if (!sm.isTracking()) return false;
  return sm.enabled ? word === 'r' || word === 'a' : word === 'enabled' || word === 'failed';
}

/** Whether `h` is a number, and confirms no more than was sent. */
export function isCount(h: string | undefined, { hOutAcked, unacked }: StreamState): boolean {
  return /^\d{1,10}$/.test(h ?? '') && (Number(h) - hOutAcked + 2 ** 32) % 2 ** 32 <= unacked.length;
}

/** Keeps streams for as long as the page lives. */
export class MemoryStorage implements StreamStorage {
  readonly #states = new Map<string, StreamState>();

  load(key: string): StreamState | null {
    return this.#states.get(key) ?? null;
  }

  /** No copy: the engine replaces a state that has ended. */
  save(key: string, state: StreamState): void {
    this.#states.set(key, state);
  }

  clear(key: string): void {
    this.#states.delete(key);
  }
}

/** A storage whose faults (no room left, switched off by the visitor) cost the resumption and nothing else. */
export function quiet(storage: StreamStorage): StreamStorage {
  const attempt = <T>(act: () => T): T | null => {
    try {
      return act();
    } catch {
      return null; // Without a stored state the next stream is a new one, which is always right.
    }
  };
  return {
    load: (key) => attempt(() => storage.load(key)),
    save: (key, state) => void attempt(() => storage.save(key, state)),
    clear: (key) => void attempt(() => storage.clear(key)),
  };
}
