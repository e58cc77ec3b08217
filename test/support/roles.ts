/** Finds what a person with a screen reader finds: by role and name, in an element's shadow root. */

const IMPLICIT: Readonly<Record<string, string>> = {
  button: 'button',
  combobox: 'select',
  searchbox: 'input[type=search]',
  checkbox: 'input[type=checkbox]',
  textbox: 'input:not([type]), input[type=text], textarea',
  // An <input type=password> has no role; people find it by its label all the same.
  password: '#password',
  form: 'form',
  region: 'section[aria-label], section[aria-labelledby]',
  heading: 'h2, h3',
  list: 'ul, ol',
  listitem: 'li',
};

/** Everything of a role, and of a name if one is given, that is shown. */
export function allByRole(host: Element, role: string, name?: string | RegExp): HTMLElement[] {
  const root = host.shadowRoot ?? host;
  const implicit = IMPLICIT[role] ? `, :is(${IMPLICIT[role]}):not([role])` : '';
  return [...root.querySelectorAll<HTMLElement>(`[role=${role}]${implicit}`)].filter(
    (element) => isShown(element) && fits(nameOf(element, role), name),
  );
}

/** The only one of a role and name; throws where there is none, or more than one. */
export function byRole<T extends HTMLElement = HTMLElement>(host: Element, role: string, name?: string | RegExp): T {
  const found = allByRole(host, role, name);
  if (found.length === 1) return found[0] as T;
  const there = allByRole(host, role).map((element) => `“${nameOf(element, role)}”`);
  throw new Error(`${found.length} × ${role} ${String(name ?? '')}; there are: ${there.join(', ') || 'none'}`);
}

/** What somebody hears or sees of an element, without what is hidden from everybody. */
export function shownText(element: Element): string {
  return (element as HTMLElement).innerText.replace(/\s+/g, ' ').trim();
}

export function nameOf(element: HTMLElement, role = ''): string {
  const root = element.getRootNode() as ShadowRoot;
  const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
  const labelled = ids.map((id) => root.getElementById(id)?.textContent ?? '').join(' ');
  const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent ?? '').join(' ');
  const isNamedByContent = [
    'button',
    'heading',
    'listitem',
    'menuitem',
    'menuitemcheckbox',
    'status',
    'alert',
    'link',
  ].includes(role);
  const name = labelled || element.getAttribute('aria-label') || labels || (isNamedByContent ? spoken(element) : '');
  return name.replace(/\s+/g, ' ').trim();
}

/** The text of an element as a screen reader says it: without what is hidden from it. */
function spoken(element: Node): string {
  if (element instanceof Element && element.getAttribute('aria-hidden') === 'true') return '';
  if (element instanceof Element && element.hasAttribute('aria-label')) return element.getAttribute('aria-label') ?? '';
  if (element instanceof Text) return element.data;
  return [...element.childNodes].map(spoken).join(' ');
}

function isShown(element: HTMLElement): boolean {
  return element.checkVisibility({ visibilityProperty: true });
}

function fits(name: string, wanted?: string | RegExp): boolean {
  return wanted === undefined || (typeof wanted === 'string' ? name === wanted : wanted.test(name));
}
