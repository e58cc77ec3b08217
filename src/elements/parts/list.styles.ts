import { css } from 'lit';

/** A list of which one is chosen, with a field above it that finds: contacts, and rooms. */
export const listStyles = css`
  :is(.contacts, .rooms) > form {
    padding: 10px;
  }

  :is(.contacts, .rooms) > .alert {
    margin: 0 10px 10px;
  }

  :is(.contacts, .rooms) > form .input {
    min-block-size: 38px;
    padding-block: 6px;
    background: var(--_surface);
  }

  :is(.contacts, .rooms) .scroll {
    flex: 1;
    min-block-size: 0;
    padding: 0 6px 6px;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  :is(.contact, .room) {
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

  :is(.contact, .room):hover {
    background: var(--_surface);
  }

  :is(.contact, .room):focus-visible {
    outline-offset: -2px;
  }

  :is(.contact, .room) .who {
    flex: 1;
    min-inline-size: 0;
    display: grid;
  }

  /* A name written the other way still stands beside its picture. */
  :is(.contact, .room) .name {
    font-weight: 600;
    text-align: match-parent;
  }

  .preview {
    color: var(--_muted);
    font-size: 12px;
    line-height: 16px;
  }
`;
