import type { FullJid } from '../core/jid.js';
import { ownerOf } from '../transport/kept.js';
import type { Credentials, Remember } from '../transport/transport.js';
import type { CommandContext } from './commands/command.js';
import { Places } from './places.js';
import { keepSnapshot, keptSnapshot, outdateSnapshot, restoreSnapshot, type Snapshot } from './snapshot.js';
import type { Upkeep } from './upkeep.js';

/** What the pages of a tab leave to one another: written when a page goes, and there before the next one has a stream. */
export class PageMemory {
  readonly places = new Places();
  readonly #owner: string;
  readonly #context: CommandContext;
  readonly #upkeep: Upkeep;
  /** The next page of this tab may know what this one knew. */
  #keeps = false;
  #wasOnline = false;

  /** @param owner the session's name. */
  constructor(owner: string, context: CommandContext, upkeep: Upkeep) {
    this.#owner = owner;
    this.#context = context;
    this.#upkeep = upkeep;
  }

  /** From now on more is heard than the last page knew. */
  online(): void {
    this.#wasOnline = true;
    outdateSnapshot(this.#owner);
  }

  /**
   * What an earlier page of this tab knew of whoever signs in now is there before the stream is.
   *
   * @returns how available they said that they are.
   */
  restore(credentials: Credentials, remember: Remember): Snapshot['presence'] | undefined {
    this.#keeps = credentials.kind === 'anonymous' || remember !== 'none';
    const account = ownerOf(credentials);
    if (this.#upkeep.account !== undefined) return undefined;
    const { snapshot, isWhole } = keptSnapshot(this.#owner, account) ?? {};
    try {
      if (snapshot) {
        restoreSnapshot(this.#context.stores, snapshot);
        this.places.all = snapshot.places;
        this.#upkeep.goOnFrom(account, isWhole ? snapshot.jid : undefined);
      }
      return snapshot?.presence;
    } catch {
      this.#upkeep.forget(); // Somebody else's text: nothing of it stays.
      return undefined;
    } finally {
      this.#upkeep.outbox.inherit(account);
    }
  }

  /**
   * The page goes.
   *
   * @param isEnd nothing more can be heard by it.
   */
  leave(isEnd: boolean, presence: Snapshot['presence'], jid: FullJid | undefined): void {
    const { account } = this.#upkeep;
    const { stores, wire } = this.#context;
    // A page that never came online has heard nothing: what it found stays as it is.
    if (!jid || account === undefined || !this.#keeps || !this.#wasOnline) return;
    const own = { account, jid, presence, places: this.places.all };
    const isWhole = isEnd && stores.connection.value.status === 'online';
    // Where there is no room for all of it, the little that is painted first still has a chance.
    if (keepSnapshot(this.#owner, wire.takeSnapshot(stores, own), isWhole)) return;
    keepSnapshot(this.#owner, wire.takeSnapshot(stores, own, true), false);
  }

  /** The page is back as it was: others may have been there meanwhile. */
  comeBack(): void {
    outdateSnapshot(this.#owner);
    const { account, outbox } = this.#upkeep;
    if (account === undefined) return;
    outbox.inherit(account);
    outbox.flush();
  }
}
