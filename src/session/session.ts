import { ConnectionError, XmppError } from '../core/errors.js';
import { newId } from '../core/id.js';
import type { BareJid, FullJid, Jid } from '../core/jid.js';
import { domainOf, isBare, jidOf, localOf, toBare } from '../core/jid.js';
import { silent, type Logger } from '../core/log.js';
import type { ChatState, ConnectionStatus, DomainEvent, OccupantChanged, Show } from '../protocol/events.js';
import type { ParseContext } from '../protocol/module.js';
import type { Credentials, Remember, Transport } from '../transport/transport.js';
import type { CommandContext } from './commands/command.js';
import { prepareMessage } from './commands/prepare-message.js';
import { isSameConfig, type SessionConfig } from './config.js';
import { ConnectionKeeper } from './connection-keeper.js';
import { forgetNick } from './nick-memory.js';
import { Outbox, type Outgoing } from './outbox.js';
import { watchPage } from './page-watch.js';
import { RoomKeeper, type RoomWish } from './room-keeper.js';
import { Stores } from './stores.js';
import type { Wire } from './wire.js';

/** Which stanzas an `onStanza` callback wants; what is left out does not matter. */
export interface StanzaFilter {
  readonly name?: 'message' | 'presence' | 'iq';
  readonly type?: string;
  /** A full JID, or a bare one for all its resources. */
  readonly from?: string;
  /** The namespace of a direct child. */
  readonly namespace?: string;
}

/** Which words to sign in with; left out, the page's attributes tell. */
export interface SignIn {
  /** A JID, or a user name where the domain is known. */
  readonly jid?: string | undefined;
  readonly password?: string | undefined;
  readonly anonymous?: boolean;
  /** As whom an earlier page was signed in; see `remembered`. */
  readonly remembered?: boolean;
  /** How long this sign-in survives; `tab` unless told. Never by a password. */
  readonly remember?: Remember | undefined;
}

/**
 * One account (or guest) on one server, shared by all elements of a page that name the same session.
 *
 * It outlives elements: it ends on `disconnect()` or `signOut()`, not because an element moved or left.
 */
export class XmppSession {
  /** As the `session` attribute says it. */
  readonly name: string;
  readonly stores = new Stores();
  log: Logger = silent;
  readonly #transport: Transport;
  readonly #context: CommandContext;
  readonly #keeper: ConnectionKeeper;
  readonly #rooms: RoomKeeper;
  readonly #outbox: Outbox;
  readonly #listeners = new Set<(event: DomainEvent) => void>();
  readonly #stanzaListeners = new Set<(stanza: Element) => void>();
  /** Rooms that are still telling their history: it ends with the subject (XEP-0045 §7.1). */
  readonly #toldHistory = new Map<BareJid, ReturnType<typeof setTimeout> | undefined>();
  #caps: ReturnType<Wire['ownCaps']> | undefined;
  /** Events that the listeners have yet to hear of. */
  readonly #events: DomainEvent[] = [];
  #config: SessionConfig = { services: [], isAnonymous: false };
  #configuredBy: WeakRef<{ readonly isConnected?: boolean }> | undefined;
  #isGuest = false;
  #stopWatching: (() => void) | undefined;
  /** Whose data the stores hold. */
  #account: string | undefined;
  #presence: { readonly show: Show; readonly status: string } = { show: 'available', status: '' };

  /** @param wire what only a stream needs, once it is here. */
  constructor(name: string, transport: Transport, wire: () => Wire | undefined) {
    this.name = name;
    this.#transport = transport;
    const context = {
      transport,
      stores: this.stores,
      dispatch: (event: DomainEvent) => this.dispatch(event),
      onEvent: (listener: (event: DomainEvent) => void) => this.onEvent(listener),
      presence: async () => ({ ...this.#presence, caps: await (this.#caps ??= this.#context.wire.ownCaps()) }),
    };
    this.#context = Object.defineProperties(context, {
      self: { get: () => this.jid ?? this.#config.jid },
      wire: { get: () => wire() ?? offline() },
    }) as typeof context & Pick<CommandContext, 'self' | 'wire'>;
    this.#outbox = new Outbox(this.#context, (outgoing) => this.#canGo(outgoing));
    this.#rooms = new RoomKeeper(this.#context, (room, condition) => this.#outbox.giveUp(room, condition));
    this.#keeper = new ConnectionKeeper(transport, (change) =>
      this.dispatch({ kind: 'connection-changed', ...change }),
    );
    transport.onStanza((stanza) => this.#onStanza(stanza));
  }

  get status(): ConnectionStatus {
    return this.stores.connection.value.status;
  }

  /** Our own full JID, once there was a stream. */
  get jid(): FullJid | undefined {
    return this.stores.connection.value.jid;
  }

  get config(): SessionConfig {
    return this.#config;
  }

  /** Guests have no account, so no contacts, no password and another address every time. */
  get isGuest(): boolean {
    return this.#isGuest;
  }

  /** Unread messages of all conversations. */
  get unread(): number {
    return [...this.stores.conversations.value.values()].reduce((sum, { unread }) => sum + unread, 0);
  }

  /**
   * Takes the connection attributes of an element. The first one in the document that says anything decides; it may
   * change its mind. Tells whether this changed anything.
   *
   * @throws {XmppError} `configuration-conflict`: another one said something else before.
   */
  configure(config: SessionConfig, by: object): boolean {
    const isSame = isSameConfig(config, this.#config);
    const first = this.#configuredBy?.deref();
    const decides = first && first !== by && first.isConnected !== false;
    if (decides && !isSame) {
      throw new XmppError(
        'configuration-conflict',
        `Another element configured the session “${this.name}” differently.`,
      );
    }
    if (!decides) this.#configuredBy = new WeakRef(by);
    if (!isSame) this.#config = config;
    return !isSame;
  }

  /**
   * Signs in and stays connected until told otherwise.
   *
   * @param isAsked a person waits for it: a first failure ends it. Otherwise it is tried again until it works.
   * @throws {ConnectionError} why it failed; see `Transport.connect`.
   */
  async connect(signIn: SignIn = {}, { isAsked = true }: { readonly isAsked?: boolean } = {}): Promise<void> {
    const { remember = 'tab' } = signIn;
    const credentials = this.#credentials(signIn);
    const wish = { credentials, services: this.#config.services, owner: this.name, remember };
    this.#isGuest = wish.credentials.kind === 'anonymous';
    this.#stopWatching ??= watchPage(
      () => this.#wake(),
      (isActive) => this.#transport.setActive(isActive),
    );
    await this.#keeper.connect(wish, { isAsked });
  }

  /** Tries again now instead of waiting for the next attempt. */
  retryNow(): void {
    this.#keeper.retryNow();
  }

  /** As whom an earlier page was signed in, and this one can be without asking; if that is who the page means. */
  get remembered(): BareJid | undefined {
    const kept = this.#transport.remembered(this.name);
    const jid = kept?.kind === 'remembered' ? kept.jid : undefined;
    const { jid: wanted, domain } = this.#config;
    return jid && (wanted ? jid === wanted : !domain || domainOf(jid) === domain) ? jid : undefined;
  }

  /** Ends the stream. Conversations stay on the page. */
  async disconnect(): Promise<void> {
    this.#unwatch();
    await this.#keeper.disconnect();
  }

  /** Ends the stream and forgets everything of this account. */
  async signOut(): Promise<void> {
    forgetNick(this.nickOwner);
    this.#unwatch();
    await this.#keeper.disconnect(() => this.#transport.forget(this.name));
    this.#forget();
  }

  /** Whose a chosen nick is: the account's, or of whoever comes as a guest. */
  get nickOwner(): string {
    return this.jid && !this.isGuest ? toBare(this.jid) : this.name;
  }

  /**
   * Sends a stanza of one's own: `session.send(xml`<message to="…">…</message>`)`.
   *
   * @throws {ConnectionError} `offline`.
   */
  send(stanza: Element): void {
    this.#transport.send(stanza);
  }

  /** Calls back for every stanza that fits, after we have read it. Returns the way out. */
  onStanza(filter: StanzaFilter, callback: (stanza: Element) => void): () => void {
    const from = jidOf(filter.from);
    const listener = (stanza: Element) => {
      const sender = jidOf(stanza.getAttribute('from'));
      const fits =
        (!filter.name || stanza.localName === filter.name) &&
        (!filter.type || stanza.getAttribute('type') === filter.type) &&
        (!filter.from || (!!sender && (sender === from || toBare(sender) === from))) &&
        (!filter.namespace || [...stanza.children].some(({ namespaceURI }) => namespaceURI === filter.namespace));
      if (fits) callback(stanza);
    };
    this.#stanzaListeners.add(listener);
    return () => this.#stanzaListeners.delete(listener);
  }

  /** Calls back for everything that happens, after the stores know of it. Returns the way out. */
  onEvent(listener: (event: DomainEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Says that an element shows a room; `releaseRoom` says that it does no longer. The last one out makes us leave. */
  holdRoom(room: BareJid, holder: object): void {
    this.#rooms.hold(room, holder);
  }

  releaseRoom(room: BareJid, holder: object): void {
    this.#rooms.release(room, holder);
  }

  /** Enters a room, now and after every new stream. See `joinRoom` for what it throws. */
  enterRoom(room: BareJid, wish: RoomWish): Promise<void> {
    return this.#rooms.enter(room, wish);
  }

  leaveRoom(room: BareJid): void {
    this.#rooms.leave(room);
  }

  /** See `changeNick` in the commands. */
  async changeNick(room: BareJid, nick: string): Promise<void> {
    return this.#context.wire.changeNick(this.#context, room, nick);
  }

  /** See `setSubject` in the commands. */
  async setSubject(room: BareJid, subject: string): Promise<void> {
    return this.#context.wire.setSubject(this.#context, room, subject);
  }

  /**
   * Sends a message, as soon as there is a way. Resolves when the server has it.
   *
   * @throws {XmppError} the condition under which it came back.
   */
  async sendMessage(conversation: Jid, body: string, id = newId()): Promise<{ id: string }> {
    const type = this.#rooms.knows(conversation) ? 'groupchat' : 'chat';
    await this.#outbox.add(prepareMessage(this.#context, { conversation, type, id, body }));
    return { id };
  }

  setChatState(conversation: Jid, state: ChatState): void {
    if (this.status === 'online') this.#context.wire.sendChatState(this.#context, conversation, state);
  }

  /** RFC 6121 §4.7: says how available we are, to contacts and rooms; kept for later streams. */
  setPresence(show: Show, status = ''): void {
    this.#presence = { show, status };
    if (this.status !== 'online') return;
    this.#context.wire.sendPresence(this.#context).catch(() => undefined); // The next stream tells it.
  }

  get presence(): { readonly show: Show; readonly status: string } {
    return this.#presence;
  }

  /** Somebody has seen a conversation up to its end. */
  markRead(conversation: Jid): void {
    if (this.stores.conversations.value.get(conversation)?.unread) {
      this.dispatch({ kind: 'conversation-read', conversation });
    }
  }

  /** Folds an event into the stores, then lets the session and its listeners act on it. */
  dispatch(event: DomainEvent): void {
    const known = this.#enrich(event);
    if (!known) return;
    this.stores.apply(known);
    const isFirst = this.#events.push(known) === 1;
    try {
      this.#react(known);
    } finally {
      if (isFirst) this.#tellListeners();
    }
  }

  /** What comes of an event is told after it, though the stores know it at once. */
  #tellListeners(): void {
    for (const event of this.#events) {
      for (const listener of [...this.#listeners]) attempt(() => listener(event));
    }
    this.#events.length = 0;
  }

  /** Adds what only the session knows; `undefined` drops an event that says nothing new. */
  #enrich(event: DomainEvent): DomainEvent | undefined {
    if (event.kind === 'message-received' && !this.stores.conversations.accepts(event)) return undefined;
    if (event.kind === 'message-received' || event.kind === 'message-queued') {
      return { ...event, isNew: !this.stores.conversations.has(event) };
    }
    const occupants = 'room' in event ? this.stores.occupants.value.get(event.room)?.byNick : undefined;
    if (event.kind === 'occupant-changed') {
      const isIn = this.stores.rooms.value.get(event.room)?.state === 'joined';
      return { ...event, isNew: isIn && !occupants?.has(event.occupant.nick) };
    }
    if (event.kind !== 'occupant-left' && event.kind !== 'nick-changed') return event;
    const occupant = occupants?.get(event.nick);
    if (!occupant && !event.isSelf) return undefined;
    return event.kind === 'occupant-left' ? { ...event, occupant } : event;
  }

  #react(event: DomainEvent): void {
    switch (event.kind) {
      case 'room-entering':
        clearTimeout(this.#toldHistory.get(event.room));
        return void this.#toldHistory.set(event.room, undefined);
      case 'subject-changed':
        return this.#historyEnded(event.room);
      case 'connection-changed':
        return event.status === 'online'
          ? this.#onOnline(event.jid as FullJid, !!event.isResumed)
          : this.#rooms.close();
      case 'message-received': {
        const message = this.stores.conversations.find(event);
        return message?.isOwn ? this.#outbox.shown(event.conversation, message.id) : undefined;
      }
      case 'message-sent':
        return this.#outbox.sent(event);
      case 'message-failed':
        return this.#outbox.failed(event);
      case 'occupant-changed':
        return event.isSelf ? this.#onJoined(event) : undefined;
      case 'nick-changed':
        return event.isSelf ? this.#rooms.rename(event.room, event.newNick) : undefined;
      case 'occupant-left':
        if (!event.isSelf) return;
        this.#historyEnded(event.room);
        if (event.reason !== 'left') this.#rooms.forget(event.room);
        return this.#outbox.giveUp(event.room, 'not-in-room');
    }
  }

  /** Whether a message can go now. What a room may have had already waits until it has told what it has. */
  #canGo({
    type,
    conversation,
    isRepeated,
  }: Pick<Outgoing, 'type' | 'conversation'> & { isRepeated: boolean }): boolean {
    if (type === 'chat') return this.status === 'online';
    const room = conversation as BareJid;
    return this.stores.rooms.value.get(room)?.state === 'joined' && !(isRepeated && this.#toldHistory.has(room));
  }

  #onJoined({ room, statusCodes }: OccupantChanged): void {
    if (this.#toldHistory.has(room)) {
      clearTimeout(this.#toldHistory.get(room));
      // Not every room sends its subject.
      this.#toldHistory.set(
        room,
        setTimeout(() => this.#historyEnded(room), MAX_TELLING),
      );
    }
    if (statusCodes.includes(CREATED)) this.#unlock(room).catch(() => undefined);
    this.#outbox.flush();
  }

  async #unlock(room: BareJid): Promise<void> {
    await this.#context.wire.unlockRoom(this.#context, room);
    // There was nothing to ask when we came.
    await this.#context.wire.discover(this.#context, room);
  }

  #historyEnded(room: BareJid): void {
    clearTimeout(this.#toldHistory.get(room));
    if (this.#toldHistory.delete(room)) this.#outbox.flush();
  }

  #onOnline(jid: FullJid, isResumed: boolean): void {
    // On a new page the old stream goes on, but what it told the page before is not here.
    const isCold = this.#account === undefined;
    if (isResumed && !isCold) {
      this.#rooms.resume();
      this.#outbox.confirm();
      return this.#outbox.flush();
    }
    const account = this.isGuest ? 'guest' : toBare(jid);
    if (this.#account !== undefined && this.#account !== account) this.#forget();
    this.#account = account;
    this.#outbox.restart();
    this.dispatch({ kind: 'stream-started', jid });
    const { discover, loadRoster, sendPresence } = this.#context.wire;
    // Most servers keep no roster for guests and say so: nothing is lost by their refusal.
    if (!this.isGuest) loadRoster(this.#context).catch(() => undefined);
    // What our own archive's ids are worth (XEP-0359) is its word to say.
    discover(this.#context, toBare(jid)).catch(() => undefined);
    // Rooms may ask who we are: what we can do (XEP-0115) goes ahead of us.
    sendPresence(this.#context).then(
      () => this.#rooms.restart(),
      () => undefined, // The stream ended: the next one begins anew.
    );
    this.#outbox.flush();
  }

  #forget(): void {
    this.#account = undefined;
    this.#presence = { show: 'available', status: '' };
    this.#rooms.clear();
    this.#outbox.clear();
    this.dispatch({ kind: 'signed-out' });
  }

  #onStanza(stanza: Element): Element | undefined {
    const self = this.jid;
    if (!self) return undefined;
    const { rooms, features } = this.stores;
    const context: ParseContext = {
      self,
      now: Date.now(),
      nickIn: (room) => {
        const { state, nick } = rooms.value.get(room) ?? {};
        return state === 'entering' || state === 'joined' ? nick : undefined;
      },
      isEntering: (room) => this.#toldHistory.has(room),
      ownOccupantId: (room) =>
        this.stores.occupants.value.get(room)?.byNick.get(rooms.value.get(room)?.nick ?? '')?.occupantId,
      hasFeature: (jid, feature) => features.value.get(jid)?.features.has(feature) ?? false,
    };
    const answer = this.#context.wire.route(stanza, context, (event) => this.dispatch(event), this.log);
    for (const listener of [...this.#stanzaListeners]) attempt(() => listener(stanza));
    return answer;
  }

  /** The page was asleep, or another network is there. */
  #wake(): void {
    if (this.status === 'online') this.#transport.wake();
    else this.#keeper.retryNow();
  }

  #unwatch(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }

  #credentials({ jid: written, password, anonymous, remembered }: SignIn): Credentials {
    const { domain, isAnonymous } = this.#config;
    const known = remembered && this.remembered;
    if (known) return { kind: 'remembered', jid: known };
    const isGuest = anonymous ?? (written === undefined && isAnonymous && !this.#config.jid);
    if (isGuest) {
      if (!domain) throw new ConnectionError('no-service', 'Guests need a domain.');
      return { kind: 'anonymous', domain };
    }
    const jid = written === undefined ? this.#config.jid : accountOf(written, domain);
    if (!jid) throw new ConnectionError('invalid-jid', `Not an XMPP address: ${written ?? ''}`);
    // The page's password is for the page's account alone.
    const given = written === undefined ? this.#config.password : undefined;
    return { kind: 'password', jid, password: password ?? given ?? '' };
  }
}

/** How long a room may take for its history after it has let us in, in ms. */
const MAX_TELLING = 10_000;
/** XEP-0045 §15.6.2: the room is new, and locked until it is configured. */
const CREATED = 201;

function offline(): never {
  throw new ConnectionError('offline');
}

/** A page's mistake is reported as its own, and stops nobody else. */
function attempt(call: () => void): void {
  try {
    call();
  } catch (error) {
    reportError(error);
  }
}

/** The account that a person means: a JID, or a user name of the page's domain. */
function accountOf(written: string, domain: string | undefined): BareJid | undefined {
  const text = written.trim();
  const jid = jidOf(text.includes('@') || !domain ? text : `${text}@${domain}`);
  return jid && isBare(jid) && localOf(jid) && domainOf(jid) ? jid : undefined;
}
