import { css } from 'lit';

/** What the controls of all elements look like: buttons, fields, failures, waiting, text for screen readers alone. */
export const controls = css`
  :host {
    box-sizing: border-box;
    min-inline-size: 0;
    contain: content;
    color: var(--_text);
    background: var(--_bg);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    box-shadow: var(--_shadow);
    font: var(--_font-size) / var(--_line-height) var(--_font);
    /* A font for text may have some emojis too, in black and white. */
    font-variant-emoji: unicode;
    text-align: start;
  }

  :host([hidden]) {
    display: none !important;
  }

  *,
  ::before {
    box-sizing: border-box;
  }

  :where(h2, h3, p, ol, ul, form) {
    margin: 0;
    padding: 0;
    list-style: none;
    font: inherit;
  }

  :where(button, input, select, textarea) {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }

  :where(button, select, label) {
    cursor: pointer;
    touch-action: manipulation;
  }

  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .button {
    border: 1px solid transparent;
    border-radius: 10px;
    padding: 8px 14px;
    font-weight: 600;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .button:hover {
    filter: brightness(1.08);
  }

  .quiet {
    background: var(--_surface-2);
    color: var(--_text);
  }

  .quiet:hover {
    filter: brightness(0.97);
  }

  .link {
    border: 0;
    border-radius: 6px;
    padding: 2px 6px;
    background: none;
    color: var(--_accent);
    font-weight: 600;
  }

  .link:hover {
    text-decoration: underline;
  }

  [aria-disabled='true'] {
    cursor: default;
    opacity: 0.65;
  }

  .input {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 42px;
    padding: 8px 12px;
    border: 1px solid color-mix(in srgb, var(--_muted) 75%, var(--_bg));
    border-radius: 10px;
    background: var(--_bg);
  }

  .input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }

  .input:focus-visible {
    outline: 3px solid color-mix(in srgb, var(--_accent) 24%, transparent);
    outline-offset: 0;
    border-color: var(--_accent);
  }

  .input[aria-invalid='true'] {
    border-color: var(--_danger);
  }

  .alert {
    background: var(--_danger-soft);
    color: var(--_danger);
    border-radius: 10px;
    padding: 8px 12px;
    font-size: 13px;
    overflow-wrap: anywhere;
  }

  .muted {
    color: var(--_muted);
  }

  .ellipsis {
    min-inline-size: 0;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .spinner {
    display: inline-block;
    flex: none;
    inline-size: 12px;
    block-size: 12px;
    border: 2px solid color-mix(in srgb, currentColor 30%, transparent);
    border-block-start-color: currentColor;
    border-radius: 50%;
    animation: spin 0.8s linear infinite;
  }

  @keyframes spin {
    to {
      rotate: 1turn;
    }
  }

  .avatar {
    position: relative;
    display: grid;
    flex: none;
    place-content: center;
    inline-size: 36px;
    block-size: 36px;
    border-radius: 11px;
    background: var(--_light);
    color: #fff;
    font-weight: 650;
    line-height: 1;
    user-select: none;
  }

  .avatar i {
    position: absolute;
    inset-inline-end: -3px;
    inset-block-end: -3px;
    inline-size: 12px;
    block-size: 12px;
    border: 2px solid var(--_bg);
    border-radius: 50%;
    background: var(--_ok);
  }

  .avatar i:is(.away, .xa) {
    background: var(--_away);
  }

  .avatar i.dnd {
    background: var(--_danger);
  }

  .avatar i.unavailable {
    background: var(--_muted);
  }

  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }

    .spinner {
      animation: spin 4s linear infinite !important;
    }
  }

  @media (forced-colors: active) {
    .button,
    .quiet {
      border-color: ButtonText;
    }

    .input:focus-visible {
      outline-color: Highlight;
    }
  }
`;
