import type { BareJid, Jid } from '../core/jid.js';
import type { CommandContext } from './commands/command.js';
import type { Outbox } from './outbox.js';

/** How far back we look in an archive for what we may have said. */
const MAX_PAGES_BACK = 10;
const PAGE_BACK = 100;

/** Has the archives tell what we missed, and what of ours they have (XEP-0313). */
export class ArchiveKeeper {
  readonly #context: CommandContext;
  readonly #outbox: Outbox;
  /** Archives that have yet to tell what we missed, and when they will have, if they have been asked. */
  readonly #behind = new Map<BareJid, Behind>();

  constructor(context: CommandContext, outbox: Outbox) {
    this.#context = context;
    this.#outbox = outbox;
  }

  /** It has yet to tell: what it may have of ours waits for that, and older messages do. */
  isBehind(archive: BareJid): boolean {
    return this.#behind.has(archive);
  }

  /** Settles when an archive that has been asked has told, or will not. */
  told(archive: BareJid): Promise<void> | undefined {
    return this.#behind.get(archive)?.asked;
  }

  /** A room is entered: its archive will be asked as soon as we are in, or the room tells itself what was said. */
  expect(room: BareJid, isByArchive: boolean): void {
    if (isByArchive) this.#behind.set(room, {});
    else this.#behind.delete(room);
  }

  clear(): void {
    this.#behind.clear();
  }

  /** What came while nobody heard it is in the archives: our account's, and those of rooms where we are in still. */
  fallBehind(account: BareJid): void {
    const { stores, dispatch, isGuest } = this.#context;
    dispatch({ kind: 'archives-behind', account });
    this.#behind.clear();
    if (!isGuest) this.#behind.set(account, {});
    for (const { jid, state } of stores.rooms.value.values()) if (state === 'joined') this.#behind.set(jid, {});
  }

  /**
   * Asks those that have yet to tell; a room that is entered anew, as soon as we are in. So it goes on, too, where the stream
   * broke while they were telling.
   *
   * @param isNew the stream is: nothing that an earlier one said of our account's archive counts.
   */
  ask(account: BareJid, isNew: boolean): void {
    const { rooms, features } = this.#context.stores;
    if (isNew || this.#behind.has(account)) this.#askAccount(account, !isNew && features.value.has(account));
    for (const archive of this.#behind.keys()) {
      if (rooms.value.get(archive)?.state === 'joined') this.catchUp(archive);
    }
  }

  #askAccount(account: BareJid, isTold: boolean): void {
    // What our own archive's ids are worth (XEP-0359), and whether there is one, is its word to say.
    const known = isTold ? undefined : this.#context.wire.discover(this.#context, account).catch(() => undefined);
    const behind = this.#behind.get(account);
    if (behind) behind.asked ??= Promise.resolve(known).then(() => this.#ask(account, behind, true));
  }

  /** Asks an archive that has yet to tell, if nobody has. */
  catchUp(archive: BareJid): void {
    const behind = this.#behind.get(archive);
    if (behind) behind.asked ??= this.#ask(archive, behind);
  }

  async #ask(archive: BareJid, behind: Behind, isAccount = false): Promise<void> {
    if (this.#behind.get(archive) !== behind) return;
    const { wire, stores } = this.#context;
    const hasArchive = stores.features.value.get(archive)?.features.has(wire.NS_MAM);
    // Where it would not answer there is nothing to wait for; the next stream asks it again.
    const unsure = () => this.#outbox.unsureOf(isAccount ? undefined : archive);
    const isNew = !stores.archives.value.byJid.get(archive)?.last;
    if (hasArchive) await wire.catchUp(this.#context, archive, isAccount, unsure).catch(() => undefined);
    if (hasArchive && isNew) await this.#lookBack(unsure);
    if (this.#behind.get(archive) !== behind) return;
    // The stream broke meanwhile: should it go on, so does this.
    if (stores.connection.value.status !== 'online') return void (behind.asked = undefined);
    this.#behind.delete(archive);
    this.#outbox.flush();
  }

  /** A room has told its history, and tells only its end: what we said may stand before it. */
  async lookBackIn(room: BareJid): Promise<void> {
    const asked = this.#lookBack(() => this.#outbox.unsureOf(room));
    const behind = { asked };
    this.#behind.set(room, behind);
    await asked;
    if (this.#behind.get(room) === behind) this.#behind.delete(room);
    this.#outbox.flush();
  }

  /** What we said on another stream or page may stand further back than what an archive's end, or a room, has told. */
  async #lookBack(unsure: () => { readonly conversation: Jid } | undefined): Promise<void> {
    const { wire, stores } = this.#context;
    for (let page = 0; page < MAX_PAGES_BACK; page += 1) {
      const conversation = unsure()?.conversation;
      if (!conversation || stores.archives.value.complete.has(conversation)) return;
      const isLoaded = await wire.loadOlder(this.#context, conversation, PAGE_BACK).then(
        () => true,
        () => false,
      );
      if (!isLoaded) return;
    }
  }
}

interface Behind {
  asked?: Promise<void> | undefined;
}
