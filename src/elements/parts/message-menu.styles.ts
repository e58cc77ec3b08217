import { css } from 'lit';
import { menuStyles } from './menu.js';

/** What stands over a message while somebody is about to do something with it. */
export const styles = css`
  ${menuStyles}

  .actions {
    position: absolute;
    z-index: 1;
    display: flex;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_bg);
    box-shadow: var(--_shadow);
  }

  .actions .tool {
    min-inline-size: 32px;
    min-block-size: 30px;
    padding: 4px;
  }

  .messages > .menu {
    min-inline-size: 216px;
    max-block-size: calc(100% - 8px);
    overflow: hidden auto;
  }

  .menu p {
    padding: 6px 12px;
    font-weight: 600;
  }

  .across {
    display: flex;
    margin-block-end: 4px;
    padding-block-end: 4px;
    border-block-end: 1px solid var(--_border);
  }

  .menu .across button {
    flex: 1;
    padding: 4px 0;
    font-size: 18px;
    text-align: center;
  }

  .across .icon {
    margin-inline: auto;
  }

  .across [aria-checked='true'] {
    background: color-mix(in srgb, var(--_accent) 18%, transparent);
  }

  [part~='message']:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: -2px;
    border-radius: 6px;
  }
`;
