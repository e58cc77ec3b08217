import { css } from 'lit';

/** The list of rooms to choose from. */
export const directoryStyles = css`
  .rooms {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-inline-size: 0;
  }

  .rooms > form[role='search'] {
    padding: 10px;
  }

  .rooms > form .input {
    min-block-size: 38px;
    padding-block: 6px;
  }

  .rooms > form[role='search'] .input {
    background: var(--_surface);
  }

  .rooms > .alert {
    margin: 0 10px 10px;
  }

  .rooms .scroll {
    flex: 1;
    min-block-size: 0;
    padding: 0 6px 6px;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  .rooms li {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 52px;
  }

  .room {
    display: flex;
    align-items: center;
    gap: 10px;
    inline-size: 100%;
    min-block-size: 52px;
    padding: 6px 8px;
    border: 0;
    border-radius: 10px;
    background: none;
    text-align: start;
  }

  .room:hover {
    background: var(--_surface);
  }

  .room:focus-visible {
    outline-offset: -2px;
  }

  .what {
    flex: 1;
    min-inline-size: 0;
    display: grid;
  }

  .what .name {
    font-weight: 600;
    text-align: match-parent;
  }

  .line {
    color: var(--_muted);
    font-size: 12px;
    line-height: 16px;
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

  .make .input {
    font-size: var(--_font-size);
    font-weight: 400;
  }

  .make .buttons {
    display: flex;
    gap: 8px;
  }
`;
