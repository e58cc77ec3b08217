import { bareJidOf, resourceOf, toBare, type BareJid } from '../core/jid.js';
import type { XmppSession } from '../session/session.js';
import type { Message } from '../stores/entries.js';
import type { Ignored } from '../stores/ignored.js';
import type { Occupant } from '../stores/occupants-store.js';

/** Somebody of a room, who may have left it. */
export interface Person {
  readonly nick: string;
  readonly occupantId?: string | undefined;
  /** As they are in the room now; `undefined`: they are not. */
  readonly occupant?: Occupant | undefined;
}

/** What one can do about somebody in a room. It comes with its view. */
export class OccupantController {
  readonly #session: XmppSession;
  readonly #room: BareJid;

  constructor(session: XmppSession, room: BareJid) {
    this.#session = session;
    this.#room = room;
  }

  /** Whoever has this nick now, unless it is we. */
  called(nick: string): Person | undefined {
    const occupant = this.#byNick(nick);
    return occupant && !this.#isOwn(nick) ? { nick, occupantId: occupant.occupantId, occupant } : undefined;
  }

  /** Who wrote a message, unless it was we. Somebody else may have their nick by now. */
  authorOf({ from, occupantId, isOwn, kind }: Message): Person | undefined {
    const nick = resourceOf(from);
    if (isOwn || kind !== 'message' || !nick) return undefined;
    const namesake = this.#byNick(nick);
    const occupant = occupantId
      ? this.#all.find((each) => each.occupantId === occupantId)
      : namesake?.occupantId
        ? undefined
        : namesake;
    if (occupant && this.#isOwn(occupant.nick)) return undefined;
    return { nick: occupant?.nick ?? nick, occupantId, occupant };
  }

  /** Under which key we ignore them. */
  ignored({ nick, occupantId, occupant }: Person): Ignored | undefined {
    const key = this.#session.stores.ignored.keyOf(this.#room, { nick, jid: occupant?.jid, occupantId });
    return this.#session.stores.ignored.value.find((each) => each.room === this.#room && each.key === key);
  }

  /** By which name of theirs they would be ignored; `undefined`: there is none that holds. */
  nameOf({ nick, occupantId, occupant }: Person): Ignored | undefined {
    const room = this.#room;
    if (occupantId) return { room, by: 'occupant-id', key: occupantId, nick };
    if (!occupant) return undefined;
    const jid = occupant.jid && bareJidOf(toBare(occupant.jid));
    return jid ? { room, by: 'jid', key: jid, nick } : { room, by: 'nick', key: nick, nick };
  }

  setIgnored(ignored: Ignored, isIgnored: boolean): void {
    this.#session.setIgnored(ignored, isIgnored);
  }

  get #all(): readonly Occupant[] {
    return [...(this.#session.stores.occupants.value.get(this.#room)?.byNick.values() ?? [])];
  }

  #byNick(nick: string): Occupant | undefined {
    return this.#session.stores.occupants.value.get(this.#room)?.byNick.get(nick);
  }

  #isOwn(nick: string): boolean {
    return this.#session.stores.rooms.value.get(this.#room)?.nick === nick;
  }
}
