import { html, nothing, type TemplateResult } from 'lit';
import type { Show } from '../../stores/presences-store.js';
import { nickColors } from './nick.js';

/**
 * A name's first letter on its colour, and a dot for its availability. Says nothing to screen readers: the name stands
 * beside it.
 *
 * @param show `undefined` leaves the dot out.
 * @param colorOf whose colour, where it is not the name's.
 * @param picture what covers the letter.
 */
export function avatar(
  name: string,
  show?: Show | 'unavailable',
  colorOf = name,
  picture: unknown = nothing,
): TemplateResult {
  const first = /[\p{L}\p{N}]/u.exec(name)?.[0] ?? [...name][0] ?? '';
  return html`<span part="avatar" class="avatar" aria-hidden="true" .style=${nickColors(colorOf)}
    >${first.toUpperCase()}${picture}${show ? html`<i class=${show}></i>` : nothing}</span
  >`;
}
