import { expect } from '@open-wc/testing';
import { fetchCode } from '../../src/core/fetch-code.js';

const address = new URL('../../src/core/nick.ts', import.meta.url).href;

describe('Code that is split off', () => {
  it('is fetched', async () => {
    expect(await fetchCode(() => Promise.resolve('code'))).to.equal('code');
  });

  it('is asked for under another address where the browser would not ask for it again', async () => {
    const again = await fetchCode(() =>
      Promise.reject<object>(new TypeError(`Failed to fetch dynamically imported module: ${address}`)),
    );

    expect(Object.keys(again)).to.deep.equal(Object.keys(await import('../../src/core/nick.js')));
  });

  for (const reason of [new TypeError('Importing a module script failed.'), new Error('Broken'), 'odd']) {
    it(`says why it cannot be had: ${String(reason)}`, async () => {
      let caught: unknown;

      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever a browser rejects with.
      await fetchCode(() => Promise.reject<object>(reason)).catch((error: unknown) => (caught = error));

      expect(caught).to.equal(reason);
    });
  }
});
