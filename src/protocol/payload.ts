/** What pages put into messages for each other: kept as plain data, as the stores do. No specification; README describes it. */
import type { Payload } from './events.js';

/** Everything of XMPP's own, whether we know it or not, is nothing for a page. */
const NOT_OURS = /^(?:$|jabber:|urn:xmpp|urn:ietf:|https?:\/\/jabber\.org\/|http:\/\/www\.w3\.org\/|vcard-temp)/;
/** A page that has more to say has an address for it. */
const MAX_NODES = 100;
const MAX_CHARACTERS = 4000;

/** The first child of a message that is a page's; `undefined` where there is none, or too much of it. */
export function payloadIn(message: Element): Payload | undefined {
  const found = [...message.children].find(({ namespaceURI }) => !NOT_OURS.test(namespaceURI ?? ''));
  if (!found || found.getElementsByTagName('*').length >= MAX_NODES) return undefined;
  const payload = plain(found);
  return JSON.stringify(payload).length <= MAX_CHARACTERS ? payload : undefined;
}

function plain(element: Element): Payload {
  return {
    name: element.localName,
    namespace: element.namespaceURI ?? '',
    attributes: [...element.attributes].flatMap(({ name, value }) =>
      /^xmlns(?:$|:)|:/.test(name) ? [] : [[name, value]],
    ),
    children: [...element.childNodes].flatMap((child): (Payload | string)[] =>
      child instanceof Element ? [plain(child)] : child.nodeValue ? [child.nodeValue] : [],
    ),
  };
}
