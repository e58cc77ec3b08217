/** The element that a text says; throws where it is not well-formed. */
export function stanza(text: string): Element {
  const parsed = new DOMParser().parseFromString(text, 'text/xml');
  const error = parsed.getElementsByTagName('parsererror')[0];
  if (error) throw new SyntaxError(`${error.textContent ?? ''} in ${text}`);
  return parsed.documentElement;
}

/** The text of an element, to look at in an assertion. */
export function textOfXml(element: Element): string {
  return new XMLSerializer().serializeToString(element);
}
