/** XEP-0393: Message Styling, version 1.1.1 — https://xmpp.org/extensions/xep-0393.html */
import { html, type TemplateResult } from 'lit';
import { renderBody } from './body.js';

const FENCE = '```';
/** Quotes in quotes in quotes: past that nobody follows, and a troll would only cost time. */
const DEEPEST = 4;
/** After which a word may begin. */
const BEFORE = /[\s([{"'«„“‘]/u;

/** Shows a text that has no style. */
export type Leaf = (text: string) => unknown;

/** A text with its styles: blocks of code, quotes, and in lines *strong*, _emphasis_, ~strike~ and `code`. */
export function renderStyled(text: string, leaf: Leaf = renderBody, depth = 0): unknown {
  const parts: unknown[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length;) {
    const line = lines[at] as string;
    const isFence = line.startsWith(FENCE);
    const isQuote = line.startsWith('>') && depth < DEEPEST;
    let end = at + 1;
    if (isFence) end = endOfFence(lines, at);
    while (isQuote && lines[end]?.startsWith('>')) end += 1;
    const block = lines.slice(at, end);
    if (isFence) parts.push(html`<code class="block">${codeIn(block)}</code>`);
    else if (isQuote) parts.push(renderQuoted(block, leaf, depth));
    else parts.push(renderLine(line, leaf), end < lines.length ? '\n' : '');
    at = end;
  }
  return parts;
}

/** Behind the line that ends a block of code; one that nobody ends goes on to the end. */
function endOfFence(lines: readonly string[], start: number): number {
  const end = lines.indexOf(FENCE, start + 1);
  return end < 0 ? lines.length : end + 1;
}

function codeIn(block: readonly string[]): string {
  return block.slice(1, block.at(-1) === FENCE && block.length > 1 ? -1 : undefined).join('\n');
}

function renderQuoted(block: readonly string[], leaf: Leaf, depth: number): TemplateResult {
  const text = block.map((line) => line.slice(1).replace(/^ /, '')).join('\n');
  return html`<blockquote>${renderStyled(text, leaf, depth + 1)}</blockquote>`;
}

/** One line, or what stands between two marks in it. */
function renderLine(text: string, leaf: Leaf): unknown {
  const parts: unknown[] = [];
  // Marks that nobody closes must not be looked for again and again.
  const unclosed = new Set<string>();
  let end = 0;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at] as string;
    const isBegun = !unclosed.has(mark) && isOpening(text, at);
    const close = isBegun ? closingOf(text, at) : -1;
    if (isBegun && close < 0) unclosed.add(mark);
    if (close < 0) continue;
    if (at > end) parts.push(leaf(text.slice(end, at)));
    parts.push(renderSpan(mark, text.slice(at + 1, close), leaf));
    end = close + 1;
    at = close;
  }
  return end ? [...parts, leaf(text.slice(end))] : leaf(text);
}

function isOpening(text: string, at: number): boolean {
  if (!/[*_~`]/.test(text[at] as string)) return false;
  return (at === 0 || BEFORE.test(text[at - 1] as string)) && /\S/.test(text[at + 1] ?? ' ');
}

/** The same mark, not behind a space and with something in between. */
function closingOf(text: string, at: number): number {
  for (let end = text.indexOf(text[at] as string, at + 1); end > 0; end = text.indexOf(text[at] as string, end + 1)) {
    if (end > at + 1 && /\S/.test(text[end - 1] as string)) return end;
  }
  return -1;
}

/** The marks stay: they are what was written. */
function renderSpan(mark: string, inside: string, leaf: Leaf): TemplateResult {
  const marked = (content: unknown) =>
    html`<span class="mark">${mark}</span>${content}<span class="mark">${mark}</span>`;
  switch (mark) {
    case '*':
      return html`<strong>${marked(renderLine(inside, leaf))}</strong>`;
    case '_':
      return html`<em>${marked(renderLine(inside, leaf))}</em>`;
    case '~':
      return html`<s>${marked(renderLine(inside, leaf))}</s>`;
    default:
      return html`<code>${inside}</code>`;
  }
}
