import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { ConversationController } from '../controllers/conversation-controller.js';
import { PictureController } from '../controllers/picture-controller.js';
import { XmppError } from '../core/errors.js';
import type { Jid } from '../core/jid.js';
import type { Message } from '../stores/entries.js';
import { emit } from './events.js';
import { XmppFrameElement, type Attended } from './frame-element.js';
import { Composer } from './parts/composer.js';
import type { Files } from './parts/files.js';
import { icon } from './parts/icon.js';
import type { RenderMessage } from './parts/hooks.js';
import type { MenuItem } from './parts/menu.js';
import { MessageList } from './parts/message-list.js';
import type { MessageMenu, MessageMenuView } from './parts/message-menu.js';
import { renderSkeleton } from './parts/panels.js';
import type { Pictures } from './parts/pictures.js';
import type { Author, Look, Media, Picture } from './parts/rows.js';
import type { Search, SearchView } from './parts/search.js';

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
  /** In place of the field where one writes. */
  readonly instead?: unknown;
  readonly hidesTraffic?: boolean;
  authorOf(message: Message): Author;
  /** Invites to speak first. */
  readonly hint: string;
  /** Who is composing. */
  readonly typing: readonly string[];
  /** How fast one may write, above the field; while it is too soon, what is written stays. */
  readonly pace?: { readonly isHeld: boolean; readonly line: unknown } | undefined;
  /** What to know before one writes on; `undefined` where there will never be anything. */
  readonly note?: string | undefined;
}

/** What a private conversation and a room share: what was said, and the field to say something. */
export abstract class XmppConversationElement extends XmppFrameElement {
  /** How many messages are loaded at first. */
  @property({ type: Number }) history = 30;
  /** Reading only. */
  @property({ type: Boolean, attribute: 'no-composer' }) noComposer = false;
  /** Less air. */
  @property({ type: Boolean, reflect: true }) compact = false;
  /** In the empty field, instead of “Message”. */
  @property() placeholder = '';
  /** The most characters that a message may have. */
  @property({ type: Number, attribute: 'max-length' }) maxLength = 0;
  /**
   * Pictures, sound and films that are sent: shown when the reader asks (`ask`), at once (`auto`), or not at all, as a
   * link (`never`). Whoever sends one sees the address of whoever fetches it.
   */
  @property() media: 'ask' | 'auto' | 'never' = 'ask';

  /**
   * The page's own way to draw what messages say: called with `{from, nick, body, id, own, time, payload}`, it gives a Lit
   * template, a node or text; `undefined` leaves a message as it is. `payload` is a copy of the message's child that is of
   * no XMPP namespace. What it is told comes from strangers. Set another function to have all drawn anew.
   */
  @property({ attribute: false }) renderMessage: RenderMessage | undefined;

  protected readonly conversation = new ConversationController(this, this.notify.bind(this));
  readonly #pictures = new PictureController(this);
  #drawer: Pictures | undefined;
  protected readonly messages = new MessageList(this, this.conversation);
  protected readonly composer = new Composer(this, {
    submit: (text) => this.#submit(text),
    typed: (text) => this.conversation.typed(text),
    editLast: () => this.#editLast(),
    keep: (draft) => (this.conversation.draft = draft),
    people: () => this.people,
    lazily: (load) => this.lazily(load),
  });
  #files: Files | undefined;
  #menu: MessageMenu | undefined;
  /** Somebody looks for a message. */
  #isSearching = false;
  #search: Search | undefined;
  #view: ConversationView | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.conversation.history = this.history;
    this.conversation.nick = this.nick;
  }

  /** How many messages nobody here has seen. */
  get unread(): number {
    return this.conversation.unread;
  }

  /** How many of them name us. */
  get mentions(): number {
    return this.conversation.mentions;
  }

  /**
   * Sends a message, as if it had been typed. Resolves when the server has it.
   *
   * @throws {XmppError} `not-in-room`, `cancelled` (by a listener of `xmpp-before-send`), or why it came back.
   */
  async send(text: string): Promise<{ id: string }> {
    if (this.isEarly) await this.updateComplete;
    if (!this.canSend) throw new XmppError('not-in-room');
    const wished = this.#ask(text);
    if (wished === undefined) throw new XmppError('cancelled');
    return this.conversation.send(wished);
  }

  /**
   * Invites the other side, or everybody in the room, to a match: `{game, uri, expires?, text?}`. Resolves when the server
   * has it; who answers is told by `xmpp-match`.
   *
   * @throws {XmppError} `not-in-room`, `invalid-match`, or why it came back.
   */
  async inviteToMatch(match: Parameters<ConversationController['inviteToMatch']>[0]): Promise<{ id: string }> {
    if (this.isEarly) await this.updateComplete;
    if (!this.canSend) throw new XmppError('not-in-room');
    return this.conversation.inviteToMatch(match);
  }

  /** Puts the cursor where one writes. */
  focusComposer(): void {
    this.composer.focus();
  }

  /** Says that somebody has seen it all. */
  markRead(): void {
    this.conversation.markRead();
  }

  /**
   * Loads what was said before, where there is an archive (XEP-0313).
   *
   * @throws {XmppError} why the archive would not answer.
   */
  async loadOlder(): Promise<void> {
    if (this.isEarly) await this.updateComplete;
    await this.conversation.loadOlder();
    await this.updateComplete;
  }

  protected override goTo(_conversation: Jid): void {
    this.focusComposer();
  }

  protected override get attended(): Attended {
    return { jid: this.conversation.jid, isSeen: this.messages.isReading };
  }

  protected override get hasEntries(): boolean {
    return this.conversation.entries.length > 0;
  }

  /** Whether a message would find its way, now or after the next connection. */
  protected abstract get canSend(): boolean;

  #ask(text: string, to = this.conversation.jid ?? ''): string | undefined {
    const detail = { text, to };
    return emit(this, 'xmpp-before-send', detail, { cancelable: true }) && detail.text.trim() ? detail.text : undefined;
  }

  #submit(text: string): boolean {
    if (text.trim() && !this.#say(text)) return false;
    this.#files?.send();
    return true;
  }

  #say(text: string): boolean {
    const wished = this.#ask(text);
    if (wished === undefined) return false;
    // How it ends stands on the message itself.
    const { intent } = this.conversation;
    this.conversation.say(wished, this.composer.mentionsIn(wished)).catch(() => undefined);
    if (intent?.kind !== 'edit') this.messages.jumpToLatest();
    return true;
  }

  #editLast(): boolean {
    const { lastOwn } = this.conversation;
    if (lastOwn) this.conversation.startEdit(lastOwn);
    return !!lastOwn;
  }

  readonly #onGesture = (event: Event): void => {
    const part = this.lazily(menu);
    // What somebody types meanwhile is not lost.
    if (!part) return this.again(event);
    this.#menu ??= new part.MessageMenu(this, () => this.#partView);
    this.#menu.handle(event);
  };

  /** What somebody types or presses happens again as soon as what takes it is here. */
  protected again(event: Event): void {
    if (!event.isTrusted || !/^(keydown|click)$/.test(event.type)) return;
    const [target] = event.composedPath() as Node[];
    const Kind = event.constructor as typeof Event;
    // It may be gone by then.
    void this.updateComplete.then(() => target?.isConnected && target.dispatchEvent(new Kind(event.type, event)));
  }

  /** Whom one can call by name. */
  protected get people(): readonly Jid[] {
    return [];
  }

  /** What else can be done with a message. */
  protected itemsFor(_message: Message): readonly MenuItem[] {
    return [];
  }

  readonly #onSearch = (): void => (this.#search ? this.#search.end() : this.#toggleSearch());

  readonly #toggleSearch = (): void => {
    this.#isSearching = !this.#isSearching;
    this.requestUpdate();
  };

  #renderSearch(): unknown {
    const part = this.connection.session && this.#isSearching && this.lazily(search);
    this.#search = part ? (this.#search ?? new part.Search(this, () => this.#partView, this.#toggleSearch)) : undefined;
    return this.#search?.render();
  }

  get #partView(): MessageMenuView & SearchView {
    const view = this.#view as ConversationView;
    return {
      ...view,
      strings: this.partStrings,
      // Nothing is said, and nothing looked for, before there is one.
      session: this.connection.session as SearchView['session'],
      conversation: this.conversation,
      show: (key) => this.messages.show(key),
      isReadOnly: this.noComposer || !!view.isReadOnly || view.isWaiting,
      focusComposer: () => this.focusComposer(),
      pickEmoji: (use) => this.composer.pickEmoji(use),
      lazily: (load) => this.lazily(load),
      itemsFor: (message) => this.itemsFor(message),
    };
  }

  #renderIntent({ authorOf }: ConversationView): unknown {
    const { intent } = this.conversation;
    if (!intent) return nothing;
    const { name } = authorOf(intent.message);
    return this.lazily(intentBar)?.renderIntent(intent, name, this.partStrings, this.#cancelIntent);
  }

  readonly #cancelIntent = (): void => {
    this.conversation.cancelIntent();
    this.focusComposer();
  };

  /** What takes files, where one may send some. */
  #filesIn({ instead, isWaiting, isReadOnly }: ConversationView): Files | undefined {
    if (this.noComposer || instead || isWaiting || isReadOnly) return undefined;
    this.conversation.findFiles();
    if (!this.conversation.files) return undefined;
    const part = this.lazily(files);
    this.#files ??=
      part &&
      new part.Files(this, this.conversation, {
        ask: (text, to) => this.#ask(text, to),
        focus: () => this.focusComposer(),
      });
    return this.#files?.allow();
  }

  get #mediaRenderer(): Media | undefined {
    if (this.media === 'never') return undefined;
    const part = this.lazily(media);
    return this.media === 'auto' ? part?.renderAuto : part?.renderAsked;
  }

  protected override escape(): void {
    if (this.conversation.cancelIntent()) return;
    super.escape();
  }

  /** The picture of a person or a room, for `avatar`; nothing where they have none. */
  protected pictureOf(jid: Jid | undefined): Picture | undefined {
    this.#pictures.show(this.connection.session);
    const hash = jid && this.#pictures.hashOf(jid);
    const part = hash && this.lazily(pictures);
    if (!jid || !hash || !part) return undefined;
    this.#drawer ??= new part.Pictures((of) => this.#pictures.load(of as Jid));
    return { hash, draw: (size) => this.#drawer?.render(jid, hash, size) };
  }

  protected override renderTools(): unknown {
    return this.conversation.entries.length
      ? html`<button
          class="tool find"
          aria-label=${this.strings.search}
          aria-expanded=${this.#isSearching}
          @click=${this.#onSearch}
        >
          ${icon('search')}
        </button>`
      : nothing;
  }

  /** The messages and what belongs to them. */
  protected renderConversation(view: ConversationView): TemplateResult {
    const { strings } = this;
    const { isWaiting, isReadOnly, hint, typing, note } = view;
    this.#view = view;
    const files = this.#filesIn(view);
    const canWrite = !(this.noComposer || view.instead || isReadOnly);
    return html`<div class="conversation">
      ${
        isWaiting
          ? renderSkeleton(view.placeholder ?? strings.connecting)
          : this.messages.render({
              ...view,
              strings,
              extras: () => this.lazily(extras),
              media: () => this.#mediaRenderer,
              hook: () => this.renderMessage && this.lazily(hooks)?.drawnBy(this.renderMessage),
              match: () => this.lazily(match)?.renderMatch,
              empty: html`<b>${strings.noMessages}</b><span>${hint}</span>`,
              overlay: [
                this.#menu?.render(),
                this.#renderSearch(),
                canWrite ? this.composer.renderEmojis(this.partStrings) : nothing,
              ],
              onGesture: this.#onGesture,
            })
      }
      <p class="typing ellipsis">${strings.typing(typing)}</p>
      ${note === undefined ? nothing : html`<p role="status" part="notice" class="note">${note}</p>`}
      ${this.renderInvitations()} ${this.#renderIntent(view)} ${files?.render(this.partStrings)} ${view.pace?.line}
      ${
        this.noComposer
          ? nothing
          : (view.instead ??
            this.composer.render({
              strings,
              draft: this.conversation.draft,
              placeholder: view.placeholder ?? (this.placeholder || strings.message),
              isDisabled: isWaiting || !!isReadOnly,
              isHeld: view.pace?.isHeld,
              maxLength: this.maxLength,
              start: files?.renderButtons(this.partStrings),
              hasFiles: !!files?.areReady,
            }))
      }
    </div>`;
  }
}

const extras = () => import('./parts/extras.js');
const media = () => import('./parts/media.js');
const files = () => import('./parts/files.js');
const match = () => import('./parts/match.js');
/** What the page draws itself. */
export const hooks = () => import('./parts/hooks.js');
const pictures = () => import('./parts/pictures.js');
const search = () => import('./parts/search.js');
const menu = () => import('./parts/message-menu.js');
const intentBar = () => import('./parts/intent.js');
