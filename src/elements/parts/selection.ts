import { css, html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import type { ConversationController } from '../../controllers/conversation-controller.js';
import type { Message } from '../../stores/entries.js';
import type { Strings } from '../strings/strings.js';
import { icon } from './icon.js';
import { shownNick } from './nick.js';
import type { Author } from './rows.js';
import { Times } from './times.js';

/** How much of a message names it. */
const NAMED = 500;
const MESSAGE = '[part~="message"]';

export const styles = css`
  .messages .message[role='checkbox'] {
    padding-inline-start: 46px;
    cursor: pointer;
    user-select: none;
  }

  .messages .message[aria-checked='true'] {
    background: color-mix(in srgb, var(--_accent) 7%, transparent);
  }

  .message[role='checkbox']::before,
  .message[aria-checked='true']::after {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 14px;
    inline-size: 20px;
    block-size: 20px;
    margin-block: auto;
    border: 2px solid var(--_muted);
    border-radius: 50%;
  }

  .message[aria-checked='true']::before {
    border-color: var(--_accent);
    background: var(--_accent);
  }

  .message[aria-checked='true']::after {
    inset-inline-start: 21px;
    inline-size: 6px;
    block-size: 10px;
    border-color: var(--_on-accent);
    border-width: 0 2px 2px 0;
    border-radius: 0;
    rotate: 40deg;
    translate: 0 -1px;
  }

  .selection {
    position: absolute;
    z-index: 2;
    inset-block-end: 0;
    inset-inline: 0;
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: 48px;
    padding: 4px 8px 4px 16px;
    border-block: 1px solid var(--_border);
    background: var(--_surface);
    animation: come 0.1s;
  }

  :host(:dir(rtl)) .selection {
    padding: 4px 16px 4px 8px;
  }

  .selection p {
    flex: 1;
    min-inline-size: 0;
    font-weight: 600;
  }

  .selection .link {
    flex: none;
    min-block-size: 36px;
    padding-inline: 10px;
  }

  .selection .danger {
    color: var(--_danger);
  }

  /* The last message stays in view above it. */
  .messages:has(.selection) .list {
    padding-block-end: 56px;
  }

  .messages:has(.selection) .jump {
    inset-block-end: 56px;
  }

  @media (forced-colors: active) {
    .message[aria-checked='true']::before {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;

export interface SelectionView {
  readonly strings: Strings;
  readonly conversation: ConversationController;
  readonly isReadOnly: boolean;
  authorOf(message: Message): Author;
}

/** Several messages that somebody chooses, to do one thing with all of them. Each is a checkbox meanwhile. */
export class Selection implements ReactiveController {
  readonly #host: LitElement;
  readonly #view: () => SelectionView;
  readonly #close: () => void;
  readonly #jid: string | undefined;
  readonly #keys = new Set<string>();
  /** The message that was chosen last: where the keyboard is, and where a range begins. */
  #last: string;
  #isAsking = false;
  #isRefused = false;
  #box: HTMLElement | undefined;
  #times = new Times('en');

  /**
   * @param key of the first that is chosen.
   * @param close is called when it shall not be rendered any more.
   */
  constructor(host: LitElement, view: () => SelectionView, key: string, close: () => void) {
    this.#host = host;
    this.#view = view;
    this.#close = close;
    this.#jid = view().conversation.jid;
    this.#last = key;
    this.#keys.add(key);
    host.addController(this);
  }

  hostUpdate(): void {
    if (this.#view().conversation.jid !== this.#jid) this.end();
  }

  /** What the list has rendered are rows of its own: they are made checkboxes after each of its updates. */
  hostUpdated(): void {
    this.#watch();
    const { strings, authorOf } = this.#view();
    if (this.#times.lang !== strings.lang) this.#times = new Times(strings.lang);
    const messages = new Map(this.#messages.map((message) => [message.key, message]));
    for (const row of this.#rows) {
      const message = messages.get(row.dataset['key'] ?? '');
      if (message) this.#dress(row, message, shownNick(authorOf(message).name));
      else undress(row);
    }
  }

  hostDisconnected(): void {
    this.#box?.removeEventListener('click', this.#onClick);
    this.#box = undefined;
  }

  /** Chooses a message, or does no longer. `isRange`: all from the last one on. */
  toggle(row: HTMLElement, isRange = false): void {
    const { key = '' } = row.dataset;
    if (!this.#messageOf(key)) return;
    this.#isAsking = this.#isRefused = false;
    if (isRange) for (const each of this.#between(this.#last, key)) this.#keys.add(each);
    else if (!this.#keys.delete(key)) this.#keys.add(key);
    this.#last = key;
    this.#host.requestUpdate();
  }

  /** Nothing is chosen any more. */
  end(): void {
    this.#host.removeController(this);
    this.hostDisconnected();
    for (const row of this.#rows) undress(row);
    this.#close();
  }

  render(): TemplateResult {
    const { strings, conversation, isReadOnly } = this.#view();
    const chosen = this.#chosen;
    const canDelete = !isReadOnly && chosen.length > 0 && chosen.every((message) => conversation.canChange(message));
    const button = (words: string, act: () => unknown, look = '') =>
      html`<button part="button" class="link ${look}" @click=${act}>${words}</button>`;
    const question = html`<p>${strings.deleteForAll}</p>
      ${button(strings.delete, this.#delete, 'danger')} ${button(strings.cancel, this.#ask)}`;
    return html`<div class="selection" role="group" aria-label=${strings.selectMessages} @keydown=${this.#onKey}>
      ${
        this.#isAsking && canDelete
          ? question
          : html`<p role="status">${this.#isRefused ? strings.notCopied : strings.selected(chosen.length)}</p>
              ${chosen.length && 'clipboard' in navigator ? button(strings.copy, this.#copy) : nothing}
              ${canDelete ? button(strings.delete, this.#ask, 'danger') : nothing}
              <button
                part="button"
                class="tool"
                aria-label=${strings.cancel}
                title=${strings.cancel}
                @click=${this.#leave}
              >
                ${icon('close')}
              </button>`
      }
    </div>`;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    if (this.#isAsking) this.#ask();
    else this.#leave();
    event.preventDefault();
    event.stopPropagation();
  };

  readonly #onClick = (event: Event): void => {
    const row = (event.target as Element).closest<HTMLElement>(MESSAGE);
    if (!row) return;
    this.toggle(row, (event as MouseEvent).shiftKey);
    row.focus({ preventScroll: true });
  };

  readonly #leave = (): void => {
    const row = this.#rowOf(this.#last);
    this.end();
    row?.focus({ preventScroll: true });
  };

  readonly #copy = async (): Promise<void> => {
    const { strings, authorOf } = this.#view();
    const times = new Intl.DateTimeFormat(strings.lang, { dateStyle: 'short', timeStyle: 'short' });
    const line = (message: Message) =>
      `[${times.format(message.at)}] ${shownNick(authorOf(message).name)}: ${message.body}`;
    try {
      await navigator.clipboard.writeText(this.#chosen.map(line).join('\n'));
      this.#leave();
    } catch {
      // A page may have forbidden it.
      this.#isRefused = true;
      this.#host.requestUpdate();
    }
  };

  /** Once more, before it cannot be undone; and back. The keyboard goes where a slip does no harm. */
  readonly #ask = (): void => {
    this.#isAsking = !this.#isAsking;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() =>
      [...this.#host.renderRoot.querySelectorAll<HTMLElement>('.selection button')].at(-1)?.focus(),
    );
  };

  readonly #delete = (): void => {
    const { conversation, strings } = this.#view();
    // How it ends stands on each message.
    for (const message of this.#chosen) conversation.retract(message, strings.retractedFallback).catch(() => undefined);
    this.#leave();
  };

  /** In the order of reading. */
  get #chosen(): readonly Message[] {
    return this.#messages.filter(({ key }) => this.#keys.has(key));
  }

  get #messages(): readonly Message[] {
    return this.#view().conversation.entries.filter(
      (entry): entry is Message => entry.kind === 'message' && !entry.retracted,
    );
  }

  #messageOf(key: string): Message | undefined {
    return this.#messages.find((message) => message.key === key);
  }

  #between(one: string, other: string): readonly string[] {
    const keys = this.#messages.map(({ key }) => key);
    const [from = 0, to = 0] = [keys.indexOf(one), keys.indexOf(other)].sort((first, second) => first - second);
    return keys.slice(Math.max(0, from), to + 1);
  }

  #dress(row: HTMLElement, { key, at, body, spoiler }: Message, author: string): void {
    row.setAttribute('role', 'checkbox');
    row.setAttribute('aria-checked', String(this.#keys.has(key)));
    row.setAttribute('aria-label', `${author}, ${this.#times.clock(at)}: ${(spoiler ?? body).slice(0, NAMED)}`);
    row.tabIndex = key === this.#last ? 0 : -1;
    // Links and buttons in it would be pressed instead.
    for (const child of row.children) (child as HTMLElement).inert = true;
  }

  #watch(): void {
    const box = this.#host.renderRoot.querySelector<HTMLElement>('.messages') ?? undefined;
    if (box === this.#box) return;
    this.hostDisconnected();
    this.#box = box;
    box?.addEventListener('click', this.#onClick);
  }

  #rowOf(key: string): HTMLElement | undefined {
    return this.#rows.find((row) => row.dataset['key'] === key);
  }

  get #rows(): HTMLElement[] {
    return [...this.#host.renderRoot.querySelectorAll<HTMLElement>(MESSAGE)];
  }
}

function undress(row: HTMLElement): void {
  for (const name of ['role', 'aria-checked', 'aria-label']) row.removeAttribute(name);
  row.tabIndex = -1;
  for (const child of row.children) (child as HTMLElement).inert = false;
}
