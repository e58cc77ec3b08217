import { css } from 'lit';

export const loginStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    max-inline-size: 400px;
  }

  :host([compact]) {
    max-inline-size: none;
  }

  .base,
  form {
    display: grid;
    gap: 14px;
  }

  .base {
    padding: 22px;
  }

  h2 {
    font-size: 20px;
    line-height: 26px;
    font-weight: 680;
  }

  .field {
    display: grid;
    gap: 5px;
  }

  .field label {
    font-size: 13px;
    font-weight: 600;
  }

  .secret {
    display: grid;
    align-items: center;
  }

  .secret > * {
    grid-area: 1 / 1;
  }

  .secret .input {
    padding-inline-end: 76px;
  }

  .secret .link {
    justify-self: end;
    margin-inline-end: 8px;
  }

  .secret [aria-pressed='true'] {
    background: color-mix(in srgb, var(--_accent) 16%, transparent);
  }

  .check {
    justify-self: start;
    display: flex;
    align-items: center;
    gap: 8px;
  }

  .check input {
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--_accent);
  }

  form .button {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 42px;
  }

  .or {
    display: flex;
    align-items: center;
    gap: 10px;
    color: var(--_muted);
    font-size: 12px;
  }

  .or::before,
  .or::after {
    content: '';
    flex: 1;
    block-size: 1px;
    background: var(--_border);
  }

  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    padding: 6px 12px;
    border-radius: 10px;
    background: var(--_surface);
    color: var(--_muted);
    font-size: 13px;
  }

  .account {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 12px;
    outline: none;
  }

  .account > :is(.input, .button, slot) {
    grid-column: 1 / -1;
  }

  .name {
    font-weight: 600;
  }

  .select {
    appearance: none;
    padding-inline-end: 32px;
    /* A chevron of two gradients: an image would need a page's leave (img-src). */
    background:
      linear-gradient(45deg, transparent 50%, currentColor 50%) calc(100% - 18px) 55% / 5px 5px no-repeat,
      linear-gradient(-45deg, transparent 50%, currentColor 50%) calc(100% - 13px) 55% / 5px 5px no-repeat,
      var(--_bg);
  }

  .select:dir(rtl) {
    background-position:
      18px 55%,
      13px 55%,
      0 0;
  }

  .select option {
    background: var(--_bg);
    color: var(--_text);
  }

  /* One line: who, how available, and the way out. */
  :host([compact]) .base:has(.account) {
    padding: 8px 12px;
    gap: 8px;
  }

  :host([compact]) .account {
    display: flex;
    gap: 8px;
  }

  :host([compact]) .name {
    flex: 1;
  }

  :host([compact]) .account .input {
    inline-size: auto;
    min-block-size: 36px;
    padding-block: 4px;
  }

  :host([compact]) .account .button {
    flex: none;
    padding: 7px 12px;
  }

  @container (inline-size < 400px) {
    :host([compact]) .account {
      flex-wrap: wrap;
    }

    :host([compact]) .name {
      flex-basis: 60%;
    }

    :host([compact]) .account :is(.input, .button) {
      flex: 1;
      min-inline-size: 100px;
    }
  }

  @media (forced-colors: active) {
    .select {
      appearance: auto;
    }
  }
`;
