import { css, html, type CSSResult } from 'lit';
import { XmppError } from '../../core/errors.js';
import type { OccupantController, Person } from '../../controllers/occupant-controller.js';
import type { Jid } from '../../core/jid.js';
import type { Message } from '../../stores/entries.js';
import type { Strings } from '../strings/strings.js';
import { hatStyles, renderHats } from './hats.js';
import { menuStyles, renderMenu, type MenuItem } from './menu.js';
import { shownNick } from './nick.js';
import { LongPress } from './press.js';
import type { PrivateHost } from './room-private.js';
import { openReasonDialog, reasonStyles, type ReasonDialog } from './reason-dialog.js';

export { OccupantController } from '../../controllers/occupant-controller.js';

export const styles = css`
  ${menuStyles} ${reasonStyles} ${hatStyles}

  .menu > .hats {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding: 6px 12px;
  }

  .hats > .hat {
    max-inline-size: 100%;
  }

  .occupants {
    position: relative;
  }

  .occupants > .menu {
    inset-inline: 8px;
    max-block-size: calc(100% - 8px);
    overflow: hidden auto;
    overflow-wrap: anywhere;
  }

  .occupants ul {
    outline-offset: -2px;
  }

  .occupant {
    border-radius: 8px;
    cursor: pointer;
  }

  .occupant:is(:hover, .open) {
    background: var(--_surface-2);
  }

  .occupant:focus-visible {
    outline-offset: -2px;
  }

  @container (inline-size < 480px) {
    .occupants {
      position: absolute;
    }

    .occupants > .menu {
      inset-inline: auto 12px;
      max-inline-size: calc(100% - 24px);
    }
  }
`;

const ROW = '[data-nick]';

export interface OccupantMenuView {
  readonly strings: Strings;
  /** `undefined`: we are in no room. */
  readonly people: OccupantController | undefined;
  /** Where the page wants people to be reported. */
  readonly reportTo: string;
  /** Brings the keyboard to somebody in the list. */
  focusAt(index: number): void;
  /** A part that is fetched when it is first needed. */
  lazily<Part extends object>(load: () => Promise<Part & { readonly styles?: CSSResult }>): Part | undefined;
}

type Asked = Omit<ReasonDialog, 'strings' | 'wordsFor'>;

type MenuHost = PrivateHost;

/** Whose menu is open, and how far below the upper edge of the list they stand, in px. */
interface Place {
  readonly nick: string;
  readonly top: number;
  readonly bottom: number;
}

/** What can be done about somebody in the room: by a press on them in the list, by keyboard, or at a message of theirs. */
export class OccupantMenu {
  readonly #host: MenuHost;
  readonly #view: () => OccupantMenuView;
  #open: Place | undefined;
  readonly #press = new LongPress();

  constructor(host: MenuHost, view: () => OccupantMenuView) {
    this.#host = host;
    this.#view = view;
  }

  /** Takes what happens in the list. */
  handle(event: Event): void {
    const row = (event.target as Element).closest<HTMLElement>(ROW);
    switch (event.type) {
      case 'pointermove':
        return this.#press.move(event as PointerEvent);
      case 'pointerdown':
        if ((event as PointerEvent).pointerType !== 'touch' || !row) return;
        return this.#press.start(event as PointerEvent, () => this.#show(row));
      case 'contextmenu':
        if (row && this.#show(row)) event.preventDefault();
        return;
      case 'click':
        return void (row && this.#show(row));
      case 'keydown':
        return this.#onKey(event as KeyboardEvent, row);
      case 'scroll':
        return this.#set(undefined);
      case 'pointerup':
      case 'pointercancel':
        return this.#press.end();
    }
  }

  /** The menu that is open in the list. */
  render(): unknown {
    const person = this.#open && this.#view().people?.called(this.#open.nick);
    if (!person) return undefined;
    return renderMenu({
      label: shownNick(person.nick),
      head:
        person.occupant?.hats && html`<p class="hats">${renderHats(person.occupant.hats, this.#view().strings)}</p>`,
      items: this.#itemsFor(person).map((item) => ({
        ...item,
        act: () => {
          this.#close();
          item.act();
        },
      })),
      close: (isLeft) => (isLeft ? this.#close() : this.#set(undefined)),
    });
  }

  /** What can be done about a message that we did not write, and about its author. */
  itemsFor(message: Message): readonly MenuItem[] {
    const { strings, people } = this.#view();
    if (!people || message.isOwn) return [];
    const author = people.authorOf(message);
    const act = (reason: string) => people.remove(message, reason);
    const removal: MenuItem = {
      label: strings.removeMessage,
      isDangerous: true,
      act: () => this.#ask({ title: strings.removeMessageQuestion, submit: strings.remove, act }),
    };
    return [
      ...(author ? this.#itemsFor(author, [message]) : []),
      ...(people.canRemove(message, author) ? [removal] : []),
    ];
  }

  #itemsFor(person: Person, messages?: readonly Message[]): readonly MenuItem[] {
    const { strings, people, reportTo } = this.#view();
    if (!people) return [];
    const nick = shownNick(person.nick);
    const ignored = people.ignored(person);
    const name = people.nameOf(person);
    const powers = people.powersOver(person);
    const address = people.addressOf(person);
    const listener = people.reportsGoTo(person, reportTo);
    const item = (isOffered: boolean | undefined, label: string, role: Parameters<typeof people.setRole>[1]) =>
      isOffered && { label, act: () => void this.#try(label, people.setRole(person, role)) };
    const asking = (isOffered: boolean | undefined, label: string, asked: Asked): MenuItem | false | undefined =>
      isOffered && { label, isDangerous: true, act: () => this.#ask(asked) };
    const items: (MenuItem | false | undefined)[] = [
      !!address && !ignored && hasChats() && { label: strings.messageTo(nick), act: () => void this.#write(address) },
      ignored && { label: strings.stopIgnoring(nick), act: () => people.setIgnored(ignored, false) },
      !ignored &&
        name && {
          label: name.by === 'nick' ? strings.ignoreForNow(nick) : strings.ignore(nick),
          act: () => people.setIgnored(name, true),
        },
      !!listener && {
        label: strings.reportOccupant,
        act: () => void this.#report(person, messages ?? people.saidBy(person), listener),
      },
      item(powers.voice, strings.giveVoice, 'participant'),
      item(powers.silence, strings.mute, 'visitor'),
      item(powers.promote, strings.makeModerator, 'moderator'),
      item(powers.demote, strings.removeModerator, 'participant'),
      asking(powers.kick, strings.kick, {
        title: strings.kickQuestion(nick),
        submit: strings.remove,
        act: (reason) => people.setRole(person, 'none', reason),
      }),
      asking(powers.ban, strings.ban, {
        title: strings.banQuestion(nick),
        submit: strings.banNow,
        act: (reason) => people.ban(person, reason),
      }),
    ];
    return items.filter((item) => !!item);
  }

  async #report(person: Person, messages: readonly Message[], to: Jid): Promise<void> {
    const { strings: words, people, lazily } = this.#view();
    lazily(report);
    await this.#host.updateComplete;
    if (people) lazily(report)?.openOccupantReport({ host: this.#host, words, people, person, messages, to });
  }

  async #write(address: Jid): Promise<void> {
    const { strings, lazily } = this.#view();
    lazily(whispers);
    await this.#host.updateComplete;
    lazily(whispers)?.openPrivate(this.#host, address, strings);
  }

  #ask(asked: Asked): void {
    const { strings } = this.#view();
    const wordsFor = (error: unknown) => strings.errorText(error instanceof XmppError ? error.condition : '');
    openReasonDialog(this.#host.renderRoot as ShadowRoot, { strings, wordsFor, ...asked });
  }

  /** What needs no question: that it could not be done is said all the same. */
  async #try(title: string, doing: Promise<void>): Promise<void> {
    try {
      await doing;
    } catch (error) {
      const condition = error instanceof XmppError ? error.condition : '';
      this.#ask({ title, alert: this.#view().strings.errorText(condition) });
    }
  }

  /** Arrows go from one to the next, from the list itself to the first; Enter opens the menu of one. */
  #onKey(event: KeyboardEvent, row: HTMLElement | null): void {
    const { key } = event;
    const at = row ? Number(row.ariaPosInSet) - 1 : -1;
    const last = Number(this.#list.querySelector(ROW)?.ariaSetSize) - 1;
    const next = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: last }[key];
    if (next !== undefined) this.#view().focusAt(next);
    else if (row && (key === 'Enter' || key === ' ')) this.#show(row);
    else if (row && key === 'Escape') this.#list.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Tells whether there is anything to be done about them. */
  #show(row: HTMLElement): boolean {
    const nick = row.dataset['nick'] ?? '';
    const person = this.#view().people?.called(nick);
    if (!person || !this.#itemsFor(person).length) return false;
    const box = this.#box.getBoundingClientRect();
    const { top, bottom } = row.getBoundingClientRect();
    this.#set({ nick, top: top - box.top, bottom: bottom - box.top });
    void this.#host.updateComplete.then(() => this.#fit());
    return true;
  }

  /** Below them, where there is room for it, else above. */
  #fit(): void {
    const menu = this.#box.querySelector<HTMLElement>('.menu');
    if (!menu || !this.#open) return;
    const { top, bottom } = this.#open;
    const room = this.#box.clientHeight - menu.offsetHeight - 4;
    menu.style.insetBlockStart = `${Math.max(4, Math.min(room, bottom > room ? top - menu.offsetHeight : bottom))}px`;
  }

  /** The keyboard goes on from whom it was about. */
  #close(): void {
    const { nick } = this.#open ?? {};
    this.#set(undefined);
    focusRow([...this.#list.querySelectorAll<HTMLElement>(ROW)].find((row) => row.dataset['nick'] === nick));
  }

  #set(open: Place | undefined): void {
    this.#press.end();
    if (!open && !this.#open) return;
    this.#open = open;
    this.#host.requestUpdate();
  }

  get #box(): HTMLElement {
    return this.#host.renderRoot.querySelector('.occupants') as HTMLElement;
  }

  get #list(): HTMLElement {
    return this.#box.querySelector('ul') as HTMLElement;
  }
}

const whispers = () => import('./room-private.js');
const report = () => import('./occupant-report.js');

function focusRow(row: HTMLElement | undefined): void {
  if (!row) return;
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
}

/** The page can show private conversations: it has that element, though perhaps none of it. */
function hasChats(): boolean {
  return !!customElements.get('xmpp-chat');
}
