import { css, html, nothing, type TemplateResult } from 'lit';
import { conditionOf } from '../../controllers/room-desk-controller.js';
import { wordsFor } from '../strings/room/room-strings.js';
import { dialogStyles } from './dialog.js';
import { icon } from './icon.js';
import type { DeskView } from './room-bar.js';

/** What the dialogs about a room look like. */
export const roomDialogStyles = css`
  ${dialogStyles}

  .desk {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
  }

  .desk > h2 {
    padding-inline-end: 28px;
  }

  .desk > .close {
    position: absolute;
    inset-block-start: -8px;
    inset-inline-end: -8px;
  }

  .desk .field {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
  }

  .desk .field > label {
    font-size: 13px;
    font-weight: 600;
  }

  .desk form {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
  }

  .desk textarea {
    min-block-size: 72px;
    resize: vertical;
  }

  .desk .firm {
    background: var(--_danger);
    color: var(--_bg);
  }

  .desk .waiting {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--_muted);
  }

  .desk .wrong {
    color: var(--_danger);
    font-size: 13px;
  }
`;

/** The frame of such a dialog: its heading, and a button that closes it. */
export function renderDesk(view: DeskView, title: string, content: unknown, close: () => void): TemplateResult {
  const label = view.strings.close;
  return html`<div class="desk">
    <button class="tool close" aria-label=${label} title=${label} @click=${close}>${icon('close')}</button>
    <h2><bdi>${title}</bdi></h2>
    ${content}
  </div>`;
}

/** What a room says to what was asked of it, in words. */
export function renderProblem(
  { strings }: DeskView,
  error: unknown,
  errors: Readonly<Record<string, string>>,
): unknown {
  if (error === undefined) return nothing;
  const condition = conditionOf(error);
  return html`<p role="alert" part="alert" class="alert">
    ${wordsFor(errors, condition) ?? strings.errorText(condition)}
  </p>`;
}

/** The room is asked. */
export function renderWaiting({ words }: DeskView): TemplateResult {
  return html`<p class="waiting" role="status"><span class="spinner"></span>${words.asking}</p>`;
}
