import { expect } from '@open-wc/testing';
import { newId } from '../../src/core/id.js';

describe('newId', () => {
  it('makes another id every time, also on pages without randomUUID', () => {
    const { randomUUID } = crypto;
    const ids = new Set([newId(), newId()]);
    Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
    try {
      ids.add(newId()).add(newId());
    } finally {
      Object.defineProperty(crypto, 'randomUUID', { value: randomUUID, configurable: true });
    }

    expect(ids).to.have.property('size', 4);
    for (const id of ids) expect(id).to.match(/^[0-9a-f-]{32,36}$/);
  });
});
