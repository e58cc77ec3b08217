import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { live } from 'lit/directives/live.js';
import type { FirstStrings, Strings } from '../strings/strings.js';
import type { CompletionActions, Completions } from './completions.js';
import type { EmojiPicker, EmojiUse } from './emoji-picker.js';
import { icon } from './icon.js';

/** How near to the limit the counter shows. */
const NEAR_LIMIT = 100;
/** The field stops growing long before so much text is in it. */
const MAX_GROWTH = 2000;

export interface ComposerView {
  readonly strings: FirstStrings;
  /** What is written, and not sent yet. */
  readonly draft: string;
  readonly placeholder: string;
  readonly isDisabled: boolean;
  /** It is too soon to send anything. */
  readonly isHeld: boolean | undefined;
  /** 0: no limit. */
  readonly maxLength: number;
  /** What stands before the text. */
  readonly start: unknown;
  /** Whether there are files that go with what is written. */
  readonly hasFiles: boolean;
}

export interface ComposerActions extends Pick<CompletionActions, 'people' | 'lazily'> {
  /** Takes a message, or does not: then its text stays. There may be none beside files. */
  submit(text: string): boolean;
  /** Goes back to what was said last. Tells whether there is such. */
  editLast(): boolean;
  typed(text: string): void;
  /** Keeps what is written. */
  keep(draft: string): void;
}

/** Where one writes. */
export class Composer {
  readonly #host: LitElement;
  readonly #actions: ComposerActions;
  readonly #input = createRef<HTMLTextAreaElement>();
  #view: ComposerView | undefined;
  /** For what an emoji is looked for. */
  #use: EmojiUse | undefined;
  #picker: EmojiPicker | undefined;
  #completion: Completions | undefined;
  /** A colon has begun a word, or there is somebody to call. */
  #hasShort = false;

  constructor(host: LitElement, actions: ComposerActions) {
    this.#host = host;
    this.#actions = actions;
  }

  focus(): void {
    this.#input.value?.focus();
  }

  /** Whom a text calls. */
  mentionsIn(text: string): ReturnType<Completions['mentionsIn']> | undefined {
    return this.#completion?.mentionsIn(text);
  }

  /** Opens the emojis for something else than what is written. */
  pickEmoji(use: EmojiUse | undefined): void {
    this.#use = use;
    this.#picker = undefined;
    this.#host.requestUpdate();
  }

  /** Over the messages: all emojis, or those for the word that is being written. */
  renderEmojis(strings: Strings): unknown {
    if (this.#use) {
      const { EmojiPicker } = this.#actions.lazily(picker) ?? {};
      const close = () => this.pickEmoji(undefined);
      this.#picker ??= EmojiPicker && new EmojiPicker(this.#host, strings.lang, { ...this.#use, close });
      return this.#picker?.render(strings);
    }
    const { Completions } = (this.#hasShort && this.#actions.lazily(completion)) || {};
    this.#completion ??=
      Completions && new Completions(this.#host, strings.lang, { ...this.#actions, replace: this.#replace.bind(this) });
    return this.#completion?.render(this.#input.value, strings);
  }

  render(view: ComposerView): TemplateResult {
    this.#view = view;
    const { strings, draft: text, placeholder, isDisabled, isHeld, maxLength } = view;
    const left = maxLength ? maxLength - text.length : Infinity;
    const proposal = this.#use ? undefined : this.#completion?.activeId;
    return html`<form part="composer" class="composer" @submit=${this.#onSubmit}>
      <slot name="composer-start"></slot>
      ${view.start}
      <div class="grow" data-text=${`${text.slice(0, MAX_GROWTH)} `}>
        <textarea
          part="input"
          rows="1"
          dir="auto"
          enterkeyhint="send"
          aria-label=${strings.message}
          aria-invalid=${left < 0}
          aria-controls=${proposal ? 'proposals' : nothing}
          aria-activedescendant=${proposal ?? nothing}
          placeholder=${placeholder}
          ?disabled=${isDisabled}
          .value=${live(text)}
          @input=${this.#onInput}
          @keydown=${this.#onKeydown}
          @click=${this.#onMoved}
          @blur=${this.#onMoved}
          ${ref(this.#input)}
        ></textarea>
      </div>
      ${
        left < NEAR_LIMIT
          ? html`<span class="counter ${left < 0 ? 'over' : ''}">${strings.charactersLeft(left)}</span>`
          : nothing
      }
      <button
        type="button"
        part="button"
        class="tool"
        aria-label=${strings.emoji}
        aria-haspopup="dialog"
        aria-expanded=${!!this.#use}
        title=${strings.emoji}
        ?disabled=${isDisabled}
        @mousedown=${keepFocus}
        @click=${this.#onEmoji}
      >
        ${icon('smile')}
      </button>
      <slot name="composer-end"></slot>
      <button
        part="send-button"
        class="tool send"
        aria-label=${strings.send}
        ?disabled=${isDisabled || isHeld || !(text.trim() || view.hasFiles) || left < 0}
        @mousedown=${keepFocus}
      >
        ${icon('send')}
      </button>
    </form>`;
  }

  #write(text: string): void {
    this.#actions.keep(text);
    this.#host.requestUpdate();
  }

  readonly #onInput = (event: InputEvent): void => {
    const field = event.target as HTMLTextAreaElement;
    this.#hasShort ||= /(^|[\s(]):[\w+-]{2}/.test(field.value) || !!this.#actions.people().length;
    this.#write(field.value);
    this.#actions.typed(field.value);
    if (event.data === ':' && !event.isComposing) this.#completion?.convert(field);
  };

  /** The caret may stand elsewhere now. */
  readonly #onMoved = (): void => {
    if (this.#completion) this.#host.requestUpdate();
  };

  readonly #onEmoji = (): void => {
    const pick = (emoji: string) => {
      const { selectionStart = 0, selectionEnd = 0 } = this.#input.value ?? {};
      this.#replace(emoji, selectionStart, selectionEnd);
    };
    this.pickEmoji(this.#use ? undefined : { pick, focus: () => this.focus() });
  };

  /** Writes over a part of the text; the caret stands after it. */
  #replace(text: string, start: number, end: number): void {
    const field = this.#input.value;
    if (!field) return;
    field.setRangeText(text, start, end, 'end');
    this.#write(field.value);
    this.#actions.typed(field.value);
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    // While letters are being composed, Enter takes the proposal; Safari says so by 229 alone.
    const isComposing = event.isComposing || event.keyCode === 229;
    const isBare = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!isComposing && this.#completion?.handle(event)) return;
    if (event.key === 'ArrowUp' && isBare && !this.#view?.draft && this.#actions.editLast()) event.preventDefault();
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return;
    event.preventDefault();
    this.#submit();
  };

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    this.#submit();
  };

  #submit(): void {
    const { draft: text = '', isDisabled, isHeld, maxLength, hasFiles } = this.#view ?? {};
    if (isDisabled || isHeld || !(text.trim() || hasFiles) || (maxLength && text.length > maxLength)) return;
    if (!this.#actions.submit(text)) return;
    this.#host.requestUpdate();
    // The button has nothing to send any more, and cannot keep the focus.
    this.focus();
  }
}

const picker = () => import('./emoji-picker.js');
const completion = () => import('./completions.js');

/** A press on the button must not close a phone's keyboard. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
