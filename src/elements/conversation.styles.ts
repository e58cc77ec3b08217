import { css } from 'lit';

/** What a private conversation and a room share: the frame, the messages, the field where one writes. */
export const conversation = css`
  :host {
    display: flex;
    block-size: 384px;
    container-type: inline-size;
  }

  .base {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-inline-size: 0;
    border-radius: inherit;
    overflow: hidden;
  }

  .header {
    display: flex;
    flex: none;
    align-items: center;
    gap: 10px;
    min-block-size: 56px;
    padding: 8px 12px;
    border-block-end: 1px solid var(--_border);
  }

  .who {
    flex: 1;
    min-inline-size: 0;
  }

  .who h2 {
    font-size: 15px;
    font-weight: 650;
  }

  /* A name written the other way still stands beside its picture. */
  .who [dir] {
    text-align: match-parent;
  }

  .who p {
    font-size: 12px;
    line-height: 16px;
  }

  .who p:not(.ellipsis) {
    display: flex;
  }

  .who p > span + span {
    flex: none;
  }

  .who p > span + span::before {
    content: '·';
    margin-inline: 4px;
  }

  .icon {
    display: block;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .tool {
    display: grid;
    flex: none;
    place-content: center;
    inline-size: 36px;
    block-size: 36px;
    padding: 0;
    border: 0;
    border-radius: 10px;
    background: none;
    color: var(--_muted);
  }

  .tool:enabled:hover,
  .tool[aria-expanded='true'] {
    background: var(--_surface-2);
    color: var(--_text);
  }

  .tool:disabled {
    cursor: default;
  }

  :host(:dir(rtl)) .turns {
    scale: -1 1;
  }

  .main {
    position: relative;
    display: flex;
    flex: 1;
    min-block-size: 0;
  }

  .column,
  .conversation {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-inline-size: 0;
    min-block-size: 0;
  }

  .banner {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    display: flex;
    align-items: center;
    gap: 8px;
    background: var(--_surface);
    color: var(--_muted);
    font-size: 13px;
  }

  .banner[data-shown] {
    padding: 6px 14px;
    border-block-end: 1px solid var(--_border);
  }

  .banner[role='alert'] {
    background: var(--_danger-soft);
    color: var(--_danger);
  }

  .banner b {
    color: var(--_text);
    font-weight: 550;
  }

  .banner .link {
    flex: none;
    margin-inline-start: auto;
  }

  .banner .spinner {
    color: var(--_accent);
  }

  @keyframes come {
    from {
      opacity: 0;
    }
  }

  .panel {
    display: grid;
    flex: 1;
    place-content: safe center;
    grid-template-columns: minmax(0, 320px);
    gap: 12px;
    padding: 24px;
    overflow: auto;
    text-align: center;
  }

  .panel p {
    overflow-wrap: anywhere;
  }

  .panel > .button {
    justify-self: center;
  }

  .panel > b {
    font-size: 16px;
    font-weight: 650;
  }

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

  .message,
  .note {
    position: relative;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 44px;
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
  .rows .sent .state {
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

  .bubbles .message:not(.last, .failed, .sending) .foot {
    display: none;
  }

  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    gap: 4px;
    padding: 24px;
    color: var(--_muted);
    text-align: center;
    pointer-events: none;
  }

  .empty b {
    display: block;
    color: var(--_text);
    font-size: 16px;
    font-weight: 650;
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

  .badge {
    margin-inline-start: 4px;
    padding: 1px 7px;
    border-radius: 99px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 12px;
  }

  .typing {
    flex: none;
    block-size: 20px;
    padding-inline: 16px;
    color: var(--_muted);
    font-size: 12px;
  }

  .composer {
    display: flex;
    flex: none;
    align-items: flex-end;
    gap: 4px;
    margin: 4px 12px 12px;
    padding: 3px;
    border: 1px solid color-mix(in srgb, var(--_muted) 75%, var(--_bg));
    border-radius: 14px;
    background: var(--_surface);
  }

  .composer:focus-within {
    border-color: var(--_accent);
    background: var(--_bg);
    box-shadow: 0 0 0 3px color-mix(in srgb, var(--_accent) 22%, transparent);
  }

  /* The field is as high as the same text behind it. */
  .grow {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    max-block-size: min(148px, 40cqb);
    overflow: hidden;
  }

  .grow::after {
    content: attr(data-text);
    visibility: hidden;
  }

  .grow::after,
  textarea {
    grid-area: 1 / 1;
    min-block-size: 0;
    max-block-size: inherit;
    margin: 0;
    padding: 8px;
    border: 0;
    font: inherit;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    overflow: hidden auto;
    scrollbar-width: thin;
  }

  textarea {
    resize: none;
    outline: 0;
    background: none;
    color: var(--_text);
  }

  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .counter {
    flex: none;
    padding: 10px 4px;
    color: var(--_muted);
    font-size: 12px;
    line-height: 16px;
  }

  .over {
    color: var(--_danger);
    font-weight: 600;
  }

  .send:enabled,
  .send:enabled:hover {
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .send:enabled:hover {
    filter: brightness(1.08);
  }

  .skeleton {
    display: grid;
    flex: 1;
    align-content: start;
    gap: 14px;
    min-block-size: 0;
    padding: 16px;
    overflow: hidden;
  }

  .skeleton i {
    block-size: 12px;
    inline-size: 70%;
    border-radius: 6px;
    background: var(--_surface-2);
    animation: wait 1.6s infinite alternate ease-in-out;
  }

  .skeleton i:nth-of-type(2n) {
    inline-size: 48%;
  }

  .skeleton i:nth-of-type(3) {
    inline-size: 62%;
  }

  @keyframes wait {
    to {
      opacity: 0.5;
    }
  }

  :host([compact]) .header {
    min-block-size: 44px;
    padding-block: 4px;
  }

  :host([compact]) .first {
    margin-block-start: 2px;
  }

  :host([compact]) .composer {
    margin: 2px 8px 8px;
  }

  @media (forced-colors: active) {
    .message,
    .send:enabled,
    .badge,
    .tag,
    .jump {
      border: 1px solid transparent;
    }

    .composer:focus-within {
      outline: 2px solid Highlight;
    }
  }
`;
