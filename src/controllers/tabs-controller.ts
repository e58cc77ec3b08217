import type { ReactiveControllerHost } from 'lit';
import { keepShown, recallShown } from '../session/shown-memory.js';
import type { XmppSession } from '../session/session.js';
import type { Notify } from './notices.js';
import { ReadingController } from './reading-controller.js';
import { RoomController, type RoomAttributes } from './room-controller.js';

/** More than anybody could tell apart. */
const MAX_ROOMS = 20;

/** One of several rooms: whether we are in, and what is said there while another one is shown. */
export interface RoomTab {
  /** As the page wrote it. */
  readonly address: string;
  readonly room: RoomController;
  readonly reading: ReadingController;
}

/** Several rooms in one element: all of them are entered, one is shown. */
export class TabsController {
  readonly #host: ReactiveControllerHost;
  readonly #notify: Notify;
  #session: XmppSession | undefined;
  #name = '';
  #tabs: readonly RoomTab[] = [];
  #shown = '';

  constructor(host: ReactiveControllerHost, notify: Notify) {
    this.#host = host;
    this.#notify = notify;
  }

  get tabs(): readonly RoomTab[] {
    return this.#tabs;
  }

  get shown(): RoomTab | undefined {
    return this.#tabs.find(({ address }) => address === this.#shown) ?? this.#tabs[0];
  }

  /** Of all of them. */
  get unread(): number {
    return this.#sum('unread');
  }

  get mentions(): number {
    return this.#sum('mentions');
  }

  /** How much of one nobody has seen, the shown one included. */
  unreadIn({ room: { jid } }: RoomTab): { readonly unread: number; readonly mentions: number } {
    const { unread = 0, mentions = 0 } = (jid && this.#session?.stores.conversations.value.get(jid)) ?? {};
    return { unread, mentions };
  }

  /**
   * Takes what the page wrote, at first and after every change.
   *
   * @param name of the session, by which is kept which one is shown.
   */
  configure(session: XmppSession | undefined, name: string, { room: list, ...attributes }: RoomAttributes): void {
    const addresses = [...new Set(list.split(/\s+/).filter(Boolean))].slice(0, MAX_ROOMS);
    this.#session = session;
    this.#name = name;
    if (addresses.join(' ') !== this.#addresses.join(' ')) this.#take(addresses);
    const { shown } = this;
    for (const tab of this.#tabs) {
      tab.room.configure(session, { ...attributes, room: tab.address });
      // Of the one that is shown the element tells by itself.
      tab.reading.show(session, tab === shown ? undefined : tab.room.jid);
    }
  }

  show(address: string): void {
    this.#shown = address;
    keepShown(this.#name, this.#addresses, address);
    this.#host.requestUpdate();
  }

  get #addresses(): readonly string[] {
    return this.#tabs.map(({ address }) => address);
  }

  #take(addresses: readonly string[]): void {
    const before = this.#tabs;
    this.#tabs = addresses.map((address) => before.find((tab) => tab.address === address) ?? this.#tabFor(address));
    for (const tab of before) if (!this.#tabs.includes(tab)) this.#drop(tab);
    if (!addresses.includes(this.#shown)) this.#shown = recallShown(this.#name, addresses) ?? addresses[0] ?? '';
  }

  #tabFor(address: string): RoomTab {
    const [host, notify] = [this.#host, this.#notify];
    return { address, room: new RoomController(host, notify), reading: new ReadingController(host, notify) };
  }

  #drop({ room, reading }: RoomTab): void {
    room.configure(undefined, { room: '', nick: '', roomPassword: '', history: 0 });
    reading.show(undefined, undefined);
    for (const controller of [room, reading]) this.#host.removeController(controller);
  }

  #sum(what: 'unread' | 'mentions'): number {
    return this.#tabs.reduce((sum, tab) => sum + this.unreadIn(tab)[what], 0);
  }
}
