import { ConnectionError, XmppError } from '../core/errors.js';
import { fetchCode } from '../core/fetch-code.js';
import { newId } from '../core/id.js';
import type { BareJid, FullJid, Jid } from '../core/jid.js';
import { domainOf, jidOf, toBare } from '../core/jid.js';
import { silent, type Logger } from '../core/log.js';
import { Observable } from '../core/observable.js';
import type { ChatState, ConnectionStatus, DomainEvent, Game, Ignored, Show } from '../protocol/events.js';
import type { Report } from '../protocol/xep-0377-reporting.js';
import type { Message } from '../stores/entries.js';
import { keyOfInvitation, type Invitation } from '../stores/invitations-store.js';
import { keepGuest, signedInAsGuest } from '../transport/kept.js';
import type { Credentials, Remember, Transport } from '../transport/transport.js';
import { Availability } from './availability.js';
import type { Bookmarks } from './bookmarks.js';
import type { ContactChange } from './commands/change-contact.js';
import type { OccupantChange } from './commands/change-occupant.js';
import type { CommandContext } from './commands/command.js';
import type { Profile } from './commands/fetch-profile.js';
import { prepareMessage } from './commands/prepare-message.js';
import type { Removal } from './commands/remove-message.js';
import type { OccupantReport } from './commands/report-occupant.js';
import type { FoundPage, SearchWish } from './commands/search-archive.js';
import type { UploadOptions } from './commands/upload-file.js';
import { isSameConfig, type SessionConfig } from './config.js';
import { ConnectionKeeper } from './connection-keeper.js';
import { credentialsFor, REMEMBER, type SignIn } from './credentials.js';
import { enrich } from './enrich.js';
import { IgnoreList } from './ignore-list.js';
import { Listeners, wantedBy, type StanzaFilter } from './listeners.js';
import { forgetNick } from './nick-memory.js';
import { watchPage } from './page-watch.js';
import type { Outgoing, OwnChange } from './outgoing.js';
import type { MatchWish } from './own-match.js';
import { PageMemory } from './page-memory.js';
import { parseContext } from './parse-context.js';
import { Pictures } from './pictures.js';
import type { Place } from './places.js';
import type { Registration } from './registration.js';
import type { RoomAdministration } from './room-administration.js';
import type { RoomDirectory } from './room-directory.js';
import type { RoomWish } from './room-keeper.js';
import { Said } from './said.js';
import type { Snapshot } from './snapshot.js';
import { Stores } from './stores.js';
import { TypingLimit } from './typing-limit.js';
import { Upkeep } from './upkeep.js';
import type { Wire } from './wire.js';

/** What belongs to a message beside its words. */
export interface MessageOptions extends Pick<Outgoing, 'mentions' | 'reply' | 'attachment' | 'match' | 'nick'> {
  /** Its `id`, where it is sent once more. A UUID. */
  readonly id?: string | undefined;
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
  /** The elements that could tell the page what is of the session and of no conversation: the first one does. */
  readonly tellers = new Observable<readonly Element[]>([]);
  log: Logger = silent;
  readonly #transport: Transport;
  readonly #context: CommandContext;
  readonly #keeper: ConnectionKeeper;
  readonly #upkeep: Upkeep;
  readonly #listeners = new Listeners<DomainEvent>();
  readonly #stanzaListeners = new Listeners<Element>();
  /** Events that the listeners have yet to hear of. */
  readonly #events: DomainEvent[] = [];
  #config: SessionConfig = { services: [], isAnonymous: false };
  #configuredBy: WeakRef<{ readonly isConnected?: boolean }> | undefined;
  #isGuest = false;
  #isBySite = false;
  #stopWatching: (() => void) | undefined;
  readonly #availability = new Availability(() => this.#context);
  readonly #memory: PageMemory;
  readonly #said: Said;
  readonly #ignoring: IgnoreList;
  readonly #pictures: Pictures;
  readonly #typing = new TypingLimit(this.stores.typing, (event) => this.dispatch(event));

  /** @param wire what only a stream needs, once it is here. */
  constructor(name: string, transport: Transport, wire: () => Wire | undefined) {
    this.name = name;
    this.#transport = transport;
    const context = {
      transport,
      stores: this.stores,
      openQueries: new Map<string, BareJid>(),
      dispatch: (event: DomainEvent) => this.dispatch(event),
      onEvent: (listener: (event: DomainEvent) => void) => this.onEvent(listener),
      presence: () => this.#availability.asPresence(),
    };
    this.#context = Object.defineProperties(context, {
      self: { get: () => this.jid ?? this.#config.jid },
      isGuest: { get: () => this.#isGuest },
      game: { get: () => this.presence.game },
      wire: { get: () => wire() ?? offline() },
    }) as typeof context & Pick<CommandContext, 'self' | 'isGuest' | 'game' | 'wire'>;
    this.#upkeep = new Upkeep(this.#context, name);
    this.#said = new Said(name, this.stores);
    this.#ignoring = new IgnoreList(this.#context);
    this.#pictures = new Pictures(this.#context);
    this.#memory = new PageMemory(name, this.#context, this.#upkeep);
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

  /** Whoever is signed in was here as a guest before. */
  get wasGuest(): boolean {
    return this.#upkeep.wasGuest;
  }

  /** The site's own server says as whom we sign in, so nobody has typed anything. */
  get isBySite(): boolean {
    return this.#isBySite;
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
    const credentials = credentialsFor(signIn, this.#config, () => this.remembered);
    const remember = REMEMBER.find((known) => known === signIn.remember) ?? 'tab';
    const onSignIn = (as: Credentials) => this.#restore(as, remember);
    const wish = { credentials, services: this.#config.services, owner: this.name, remember, onSignIn };
    this.#isBySite = typeof credentials === 'function';
    this.#isGuest = 'kind' in credentials && credentials.kind === 'anonymous';
    this.#stopWatching ??= watchPage({
      onWake: () => this.#wake(),
      onActive: (isActive) => this.#transport.setActive(isActive),
      onShow: () => this.#memory.comeBack(),
      onHide: (isEnd) => this.#memory.leave(isEnd, this.presence, this.jid),
    });
    await this.#keeper.connect(wish, { isAsked });
  }

  /** Tries again now instead of waiting for the next attempt. */
  retryNow(): void {
    this.#keeper.retryNow();
  }

  /** What an earlier page left to sign in with, without asking anybody; if it is of whom the page means. */
  get remembered(): Credentials | undefined {
    const kept = this.#transport.remembered(this.name);
    if (kept?.kind !== 'remembered' && kept?.kind !== 'prebound') return undefined;
    const { jid: wanted, domain } = this.#config;
    const account = toBare(kept.jid);
    const isMeant = wanted ? account === wanted : !domain || domainOf(kept.jid) === domain;
    return isMeant || signedInAsGuest(this.name, account) ? kept : undefined;
  }

  /** What makes an account on a server of the page's; its code comes with the first. */
  async registration(): Promise<Registration> {
    const { Registration } = await fetchCode(() => import('./registration.js'));
    return new Registration(this.#transport, this.#config.services);
  }

  /** The rooms of a service, of the server's own unless told; what asks for them comes with the first. */
  async roomDirectory(service?: Jid): Promise<RoomDirectory> {
    const { RoomDirectory } = await fetchCode(() => import('./room-directory.js'));
    return new RoomDirectory(this.#context, service);
  }

  /** What is asked of a room beside talking in it; its code comes with the first. */
  async roomAdministration(room: BareJid): Promise<RoomAdministration> {
    const { RoomAdministration } = await fetchCode(() => import('./room-administration.js'));
    return new RoomAdministration(this.#context, room);
  }

  /** What reads and changes the rooms that our account keeps; it comes with the first. */
  async bookmarks(): Promise<Bookmarks> {
    const { Bookmarks } = await fetchCode(() => import('./bookmarks.js'));
    return new Bookmarks(this.#context);
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
    this.#upkeep.forget();
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
    const isWanted = wantedBy(filter);
    return this.#stanzaListeners.add((stanza) => isWanted(stanza) && callback(stanza));
  }

  /** Calls back for everything that happens, after the stores know of it. Returns the way out. */
  onEvent(listener: (event: DomainEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Says that an element shows a room; `releaseRoom` says that it does no longer. The last one out makes us leave. */
  holdRoom(room: BareJid, holder: object): void {
    this.#upkeep.rooms.hold(room, holder);
  }

  releaseRoom(room: BareJid, holder: object): void {
    this.#upkeep.rooms.release(room, holder);
  }

  /** Stays in a room that the stream before this page had entered. */
  keepRoom(room: BareJid, wish: RoomWish): void {
    this.#upkeep.rooms.keep(room, wish);
  }

  /** Enters a room, now and after every new stream. See `joinRoom` for what it throws. */
  enterRoom(room: BareJid, wish: RoomWish): Promise<void> {
    return this.#upkeep.rooms.enter(room, wish);
  }

  leaveRoom(room: BareJid): void {
    this.#upkeep.rooms.leave(room);
  }

  /** See `changeNick` in the commands. */
  async changeNick(room: BareJid, nick: string): Promise<void> {
    return this.#context.wire.changeNick(this.#context, room, nick);
  }

  /** See `setSubject` in the commands. */
  async setSubject(room: BareJid, subject: string): Promise<void> {
    return this.#context.wire.setSubject(this.#context, room, subject);
  }

  /** See `invite` in the commands. */
  async invite(room: string, jid: string, reason = ''): Promise<void> {
    await Promise.resolve(this.#context.wire.invite(this.#context, room, jid, reason));
  }

  /** The page has heard of an invitation. */
  tellInvitation(invitation: Invitation): void {
    this.dispatch({ kind: 'invitation-told', key: keyOfInvitation(invitation) });
  }

  /** Somebody has decided about an invitation: they go there, or do not. */
  settleInvitation(invitation: Invitation, accepts: boolean): void {
    if (!accepts && this.status === 'online') this.#context.wire.decline(this.#context, invitation);
    this.dispatch({ kind: 'invitation-settled', key: keyOfInvitation(invitation) });
  }

  /**
   * Sends a message, as soon as there is a way. Resolves when the server has it.
   *
   * @throws {XmppError} the condition under which it came back.
   */
  async sendMessage(
    conversation: Jid,
    body: string,
    { id = newId(), ...more }: MessageOptions = {},
  ): Promise<{ id: string }> {
    await this.#say({ conversation, id, body, ...more });
    return { id };
  }

  /**
   * Changes a message: corrects or takes back one of ours, or says how we react to one. Resolves when the server has it.
   *
   * @param body how it reads now (XEP-0308); for a retraction, what people read whose client knows none (XEP-0424).
   * @throws {XmppError} the condition under which it came back.
   */
  async changeMessage(conversation: Jid, change: OwnChange, body = ''): Promise<void> {
    await this.#say({ conversation, id: newId(), body, change });
  }

  /**
   * Invites somebody, or a room, to a match. Resolves when the server has it.
   *
   * @throws {XmppError} `jid-malformed`, `invalid-match`, or the condition under which it came back.
   */
  async inviteToMatch(to: string, wish: MatchWish): Promise<{ id: string }> {
    const conversation = jidOf(to);
    if (!conversation) throw new XmppError('jid-malformed', `Nobody’s JID: ${to}`);
    const id = newId();
    const { ownMatch } = await fetchCode(() => import('./own-match.js'));
    const { match, body } = ownMatch(id, wish);
    return this.sendMessage(conversation, body, { id, match });
  }

  /**
   * Answers an invitation to a match: tells who invited, and nobody else. Resolves when the server has it.
   *
   * @throws {XmppError} the condition under which it came back.
   */
  async answerMatch(conversation: Jid, { match, from, occupantId }: Message, accepts: boolean): Promise<void> {
    const isOfRoom = this.#upkeep.rooms.knows(conversation);
    const inviter = { from: isOfRoom ? from : conversation, occupantId };
    if (match) await this.changeMessage(inviter.from, { kind: 'answer', target: match.id, accepts, inviter });
  }

  /** See `findUploadService` in the commands; `stores.features.uploadService` has what it found. */
  async findUploadService(): Promise<void> {
    await this.#context.wire.findUploadService(this.#context);
  }

  /** See `uploadFile` in the commands. */
  async uploadFile(file: File, options?: UploadOptions): Promise<string> {
    return this.#context.wire.uploadFile(this.#context, file, options);
  }

  #say(said: Omit<Outgoing, 'type' | 'from' | 'at'>): Promise<void> {
    const type = this.#upkeep.rooms.knows(said.conversation) ? 'groupchat' : 'chat';
    return this.#upkeep.outbox.add(prepareMessage(this.#context, { ...said, type }));
  }

  /** Whether there may be something to read before what we have: in an archive that we can ask now. */
  hasOlder(conversation: Jid): boolean {
    return this.#upkeep.hasOlder(conversation);
  }

  /** See `loadOlder` in the commands. What was missed comes first. */
  async loadOlder(conversation: Jid, max: number): Promise<void> {
    if (this.status === 'online') await this.#upkeep.told(conversation);
    if (this.hasOlder(conversation)) await this.#context.wire.loadOlder(this.#context, conversation, max);
  }

  /** See `searchArchive` in the commands. */
  async searchArchive(conversation: Jid, wish: SearchWish): Promise<FoundPage | undefined> {
    return this.#context.wire.searchArchive(this.#context, conversation, wish);
  }

  /** See `fillGap` in the commands. */
  async fillGap(conversation: Jid, gap: string): Promise<void> {
    await this.#context.wire.fillGap(this.#context, conversation, gap, 100);
  }

  /** Where the visitor is in a conversation: their draft, and what they read. Kept for the next page. */
  placeIn(conversation: Jid): Place {
    return this.#memory.places.of(conversation);
  }

  changePlace(conversation: Jid, change: Place): void {
    this.#memory.places.change(conversation, change);
  }

  /** Gives up a message of ours that failed: it was never said. */
  discardMessage(conversation: Jid, id: string): void {
    this.dispatch({ kind: 'message-discarded', conversation, id });
  }

  /** Somebody's picture (XEP-0084, 0153); `undefined` where they have none that can be shown. */
  async picture(jid: Jid): Promise<Blob | undefined> {
    return this.#pictures.of(jid);
  }

  setChatState(conversation: Jid, state: ChatState): void {
    if (this.status === 'online') this.#context.wire.sendChatState(this.#context, conversation, state);
  }

  /** See `addContact` in the commands, and so for the next ones. */
  async addContact(jid: BareJid): Promise<void> {
    return this.#context.wire.addContact(this.#context, jid);
  }

  async changeContact(jid: BareJid, change: ContactChange): Promise<void> {
    return this.#context.wire.changeContact(this.#context, jid, change);
  }

  async removeContact(jid: BareJid): Promise<void> {
    return this.#context.wire.removeContact(this.#context, jid);
  }

  answerRequest(from: BareJid, accepts: boolean): void {
    this.#context.wire.answerRequest(this.#context, from, accepts);
  }

  async setBlocked(jid: Jid, isBlocked: boolean, report?: Report): Promise<void> {
    return this.#context.wire.setBlocked(this.#context, jid, isBlocked, report);
  }

  /** See `fetchProfile` in the commands. */
  async profile(jid: Jid): Promise<Profile> {
    return this.#context.wire.fetchProfile(this.#context, jid);
  }

  /** See `changeOccupant` in the commands, and so for the next ones. */
  async changeOccupant(room: BareJid, change: OccupantChange): Promise<void> {
    await (await moderation()).changeOccupant(this.#context, room, change);
  }

  async removeMessage(room: BareJid, message: Removal): Promise<void> {
    await (await moderation()).removeMessage(this.#context, room, message);
  }

  async reportOccupant(room: BareJid, report: OccupantReport): Promise<void> {
    await (await moderation()).reportOccupant(this.#context, room, report);
  }

  /** Hides from us what somebody in a room says, or shows it again. Nobody is told. */
  setIgnored(ignored: Ignored, isIgnored: boolean): void {
    this.dispatch({ kind: 'ignore-changed', ignored: this.#ignoring.stamped(ignored), isIgnored });
  }

  /** RFC 6121 §4.7: says how available we are, to contacts and rooms; kept for later streams. */
  setPresence(show: Show, status = ''): void {
    this.#availability.set(show, status);
  }

  get presence(): Snapshot['presence'] {
    return this.#availability.value;
  }

  /**
   * XEP-0196: says what we play, to the occupants of our rooms and, where the server does that for us, to contacts; now
   * or as soon as there is a stream. `undefined`: nothing.
   *
   * @throws {XmppError} `invalid-game`: it has no name, or an address that is none; or why the server would not.
   */
  async publishGame(game: Game | undefined): Promise<void> {
    await this.#availability.play(game);
  }

  /** Somebody has seen a conversation up to its end. */
  markRead(jid: Jid): void {
    const conversation = this.stores.conversations.value.get(jid);
    if (!conversation?.unread) return;
    this.dispatch({ kind: 'conversation-read', conversation: jid });
    if (this.status === 'online') this.#context.wire.sendDisplayed(this.#context, conversation);
  }

  /** Folds an event into the stores, then lets the session and its listeners act on it. */
  dispatch(event: DomainEvent): void {
    const known = enrich(event, { stores: this.stores, upkeep: this.#upkeep, said: this.#said });
    if (!known) return;
    const { value: roomsBefore } = this.stores.rooms;
    this.stores.apply(known);
    this.#said.react(known);
    this.#typing.react(known);
    if (known.kind === 'connection-changed' && known.status === 'online') this.#memory.online();
    if (known.kind === 'signed-out') {
      const { places } = this.#memory;
      places.all = places.all.filter(([jid]) => known.keepsRooms && roomsBefore.has(jid as BareJid));
      void this.#pictures.forget();
    }
    if (known.kind === 'guest-signed-in' && this.jid) keepGuest(this.name, toBare(this.jid));
    const isFirst = this.#events.push(known) === 1;
    try {
      this.#ignoring.react(known);
      this.#upkeep.react(known);
      this.#availability.react(known);
    } finally {
      if (isFirst) this.#tellListeners();
    }
  }

  /** What comes of an event is told after it, though the stores know it at once. */
  #tellListeners(): void {
    for (const event of this.#events) this.#listeners.tell(event);
    this.#events.length = 0;
  }

  #onStanza(stanza: Element): Element | undefined {
    const self = this.jid;
    if (!self) return undefined;
    const isTelling = (room: BareJid) => this.#upkeep.isTelling(room);
    const context = parseContext(self, this.stores, this.#context.openQueries, isTelling);
    const answer = this.#context.wire.route(stanza, context, (event) => this.dispatch(event), this.log);
    this.#stanzaListeners.tell(stanza);
    return answer;
  }

  /** The page was asleep, or another network is there. */
  #wake(): void {
    if (this.status !== 'online') return this.#keeper.retryNow();
    this.#transport.wake();
    this.#upkeep.checkRooms();
  }

  #restore(credentials: Credentials, remember: Remember): void {
    this.#availability.restore(this.#memory.restore(credentials, remember));
    this.#ignoring.load('jid' in credentials ? toBare(credentials.jid) : this.name);
  }

  #unwatch(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }
}

const moderation = () => fetchCode(() => import('./moderation.js'));

function offline(): never {
  throw new ConnectionError('offline');
}
