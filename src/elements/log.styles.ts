import { css } from 'lit';

/** The messages, as rows or bubbles, and what stands between them. */
export const log = css`
  .messages {
    position: relative;
    display: flex;
    flex: 1;
    min-block-size: 0;
  }

  /* Reversed: the end stays in view by itself. Its one child has the order of reading. */
  .log {
    display: flex;
    flex-direction: column-reverse;
    flex: 1;
    min-inline-size: 0;
    overflow: hidden auto;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: color-mix(in srgb, var(--_muted) 50%, transparent) transparent;
  }

  .log:focus-visible {
    outline-offset: -2px;
  }

  .list {
    padding-block: 44px 8px;
  }

  /** Takes no room: what is loaded must not move what is read. */
  .older {
    position: relative;
    flex: none;
    block-size: 1px;
    margin-block-end: -1px;
  }

  .older .spinner {
    position: absolute;
    inset-block-start: 14px;
    inset-inline: 0;
    margin-inline: auto;
    color: var(--_muted);
  }

  .message,
  .note {
    position: relative;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 44px;
  }

  .fresh {
    contain: content;
    content-visibility: visible;
  }

  .day {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 14px 16px 6px;
    color: var(--_muted);
    font-size: 12px;
  }

  .day::before,
  .day::after {
    content: '';
    flex: 1;
    block-size: 1px;
    background: var(--_border);
  }

  .new {
    color: var(--_danger);
    font-weight: 600;
  }

  .new::before,
  .new::after {
    background: color-mix(in srgb, currentColor 45%, transparent);
  }

  .note {
    padding: 4px 16px;
    color: var(--_muted);
    font-size: 12px;
    line-height: 16px;
    overflow-wrap: anywhere;
  }

  .body {
    min-inline-size: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .body a {
    color: var(--_accent);
  }

  .nick {
    color: light-dark(var(--_light), var(--_dark));
    font-weight: 650;
  }

  .tag {
    flex: none;
    max-inline-size: 100%;
    padding: 0 6px;
    border-radius: 6px;
    background: var(--_surface-2);
    color: var(--_muted);
    font-size: 11px;
    font-weight: 600;
    line-height: 16px;
  }

  .meta .tag {
    max-inline-size: 60%;
  }

  time {
    flex: none;
    color: var(--_muted);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  .foot {
    display: flex;
    gap: 6px;
    color: var(--_muted);
    font-size: 12px;
    line-height: 16px;
  }

  /* What leaves at once must not flicker. */
  .sending .state {
    animation: come 0.2s 0.8s backwards;
  }

  .failed .state,
  .state.error,
  .failed .link {
    color: var(--_danger);
  }

  .failed .state .link {
    padding: 0 2px;
    text-decoration: underline;
  }

  .rows .note {
    padding-inline-start: 62px;
  }

  .rows .message {
    display: grid;
    grid-template-columns: 36px minmax(0, 1fr);
    column-gap: 10px;
    padding: 2px 16px;
  }

  .rows .first {
    margin-block-start: 8px;
    padding-block-start: 4px;
  }

  .rows .message > :not(.avatar) {
    grid-column: 2;
  }

  .rows .avatar {
    grid-row: 1 / span 3;
  }

  .rows .meta {
    display: flex;
    align-items: baseline;
    gap: 8px;
    min-inline-size: 0;
  }

  /* Said already by the first of the group; screen readers hear it of each. */
  .message:not(.first) .nick,
  .bubbles .nick,
  .rows .sent .state:not(.error) {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    clip-path: inset(50%);
  }

  .rows .message:not(.first) .meta {
    grid-area: 1 / 1;
    display: block;
  }

  .rows .message:not(.first) time {
    opacity: 0;
    font-size: 11px;
  }

  .message:hover time {
    opacity: 1 !important;
  }

  .rows .message:hover {
    background: var(--_surface);
  }

  .rows .mention,
  .rows .mention:hover {
    background: var(--_mention);
    box-shadow: inset 3px 0 var(--_mention-edge);
  }

  :host(:dir(rtl)) .rows .mention {
    box-shadow: inset -3px 0 var(--_mention-edge);
  }

  .bubbles .message {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    padding: 2px 14px;
  }

  .bubbles .own {
    align-items: flex-end;
  }

  .bubbles .first {
    padding-block-start: 8px;
  }

  .bubbles .body {
    max-inline-size: 78%;
    padding: 8px 12px;
    border-radius: var(--_bubble-radius);
    background: var(--_surface-2);
  }

  .bubbles .own .body {
    background: var(--_own);
    color: var(--_own-text);
  }

  .bubbles .last .body {
    border-end-start-radius: 5px;
  }

  .bubbles .own.last .body {
    border-end-start-radius: var(--_bubble-radius);
    border-end-end-radius: 5px;
  }

  .bubbles .foot {
    padding: 2px 4px;
  }

  .bubbles .message:not(.last, .failed, .sending, .changed) .foot {
    display: none;
  }

  .note.gap {
    text-align: center;
  }

  .jump {
    position: absolute;
    inset-block-end: 8px;
    inset-inline: 0;
    inline-size: fit-content;
    margin-inline: auto;
    padding: 5px 14px;
    border: 1px solid var(--_border);
    border-radius: 99px;
    background: var(--_bg);
    box-shadow: var(--_shadow);
    font-size: 13px;
    font-weight: 600;
  }

  .jump:hover {
    background: var(--_surface);
  }

  .typing {
    flex: none;
    block-size: 20px;
    padding-inline: 16px;
    color: var(--_muted);
    font-size: 12px;
  }

  :host([compact]) .first {
    margin-block-start: 2px;
  }

  @media (forced-colors: active) {
    .message,
    .jump {
      border: 1px solid transparent;
    }
  }
`;
