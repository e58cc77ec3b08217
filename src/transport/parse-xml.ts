interface Policy {
  createHTML(text: string): string;
}

let policy: Policy | undefined;

/**
 * Text to XML: the only parser in the library, Strophe's included, and so the only thing that Trusted Types can refuse.
 * Pages that name policies allow `xmpp-elements`.
 */
export function parseXml(text: string): XMLDocument {
  policy ??= createPolicy();
  return new DOMParser().parseFromString(policy.createHTML(text), 'text/xml');
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
