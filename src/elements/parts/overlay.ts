import { css } from 'lit';

/** Over a game: as little as can be read while somebody plays, all of it while they point at it or write. */
export const styles = css`
  :host([overlay]:not(:hover, :focus-within)) {
    --_veil: rgb(10 12 18 / 0.72);
    --_bg: transparent;
    --_surface: var(--_veil);
    --_surface-2: rgb(60 66 82 / 0.7);
    --_text: #fff;
    --_muted: #dde2ec;
    --_border: transparent;
    --_accent: #c3cdff;
    --_on-accent: #10131c;
    --_own: rgb(34 46 110 / 0.8);
    --_own-text: #fff;
    --_mention: rgb(66 50 0 / 0.82);
    --_danger: #ffb9c4;
    --_danger-soft: rgb(64 10 22 / 0.85);
    --_fade: overlay-fade 2s 20s forwards;
    --_round: 10px;

    border-color: transparent;
    background: none;
    box-shadow: none;
    color-scheme: dark;
    text-shadow: 0 1px 2px rgb(0 0 0 / 0.9);
    pointer-events: none;
  }

  :host([overlay]) :is(.header, .skeleton, .panel, .note, .typing:not(:empty), .empty > *),
  :host([overlay]) .rows .message:not(.mention, :hover) {
    background: var(--_veil);
  }

  :host([overlay]) .bubbles .message:not(.own) .body {
    background: var(--_veil, var(--_surface-2));
  }

  :host([overlay]) :is(.header, .skeleton, .panel) {
    border-radius: var(--_round);
  }

  /* As wide as what is said: between the rows is the game. */
  :host([overlay]) .rows :is(.message, .note) {
    inline-size: fit-content;
    max-inline-size: 100%;
    border-radius: var(--_round);
  }

  :host([overlay]) .rows .first {
    margin-block-start: 4px;
  }

  :host([overlay]:not(:hover, :focus-within)) .composer {
    border-color: rgb(255 255 255 / 0.45);
  }

  :host([overlay]) :is(.message, .note) {
    animation: var(--_fade);
  }

  :host([overlay]:not(:hover, :focus-within)) .nick {
    color: color-mix(in srgb, var(--_dark) 45%, #fff);
  }

  :host([overlay]:not(:hover, :focus-within)) :is(.jump, .day) {
    visibility: hidden;
  }

  :host([overlay]:not(:hover, :focus-within)) .log {
    scrollbar-color: transparent transparent;
  }

  :host([overlay]) :is(.header, .panel, .banner, .match) :is(button, a, input),
  :host([overlay]) :is(.composer, .spectator, .launcher, .invitation, form.panel, dialog, .tabs),
  :host([overlay]) ::slotted(*) {
    pointer-events: auto;
  }

  @keyframes overlay-fade {
    to {
      opacity: 0;
    }
  }

  @media (forced-colors: active) {
    :host([overlay]) {
      background: Canvas !important;
      pointer-events: auto !important;
    }

    :host([overlay]) :is(.message, .note) {
      animation: none !important;
    }
  }
`;
