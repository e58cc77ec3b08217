/** Names that read as another one: what UTS #39 calls skeletons, for the alphabets that share most of their shapes. */

/** Cyrillic, Greek and odd Latin letters, digits and strokes, each before the Latin letter that it looks like. */
const LOOKS =
  'аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwѵvАAВBЕEЅSЈJКKМMНHОOРPСCТTХXУYԌGԚQԜWοoνvρpιiυuϳjΑAΒBΕEΖZΗHΚKΜMΝNΟOΡPΤTΥYΧXıiɑaɡgӀlӏlІlΙlƖlIl1l|l0O';
const latin = new Map(LOOKS.match(/../gu)?.map(([from = '', to = '']) => [from, to]));
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/**
 * Which names look like another one, and like which.
 *
 * @param names those that are more likely to be the real ones first.
 */
export function lookAlikes(names: Iterable<string>): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  const found = new Map<string, string>();
  for (const name of names) {
    const skeleton = skeletonOf(name);
    const real = first.get(skeleton);
    if (real === undefined) first.set(skeleton, name);
    else found.set(name, real);
  }
  return found;
}

/** The same for all names that look the same. */
function skeletonOf(name: string): string {
  const seen = /^[ -~]*$/.test(name) ? name : name.normalize('NFKC').replace(UNSEEN, '');
  const skeleton = seen.replace(/[1I0|]|[^ -~]/gu, (letter) => latin.get(letter) ?? letter);
  return skeleton.replaceAll('rn', 'm').trim();
}
