import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Occupant } from '../../stores/occupants-store.js';
import type { FirstStrings } from '../strings/strings.js';
import { avatar } from './avatar.js';
import type { Shown } from './hooks.js';
import { shownNick } from './nick.js';
import type { Picture } from './rows.js';

/** How many are in the DOM; of more than these, one looks for somebody by name. */
const MAX_SHOWN = 100;

export interface OccupantsView {
  readonly strings: FirstStrings;
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

/** Who is in the room. */
export class Occupants {
  readonly #host: LitElement;
  #query = '';

  constructor(host: LitElement) {
    this.#host = host;
  }

  render(view: OccupantsView): TemplateResult {
    const { strings, occupants, nick, lookAlikes, pictureOf, decorationOf, onGesture, overlay } = view;
    const query = this.#query.trim().toLowerCase();
    const found = query ? occupants.filter((occupant) => occupant.nick.toLowerCase().includes(query)) : occupants;
    const listed = found.slice(0, MAX_SHOWN);
    const hidden = found.length - listed.length;
    return html`<aside part="occupants" class="occupants">
      ${
        occupants.length > MAX_SHOWN
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
        @scroll=${onGesture}
      >
        ${repeat(
          listed,
          (occupant) => occupant.nick,
          (occupant, index) => {
            const isFirst = occupant.role !== listed[index - 1]?.role;
            const count = isFirst ? found.filter(({ role }) => role === occupant.role).length : 0;
            const isSelf = occupant.nick === nick;
            const alike = lookAlikes.get(occupant.nick);
            const shown = decorationOf(occupant);
            const picture = shown?.picture ?? pictureOf(occupant.nick);
            return guard([occupant, count, isSelf, alike, picture?.hash, shown, strings.lang], () =>
              renderRow(occupant, { strings, count, isSelf, alike, picture, marks: shown?.marks }),
            );
          },
        )}
      </ul>
      ${hidden ? html`<p class="muted">${strings.more(hidden)}</p>` : nothing} ${overlay}
    </aside>`;
  }

  readonly #onInput = (event: InputEvent): void => {
    this.#query = (event.target as HTMLInputElement).value;
    this.#host.requestUpdate();
  };
}

interface RowView {
  readonly strings: FirstStrings;
  /** Of their role, where they are the first of it. */
  readonly count: number;
  readonly isSelf: boolean;
  /** The nick that theirs could be taken for. */
  readonly alike: string | undefined;
  readonly picture: Picture | undefined;
  readonly marks: unknown;
}

function renderRow(
  { nick, role, show, status, game, ignored }: Occupant,
  { strings, count, isSelf, alike, picture, marks }: RowView,
): TemplateResult {
  const name = shownNick(nick);
  const you = isSelf && strings.youMark;
  const warning = alike && strings.looksLike(shownNick(alike));
  // Nothing that they say is for us, their status neither.
  const words = ignored ? strings.ignored : status || (show === 'available' ? '' : strings[show]);
  // The role is in each one's name: the line above them is for the eye.
  return html`${
      count
        ? html`<li role="presentation" aria-hidden="true" class="role">${groupOf(role, strings)} · ${count}</li>`
        : nothing
    }
    <li
      part="occupant"
      class="occupant ${ignored ? 'ignored' : ''}"
      data-nick=${nick}
      aria-label=${[you ? `${name} ${you}` : name, wordFor(role, strings), warning, ignored && words].filter(Boolean).join(', ')}
    >
      ${avatar(name, show, nick, picture?.draw())}
      <div>
        <span class="name"
          ><bdi class="ellipsis">${name}</bdi>${you ? html` <span>${you}</span>` : nothing}${marks}</span
        >
        ${warning ? html`<small class="tag ellipsis" dir="auto">${warning}</small>` : nothing}
        ${[words, game && strings.plays(shownNick(game.name))].map((line) =>
          line ? html`<small class="muted ellipsis" dir="auto">${line}</small>` : nothing,
        )}
      </div>
    </li>`;
}

function groupOf(role: Occupant['role'], { moderators, participants, visitors }: FirstStrings): string {
  return role === 'moderator' ? moderators : role === 'participant' ? participants : visitors;
}

/** A role in one word. */
export function wordFor(role: Occupant['role'], { moderator, participant, visitor }: FirstStrings): string {
  return role === 'moderator' ? moderator : role === 'participant' ? participant : visitor;
}
