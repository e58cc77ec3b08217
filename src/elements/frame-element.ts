import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { ConnectionController } from '../controllers/connection-controller.js';
import { StoreController } from '../controllers/store-controller.js';
import type { Jid } from '../core/jid.js';
import type { Attention, AttentionView } from './parts/attention.js';
import { renderBanner, renderObstacle, troubleOf, type Trouble } from './parts/connection-state.js';
import type { Invitations } from './parts/invitations.js';
import type { Launcher } from './parts/launcher.js';
import { Manners } from './parts/manners.js';
import { XmppElement } from './xmpp-element.js';

/** Which conversation is shown, and whether somebody sees its end now. */
export type Attended = Pick<AttentionView['scope'], 'jid' | 'isSeen'>;

/**
 * What stands around a conversation: its header, the state of the connection, invitations; the button that opens it; what
 * calls for attention.
 */
export abstract class XmppFrameElement extends XmppElement {
  /** Without the line that names the conversation. */
  @property({ type: Boolean, attribute: 'no-header' }) noHeader = false;
  /**
   * A round button at the corner of the page opens it in place. Guests are connected, and a room is entered, when it is
   * first opened in a tab, and stay so: whoever never opens it costs the server nothing, and is seen by nobody.
   */
  @property({ type: Boolean, reflect: true }) launcher = false;
  /** With `launcher`: it is open. The page may set it; only a person who presses the button moves the focus. */
  @property({ type: Boolean, reflect: true }) open = false;
  /**
   * To lie over a game: without a background, messages fade after a while, and what is pressed goes through to the page,
   * all but the field where one writes and the buttons of the header. While the pointer is over those, or the keyboard is
   * in it, it is as ever.
   */
  @property({ type: Boolean, reflect: true }) overlay = false;
  /**
   * Desktop notifications of private messages and mentions that nobody sees: offered by a button in the header, shown once
   * somebody has pressed it and their browser agrees.
   */
  @property({ type: Boolean }) notifications = false;
  /** A soft tone for the same. */
  @property({ type: Boolean }) sound = false;
  /** How many messages are unread stands before the page's title. */
  @property({ type: Boolean, reflect: true, attribute: 'title-badge' }) titleBadge = false;
  /** The same on the icon of an installed app, where the browser can (Badging API). */
  @property({ type: Boolean, reflect: true, attribute: 'app-badge' }) appBadge = false;

  readonly #manners = new Manners(this);
  #launcher: Launcher | undefined;
  #attention: Attention | undefined;
  readonly #invited = new StoreController(this);
  #session: ConnectionController['session'];
  #invitations: Invitations | undefined;
  /** They stand above the field where one writes, else at the end. */
  #hasPlacedInvitations = false;
  /** Nobody has opened it yet: it does not go where it would by itself. */
  protected isHeldBack = false;
  #tick: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.addEventListener('keydown', this.#onKeydown);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.overlay) this.lazily(overlay);
    const part = this.launcher && this.lazily(launcher);
    if (part) this.#launcher ??= new part.Launcher(this, this.place);
    const wasHeldBack = this.isHeldBack;
    this.isHeldBack = this.launcher && !this.open && !this.#launcher?.wasOpened;
    super.willUpdate(changed);
    const calls = this.notifications || this.sound || this.titleBadge || this.appBadge;
    const caller = calls && this.lazily(attention);
    if (caller) this.#attention ??= new caller.Attention(this, () => this.#attentionView);
    if (wasHeldBack && !this.isHeldBack) this.connection.configure(this);
    const { session } = this.connection;
    if (session !== this.#session) this.#follow(session);
    const inviting = session?.stores.invitations.value.size && this.lazily(invitations);
    if (inviting) this.#invitations ??= new inviting.Invitations(this);
    this.#invitations?.show(session);
    this.#hasPlacedInvitations = false;
  }

  #follow(session: ConnectionController['session']): void {
    this.#session = session;
    this.#invited.unfollow();
    if (session) this.#invited.follow(session.stores.invitations);
  }

  protected override get connectsByItself(): boolean {
    return !this.isHeldBack;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#tick);
  }

  protected override updated(): void {
    clearTimeout(this.#tick);
    const { status, retryAt = 0 } = this.connection.state;
    const left = retryAt - Date.now();
    if (status === 'reconnecting' && left > 0) this.#tick = setTimeout(() => this.requestUpdate(), left % 1000 || 1000);
  }

  abstract get unread(): number;

  abstract focusComposer(): void;

  /** What the page writes: whom it is with, or the room. */
  protected abstract get place(): string;

  /** What the button is called that opens it. */
  protected abstract labelOf(name: string): string;

  /** All private conversations, and not the shown one alone. */
  protected get isOfAll(): boolean {
    return false;
  }

  /** Who speaks, for somebody who looks elsewhere. */
  protected abstract nameOf(conversation: Jid, from: Jid): string;

  /** Shows a conversation to somebody who was called to it. */
  protected abstract goTo(conversation: Jid): void;

  protected abstract get attended(): Attended;

  /** There is something to read. */
  protected abstract get hasEntries(): boolean;

  /** Buttons in the header. */
  protected abstract renderTools(): unknown;

  get #attentionView(): AttentionView {
    const { partStrings: strings, isOfAll } = this;
    return {
      strings,
      scope: { session: this.connection.session, isOfAll, ...this.attended },
      nameOf: (conversation, from) => this.nameOf(conversation, from),
      goTo: (conversation) => this.goTo(conversation),
    };
  }

  readonly #onKeydown = ({ key, isComposing }: KeyboardEvent): void => {
    if (key === 'Escape' && !isComposing) this.escape();
  };

  /** Leaves the element to the page. */
  protected escape(): void {
    const isBack = this.#manners.giveBack();
    if (this.launcher) this.#launcher?.close(isBack);
    else if (!isBack) (this.shadowRoot?.activeElement as HTMLElement | null)?.blur();
  }

  /** The box of the element with everything in it. `name` is what screen readers call it. */
  protected renderFrame(name: string, header: unknown, main: () => unknown): unknown {
    const { partStrings: strings, launcher } = this;
    const button = launcher && this.#launcher;
    if (!button) return launcher ? nothing : this.#renderBase(name, this.renderHeader(header), main());
    const { unread } = this;
    const close = button.renderClose(strings, header ? undefined : name);
    return html`${button.renderButton({ strings, label: this.labelOf(name), unread })}
    ${this.open ? this.#renderBase(name, this.renderHeader(header, close), main()) : nothing}`;
  }

  #renderBase(name: string, header: unknown, main: unknown): TemplateResult {
    const { launcher } = this;
    const trouble = this.hasEntries ? this.#trouble : undefined;
    return html`<section
      part="base"
      class="base"
      aria-label=${name}
      role=${launcher ? 'dialog' : nothing}
      tabindex=${launcher ? -1 : nothing}
    >
      ${header}
      <div class="main">${main}${renderBanner(this.connection, this.strings, trouble)}</div>
      ${this.#hasPlacedInvitations ? nothing : this.renderInvitations()}
      <slot name="footer"></slot>
    </section>`;
  }

  /** At their place: the first one that asks is it. */
  protected renderInvitations(): unknown {
    this.#hasPlacedInvitations = true;
    return this.#invitations?.render(this.partStrings);
  }

  /** The line that names a conversation; `undefined` where there is none to name. */
  protected renderHeader(header: unknown, close?: unknown): unknown {
    const shown = !this.noHeader && header;
    if (!shown && !close) return nothing;
    return html`<header part="header" class="header">
      ${shown ? html`<slot name="header">${shown}</slot>${this.#attention?.renderButton()}${this.renderTools()}` : nothing}${close}
    </header>`;
  }

  /** Instead of a conversation that there cannot be: no way to the server, or nobody who could take it. */
  protected renderObstacle(): TemplateResult | undefined {
    const trouble = this.#trouble;
    // Once there is something to read it stays; a bar above it tells.
    return trouble && !this.hasEntries ? renderObstacle(trouble) : undefined;
  }

  get #trouble(): Trouble | undefined {
    // The connection's state tells how it went.
    return troubleOf(this.connection, this.strings, () => void this.connect().catch(() => undefined));
  }
}

const invitations = () => import('./parts/invitations.js');
const attention = () => import('./parts/attention.js');
const launcher = () => import('./parts/launcher.js');
const overlay = () => import('./parts/overlay.js');
