import { css, html, nothing, type CSSResult, type LitElement, type TemplateResult } from 'lit';
import { resourceOf, type Jid } from '../../core/jid.js';
import type { Strings } from '../strings/strings.js';
import type { EmojiCompletion } from './emoji-completion.js';
import { NickCompletion } from './nick-completion.js';
import { shownNick } from './nick.js';

export const styles = css`
  .proposals {
    position: absolute;
    z-index: 2;
    inset-inline-start: 12px;
    inset-block-end: 4px;
    min-inline-size: 200px;
    max-inline-size: calc(100% - 24px);
    max-block-size: calc(100% - 8px);
    padding: 4px;
    border: 1px solid var(--_border);
    border-radius: 12px;
    overflow: hidden auto;
    background: var(--_bg);
    box-shadow: var(--_shadow);
  }

  .proposals button {
    display: flex;
    align-items: center;
    gap: 10px;
    inline-size: 100%;
    min-block-size: 32px;
    padding: 4px 10px;
    border: 0;
    border-radius: 8px;
    background: none;
    text-align: start;
  }

  .proposals [aria-selected='true'] {
    background: var(--_surface-2);
  }

  @media (forced-colors: active) {
    .proposals [aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;

/** A colon that may begin the name of an emoji. */
const SHORT = /(^|[\s(]):[\w+-]{2}/;

export interface CompletionActions {
  /** Writes over a part of the text. */
  replace(text: string, start: number, end: number): void;
  /** Who is here, but us. */
  people(): readonly Jid[];
  lazily<Part extends object>(load: () => Promise<Part & { readonly styles?: CSSResult }>): Part | undefined;
}

/** What is proposed for the word that is being written: people for `@no`, emojis for `:smi`. */
export class Completions {
  readonly #host: LitElement;
  readonly #lang: string;
  readonly #actions: CompletionActions;
  readonly #nicks: NickCompletion;
  #emojis: EmojiCompletion | undefined;

  constructor(host: LitElement, lang: string, actions: CompletionActions) {
    this.#host = host;
    this.#lang = lang;
    this.#actions = actions;
    this.#nicks = new NickCompletion(actions, () => host.requestUpdate());
  }

  /** What is proposed for the word at the caret. */
  render(field: HTMLTextAreaElement | undefined, strings: Strings): TemplateResult | typeof nothing {
    this.#nicks.look(field && this.#host.shadowRoot?.activeElement === field ? field : undefined);
    if (this.#nicks.proposals.length) return this.#renderNicks(strings);
    const part = SHORT.test(field?.value ?? '') && this.#actions.lazily(emojis);
    if (part) this.#emojis ??= new part.EmojiCompletion(this.#host, this.#lang, this.#actions);
    return this.#emojis?.render(field, strings) ?? nothing;
  }

  /** The proposal that Enter takes; `undefined`: there are none. */
  get activeId(): string | undefined {
    return this.#nicks.proposals.length ? `proposal-${this.#nicks.at}` : this.#emojis?.activeId;
  }

  /** Takes the keys that are for the proposals, and a Tab behind the beginning of a nick. */
  handle(event: KeyboardEvent): boolean {
    return this.#nicks.handle(event) || !!this.#emojis?.handle(event);
  }

  /** Makes an emoji of a name that was typed with both its colons. */
  convert(field: HTMLTextAreaElement): void {
    this.#emojis?.convert(field);
  }

  /** Whom a text calls: by an `@`, or as it was proposed. */
  mentionsIn(text: string): ReturnType<NickCompletion['mentionsIn']> {
    return this.#nicks.mentionsIn(text);
  }

  #renderNicks(strings: Strings): TemplateResult {
    return html`<div id="proposals" class="proposals" role="listbox" aria-label=${strings.occupants}>
      ${this.#nicks.proposals.map(
        (jid, index) =>
          html`<button
            type="button"
            tabindex="-1"
            id=${`proposal-${index}`}
            role="option"
            aria-selected=${index === this.#nicks.at}
            @mousedown=${keepFocus}
            @click=${() => this.#nicks.take(jid)}
          >
            <bdi class="ellipsis">${shownNick(resourceOf(jid))}</bdi>
          </button>`,
      )}
    </div>`;
  }
}

const emojis = () => import('./emoji-completion.js');

/** A press on a proposal must not take the focus from the field. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
