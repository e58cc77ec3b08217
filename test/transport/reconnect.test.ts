import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { HELD, delayBefore, isFinal } from '../../src/transport/reconnect.js';

describe('The wait before another attempt', () => {
  it('is none for the first after a stream that held', () => {
    expect(delayBefore(0, HELD, () => 1)).to.equal(0);
    expect(delayBefore(1, HELD, () => 1)).to.be.above(0);
    expect(delayBefore(0, HELD - 1, () => 1)).to.be.above(0);
  });

  it('doubles with each attempt, up to a minute', () => {
    const longest = [0, 1, 2, 3, 4, 5, 6, 7, 2000].map((attempt) => delayBefore(attempt, 0, () => 1));

    expect(longest).to.deep.equal([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('is anything from nothing to all of that, so that not all come at once', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (attempt, upFor) => {
        const wait = delayBefore(attempt, upFor);

        expect(wait).to.be.within(0, Math.min(60_000, 1000 * 2 ** attempt));
      }),
    );
    expect(delayBefore(9, 0, () => 0)).to.equal(0);
    expect(delayBefore(3, 0, () => 0.5)).to.equal(4000);
  });

  it('is for what time can mend', () => {
    expect(['not-authorized', 'conflict', 'no-service'].every(isFinal)).to.equal(true);
    expect(['connection-lost', 'timeout', 'service-unreachable', 'system-shutdown'].some(isFinal)).to.equal(false);
  });
});
