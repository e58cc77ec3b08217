import { css } from 'lit';

/** What is looked for in a conversation, and what was found: over the messages, from above. */
export const styles = css`
  .finder {
    position: absolute;
    z-index: 2;
    inset-block-start: 0;
    inset-inline: 0;
    display: flex;
    flex-direction: column;
    max-block-size: 100%;
    background: var(--_bg);
    box-shadow: var(--_shadow);
    border-block-end: 1px solid var(--_border);
    animation: come 0.1s;
  }

  .search-bar {
    display: flex;
    flex: none;
    align-items: center;
    gap: 6px;
    padding: 8px 12px;
  }

  .search-field {
    position: relative;
    flex: 1;
    min-inline-size: 0;
    color: var(--_muted);
  }

  .search-field .icon {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 11px;
    margin-block: auto;
    inline-size: 18px;
    pointer-events: none;
  }

  .search-field .input {
    min-block-size: 38px;
    padding-block: 6px;
    padding-inline-start: 38px;
    color: var(--_text);
  }

  .search-field ::-webkit-search-cancel-button {
    display: none;
  }

  .search-state {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    min-block-size: 20px;
    padding: 0 16px 8px;
    color: var(--_muted);
    font-size: 12px;
    line-height: 16px;
  }

  /* It stays in the document: a new live region would not be heard. */
  .search-state:empty {
    min-block-size: 0;
    padding: 0;
  }

  .search-failed {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    margin: 0 12px 8px;
  }

  .search-failed .link {
    color: inherit;
    text-decoration: underline;
  }

  .results {
    flex: 0 1 auto;
    min-block-size: 0;
    padding: 0 6px 6px;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
  }

  .result {
    display: grid;
    gap: 1px;
    inline-size: 100%;
    padding: 6px 10px;
    border: 0;
    border-radius: 8px;
    background: none;
    text-align: start;
  }

  .result:is(:hover, :focus-visible) {
    background: var(--_surface-2);
  }

  .result:focus-visible,
  .finder .more:focus-visible {
    outline-offset: -2px;
  }

  .result-of {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 8px;
    font-size: 13px;
    line-height: 18px;
  }

  .result-by {
    color: light-dark(var(--_light), var(--_dark));
    font-weight: 650;
  }

  .result:is(:hover, :focus-visible) time {
    color: var(--_text);
  }

  .result-text {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
  }

  .result-text.whole {
    display: block;
    white-space: pre-wrap;
  }

  .finder mark {
    border-radius: 3px;
    background: var(--_mention);
    box-shadow: 0 1px 0 var(--_mention-edge);
    color: inherit;
    font-weight: 600;
  }

  .finder .more {
    inline-size: 100%;
    min-block-size: 36px;
  }

  @media (pointer: coarse) {
    .search-field .input,
    .finder .more {
      min-block-size: 44px;
    }
  }
`;
