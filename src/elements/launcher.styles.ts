import { css } from 'lit';

/** The round button at the corner of the page, and the conversation above it. */
export const launcher = css`
  :host([launcher]) {
    display: flex;
    flex-direction: column-reverse;
    gap: 12px;
    inset-block-end: calc(var(--_launcher-offset) + env(safe-area-inset-bottom, 0px));
    inset-inline-end: var(--_launcher-offset);
    z-index: var(--_launcher-layer);
    inline-size: var(--_launcher-size);
    block-size: var(--_launcher-size);
    /* What is beside the button belongs to the page. */
    pointer-events: none;
  }

  :host([launcher][open]) {
    inline-size: min(384px, 100vw - 2 * var(--_launcher-offset));
    block-size: min(572px + var(--_launcher-size), 100dvh - 2 * var(--_launcher-offset));
  }

  .launcher,
  [role='dialog'] {
    pointer-events: auto;
    box-shadow: var(--_shadow);
  }

  .launcher {
    position: relative;
    display: grid;
    flex: none;
    place-content: center;
    align-self: end;
    inline-size: var(--_launcher-size);
    block-size: var(--_launcher-size);
    padding: 0;
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
  }

  .launcher:hover {
    filter: brightness(1.08);
  }

  .launcher .icon {
    inline-size: calc(var(--_launcher-size) * 0.46);
    block-size: calc(var(--_launcher-size) * 0.46);
  }

  .launcher .badge {
    position: absolute;
    inset-block-start: -4px;
    inset-inline-end: -4px;
    min-inline-size: 22px;
    margin: 0;
    border: 2px solid var(--_bg);
    background: var(--_danger);
    color: var(--_bg);
    font-weight: 650;
    line-height: 18px;
    text-align: center;
  }

  [role='dialog'] {
    min-block-size: 0;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_bg);
    outline: none;
    animation: come 0.15s;
  }

  .close {
    margin-inline-start: auto;
  }

  /* A phone, upright or not: all of it, and the button is below. */
  @media (width < 480px) or (height < 480px) {
    :host([launcher][open]) {
      inset: 0;
      inline-size: auto;
      block-size: auto;
    }

    [role='dialog'] {
      padding: env(safe-area-inset-top, 0px) env(safe-area-inset-right, 0px) env(safe-area-inset-bottom, 0px)
        env(safe-area-inset-left, 0px);
      border: 0;
      border-radius: 0;
    }

    .launcher[aria-expanded='true'] {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .launcher,
    .launcher .badge {
      border-color: ButtonText;
    }
  }
`;
