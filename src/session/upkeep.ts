import { type BareJid, domainOf, type FullJid, type Jid, toBare } from '../core/jid.js';
import type {
  ConnectionChanged,
  DomainEvent,
  MessageFailed,
  MessageReceived,
  OccupantChanged,
} from '../protocol/events.js';
import { ArchiveKeeper } from './archive-keeper.js';
import type { CommandContext } from './commands/command.js';
import type { DisplayedSync } from './displayed-sync.js';
import { Outbox } from './outbox.js';
import type { Outgoing } from './outgoing.js';
import { OutboxStorage } from './outbox-storage.js';
import { RoomKeeper } from './room-keeper.js';

/** How long a room may take for its history after it has let us in, in ms. */
const MAX_TELLING = 10_000;
/** A room is not asked again sooner whether we are in, in ms. */
const CHECK_PAUSE = 30_000;
/** XEP-0045 §15.6.2: the room is new, and locked until it is configured. */
const CREATED = 201;
/** Its settings have changed. */
const CONFIGURED = 104;

/** What a session does of itself when something happens: back into its rooms, out with what waits, told what it missed. */
export class Upkeep {
  readonly rooms: RoomKeeper;
  readonly outbox: Outbox;
  readonly #context: CommandContext;
  /** Rooms that are still telling their history: it ends with the subject (XEP-0045 §7.1). */
  readonly #toldHistory = new Map<BareJid, ReturnType<typeof setTimeout> | undefined>();
  /** When rooms were asked last whether we are in, in ms of the page. */
  readonly #checkedAt = new Map<BareJid, number>();
  readonly #archives: ArchiveKeeper;
  /** Whose data the stores hold. */
  #account: string | undefined;
  /** What the stores hold is of an earlier page, which was online so. */
  #earlier: { readonly jid: FullJid | undefined } | undefined;
  /** What our clients tell one another that they have shown. */
  #displayed: DisplayedSync | undefined;
  /** It is a guest's. */
  #isOfGuest = false;
  /** It was, before they signed in. */
  #wasOfGuest = false;
  /** There is a stream. */
  #isOpen = false;

  /** @param name the session's. */
  constructor(context: CommandContext, name: string) {
    this.#context = context;
    this.outbox = new Outbox(context, new OutboxStorage(name), (outgoing) => this.#canGo(outgoing));
    this.#archives = new ArchiveKeeper(context, this.outbox);
    this.rooms = new RoomKeeper(context, (room, condition) => this.outbox.giveUp(room, condition));
  }

  /** Acts on an event that the stores know already. */
  react(event: DomainEvent): void {
    this.#displayed?.react(event);
    switch (event.kind) {
      case 'room-entering':
        clearTimeout(this.#toldHistory.get(event.room));
        this.#toldHistory.set(event.room, undefined);
        return this.#archives.expect(event.room, !!event.isByArchive);
      case 'subject-changed':
        return this.#historyEnded(event.room);
      case 'connection-changed':
        if (event.status === 'online') return this.#onOnline(event);
        if (this.#isOpen && event.status !== 'offline') this.outbox.lost(event.condition);
        this.#isOpen = false;
        return this.rooms.close();
      case 'message-received':
        if (event.isNew) this.#context.wire.sendReceipt(this.#context, event);
        return this.#shown(event);
      case 'archive-page-received':
        return event.messages.forEach((each) => each.kind === 'message-received' && this.#shown(each));
      case 'message-sent':
        return this.outbox.sent(event);
      case 'message-failed':
        return this.outbox.failed(event);
      case 'message-discarded':
        return this.outbox.discarded(event);
      case 'occupant-changed':
        return event.isSelf ? this.#onJoined(event) : undefined;
      case 'room-notice':
        // What it does, and what it is called, may be another thing now.
        if (event.statusCodes.includes(CONFIGURED)) void this.#discover(event.room);
        return;
      case 'nick-changed':
        return event.isSelf ? this.rooms.rename(event.room, event.newNick) : undefined;
      case 'occupant-left':
        if (!event.isSelf) return;
        this.#historyEnded(event.room);
        if (event.isReturning) return this.rooms.reenterSoon(event.room);
        if (event.reason !== 'left') this.rooms.forget(event.room);
        return this.outbox.giveUp(event.room, 'not-in-room');
    }
  }

  /** Whether a room has let us in, or is about to, and tells what was said before. */
  isTelling(room: BareJid): boolean {
    return this.#toldHistory.has(room);
  }

  /** Whether there may be something to read before what we have: in an archive that we can ask now. */
  hasOlder(conversation: Jid): boolean {
    const { stores } = this.#context;
    if (stores.connection.value.status !== 'online') return false;
    const room = stores.rooms.value.get(conversation as BareJid);
    if (room && (room.state !== 'joined' || this.isTelling(room.jid))) return false;
    const archive = this.#context.wire.archiveOf(this.#context, conversation);
    const { complete } = stores.archives.value;
    return !!archive && !this.#archives.isBehind(archive) && !complete.has(conversation) && !complete.has(archive);
  }

  /** Settles when what was missed of a conversation has been told, if its archive is telling. */
  async told(conversation: Jid): Promise<void> {
    const archive = this.#context.wire.archiveOf(this.#context, conversation);
    if (archive) await this.#archives.told(archive);
  }

  /** Whose data the stores hold: an account's bare JID, or for guests the domain; `undefined` while they are empty. */
  get account(): string | undefined {
    return this.#account;
  }

  /**
   * The stores hold what an earlier page knew.
   *
   * @param jid as whom it was online, if nothing can have been said to it after that.
   */
  goOnFrom(account: string, jid: FullJid | undefined): void {
    this.#account = account;
    this.#earlier = { jid };
  }

  /** A room that has lost us refuses what was on its way to it: as soon as we are back it goes once more. */
  takesBack({ conversation, id, condition }: MessageFailed): boolean {
    const room = this.#context.stores.rooms.value.get(conversation as BareJid);
    const isLost = room && room.state !== 'joined' && this.rooms.isWished(room.jid);
    return !!isLost && condition === 'not-acceptable' && this.outbox.takeBack(id);
  }

  /** The page slept, or the line was cut: rooms may have lost us meanwhile (XEP-0410). */
  checkRooms(): void {
    for (const { jid, state } of this.#context.stores.rooms.value.values()) {
      if (state === 'joined') void this.#check(jid);
    }
  }

  /** Whoever is signed in was here as a guest before. */
  get wasGuest(): boolean {
    return this.#wasOfGuest;
  }

  /** A guest has signed in: rooms, and what they read and wrote there, go on as the account's. */
  #moveIn(account: string): void {
    const { stores, dispatch } = this.#context;
    const { rooms, features, archives, conversations } = stores;
    const [roomsBefore, before, { lastKey }] = [rooms.value, features.value, conversations];
    const { byJid, complete, oldest } = archives.value;
    const said = [...conversations.value.values()].filter(({ type }) => type === 'groupchat');
    const ofRooms = <Of extends Jid, Value>(all: Iterable<readonly [Of, Value]>) =>
      new Map([...all].filter(([jid]) => roomsBefore.has(jid as BareJid)));
    this.outbox.moveTo(account);
    this.#archives.clear();
    this.rooms.clear();
    dispatch({ kind: 'signed-out', keepsRooms: true });
    conversations.restore(said, lastKey, []);
    rooms.set(roomsBefore);
    features.set(ofRooms(before));
    archives.set({
      byJid: ofRooms(byJid),
      complete: new Set([...complete].filter((jid) => roomsBefore.has(jid as BareJid))),
      oldest: ofRooms(oldest),
    });
    this.#wasOfGuest = true;
  }

  /** Forgets the account and all that is its. */
  forget(): void {
    this.#wasOfGuest = false;
    this.#account = this.#earlier = undefined;
    this.#archives.clear();
    this.rooms.clear();
    this.outbox.clear();
    this.#context.dispatch({ kind: 'signed-out' });
  }

  async #check(room: BareJid): Promise<void> {
    const now = performance.now();
    if (now - (this.#checkedAt.get(room) ?? -CHECK_PAUSE) < CHECK_PAUSE) return;
    this.#checkedAt.set(room, now);
    const { wire, stores } = this.#context;
    const isIn = await wire.isStillIn(this.#context, room);
    if (!isIn && stores.rooms.value.get(room)?.state === 'joined') this.rooms.reenter(room);
  }

  /** A conversation shows it, so the server has it: ours need not be sent any more. */
  #shown(event: MessageReceived): void {
    const message = this.#context.stores.conversations.find(event);
    if (message?.isOwn) this.outbox.shown(event.conversation, message.id);
  }

  /** Whether a message can go now. What may have arrived already waits until the room or the archive has told what it has. */
  #canGo({ type, conversation, isRepeated }: Outgoing & { readonly isRepeated: boolean }): boolean {
    const { stores, self } = this.#context;
    if (type === 'chat') {
      const isChecked = !isRepeated || !self || !this.#archives.isBehind(toBare(self));
      return stores.connection.value.status === 'online' && isChecked;
    }
    const room = conversation as BareJid;
    const isChecked = !isRepeated || !(this.isTelling(room) || this.#archives.isBehind(room));
    return stores.rooms.value.get(room)?.state === 'joined' && isChecked;
  }

  #onJoined({ room, statusCodes }: OccupantChanged): void {
    if (this.isTelling(room)) {
      clearTimeout(this.#toldHistory.get(room));
      // Not every room sends its subject.
      this.#toldHistory.set(
        room,
        setTimeout(() => this.#historyEnded(room), MAX_TELLING),
      );
    }
    this.#archives.catchUp(room);
    if (statusCodes.includes(CREATED)) this.#unlock(room).catch(() => undefined);
    this.outbox.flush();
  }

  async #discover(room: BareJid): Promise<void> {
    await this.#context.wire.discover(this.#context, room).catch(() => undefined);
  }

  async #unlock(room: BareJid): Promise<void> {
    await this.#context.wire.unlockRoom(this.#context, room);
    // There was nothing to ask when we came.
    await this.#context.wire.discover(this.#context, room);
  }

  #historyEnded(room: BareJid): void {
    clearTimeout(this.#toldHistory.get(room));
    if (!this.#toldHistory.delete(room)) return;
    const isUnsure = this.outbox.unsureOf(room) && this.#context.wire.archiveOf(this.#context, room);
    if (isUnsure && !this.#archives.isBehind(room)) void this.#archives.lookBackIn(room);
    else this.outbox.flush();
  }

  #onOnline({ jid: ownJid, isResumed = false, hasQueue = false }: ConnectionChanged): void {
    const jid = ownJid as FullJid;
    this.#isOpen = true;
    this.#displayed ??= new this.#context.wire.DisplayedSync(this.#context);
    if (hasQueue && this.outbox.isDeadly) return this.#context.transport.renew();
    const { isGuest, wire, dispatch } = this.#context;
    const account = isGuest ? domainOf(jid) : toBare(jid);
    const earlier = this.#earlier;
    this.#earlier = undefined;
    // The old stream goes on: with this page, or with one that left all that it knew.
    const goesOn = hasQueue && this.#account === account && (!earlier || earlier.jid === jid);
    if (goesOn) {
      if (earlier) {
        this.#archives.fallBehind(toBare(jid));
        this.#loadBlocklist(jid);
      }
      this.#archives.ask(toBare(jid), false);
      this.rooms.resume();
      this.outbox.resume();
      this.outbox.flush();
      return this.checkRooms();
    }
    const isOther = this.#account !== undefined && this.#account !== account;
    const movesIn = isOther && this.#isOfGuest && !isGuest;
    if (movesIn) this.#moveIn(account);
    else if (isOther) this.forget();
    this.#isOfGuest = isGuest;
    this.#account = account;
    this.outbox.inherit(account);
    dispatch({ kind: 'stream-started', jid, isResumed });
    if (movesIn) dispatch({ kind: 'guest-signed-in' });
    // Before it is known what the server has of ours: a page that has just come knows nothing of what stands before that.
    this.#archives.fallBehind(toBare(jid));
    if (hasQueue) this.outbox.resume();
    else this.outbox.restart();
    const { enableCarbons, loadRoster, sendPresence } = wire;
    // Most servers keep no roster for guests and say so: nothing is lost by their refusal.
    if (!isGuest) loadRoster(this.#context).catch(() => undefined);
    if (!isGuest) enableCarbons(this.#context).catch(() => undefined);
    this.#loadBlocklist(jid);
    this.#archives.ask(toBare(jid), true);
    // Rooms may ask who we are: what we can do (XEP-0115) goes ahead of us.
    sendPresence(this.#context).then(
      () => this.rooms.restart(),
      () => undefined, // The stream ended: the next one begins anew.
    );
    this.outbox.flush();
  }

  #loadBlocklist(jid: FullJid): void {
    const { isGuest, wire } = this.#context;
    // Where it cannot be had, nobody can be blocked.
    if (!isGuest) wire.loadBlocklist(this.#context, domainOf(jid) as BareJid).catch(() => undefined);
  }
}
