import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { resourceOf, toBare, type FullJid, type Jid } from '../core/jid.js';
import type { XmppSession } from '../session/session.js';
import type { Archives } from '../stores/archives-store.js';
import type { Conversation, Entry, Message } from '../stores/entries.js';
import type { Notify } from './notices.js';
import { StoreController } from './store-controller.js';

/** How many older messages are loaded at once. */
const PAGE = 50;

type SessionEvent = Parameters<Parameters<XmppSession['onEvent']>[0]>[0];
type Spoken = Extract<SessionEvent, { readonly kind: 'message-queued' | 'message-received' }>;

/** One conversation, private or in a room, as its reader has it: what was said, who is composing, what is unread. */
export class ReadingController implements ReactiveController {
  /** How many messages are loaded where there are none yet. */
  history = 30;
  protected readonly host: ReactiveControllerHost;
  protected readonly notify: Notify;
  readonly #store: StoreController;
  #session: XmppSession | undefined;
  #jid: Jid | undefined;
  #stop: (() => void) | undefined;
  /** How many unread messages the page knows of. */
  #toldUnread = 0;
  /** What is being loaded from the archive. */
  #loading: Promise<void> | undefined;
  /** The archive would not answer; a new stream may. */
  #isRefused = false;

  constructor(host: ReactiveControllerHost, notify: Notify) {
    this.host = host;
    this.notify = notify;
    this.#store = new StoreController(host);
    host.addController(this);
  }

  /** Shows this conversation of this session from now on. */
  show(session: XmppSession | undefined, of: Jid | undefined): void {
    // Without a session there is none yet: where its reader was is not known either.
    const jid = session && of;
    if (session === this.#session && jid === this.#jid) return;
    this.#leave();
    this.#session = session;
    this.#jid = jid;
    if (session && jid) this.#enter(session, jid);
  }

  protected get session(): XmppSession | undefined {
    return this.#session;
  }

  get jid(): Jid | undefined {
    return this.#jid;
  }

  get conversation(): Conversation | undefined {
    return this.#jid && this.#session?.stores.conversations.value.get(this.#jid);
  }

  get entries(): readonly Entry[] {
    return this.conversation?.entries ?? [];
  }

  get unread(): number {
    return this.conversation?.unread ?? 0;
  }

  get mentions(): number {
    return this.conversation?.mentions ?? 0;
  }

  /** Who else is composing, in the order in which they started: full JIDs. */
  get composing(): readonly FullJid[] {
    return (this.#jid && this.#session?.stores.typing.value.get(this.#jid)) ?? [];
  }

  /** The message that others call so. */
  named(name: string): Message | undefined {
    return this.#jid && this.#session?.stores.conversations.named(this.#jid, name);
  }

  /** Which entry the reader looks at, and how far below the upper edge; `undefined` at the end. Kept likewise. */
  get reading(): { readonly key: string; readonly top: number } | undefined {
    return this.#jid && this.#session?.placeIn(this.#jid).reading;
  }

  set reading(reading: { readonly key: string; readonly top: number } | undefined) {
    if (this.#jid) this.#session?.changePlace(this.#jid, { reading });
  }

  /** Whether there may be something to read before the first message. */
  get hasOlder(): boolean {
    return !this.#isRefused && !!this.#jid && !!this.#session?.hasOlder(this.#jid);
  }

  /** Older messages are on their way. */
  get isLoading(): boolean {
    return !!this.#loading;
  }

  /**
   * Loads what was said before the first message, where there is an archive.
   *
   * @throws {XmppError} why it would not answer.
   */
  loadOlder(): Promise<void> {
    const [session, jid] = [this.#session, this.#jid];
    if (!session || !jid || this.#isRefused) return Promise.resolve();
    this.#loading ??= this.#load(session, jid);
    this.host.requestUpdate();
    return this.#loading;
  }

  /** Loads what is missing between two messages. */
  fillGap(key: string): void {
    // Where it does not work the gap stays, and can be tried again.
    if (this.#jid) this.#session?.fillGap(this.#jid, key).catch(() => undefined);
  }

  async #load(session: XmppSession, jid: Jid): Promise<void> {
    const isFirst = !this.entries.some(({ kind }) => kind === 'message');
    try {
      await session.loadOlder(jid, isFirst ? this.history : PAGE);
    } catch (error) {
      if (jid === this.#jid) this.#isRefused = true;
      throw error;
    } finally {
      this.#loading = undefined;
      this.host.requestUpdate();
    }
  }

  /** The reader has seen it all. */
  markRead(): void {
    if (this.#jid) this.#session?.markRead(this.#jid);
  }

  /** The same, found while the host is about to render. */
  markReadNow(): void {
    this.#store.quietly(() => this.markRead());
  }

  hostConnected(): void {
    if (this.#session && this.#jid && !this.#stop) this.#listen(this.#session, this.#jid);
  }

  hostDisconnected(): void {
    this.looksAway();
    this.#stop?.();
    this.#stop = undefined;
  }

  /** Nobody reads this conversation here any more. */
  protected looksAway(): void {
    // For who writes in it, too.
  }

  #enter(session: XmppSession, jid: Jid): void {
    this.#store.follow(session.stores.conversations, (conversations) => conversations.get(jid));
    this.#store.follow(session.stores.typing, (typing) => typing.get(jid));
    this.#store.follow(session.stores.archives, extentOf);
    this.#store.follow(session.stores.features);
    if (this.#store.isConnected) this.#listen(session, jid);
  }

  #leave(): void {
    this.hostDisconnected();
    this.#loading = undefined;
    this.#isRefused = false;
    this.#toldUnread = 0;
    this.#store.unfollow();
  }

  #listen(session: XmppSession, jid: Jid): void {
    const stopEvents = session.onEvent((event) => {
      if (event.kind === 'connection-changed') this.#isRefused = false;
      if (event.kind === 'archive-page-received') {
        for (const message of event.messages) {
          if (message.kind === 'message-received' && message.conversation === jid) this.#tell(message);
        }
        return;
      }
      if (!('conversation' in event) || event.conversation !== jid) return;
      // What changes a message is none.
      if (event.kind === 'message-sent' && this.entries.findLast(({ key }) => key === event.id))
        this.notify('xmpp-message-sent', { conversation: jid, id: event.id });
      if (event.kind === 'message-queued' || event.kind === 'message-received') this.#tell(event);
    });
    const tellUnread = () => {
      const { unread, mentions } = this;
      if (unread === this.#toldUnread) return;
      this.#toldUnread = unread;
      this.notify('xmpp-unread', { conversation: jid, unread, mentions, total: session.unread });
    };
    const stopUnread = session.stores.conversations.subscribe(tellUnread);
    tellUnread();
    this.#stop = () => {
      stopEvents();
      stopUnread();
    };
  }

  #tell(event: Spoken): void {
    if (!event.isNew || ('ignored' in event && event.ignored)) return;
    const { conversation, from, body, type } = event;
    const isReceived = event.kind === 'message-received';
    this.notify('xmpp-message', {
      conversation,
      from,
      nick: toBare(from) === toBare(conversation) && type === 'groupchat' ? resourceOf(from) : undefined,
      body,
      id: (isReceived ? (event.originId ?? event.id ?? event.stanzaId) : event.id) ?? '',
      own: !isReceived || event.isOwn,
      history: isReceived && event.isDelayed,
      mention: isReceived && event.isMention,
    });
  }
}

/** Another one whenever there may be something else to load than before. */
function extentOf({ byJid, complete }: Archives): number {
  return complete.size + [...byJid.values()].filter(({ isCaughtUp }) => isCaughtUp).length;
}
