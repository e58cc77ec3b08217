import { css } from 'lit';
import { EMOJIS } from './emoji-data.js';

/** Drawn in colour: a font for text may have some of them in black and white. */
export const emojiFont = css`
  .picker-tools select,
  .emoji-group button,
  .proposals button > :first-child {
    font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', emoji, sans-serif;
  }
`;

/** Longer than any name. */
const WITHIN = 1000;

export interface Emoji {
  readonly text: string;
  /** The name that is shown first, then those by which it is found too, all in small letters without accents. */
  readonly names: readonly [string, ...string[]];
  /** How the name is written, where that is another thing. */
  readonly label?: string;
}

/** All emojis, by group and by name. Names are English, those of flags in the reader's language. */
export class EmojiBook {
  readonly groups: readonly (readonly Emoji[])[];

  constructor(lang: string) {
    this.groups = [...EMOJIS.trim().split('\n').map(parseGroup), flagsIn(lang)];
  }

  /** An emoji whatever its skin tone. */
  find(text: string): Emoji | undefined {
    return this.groups.flat().find((emoji) => plain(emoji.text) === plain(text));
  }

  /** Those whose names have words that begin so; best first. */
  search(query: string): readonly Emoji[] {
    const wanted = fold(query);
    const ranked = this.groups.flat().map((emoji) => ({ emoji, rank: rankOf(emoji, wanted) }));
    return ranked
      .filter(({ rank }) => rank < Infinity)
      .sort((a, b) => a.rank - b.rank)
      .map(({ emoji }) => emoji);
  }
}

/** In a skin tone, where it is one person or hand without one: of several nobody knows whose skin is meant. */
export function toned(text: string, tone: string): string {
  const isOne = text.match(/\p{Emoji_Modifier_Base}/gu)?.length === 1;
  return tone && isOne ? text.replace(/^(\p{Emoji_Modifier_Base})(?!\p{Emoji_Modifier})\ufe0f?/u, `$1${tone}`) : text;
}

export function isNamed({ names }: Emoji, query: string): boolean {
  return names.includes(fold(query));
}

/** How far a name goes on after what is wanted; far for a word within a name. */
function rankOf({ names }: Emoji, wanted: string): number {
  const begun = names.filter((name) => name.startsWith(wanted)).map(({ length }) => length);
  if (begun.length) return Math.min(...begun);
  const words = ` ${names.join(' ')}`;
  return wanted.split(' ').every((word) => words.includes(` ${word}`)) ? WITHIN : Infinity;
}

function parseGroup(line: string): Emoji[] {
  return line.split('|').map((entry) => {
    // A name begins with a letter, an emoji has none.
    const at = entry.search(/[a-z]/);
    const [name = '', ...others] = entry.slice(at).split(',');
    return { text: entry.slice(0, at), names: [name, ...others] };
  });
}

/** The flags that the browser knows, of all pairs of letters. */
function flagsIn(lang: string): Emoji[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const nameOf = new Intl.DisplayNames(lang, { type: 'region' });
  const isFlag = flagPattern();
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .map((code) => ({ code, text: [...code].map(indicatorOf).join('') }))
    .filter(({ text }) => isFlag?.test(text))
    .map(({ code, text }) => {
      const label = nameOf.of(code) ?? code;
      return { text, label, names: [fold(label), `flag ${code.toLowerCase()}`] as const };
    })
    .sort((a, b) => a.label.localeCompare(b.label, lang));
}

function flagPattern(): RegExp | undefined {
  try {
    return new RegExp('^\\p{RGI_Emoji_Flag_Sequence}$', 'v');
  } catch {
    return undefined; // Browsers before 2023 do not know them.
  }
}

function indicatorOf(letter: string): string {
  return String.fromCodePoint(0x1f1e6 + letter.charCodeAt(0) - 65);
}

function plain(text: string): string {
  return text.replace(/[\p{Emoji_Modifier}\ufe0f]/gu, '');
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
    .trim();
}
