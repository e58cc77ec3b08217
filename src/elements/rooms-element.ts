import { type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { RoomController } from '../controllers/room-controller.js';
import type { TabsController } from '../controllers/tabs-controller.js';
import { localOf, type BareJid } from '../core/jid.js';
import type { Occupant } from '../stores/occupants-store.js';
import { XmppConversationElement } from './conversation-element.js';
import type { Directory } from './parts/directory.js';
import { Door } from './parts/door.js';
import { shownNick } from './parts/nick.js';

/** How somebody goes into a room who has kept it. */
interface RoomWay {
  readonly nick?: string | undefined;
  readonly password?: string | undefined;
  /** They make it, and want to choose its settings. */
  readonly isSetUp?: boolean;
}

/** Which room is shown: the one that is named, one of several in tabs, or one of a list; and what a page can do there. */
export abstract class XmppRoomsElement extends XmppConversationElement {
  /**
   * The bare JID of the room; without it there is a list of rooms to choose from, and to make one. Several, space-separated,
   * stand in tabs: all are entered, one is shown.
   */
  @property() room = '';
  /** Without `room`: the address of the service whose rooms are listed. Otherwise it is found. */
  @property() muc = '';
  /** What the room asks for at the door. */
  @property({ attribute: 'room-password' }) roomPassword = '';
  /** Says that the room may be new. One that nobody has made yet is made and opened, with or without it. */
  @property({ type: Boolean }) create = false;
  /** Reading first: nobody is asked for a nickname before they want to be heard. */
  @property({ type: Boolean }) spectator = false;
  readonly #one = new RoomController(this, this.notify.bind(this));
  #tabs: TabsController | undefined;
  readonly #doors = new WeakMap<RoomController, Door>();
  #directory: Directory | undefined;
  /** Which room was chosen from the list. */
  protected chosen = '';
  #way: RoomWay = {};

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.room) [this.chosen, this.#way] = ['', {}];
    const { nick = this.nick, password: roomPassword = this.roomPassword } = this.#way;
    const { history, isHeldBack, spectator: isSpectator } = this;
    const { session } = this.connection;
    const attributes = { room: this.address, nick, roomPassword, history, isHeldBack, isSpectator };
    const part = this.#areMany && this.lazily(tabs);
    if (part) this.#tabs ??= new part.TabsController(this, this.notify.bind(this));
    this.#tabs?.configure(session, this.session, { ...attributes, room: this.#areMany ? this.room : '' });
    this.#one.configure(session, this.#areMany ? { ...attributes, room: '' } : attributes);
    this.conversation.show(this.connection.session, this.current.jid);
    if (this.joined || changed.has('room')) this.door.shut();
  }

  /** How many messages nobody here has seen: of all rooms. */
  override get unread(): number {
    return this.#shownTab ? (this.#tabs?.unread ?? 0) : super.unread;
  }

  /** How many of them name us: of all rooms. */
  override get mentions(): number {
    return this.#shownTab ? (this.#tabs?.mentions ?? 0) : super.mentions;
  }

  /** Whether we are in. */
  get joined(): boolean {
    return this.current.isJoined;
  }

  /** Who is in, moderators first. */
  get occupants(): readonly Occupant[] {
    return this.current.occupants.map((occupant) => ({ ...occupant }));
  }

  /**
   * Enters the room, after `leave()` or a refusal too.
   *
   * @throws {XmppError} why it would not have us.
   */
  async join(): Promise<void> {
    if (this.isEarly) await this.updateComplete;
    await this.current.join();
  }

  /** Leaves the room, and stays out until `join()`. */
  async leave(): Promise<void> {
    this.current.leave();
    await this.updateComplete;
  }

  /**
   * Goes on under another nickname.
   *
   * @throws {XmppError} `conflict` where it is taken, or why else not.
   */
  async changeNick(nick: string): Promise<void> {
    await this.current.changeNick(nick);
  }

  /**
   * Says what the room is about.
   *
   * @throws {XmppError} `forbidden` where that is for moderators.
   */
  async setSubject(text: string): Promise<void> {
    await this.current.setSubject(text);
  }

  protected get address(): string {
    return this.#shownTab?.address ?? (this.room.trim() || this.chosen);
  }

  /** Tabs are asked for, and not here yet. */
  protected get areTabsDue(): boolean {
    return this.#areMany && !this.#shownTab;
  }

  get #areMany(): boolean {
    return /\S\s+\S/.test(this.room);
  }

  get #shownTab(): TabsController['shown'] {
    return this.#areMany ? this.#tabs?.shown : undefined;
  }

  /** The one that is shown. */
  protected get current(): RoomController {
    return this.#shownTab?.room ?? this.#one;
  }

  protected get door(): Door {
    const room = this.current;
    const door = this.#doors.get(room) ?? new Door(room);
    this.#doors.set(room, door);
    return door;
  }

  /** What one chooses a room from. */
  protected get rooms(): Directory | undefined {
    const part = this.lazily(directory);
    if (part) {
      const pictureOf = (room: BareJid) => this.pictureOf(room)?.draw();
      this.#directory ??= new part.Directory(this, (room, way) => this.choose(room, way), pictureOf);
    }
    return this.#directory;
  }

  /** Whether the settings of the room that they make are to be shown now: once, as soon as they are in. */
  protected takeSetUp(): boolean {
    if (!this.joined || !this.#way.isSetUp) return false;
    this.#way = { ...this.#way, isSetUp: false };
    return true;
  }

  protected choose(room: string, way: RoomWay = {}): void {
    this.chosen = room;
    this.#way = way;
    this.door.shut();
    this.requestUpdate();
  }

  protected readonly goBack = (): void => {
    // Nobody follows it any more when the room sees us off.
    if (this.joined) this.notify('xmpp-room-left', { room: this.chosen, reason: 'left' });
    this.current.leave();
    this.choose('');
    this.#directory?.comeBack();
  };

  protected override get place(): string {
    return this.room;
  }

  /** As the room calls itself, else as it is addressed. */
  protected get roomTitle(): string {
    const { room, jid } = this.current;
    return (
      shownNick(room?.name || (jid ? localOf(jid) : this.address)) || this.#directory?.title || this.strings.messages
    );
  }

  protected renderTabs(main: unknown): unknown {
    const part = this.#shownTab && this.lazily(tabs);
    return part && this.#tabs ? part.renderTabs(this, this.#tabs, this.partStrings, main) : main;
  }

  /** We are in, or were when the connection was lost and shall be again. */
  protected get isIn(): boolean {
    const { room, isOut } = this.current;
    return !!room && room.role !== 'none' && room.state !== 'refused' && !isOut;
  }
}

const directory = () => import('./parts/directory.js');
const tabs = () => import('./parts/tabs.js');
