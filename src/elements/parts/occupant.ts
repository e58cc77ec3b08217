import { css, html, nothing, type TemplateResult } from 'lit';
import type { Occupant } from '../../stores/occupants-store.js';
import type { Strings } from '../strings/strings.js';
import { avatar } from './avatar.js';
import { hatStyles, renderHats } from './hats.js';
import { shownNick } from './nick.js';
import type { Picture } from './rows.js';

export const occupantStyles = css`
  ${hatStyles}

  .occupant {
    position: absolute;
    inset-inline: 8px;
    display: flex;
    align-items: center;
    gap: 10px;
    box-sizing: border-box;
    block-size: max(40px, calc(var(--_font-size) * 1.4 + 19px));
    padding: 2px 8px;
  }

  .occupant > div {
    display: grid;
    flex: 1;
    min-inline-size: 0;
  }

  .occupant .name,
  .occupant .more {
    display: flex;
    gap: 4px;
    min-inline-size: 0;
    white-space: nowrap;
  }

  .occupant .name > bdi {
    flex: 0 1 auto;
    min-inline-size: 3ch;
  }

  .occupant small {
    flex: 0 1 auto;
    min-inline-size: 0;
    text-align: match-parent;
    font-size: 12px;
    line-height: 16px;
  }

  .occupant .avatar {
    inline-size: 26px;
    block-size: 26px;
    border-radius: 8px;
    font-size: 11px;
  }

  .occupant .avatar i {
    inline-size: 10px;
    block-size: 10px;
    border-color: var(--_surface);
  }
`;

interface RowView {
  readonly strings: Strings;
  /** Which one they are, of how many. */
  readonly index: number;
  readonly count: number;
  /** Where they stand, in px. */
  readonly top: number;
  readonly isSelf: boolean;
  /** The nick that theirs could be taken for. */
  readonly alike: string | undefined;
  readonly picture: Picture | undefined;
  readonly marks: unknown;
}

/** Somebody in the list: of one height, so that a long list can be drawn in parts. */
export function renderOccupant(
  { nick, role, show, status, game, ignored, hats }: Occupant,
  { strings, index, count, top, isSelf, alike, picture, marks }: RowView,
): TemplateResult {
  const name = shownNick(nick);
  const you = isSelf && strings.youMark;
  const warning = alike && strings.looksLike(shownNick(alike));
  // Nothing that they say is for us, their status neither.
  const words = ignored ? strings.ignored : status || (show === 'available' ? '' : strings[show]);
  const worn = hats?.map(({ title }) => strings.hat(shownNick(title))) ?? [];
  const label = [you ? `${name} ${you}` : name, wordFor(role, strings), ...worn, warning, ignored && words];
  return html`<li
    part="occupant"
    class="occupant ${ignored ? 'ignored' : ''}"
    data-nick=${nick}
    aria-label=${label.filter(Boolean).join(', ')}
    aria-posinset=${index + 1}
    aria-setsize=${count}
    .style=${`inset-block-start:${top}px`}
  >
    ${avatar(name, show, nick, picture?.draw())}
    <div>
      <span class="name"><bdi class="ellipsis">${name}</bdi>${you ? html` <span>${you}</span>` : nothing}${marks}</span>
      <span class="more">
        ${warning ? html`<small class="tag ellipsis" dir="auto">${warning}</small>` : nothing}
        ${renderHats(hats, strings)}
        ${[words, game && strings.plays(shownNick(game.name))].map((line) =>
          line ? html`<small class="muted ellipsis" dir="auto">${line}</small>` : nothing,
        )}
      </span>
    </div>
  </li>`;
}

/** A role in one word. */
function wordFor(role: Occupant['role'], { moderator, participant, visitor }: Strings): string {
  return role === 'moderator' ? moderator : role === 'participant' ? participant : visitor;
}
