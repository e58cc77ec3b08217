/** The emojis that somebody used last, and their skin tone. A convenience: where storage is shut, they choose again. */

export interface EmojiMemory {
  /** The last one first. */
  readonly recent: readonly string[];
  /** One of Unicode's five modifiers, or nothing. */
  readonly tone: string;
}

const KEY = 'xmpp-elements:emoji';
const MOST_RECENT = 24;

export function recallEmojis(): EmojiMemory {
  try {
    const { recent, tone } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as { recent?: unknown; tone?: unknown };
    return {
      recent: Array.isArray(recent) ? recent.filter((each) => typeof each === 'string').slice(0, MOST_RECENT) : [],
      tone: typeof tone === 'string' && /^\p{Emoji_Modifier}$/u.test(tone) ? tone : '',
    };
  } catch {
    return { recent: [], tone: '' }; // Storage is shut, or holds somebody else's text.
  }
}

export function rememberEmoji(emoji: string): void {
  const { recent, tone } = recallEmojis();
  keep({ recent: [emoji, ...recent.filter((each) => each !== emoji)].slice(0, MOST_RECENT), tone });
}

export function rememberTone(tone: string): void {
  keep({ ...recallEmojis(), tone });
}

function keep(memory: EmojiMemory): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(memory));
  } catch {
    // Full or shut: nothing is lost but the convenience.
  }
}
