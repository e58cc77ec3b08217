import { html } from 'lit';
import { placesOf } from '../../core/fold.js';

/** How much stands before the first of the words, and how much there is in all. */
const BEFORE = 28;
const LONG = 280;

/**
 * The words around those that were looked for, which are marked.
 *
 * @param words folded.
 * @param isWhole all of the text instead.
 */
export function excerpt(text: string, words: readonly string[], isWhole: boolean): unknown {
  const places = placesOf(words, text);
  const from = isWhole ? 0 : beginOf(text, places[0]?.[0] ?? 0);
  const to = isWhole ? text.length : Math.min(text.length, from + LONG);
  const parts: unknown[] = from > 0 ? ['…'] : [];
  let end = from;
  for (const [start, stop] of places) {
    if (start < end || start >= to) continue;
    parts.push(text.slice(end, start), html`<mark>${text.slice(start, stop)}</mark>`);
    end = stop;
  }
  if (end < to) parts.push(text.slice(end, to).replace(/[\ud800-\udbff]$/, ''));
  return to < text.length ? [...parts, '…'] : parts;
}

/** At a word if there is one; never within a character. */
function beginOf(text: string, first: number): number {
  if (first <= BEFORE) return 0;
  const start = first - BEFORE;
  const lead = text.slice(start, first);
  const [skipped = ''] = /^\S*\s+/.exec(lead) ?? /^[\udc00-\udfff\p{M}\p{Cf}]*/u.exec(lead) ?? [];
  return start + skipped.length;
}
