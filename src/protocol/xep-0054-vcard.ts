/**
 * XEP-0054: vcard-temp, version 1.2 — https://xmpp.org/extensions/xep-0054.html
 *
 * What people say of themselves. Their pictures are read by XEP-0153, which asks for the same.
 */
import { childIn, childrenIn, textOf } from '../core/stanza.js';

const NS_VCARD = 'vcard-temp';

/** Something that somebody says of themselves. A claim, as plain text. */
export interface Fact {
  readonly kind: 'fullName' | 'nickname' | 'organization' | 'jobTitle' | 'website' | 'email' | 'phone' | 'note';
  readonly text: string;
}

/** What is read of a vCard: which fields, and how much of each. Nobody needs more, and a troll would only fill the page. */
const FIELDS = [
  { kind: 'fullName', name: 'FN', longest: 200 },
  { kind: 'nickname', name: 'NICKNAME', longest: 200 },
  { kind: 'jobTitle', name: 'TITLE', longest: 200 },
  { kind: 'organization', name: 'ORG', inside: ['ORGNAME', 'ORGUNIT'], longest: 200 },
  { kind: 'website', name: 'URL', longest: 1000 },
  { kind: 'email', name: 'EMAIL', inside: ['USERID'], longest: 200 },
  { kind: 'phone', name: 'TEL', inside: ['NUMBER'], longest: 200 },
  // A server that keeps vCards of another kind gives the one back as the other.
  { kind: 'note', name: 'DESC', also: 'NOTE', longest: 1000 },
] as const;
const MOST_OF_A_KIND = 3;

/** The facts of a vCard that can be read, in the order in which one would tell them. */
export function factsIn(result: Element): readonly Fact[] {
  const vcard = childIn(result, NS_VCARD, 'vCard');
  if (!vcard) return [];
  return FIELDS.flatMap((field): readonly Fact[] => {
    const inside = 'inside' in field ? field.inside : undefined;
    const names = 'also' in field ? [field.name, field.also] : [field.name];
    const elements = names.flatMap((name) => childrenIn(vcard, NS_VCARD, name));
    const texts = elements.map((element) => wordsOf(element, inside));
    const shown = field.kind === 'website' ? texts.flatMap((text) => addressOf(text) ?? []) : texts;
    return [...new Set(shown.filter((text) => text && text.length <= field.longest))]
      .slice(0, MOST_OF_A_KIND)
      .map((text) => ({ kind: field.kind, text }));
  });
}

function wordsOf(element: Element, inside: readonly string[] | undefined): string {
  const texts = inside ? inside.map((name) => textOf(element, name)) : [element.textContent];
  return texts
    .map((text) => text?.trim())
    .filter(Boolean)
    .join(', ');
}

/** Only of the web: anything else could do something when it is pressed. */
function addressOf(text: string): string | undefined {
  try {
    const { protocol, href } = new URL(text);
    return /^https?:$/.test(protocol) ? href : undefined;
  } catch {
    return undefined; // No address.
  }
}
