import { colorOf, hueOf } from '../../core/consistent-color.js';

/**
 * What cannot be seen: control characters, format characters (zero width, turned direction) and blank letters. The joiners
 * that Persian and emoji need are left alone, but not between Latin letters, where they only make a look-alike.
 */
const UNSEEN =
  /[\p{Cc}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|(?![\u200c\u200d])\p{Cf}|(?<=[\p{Script=Latin}\p{N}])[\u200c\u200d]/gu;

/** A name as it is shown: what hides in it shows, so that nobody passes for another one. */
export function shownNick(nick: string): string {
  return nick.replace(UNSEEN, '\ufffd');
}

/**
 * The colours of a name (XEP-0392) as custom properties: readable on light and on dark backgrounds.
 *
 * For `.style=${…}`, which goes through the CSSOM; a `style` attribute would offend a strict Content-Security-Policy.
 */
export function nickColors(nick: string): string {
  let colors = known.get(nick);
  if (!colors) {
    const hue = hueOf(nick);
    colors = `--_light:${colorOf(hue, 85, 43)};--_dark:${colorOf(hue, 75, 75)}`;
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(nick, colors);
  }
  return colors;
}

/** Each row asks twice, and few people write most of them. Nothing but results: forgetting them changes nothing. */
const known = new Map<string, string>();
const MAX_KNOWN = 500;
