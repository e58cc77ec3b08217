import { css, html, nothing, type TemplateResult } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import { ref } from 'lit/directives/ref.js';

export const menuStyles = css`
  .menu {
    position: absolute;
    z-index: 2;
    box-sizing: border-box;
    min-inline-size: 168px;
    max-inline-size: calc(100% - 12px);
    padding: 4px;
    border: 1px solid var(--_border);
    border-radius: 12px;
    outline: none;
    background: var(--_bg);
    box-shadow: var(--_shadow);
    animation: come 0.1s;
  }

  .menu > button {
    display: block;
    inline-size: 100%;
  }

  .menu button {
    min-block-size: 36px;
    padding: 4px 12px;
    border: 0;
    border-radius: 8px;
    background: none;
    color: inherit;
    text-align: start;
  }

  .menu button:is(:hover, :focus-visible) {
    background: var(--_surface-2);
    outline-offset: -2px;
  }

  .menu .danger {
    color: var(--_danger);
  }

  .menu [aria-checked]::after {
    float: inline-end;
    margin-inline-start: 12px;
    content: '☆';
    content: '☆' / '';
  }

  .menu [aria-checked='true']::after {
    content: '★';
    content: '★' / '';
  }
`;

/** What can be done. */
export interface MenuItem {
  readonly label: string;
  /** It cannot be undone. */
  readonly isDangerous?: boolean;
  /** It is so, or is not, and changes when it is pressed. */
  readonly isChecked?: boolean | undefined;
  act(): void;
}

export interface Menu {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** Above the items: items side by side, of class `across`, or what is asked. */
  readonly head?: unknown;
  /** Inline style, where its place is not the style sheet's. */
  readonly place?: string;
  /** `isLeft`: by the keyboard, which goes on from where it came. */
  close(isLeft?: boolean): void;
}

/** A small menu: arrows go through it, Escape and Tab leave it. */
export function renderMenu({ label, items, head, place, close }: Menu): TemplateResult {
  const onKeydown = (event: KeyboardEvent) => {
    const isLeaving = event.key === 'Escape' || event.key === 'Tab';
    if (isLeaving) close(true);
    event.stopPropagation();
    if (!isLeaving && moveTo(event)) event.preventDefault();
  };
  const onFocusout = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!(currentTarget as Element).contains(relatedTarget as Node | null)) close();
  };
  return html`<div
    class="menu"
    role="menu"
    tabindex="-1"
    aria-label=${label}
    .style=${place ?? ''}
    @keydown=${onKeydown}
    @focusout=${onFocusout}
    ${ref(focusFirst)}
  >
    ${head} ${inPlace(label, items)}
  </div>`;
}

function renderItem({ label, isDangerous, isChecked, act }: MenuItem): TemplateResult {
  return html`<button
    role=${isChecked === undefined ? 'menuitem' : 'menuitemcheckbox'}
    aria-checked=${isChecked ?? nothing}
    tabindex="-1"
    class=${isDangerous ? 'danger' : nothing}
    @click=${act}
  >
    ${label}
  </button>`;
}

/** Nothing moves under the pointer or the keyboard that is about to press it: what comes while a menu is open comes last. */
class InPlace extends Directive {
  #menu: string | undefined;
  #listed: readonly string[] = [];

  render(menu: string, items: readonly MenuItem[]): unknown {
    // Another menu may be shown where one was.
    const before = menu === this.#menu ? this.#listed : [];
    const known = before.flatMap((label) => items.find((item) => item.label === label) ?? []);
    const all = [...known, ...items.filter((item) => !known.includes(item))];
    this.#menu = menu;
    this.#listed = all.map(({ label }) => label);
    return all.map(renderItem);
  }
}

const inPlace = directive(InPlace);

/** Where the keyboard goes once it is in the document: to the first field or item, but not to a button that does it. */
export function focusFirst(box: Element | undefined): void {
  queueMicrotask(() => box?.querySelector<HTMLElement>('input, [role^=menuitem], [type=button]')?.focus());
}

function moveTo({ key, currentTarget, target }: KeyboardEvent): boolean {
  const items = [...(currentTarget as Element).querySelectorAll<HTMLElement>('[role^=menuitem]')];
  const at = items.indexOf(target as HTMLElement);
  // Those side by side are one line, from whichever of them one leaves it.
  const line = items.filter((item) => item.closest('.across'));
  const isAcross = line.includes(target as HTMLElement);
  const isRtl = getComputedStyle(currentTarget as Element).direction === 'rtl';
  const place = {
    ArrowDown: isAcross ? line.length : at + 1,
    ArrowUp: isAcross || at < 0 ? -1 : at - 1,
    ...(isAcross ? { ArrowRight: at + (isRtl ? -1 : 1), ArrowLeft: at - (isRtl ? -1 : 1) } : {}),
    Home: 0,
    End: -1,
  }[key];
  if (place === undefined) return false;
  items.at(place % items.length)?.focus();
  return true;
}
