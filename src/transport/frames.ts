import { parseStanzas, parseXml } from './parse-xml.js';

/** More than any server sends in one piece; a page must not be made to eat without end. */
const MAX_LENGTH = 4_000_000;
const MAX_DEPTH = 100;
const XML_DECLARATION = /^\s*<\?xml\s[^>]*\?>/;
/** Names with prefixes, and the two namespaces that nobody can give: outside of documents Chromium takes them as they come. */
const NEEDS_DOCUMENT =
  /<\/?[^\s<>/=]*:|\s(?!xml:)[^\s<>="'/:]+:[^\s<>="'/]*\s*=|www\.w3\.org\/(?:XML\/1998|2000\/xmlns)/;
/** Without a namespace of their own, stanzas are taken for what RFC 7395 §3.3.3 says that they must be. */
const NS_CLIENT = 'jabber:client';
const NS_XHTML = 'http://www.w3.org/1999/xhtml';
const CDATA = /<!\[CDATA\[[^]*?\]\]>/g;

/**
 * What came in one WebSocket frame or HTTP answer, as the children of one element: servers do put a stream error and
 * `<close/>` into one frame. `undefined` where it is not what RFC 6120 §11 allows: not well-formed, with a document
 * type or a processing instruction, too long or too deep. Nothing of such a frame is used.
 */
export function readFrame(text: string): Element | undefined {
  const source = text.replace(XML_DECLARATION, '');
  if (source.length > MAX_LENGTH || isForbidden(source)) return undefined;
  const content = NEEDS_DOCUMENT.test(source) ? contentOfDocument(source) : parseStanzas(source);
  return content && isTooDeep(content) ? undefined : content;
}

/** An element of our own making; the text is a constant. */
export function element(text: string): Element {
  return parseXml(text).documentElement;
}

/** XEP-0199: a question that everybody answers, if only by saying that it makes no sense. */
export function pingTo(domain: string): Element {
  const iq = element('<iq xmlns="jabber:client" type="get" id="ping"><ping xmlns="urn:xmpp:ping"/></iq>');
  iq.setAttribute('to', domain);
  return iq;
}

function contentOfDocument(source: string): Element | undefined {
  const root = parseXml(`<wrapper xmlns="${NS_CLIENT}">${source}</wrapper>`).documentElement;
  const first = root.firstElementChild;
  // Firefox makes the error the root, the others the root's first child; deeper it would be part of somebody's stanza.
  const isBroken =
    root.localName !== 'wrapper' || (first?.localName === 'parsererror' && first.namespaceURI === NS_XHTML);
  return isBroken ? undefined : root;
}

function isForbidden(source: string): boolean {
  if (!source.includes('<!') && !source.includes('<?')) return false;
  // Some servers pass CDATA sections on as they came; what stands in them is text.
  return /<\?|<!(?!--)/.test(source.replace(CDATA, ''));
}

function isTooDeep(root: Element): boolean {
  let depth = 0;
  let at: Element | null = root;
  while (at) {
    if (at.firstElementChild) {
      at = at.firstElementChild;
      if (++depth > MAX_DEPTH) return true;
      continue;
    }
    while (at && at !== root && !at.nextElementSibling) {
      at = at.parentElement;
      depth -= 1;
    }
    at = at === root ? null : (at?.nextElementSibling ?? null);
  }
  return false;
}
