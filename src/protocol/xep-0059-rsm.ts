/** XEP-0059: Result Set Management, version 1.0 — https://xmpp.org/extensions/xep-0059.html */
import { childIn, textOf } from '../core/stanza.js';
import { xml } from './xml.js';

const NS_RSM = 'http://jabber.org/protocol/rsm';

/** Which part of a long answer is wanted. */
export interface PageWish {
  readonly max: number;
  /** What comes after this item. */
  readonly after?: string | undefined;
  /** What comes before this item; `''` is the last page. */
  readonly before?: string | undefined;
}

/** Which part it is: the items at its ends. */
export interface PageInfo {
  readonly first?: string | undefined;
  readonly last?: string | undefined;
}

export function pageWish({ max, after, before }: PageWish): Element {
  return xml`<set xmlns="${NS_RSM}"><max>${max}</max>${[
    after !== undefined && xml`<after xmlns="${NS_RSM}">${after}</after>`,
    before !== undefined && xml`<before xmlns="${NS_RSM}">${before}</before>`,
  ]}</set>`;
}

/** Whether there is more behind a page of so many items, as far as it tells. */
export function hasMoreAfter(parent: Element, size: number): boolean {
  const set = childIn(parent, NS_RSM, 'set');
  if (!set || !size || !textOf(set, 'last')) return false;
  const [count, index] = [textOf(set, 'count'), childIn(set, NS_RSM, 'first')?.getAttribute('index')];
  return !count || !index || Number(index) + size < Number(count);
}

export function pageInfoIn(parent: Element): PageInfo {
  const set = childIn(parent, NS_RSM, 'set');
  if (!set) return {};
  return { first: textOf(set, 'first') || undefined, last: textOf(set, 'last') || undefined };
}
