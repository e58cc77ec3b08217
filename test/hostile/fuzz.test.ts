/** The rule, not the case: whatever becomes of the sample's stanzas, the page stays whole. */
import { expect, fixtureCleanup } from '@open-wc/testing';
import * as fc from 'fast-check';
import { changesOf, mutate } from '../support/mutations.js';
import { stanza, textOfXml } from '../support/stanza.js';
import { alicesPage } from './alices-page.js';
import { entries } from './entries.js';
import { expectNoHarm } from './harm.js';

const stanzas = entries
  .filter(({ via, id }) => /^(?:message|presence|iq)$/.test(via) && id !== 'muc-11')
  // What is only long is slow, and no other way of being odd.
  .map(({ input }) => stanza(input.length < 3000 ? input : input.replace(/(.)\1{999,}|(?:\*_){999,}/g, '')));
const mutated = fc
  .tuple(fc.constantFrom(...stanzas), fc.array(changesOf(stanzas), { minLength: 1, maxLength: 6 }))
  .map(([original, changes]) => changes.reduce(mutate, original.cloneNode(true) as Element))
  .map(wellFormed)
  .filter((text) => text !== undefined);

/** As a server could deliver it; `undefined` where no XML can say it. */
function wellFormed(element: Element): string | undefined {
  const text = textOfXml(element);
  try {
    stanza(text);
    return text;
  } catch {
    return undefined; // A binary character that no server lets through.
  }
}

describe('Stanzas that nobody foresaw', () => {
  it('throw nothing, change nothing shared, and show nothing but text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutated, { minLength: 40, maxLength: 80 }), async (texts) => {
        const page = await alicesPage();

        await page.deliver(...texts);

        expectNoHarm();
        await page.bobWrites('still here');
        expect(page.bodies('bob@example.org')).to.include('still here');
        fixtureCleanup();
      }),
      // A slow machine tries fewer.
      { numRuns: 20, interruptAfterTimeLimit: 30_000 },
    );
  }).timeout(90_000);
});
