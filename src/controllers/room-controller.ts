import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { XmppError, xmppErrorOf } from '../core/errors.js';
import { bareJidOf, jidOf, localOf, toBare, withResource, type BareJid } from '../core/jid.js';
import { recallNick, rememberNick } from '../session/nick-memory.js';
import type { XmppSession } from '../session/session.js';
import type { Occupant, Occupants } from '../stores/occupants-store.js';
import type { Room } from '../stores/rooms-store.js';
import type { Notices, Notify } from './notices.js';
import { OccupantList } from './occupant-list.js';
import { StoreController } from './store-controller.js';

/** So often a reader is given another number. */
const MAX_CONFLICTS = 5;

/** What the attributes of a room element say. */
export interface RoomAttributes {
  /** As written by the page. */
  readonly room: string;
  readonly nick: string;
  readonly roomPassword: string;
  readonly history: number;
  /** It is not entered before somebody asks for it. */
  readonly isHeldBack?: boolean;
  /** Whoever has chosen no nick yet reads first. */
  readonly isSpectator?: boolean;
}

/** One room: whether we are in, who else is, and what its visitor does about it. */
export class RoomController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #notify: Notify;
  readonly #store: StoreController;
  #session: XmppSession | undefined;
  #attributes: RoomAttributes | undefined;
  #jid: BareJid | undefined;
  #isConnected = false;
  #stop: (() => void) | undefined;
  /** The page knows that we are in. */
  #isTold = false;
  /** The visitor, or the page, does not want to be in now. */
  #isOut = false;
  /** The visitor's own choice, which goes before the page's. */
  #choice: { readonly nick: string; readonly by: string } | undefined;
  /** Under which a reader is in who has chosen none. */
  #readersNick = readersNick();
  #conflicts = 0;
  /** The visitor wants to be heard. */
  #isSpeaking = false;
  /** The entry under way. */
  #attempt: object | undefined;
  #error: XmppError | undefined;
  readonly #list = new OccupantList();

  constructor(host: ReactiveControllerHost, notify: Notify) {
    this.#host = host;
    this.#notify = notify;
    this.#store = new StoreController(host);
    host.addController(this);
  }

  /** The room's JID; `undefined` where none, or nonsense, was written. */
  get jid(): BareJid | undefined {
    return this.#jid;
  }

  get room(): Room | undefined {
    return this.#jid && this.#session?.stores.rooms.value.get(this.#jid);
  }

  get isJoined(): boolean {
    return this.room?.state === 'joined' && /^(online|reconnecting)$/.test(this.#session?.status ?? '');
  }

  /** We left, by our own wish. */
  get isOut(): boolean {
    return this.#isOut;
  }

  /** Our nick: as the room knows it, else as it will be asked for; `''` where the visitor has to choose one. */
  get nick(): string {
    return this.room?.nick || this.#wishedNick;
  }

  /** By role, then by nick. */
  get occupants(): readonly Occupant[] {
    return this.#list.sorted(this.#present);
  }

  /** Nicks that could be taken for another one's here, with that one's. */
  get lookAlikes(): ReadonlyMap<string, string> {
    return this.#list.lookAlikes(this.#present);
  }

  /** XEP-0500: how many seconds we have to wait between two messages. Admins and owners need not. */
  get slowMode(): number | undefined {
    const { jid, affiliation = '' } = this.room ?? {};
    return jid && !/^(admin|owner)$/.test(affiliation)
      ? this.#session?.stores.features.value.get(jid)?.slowMode
      : undefined;
  }

  occupant(nick: string): Occupant | undefined {
    return this.#present?.byNick.get(nick);
  }

  get #present(): Occupants | undefined {
    return this.#jid && this.#session?.stores.occupants.value.get(this.#jid);
  }

  /** The visitor reads, under a nick that means nothing, until they want to be heard. */
  get isSpectating(): boolean {
    const session = this.#session;
    if (session?.wasGuest) return false;
    const isKnown = this.#chosenNick !== undefined || (session && recallNick(session.nickOwner) !== undefined);
    return !!this.#attributes?.isSpectator && !this.#isSpeaking && !isKnown;
  }

  /** Under which nick a reader would speak, if it need not be asked for. */
  get speakersNick(): string {
    return this.#givenNick;
  }

  /**
   * The reader wants to be heard, under this nick.
   *
   * @throws {XmppError} `nick-missing`, `jid-malformed`, or as `changeNick`.
   */
  async speak(wished: string): Promise<void> {
    const nick = wished.trim();
    if (!nick) throw this.#fail(new XmppError('nick-missing', 'A nickname is needed.'));
    if (this.#jid && !withResource(this.#jid, nick))
      throw this.#fail(new XmppError('jid-malformed', 'Not a nickname.'));
    try {
      await this.changeNick(nick);
    } catch (error) {
      throw this.#fail(error);
    }
    this.#isSpeaking = true;
    this.#error = undefined;
    this.#host.requestUpdate();
  }

  /** Why we are not in, or what of ours the room refused last: a condition. */
  get error(): XmppError | undefined {
    return this.#error;
  }

  /** Takes the attributes, at first and after every change; enters as soon as it can. */
  configure(session: XmppSession | undefined, attributes: RoomAttributes): void {
    const { room, nick, roomPassword } = attributes;
    const before = this.#attributes;
    this.#attributes = attributes;
    const isOther = room !== before?.room;
    if (isOther) this.#take(room);
    if (isOther || session !== this.#session) this.#show(session);
    else if (nick !== before.nick || roomPassword !== before.roomPassword) {
      if (nick !== before.nick) this.#choice = undefined;
      if (!this.isJoined) return this.#enterByItself(true);
      if (nick && this.#jid) session?.changeNick(this.#jid, nick).catch((error: unknown) => this.#fail(error));
    }
    this.#enterByItself();
  }

  /**
   * Enters the room.
   *
   * @throws {XmppError} `nick-missing`, `jid-malformed`, `offline`, or as `joinRoom` in the session's commands.
   */
  async join(chosen?: string, password = this.#attributes?.roomPassword ?? ''): Promise<void> {
    const room = this.#jid;
    const nick = (chosen ?? this.#wishedNick).trim();
    if (!room || !this.#session) throw this.#fail(new XmppError('jid-malformed', 'No room is shown.'));
    if (!nick) throw this.#fail(new XmppError('nick-missing', 'A nickname is needed.'));
    if (!withResource(room, nick)) throw this.#fail(new XmppError('jid-malformed', 'Not a nickname.'));
    this.#isOut = false;
    this.#error = undefined;
    this.#host.requestUpdate();
    if (chosen !== undefined) this.#choose(nick);
    const attempt = (this.#attempt = {});
    try {
      const history = this.#attributes?.history ?? 30;
      await this.#session.enterRoom(room, { nick, password: password || undefined, history });
    } catch (error) {
      // Left before it was entered, asked for once more, or another room is shown by now: not for us to tell.
      if (this.#isOut || attempt !== this.#attempt) throw error;
      const isTaken = error instanceof XmppError && error.condition === 'conflict';
      // Two readers of one number: the next one is free, or the one after.
      if (this.isSpectating && isTaken && this.#conflicts < MAX_CONFLICTS) {
        this.#conflicts += 1;
        this.#readersNick = readersNick();
        return this.join();
      }
      throw this.#fail(error);
    } finally {
      if (attempt === this.#attempt) this.#attempt = undefined;
    }
  }

  /** Leaves, and stays out until `join()`. */
  leave(): void {
    this.#isOut = true;
    if (this.#jid) this.#session?.leaveRoom(this.#jid);
  }

  /** See `XmppSession.changeNick` for what it throws. */
  async changeNick(nick: string): Promise<void> {
    if (!this.#jid || !this.#session) throw new XmppError('not-in-room');
    await this.#session.changeNick(this.#jid, nick.trim());
    this.#choose(nick.trim());
  }

  /** See `XmppSession.setSubject` for what it throws. */
  async setSubject(subject: string): Promise<void> {
    if (!this.#jid || !this.#session) throw new XmppError('not-in-room');
    await this.#session.setSubject(this.#jid, subject);
  }

  hostConnected(): void {
    this.#isConnected = true;
    if (this.#session && this.#jid) this.#hold(this.#session, this.#jid);
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#release();
  }

  /** Whoever signs in has another name than the guest that they were. */
  get #chosenNick(): string | undefined {
    return this.#choice?.by === this.#session?.nickOwner ? this.#choice?.nick : undefined;
  }

  get #wishedNick(): string {
    return this.isSpectating ? this.#readersNick : this.#givenNick;
  }

  get #givenNick(): string {
    const session = this.#session;
    const given = this.#chosenNick ?? this.#attributes?.nick;
    if (given || !session) return given ?? '';
    // A guest's local part is a number of the server's, no name that anybody would wish for.
    return recallNick(session.nickOwner) ?? (session.isGuest || !session.jid ? '' : localOf(session.jid));
  }

  #choose(nick: string): void {
    const { nickOwner: by = '' } = this.#session ?? {};
    this.#choice = { nick, by };
    if (by) rememberNick(by, nick);
  }

  #take(written: string): void {
    this.#reset();
    const jid = jidOf(written);
    // A resource in a room's address is somebody's nick: the room is meant.
    this.#jid = jid && bareJidOf(toBare(jid));
    if (!this.#jid || !localOf(this.#jid)) {
      this.#jid = undefined;
      if (written) this.#fail(new XmppError('jid-malformed', `Not a room’s JID: ${written}`));
    }
  }

  #reset(): void {
    this.#error = undefined;
    this.#isSpeaking = false;
    this.#conflicts = 0;
    this.#isOut = this.#isTold = false;
    this.#attempt = undefined;
    this.#choice = undefined;
  }

  #show(session: XmppSession | undefined): void {
    this.#release();
    this.#store.unfollow();
    const room = this.#jid;
    // As somebody else.
    if (this.#session && room) this.#reset();
    this.#session = session;
    if (!session || !room) return;
    this.#store.follow(session.stores.rooms, (rooms) => rooms.get(room));
    this.#store.follow(session.stores.occupants, (occupants) => occupants.get(room));
    this.#store.follow(session.stores.features, (features) => features.get(room));
    if (this.#isConnected) this.#hold(session, room);
  }

  #hold(session: XmppSession, room: BareJid): void {
    session.holdRoom(room, this);
    const stopEvents = session.onEvent((event) => {
      if (event.kind === 'connection-changed' && event.status === 'online') this.#enterByItself();
      if (!('room' in event) || event.room !== room) return;
      switch (event.kind) {
        case 'occupant-changed':
          if (event.isNew && !event.isSelf) this.#notify('xmpp-occupant-joined', detailOf(room, event.occupant));
          return;
        case 'occupant-left':
          if (event.occupant && !event.isSelf) this.#notify('xmpp-occupant-left', detailOf(room, event.occupant));
      }
    });
    const stopRooms = session.stores.rooms.subscribe((now, before) => this.#tell(now.get(room), before.get(room)));
    this.#stop = () => {
      stopEvents();
      stopRooms();
      session.releaseRoom(room, this);
    };
    this.#enterByItself();
  }

  #release(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #tell(now: Room | undefined, before: Room | undefined): void {
    if (!now || now.state === before?.state) return;
    if (now.state === 'joined') {
      this.#error = undefined;
      this.#tellJoined(now);
    } else if (before?.state === 'joined' && now.leaveReason) {
      // Without a reason it was the stream that ended; we are on the way back.
      this.#notify('xmpp-room-left', { room: now.jid, reason: now.leaveReason });
    }
  }

  #tellJoined({ jid, nick }: Room): void {
    this.#isTold = true;
    // Whoever signed in to speak goes on so on the next page.
    if (this.#session?.wasGuest) this.#choose(nick);
    this.#notify('xmpp-room-joined', { room: jid, nick });
  }

  /** Into the room as soon as there is a stream and a nick; not where we left, nor where we were refused the same. */
  #enterByItself(isOtherWish = false): void {
    const { room } = this;
    const state = room?.state;
    const isWanted = this.#isConnected && this.#jid && !this.#isOut && !this.#attributes?.isHeldBack;
    if (!isWanted || this.#session?.status !== 'online') return;
    if (room && state === 'joined') return this.#stay(room);
    if (!isOtherWish && (this.#attempt || state === 'entering' || state === 'refused')) return;
    if (!this.#wishedNick) return this.#host.requestUpdate(); // The visitor is asked for one.
    this.join().catch(() => undefined); // Kept in `error`, and told.
  }

  /** The page before this one entered it. */
  #stay(room: Room): void {
    const { roomPassword = '', history = 30 } = this.#attributes ?? {};
    this.#session?.keepRoom(room.jid, { nick: room.nick, password: roomPassword || undefined, history });
    if (!this.#isTold) this.#tellJoined(room);
  }

  #fail(error: unknown): XmppError {
    this.#error = xmppErrorOf(error);
    this.#notify('xmpp-error', { condition: this.#error.condition, error: this.#error });
    this.#host.requestUpdate();
    return this.#error;
  }
}

/** Of a reader. Whoever is in a room has one; this one says that they have not chosen it. */
function readersNick(): string {
  return `Guest ${Math.floor(1000 + Math.random() * 9000)}`;
}

function detailOf(room: BareJid, { nick, role, affiliation }: Occupant): Notices['xmpp-occupant-joined'] {
  return { room, nick, role, affiliation };
}
