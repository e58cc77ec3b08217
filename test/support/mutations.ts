import * as fc from 'fast-check';

const VALUES = [
  ...['', ' ', '/', '@', '@/', 'a@', '__proto__', 'constructor', 'toString', '110', '-1', '1e400', 'NaN', '\u202e'],
  ...['error', 'groupchat', 'unavailable', 'set', 'get', 'remove', 'room@muc.example.org', 'room@muc.example.org/al'],
  ...['alice@example.org', 'example.org', '9999-99-99T99:99:99Z', '+275760-09-13T00:00:00Z', 'x'.repeat(5000)],
];
const ATTRIBUTES = [
  ...['from', 'to', 'type', 'id', 'by', 'jid', 'nick', 'role', 'code', 'stamp', 'node', 'var', 'ver'],
  ...['__proto__', 'constructor'],
];

const value = fc.oneof(fc.constantFrom(...VALUES), fc.string({ unit: 'binary', maxLength: 20 }));
const at = fc.nat();

/** Changes, with the namespaces of these stanzas among them. */
export function changesOf(stanzas: readonly Element[]) {
  const all = stanzas.flatMap((stanza) => [stanza, ...stanza.querySelectorAll('*')]);
  const namespaces = [...new Set(all.map(({ namespaceURI }) => namespaceURI)), null, 'urn:evil'];
  const names = [...new Set(all.map(({ localName }) => localName)), '__proto__', 'constructor'];
  return fc.oneof(
    fc.record({ at, attribute: fc.constantFrom(...ATTRIBUTES), value: fc.option(value) }),
    fc.record({ at, text: value }),
    fc.record({ at, remove: fc.constant(true) }),
    fc.record({ at, double: fc.nat() }),
    fc.record({ at, namespace: fc.constantFrom(...namespaces) }),
    fc.record({ at, name: fc.constantFrom(...names) }),
  );
}

/** What a stranger may do to a stanza: alter, drop, double, nest or rename a part of it. */
export type Change = ReturnType<typeof changesOf> extends fc.Arbitrary<infer C> ? C : never;

/** Changes one of the elements of a stanza. */
export function mutate(root: Element, change: Change): Element {
  const all = [root, ...root.querySelectorAll('*')];
  const target = all[change.at % all.length] as Element;
  if ('attribute' in change) {
    if (change.value === null) target.removeAttribute(change.attribute);
    else target.setAttribute(change.attribute, change.value);
  } else if ('text' in change) target.textContent = change.text;
  else if ('double' in change) (all[change.double % all.length] as Element).append(target.cloneNode(true));
  else if ('namespace' in change) return replaced(root, target, change.namespace, target.localName);
  else if ('name' in change) return replaced(root, target, target.namespaceURI, change.name);
  else if (target !== root) target.remove();
  return root;
}

function replaced(root: Element, target: Element, namespace: string | null, name: string): Element {
  const moved = root.ownerDocument.createElementNS(namespace, name);
  for (const { name, value } of target.attributes) if (name !== 'xmlns') moved.setAttribute(name, value);
  moved.append(...target.cloneNode(true).childNodes);
  if (target === root) return moved;
  target.replaceWith(moved);
  return root;
}
