import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { live } from 'lit/directives/live.js';
import type { Strings } from '../strings/strings.js';
import { icon } from './icon.js';

/** How near to the limit the counter shows. */
const NEAR_LIMIT = 100;
/** The field stops growing long before so much text is in it. */
const MAX_GROWTH = 2000;

export interface ComposerView {
  readonly strings: Strings;
  /** Whose draft it is. */
  readonly conversation: string;
  readonly placeholder: string;
  readonly isDisabled: boolean;
  /** 0: no limit. */
  readonly maxLength: number;
}

export interface ComposerActions {
  /** Takes a message, or does not: then its text stays. */
  submit(text: string): boolean;
  typed(text: string): void;
}

/** Where one writes. Keeps the draft of each conversation while its element lives. */
export class Composer {
  readonly #host: LitElement;
  readonly #actions: ComposerActions;
  readonly #input = createRef<HTMLTextAreaElement>();
  readonly #drafts = new Map<string, string>();
  #view: ComposerView | undefined;

  constructor(host: LitElement, actions: ComposerActions) {
    this.#host = host;
    this.#actions = actions;
  }

  focus(): void {
    this.#input.value?.focus();
  }

  render(view: ComposerView): TemplateResult {
    this.#view = view;
    const { strings, placeholder, isDisabled, maxLength } = view;
    const text = this.#text;
    const left = maxLength ? maxLength - text.length : Infinity;
    return html`<form part="composer" class="composer" @submit=${this.#onSubmit}>
      <slot name="composer-start"></slot>
      <div class="grow" data-text=${`${text.slice(0, MAX_GROWTH)} `}>
        <textarea
          part="input"
          rows="1"
          dir="auto"
          enterkeyhint="send"
          aria-label=${strings.message}
          aria-invalid=${left < 0}
          placeholder=${placeholder}
          ?disabled=${isDisabled}
          .value=${live(text)}
          @input=${this.#onInput}
          @keydown=${this.#onKeydown}
          ${ref(this.#input)}
        ></textarea>
      </div>
      ${
        left < NEAR_LIMIT
          ? html`<span class="counter ${left < 0 ? 'over' : ''}">${strings.charactersLeft(left)}</span>`
          : nothing
      }
      <slot name="composer-end"></slot>
      <button
        part="send-button"
        class="tool send"
        aria-label=${strings.send}
        ?disabled=${isDisabled || !text.trim() || left < 0}
        @mousedown=${keepFocus}
      >
        ${icon('send')}
      </button>
    </form>`;
  }

  get #text(): string {
    return this.#drafts.get(this.#view?.conversation ?? '') ?? '';
  }

  #write(text: string): void {
    if (text) this.#drafts.set(this.#view?.conversation ?? '', text);
    else this.#drafts.delete(this.#view?.conversation ?? '');
    this.#host.requestUpdate();
  }

  readonly #onInput = (event: InputEvent): void => {
    const text = (event.target as HTMLTextAreaElement).value;
    this.#write(text);
    this.#actions.typed(text);
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    // While letters are being composed, Enter takes the proposal; Safari says so by 229 alone.
    const isComposing = event.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return;
    event.preventDefault();
    this.#submit();
  };

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    this.#submit();
  };

  #submit(): void {
    const text = this.#text;
    const { isDisabled, maxLength } = this.#view ?? {};
    if (isDisabled || !text.trim() || (maxLength && text.length > maxLength)) return;
    if (!this.#actions.submit(text)) return;
    this.#write('');
    // The button has nothing to send any more, and cannot keep the focus.
    this.focus();
  }
}

/** A press on the button must not close a phone's keyboard. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
