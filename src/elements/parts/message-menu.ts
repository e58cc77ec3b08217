import { html, nothing, type CSSResult, type LitElement, type TemplateResult } from 'lit';
import type { Message } from '../../stores/entries.js';
import type { EmojiUse } from './emoji-picker.js';
import { icon } from './icon.js';
import { renderMenu, type MenuItem } from './menu.js';
import type { Selection, SelectionView } from './selection.js';
import { LongPress } from './press.js';

export { styles } from './message-menu.styles.js';

/** What most people say without words. */
const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏'];
const MESSAGE = '[part~="message"]';

export interface MessageMenuView extends SelectionView {
  focusComposer(): void;
  /** Shows all emojis. */
  pickEmoji(use: EmojiUse): void;
  /** A part that is fetched when it is first needed. */
  lazily<Part extends object>(load: () => Promise<Part & { readonly styles?: CSSResult }>): Part | undefined;
  /** What else can be done with it. */
  itemsFor(message: Message): readonly MenuItem[];
}

interface Place {
  readonly key: string;
  /** Below the upper edge of the messages, in px. */
  readonly top: number;
  readonly bottom: number;
  /** How far from the side where the message ends, as inline style. */
  readonly side: string;
  /** How many messages there were: with another one, this one stands elsewhere. */
  readonly count: number;
}

/** What can be done with a message: by its buttons under the pointer, a long press, a right click, or the keyboard. */
export class MessageMenu {
  readonly #host: LitElement;
  readonly #view: () => MessageMenuView;
  /** The message under the pointer. */
  #hovered: Place | undefined;
  #open: Place | undefined;
  #isAsking = false;
  /** With which message somebody began to choose several. */
  #chosen: string | undefined;
  #selection: Selection | undefined;
  readonly #press = new LongPress();

  constructor(host: LitElement, view: () => MessageMenuView) {
    this.#host = host;
    this.#view = view;
  }

  /** Takes what happens in the box of messages. */
  handle(event: Event): void {
    if (this.#chosen !== undefined && event.type !== 'keydown') return;
    switch (event.type) {
      case 'pointermove':
        return this.#onMove(event as PointerEvent);
      case 'pointerdown':
        return this.#onPress(event as PointerEvent);
      case 'pointerleave':
        this.#lift();
        return this.#set(this.#open);
      case 'pointerup':
      case 'pointercancel':
        return this.#lift();
      case 'scroll':
        this.#lift();
        return this.#set(undefined);
      case 'contextmenu':
        return this.#onContextMenu(event as MouseEvent);
      case 'keydown':
        return this.#onKey(event as KeyboardEvent);
    }
  }

  /** The buttons of the message under the pointer, and the menu that is open. */
  render(): unknown {
    const { conversation } = this.#view();
    if (this.#chosen !== undefined) return this.#renderSelection(this.#chosen);
    if (this.#open) return this.#renderMenu(this.#open);
    const place = this.#hovered;
    if (!place || place.count !== conversation.entries.length) return nothing;
    const message = this.#messageOf(place);
    return message && this.#canReply(message) ? this.#renderActions(message, place) : nothing;
  }

  #renderSelection(key: string): unknown {
    const part = this.#view().lazily(selection);
    const close = () => {
      this.#chosen = this.#selection = undefined;
      this.#host.requestUpdate();
    };
    this.#selection ??= part && new part.Selection(this.#host, this.#view, key, close);
    return this.#selection?.render();
  }

  #renderActions(message: Message, place: Place): TemplateResult {
    const { strings } = this.#view();
    const button = (name: 'reply' | 'more', words: string, act: () => void) =>
      html`<button part="button" class="tool" tabindex="-1" aria-label=${words} title=${words} @click=${act}>
        ${icon(name)}
      </button>`;
    return html`<div class="actions" .style=${`${place.side};inset-block-start:${Math.max(2, place.top - 14)}px`}>
      ${button('reply', strings.reply, () => this.#reply(message))}
      ${button('more', strings.moreActions, () => this.#show(place))}
    </div>`;
  }

  #renderMenu(place: Place): unknown {
    const message = this.#messageOf(place);
    if (!message) return nothing;
    const { strings } = this.#view();
    return renderMenu({
      label: this.#isAsking ? strings.deleteForAll : strings.moreActions,
      head: this.#isAsking ? html`<p>${strings.deleteForAll}</p>` : this.#renderReactions(message),
      items: this.#isAsking ? this.#answersFor(message) : this.#itemsFor(message),
      place: `${place.side};inset-block-start:4px`,
      close: (isLeft) => (isLeft ? this.#close() : this.#set(undefined)),
    });
  }

  #itemsFor(message: Message): readonly MenuItem[] {
    const { strings, conversation, isReadOnly, itemsFor } = this.#view();
    const canChange = !isReadOnly && conversation.canChange(message);
    const items: (MenuItem | false)[] = [
      this.#canReply(message) && { label: strings.reply, act: () => this.#reply(message) },
      !!message.body && 'clipboard' in navigator && { label: strings.copyText, act: () => this.#copy(message) },
      !message.retracted && { label: strings.select, act: () => this.#select(message) },
      canChange && !message.attachment && !message.match && { label: strings.edit, act: () => this.#edit(message) },
      canChange && { label: strings.delete, isDangerous: true, act: () => this.#ask() },
      ...itemsFor(message).map((item) => ({ ...item, act: () => this.#leaveFor(item) })),
    ];
    return items.filter((item) => item !== false);
  }

  #answersFor(message: Message): readonly MenuItem[] {
    const { strings, conversation } = this.#view();
    const retract = () => void conversation.retract(message, strings.retractedFallback).catch(() => undefined);
    return [
      { label: strings.delete, isDangerous: true, act: () => this.#do(retract) },
      { label: strings.cancel, act: () => this.#close() },
    ];
  }

  #renderReactions(message: Message): unknown {
    if (!this.#canReply(message)) return nothing;
    const { strings, conversation } = this.#view();
    const own = message.reactions?.find(({ isOwn }) => isOwn)?.emojis ?? [];
    return html`<div class="across" role="group" aria-label=${strings.reactions}>
      ${QUICK.map(
        (emoji) =>
          html`<button
            role="menuitemcheckbox"
            tabindex="-1"
            aria-checked=${own.includes(emoji)}
            @click=${() => this.#do(() => conversation.react(message.key, emoji))}
          >
            ${emoji}
          </button>`,
      )}
      <button
        role="menuitem"
        tabindex="-1"
        aria-label=${strings.moreReactions}
        title=${strings.moreReactions}
        @click=${() => this.#pickReaction(message)}
      >
        ${icon('smile')}
      </button>
    </div>`;
  }

  #select({ key }: Message): void {
    this.#do(() => (this.#chosen = key));
  }

  #edit(message: Message): void {
    this.#view().conversation.startEdit(message);
    this.#compose();
  }

  #reply(message: Message): void {
    this.#view().conversation.startReply(message);
    this.#compose();
  }

  /** At once: what is typed while the rest is drawn, or even fetched, must not be lost. */
  #compose(): void {
    this.#set(undefined);
    this.#view().focusComposer();
  }

  #copy({ body }: Message): void {
    // A page may have forbidden it; there is nothing else to be done.
    this.#do(() => void navigator.clipboard.writeText(body).catch(() => undefined));
  }

  #pickReaction({ key }: Message): void {
    const { conversation, pickEmoji } = this.#view();
    const row = this.#rowOf(key);
    this.#set(undefined);
    pickEmoji({ pick: (emoji) => conversation.react(key, emoji), focus: () => row && focusRow(row) });
  }

  /** Once more, before it cannot be undone; a slip of the finger meets “Cancel”. */
  #ask(): void {
    // The focus stays in the menu while what had it goes.
    this.#menu?.focus();
    this.#isAsking = true;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => [...(this.#menu?.querySelectorAll('button') ?? [])].at(-1)?.focus());
  }

  #do(act: () => void): void {
    act();
    this.#close();
  }

  /** First the keyboard is at the message again: what asks something gives it back to where it was. */
  #leaveFor({ act }: MenuItem): void {
    this.#close();
    act();
  }

  /** The keyboard goes on from the message. */
  #close(): void {
    const row = this.#open && this.#rowOf(this.#open.key);
    this.#set(undefined);
    if (row) focusRow(row);
  }

  #canReply(message: Message): boolean {
    const { conversation, isReadOnly } = this.#view();
    return !isReadOnly && !message.retracted && conversation.nameOf(message) !== undefined;
  }

  #onMove(event: PointerEvent): void {
    const { target, pointerType } = event;
    this.#press.move(event);
    const row = rowIn(target);
    // Over its own buttons it stays.
    const isNews = row && (row.dataset['key'] !== this.#hovered?.key || this.#hovered?.count !== this.#count);
    if (isNews && pointerType !== 'touch' && !this.#open) this.#set(undefined, this.#placeOf(row));
  }

  #onPress(event: PointerEvent): void {
    const { target, pointerType } = event;
    this.#lift();
    const row = rowIn(target);
    if (pointerType !== 'touch' || !row || isBrowsers(target)) return;
    const open = () => {
      // When the finger leaves, it must not press what is under it by now.
      this.#box.addEventListener('touchend', (event) => event.preventDefault(), { once: true, passive: false });
      this.#show(this.#placeOf(row));
    };
    this.#press.start(event, open);
  }

  #lift(): void {
    this.#press.end();
  }

  #onContextMenu(event: MouseEvent): void {
    this.#lift();
    const row = rowIn(event.target);
    if (!row || isBrowsers(event.target)) return;
    event.preventDefault();
    this.#show(this.#placeOf(row));
  }

  /** Arrows go from message to message, from the box itself up to the last one; Enter opens the menu of one. */
  #onKey(event: KeyboardEvent): void {
    const { key, target } = event;
    const row = (target as HTMLElement).matches(MESSAGE) ? (target as HTMLElement) : undefined;
    if (!row && (target !== this.#log || key !== 'ArrowUp')) return;
    if (key === 'ArrowUp' || key === 'ArrowDown') {
      const all = this.#rows;
      const next = row ? all[all.indexOf(row) + (key === 'ArrowUp' ? -1 : 1)] : all.at(-1);
      if (next) focusRow(next);
      if (next && event.shiftKey) this.#selection?.toggle(next, true);
    } else if (row && (key === 'Enter' || key === ' ')) {
      if (this.#selection) this.#selection.toggle(row, event.shiftKey);
      else this.#show(this.#placeOf(row));
    } else if (key === 'Escape') {
      if (this.#selection) this.#selection.end();
      else this.#log?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #show(place: Place): void {
    this.#lift();
    this.#isAsking = false;
    this.#set(place);
    void this.#host.updateComplete.then(() => this.#fit(place));
  }

  /** Where there is room for it: below its message, else above, and within the box. */
  #fit({ top, bottom }: Place): void {
    const menu = this.#menu;
    if (!menu) return;
    const room = this.#box.clientHeight - menu.offsetHeight;
    const start = bottom > room ? top - menu.offsetHeight : bottom;
    menu.style.insetBlockStart = `${Math.max(4, Math.min(room - 4, start))}px`;
  }

  #set(open: Place | undefined, hovered?: Place): void {
    if (!open && !hovered && !this.#open && !this.#hovered) return;
    this.#isAsking &&= !!open;
    this.#open = open;
    this.#hovered = hovered;
    this.#host.requestUpdate();
  }

  #placeOf(row: HTMLElement): Place {
    const box = this.#box.getBoundingClientRect();
    const body = (row.querySelector('[part~="body"]') ?? row).getBoundingClientRect();
    const { top, bottom } = row.getBoundingClientRect();
    const [left, right] = [body.left - box.left, box.right - body.right];
    // Bubbles stand at either side, rows take all of it.
    const isBubble = row.closest('.bubbles') !== null;
    const isAtLeft = isBubble ? left < right : getComputedStyle(row).direction === 'rtl';
    const space = isBubble ? Math.max(4, Math.round(isAtLeft ? left : right)) : 12;
    const side = `${isAtLeft ? 'left' : 'right'}:${space}px`;
    return { key: row.dataset['key'] ?? '', top: top - box.top, bottom: bottom - box.top, side, count: this.#count };
  }

  #messageOf({ key }: Place): Message | undefined {
    const entry = this.#view().conversation.entries.findLast((each) => each.key === key);
    return entry?.kind === 'message' ? entry : undefined;
  }

  #rowOf(key: string): HTMLElement | undefined {
    return this.#rows.find((row) => row.dataset['key'] === key);
  }

  get #count(): number {
    return this.#view().conversation.entries.length;
  }

  get #rows(): HTMLElement[] {
    return [...this.#box.querySelectorAll<HTMLElement>(MESSAGE)];
  }

  get #box(): HTMLElement {
    return this.#host.renderRoot.querySelector('.messages') as HTMLElement;
  }

  get #log(): HTMLElement | null {
    return this.#box.querySelector<HTMLElement>('.log');
  }

  get #menu(): HTMLElement | null {
    return this.#box.querySelector<HTMLElement>('.menu');
  }
}

const selection = () => import('./selection.js');

function rowIn(target: EventTarget | null): HTMLElement | null {
  return (target as Element).closest<HTMLElement>(MESSAGE);
}

/** Links and chosen text have a menu of the browser's; buttons do something else. */
function isBrowsers(target: EventTarget | null): boolean {
  return !!(target as Element).closest('a, img, video, audio, button') || !getSelection()?.isCollapsed;
}

function focusRow(row: HTMLElement): void {
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
}
