import type { Jid } from '../core/jid.js';
import type { CommandContext } from './commands/command.js';

/** Where pictures are kept over page loads, by their hash; wiped when somebody signs out. */
const CACHE = 'xmpp-elements';
/** How many are asked for at once: a room may have thousands. */
const AT_ONCE = 4;

/** The pictures of people and rooms: each fetched once, when it is first shown, and kept by its hash. */
export class Pictures {
  readonly #context: CommandContext;
  readonly #byHash = new Map<string, Promise<Blob | undefined>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(context: CommandContext) {
    this.#context = context;
  }

  /** Somebody's picture; `undefined` where they have none that can be shown. Never throws. */
  async of(jid: Jid): Promise<Blob | undefined> {
    const hash = this.#context.stores.avatars.value.byJid.get(jid)?.hash;
    if (!hash) return undefined;
    let picture = this.#byHash.get(hash);
    if (!picture) this.#byHash.set(hash, (picture = this.#load(jid, hash)));
    return picture;
  }

  /** Forgets all of them. */
  async forget(): Promise<void> {
    this.#byHash.clear();
    await globalThis.caches?.delete(CACHE).catch(() => undefined);
  }

  async #load(jid: Jid, hash: string): Promise<Blob | undefined> {
    const kept = await this.#kept(hash);
    if (kept) return kept;
    try {
      await this.#turn();
      const picture = await this.#context.wire.fetchAvatar(this.#context, jid);
      if (picture) await this.#keep(hash, picture);
      return picture;
    } catch {
      // Refused, or offline: it may be had later.
      this.#byHash.delete(hash);
      return undefined;
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    this.#running += 1;
    if (this.#running > AT_ONCE) await new Promise<void>((go) => this.#waiting.push(go));
  }

  async #kept(hash: string): Promise<Blob | undefined> {
    try {
      const found = await (await caches.open(CACHE)).match(addressOf(hash));
      return await found?.blob();
    } catch {
      return undefined; // No cache on this page: it is fetched again.
    }
  }

  async #keep(hash: string, picture: Blob): Promise<void> {
    try {
      await (await caches.open(CACHE)).put(addressOf(hash), new Response(picture));
    } catch {
      // No room, or no cache.
    }
  }
}

/** A name, under which nothing is ever asked of the network. */
function addressOf(hash: string): string {
  return `https://avatars.invalid/${hash}`;
}
