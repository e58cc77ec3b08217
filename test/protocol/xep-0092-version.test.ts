import { expect } from '@open-wc/testing';
import { VERSION } from '../../src/protocol/xep-0092-version.js';

describe('Software version', () => {
  it('is the package’s', async () => {
    const answer = await fetch(new URL('../../package.json', import.meta.url));

    expect(VERSION).to.equal(((await answer.json()) as { version: string }).version);
  });
});
