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

  .occupants ul {
    flex: 1;
    min-block-size: 0;
    padding: 8px;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  .occupants ul:focus-visible {
    outline-offset: -2px;
  }

  .occupants > .input {
    inline-size: auto;
    min-block-size: 36px;
    margin: 8px 8px 0;
  }

  .occupants > p {
    padding: 4px 16px 8px;
    font-size: 12px;
  }

  .role {
    padding: 8px 8px 4px;
    color: var(--_muted);
    font-size: 12px;
    font-weight: 650;
    line-height: 16px;
  }

  .occupant {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 36px;
    padding: 2px 8px;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 36px;
  }

  .occupant > div {
    display: grid;
    min-inline-size: 0;
  }

  .occupant .name {
    display: flex;
    gap: 4px;
  }

  .occupant small {
    text-align: match-parent;
    font-size: 12px;
    line-height: 16px;
  }

  .occupant .tag {
    justify-self: start;
  }

  .occupant .avatar {
    inline-size: 26px;
    block-size: 26px;
    border-radius: 8px;
    font-size: 11px;
  }

  .occupant .avatar i {
    inline-size: 10px;
    block-size: 10px;
    border-color: var(--_surface);
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
