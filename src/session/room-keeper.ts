import { ConnectionError, StanzaError, XmppError } from '../core/errors.js';
import type { BareJid, Jid } from '../core/jid.js';
import { Observable } from '../core/observable.js';
import type { OccupantLeft } from '../protocol/events.js';
import type { CommandContext } from './commands/command.js';
import type { JoinOptions } from './commands/join-room.js';

export interface RoomWish {
  readonly nick: string;
  readonly password?: string | undefined;
  /** How many of the last messages to ask for on the first entry. */
  readonly history: number;
}

interface Attempt {
  readonly wish: RoomWish;
  readonly done: Promise<void>;
  readonly abort: AbortController;
}

/** An element that is moved leaves the document and comes back in the same breath, or after an animation. */
const GRACE = 3000;
/** So often in ten minutes we come back by ourselves to a room that has lost us. */
const MAX_RETURNS = 5;
/** How long a server may take to start again, in ms; others wait up to twice as long. */
const RESTART = 5000;
/** So long we wait at most before we ask again to be let in, in ms. */
const MAX_PAUSE = 60_000;
/** Who had let us in, and says this now or nothing, may let us in a little later. */
const PASSING = /^(timeout|remote-server-timeout|internal-server-error|resource-constraint)$/;
/** How much more history we ask for than we have missed, in s: what we have already shows where the rest belongs. */
const OVERLAP = 60;

/** Keeps us in the rooms that the page shows: in again after a new stream, out when nobody shows them any more. */
export class RoomKeeper {
  readonly #context: CommandContext;
  readonly #onOut: (room: BareJid, condition: string) => void;
  readonly #holders = new Map<BareJid, Set<object>>();
  /** When rooms lost us, in ms of the page. */
  readonly #returns = new Map<BareJid, readonly number[]>();
  readonly #wishes = new Map<BareJid, RoomWish>();
  /** When we leave a room that nobody shows. */
  readonly #graces = new Map<BareJid, ReturnType<typeof setTimeout>>();
  /** When we go back to one that has lost us. */
  readonly #reentries = new Map<BareJid, ReturnType<typeof setTimeout>>();
  readonly #attempts = new Map<BareJid, Attempt>();
  /** Rooms that are to let us back in, and how often they have not. */
  readonly #failures = new Map<BareJid, number>();
  /** Rooms left while there was no stream, with our nick there: the server still has us in if the stream goes on. */
  readonly #goodbyes = new Map<BareJid, string>();
  /** There is a stream, and it knows who we are. */
  readonly #isOpen = new Observable(false);

  /** @param onOut told when we are, and stay, out of a room: by our wish, or because it would not have us. */
  constructor(context: CommandContext, onOut: (room: BareJid, condition: string) => void) {
    this.#context = context;
    this.#onOut = onOut;
  }

  /** Whether somebody shows this as a room, or wants in. */
  knows(jid: Jid): boolean {
    return !!this.#holders.get(jid as BareJid)?.size || this.#wishes.has(jid as BareJid);
  }

  /** Whether we are to be in: nobody has left it, nor put us out. */
  isWished(room: BareJid): boolean {
    return this.#wishes.has(room);
  }

  /**
   * Whether we come back after this: nobody wished it, neither we nor who has a say in the room. A server that goes down
   * says so (332), says something about an error (333), or only that we have gone.
   */
  returnsAfter({ room, reason }: OccupantLeft): boolean {
    if (!this.#wishes.has(room) || !/^(left|shutdown|error)$/.test(reason)) return false;
    const now = performance.now();
    const returns = (this.#returns.get(room) ?? []).filter((at) => now - at < 600_000);
    this.#returns.set(room, [...returns, now]);
    // Whoever is thrown out again and again would only be in everybody's way.
    return returns.length < MAX_RETURNS;
  }

  /** Somebody shows the room. */
  hold(room: BareJid, holder: object): void {
    clearTimeout(this.#graces.get(room));
    this.#holders.set(room, (this.#holders.get(room) ?? new Set()).add(holder));
  }

  /** They do no longer; when nobody does for a while, we leave. */
  release(room: BareJid, holder: object): void {
    const holders = this.#holders.get(room);
    if (!holders?.delete(holder) || holders.size) return;
    this.#holders.delete(room);
    this.#leaveSoon(room);
  }

  #leaveSoon(room: BareJid): void {
    this.#graces.set(
      room,
      setTimeout(() => this.leave(room), GRACE),
    );
  }

  /**
   * Enters as soon as there is a stream, and again after every new one until `leave`.
   *
   * @throws as `joinRoom`; {XmppError} `not-in-room`: left before it was entered.
   */
  async enter(room: BareJid, wish: RoomWish): Promise<void> {
    this.#wishes.set(room, wish);
    for (;;) {
      await this.#isOpen.waitFor(Boolean);
      const latest = this.#wishes.get(room);
      if (!latest) throw new XmppError('not-in-room');
      try {
        return await this.#join(room, latest);
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        // The stream broke, or carries nothing more since it takes its leave; or another wish came in between: that one's
        // answer is ours too.
        const isAsked = this.#attempts.has(room) || !this.#wishes.has(room);
        if (!isAsked || this.#context.transport.state.value.status !== 'online') this.close();
      }
    }
  }

  /** We are in already, since before this page: in again after every new stream. */
  keep(room: BareJid, wish: RoomWish): void {
    if (!this.#wishes.has(room)) this.#wishes.set(room, wish);
  }

  leave(room: BareJid): void {
    this.#wishes.delete(room);
    this.#failures.delete(room);
    this.#attempts.get(room)?.abort.abort();
    const owed = this.#isKnown(room) && this.#context.wire.leaveRoom(this.#context, room);
    if (owed) this.#goodbyes.set(room, owed);
    // Where the room will see us off, what we said before may still come back.
    if (this.#context.stores.rooms.value.get(room)?.state !== 'joined') this.#onOut(room, 'not-in-room');
  }

  /** The room put us out: going back by ourselves is not ours to decide. */
  forget(room: BareJid): void {
    this.#wishes.delete(room);
  }

  /** We go on under another nick, and come back under it. */
  rename(room: BareJid, nick: string): void {
    const wish = this.#wishes.get(room);
    if (wish) this.#wishes.set(room, { ...wish, nick });
  }

  /** There is no stream. */
  close(): void {
    this.#isOpen.set(false);
  }

  /** The old stream goes on. */
  resume(): void {
    for (const [room, nick] of this.#goodbyes) this.#context.wire.sayGoodbye(this.#context, room, nick);
    this.#goodbyes.clear();
    this.#isOpen.set(true);
    // The page before this one showed it, and this one may not.
    for (const { jid, state } of this.#context.stores.rooms.value.values()) {
      if (state === 'joined' && !this.knows(jid)) this.#leaveSoon(jid);
    }
  }

  /** A new stream is ready: into every wished room again. */
  restart(): void {
    this.#goodbyes.clear();
    for (const { abort } of this.#attempts.values()) abort.abort();
    this.#attempts.clear();
    this.#isOpen.set(true);
    // A refusal is in the store already.
    for (const [room, wish] of this.#wishes) this.#join(room, wish).catch(() => undefined);
  }

  /** The room has lost us, and did not say so. */
  reenter(room: BareJid): void {
    const wish = this.#wishes.get(room);
    if (!wish) return;
    this.#failures.set(room, this.#failures.get(room) ?? 0);
    // A refusal is in the store already.
    this.#join(room, wish).catch(() => undefined);
  }

  /** The room's server is being started again, most likely, and ours with it: the next stream would be earlier. */
  reenterSoon(room: BareJid, pause = RESTART): void {
    clearTimeout(this.#reentries.get(room));
    this.#reentries.set(
      room,
      // All who were in come back, but not in the same second.
      setTimeout(() => this.#isOpen.value && this.#isOut(room) && this.reenter(room), pause * (1 + Math.random())),
    );
  }

  clear(): void {
    this.#wishes.clear();
    for (const { abort } of this.#attempts.values()) abort.abort();
  }

  #isOut(room: BareJid): boolean {
    return /^(left|refused)$/.test(this.#context.stores.rooms.value.get(room)?.state ?? '');
  }

  /** We have asked it to let us in, at least. */
  #isKnown(room: BareJid): boolean {
    return this.#context.stores.rooms.value.has(room);
  }

  /** One attempt at a time, whoever asks for it. */
  #join(room: BareJid, wish: RoomWish): Promise<void> {
    const running = this.#attempts.get(room);
    if (running?.wish.nick === wish.nick && running.wish.password === wish.password) return running.done;
    running?.abort.abort();
    const abort = new AbortController();
    const done = this.#attempt(room, wish, abort.signal).finally(() => {
      if (this.#attempts.get(room)?.abort === abort) this.#attempts.delete(room);
    });
    this.#attempts.set(room, { wish, done, abort });
    return done;
  }

  async #attempt(room: BareJid, { nick, password, history }: RoomWish, signal: AbortSignal): Promise<void> {
    // Asked first and not waited for: rooms answer in order, so what it is is known before who is in it.
    const { discover, joinRoom } = this.#context.wire;
    discover(this.#context, room).catch(() => undefined);
    const { rooms } = this.#context.stores;
    const before = rooms.value.get(room);
    const isReturn = this.#failures.has(room) || (before?.state === 'left' && !before.leaveReason);
    const ghost = isReturn ? before?.nick : undefined;
    try {
      await joinRoom(this.#context, room, { nick, password, ghost, ...this.#historyOf(room, history), signal });
      this.rename(room, rooms.value.get(room)?.nick ?? nick);
      this.#failures.delete(room);
    } catch (error) {
      if (error instanceof ConnectionError) throw error;
      const { condition } = error as XmppError;
      if (isReturn && PASSING.test(condition)) {
        this.#askAgain(room);
        throw error;
      }
      this.#failures.delete(room);
      if (error instanceof StanzaError) this.#wishes.delete(room);
      this.#onOut(room, condition);
      throw error;
    }
  }

  /** What waits for the room waits on. */
  #askAgain(room: BareJid): void {
    const failures = this.#failures.get(room) ?? 0;
    this.#failures.set(room, failures + 1);
    this.reenterSoon(room, Math.min(RESTART * 2 ** failures, MAX_PAUSE / 2));
  }

  /** What to have the room tell: the archive knows what came after what we are sure of, the room only when it came. */
  #historyOf(room: BareJid, history: number): Pick<JoinOptions, 'isByArchive' | 'maxStanzas' | 'seconds'> {
    const { archives, conversations } = this.#context.stores;
    const isByArchive = !!archives.value.byJid.get(room)?.last && !!this.#context.wire.archiveOf(this.#context, room);
    if (isByArchive) return { isByArchive, maxStanzas: 0 };
    const last = conversations.latest(room);
    // How long ago, not when: the server's clock is not ours.
    return last
      ? { seconds: Math.max(0, Math.ceil((Date.now() - last.at) / 1000)) + OVERLAP }
      : { maxStanzas: history };
  }
}
