/** XEP-0066: Out of Band Data, version 1.5 — https://xmpp.org/extensions/xep-0066.html */
import { childrenIn, textOf } from '../core/stanza.js';
import type { ProtocolModule } from './module.js';
import { xml } from './xml.js';

const NS_OOB = 'jabber:x:oob';

export const outOfBand: ProtocolModule = { features: [NS_OOB] };

/** A message's body, and the file that it is the address of. */
export interface Attached {
  readonly body: string;
  readonly attachment?: string | undefined;
}

/**
 * What a message's body is with the addresses beside it (§3): one that is the whole body stands for a file. One beside
 * other words is no more than a link, and gets a line among them.
 */
export function attachedTo(body: string, stanza: Element): Attached {
  const urls = childrenIn(stanza, NS_OOB, 'x').map((x) => textOf(x, 'url')?.trim() ?? '');
  const words = body.trim();
  const attachment = urls.find((url) => (!words || url === words) && isWebAddress(url));
  if (attachment) return { body: attachment, attachment };
  const link = urls.find((url) => !words.includes(url) && isWebAddress(url));
  return { body: link ? `${body}\n${link}` : body };
}

// Anything else is no file on the web: `javascript:` would run in the page.
function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

/** Says that a message's body is the address of a file. */
export function outOfBandData(url: string): Element {
  return xml`<x xmlns="${NS_OOB}"><url>${url}</url></x>`;
}
