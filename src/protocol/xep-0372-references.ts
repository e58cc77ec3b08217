/** XEP-0372: References, version 0.1 — https://xmpp.org/extensions/xep-0372.html. Mentions alone. */
import { type Jid, isBare, jidOf, resourceOf, toBare } from '../core/jid.js';
import { childrenIn } from '../core/stanza.js';
import type { Mention } from './events.js';
import type { ProtocolModule } from './module.js';
import { xml } from './xml.js';

const NS_REFERENCE = 'urn:xmpp:reference:0';
/** Nobody calls more people at once. */
const MOST = 20;

export const references: ProtocolModule = { features: [NS_REFERENCE] };

/**
 * Whom a message mentions, wherever in it.
 *
 * @param all its body as it came, which the places are counted in, by code points.
 * @param body what of it is shown: without what stands for other things, its places are as many characters further on.
 */
export function mentionsIn(
  message: Element,
  all: string,
  body: string,
): { readonly jids: readonly Jid[]; readonly places: readonly Mention[] | undefined } {
  const found = childrenIn(message, NS_REFERENCE, 'reference')
    .filter((reference) => reference.getAttribute('type') === 'mention' && !reference.getAttribute('anchor'))
    .slice(0, MOST)
    .flatMap((reference) => {
      const jid = jidIn(reference.getAttribute('uri') ?? '');
      return jid ? [{ jid, begin: numberIn(reference, 'begin'), end: numberIn(reference, 'end') }] : [];
    });
  const jids = found.map(({ jid }) => jid);
  if (!found.length || !all.endsWith(body)) return { jids, places: undefined };
  const characters = [...all];
  const skipped = all.length - body.length;
  const unitsTo = (count: number) => characters.slice(0, count).join('').length - skipped;
  const places: Mention[] = [];
  for (const { jid, begin, end } of found.sort((one, other) => one.begin - other.begin)) {
    if (!(begin < end && end <= characters.length)) continue;
    const mention = { start: unitsTo(begin), end: unitsTo(end), jid };
    // One over another is somebody's joke.
    if (mention.start >= (places.at(-1)?.end ?? 0)) places.push(mention);
  }
  return { jids, places: places.length ? places : undefined };
}

/** @param before what stands in the body before the text that the places are counted in. */
export function mentionElements(mentions: readonly Mention[], before: string, text: string): readonly Element[] {
  const pointsTo = (units: number) => [...before, ...text.slice(0, units)].length;
  return mentions.map(
    ({ start, end, jid }) =>
      xml`<reference xmlns="${NS_REFERENCE}" type="mention" begin="${pointsTo(start)}" end="${pointsTo(end)}" uri="${uriOf(jid)}"/>`,
  );
}

function uriOf(jid: Jid): string {
  return `xmpp:${toBare(jid)}${isBare(jid) ? '' : `/${encodeURIComponent(resourceOf(jid))}`}`;
}

function jidIn(uri: string): Jid | undefined {
  const path = /^xmpp:([^?#]+)/.exec(uri)?.[1];
  try {
    return path === undefined ? undefined : jidOf(decodeURIComponent(path));
  } catch {
    return undefined; // Not encoded as an address is.
  }
}

function numberIn(reference: Element, name: string): number {
  const text = reference.getAttribute(name) ?? '';
  return /^\d{1,7}$/.test(text) ? Number(text) : NaN;
}
