import type { Jid } from '../core/jid.js';

/** How far a room or an archive has come in telling us what we missed: it tells it in order. */
export interface Telling {
  /** The key of the last message that we had when we asked: what comes after it was missed. */
  readonly since?: string | undefined;
  /** The key of what it told last. */
  readonly last?: string | undefined;
  /** It is the archive that tells, not the room itself. */
  readonly isByArchive?: boolean | undefined;
  /** It had told all, and tells from further back. */
  readonly isAgain?: boolean | undefined;
}

/** Who is telling us what we missed, by conversation. */
export class Tellings {
  readonly #byJid = new Map<Jid, Telling>();

  of(jid: Jid): Telling | undefined {
    return this.#byJid.get(jid);
  }

  /** What is missed from now on comes behind what we have; an archive that has not told all goes on where it was. */
  expect(jid: Jid, since: string | undefined, isByArchive?: boolean): void {
    const known = this.of(jid);
    if (isByArchive && known?.isByArchive && !known.isAgain) return;
    this.#byJid.set(jid, { since, isByArchive });
  }

  /** The archive has told this. */
  put(jid: Jid, telling: Telling): void {
    this.#byJid.set(jid, telling);
  }

  /** A room has told this of its history. */
  told(jid: Jid, key: string): void {
    const telling = this.of(jid);
    // An archive tells in an order of its own what others may tell by the way.
    if (telling && !telling.isByArchive) this.put(jid, { ...telling, last: key });
  }

  /** All is told. */
  end(jid: Jid): void {
    this.#byJid.delete(jid);
  }

  /** XEP-0045 §7.1: with the subject a room has told all of its history. */
  roomEnded(jid: Jid): void {
    if (!this.of(jid)?.isByArchive) this.end(jid);
  }

  clear(): void {
    this.#byJid.clear();
  }

  get jids(): readonly Jid[] {
    return [...this.#byJid.keys()];
  }
}
