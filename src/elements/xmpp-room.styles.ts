import { css } from 'lit';

/** What only a room has: the list of who is there, and the form at the door. */
export const room = css`
  .occupants {
    display: flex;
    flex: none;
    flex-direction: column;
    inline-size: 216px;
    border-inline-start: 1px solid var(--_border);
    background: var(--_surface);
  }

  .about {
    max-inline-size: 100%;
    padding: 0;
    border: 0;
    border-radius: 4px;
    background: none;
    font-weight: inherit;
    text-align: start;
    vertical-align: top;
  }

  .about:hover {
    text-decoration: underline;
  }

  .about:focus-visible {
    outline-offset: -2px;
  }

  form.panel label {
    display: grid;
    gap: 4px;
    font-size: 13px;
    font-weight: 600;
    text-align: start;
  }

  form.panel .input {
    font-size: var(--_font-size);
    font-weight: 400;
  }

  form.panel > .button {
    justify-self: stretch;
  }

  @container (inline-size < 480px) {
    .occupants {
      position: absolute;
      inset: 0;
      inline-size: auto;
      border: 0;
    }
  }
`;
