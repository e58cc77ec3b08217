import { css, html, nothing, type LitElement, type TemplateResult } from 'lit';
import { recallEmojis, rememberEmoji } from '../../controllers/emoji-memory.js';
import type { CompletionActions } from './completions.js';
import type { Strings } from '../strings/strings.js';
import { EmojiBook, emojiFont, isNamed, toned, type Emoji } from './emoji-book.js';

export const styles = css`
  ${emojiFont}

  .proposals button > .glyph {
    flex: none;
    inline-size: 24px;
    font-size: 20px;
    line-height: 24px;
    text-align: center;
  }
`;

const MOST = 6;
/** A colon where a word begins, neither in a time nor in an address, and at least two letters of a name after it. */
const BEGUN = /(?<![^\s(]):([\w+-]{2,})$/;
const WHOLE = /(?<![^\s(]):([\w+-]{2,}):$/;

/** Emojis for `:smi`, while it is typed. */
export class EmojiCompletion {
  readonly #host: LitElement;
  readonly #actions: Pick<CompletionActions, 'replace'>;
  readonly #book: EmojiBook;
  #word: string | undefined;
  #end = 0;
  #proposals: readonly Emoji[] = [];
  #at = 0;
  /** The colon of a word whose proposals are not wanted. */
  #dismissed: number | undefined;

  constructor(host: LitElement, lang: string, actions: Pick<CompletionActions, 'replace'>) {
    this.#host = host;
    this.#actions = actions;
    this.#book = new EmojiBook(lang);
    void host.updateComplete.then(() => this.#catchUp());
  }

  /** What is proposed for the word at the caret. */
  render(field: HTMLTextAreaElement | undefined, strings: Strings): TemplateResult | typeof nothing {
    this.#look(field);
    if (!this.#proposals.length) return nothing;
    return html`<div id="proposals" class="proposals" role="listbox" aria-label=${strings.emoji}>
      ${this.#proposals.map(
        (emoji, index) =>
          html`<button
            type="button"
            tabindex="-1"
            id=${`proposal-${index}`}
            role="option"
            aria-selected=${index === this.#at}
            @mousedown=${keepFocus}
            @click=${() => this.#take(emoji)}
          >
            <span class="glyph">${toned(emoji.text, recallEmojis().tone)}</span>
            <span class="ellipsis">${this.#shortOf(emoji)}</span>
          </button>`,
      )}
    </div>`;
  }

  /** The proposal that Enter takes; `undefined`: there are none. */
  get activeId(): string | undefined {
    return this.#proposals.length ? `proposal-${this.#at}` : undefined;
  }

  /** Takes the keys that are for the proposals. */
  handle(event: KeyboardEvent): boolean {
    const { key } = event;
    const proposal = this.#proposals[this.#at];
    if (!proposal || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (key === 'ArrowDown' || key === 'ArrowUp') this.#move(key === 'ArrowDown' ? 1 : -1);
    else if (key === 'Enter' || key === 'Tab') this.#take(proposal);
    else if (key === 'Escape') this.#dismiss();
    else {
      // Elsewhere in the text there is another word, or none.
      if (/^(Arrow|Home|End|Page)/.test(key)) this.#dismiss();
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** Makes an emoji of a name that was typed with both its colons. */
  convert({ value, selectionEnd }: HTMLTextAreaElement): void {
    const [whole = '', word] = WHOLE.exec(value.slice(0, selectionEnd)) ?? [];
    const emoji = word && this.#book.groups.flat().find((each) => isNamed(each, word));
    if (emoji) this.#write(emoji, selectionEnd - whole.length, selectionEnd);
  }

  /** Somebody may have typed on while we were fetched. */
  #catchUp(): void {
    const field = this.#host.shadowRoot?.activeElement;
    if (field instanceof HTMLTextAreaElement) this.convert(field);
  }

  #look(field: HTMLTextAreaElement | undefined): void {
    const isIn = field && this.#host.shadowRoot?.activeElement === field && field.selectionStart === field.selectionEnd;
    this.#end = isIn ? field.selectionEnd : 0;
    const word = BEGUN.exec(field?.value.slice(0, this.#end) ?? '')?.[1];
    if (!word || this.#dismissed !== this.#start(word)) this.#dismissed = undefined;
    const query = this.#dismissed === undefined ? word : undefined;
    if (query === this.#word) return;
    this.#word = query;
    this.#at = 0;
    this.#proposals = query ? this.#book.search(query).slice(0, MOST) : [];
  }

  #start(word: string): number {
    return this.#end - word.length - 1;
  }

  #shortOf({ names }: Emoji): string {
    const wanted = this.#word?.toLowerCase() ?? '';
    const short = names.filter((name) => name.startsWith(wanted)).sort((a, b) => a.length - b.length)[0];
    return `:${(short ?? names[0]).replaceAll(' ', '_')}:`;
  }

  #move(by: 1 | -1): void {
    this.#at = (this.#at + by + this.#proposals.length) % this.#proposals.length;
    this.#host.requestUpdate();
  }

  #take(emoji: Emoji): void {
    if (this.#word) this.#write(emoji, this.#start(this.#word), this.#end);
  }

  #write(emoji: Emoji, start: number, end: number): void {
    const text = toned(emoji.text, recallEmojis().tone);
    rememberEmoji(text);
    this.#actions.replace(text, start, end);
  }

  #dismiss(): void {
    if (this.#word) this.#dismissed = this.#start(this.#word);
    this.#host.requestUpdate();
  }
}

/** A press on a proposal must not take the focus from the field. */
function keepFocus(event: Event): void {
  event.preventDefault();
}
