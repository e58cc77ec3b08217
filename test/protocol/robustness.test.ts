/** Whatever a stranger sends, no module throws. Starts from all cases and from the words that attackers like. */
import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import { protocolModules } from '../../src/protocol/index.js';
import { readRoster } from '../../src/protocol/rfc-6121-roster.js';
import { readDiscoInfo, readDiscoItems } from '../../src/protocol/xep-0030-disco.js';
import type { Jid } from '../../src/core/jid.js';
import { contextOf, type World } from '../support/parse-context.js';
import { stanza, textOfXml } from '../support/stanza.js';

const response = await fetch(new URL('./cases.json', import.meta.url));
const files = (await response.json()) as readonly { xml: string; json: string }[];
const cases = files.map(({ xml, json }) => ({
  element: stanza(xml.trim()),
  world: (JSON.parse(json) as { context?: World }).context,
}));

const VALUES = [
  ...['', ' ', '/', '@', '@/', 'a@', '__proto__', 'constructor', 'toString', '110', '-1', '1e400', 'NaN', '\u202e'],
  ...['error', 'groupchat', 'unavailable', 'set', 'get', 'remove', 'room@muc.example.org', 'room@muc.example.org/al'],
  ...['alice@example.org', 'example.org', '9999-99-99T99:99:99Z', '+275760-09-13T00:00:00Z', 'x'.repeat(5000)],
];
const ATTRIBUTES = ['from', 'to', 'type', 'id', 'by', 'jid', 'nick', 'role', 'code', 'stamp', 'node', 'var', 'ver'];
const NAMESPACES = [
  ...[...new Set(cases.flatMap(({ element }) => [element, ...element.querySelectorAll('*')]))].map(
    ({ namespaceURI }) => namespaceURI,
  ),
  null,
  'urn:evil',
];

const value = fc.oneof(fc.constantFrom(...VALUES), fc.string({ unit: 'binary', maxLength: 20 }));
const at = fc.nat();
const change = fc.oneof(
  fc.record({ at, attribute: fc.constantFrom(...ATTRIBUTES), value: fc.option(value) }),
  fc.record({ at, text: value }),
  fc.record({ at, remove: fc.constant(true) }),
  fc.record({ at, double: fc.nat() }),
  fc.record({ at, namespace: fc.constantFrom(...NAMESPACES) }),
);
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;

/** Changes one of the elements of a stanza. */
function apply(root: Element, change: Change): Element {
  const all = [root, ...root.querySelectorAll('*')];
  const target = all[change.at % all.length] as Element;
  if ('attribute' in change) {
    if (change.value === null) target.removeAttribute(change.attribute);
    else target.setAttribute(change.attribute, change.value);
  } else if ('text' in change) target.textContent = change.text;
  else if ('double' in change) (all[change.double % all.length] as Element).append(target.cloneNode(true));
  else if ('namespace' in change) {
    const moved = root.ownerDocument.createElementNS(change.namespace, target.localName);
    for (const { name, value } of target.attributes) if (name !== 'xmlns') moved.setAttribute(name, value);
    moved.append(...target.cloneNode(true).childNodes);
    if (target === root) return moved;
    target.replaceWith(moved);
  } else if (target !== root) target.remove();
  return root;
}

describe('Protocol modules', () => {
  it('read anything without throwing, and only facts come out', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.array(change, { maxLength: 6 }), ({ element, world }, changes) => {
        const context = contextOf(world);
        const mutated = changes.reduce(apply, element.cloneNode(true) as Element);

        for (const module of protocolModules) {
          for (const event of module.parse?.(mutated, context) ?? []) {
            expect(event.kind).to.be.a('string');
            structuredClone(event);
            if ('at' in event) expect(event.at).to.be.at.most(context.now);
          }
          const answer = mutated.localName === 'iq' ? module.answer?.(mutated, context) : undefined;
          if (answer) stanza(textOfXml(answer));
        }
        readRoster(mutated);
        readDiscoInfo(mutated, 'example.org' as Jid);
        readDiscoItems(mutated);
      }),
      { numRuns: 1000 },
    );
  });

  it('change nothing that other pages share', () => {
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
  });
});
