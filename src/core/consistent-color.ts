/** XEP-0392: Consistent Color Generation, version 1.0 — https://xmpp.org/extensions/xep-0392.html */

/** §5.1: the hue angle of a text, in degrees, from the first 16 bits of its SHA-1. */
export function hueOf(text: string): number {
  const first = firstWordOfSha1(new TextEncoder().encode(text));
  return (((first >>> 24) | ((first >>> 8) & 0xff00)) / 65536) * 360;
}

/**
 * §5.4: the colour of a hue, as `rgb(…)`.
 *
 * The XEP asks for a saturation of 100 and a lightness of 50, and lets clients choose other ones for their background:
 * a lightness of 45 has a contrast of 5.3 to white, whatever the hue.
 */
export function colorOf(hue: number, saturation = 100, lightness = 50): string {
  const channels = hsluv(hue, saturation, lightness).map((value) => Math.round(value * 255));
  return `rgb(${channels.join(' ')})`;
}

/** FIPS 180-4 §6.1, synchronous: a colour is wanted while rendering. Nothing secret is made of it. */
function firstWordOfSha1(bytes: Uint8Array): number {
  const data = new DataView(new ArrayBuffer((((bytes.length + 8) >> 6) + 1) << 6));
  bytes.forEach((byte, at) => data.setUint8(at, byte));
  data.setUint8(bytes.length, 0x80);
  data.setUint32(data.byteLength - 4, bytes.length * 8);

  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
  const at = (index: number) => state[index] as number;
  const schedule = new Int32Array(80);
  for (let block = 0; block < data.byteLength; block += 64) {
    let [a, b, c, d, e] = [at(0), at(1), at(2), at(3), at(4)];
    for (let t = 0; t < 80; t += 1) {
      const word = (ago: number) => schedule[t - ago] as number;
      schedule[t] = t < 16 ? data.getInt32(block + t * 4) : rotate(word(3) ^ word(8) ^ word(14) ^ word(16), 1);
      const parity = b ^ c ^ d;
      const mixed =
        t < 20
          ? ((b & c) | (~b & d)) + 0x5a827999
          : t < 40
            ? parity + 0x6ed9eba1
            : t < 60
              ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
              : parity + 0xca62c1d6;
      const next = (rotate(a, 5) + mixed + e + word(0)) | 0;
      e = d;
      d = c;
      c = rotate(b, 30);
      b = a;
      a = next;
    }
    state.set([at(0) + a, at(1) + b, at(2) + c, at(3) + d, at(4) + e]);
  }
  return at(0);
}

const rotate = (word: number, by: number) => (word << by) | (word >>> (32 - by));

/** XYZ → linear sRGB, D65. */
const TO_RGB = [
  [3.240969941904521, -1.537383177570093, -0.498610760293],
  [-0.96924363628087, 1.87596750150772, 0.041555057407175],
  [0.055630079696993, -0.20397695888897, 1.056971514242878],
] as const;
const WHITE_U = 0.19783000664283;
const WHITE_V = 0.46831999493879;
const KAPPA = 903.2962962;
const EPSILON = 0.0088564516;

/** HSLuv (hsluv.org) to sRGB from 0 to 1: a lightness that the eye agrees with, in every hue. */
function hsluv(hue: number, saturation: number, lightness: number): number[] {
  const angle = (hue / 180) * Math.PI;
  const chroma = (maxChroma(lightness, angle) * saturation) / 100;
  const u = (Math.cos(angle) * chroma) / (13 * lightness) + WHITE_U;
  const v = (Math.sin(angle) * chroma) / (13 * lightness) + WHITE_V;
  const y = lightness > 8 ? ((lightness + 16) / 116) ** 3 : lightness / KAPPA;
  const x = (9 * y * u) / (4 * v);
  const z = (9 * y - 15 * v * y - v * x) / (3 * v);
  return TO_RGB.map(([m1, m2, m3]) => {
    const linear = m1 * x + m2 * y + m3 * z;
    const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
    return Math.min(1, Math.max(0, value));
  });
}

/** The most chroma that sRGB has for a lightness and a hue: the nearest edge of the gamut in that direction. */
function maxChroma(lightness: number, angle: number): number {
  const sub1 = (lightness + 16) ** 3 / 1560896;
  const sub2 = sub1 > EPSILON ? sub1 : lightness / KAPPA;
  const lengths = TO_RGB.flatMap(([m1, m2, m3]) =>
    [0, 1].map((t) => {
      const top1 = (284517 * m1 - 94839 * m3) * sub2;
      const top2 = (838422 * m3 + 769860 * m2 + 731718 * m1) * lightness * sub2 - 769860 * t * lightness;
      const bottom = (632260 * m3 - 126452 * m2) * sub2 + 126452 * t;
      return top2 / bottom / (Math.sin(angle) - (top1 / bottom) * Math.cos(angle));
    }),
  );
  return Math.min(...lengths.filter((length) => length >= 0));
}
