import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { XmppError } from '../core/errors.js';
import { xmppErrorOf } from '../core/errors.js';
import { localOf, type BareJid, type FullJid } from '../core/jid.js';
import type { XmppSession } from '../session/session.js';
import { StoreController } from './store-controller.js';

/** A room that somebody keeps, without what opens it. */
interface Kept {
  readonly jid: BareJid;
  readonly name: string;
}

/** The rooms that whoever is signed in keeps. Guests keep none. */
export class BookmarksController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #store: StoreController;
  #session: XmppSession | undefined;
  /** As whom, so on which stream, they were asked for. */
  #askedAs: FullJid | undefined;
  #isOffered = false;
  #error: XmppError | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    this.#store = new StoreController(host);
    host.addController(this);
  }

  configure(session: XmppSession | undefined): void {
    if (session === this.#session) return;
    this.#session = session;
    this.#store.unfollow();
    if (session) this.#store.follow(session.stores.bookmarks);
  }

  /** Somebody is signed in whose server keeps rooms. */
  get isOffered(): boolean {
    return this.#isOffered && !!this.#session && !this.#session.isGuest;
  }

  /** Why the last one was not kept, or not given up. */
  get error(): XmppError | undefined {
    return this.#error;
  }

  get rooms(): readonly Kept[] {
    if (!this.isOffered) return [];
    const all = [...(this.#session?.stores.bookmarks.value.values() ?? [])];
    return all
      .map(({ room, name }) => ({ jid: room, name: name || localOf(room) }))
      .sort((one, other) => one.name.localeCompare(other.name));
  }

  has(room: BareJid): boolean {
    return !!this.#session?.stores.bookmarks.value.has(room);
  }

  /** How somebody goes into a room that they keep. */
  wayInto(room: BareJid): { readonly nick?: string | undefined; readonly password?: string | undefined } {
    const { nick, password } = this.#session?.stores.bookmarks.value.get(room) ?? {};
    return { nick, password };
  }

  /** Keeps a room, and how one is called in it; or gives it up. */
  async toggle(room: BareJid, name: string, nick?: string): Promise<void> {
    this.#error = undefined;
    try {
      const bookmarks = await this.#session?.bookmarks();
      await (this.has(room) ? bookmarks?.remove(room) : bookmarks?.keep({ room, name, nick }));
    } catch (error) {
      this.#error = xmppErrorOf(error);
    }
    this.#host.requestUpdate();
  }

  /** What went wrong has been told. */
  forgive(): void {
    this.#error = undefined;
  }

  /** Asks once more: not every server tells what another client has given up. */
  reload(): void {
    this.#askedAs = undefined;
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    const session = this.#session;
    if (session?.status !== 'online' || session.isGuest || session.jid === this.#askedAs) return;
    this.#askedAs = session.jid;
    void this.#load(session);
  }

  async #load(session: XmppSession): Promise<void> {
    try {
      await (await session.bookmarks()).load();
      this.#isOffered = true;
    } catch {
      this.#isOffered = false; // A server that keeps none: nothing is offered.
    }
    this.#host.requestUpdate();
  }
}
