import { css, html, nothing, type LitElement, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { recallEmojis, rememberEmoji, rememberTone } from '../../controllers/emoji-memory.js';
import type { Strings } from '../strings/strings.js';
import { EmojiBook, emojiFont, toned, type Emoji } from './emoji-book.js';

export const styles = css`
  ${emojiFont}

  .picker {
    position: absolute;
    z-index: 2;
    inset-inline-end: 12px;
    inset-block-end: 4px;
    display: flex;
    flex-direction: column;
    inline-size: min(348px, 100% - 24px);
    /* Where there is little room it covers what is above the messages, too. */
    min-block-size: min(120px, 100% - 8px);
    block-size: min(332px, 100% - 8px);
    border: 1px solid var(--_border);
    border-radius: 12px;
    outline: none;
    overflow: hidden;
    background: var(--_bg);
    box-shadow: var(--_shadow);
    animation: come 0.1s;
  }

  .picker-tools {
    display: flex;
    flex: none;
    gap: 6px;
    padding: 8px;
  }

  .picker-tools .input {
    min-block-size: 36px;
    padding-block: 4px;
  }

  .picker-tools select {
    appearance: none;
    flex: none;
    inline-size: 40px;
    padding: 0;
    border: 0;
    border-radius: 10px;
    background: none;
    font-size: 20px;
    line-height: 1;
    text-align: center;
    text-align-last: center;
  }

  .picker-tools option {
    background: var(--_bg);
  }

  .emojis {
    flex: 1;
    min-block-size: 0;
    padding: 0 8px 8px;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  .emoji-group {
    --_emoji: 36px;
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(var(--_emoji), 1fr));
    content-visibility: auto;
  }

  .emoji-group > div {
    grid-column: 1 / -1;
    padding: 8px 4px 4px;
    color: var(--_muted);
    font-size: 12px;
    font-weight: 600;
    line-height: 16px;
  }

  .emoji-group button {
    block-size: var(--_emoji);
    padding: 0;
    border: 0;
    border-radius: 8px;
    background: none;
    font-size: 22px;
    line-height: 1;
  }

  .emoji-group button:is(:hover, :focus-visible) {
    background: var(--_surface-2);
  }

  .emoji-group button:focus-visible,
  .picker-tools :focus-visible {
    outline-offset: -2px;
  }

  .emojis p {
    padding: 24px 8px;
    color: var(--_muted);
    text-align: center;
  }

  @media (pointer: coarse) {
    .emoji-group {
      --_emoji: 44px;
    }
  }
`;

const TONES = ['', '🏻', '🏼', '🏽', '🏾', '🏿'];
/** About how many stand in a row: what has not been on the screen is taken to be so high. */
const PER_ROW = 9;
const OPTION = '[role="option"]';

/** For what somebody looks for an emoji. */
export interface EmojiUse {
  pick(emoji: string): void;
  /** Where the keyboard goes on. */
  focus(): void;
}

export interface PickerActions extends EmojiUse {
  close(): void;
}

/** All emojis, for somebody who looks for one. Made anew each time it opens. */
export class EmojiPicker {
  readonly #host: LitElement;
  readonly #actions: PickerActions;
  readonly #book: EmojiBook;
  /** Those used last stay where they are while it is open. */
  readonly #recent: readonly Emoji[];
  #tone: string;
  #query = '';

  constructor(host: LitElement, lang: string, actions: PickerActions) {
    this.#host = host;
    this.#actions = actions;
    this.#book = new EmojiBook(lang);
    const { recent, tone } = recallEmojis();
    this.#tone = tone;
    this.#recent = recent.flatMap((text) => {
      const emoji = this.#book.find(text);
      return emoji ? [{ ...emoji, text }] : [];
    });
    void host.updateComplete.then(() => this.#onOpen());
  }

  render(strings: Strings): TemplateResult {
    return html`<div
      class="picker"
      role="dialog"
      aria-label=${strings.emoji}
      tabindex="-1"
      @click=${this.#onClick}
      @keydown=${this.#onKey}
      @focusout=${this.#onFocusout}
    >
      <div class="picker-tools">
        <input
          class="input"
          part="field"
          type="search"
          autocomplete="off"
          enterkeyhint="done"
          aria-label=${strings.searchEmoji}
          placeholder=${strings.searchEmoji}
          @input=${this.#onSearch}
        />
        <select aria-label=${strings.skinTone} title=${strings.skinTone} @change=${this.#onTone}>
          ${TONES.map((tone) => html`<option value=${tone} ?selected=${tone === this.#tone}>✋${tone}</option>`)}
        </select>
      </div>
      <div class="emojis" role="listbox" aria-label=${strings.emoji} @focusin=${this.#onFocusin}>
        ${guard([this.#query, this.#tone, strings], () => this.#renderEmojis(strings))}
      </div>
    </div>`;
  }

  #renderEmojis(strings: Strings): unknown {
    if (!this.#query) {
      const groups = [this.#recent, ...this.#book.groups];
      return groups.map((group, index) => this.#renderGroup(strings.emojiGroups[index], group));
    }
    const found = this.#book.search(this.#query);
    return found.length ? this.#renderGroup(undefined, found) : html`<p role="status">${strings.noEmojiFound}</p>`;
  }

  #renderGroup(title: string | undefined, emojis: readonly Emoji[]): unknown {
    if (!emojis.length) return nothing;
    const height = 28 + Math.ceil(emojis.length / PER_ROW) * 36;
    return html`<div
      class="emoji-group"
      role="group"
      aria-label=${title ?? nothing}
      .style=${`contain-intrinsic-block-size:auto ${height}px`}
    >
      ${title ? html`<div aria-hidden="true">${title}</div>` : nothing}
      ${emojis.map(({ text, names, label = names[0] }) => {
        return html`<button
          type="button"
          role="option"
          aria-selected="false"
          tabindex="-1"
          aria-label=${label}
          title=${label}
        >
          ${toned(text, this.#tone)}
        </button>`;
      })}
    </div>`;
  }

  #onOpen(): void {
    this.#enterList();
    // A keyboard on the screen would leave no room for the emojis.
    const hasKeyboard = !matchMedia('(pointer: coarse)').matches;
    (hasKeyboard ? this.#search : this.#dialog)?.focus();
  }

  readonly #onSearch = ({ target }: Event): void => {
    this.#query = (target as HTMLInputElement).value.trim();
    this.#redraw();
  };

  readonly #onTone = ({ target }: Event): void => {
    this.#tone = (target as HTMLSelectElement).value;
    rememberTone(this.#tone);
    this.#redraw();
  };

  readonly #onClick = ({ target, shiftKey }: MouseEvent): void => {
    const option = (target as Element).closest(OPTION);
    if (option) this.#pick(option, shiftKey);
  };

  readonly #onFocusin = ({ target }: FocusEvent): void => {
    if ((target as Element).matches(OPTION)) this.#enterList(target as HTMLElement);
  };

  readonly #onFocusout = ({ relatedTarget }: FocusEvent): void => {
    // A window that is left has the focus again when it is come back to.
    const isLeft = !this.#dialog?.contains(relatedTarget as Node | null) && document.hasFocus();
    if (isLeft) this.#actions.close();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const { key, shiftKey, isComposing } = event;
    if (isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    const option = (event.target as Element).closest<HTMLElement>(OPTION);
    if (key === 'Escape') this.#leave();
    else if (option) {
      // What is typed is searched for.
      if (key.length === 1 && key !== ' ') return this.#search?.focus();
      if (key === 'Enter') this.#pick(option, shiftKey);
      else {
        const next = this.#next(option, key);
        if (!next) return;
        next.focus();
      }
    } else if (event.target === this.#search && (key === 'Enter' || key === 'ArrowDown')) {
      const first = this.#options[0];
      if (key === 'ArrowDown') first?.focus();
      else if (first && this.#query) this.#pick(first, shiftKey);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #next(option: HTMLElement, key: string): HTMLElement | null | undefined {
    const options = this.#options;
    const forward = getComputedStyle(option).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    switch (key) {
      case 'ArrowLeft':
      case 'ArrowRight':
        return options[options.indexOf(option) + (key === forward ? 1 : -1)];
      case 'ArrowDown':
        return below(option);
      case 'ArrowUp':
        return above(option) ?? this.#search;
      case 'Home':
        return options[0];
      case 'End':
        return options.at(-1);
    }
    return undefined;
  }

  #pick(option: Element, staysOpen: boolean): void {
    const emoji = option.textContent.trim();
    rememberEmoji(emoji);
    this.#actions.pick(emoji);
    if (!staysOpen) this.#leave();
  }

  #leave(): void {
    this.#actions.close();
    this.#actions.focus();
  }

  #redraw(): void {
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.#enterList());
  }

  /** By Tab one comes to this one emoji; the arrows go on from there. */
  #enterList(at = this.#options[0]): void {
    for (const other of this.#dialog?.querySelectorAll<HTMLElement>(`${OPTION}[tabindex="0"]`) ?? [])
      other.tabIndex = -1;
    if (at) at.tabIndex = 0;
  }

  get #dialog(): HTMLElement | null {
    return this.#host.renderRoot.querySelector('.picker');
  }

  get #search(): HTMLElement | null | undefined {
    return this.#dialog?.querySelector('input');
  }

  get #options(): HTMLElement[] {
    return this.#dialog ? optionsIn(this.#dialog) : [];
  }
}

function below(option: HTMLElement): HTMLElement | undefined {
  const { group, options, at, columns } = placeOf(option);
  const isInLastRow = at - (at % columns) + columns >= options.length;
  if (!isInLastRow) return options[Math.min(at + columns, options.length - 1)];
  const next = group.nextElementSibling && optionsIn(group.nextElementSibling);
  return next?.[Math.min(at % columns, next.length - 1)];
}

function above(option: HTMLElement): HTMLElement | undefined {
  const { group, options, at, columns } = placeOf(option);
  if (at >= columns) return options[at - columns];
  const before = group.previousElementSibling && optionsIn(group.previousElementSibling);
  if (!before) return undefined;
  const lastRow = before.length - 1 - ((before.length - 1) % columns);
  return before[Math.min(lastRow + at, before.length - 1)];
}

function placeOf(option: HTMLElement) {
  const group = option.parentElement as HTMLElement;
  const options = optionsIn(group);
  const columns = getComputedStyle(group).gridTemplateColumns.split(' ').length;
  return { group, options, at: options.indexOf(option), columns };
}

function optionsIn(element: Element): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>(OPTION)];
}
