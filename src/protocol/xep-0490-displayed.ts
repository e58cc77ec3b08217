/** XEP-0490: Message Displayed Synchronization, version 0.1.0 — https://xmpp.org/extensions/xep-0490.html. Builds on XEP-0223. */
import type { BareJid, Jid } from '../core/jid.js';
import { jidOf, toBare } from '../core/jid.js';
import { childIn, childrenIn } from '../core/stanza.js';
import type { DisplayedElsewhere } from './events.js';
import type { ProtocolModule } from './module.js';
import {
  createPrivately,
  keptItemsIn,
  type NodeOptions,
  PRIVATELY,
  privateQuery,
  publishPrivately,
  toldItemsIn,
} from './xep-0223-private.js';
import { NS_SID } from './xep-0359-sid.js';
import { xml } from './xml.js';

const NS_DISPLAYED = 'urn:xmpp:mds:displayed:0';

/** Other clients of ours tell up to where they have shown a conversation. Only our own account can say so. */
export const displayedSync: ProtocolModule<DisplayedElsewhere> = {
  features: [`${NS_DISPLAYED}+notify`],

  parse(stanza, context) {
    const account = toBare(context.self);
    return toldItemsIn(stanza, NS_DISPLAYED, context).flatMap((item) => displayedOf(item, account) ?? []);
  },
};

/** Asks our account for all that our clients have told. */
export function displayedQuery(): Element {
  return privateQuery(NS_DISPLAYED);
}

/** The answer to `displayedQuery`. */
export function readDisplayed(result: Element, self: Jid): readonly DisplayedElsewhere[] {
  return keptItemsIn(result, NS_DISPLAYED).flatMap((item) => displayedOf(item, toBare(self)) ?? []);
}

/**
 * Tells our other clients up to where we have shown a conversation.
 *
 * @param by whose archive gave the id: the room, or our own account.
 * @param options how it is to be kept; the server refuses to keep it otherwise.
 */
export function publishDisplayed(
  { conversation, stanzaId, by }: { readonly conversation: Jid; readonly stanzaId: string; readonly by: BareJid },
  options: NodeOptions,
): Element {
  const displayed = xml`<displayed xmlns="${NS_DISPLAYED}"><stanza-id xmlns="${NS_SID}" by="${by}" id="${stanzaId}"/></displayed>`;
  return publishPrivately(NS_DISPLAYED, conversation, displayed, options);
}

/** Makes the place where it is kept. */
export function createDisplayed(options: NodeOptions): Element {
  return createPrivately(NS_DISPLAYED, options);
}

/** For us alone, and of as many conversations as the server can; who comes asks for it. */
export const ALL_PRIVATELY: NodeOptions = { ...PRIVATELY, max_items: 'max', send_last_published_item: 'never' };

function displayedOf(item: Element, account: BareJid): DisplayedElsewhere | undefined {
  const conversation = jidOf(item.getAttribute('id'));
  const displayed = childIn(item, NS_DISPLAYED, 'displayed');
  const [given, ...more] = displayed ? childrenIn(displayed, NS_SID, 'stanza-id') : [];
  const stanzaId = given?.getAttribute('id');
  const by = jidOf(given?.getAttribute('by'));
  // A room names its messages, our account all others: anybody else's names are of no use to us.
  if (!conversation || !stanzaId || more.length || (by !== account && by !== conversation)) return undefined;
  return { kind: 'displayed-elsewhere', conversation, stanzaId };
}
