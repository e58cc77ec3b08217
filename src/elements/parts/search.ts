import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import type { ConnectionController } from '../../controllers/connection-controller.js';
import type { ConversationController } from '../../controllers/conversation-controller.js';
import { SearchController, textOf } from '../../controllers/search-controller.js';
import type { Message } from '../../stores/entries.js';
import type { Strings } from '../strings/strings.js';
import { excerpt } from './excerpt.js';
import { icon } from './icon.js';
import { nickColors, shownNick } from './nick.js';
import type { Author } from './rows.js';
import { Times } from './times.js';

export { styles } from './search.styles.js';

/** For how long the message is marked that somebody went to, in ms. */
const MARKED = 2500;

export interface SearchView {
  readonly strings: Strings;
  readonly session: NonNullable<ConnectionController['session']>;
  readonly conversation: ConversationController;
  authorOf(message: Message): Author;
  /** Brings a message into view, and the keyboard to it. */
  show(key: string): void;
}

/** Looks for a message in the conversation that is shown, until somebody closes it or goes to another one. */
export class Search implements ReactiveController {
  readonly #host: LitElement;
  readonly #view: () => SearchView;
  readonly #close: () => void;
  readonly #search: SearchController;
  readonly #scope: readonly unknown[];
  /** Where the keyboard goes back to. */
  readonly #opener: Element | null;
  #times = new Times('en');
  /** What was found covers the messages. */
  #isOpen = true;
  /** Which result the keyboard comes to. */
  #at = 0;
  /** To which result somebody is going; from there nothing is found any more. */
  #going: Message | undefined;
  /** The key of the one that is out of reach, and shown here as a whole. */
  #whole: string | undefined;

  /** @param close is called when it shall not be rendered any more. */
  constructor(host: LitElement, view: () => SearchView, close: () => void) {
    this.#host = host;
    this.#view = view;
    this.#close = close;
    const { session, conversation } = view();
    this.#search = new SearchController(host, session, conversation);
    this.#scope = [session, conversation.jid];
    this.#opener = host.shadowRoot?.activeElement ?? null;
    host.addController(this);
    void host.updateComplete.then(() => this.#field?.focus());
  }

  hostUpdate(): void {
    const { session, conversation } = this.#view();
    const [before, jid] = this.#scope;
    if (session !== before || conversation.jid !== jid) this.end();
  }

  /** Nothing is looked for any more. */
  end(): void {
    this.#going = undefined;
    this.#search.stop();
    this.#host.removeController(this);
    this.#close();
  }

  render(): TemplateResult {
    const { strings } = this.#view();
    const { words, archive } = this.#search;
    const { searchHere, close } = strings;
    return html`<div class="finder" role="search" aria-label=${strings.search} @keydown=${this.#onKey}>
      <div class="search-bar">
        <div class="search-field">
          ${icon('search')}
          <input
            class="input"
            part="field"
            type="search"
            autocomplete="off"
            enterkeyhint="search"
            aria-label=${searchHere}
            placeholder=${searchHere}
            @input=${this.#onInput}
            @compositionend=${this.#onInput}
            @focus=${this.#onFocus}
          />
        </div>
        <button part="button" class="tool" aria-label=${close} title=${close} @click=${this.#leave}>
          ${icon('close')}
        </button>
      </div>
      <p class="search-state" role="status">${this.#renderState(strings)}</p>
      ${
        words.length && archive === 'failed'
          ? html`<p class="search-failed alert">
              ${strings.searchFailed}
              <button part="button" class="link" @click=${this.#find}>${strings.tryAgain}</button>
            </p>`
          : nothing
      }
      ${words.length && this.#isOpen ? this.#renderResults(strings) : nothing}
    </div>`;
  }

  #renderState(strings: Strings): unknown {
    const { words, found, archive, isLoading, next } = this.#search;
    if (!words.length) return nothing;
    const busy = this.#going
      ? strings.goingThere
      : isLoading || archive === 'busy'
        ? strings.searchingOlder
        : undefined;
    if (busy) return html`<span class="spinner"></span>${busy}`;
    if (this.#whole) return strings.outOfReach;
    if (found.length) return `${strings.found(found.length)}${next ? '+' : ''}`;
    // Before the archive was asked nobody knows.
    return archive === 'idle' ? nothing : strings.nothingFound;
  }

  #renderResults(strings: Strings): unknown {
    const { found, next } = this.#search;
    if (this.#times.lang !== strings.lang) this.#times = new Times(strings.lang);
    if (!found.length && !next) return nothing;
    return html`<div class="results" @focusin=${this.#onFocusin}>
      <ul aria-label=${strings.searchHere}>
        ${found.map((message, index) => html`<li>${this.#renderResult(message, index, strings)}</li>`)}
      </ul>
      ${
        next
          ? html`<button part="button" class="link more" @click=${this.#more}>
              ${next === 'more' ? strings.moreResults : strings.searchOlder}
            </button>`
          : nothing
      }
    </div>`;
  }

  #renderResult(message: Message, index: number, strings: Strings): TemplateResult {
    const { at, key } = message;
    const { name } = this.#view().authorOf(message);
    const isWhole = key === this.#whole;
    return html`<button
      class="result"
      tabindex=${index === this.#at ? 0 : -1}
      aria-busy=${message === this.#going}
      @click=${() => void this.#go(message)}
    >
      <span class="result-of">
        <bdi class="result-by ellipsis" .style=${nickColors(name)}>${shownNick(name)}</bdi>
        <time datetime=${new Date(at).toISOString()}>${this.#times.day(at, strings)} · ${this.#times.clock(at)}</time>
      </span>
      <span class="result-text ${isWhole ? 'whole' : ''}" dir="auto"
        >${excerpt(textOf(message), this.#search.words, isWhole)}</span
      >
    </button>`;
  }

  readonly #onInput = (event: Event): void => this.#look((event as InputEvent).isComposing ? undefined : true);

  /** Now, and not after a pause. */
  readonly #find = (): void => this.#look(false);

  /** @param isTyping `undefined`: a letter is being composed, so that there are no words for an archive yet. */
  #look(isTyping: boolean | undefined): void {
    this.#at = 0;
    this.#going = this.#whole = undefined;
    this.#isOpen = true;
    this.#search.find(this.#field?.value ?? '', isTyping);
    this.#host.requestUpdate();
  }

  readonly #onFocus = (): void => {
    this.#isOpen = true;
    this.#host.requestUpdate();
  };

  readonly #onFocusin = ({ target }: FocusEvent): void => {
    const place = this.#results.indexOf(target as HTMLElement);
    if (place < 0 || place === this.#at) return;
    this.#at = place;
    this.#host.requestUpdate();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const { key, target, isComposing } = event;
    if (isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    const isField = target === this.#field;
    if (key === 'Escape') void this.#leave();
    else if (isField && key === 'Enter') this.#find();
    // What is typed is looked for.
    else if (!isField && key.length === 1 && key !== ' ') return this.#field?.focus();
    else {
      const next = this.#next(target as HTMLElement, key, isField);
      if (!next) return;
      next.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };

  #next(from: HTMLElement, key: string, isField: boolean): HTMLElement | null | undefined {
    const items = this.#items;
    const place = items.indexOf(from);
    if (isField) return key === 'ArrowDown' ? items[0] : undefined;
    if (place < 0) return undefined;
    switch (key) {
      case 'ArrowDown':
        return items[place + 1];
      case 'ArrowUp':
        return items[place - 1] ?? this.#field;
      case 'Home':
        return items[0];
      case 'End':
        return items.at(-1);
    }
    return undefined;
  }

  readonly #more = async (): Promise<void> => {
    this.#whole = undefined;
    const { length } = this.#search.found;
    const hadFocus = this.#host.shadowRoot?.activeElement?.matches('.more');
    await this.#search.more();
    await this.#host.updateComplete;
    // Its button may be gone: the keyboard goes on with what is new.
    if (hadFocus && !this.#box?.contains(this.#host.shadowRoot?.activeElement ?? null))
      (this.#items[length] ?? this.#items.at(-1) ?? this.#field)?.focus();
  };

  async #go(message: Message): Promise<void> {
    this.#whole = undefined;
    this.#going = message;
    this.#host.requestUpdate();
    const key = await this.#search.reach(message);
    if (this.#going !== message) return;
    this.#going = undefined;
    if (key === undefined) this.#whole = message.key;
    else {
      this.#isOpen = false;
      this.#view().show(key);
      void this.#mark(key);
    }
    this.#host.requestUpdate();
  }

  /** For a moment, in case the eye has lost its way. */
  async #mark(key: string): Promise<void> {
    await this.#host.updateComplete;
    const rows = [...this.#host.renderRoot.querySelectorAll<HTMLElement>('[data-key]')];
    const color = 'var(--_mention)';
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    rows
      .find((row) => row.dataset['key'] === key)
      ?.animate({ backgroundColor: isStill ? [color, color] : [color, color, 'transparent'] }, MARKED);
  }

  readonly #leave = async (): Promise<void> => {
    this.end();
    await this.#host.updateComplete;
    const { renderRoot } = this.#host;
    const back = this.#opener?.isConnected ? this.#opener : renderRoot.querySelector('.find');
    (back as HTMLElement | null)?.focus();
  };

  get #box(): HTMLElement | null {
    return this.#host.renderRoot.querySelector('.finder');
  }

  get #field(): HTMLInputElement | null | undefined {
    return this.#box?.querySelector('input');
  }

  get #results(): HTMLElement[] {
    return [...(this.#box?.querySelectorAll<HTMLElement>('.result') ?? [])];
  }

  get #items(): HTMLElement[] {
    return [...(this.#box?.querySelectorAll<HTMLElement>('.result, .more') ?? [])];
  }
}
