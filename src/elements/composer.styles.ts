import { css } from 'lit';

/** The field where one writes. */
export const composer = css`
  .composer {
    container: composer / inline-size;
    display: flex;
    flex: none;
    flex-wrap: wrap;
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

  /* Beside a list of occupants: the text has a line of its own, and the tools another. */
  @container composer (inline-size < 270px) {
    .grow {
      order: -1;
      flex-basis: 100%;
    }

    .send {
      margin-inline-start: auto;
    }
  }

  :host([compact]) .composer {
    margin: 2px 8px 8px;
  }

  @media (forced-colors: active) {
    .send:enabled {
      border: 1px solid transparent;
    }

    .composer:focus-within {
      outline: 2px solid Highlight;
    }
  }
`;
