import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { RoomController } from '../controllers/room-controller.js';
import { StanzaError } from '../core/errors.js';
import { resourceOf, withResource, type Jid } from '../core/jid.js';
import type { Message } from '../stores/entries.js';
import type { Occupant } from '../stores/occupants-store.js';
import { composer } from './composer.styles.js';
import { controls } from './controls.styles.js';
import { hooks } from './conversation-element.js';
import { XmppRoomsElement } from './rooms-element.js';
import type { DecorateOccupant, Shown } from './parts/hooks.js';
import type { MenuItem } from './parts/menu.js';
import type { Occupants } from './parts/occupants.js';
import type { OccupantMenu } from './parts/occupant-menu.js';
import type { SlowMode } from './parts/slow-mode.js';
import type { RoomBar } from './parts/room-bar.js';
import type { Spectator } from './parts/spectator.js';
import { conversation } from './conversation.styles.js';
import { log } from './log.styles.js';
import { avatar } from './parts/avatar.js';
import { icon } from './parts/icon.js';
import { authorsIn } from './parts/room-authors.js';
import { shownNick } from './parts/nick.js';
import { renderAlert } from './parts/panels.js';
import type { ErrorContext } from './strings/words.js';
import { tokens } from './tokens.styles.js';
import { room } from './xmpp-room.styles.js';

/** Below this width there is one column, in px; the styles say the same. */
const NARROW = 480;

/**
 * A room (XEP-0045): what is said in it, who is there, and the way in.
 *
 * @slot header - Instead of the room's name and subject.
 * @slot header-end - At the end of the header.
 * @slot empty - Where nobody has said anything yet.
 * @slot composer-start - In the field where one writes, before the text.
 * @slot composer-end - After it.
 * @slot footer - Below everything.
 *
 * @csspart base - The whole.
 * @csspart header - The line that names the room.
 * @csspart title - The room's name.
 * @csspart subject - What it is about.
 * @csspart log - The messages.
 * @csspart message - One of them.
 * @csspart author - Who wrote it.
 * @csspart time - When.
 * @csspart body - What.
 * @csspart mention - In it, whom it calls.
 * @csspart state - Whether it was sent.
 * @csspart notice - Something that happened.
 * @csspart composer - Where one writes.
 * @csspart input - The field of it.
 * @csspart send-button - Its button.
 * @csspart occupants - Who is there.
 * @csspart occupant - One of them.
 * @csspart hat - What the room says that somebody stands for.
 * @csspart occupant-badge - What the page marks somebody with.
 * @csspart occupant-level - The level that the page gives somebody.
 * @csspart match - An invitation to a match.
 * @csspart avatar - A picture of somebody, or of the room.
 * @csspart badge - How many messages nobody has seen, on the launcher.
 * @csspart launcher - The round button that opens it in place.
 * @csspart banner - What to know about the connection.
 * @csspart form - Asks for a nickname.
 * @csspart field - A field of a form.
 * @csspart button - A button with words.
 * @csspart alert - A failure.
 *
 * @fires xmpp-room-joined - The room admitted us.
 * @fires xmpp-room-left - We are out.
 * @fires xmpp-occupant-joined - Somebody came in.
 * @fires xmpp-occupant-left - Somebody left.
 * @fires xmpp-message - A message is shown for the first time.
 * @fires xmpp-message-sent - The server has our message.
 * @fires xmpp-before-send - A message is about to be queued; cancelable, its text may be changed.
 * @fires xmpp-invite - Somebody invites to a room or a match; cancelable.
 * @fires xmpp-match - A match was accepted or declined.
 * @fires xmpp-unread - The counters changed.
 * @fires xmpp-status - The state of the connection changed.
 * @fires xmpp-connected - Online.
 * @fires xmpp-disconnected - Offline.
 * @fires xmpp-error - Something that the user should know failed.
 */
export class XmppRoomElement extends XmppRoomsElement {
  static override styles = [tokens, controls, conversation, log, composer, room];

  /** A JID that hears of whom visitors report; without it, whoever answers for the room, if it names somebody. */
  @property({ attribute: 'report-to' }) reportTo = '';
  /** Without the offer to sign in with an account, to guests at the door or who read along. */
  @property({ type: Boolean, attribute: 'no-sign-in' }) noSignIn = false;
  /** Without the list of who is there. */
  @property({ type: Boolean, attribute: 'no-occupants' }) noOccupants = false;
  /** Without notices of who comes and goes. */
  @property({ type: Boolean, attribute: 'no-joins' }) noJoins = false;

  /**
   * What the page knows of an occupant: called with each, it gives `{level, badge, avatar, title}`, all optional, or
   * `undefined`. Shown with their name in the list and beside their messages; `avatar` is an https address. Set another
   * function to have all asked anew.
   */
  @property({ attribute: false }) decorateOccupant: DecorateOccupant | undefined;

  /** Whether the visitor opened or closed the list of occupants; `undefined`: as the width allows. */
  @state() private showsOccupants: boolean | undefined;
  @state() private isNarrow = false;
  /** Somebody points at the room's name. */
  @state() private isCurious = false;

  readonly #sizes = new ResizeObserver(([entry]) => {
    this.isNarrow = (entry?.contentRect.width ?? NARROW) < NARROW;
  });
  readonly #spectators = new WeakMap<RoomController, Spectator>();
  #occupants: Occupants | undefined;
  #menu: OccupantMenu | undefined;
  #slowMode: SlowMode | undefined;
  #bar: RoomBar | undefined;
  #hasCome = false;
  #hadFormFocus = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#hadFormFocus = !!this.shadowRoot?.activeElement?.closest('form.panel');
  }

  protected override updated(): void {
    super.updated();
    // Whoever came in by the form goes on by writing.
    if (this.#hadFormFocus && this.joined) this.focusComposer();
    if (this.#bar && this.takeSetUp()) this.#bar.setUp();
    // Not before what is said is here.
    if (!this.joined || this.#hasCome) return;
    this.#hasCome = true;
    setTimeout(() => (this.isCurious = true), CALM);
  }

  /**
   * What else there is to know and to do about the room: at once for whoever has an account, keeps the room, may not
   * speak, was refused, or asks; for others a moment later.
   */
  get #more(): RoomBar | undefined {
    const { session } = this.connection;
    const { jid, room } = this.current;
    const isCommon = session?.isGuest && room?.role === 'participant' && !/^(admin|owner)$/.test(room.affiliation);
    const isDue = this.#bar || this.isCurious || !isCommon;
    const part = room && isDue && this.lazily(roomBar);
    if (!part || !session || !jid) return undefined;
    this.#bar ??= new part.RoomBar(this, {
      lazily: (load) => this.lazily(load),
      picture: (size) => this.pictureOf(this.current.jid)?.draw(size),
      goTo: (other) => (this.room ? (this.room = other) : this.choose(other)),
      join: () => void this.current.join().catch(() => undefined),
      isSpectating: () => this.current.isSpectating,
      changeNick: (nick) => this.changeNick(nick),
      setSubject: (text) => this.setSubject(text),
    });
    return this.#bar.show(session, jid, this.roomTitle, this.partStrings);
  }

  protected override labelOf(name: string): string {
    return this.strings.openRoom(name);
  }

  protected override nameOf(_room: Jid, from: Jid): string {
    return this.strings.occupantOf(shownNick(resourceOf(from)), this.roomTitle);
  }

  protected override get canSend(): boolean {
    return this.isIn && !this.current.isSpectating;
  }

  protected override contextOf(error: Error): ErrorContext | undefined {
    return error instanceof StanzaError && !this.joined ? 'join' : super.contextOf(error);
  }

  protected override get people(): readonly Jid[] {
    const { jid, nick, occupants } = this.current;
    return occupants.flatMap((each) => (each.nick !== nick && jid && withResource(jid, each.nick)) || []);
  }

  protected override itemsFor(message: Message): readonly MenuItem[] {
    return this.#occupantMenu?.itemsFor(message) ?? [];
  }

  protected override escape(): void {
    if (this.isNarrow && this.showsOccupants) this.showsOccupants = false;
    else super.escape();
  }

  protected override render(): unknown {
    const header = this.address ? this.#renderHeader() : this.rooms?.renderHeader(this.partStrings);
    return this.renderFrame(this.roomTitle, header, () => this.renderTabs(this.#renderMain()));
  }

  #renderHeader(): TemplateResult {
    const { strings } = this;
    const { room, occupants } = this.current;
    const count = this.isIn && occupants.length;
    const more = this.isIn ? this.#more : undefined;
    return html`${
        this.chosen
          ? html`<button class="tool" id="back" aria-label=${strings.back} @click=${this.goBack}>
              ${icon('back')}
            </button>`
          : nothing
      }
      ${avatar(this.roomTitle, undefined, this.roomTitle, this.pictureOf(room?.jid)?.draw())}
      <div class="who">
        <h2 part="title" class="ellipsis">
          ${this.isIn ? this.#renderTitle(more?.aboutWords) : html`<bdi>${this.roomTitle}</bdi>`}
        </h2>
        <p class="muted">
          ${room?.subject ? html`<span part="subject" class="ellipsis" dir="auto">${room.subject}</span>` : nothing}
          ${count ? html`<span class="count">${strings.here(count)}</span>` : nothing}
        </p>
      </div>
      <slot name="header-end"></slot>
      ${more?.renderMenu()}
      ${
        this.noOccupants || !this.isIn
          ? nothing
          : html`<button
              class="tool"
              aria-label=${strings.occupants}
              aria-expanded=${this.#isListOpen}
              @click=${() => (this.showsOccupants = !this.#isListOpen)}
            >
              ${icon('people')}
            </button>`
      }`;
  }

  /** The room's name, which tells more when it is pressed. */
  #renderTitle(hint: string | undefined): TemplateResult {
    const beCurious = () => (this.isCurious = true);
    return html`<button
      class="about ellipsis"
      dir="auto"
      aria-haspopup="dialog"
      title=${hint ?? nothing}
      @pointerenter=${beCurious}
      @click=${() => {
        beCurious();
        void this.updateComplete.then(() => this.#more?.openAbout());
      }}
    >
      ${this.roomTitle}
    </button>`;
  }

  get #isListOpen(): boolean {
    return this.showsOccupants ?? !(this.isNarrow || this.overlay);
  }

  #renderMain(): unknown {
    const { strings } = this;
    if (this.areTabsDue) return nothing;
    const { jid, error } = this.current;
    if (!this.address) {
      return (
        this.renderObstacle() ?? this.rooms?.render(this.partStrings, this.connection.session, this.muc) ?? nothing
      );
    }
    if (!jid) return renderAlert(strings.errorText(error?.condition ?? 'jid-malformed'));
    return this.renderObstacle() ?? (this.isIn ? this.#renderRoom() : this.#renderDoor());
  }

  #renderRoom(): TemplateResult {
    const isListOpen = this.#isListOpen && !this.noOccupants;
    const isSheet = isListOpen && this.isNarrow;
    return html`<div class="column" ?inert=${isSheet}>${this.#renderTalk(false)}</div>
      ${isListOpen ? this.#renderOccupants() : nothing}`;
  }

  #renderOccupants(): TemplateResult {
    const part = this.lazily(occupantList);
    // Its place is kept until it is here.
    if (!part) return html`<aside class="occupants"></aside>`;
    this.#occupants ??= new part.Occupants(this);
    const { jid, occupants, nick, lookAlikes } = this.current;
    return this.#occupants.render({
      strings: this.partStrings,
      occupants,
      nick,
      lookAlikes,
      pictureOf: (name) => this.pictureOf(jid && withResource(jid, name)),
      decorationOf: (occupant) => this.#decorationOf(occupant),
      onGesture: this.#onOccupant,
      overlay: this.#menu?.render(),
    });
  }

  readonly #onOccupant = (event: Event): void => {
    const menu = this.#occupantMenu;
    if (menu) menu.handle(event);
    else this.again(event);
  };

  get #occupantMenu(): OccupantMenu | undefined {
    const part = this.lazily(occupantMenu);
    if (!part || this.#menu) return this.#menu;
    this.#menu = new part.OccupantMenu(this, () => {
      const { session } = this.connection;
      const { jid } = this.current;
      const people = session && jid && new part.OccupantController(session, jid);
      return {
        strings: this.partStrings,
        people,
        reportTo: this.reportTo,
        lazily: (load) => this.lazily(load),
        focusAt: (index) => this.#occupants?.focusAt(index),
      };
    });
    return this.#menu;
  }

  /** Before we are in: what is asked, what went wrong, or nothing yet. */
  #renderDoor(): TemplateResult {
    const { room } = this.current;
    const more = room?.state === 'refused' ? this.#more?.renderDoor(room) : undefined;
    const isOnline = this.connection.status === 'online';
    const asks = this.door.render(this.strings, isOnline, more, () => this.#hasAccount);
    return asks ?? html`<div class="column">${this.#renderTalk(true)}</div>`;
  }

  #renderTalk(isWaiting: boolean): TemplateResult {
    const { strings } = this;
    const { room, occupants, nick } = this.current;
    const isReadOnly = room?.role === 'visitor';
    return this.renderConversation({
      instead: isWaiting
        ? undefined
        : this.current.isSpectating
          ? (this.#renderSpectator() ?? nothing)
          : isReadOnly
            ? this.#more?.renderVoice()
            : undefined,
      look: 'rows',
      title: this.roomTitle,
      isWaiting,
      isReadOnly,
      placeholder: isWaiting ? this.#waitingWords : isReadOnly ? strings.cannotSpeak : undefined,
      hidesTraffic: this.noJoins,
      authorOf: authorsIn({
        room: this.current,
        strings,
        pictureOf: (jid) => this.pictureOf(jid),
        decorationOf: (occupant) => this.#decorationOf(occupant),
      }),
      hint: strings.sayHelloTo(occupants.length),
      pace: this.#pace,
      typing: this.conversation.composing
        .map(resourceOf)
        .filter((name) => name !== nick)
        .map(shownNick),
    });
  }

  get #pace(): ReturnType<SlowMode['render']> | undefined {
    const seconds = this.current.slowMode;
    const part = seconds && this.lazily(slowMode);
    if (!part) return undefined;
    this.#slowMode ??= new part.SlowMode(this, this.conversation);
    return this.#slowMode.render(this.partStrings, seconds);
  }

  protected override renderInvitations(): unknown {
    const more = this.isIn ? this.#more : undefined;
    return [super.renderInvitations(), more?.renderRequests(), more?.renderWhispers(), more?.renderDeclined()];
  }

  #renderSpectator(): unknown {
    const part = this.lazily(spectator);
    const room = this.current;
    const shown = this.#spectators.get(room) ?? (part && new part.Spectator(this, room));
    if (shown) this.#spectators.set(room, shown);
    return shown?.render(this.partStrings, this.#hasAccount);
  }

  /** The way to sign in, for a guest. */
  get #hasAccount(): unknown {
    if (this.noSignIn || !this.connection.isGuest) return nothing;
    const [words, lazily] = [() => this.partStrings, this.lazily.bind(this)];
    return this.lazily(hasAccount)?.renderHasAccount({ host: this, words, lazily });
  }

  get #waitingWords(): string {
    return this.connection.status === 'online' ? this.strings.joining : this.strings.connecting;
  }

  #decorationOf(occupant: Occupant): Shown | undefined {
    return this.decorateOccupant && this.lazily(hooks)?.decorationOf(occupant, this.decorateOccupant);
  }
}

const occupantMenu = () => import('./parts/occupant-menu.js');
const occupantList = () => import('./parts/occupants.js');
const slowMode = () => import('./parts/slow-mode.js');
const roomBar = () => import('./parts/room-bar.js');
/** What a guest hardly needs comes so long after they are in, in ms. */
const CALM = 1000;
const hasAccount = () => import('./parts/has-account.js');
const spectator = () => import('./parts/spectator.js');
