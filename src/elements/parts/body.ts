import { html, type TemplateResult } from 'lit';

/** Past this many characters or lines a message is folded. */
const MAX_CHARACTERS = 5000;
const MAX_LINES = 60;

// Behind a scheme that is nobody's word, an address is a part of another one: `blob:https://…`.
const LINK =
  /\b(?<!\b(?:blob|data|file|filesystem|javascript|vbscript|view-source):)(?:https?:\/\/|mailto:|xmpp:|geo:|tel:)[^\s<>"\p{Cc}\p{Cf}]{1,2000}/giu;
const SCHEMES = /^(?:https?|mailto|xmpp|geo|tel):$/;

/** A message's text: nothing but text and links. */
export function renderBody(body: string): unknown {
  const parts: unknown[] = [];
  let end = 0;
  for (const { 0: found, index } of body.matchAll(LINK)) {
    const text = withoutPunctuation(found);
    const href = hrefOf(text);
    if (!href) continue;
    parts.push(body.slice(end, index), link(href, text));
    end = index + text.length;
  }
  return end ? [...parts, body.slice(end)] : body;
}

/** The beginning of a body that is too long to be shown as a whole; `undefined` where it is not. */
export function beginningOf(body: string): string | undefined {
  let end = -1;
  for (let line = 0; line < MAX_LINES; line += 1) {
    end = body.indexOf('\n', end + 1);
    if (end < 0) break;
  }
  const cut = Math.min(end < 0 ? Infinity : end, MAX_CHARACTERS);
  // Not between the halves of a character.
  return body.length > cut ? body.slice(0, cut).replace(/[\ud800-\udbff]$/, '') : undefined;
}

function link(href: string, text: string): TemplateResult {
  return html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow ugc" dir="ltr">${text}</a>`;
}

/** What ends a sentence around a link is not of the link; a bracket is if it was opened in it. */
function withoutPunctuation(text: string): string {
  const shorter = text.replace(/[.,;:!?'’”»*_]+$/u, '');
  const last = shorter.at(-1) ?? '';
  const opening = { ')': '(', ']': '[', '}': '{' }[last];
  const isOpen = opening && shorter.split(opening).length >= shorter.split(last).length;
  if (opening && !isOpen) return withoutPunctuation(shorter.slice(0, -1));
  return shorter === text ? text : withoutPunctuation(shorter);
}

function hrefOf(text: string): string | undefined {
  try {
    const { href, protocol } = new URL(text);
    return SCHEMES.test(protocol) ? href : undefined;
  } catch {
    return undefined; // Not an address after all: it stays text.
  }
}
