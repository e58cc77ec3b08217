/** XEP-0359: Unique and Stable Stanza IDs, version 0.7.0 — https://xmpp.org/extensions/xep-0359.html */
import type { BareJid } from '../core/jid.js';
import { jidOf } from '../core/jid.js';
import { childIn, childrenIn } from '../core/stanza.js';
import type { MessageIds } from './events.js';
import type { ParseContext } from './module.js';

export const NS_SID = 'urn:xmpp:sid:0';
// Whoever announces one of these removes ids that others forge in its name (§6, XEP-0313 §5.1.3). The second is how
// Tigase's rooms misspell the first.
const PROMISES = [NS_SID, 'urn:xmpp:urn:xmpp:sid:0', 'urn:xmpp:mam:2'];

/** A message's ids. `by`: whose archive we trust for it, the room or our own account. */
export function idsOf(message: Element, by: BareJid, context: ParseContext): MessageIds {
  const given = childrenIn(message, NS_SID, 'stanza-id').find((child) => jidOf(child.getAttribute('by')) === by);
  const isTrusted = given && PROMISES.some((feature) => context.hasFeature(by, feature));
  return {
    stanzaId: (isTrusted && given.getAttribute('id')) || undefined,
    originId: childIn(message, NS_SID, 'origin-id')?.getAttribute('id') || undefined,
    id: message.getAttribute('id') || undefined,
  };
}
