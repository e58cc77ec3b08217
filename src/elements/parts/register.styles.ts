import { css } from 'lit';

/** The form that makes an account. */
export const registerStyles = css`
  .told {
    font-size: 13px;
    overflow-wrap: anywhere;
  }

  .base > .button {
    min-block-size: 42px;
  }

  a.button {
    display: grid;
    place-content: center;
    text-align: center;
    text-decoration: none;
    overflow-wrap: anywhere;
  }
`;
