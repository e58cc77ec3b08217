import { css } from 'lit';

/** What a private conversation and a room share: the frame with its header, and what stands in it. */
export const conversation = css`
  :host {
    display: flex;
    block-size: 384px;
    container-type: inline-size;
  }

  /* Nothing takes room in the page until its button is here. */
  :host([launcher]) {
    position: fixed;
    contain: none;
    border: 0;
    background: none;
    box-shadow: none;
  }

  .base {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-inline-size: 0;
    border-radius: inherit;
    overflow: hidden;
  }

  .header {
    display: flex;
    flex: none;
    align-items: center;
    gap: 10px;
    min-block-size: 56px;
    padding: 8px 12px;
    border-block-end: 1px solid var(--_border);
  }

  .who {
    position: relative;
    flex: 1;
    min-inline-size: 0;
  }

  .who h2 {
    font-size: 15px;
    font-weight: 650;
  }

  /* A name written the other way still stands beside its picture. */
  .who [dir] {
    text-align: match-parent;
  }

  .who p {
    font-size: 12px;
    line-height: 16px;
  }

  .who p:not(.ellipsis) {
    display: flex;
  }

  .who p > span + span {
    flex: none;
  }

  .who p > span + span::before {
    content: '·';
    margin-inline: 4px;
  }

  .icon {
    display: block;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  .tool {
    display: grid;
    flex: none;
    place-content: center;
    inline-size: 36px;
    block-size: 36px;
    padding: 0;
    border: 0;
    border-radius: 10px;
    background: none;
    color: var(--_muted);
  }

  .tool:enabled:hover,
  .tool[aria-expanded='true'] {
    background: var(--_surface-2);
    color: var(--_text);
  }

  .tool:disabled {
    cursor: default;
  }

  :host(:dir(rtl)) .turns {
    scale: -1 1;
  }

  .main {
    position: relative;
    display: flex;
    flex: 1;
    min-block-size: 0;
  }

  .column,
  .conversation {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-inline-size: 0;
    min-block-size: 0;
  }

  .banner {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    display: flex;
    align-items: center;
    gap: 8px;
    background: var(--_surface);
    color: var(--_muted);
    font-size: 13px;
  }

  .banner[data-shown] {
    padding: 6px 14px;
    border-block-end: 1px solid var(--_border);
  }

  .banner[role='alert'] {
    background: var(--_danger-soft);
    color: var(--_danger);
  }

  .banner b {
    color: var(--_text);
    font-weight: 550;
  }

  .banner .link {
    flex: none;
    margin-inline-start: auto;
  }

  .banner .spinner {
    color: var(--_accent);
  }

  @keyframes come {
    from {
      opacity: 0;
    }
  }

  .panel {
    display: grid;
    flex: 1;
    place-content: safe center;
    grid-template-columns: minmax(0, 320px);
    gap: 12px;
    padding: 24px;
    overflow: auto;
    text-align: center;
  }

  .panel p {
    overflow-wrap: anywhere;
  }

  .panel > .button {
    justify-self: center;
  }

  .panel > b {
    font-size: 16px;
    font-weight: 650;
  }

  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    gap: 4px;
    padding: 24px;
    color: var(--_muted);
    text-align: center;
    pointer-events: none;
  }

  .empty b {
    display: block;
    color: var(--_text);
    font-size: 16px;
    font-weight: 650;
  }

  .badge {
    margin-inline-start: 4px;
    padding: 1px 7px;
    border-radius: 99px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: 12px;
  }

  .skeleton {
    display: grid;
    flex: 1;
    align-content: start;
    gap: 14px;
    min-block-size: 0;
    padding: 16px;
    overflow: hidden;
  }

  .skeleton i {
    block-size: 12px;
    inline-size: 70%;
    border-radius: 6px;
    background: var(--_surface-2);
    animation: wait 1.6s infinite alternate ease-in-out;
  }

  .skeleton i:nth-of-type(2n) {
    inline-size: 48%;
  }

  .skeleton i:nth-of-type(3) {
    inline-size: 62%;
  }

  @keyframes wait {
    to {
      opacity: 0.5;
    }
  }

  :host([compact]) .header {
    min-block-size: 44px;
    padding-block: 4px;
  }

  @media (forced-colors: active) {
    .badge,
    .tag {
      border: 1px solid transparent;
    }
  }
`;
