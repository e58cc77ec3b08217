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

  /* Over name and picture. */
  .about {
    position: absolute;
    inset: -4px;
    inset-inline-start: -50px;
    border-radius: 14px;
  }

  .about:hover {
    background: color-mix(in srgb, currentColor 7%, transparent);
  }

  .note {
    padding: 0 16px 8px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
  }

  .note:empty {
    padding: 0;
  }

  .talk .panel {
    color: var(--_muted);
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

    /* What went wrong stands once: in the list where it is seen, else above the conversation. */
    .both .column > .alert {
      display: none;
    }

    .back {
      display: none;
    }
  }
`;
