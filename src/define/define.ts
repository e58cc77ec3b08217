/** Registers an element, unless the page has one of that name already: two copies of the script must not break a page. */
export function define(name: string, element: CustomElementConstructor): void {
  if (customElements.get(name))
    console.warn(`<${name}> is already defined; this copy of xmpp-elements leaves it alone.`);
  else customElements.define(name, element);
}
