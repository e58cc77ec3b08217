/** XEP-0444: Message Reactions, version 0.2.0 — https://xmpp.org/extensions/xep-0444.html */
import type { Jid } from '../core/jid.js';
import { childIn } from '../core/stanza.js';
import type { ProtocolModule } from './module.js';
import { privateMark } from './xep-0045-muc/build.js';
import { storeHint } from './xep-0334-hints.js';
import { xml } from './xml.js';

export const NS_REACTIONS = 'urn:xmpp:reactions:0';
/** More than people mean, fewer than hurt the others' screens. */
const MOST = 20;
/** The longest emojis, families with their skin tones, take fewer UTF-16 units. */
const LONGEST = 32;
const graphemes = 'Segmenter' in Intl ? new Intl.Segmenter() : undefined;
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u;

export const reactions: ProtocolModule = { features: [NS_REACTIONS] };

/** How the sender of a message reacts to another, from now on. */
export function reactionsIn(
  message: Element,
): { readonly target: string; readonly emojis: readonly string[] } | undefined {
  const given = childIn(message, NS_REACTIONS, 'reactions');
  const target = given?.getAttribute('id');
  if (!given || !target) return undefined;
  const emojis = new Set<string>();
  for (let child = given.firstElementChild; child && emojis.size < MOST; child = child.nextElementSibling) {
    const text = child.textContent?.trim() ?? '';
    const isReaction = child.localName === 'reaction' && child.namespaceURI === NS_REACTIONS;
    if (isReaction && isEmoji(text)) emojis.add(text);
  }
  return { target, emojis: [...emojis] };
}

/** Whether a text is one emoji, and so one character to a reader. */
export function isEmoji(text: string): boolean {
  if (text.length > LONGEST || !EMOJI.test(text)) return false;
  // Firefox before 125 cannot count what a reader sees.
  return graphemes ? [...graphemes.segment(text)].length === 1 : !/[\p{L}\p{Z}]/u.test(text);
}

/** Tells how we react to a message, in place of how we did before. */
export function reactionsMessage({
  to,
  type,
  id,
  target,
  emojis,
}: {
  readonly to: Jid;
  readonly type: 'chat' | 'groupchat';
  readonly id: string;
  /** In a room the message's stanza-id, else its `id`. */
  readonly target: string;
  readonly emojis: readonly string[];
}): Element {
  return xml`<message to="${to}" type="${type}" id="${id}"><reactions xmlns="${NS_REACTIONS}" id="${target}">${emojis.map(
    (emoji) => xml`<reaction xmlns="${NS_REACTIONS}">${emoji}</reaction>`,
  )}</reactions>${[storeHint(), privateMark(to, type)]}</message>`;
}
