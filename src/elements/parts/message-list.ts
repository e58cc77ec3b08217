import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { createRef, ref } from 'lit/directives/ref.js';
import type { ConversationController } from '../../controllers/conversation-controller.js';
import type { Jid } from '../../core/jid.js';
import { Arrivals } from './arrivals.js';
import { keyed } from './keyed.js';
import { renderEntry } from './message.js';
import { RowWindow, WINDOW } from './row-window.js';
import { rowsOf, type EntriesView } from './rows.js';
import { Times } from './times.js';

/** How near to an edge of the window the reader makes it move on, in px. */
const NEAR = 800;
/** How near to the first message the reader makes us load those before it, in px. */
const AHEAD = 240;
/** How near to the end still is the end, in px. */
const AT_END = 24;
/** So many at the end are laid out as they come, since they are seen: what is skipped until then costs three layouts. */
const SEEN = 16;

export interface MessageListView extends EntriesView {
  /** What invites to speak first. */
  readonly empty: unknown;
  /** What stands over the messages. */
  readonly overlay: unknown;
  /** Somebody points at a message, or goes through them by keyboard. */
  onGesture(event: Event): void;
}

/**
 * What has been said: a scroll box that stays at its end, or where its reader is.
 *
 * The box is a reversed column, so browsers keep its end in view by themselves; where the reader has scrolled up, the
 * row in the middle is noted before each update and put back after it. Only a window of the entries is in the DOM.
 */
export class MessageList implements ReactiveController {
  readonly #host: LitElement;
  readonly #conversation: ConversationController;
  readonly #box = createRef<HTMLElement>();
  readonly #rows = createRef<HTMLElement>();
  #jid: Jid | undefined;
  /** It follows the end while the reader is there. */
  readonly #window = new RowWindow();
  #isSliding = true;
  #held: { readonly row: Element; readonly top: number } | undefined;
  /** Where to scroll to after the next update. */
  #scrollTo: number | undefined;
  /** What to show again after the next update: where the reader was on the page before. */
  #readAgain: { readonly key: string; readonly top: number } | undefined;
  /** As the last scroll event told: asking the box would lay out the page. */
  #scrollTop = 0;
  /** Above which message "New" stands: frozen while the reader looks. */
  #divider: string | undefined;
  readonly #unfolded = new Set<string>();
  readonly #arrivals = new Arrivals(2 * WINDOW);
  #times = new Times('en');
  #isInView = false;
  /** It was there before this render. */
  #wasShown = false;
  #observer: IntersectionObserver | undefined;
  /** Sees that the reader comes near to the first message that we have. */
  #older: IntersectionObserver | undefined;
  #onGesture: MessageListView['onGesture'] | undefined;
  readonly #refresh = () => this.#host.requestUpdate();

  constructor(host: LitElement, conversation: ConversationController) {
    this.#host = host;
    this.#conversation = conversation;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer = new IntersectionObserver((changes) => {
      this.#isInView = changes.at(-1)?.isIntersecting ?? false;
      if (this.#isInView) this.#refresh();
    });
    this.#observer.observe(this.#host);
    addEventListener('focus', this.#refresh);
    document.addEventListener('visibilitychange', this.#refresh);
    addEventListener('pagehide', this.#onLeave, { capture: true });
    // Whoever moves an element in the document resets what it had scrolled.
    if (!this.#isAtEnd) this.#scrollTo = this.#scrollTop;
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#older?.disconnect();
    this.#isInView = false;
    removeEventListener('focus', this.#refresh);
    document.removeEventListener('visibilitychange', this.#refresh);
    removeEventListener('pagehide', this.#onLeave, { capture: true });
  }

  hostUpdate(): void {
    this.#wasShown = !!this.#box.value;
    const { jid } = this.#conversation;
    if (jid !== this.#jid) this.#reset(jid);
    if (this.isReading) this.#conversation.markReadNow();
    this.#divider = this.#conversation.conversation?.firstUnread ?? this.#divider;
    this.#arrivals.count(this.#conversation.entries, this.#isAtEnd ? SEEN : 0, this.#isSliding);
    this.#hold();
  }

  hostUpdated(): void {
    const box = this.#box.value;
    // Should it come back, its reader is where they were.
    if (!box) return void (this.#scrollTo ??= this.#scrollTop);
    // Only now can somebody read it.
    if (!this.#wasShown && this.#conversation.unread) this.#refresh();
    if (this.#readAgain) this.#showAgain(box, this.#readAgain);
    else if (this.#scrollTo !== undefined) {
      // Where it stands at its end anyway, to say so would lay out the page.
      if (this.#scrollTo || this.#scrollTop) box.scrollTop = this.#scrollTop = this.#scrollTo;
    } else if (this.#held?.row.isConnected) {
      const moved = topOf(this.#held.row) - this.#held.top;
      if (moved) this.#scrollTop = box.scrollTop += moved;
    }
    this.#scrollTo = this.#held = this.#readAgain = undefined;
    this.#isSliding = false;
  }

  /** Back to the end. */
  jumpToLatest(): void {
    // The button goes away; whoever pressed it by keyboard goes on in the log.
    if (this.#host.shadowRoot?.activeElement?.classList.contains('jump')) this.#box.value?.focus();
    this.#window.follow();
    this.#scrollTo = 0;
    this.#refresh();
  }

  /** Brings a message into view, and the keyboard to it. */
  show(key: string): void {
    const { entries } = this.#conversation;
    const place = entries.findIndex((entry) => entry.key === key);
    if (place < 0) return;
    this.#window.goTo(entries, place);
    this.#isSliding = true;
    this.#refresh();
    void this.#host.updateComplete.then(() => {
      const row = [...(this.#rows.value?.children ?? [])].find((child) => keyOf(child) === key) as
        HTMLElement | undefined;
      if (!row) return;
      row.tabIndex = -1;
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: 'center' });
    });
  }

  render(view: MessageListView): TemplateResult {
    const { strings, look } = view;
    this.#onGesture = view.onGesture;
    const { entries, unread } = this.#conversation;
    if (this.#times.lang !== strings.lang) this.#times = new Times(strings.lang);
    const rows = rowsOf(entries.slice(...this.#window.of(entries)), {
      ...view,
      times: this.#times,
      divider: this.#divider,
      unfolded: this.#unfolded,
      fresh: this.#arrivals.fresh,
      named: (name) => this.#conversation.named(name),
    });
    // More than one notice would stand where it does.
    const isEmpty = rows.length < 2 && !rows.some(({ entry }) => entry.kind === 'message');
    return html`<div
      class="messages ${look}"
      @pointermove=${view.onGesture}
      @pointerdown=${view.onGesture}
      @pointerup=${view.onGesture}
      @pointercancel=${view.onGesture}
      @pointerleave=${view.onGesture}
      @focusin=${view.onGesture}
      @contextmenu=${view.onGesture}
      @keydown=${view.onGesture}
    >
      <div
        part="log"
        class="log"
        role="log"
        aria-label=${strings.messages}
        aria-live=${this.#arrivals.isReadOut ? 'polite' : 'off'}
        tabindex="0"
        @scroll=${this.#onScroll}
        ${ref(this.#box)}
      >
        <div class="list" ${ref(this.#rows)}>
          ${keyed(
            rows,
            ({ entry }) => entry.key,
            (row) => guard(row.dependsOn, () => renderEntry(row, this.#actions)),
          )}
        </div>
        ${
          this.#window.hasEarlier || this.#conversation.hasOlder
            ? html`<div class="older" ${ref(this.#watchForOlder)}>
                ${this.#conversation.isLoading ? html`<span class="spinner" aria-label=${strings.loadingOlder} role="img"></span>` : nothing}
              </div>`
            : nothing
        }
      </div>
      ${view.overlay} ${isEmpty ? html`<div class="empty"><slot name="empty">${view.empty}</slot></div>` : nothing}
      ${
        this.#isAtEnd
          ? nothing
          : html`<button part="button" class="jump" @click=${this.jumpToLatest.bind(this)}>
              ${strings.jumpToLatest} ${unread ? html`<span class="badge">${unread}</span>` : nothing}
            </button>`
      }
    </div>`;
  }

  /** A button that goes with its row leaves the keyboard to the log. */
  readonly #actions = {
    retry: (key: string) => this.#conversation.retry(key),
    discard: (key: string) => {
      this.#box.value?.focus();
      this.#conversation.discard(key);
    },
    fill: (key: string) => {
      this.#box.value?.focus();
      this.#conversation.fillGap(key);
    },
    goTo: (key: string) => this.show(key),
    answer: (key: string, accepts: boolean) => this.#conversation.answer(key, accepts),
    react: (key: string, emoji: string) => this.#conversation.react(key, emoji),
    unfold: (key: string, row: Element) => {
      this.#unfolded.add(key);
      // It grows downwards from where the reader is, also at the end.
      this.#held = { row, top: topOf(row) };
      this.#refresh();
    },
  };

  readonly #watchForOlder = (mark?: Element): void => {
    this.#older?.disconnect();
    if (!mark) return;
    // Of several changes at once the last one tells where the reader is.
    this.#older = new IntersectionObserver((changes) => void (changes.at(-1)?.isIntersecting && this.#goBack(mark)), {
      root: this.#box.value ?? null,
      rootMargin: `${AHEAD}px 0px 0px`,
    });
    this.#older.observe(mark);
  };

  /** The reader is near the first row: what was said before it comes in, or is loaded. */
  async #goBack(mark: Element): Promise<void> {
    if (this.#window.hasEarlier) {
      if (this.#isAtEnd) return;
      this.#window.goBack(this.#conversation.entries);
      this.#slid();
    } else if (
      await this.#conversation.loadOlder().then(
        () => false,
        () => true,
      )
    ) {
      return; // It was refused; the controller knows.
    }
    await this.#host.updateComplete;
    // Told once more, should the reader still be near.
    this.#older?.unobserve(mark);
    if (mark.isConnected) this.#older?.observe(mark);
  }

  readonly #onScroll = (event: Event): void => {
    const box = this.#box.value;
    if (!box) return;
    const { entries } = this.#conversation;
    this.#scrollTop = box.scrollTop;
    const fromTop = box.scrollHeight - box.clientHeight + box.scrollTop;
    const hasLater = this.#window.hasLater(entries);
    const wasAtEnd = this.#isAtEnd;
    if (!hasLater && box.scrollTop >= -AT_END) this.#window.follow();
    else {
      this.#window.stay(entries);
      if (fromTop < NEAR && this.#window.hasEarlier) {
        this.#window.goBack(entries);
        this.#slid();
      } else if (hasLater && box.scrollTop > -NEAR) {
        this.#window.goOn(entries);
        this.#slid();
      }
    }
    if (this.#isAtEnd !== wasAtEnd) this.#refresh();
    this.#onGesture?.(event);
  };

  #slid(): void {
    this.#isSliding = true;
    this.#refresh();
  }

  #reset(jid: Jid | undefined): void {
    this.#jid = jid;
    this.#window.follow();
    this.#scrollTo = 0;
    const { reading, entries } = this.#conversation;
    const place = entries.findIndex(({ key }) => key === reading?.key);
    if (reading && place >= 0) {
      this.#window.goTo(entries, place);
      this.#readAgain = reading;
    }
    this.#divider = undefined;
    this.#unfolded.clear();
    this.#arrivals.fresh.clear();
    this.#isSliding = true;
  }

  /** Rows that come into view take their true heights: for a few frames the place is looked up again. */
  #showAgain(box: HTMLElement, reading: { readonly key: string; readonly top: number }, tries = 10): void {
    const row = [...(this.#rows.value?.children ?? [])].find((child) => keyOf(child) === reading.key);
    if (!row) return;
    this.#scrollTop = box.scrollTop += topOf(row) - topOf(box) - reading.top;
    if (tries > 0) requestAnimationFrame(() => this.#showAgain(box, reading, tries - 1));
  }

  /** Before the session writes down what the next page has to know. */
  readonly #onLeave = (): void => {
    const box = this.#box.value;
    const rows = this.#rows.value?.children;
    let row = !this.#isAtEnd && box && rows?.length ? rowAt(rows, topOf(box)) : undefined;
    while (row && !keyOf(row)) row = row.nextElementSibling ?? undefined;
    const key = row && keyOf(row);
    this.#conversation.reading = row && box && key ? { key, top: topOf(row) - topOf(box) } : undefined;
  };

  get #isAtEnd(): boolean {
    return this.#window.followsEnd;
  }

  /** Somebody sees the end of the conversation now. */
  get isReading(): boolean {
    const isShown = this.#box.value && this.#isInView && document.visibilityState === 'visible';
    return !!isShown && this.#isAtEnd && document.hasFocus();
  }

  /** Notes where the reader is: the row in the middle of the box. */
  #hold(): void {
    // At the end there is nothing to do; to ask how many rows there are would count them anew.
    if (this.#held || this.#scrollTop > -1) return;
    const box = this.#box.value;
    const rows = this.#rows.value?.children;
    if (!box || !rows?.length) return;
    const row = rowAt(rows, topOf(box) + box.clientHeight / 2);
    if (row) this.#held = { row, top: topOf(row) };
  }
}

const keyOf = (row: Element) => (row as HTMLElement).dataset['key'];
const topOf = (element: Element) => element.getBoundingClientRect().top;

/** The first row that ends below a height. Rows stand in order, so a few looks are enough. */
function rowAt(rows: HTMLCollection, height: number): Element | undefined {
  let [from, to] = [0, rows.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((rows[middle] as Element).getBoundingClientRect().bottom > height) to = middle;
    else from = middle + 1;
  }
  return rows[from];
}
