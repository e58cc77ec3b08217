import { css, html, nothing, type LitElement, type TemplateResult } from 'lit';
import { localOf } from '../../core/jid.js';
import { TabsController, type RoomTab } from '../../controllers/tabs-controller.js';
import type { Strings } from '../strings/strings.js';
import { shownNick } from './nick.js';

export { TabsController };

export const styles = css`
  .main:has(> .tabs) {
    flex-direction: column;
  }

  .tabs {
    display: flex;
    flex: none;
    gap: 4px;
    padding: 4px 8px;
    border-block-end: 1px solid var(--_border);
    overflow: auto hidden;
    scrollbar-width: thin;
  }

  .tabs button {
    display: flex;
    flex: none;
    align-items: center;
    gap: 6px;
    max-inline-size: 180px;
    min-block-size: 36px;
    padding: 4px 12px;
    border: 0;
    border-radius: 10px;
    background: none;
    color: var(--_muted);
    font-weight: 600;
  }

  .tabs button:hover {
    background: var(--_surface);
    color: var(--_text);
  }

  .tabs [aria-selected='true'] {
    background: var(--_surface-2) !important;
    color: var(--_text);
  }

  .tabs button:focus-visible {
    outline-offset: -2px;
  }

  .tabs .badge {
    margin: 0;
  }

  .tabs .badge.quiet {
    background: var(--_surface-2);
    color: var(--_text);
  }

  .tabs + .main:focus-visible {
    outline-offset: -2px;
  }

  .tabs ~ .banner {
    inset-block-start: 45px;
  }

  @media (forced-colors: active) {
    .tabs [aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;

/** The rooms beside one another, and what stands below: the one that is shown. */
export function renderTabs(host: LitElement, tabs: TabsController, words: Strings, main: unknown): TemplateResult {
  const { shown } = tabs;
  const onKeydown = (event: KeyboardEvent) => {
    const next = nextOf(tabs, event, words.dir === 'rtl');
    if (!next) return;
    event.preventDefault();
    tabs.show(next.address);
    void host.updateComplete.then(() =>
      host.renderRoot.querySelector<HTMLElement>('.tabs [aria-selected="true"]')?.focus(),
    );
  };
  return html`<div class="tabs" role="tablist" aria-label=${words.rooms} @keydown=${onKeydown}>
      ${tabs.tabs.map((tab, index) => renderTab(tab, index, tabs, words))}
    </div>
    <div class="main" role="tabpanel" id="tabpanel" aria-labelledby=${`tab-${tabs.tabs.indexOf(shown as RoomTab)}`}>
      ${main}
    </div>`;
}

function renderTab(tab: RoomTab, index: number, tabs: TabsController, words: Strings): TemplateResult {
  const isShown = tab === tabs.shown;
  const { unread, mentions } = tabs.unreadIn(tab);
  const { jid, room } = tab.room;
  const name = shownNick(room?.name || (jid ? localOf(jid) : tab.address));
  const isMarked = unread > 0 && !isShown;
  const label = [name, isMarked && words.unread(unread), isMarked && mentions > 0 && words.mentionsOfYou(mentions)];
  return html`<button
    role="tab"
    id=${`tab-${index}`}
    aria-selected=${isShown}
    aria-controls="tabpanel"
    aria-label=${label.filter(Boolean).join(', ')}
    tabindex=${isShown ? 0 : -1}
    @click=${() => tabs.show(tab.address)}
  >
    <bdi class="ellipsis">${name}</bdi>
    ${
      isMarked
        ? html`<span class="badge ${mentions ? '' : 'quiet'}"
            >${mentions ? '@' : ''}${unread > 99 ? '99+' : unread}</span
          >`
        : nothing
    }
  </button>`;
}

function nextOf({ tabs, shown }: TabsController, { key }: KeyboardEvent, isRtl: boolean): RoomTab | undefined {
  const at = tabs.indexOf(shown as RoomTab);
  const [forth, back] = isRtl ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  if (key === 'Home') return tabs[0];
  if (key === 'End') return tabs.at(-1);
  if (key === forth) return tabs[(at + 1) % tabs.length];
  return key === back ? tabs.at(at - 1) : undefined;
}
