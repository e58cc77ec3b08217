import { css } from 'lit';
import { listStyles } from './list.styles.js';

/** The list of rooms to choose from. */
export const directoryStyles = css`
  ${listStyles}

  .rooms {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-inline-size: 0;
  }

  .rooms .group {
    padding: 8px 16px 2px;
    color: var(--_muted);
    font-size: 12px;
    font-weight: 650;
  }

  .rooms li {
    display: flex;
    align-items: center;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 52px;
  }

  .rooms .room {
    flex: 1;
    min-inline-size: 0;
  }

  .keep {
    margin-inline-end: 8px;
    font-size: 18px;
  }

  .room .count {
    display: flex;
    flex: none;
    align-items: center;
    gap: 4px;
    color: var(--_muted);
    font-size: 12px;
    font-variant-numeric: tabular-nums;
  }

  .room .icon {
    inline-size: 16px;
    block-size: 16px;
  }

  .none {
    padding-inline: 24px;
    text-align: center;
  }

  .none:not(:empty):first-of-type {
    padding-block-start: 24px;
  }

  .scroll > .button {
    display: block;
    margin: 8px auto;
  }

  .make {
    display: grid;
    flex: none;
    gap: 8px;
    padding: 10px;
    border-block-start: 1px solid var(--_border);
    background: var(--_surface);
  }

  .make > .button {
    justify-self: start;
  }

  .make label {
    display: grid;
    gap: 4px;
    font-size: 13px;
    font-weight: 600;
  }

  .make .set-up {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 28px;
    font-weight: 400;
  }

  .set-up input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--_accent);
  }

  .rooms > .make .input {
    background: var(--_bg);
    font-size: var(--_font-size);
    font-weight: 400;
  }

  .make .buttons {
    display: flex;
    gap: 8px;
  }
`;
