import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { createRef, ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ConversationController } from '../../controllers/conversation-controller.js';
import type { Jid } from '../../core/jid.js';
import type { Entry, Message } from '../../stores/conversations-store.js';
import type { Strings } from '../strings/strings.js';
import { renderEntry, type Author, type Look, type Row } from './message.js';
import { isSameDay, Times } from './times.js';

/** How many entries come in and go out at once. */
const PAGE = 100;
/** How many are in the DOM at most. */
const WINDOW = 400;
/** How near to an edge of the window the reader makes it move on, in px. */
const NEAR = 800;
/** How near to the end still is the end, in px. */
const AT_END = 24;
/** Messages of one author are a group while no more than this lies between them, in ms. */
const GROUP = 5 * 60_000;
/** More messages than this in two seconds are not read out: nobody could follow. */
const MAX_READ_OUT = 6;

export interface MessageListView {
  readonly strings: Strings;
  readonly look: Look;
  readonly hidesTraffic?: boolean;
  /** Who speaks where nobody of the conversation does: the room. */
  readonly title: string;
  authorOf(message: Message): Author;
  /** What invites to speak first. */
  readonly empty: unknown;
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
  /** Where the window begins; without a key it follows the end. */
  #start = 0;
  #startKey: string | undefined;
  #isAtEnd = true;
  #isSliding = true;
  #held: { readonly row: Element; readonly top: number } | undefined;
  /** Where to scroll to after the next update. */
  #scrollTo: number | undefined;
  /** As the last scroll event told: asking the box would lay out the page. */
  #scrollTop = 0;
  /** Above which message "New" stands: frozen while the reader looks. */
  #divider: string | undefined;
  readonly #unfolded = new Set<string>();
  #times = new Times('en');
  #known = 0;
  #burst = { since: 0, count: 0 };
  #isReadOut = false;
  #isInView = false;
  #observer: IntersectionObserver | undefined;
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
    // Whoever moves an element in the document resets what it had scrolled.
    if (!this.#isAtEnd) this.#scrollTo = this.#scrollTop;
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#isInView = false;
    removeEventListener('focus', this.#refresh);
    document.removeEventListener('visibilitychange', this.#refresh);
  }

  hostUpdate(): void {
    const { jid } = this.#conversation;
    if (jid !== this.#jid) this.#reset(jid);
    if (this.#isReading) this.#conversation.markRead();
    this.#divider = this.#conversation.conversation?.firstUnread ?? this.#divider;
    this.#countNew();
    this.#hold();
  }

  hostUpdated(): void {
    const box = this.#box.value;
    if (!box) return;
    if (this.#scrollTo !== undefined) box.scrollTop = this.#scrollTop = this.#scrollTo;
    else if (this.#held?.row.isConnected) {
      const moved = topOf(this.#held.row) - this.#held.top;
      if (moved) this.#scrollTop = box.scrollTop += moved;
    }
    this.#scrollTo = this.#held = undefined;
    this.#isSliding = false;
  }

  /** Back to the end. */
  jumpToLatest(): void {
    // The button goes away; whoever pressed it by keyboard goes on in the log.
    if (this.#host.shadowRoot?.activeElement?.classList.contains('jump')) this.#box.value?.focus();
    this.#follow();
    this.#scrollTo = 0;
    this.#refresh();
  }

  render(view: MessageListView): TemplateResult {
    const { strings, look } = view;
    const { entries, unread } = this.#conversation;
    if (this.#times.lang !== strings.lang) this.#times = new Times(strings.lang);
    const rows = this.#rowsOf(entries, view);
    const isEmpty = !rows.some(({ entry }) => entry.kind === 'message');
    return html`<div class="messages ${look}">
      <div
        part="log"
        class="log"
        role="log"
        aria-label=${strings.messages}
        aria-live=${this.#isReadOut ? 'polite' : 'off'}
        tabindex="0"
        @scroll=${this.#onScroll}
        ${ref(this.#box)}
      >
        <div class="list" ${ref(this.#rows)}>
          ${repeat(
            rows,
            ({ entry }) => entry.key,
            (row) => guard(row.dependsOn, () => renderEntry(row, this.#actions)),
          )}
        </div>
      </div>
      ${isEmpty ? html`<div class="empty"><slot name="empty">${view.empty}</slot></div>` : nothing}
      ${
        this.#isAtEnd
          ? nothing
          : html`<button part="button" class="jump" @click=${this.jumpToLatest.bind(this)}>
              ${strings.jumpToLatest} ${unread ? html`<span class="badge">${unread}</span>` : nothing}
            </button>`
      }
    </div>`;
  }

  readonly #actions = {
    retry: (key: string) => this.#conversation.retry(key),
    unfold: (key: string, row: Element) => {
      this.#unfolded.add(key);
      // It grows downwards from where the reader is, also at the end.
      this.#held = { row, top: topOf(row) };
      this.#refresh();
    },
  };

  #rowsOf(entries: readonly Entry[], { strings, look, hidesTraffic, authorOf, title }: MessageListView): Row[] {
    const [start, end] = this.#windowOf(entries);
    const today = new Date().toDateString();
    const rows: Row[] = [];
    let before: Row | undefined;
    for (let index = start; index < end; index += 1) {
      const entry = entries[index] as Entry;
      if (hidesTraffic && entry.kind === 'notice' && entry.notice.type === 'traffic') continue;
      const author = entry.kind === 'message' ? authorOf(entry) : { name: title };
      const isNewDay = !before || !isSameDay(before.entry.at, entry.at);
      const isNew = entry.key === this.#divider;
      const continues = !isNewDay && !isNew && before && isGroup(before.entry, entry);
      if (before && continues) before.isLast = false;
      const isUnfolded = this.#unfolded.has(entry.key);
      before = {
        entry,
        author,
        look,
        strings,
        times: this.#times,
        isNewDay,
        isNew,
        isFirst: !continues,
        isLast: true,
        isUnfolded,
        dependsOn: [],
      };
      rows.push(before);
    }
    for (const row of rows) {
      const { entry, author, isNewDay, isNew, isFirst, isLast, isUnfolded } = row;
      const day = isNewDay && today;
      row.dependsOn = [entry, author.name, author.tag, day, isNew, isFirst, isLast, isUnfolded, strings.lang, look];
    }
    return rows;
  }

  #windowOf(entries: readonly Entry[]): readonly [start: number, end: number] {
    if (this.#startKey !== undefined) {
      // Entries may have come in above it.
      const isThere = entries[this.#start]?.key === this.#startKey;
      const start = isThere ? this.#start : entries.findIndex(({ key }) => key === this.#startKey);
      if (start >= 0) {
        this.#start = start;
        return [start, Math.min(start + WINDOW, entries.length)];
      }
      this.#follow();
    }
    // In steps: cutting one off for each that comes in would touch both ends of the DOM every time.
    this.#start = Math.max(0, (Math.floor(entries.length / PAGE) - 1) * PAGE);
    return [this.#start, entries.length];
  }

  readonly #onScroll = (): void => {
    const box = this.#box.value;
    if (!box) return;
    const { entries } = this.#conversation;
    this.#scrollTop = box.scrollTop;
    const fromTop = box.scrollHeight - box.clientHeight + box.scrollTop;
    const hasLater = this.#startKey !== undefined && this.#start + WINDOW < entries.length;
    const wasAtEnd = this.#isAtEnd;
    if (!hasLater && box.scrollTop >= -AT_END) this.#follow();
    else {
      this.#isAtEnd = false;
      this.#startKey ??= entries[this.#start]?.key;
      if (fromTop < NEAR && this.#start > 0) this.#slide(-PAGE);
      else if (hasLater && box.scrollTop > -NEAR) this.#slide(PAGE);
    }
    if (this.#isAtEnd !== wasAtEnd) this.#refresh();
  };

  #slide(by: number): void {
    const { entries } = this.#conversation;
    this.#start = Math.max(0, Math.min(this.#start + by, entries.length - WINDOW));
    this.#startKey = entries[this.#start]?.key;
    this.#isSliding = true;
    this.#refresh();
  }

  #follow(): void {
    this.#startKey = undefined;
    this.#isAtEnd = true;
  }

  #reset(jid: Jid | undefined): void {
    this.#jid = jid;
    this.#follow();
    this.#scrollTo = 0;
    this.#divider = undefined;
    this.#unfolded.clear();
    this.#isSliding = true;
  }

  /** Somebody sees the end of the conversation now. */
  get #isReading(): boolean {
    return this.#isAtEnd && this.#isInView && document.visibilityState === 'visible' && document.hasFocus();
  }

  /** Notes where the reader is: the row in the middle of the box. */
  #hold(): void {
    const box = this.#box.value;
    const rows = this.#rows.value?.children;
    if (!box || !rows?.length || this.#held || this.#scrollTop > -1) return;
    const row = rowAt(rows, topOf(box) + box.clientHeight / 2);
    if (row) this.#held = { row, top: topOf(row) };
  }

  /** What comes in is read out, but not more than anybody could follow, and nothing that only came into the window. */
  #countNew({ length } = this.#conversation.entries): void {
    const now = Date.now();
    if (now - this.#burst.since > 2000) this.#burst = { since: now, count: 0 };
    this.#burst.count += length - this.#known;
    this.#known = length;
    this.#isReadOut = !this.#isSliding && this.#burst.count <= MAX_READ_OUT;
  }
}

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

function isGroup(one: Entry, other: Entry): boolean {
  if (one.kind !== 'message' || other.kind !== 'message' || one.isOwn !== other.isOwn) return false;
  return (one.isOwn || one.from === other.from) && other.at - one.at < GROUP;
}
