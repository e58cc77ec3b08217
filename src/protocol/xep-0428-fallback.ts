/** XEP-0428: Fallback Indication, version 0.2.1 — https://xmpp.org/extensions/xep-0428.html */
import { childrenIn } from '../core/stanza.js';
import type { ProtocolModule } from './module.js';
import { xml } from './xml.js';

const NS_FALLBACK = 'urn:xmpp:fallback:0';
/** Nobody means more; somebody could make us count for minutes. */
const MOST = 10;

export const fallbacks: ProtocolModule = { features: [NS_FALLBACK] };

/**
 * A body without what stands in it for clients that do not understand the rest of its message.
 *
 * @param understood what we understand of it, by namespace; `''` for a fallback that does not say what it is for.
 */
export function withoutFallback(body: string, message: Element, understood: readonly string[]): string {
  const parts = childrenIn(message, NS_FALLBACK, 'fallback')
    .filter((fallback) => understood.includes(fallback.getAttribute('for') ?? ''))
    .flatMap((fallback) => (fallback.firstElementChild ? childrenIn(fallback, NS_FALLBACK, 'body') : [fallback]));
  if (!parts.length) return body;
  // XEP-0426: characters are counted as code points.
  const characters = [...body];
  for (const part of parts.slice(0, MOST)) {
    const [start, end] = rangeOf(part, characters.length);
    if (start < end && end <= characters.length) characters.fill('', start, end);
  }
  return characters.join('');
}

/** From where to where; all of it, where no range is given. One that is no range is empty. */
function rangeOf(part: Element, length: number): readonly [start: number, end: number] {
  const [start, end] = [part.getAttribute('start'), part.getAttribute('end')];
  if (start === null && end === null) return [0, length];
  const isRange = /^\d+$/.test(start ?? '') && /^\d+$/.test(end ?? '');
  return isRange ? [Number(start), Number(end)] : [0, 0];
}

/** Says that a body, or its first so many characters, stand for what only some clients understand. */
export function fallbackFor(namespace: string, end?: number): Element {
  const part = end !== undefined && xml`<body xmlns="${NS_FALLBACK}" start="0" end="${end}"/>`;
  return xml`<fallback xmlns="${NS_FALLBACK}" for="${namespace}">${part}</fallback>`;
}
