/** Whatever a stranger sends, no module throws. Starts from all cases and from the words that attackers like. */
import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import { protocolModules } from '../../src/protocol/index.js';
import { readRoster } from '../../src/protocol/rfc-6121-roster.js';
import { readDiscoInfo, readDiscoItems } from '../../src/protocol/xep-0030-disco.js';
import type { Jid } from '../../src/core/jid.js';
import { changesOf, mutate } from '../support/mutations.js';
import { contextOf, type World } from '../support/parse-context.js';
import { stanza, textOfXml } from '../support/stanza.js';

const response = await fetch(new URL('./cases.json', import.meta.url));
const files = (await response.json()) as readonly { xml: string; json: string }[];
const cases = files.map(({ xml, json }) => ({
  element: stanza(xml.trim()),
  world: (JSON.parse(json) as { context?: World }).context,
}));

const change = changesOf(cases.map(({ element }) => element));

describe('Protocol modules', () => {
  it('read anything without throwing, and only facts come out', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.array(change, { maxLength: 6 }), ({ element, world }, changes) => {
        const context = contextOf(world);
        const mutated = changes.reduce(mutate, element.cloneNode(true) as Element);

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
