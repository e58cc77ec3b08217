import { css, html, nothing } from 'lit';
import type { Hat } from '../../stores/occupants-store.js';
import type { Strings } from '../strings/strings.js';
import { shownNick } from './nick.js';

export const hatStyles = css`
  .hat {
    flex: 0 1 auto;
    align-self: center;
    min-inline-size: 2ch;
    max-inline-size: 16ch;
    padding: 0 5px;
    border: 1px dashed color-mix(in srgb, var(--_muted) 60%, transparent);
    border-radius: 4px;
    color: var(--_muted);
    font-size: 11px;
    font-style: italic;
    font-weight: 400;
    line-height: 15px;
  }
`;

/** XEP-0317: what somebody stands for in a room, as the room says. Not as their role is shown: that one means powers. */
export function renderHats(hats: readonly Hat[] | undefined, strings: Strings): unknown {
  return (
    hats?.map(({ title }) => {
      const name = shownNick(title);
      return html`<bdi part="hat" class="hat ellipsis" title=${strings.hat(name)}>${name}</bdi>`;
    }) ?? nothing
  );
}
