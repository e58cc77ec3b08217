/**
 * What does not tell words apart for somebody who looks for one: accents and points, what is not seen, the Arabic
 * stretching line. In scripts where such a mark is a letter of its own (Indic vowels, the Japanese voicing) it stays.
 */
const ACCENTS =
  /[\p{Cf}\u0640]|(?![\u3099\u309a])(?=\p{Mn})[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}]/gu;

/** A text as it is compared: “Straße” and “STRASSE”, “café” and “Cafe” are the same. */
export function fold(text: string): string {
  // Upper case is the same wherever a letter stands: Greek has two small sigmas.
  return text.normalize('NFKD').replace(ACCENTS, '').toUpperCase();
}

/** Where words stand in a text, in its own characters, in order and apart. `words` are folded. */
export function placesOf(words: readonly string[], text: string): readonly (readonly [start: number, end: number])[] {
  let folded = '';
  /** Where each folded character comes from. */
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of text) {
    const piece = fold(character);
    folded += piece;
    const end = at + character.length;
    for (let index = 0; index < piece.length; index += 1) {
      starts.push(at);
      ends.push(end);
    }
    // An accent belongs to the letter before it.
    if (!piece && ends.length) ends[ends.length - 1] = end;
    at = end;
  }
  const places: [number, number][] = [];
  for (const word of words) {
    for (let found = folded.indexOf(word); word && found >= 0; found = folded.indexOf(word, found + word.length))
      places.push([starts[found] as number, ends[found + word.length - 1] as number]);
  }
  places.sort(([one], [other]) => one - other);
  return places.reduce<[number, number][]>((apart, [start, end]) => {
    const last = apart.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
    return apart;
  }, []);
}
