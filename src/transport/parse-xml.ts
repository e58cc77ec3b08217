interface Policy {
  createHTML(text: string): string;
}

let policy: Policy | undefined;

/**
 * Text to XML: the only parser in the library, Strophe's included, and so the only thing that Trusted Types can refuse.
 * Pages that name policies allow `xmpp-elements`.
 */
export function parseXml(text: string): XMLDocument {
  return new DOMParser().parseFromString(allowed(text), 'text/xml');
}

/**
 * The same for stanzas, of which there are very many: a document for each costs more than all that is read in it.
 *
 * @param text without prefixes.
 * @returns an element of no matter which name, with what the text says in it; `undefined`: it is not well-formed.
 */
export function parseStanzas(text: string): Element | undefined {
  const words = allowed(text);
  content ??= contentOfInertDocument();
  try {
    // eslint-disable-next-line no-restricted-properties -- In a document of XML it makes XML, which never leaves it.
    const stanzas = content.createContextualFragment(words);
    const parent = content.startContainer.cloneNode() as Element;
    parent.append(stanzas);
    return parent;
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

let content: Range | undefined;

/** Of one that is in no window, so that nothing in it runs or loads. */
function contentOfInertDocument(): Range {
  const inert = document.implementation.createDocument('jabber:client', 'stanzas');
  const range = inert.createRange();
  range.selectNodeContents(inert.documentElement);
  return range;
}

function allowed(text: string): string {
  policy ??= createPolicy();
  return policy.createHTML(text);
}

function createPolicy(): Policy {
  // An XML document runs nothing and is never put into the page, so any text may become one.
  const rules: Policy = { createHTML: (text) => text };
  const { trustedTypes } = globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } };
  try {
    return trustedTypes?.createPolicy('xmpp-elements', rules) ?? rules;
  } catch {
    return rules; // The page names policies, and not ours. Where it demands one as well, the browser's console says so.
  }
}
