import type { BareJid, Jid } from '../core/jid.js';
import type { PageLock } from '../transport/tab-slot.js';

/** How many calls are remembered: a tab may hear of a message much later than another. */
const MOST = 50;

/**
 * Of the tabs that have an account open and hear of a message, one calls its person, and none while they see that
 * conversation in any of them. Web Locks decide, for each message anew: who has called before may be gone from the room, or
 * its line may be dead. Where there are no locks, nobody can tell.
 */
export class TabTurn {
  readonly #account: BareJid;
  /** Of the messages that we have called for: no other tab does. */
  readonly #turns: PageLock[] = [];
  /** What the person sees, and the lock that says so. */
  #seen: Jid | undefined;
  #seeing: PageLock | undefined;
  /** How often all was released: what waited meanwhile is not for us any more. */
  #releases = 0;

  constructor(account: BareJid) {
    this.#account = account;
  }

  /**
   * Whether it is for this tab to call.
   *
   * @param call names the message, the same in all tabs, and the way of calling.
   */
  async isOurs(conversation: Jid, call: string): Promise<boolean> {
    const releases = this.#releases;
    const { PageLock } = await import('./wire.js');
    if (releases !== this.#releases) return false;
    if (!('locks' in navigator)) return true;
    const turn = new PageLock();
    if (!(await turn.hold(this.#nameOf('tell', conversation, call)))) return false;
    if (releases !== this.#releases) {
      turn.release();
      return false;
    }
    this.#turns.push(turn);
    if (this.#turns.length > MOST) this.#turns.shift()?.release();
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
    for (const lock of [...this.#turns.splice(0), this.#seeing]) lock?.release();
  }

  #nameOf(...words: readonly string[]): string {
    const [what = '', ...more] = words;
    return [what, this.#account, ...more].join(' ');
  }
}
