/** XEP-0363: HTTP File Upload, version 1.1.0 — https://xmpp.org/extensions/xep-0363.html */
import type { Jid } from '../core/jid.js';
import { childIn, childrenIn } from '../core/stanza.js';
import { extendedInfoIn } from './xep-0128-info.js';
import { xml } from './xml.js';

const NS_UPLOAD = 'urn:xmpp:http:upload:0';
const NS_INFO = 'http://jabber.org/protocol/disco#info';
/** §5: a service may have us send these and no others. The third, `Cookie`, is not for a page to set. */
const HEADERS = ['authorization', 'expires'];

/** What a file is for its upload. */
export interface FileFacts {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Its media type. */
  readonly type: string;
}

/** Where a file can be put, and where it is found then. */
export interface Slot {
  readonly put: string;
  readonly get: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/**
 * How large a file may be that a service takes (§4), in bytes, as its answer to disco#info tells; `undefined` where it
 * takes none.
 */
export function maxFileSizeIn(info: Element): number | undefined {
  const query = childIn(info, NS_INFO, 'query');
  if (!query || !childrenIn(query, NS_INFO, 'feature').some((feature) => feature.getAttribute('var') === NS_UPLOAD)) {
    return undefined;
  }
  const size = Number(extendedInfoIn(info, NS_UPLOAD)('max-file-size')[0]);
  // One that tells no limit has its say when it is asked for a slot.
  return size > 0 ? size : Number.MAX_SAFE_INTEGER;
}

/** Asks for a place for a file. */
export function slotRequest(service: Jid, { name, size, type }: FileFacts): Element {
  return xml`<iq type="get" to="${service}">
    <request xmlns="${NS_UPLOAD}" filename="${name}" size="${size}" content-type="${type}"/>
  </iq>`;
}

/** The answer to `slotRequest`; `undefined` where it names no safe place. */
export function readSlot(result: Element): Slot | undefined {
  const slot = childIn(result, NS_UPLOAD, 'slot');
  const put = slot && childIn(slot, NS_UPLOAD, 'put');
  const [to, from] = [put?.getAttribute('url'), slot && childIn(slot, NS_UPLOAD, 'get')?.getAttribute('url')];
  if (!put || !to || !from || !isSafe(to) || !isSafe(from)) return undefined;
  const headers = childrenIn(put, NS_UPLOAD, 'header').map((header) => {
    // §9: a line break would begin another header.
    return [header.getAttribute('name') ?? '', (header.textContent ?? '').replace(/[\r\n]/g, '')] as const;
  });
  return { put: to, get: from, headers: headers.filter(([name]) => HEADERS.includes(name.toLowerCase())) };
}

/** §5: only over TLS; what never leaves the machine needs none. */
function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname));
}
