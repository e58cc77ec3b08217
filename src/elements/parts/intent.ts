import { css, html, type TemplateResult } from 'lit';
import type { Message } from '../../stores/entries.js';
import type { Strings } from '../strings/strings.js';
import { beginning } from './extras.js';
import { icon } from './icon.js';
import { shownNick } from './nick.js';

export const styles = css`
  .intent {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    margin: 4px 12px 0;
    padding: 2px 2px 2px 10px;
    border-inline-start: 3px solid var(--_accent);
    font-size: 13px;
    line-height: 18px;
  }

  .intent div {
    flex: 1;
    display: grid;
    min-inline-size: 0;
  }

  .intent span {
    color: var(--_muted);
  }
`;

export interface Intent {
  readonly kind: 'reply' | 'edit';
  readonly message: Message;
}

/** Above the field: what the draft is about, and the way back. `name`: whose message that is. */
export function renderIntent(
  { kind, message }: Intent,
  name: string,
  strings: Strings,
  cancel: () => void,
): TemplateResult {
  const words = kind === 'edit' ? strings.editing : strings.replyingTo(shownNick(name));
  return html`<div part="notice" class="intent">
    <div>
      <b class="ellipsis">${words}</b>
      <span class="ellipsis" dir="auto">${beginning(message.body)}</span>
    </div>
    <button part="button" class="tool" aria-label=${strings.cancel} @click=${cancel}>${icon('close')}</button>
  </div>`;
}
