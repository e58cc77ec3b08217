/**
 * XEP-0115: Entity Capabilities, version 1.6.0 — https://xmpp.org/extensions/xep-0115.html
 *
 * Builds on XEP-0030, whose module answers for the hash. What others say of themselves is not read.
 */
import { allFeatures } from './index.js';
import { IDENTITY, NAME, NS_CAPS } from './xep-0030-disco.js';
import { xml } from './xml.js';

/**
 * What tells others in our presence what we do, so that nobody has to ask. `undefined` on a page that is no secure context:
 * there browsers give no SHA-1, and presence goes without.
 */
export async function ownCaps(): Promise<Element | undefined> {
  const ver = await verOf(IDENTITY, allFeatures);
  return ver ? xml`<c xmlns="${NS_CAPS}" hash="sha-1" node="${NAME}" ver="${ver}"/>` : undefined;
}

/** §5.1: the hash by which all clients with this identity and these features are known. */
export async function verOf(
  { category, type, name }: typeof IDENTITY,
  features: readonly string[],
): Promise<string | undefined> {
  // Typed as always there; it is not on plain http.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  const text = [`${category}/${type}//${name}`, ...[...features].sort(), ''].join('<');
  const hash = await subtle?.digest('SHA-1', new TextEncoder().encode(text));
  return hash && btoa(String.fromCharCode(...new Uint8Array(hash)));
}
