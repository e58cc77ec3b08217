import { expect } from '@open-wc/testing';
import { colorOf, hueOf } from '../../src/core/consistent-color.js';

describe('XEP-0392 consistent colours', () => {
  // §13 of the XEP: text, angle, red, green, blue.
  const vectors = [
    ['Romeo', 327.255249, 0.865, 0, 0.686],
    ['juliet@capulet.lit', 209.4104, 0, 0.515, 0.573],
    ['😺', 331.199341, 0.872, 0, 0.659],
    ['council', 359.994507, 0.918, 0, 0.394],
  ] as const;

  for (const [text, angle, ...channels] of vectors) {
    it(`gives ${text} the angle and colour of the XEP`, () => {
      const [red, green, blue] = channels.map((value) => Math.round(value * 255));

      expect(hueOf(text)).to.be.closeTo(angle, 1e-5);
      const [r = 0, g = 0, b = 0] = colorOf(hueOf(text)).match(/\d+/g)?.map(Number) ?? [];
      expect(r).to.be.closeTo(red ?? 0, 1);
      expect(g).to.be.closeTo(green ?? 0, 1);
      expect(b).to.be.closeTo(blue ?? 0, 1);
    });
  }

  it('reads texts that fill a block of SHA-1, and more than one', async () => {
    for (const length of [0, 54, 55, 56, 63, 64, 65, 119, 120, 200]) {
      const text = 'n'.repeat(length);
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text)));
      const [low = 0, high = 0] = digest;

      expect(hueOf(text)).to.equal(((low + high * 256) / 65536) * 360);
    }
  });
});
