/**
 * XEP-0431: Full Text Search in MAM, version 0.2.0 — https://xmpp.org/extensions/xep-0431.html
 * Builds on XEP-0313, whose form says what an archive can be asked.
 */
import { childIn, childrenIn } from '../core/stanza.js';
import { NS_DATA, NS_MAM } from './xep-0313-mam.js';

/** XEP-0431's own name first; ejabberd, then Openfire and M-Link, had theirs before there was one. */
const FIELDS = ['{urn:xmpp:fulltext:0}fulltext', 'withtext', 'search'];

/** By which field an archive is searched for words, as its form says (XEP-0313 §4.2); `undefined` where it is not. */
export function fulltextFieldIn(answer: Element): string | undefined {
  const query = childIn(answer, NS_MAM, 'query');
  const form = query && childIn(query, NS_DATA, 'x');
  const offered = form ? childrenIn(form, NS_DATA, 'field').map((field) => field.getAttribute('var')) : [];
  return FIELDS.find((name) => offered.includes(name));
}
