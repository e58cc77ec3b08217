import { css, html, nothing, type LitElement, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Occupant } from '../../stores/occupants-store.js';
import type { Strings } from '../strings/strings.js';
import { keyed } from './keyed.js';
import type { Shown } from './hooks.js';
import { renderOccupant, occupantStyles } from './occupant.js';
import type { Picture } from './rows.js';

export const styles = css`
  ${occupantStyles}

  .occupants ul {
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  .occupants ul:focus-visible {
    outline-offset: -2px;
  }

  .occupants > .input {
    inline-size: auto;
    min-block-size: 36px;
    margin: 8px 8px 0;
  }

  .occupants > p {
    padding: 8px 16px;
    font-size: 13px;
  }

  .occupants .role {
    position: absolute;
    inset-inline: 8px;
    padding: 8px 8px 4px;
    color: var(--_muted);
    font-size: 12px;
    font-weight: 650;
    line-height: 16px;
  }
`;

/** Of more than these, somebody may be looked for by name. */
const SEARCHED_FROM = 50;
/** Height of the line above a role, and of an occupant as long as nobody has measured one; space at both ends. In px. */
const HEAD = 28;
const ROW = 40;
const PADDING = 8;
/** How much beyond what is seen is drawn, and how far one scrolls until it is drawn anew, in px. */
const BEYOND = 400;
const STEP = 200;
/** However tall the list is. */
const MAX_DRAWN = 90;

export interface OccupantsView {
  readonly strings: Strings;
  /** By role. */
  readonly occupants: readonly Occupant[];
  /** Ours. */
  readonly nick: string;
  /** Nicks that could be taken for another one's, with that one's. */
  readonly lookAlikes: ReadonlyMap<string, string>;
  pictureOf(nick: string): Picture | undefined;
  /** Somebody presses one of them, or goes through them by keyboard. */
  onGesture(event: Event): void;
  /** What stands over them. */
  readonly overlay: unknown;
  /** What the page says of somebody. */
  decorationOf(occupant: Occupant): Shown | undefined;
}

/** Those of a role, who stand together. */
interface Group {
  readonly role: Occupant['role'];
  /** The index of the first one. */
  readonly first: number;
  readonly count: number;
}

/** Who is in the room: however many, only those near what is seen are in the DOM. */
export class Occupants {
  readonly #host: LitElement;
  #query = '';
  /** Those who are listed, and what they were found in. */
  #found: readonly Occupant[] = [];
  #foundIn: { readonly occupants: readonly Occupant[]; readonly query: string } | undefined;
  #groups: readonly Group[] = [];
  /** The height of a row, in px. */
  #row = ROW;
  /** Up to where it is scrolled, in steps. */
  #step = 0;
  /** How much of it is seen at most, in px. */
  #height = 800;
  /** The list and one of its rows. To read their sizes while rows change would have the page laid out once more each time. */
  #measured: readonly Element[] = [];
  readonly #sizes = new ResizeObserver(() => this.#measure());

  constructor(host: LitElement) {
    this.#host = host;
    host.addController({ hostUpdated: () => this.#observe(), hostDisconnected: () => this.#forget() });
  }

  render(view: OccupantsView): TemplateResult {
    const { strings, occupants, onGesture, overlay } = view;
    this.#find(occupants);
    const onScroll = (event: Event) => {
      onGesture(event);
      this.#onScroll(event.currentTarget as Element);
    };
    return html`<aside part="occupants" class="occupants">
      ${
        occupants.length > SEARCHED_FROM
          ? html`<input
              part="field"
              class="input"
              type="search"
              aria-label=${strings.findOccupant}
              placeholder=${strings.findOccupant}
              .value=${this.#query}
              @input=${this.#onInput}
            />`
          : nothing
      }
      ${this.#found.length || !occupants.length ? nothing : html`<p class="muted" role="status">${strings.nobodyFound}</p>`}
      <ul
        role="list"
        aria-label=${strings.occupants}
        tabindex="0"
        @pointermove=${onGesture}
        @pointerdown=${onGesture}
        @pointerup=${onGesture}
        @pointercancel=${onGesture}
        @focusin=${onGesture}
        @click=${onGesture}
        @contextmenu=${onGesture}
        @keydown=${onGesture}
        @scroll=${onScroll}
      >
        ${this.#renderHeads(strings)}${this.#renderRows(view)}
        <li role="presentation" aria-hidden="true" .style=${`block-size:${this.#extent}px`}></li>
      </ul>
      ${overlay}
    </aside>`;
  }

  /** Brings the keyboard to somebody, wherever they stand. */
  focusAt(index: number): void {
    const list = this.#list;
    if (!list || !this.#found[index]) return;
    const top = this.#topOf(index);
    const isFirst = this.#groups.some(({ first }) => first === index);
    const [above, below] = [top - (isFirst ? HEAD : 0), top + this.#row - list.clientHeight];
    if (above < list.scrollTop) list.scrollTop = above - PADDING;
    else if (below > list.scrollTop) list.scrollTop = below + PADDING;
    if (focusRow(list, index)) return;
    this.#onScroll(list);
    void this.#host.updateComplete.then(() => focusRow(list, index));
  }

  #renderHeads(strings: Strings): unknown {
    // The role is in each one's name: the line above them is for the eye.
    return this.#groups.map(
      ({ role, first, count }) =>
        html`<li
          role="presentation"
          aria-hidden="true"
          class="role"
          .style=${`inset-block-start:${this.#topOf(first) - HEAD}px`}
        >
          ${groupOf(role, strings)} · ${count}
        </li>`,
    );
  }

  #renderRows({ strings, nick, lookAlikes, pictureOf, decorationOf }: OccupantsView): unknown {
    const count = this.#found.length;
    return keyed(
      this.#drawn(),
      (index) => this.#found[index]?.nick,
      (index) => {
        const occupant = this.#found[index] as Occupant;
        const isSelf = occupant.nick === nick;
        const alike = lookAlikes.get(occupant.nick);
        const shown = decorationOf(occupant);
        const picture = shown?.picture ?? pictureOf(occupant.nick);
        const top = this.#topOf(index);
        return guard([occupant, index, count, top, isSelf, alike, picture?.hash, shown, strings.lang], () =>
          renderOccupant(occupant, { strings, index, count, top, isSelf, alike, picture, marks: shown?.marks }),
        );
      },
    );
  }

  /** Which of them are in the DOM: those near what is seen, and the one that the keyboard is at. */
  #drawn(): readonly number[] {
    const [from, to] = [this.#step * STEP - BEYOND, this.#step * STEP + STEP + this.#height + BEYOND];
    const drawn: number[] = [];
    for (const { first, count } of this.#groups) {
      const top = this.#topOf(first);
      const start = Math.max(0, Math.floor((from - top) / this.#row));
      const end = Math.min(count, Math.ceil((to - top) / this.#row));
      for (let index = start; index < end && drawn.length < MAX_DRAWN; index += 1) drawn.push(first + index);
    }
    const active = (this.#host.shadowRoot?.activeElement as HTMLElement | null)?.dataset['nick'];
    const held = active === undefined ? -1 : this.#found.findIndex(({ nick }) => nick === active);
    if (held < 0 || drawn.includes(held)) return drawn;
    return held < (drawn[0] ?? 0) ? [held, ...drawn] : [...drawn, held];
  }

  #find(occupants: readonly Occupant[]): void {
    const query = this.#query.trim().toLowerCase();
    if (this.#foundIn?.occupants === occupants && this.#foundIn.query === query) return;
    this.#foundIn = { occupants, query };
    this.#found = query ? occupants.filter(({ nick }) => nick.toLowerCase().includes(query)) : occupants;
    this.#groups = groupsOf(this.#found);
  }

  /** How far below the upper edge somebody stands, in px. */
  #topOf(index: number): number {
    const heads = this.#groups.filter(({ first }) => first <= index).length;
    return PADDING + heads * HEAD + index * this.#row;
  }

  get #extent(): number {
    return 2 * PADDING + this.#groups.length * HEAD + this.#found.length * this.#row;
  }

  #onScroll(list: Element): void {
    const step = Math.floor(list.scrollTop / STEP);
    if (step === this.#step) return;
    this.#step = step;
    this.#host.requestUpdate();
  }

  #observe(): void {
    const isSame = this.#measured.length === 2 && this.#measured.every(({ isConnected }) => isConnected);
    if (isSame) return;
    this.#forget();
    const list = this.#list;
    const row = list?.querySelector('.occupant');
    this.#measured = [list, row].filter((each) => !!each);
    for (const each of this.#measured) this.#sizes.observe(each);
  }

  #forget(): void {
    this.#sizes.disconnect();
    this.#measured = [];
  }

  /** The page may have chosen another size, of the element or of its letters. */
  #measure(): void {
    const [list, row] = this.#measured as readonly HTMLElement[];
    const [height, rowHeight] = [list?.clientHeight ?? 0, row?.offsetHeight || this.#row];
    const isEnough = height <= this.#height && rowHeight === this.#row;
    [this.#height, this.#row] = [Math.max(height, this.#height), rowHeight];
    if (isEnough) return;
    // Not in this turn: what is drawn anew would be measured in it once more.
    requestAnimationFrame(() => this.#host.requestUpdate());
  }

  readonly #onInput = (event: InputEvent): void => {
    this.#query = (event.target as HTMLInputElement).value;
    if (this.#list) this.#list.scrollTop = 0;
    this.#step = 0;
    this.#host.requestUpdate();
  };

  get #list(): HTMLElement | null {
    return this.#host.renderRoot?.querySelector<HTMLElement>('.occupants ul') ?? null;
  }
}

function groupsOf(occupants: readonly Occupant[]): readonly Group[] {
  const groups: { role: Occupant['role']; first: number; count: number }[] = [];
  for (const [index, { role }] of occupants.entries()) {
    const last = groups.at(-1);
    if (last?.role === role) last.count += 1;
    else groups.push({ role, first: index, count: 1 });
  }
  return groups;
}

function focusRow(list: Element, index: number): boolean {
  const row = list.querySelector<HTMLElement>(`[aria-posinset="${index + 1}"]`);
  if (!row) return false;
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  return true;
}

function groupOf(role: Occupant['role'], { moderators, participants, visitors }: Strings): string {
  return role === 'moderator' ? moderators : role === 'participant' ? participants : visitors;
}
