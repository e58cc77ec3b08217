import { css } from 'lit';
import { listStyles } from './list.styles.js';
import { menuStyles } from './menu.js';

/** The list of contacts, and what opens below one of them. */
export const styles = css`
  ${menuStyles}
  ${listStyles}

  .row {
    position: relative;
  }

  .row:hover > .contact {
    background: var(--_surface);
  }

  .contact[aria-current] {
    background: var(--_surface-2);
  }

  .group:focus-visible {
    outline-offset: -2px;
  }

  .start {
    overflow-wrap: anywhere;
  }

  .plus {
    flex: none;
    inline-size: 36px;
    block-size: 36px;
    border-radius: 11px;
    background: var(--_surface-2);
    color: var(--_accent);
    font-size: 20px;
    line-height: 36px;
    text-align: center;
  }

  /* Over the end of the row, which makes room for it. */
  .options {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-end: 6px;
    opacity: 0;
  }

  .options .icon {
    stroke-width: 3;
  }

  .row:is(:hover, :focus-within) > .contact:not(:last-child) {
    padding-inline-end: 46px;
  }

  .row:is(:hover, :focus-within) > .options {
    opacity: 1;
  }

  @media (hover: none) {
    .row > .contact:not(:last-child) {
      padding-inline-end: 46px;
    }

    .options {
      opacity: 1;
    }
  }

  /* At the last row the list grows by it: it is scrolled into view with its first item. */
  .row .menu {
    inset-block-start: 46px;
    inset-inline-end: 6px;
  }

  .ask {
    display: grid;
    gap: 10px;
    margin: 4px 2px 8px;
    padding: 12px;
    border: 1px solid var(--_border);
    border-radius: 12px;
    background: var(--_bg);
    overflow-wrap: anywhere;
  }

  .ask label:not(.check) {
    display: grid;
    gap: 4px;
    font-size: 13px;
    font-weight: 600;
  }

  .ask .input {
    min-block-size: 38px;
    padding-block: 6px;
    font-weight: 400;
  }

  .check {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 28px;
  }

  .check input {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }

  .contacts .button {
    padding: 6px 12px;
    font-size: 13px;
  }

  .group {
    display: flex;
    align-items: center;
    gap: 4px;
    inline-size: 100%;
    min-block-size: 36px;
    padding: 8px 8px 4px;
    border: 0;
    border-radius: 10px;
    background: none;
    color: var(--_muted);
    font-size: 12px;
    font-weight: 650;
    line-height: 16px;
  }

  .group .icon {
    flex: none;
    inline-size: 14px;
    block-size: 14px;
    rotate: -90deg;
  }

  .group[aria-expanded='false'] .icon {
    rotate: 180deg;
  }

  :host(:dir(rtl)) .group[aria-expanded='false'] .icon {
    rotate: 0deg;
  }

  .request {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 10px;
    margin: 0 2px 8px;
    padding: 12px;
    border: 1px solid var(--_border);
    border-radius: 12px;
    background: var(--_bg);
    overflow-wrap: anywhere;
  }

  .request > .buttons {
    grid-column: 1 / -1;
  }

  .request .button {
    flex: 1;
  }

  .nobody {
    padding: 24px;
    text-align: center;
  }

  .nobody .name {
    color: var(--_text);
    font-weight: 600;
  }

  @container (inline-size >= 480px) {
    .both > .contacts > form .input {
      background: var(--_bg);
    }

    .both > .contacts :is(.contact:hover, .row:hover > .contact) {
      background: var(--_surface-2);
    }
  }
`;
