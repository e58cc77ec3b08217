/** XEP-0030: Service Discovery, version 2.5.0 — https://xmpp.org/extensions/xep-0030.html. Long lists come in pages (XEP-0059). */
import type { Jid } from '../core/jid.js';
import { jidOf } from '../core/jid.js';
import { childIn, childrenIn } from '../core/stanza.js';
import type { FeaturesDiscovered } from './events.js';
import type { ProtocolModule } from './module.js';
import { hasMoreAfter, pageInfoIn, pageWish, type PageWish } from './xep-0059-rsm.js';
import { xml } from './xml.js';

const NS_INFO = 'http://jabber.org/protocol/disco#info';
const NS_ITEMS = 'http://jabber.org/protocol/disco#items';
export const NS_CAPS = 'http://jabber.org/protocol/caps';
/** What we call ourselves; also the node under which our capabilities are known (XEP-0115). */
export const NAME = 'xmpp-elements';
/** What we are. */
export const IDENTITY = { category: 'client', type: 'web', name: NAME };

/** Something that an entity has: a server its services, a room service its rooms. */
export interface DiscoItem {
  readonly jid: Jid;
  readonly name: string;
}

/** Answers for us. `features` is asked for late: it is the list of all modules, this one included. */
export function disco(features: () => readonly string[]): ProtocolModule {
  return {
    // Who asks for what a XEP-0115 hash stands for asks here.
    features: [NS_INFO, NS_ITEMS, NS_CAPS],

    answer(iq) {
      if (iq.getAttribute('type') !== 'get') return undefined;
      if (childIn(iq, NS_ITEMS, 'query')) return xml`<iq type="result"><query xmlns="${NS_ITEMS}"/></iq>`;
      const query = childIn(iq, NS_INFO, 'query');
      const node = query?.getAttribute('node') ?? undefined;
      // XEP-0115 §6.2 asks at `node#ver`; under other nodes there is nothing.
      if (!query || (node && !node.startsWith(`${NAME}#`))) return undefined;
      const { category, type, name } = IDENTITY;
      return xml`<iq type="result"><query xmlns="${NS_INFO}" node="${node}">${[
        xml`<identity xmlns="${NS_INFO}" category="${category}" type="${type}" name="${name}"/>`,
        ...features().map((feature) => xml`<feature xmlns="${NS_INFO}" var="${feature}"/>`),
      ]}</query></iq>`;
    },
  };
}

/** Asks what somebody is and does. */
export function discoInfo(to: Jid): Element {
  return xml`<iq type="get" to="${to}"><query xmlns="${NS_INFO}"/></iq>`;
}

/** Asks what somebody has: all of it, or a page. Who knows of no pages tells all. */
export function discoItems(to: Jid, page?: PageWish): Element {
  return xml`<iq type="get" to="${to}"><query xmlns="${NS_ITEMS}">${page && pageWish(page)}</query></iq>`;
}

/** The answer to `discoInfo`. What cannot be read is left out, what is said twice is read once. */
export function readDiscoInfo(result: Element, jid: Jid): FeaturesDiscovered {
  const query = childIn(result, NS_INFO, 'query');
  const all = (name: string) => (query ? childrenIn(query, NS_INFO, name) : []);
  const textIn = (child: Element, name: string) => child.getAttribute(name) ?? '';
  return {
    kind: 'features-discovered',
    jid,
    identities: all('identity').map((child) => ({
      category: textIn(child, 'category'),
      type: textIn(child, 'type'),
      name: textIn(child, 'name'),
    })),
    features: [...new Set(all('feature').map((child) => textIn(child, 'var')))].filter(Boolean),
  };
}

/** The answer to `discoItems`. Some servers name an item twice. */
export function readDiscoItems(result: Element): readonly DiscoItem[] {
  const query = childIn(result, NS_ITEMS, 'query');
  const items = new Map<Jid, DiscoItem>();
  for (const item of query ? childrenIn(query, NS_ITEMS, 'item') : []) {
    const jid = jidOf(item.getAttribute('jid'));
    if (jid && !items.has(jid)) items.set(jid, { jid, name: item.getAttribute('name') ?? '' });
  }
  return [...items.values()];
}

/** The item after which there are more than such an answer has; `undefined` where it is all. */
export function moreItemsAfter(result: Element): string | undefined {
  const query = childIn(result, NS_ITEMS, 'query');
  return query && hasMoreAfter(query, childrenIn(query, NS_ITEMS, 'item').length) ? pageInfoIn(query).last : undefined;
}
