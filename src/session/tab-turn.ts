import type { BareJid, Jid } from '../core/jid.js';
import type { PageLock } from '../transport/tab-slot.js';

/**
 * Of the tabs that have an account open, one calls its person to a conversation, and none while they see it in any of
 * them. Web Locks decide; where there are none, nobody can tell.
 */
export class TabTurn {
  readonly #account: BareJid;
  readonly #turns = new Map<Jid, PageLock>();
  /** What the person sees, and the lock that says so. */
  #seen: Jid | undefined;
  #seeing: PageLock | undefined;
  /** How often all was released: what waited meanwhile is not for us any more. */
  #releases = 0;

  constructor(account: BareJid) {
    this.#account = account;
  }

  /** Whether it is for this tab to call. */
  async isOurs(conversation: Jid): Promise<boolean> {
    const releases = this.#releases;
    const { PageLock } = await import('./wire.js');
    if (releases !== this.#releases) return false;
    if (!('locks' in navigator)) return true;
    const turn = this.#turns.get(conversation) ?? new PageLock();
    this.#turns.set(conversation, turn);
    if (!(await turn.hold(this.#nameOf('tell', conversation)))) {
      turn.release(); // The other tab may be gone when the next message comes.
      return false;
    }
    const glance = new PageLock();
    const isUnseen = await glance.hold(this.#nameOf('see', conversation));
    glance.release();
    return isUnseen;
  }

  /** The person sees this conversation here now, or none. */
  async see(conversation: Jid | undefined): Promise<void> {
    this.#seen = conversation;
    const { PageLock } = await import('./wire.js');
    if (!('locks' in navigator)) return;
    this.#seeing ??= new PageLock();
    if (this.#seen) await this.#seeing.hold(this.#nameOf('see', this.#seen));
    else this.#seeing.release();
  }

  /** The page goes, or does not call any more. */
  release(): void {
    this.#releases += 1;
    this.#seen = undefined;
    for (const lock of [...this.#turns.values(), this.#seeing]) lock?.release();
  }

  #nameOf(what: string, conversation: Jid): string {
    return `${what} ${this.#account} ${conversation}`;
  }
}
