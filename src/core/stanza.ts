/**
 * The only XML reading helpers. They look at direct children alone: a namespace deep inside a stanza belongs to whatever
 * wraps it, and treating it as the stanza's own is how forged carbons and archive results got shown elsewhere.
 */

/** The first direct child in a namespace, and of a name if one is given. */
export function childIn(parent: Element, namespace: string, name?: string): Element | undefined {
  for (let child = parent.firstElementChild; child; child = child.nextElementSibling) {
    if (child.namespaceURI === namespace && (!name || child.localName === name)) return child;
  }
  return undefined;
}

/** Every direct child in a namespace, and of a name if one is given. */
export function childrenIn(parent: Element, namespace: string, name?: string): Element[] {
  return [...parent.children].filter(
    (child) => child.namespaceURI === namespace && (!name || child.localName === name),
  );
}

/** The text of the first direct child of a name, in the parent's own namespace unless another is given. */
export function textOf(parent: Element, name: string, namespace = parent.namespaceURI ?? ''): string | undefined {
  return childIn(parent, namespace, name)?.textContent ?? undefined;
}
