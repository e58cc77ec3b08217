import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { ConversationController } from '../controllers/conversation-controller.js';
import { XmppError } from '../core/errors.js';
import type { Message } from '../stores/conversations-store.js';
import { emit } from './events.js';
import { Composer } from './parts/composer.js';
import { MessageList } from './parts/message-list.js';
import type { Author, Look } from './parts/message.js';
import { XmppElement } from './xmpp-element.js';

/** What a conversation looks like from its element: who speaks, whether one may, what it says where nobody has spoken. */
export interface ConversationView {
  readonly look: Look;
  /** Of the other side, or of the room. */
  readonly title: string;
  /** Nothing can be shown or written yet. */
  readonly isWaiting: boolean;
  /** One may not write; `placeholder` says why. */
  readonly isReadOnly?: boolean;
  readonly placeholder?: string;
  readonly hidesTraffic?: boolean;
  authorOf(message: Message): Author;
  /** Invites to speak first. */
  readonly hint: string;
  /** Who is composing. */
  readonly typing: readonly string[];
}

/** What a private conversation and a room share: what was said, the field to say something, the state of the connection. */
export abstract class XmppConversationElement extends XmppElement {
  /** How many messages are loaded at first. */
  @property({ type: Number }) history = 30;
  /** Reading only. */
  @property({ type: Boolean, attribute: 'no-composer' }) noComposer = false;
  /** Without the line that names the conversation. */
  @property({ type: Boolean, attribute: 'no-header' }) noHeader = false;
  /** Less air. */
  @property({ type: Boolean, reflect: true }) compact = false;
  /** In the empty field, instead of “Message”. */
  @property() placeholder = '';
  /** The most characters that a message may have. */
  @property({ type: Number, attribute: 'max-length' }) maxLength = 0;

  protected readonly conversation = new ConversationController(this, this.notify.bind(this));
  protected readonly messages = new MessageList(this, this.conversation);
  protected readonly composer = new Composer(this, {
    submit: (text) => this.#submit(text),
    typed: (text) => this.conversation.typed(text),
  });
  #tick: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.addEventListener('keydown', this.#onKeydown);
  }

  /** How many messages nobody here has seen. */
  get unread(): number {
    return this.conversation.unread;
  }

  /** How many of them name us. */
  get mentions(): number {
    return this.conversation.mentions;
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

  /**
   * Sends a message, as if it had been typed. Resolves when the server has it.
   *
   * @throws {XmppError} `not-in-room`, `cancelled` (by a listener of `xmpp-before-send`), or why it came back.
   */
  async send(text: string): Promise<{ id: string }> {
    if (!this.canSend) throw new XmppError('not-in-room');
    const wished = this.#ask(text);
    if (wished === undefined) throw new XmppError('cancelled');
    return this.conversation.send(wished);
  }

  /** Puts the cursor where one writes. */
  focusComposer(): void {
    this.composer.focus();
  }

  /** Says that somebody has seen it all. */
  markRead(): void {
    this.conversation.markRead();
  }

  /** Loads what was said before, where there is an archive. */
  async loadOlder(): Promise<void> {
    await this.updateComplete;
  }

  /** Whether a message would find its way, now or after the next connection. */
  protected abstract get canSend(): boolean;

  #ask(text: string): string | undefined {
    const detail = { text, to: this.conversation.jid ?? '' };
    return emit(this, 'xmpp-before-send', detail, { cancelable: true }) && detail.text.trim() ? detail.text : undefined;
  }

  #submit(text: string): boolean {
    const wished = this.#ask(text);
    if (wished === undefined) return false;
    // How it ends stands on the message itself.
    this.conversation.send(wished).catch(() => undefined);
    this.messages.jumpToLatest();
    return true;
  }

  readonly #onKeydown = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') this.escape();
  };

  /** Leaves the element to the page. */
  protected escape(): void {
    (this.shadowRoot?.activeElement as HTMLElement | null)?.blur();
  }

  /** The box of the element with everything in it. `name` is what screen readers call it. */
  protected renderFrame(name: string, header: unknown, main: unknown): TemplateResult {
    return html`<section part="base" class="base" aria-label=${name}>
      ${this.renderHeader(header)}
      <div class="main">${main}${this.#renderBanner()}</div>
      <slot name="footer"></slot>
    </section>`;
  }

  /** The line that names a conversation; `undefined` where there is none to name. */
  protected renderHeader(header: unknown): unknown {
    if (this.noHeader || !header) return nothing;
    return html`<header part="header" class="header"><slot name="header">${header}</slot></header>`;
  }

  /** The messages and what belongs to them. */
  protected renderConversation(view: ConversationView): TemplateResult {
    const { strings } = this;
    const { title, isWaiting, isReadOnly, hint, typing } = view;
    return html`<div class="conversation">
      ${
        isWaiting
          ? renderSkeleton(view.placeholder ?? strings.connecting)
          : this.messages.render({ ...view, strings, empty: html`<b>${strings.noMessages}</b><span>${hint}</span>` })
      }
      <p class="typing ellipsis">${strings.typing(typing)}</p>
      ${
        this.noComposer
          ? nothing
          : this.composer.render({
              strings,
              conversation: this.conversation.jid ?? title,
              placeholder: view.placeholder ?? (this.placeholder || strings.message),
              isDisabled: isWaiting || !!isReadOnly,
              maxLength: this.maxLength,
            })
      }
    </div>`;
  }

  /** Instead of a conversation that there cannot be: no way to the server, or nobody who could take it. */
  protected renderObstacle(): TemplateResult | undefined {
    const trouble = this.#trouble;
    // Once there is something to read it stays; a bar above it tells.
    if (!trouble || this.conversation.entries.length) return undefined;
    return trouble.isFailure
      ? this.renderAlert(trouble.words, trouble.action)
      : this.renderPanel(trouble.words, trouble.action);
  }

  get #trouble(): { isFailure: boolean; words: string; action?: PanelAction | undefined } | undefined {
    const { strings } = this;
    const { status, state, error, canConnect } = this.connection;
    if (status !== 'failed' && status !== 'offline') return undefined;
    const isFailure = status === 'failed' || !!error;
    const condition = error?.condition ?? state.condition ?? '';
    if (!isFailure && !canConnect) return { isFailure, words: strings.signInToChat };
    const act = () => void this.connect().catch(() => undefined); // The connection's state tells how it went.
    const action = { label: isFailure ? strings.tryAgain : strings.connect, act };
    return {
      isFailure,
      words: strings.errorText(isFailure ? condition : 'offline', 'connection'),
      action: canConnect ? action : undefined,
    };
  }

  /** A calm word instead of a conversation, with what can be done about it. */
  protected renderPanel(text: string, action?: PanelAction): TemplateResult {
    return html`<div class="panel">
      <p part="notice">${text}</p>
      ${renderAction(action)}
    </div>`;
  }

  /** A failure instead of a conversation. */
  protected renderAlert(text: string, action?: PanelAction, details?: string): TemplateResult {
    return html`<div class="panel">
      <div role="alert" part="alert" class="alert">${text}${details ? html`<br /><bdi>${details}</bdi>` : nothing}</div>
      ${renderAction(action)}
    </div>`;
  }

  /** Always there, so that screen readers know it before it says something. The seconds are for the eye alone. */
  #renderBanner(): TemplateResult {
    const { strings } = this;
    const { status, state } = this.connection;
    const isReconnecting = status === 'reconnecting';
    const seconds = Math.ceil(((state.retryAt ?? 0) - Date.now()) / 1000);
    return html`<div role="status" part="banner" class="banner" ?data-shown=${isReconnecting}>
        ${
          isReconnecting
            ? html`<span class="spinner"></span>
                <span
                  ><b>${strings.reconnecting}</b
                  ><span aria-hidden="true">${strings.reconnectingIn(seconds)}</span> ${strings.messagesKept}</span
                >
                <button part="button" class="link" @click=${() => this.connection.retryNow()}>
                  ${strings.tryNow}
                </button>`
            : nothing
        }
      </div>
      ${this.#renderTrouble()}`;
  }

  #renderTrouble(): unknown {
    const trouble = this.conversation.entries.length ? this.#trouble : undefined;
    if (!trouble) return nothing;
    const { isFailure, words, action } = trouble;
    return html`<div role=${isFailure ? 'alert' : 'status'} part="banner" class="banner" data-shown>
      <span>${words}</span>
      ${action ? html`<button part="button" class="link" @click=${() => action.act()}>${action.label}</button>` : nothing}
    </div>`;
  }
}

export interface PanelAction {
  readonly label: string;
  act(): void;
}

function renderAction(action: PanelAction | undefined): unknown {
  return action
    ? html`<button part="button" class="button" @click=${() => action.act()}>${action.label}</button>`
    : nothing;
}

function renderSkeleton(words: string): TemplateResult {
  return html`<div class="skeleton" aria-busy="true">
    <p class="sr" role="status">${words}</p>
    <i></i><i></i><i></i><i></i>
  </div>`;
}
