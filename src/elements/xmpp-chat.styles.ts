import { css } from 'lit';

export const chat = css`
  .both,
  .talk,
  .contacts {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-block-size: 0;
    min-inline-size: 0;
  }

  .talk {
    position: relative;
    outline: none;
  }

  .talk .panel {
    color: var(--_muted);
  }

  .contacts form {
    padding: 10px;
  }

  .contacts .input {
    min-block-size: 38px;
    padding-block: 6px;
    background: var(--_surface);
  }

  .contacts ul {
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 0 6px 6px;
    scrollbar-width: thin;
  }

  .contact {
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

  .contact:hover {
    background: var(--_surface);
  }

  .contact[aria-current] {
    background: var(--_surface-2);
  }

  .contact:focus-visible {
    outline-offset: -2px;
  }

  .contact .who {
    flex: 1;
    min-inline-size: 0;
    display: grid;
  }

  .contact .name {
    font-weight: 600;
  }

  .preview {
    color: var(--_muted);
    font-size: 12px;
    line-height: 16px;
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

  .nobody {
    padding: 24px;
    text-align: center;
  }

  .nobody .name {
    color: var(--_text);
    font-weight: 600;
  }

  /* Below the header, and below the field that finds contacts. */
  .both ~ .banner {
    inset-block-start: 58px;
  }

  /* One after the other: the list, or the conversation that was chosen from it. */
  @container (inline-size < 480px) {
    .both.open > .contacts,
    .both:not(.open) > .talk {
      display: none;
    }

    /* Over the end of the list: its beginning is what one looks for. */
    .both:not(.open) ~ .banner {
      inset-block: auto 0;
      border-block-end: 0;
    }
  }

  @container (inline-size >= 480px) {
    .both ~ .banner {
      inset-inline-start: 240px;
    }

    .both:not(.open) ~ .banner {
      inset-block-start: 0;
    }

    .both {
      flex-direction: row;
    }

    .both > .contacts {
      flex: 0 0 240px;
      background: var(--_surface);
      border-inline-end: 1px solid var(--_border);
    }

    .both > .contacts .input {
      background: var(--_bg);
    }

    .both > .contacts .contact:hover {
      background: var(--_surface-2);
    }

    .back {
      display: none;
    }
  }
`;
