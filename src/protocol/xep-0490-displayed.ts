/** XEP-0490: Message Displayed Synchronization, version 0.1.0 — https://xmpp.org/extensions/xep-0490.html */
import type { BareJid, Jid } from '../core/jid.js';
import { jidOf, toBare } from '../core/jid.js';
import { childIn, childrenIn } from '../core/stanza.js';
import type { DisplayedElsewhere } from './events.js';
import { type ProtocolModule, senderOf } from './module.js';
import { NS_SID } from './xep-0359-sid.js';
import { xml } from './xml.js';

const NS_DISPLAYED = 'urn:xmpp:mds:displayed:0';
const NS_PUBSUB = 'http://jabber.org/protocol/pubsub';
const NS_EVENT = 'http://jabber.org/protocol/pubsub#event';
const NS_DATA = 'jabber:x:data';
const NODE_CONFIG = 'http://jabber.org/protocol/pubsub#node_config';
const PUBLISH_OPTIONS = 'http://jabber.org/protocol/pubsub#publish-options';

/** Other clients of ours tell up to where they have shown a conversation. Only our own account can say so. */
export const displayedSync: ProtocolModule<DisplayedElsewhere> = {
  features: [`${NS_DISPLAYED}+notify`],

  parse(stanza, context) {
    const event = senderOf(stanza, 'message', context) === toBare(context.self) && childIn(stanza, NS_EVENT, 'event');
    if (!event || stanza.getAttribute('type') === 'error') return [];
    return displayedIn(event, context.self);
  },
};

/** Whether an account, as it answers to disco#info, keeps what is published so that nobody else can read it (XEP-0223). */
export function keepsDisplayed({
  identities,
  features,
}: {
  readonly identities: readonly { readonly category: string; readonly type: string }[];
  readonly features: ReadonlySet<string>;
}): boolean {
  const isPep = identities.some(({ category, type }) => category === 'pubsub' && type === 'pep');
  return isPep && features.has(PUBLISH_OPTIONS);
}

/** Asks our account for all that our clients have told. */
export function displayedQuery(): Element {
  return xml`<iq type="get"><pubsub xmlns="${NS_PUBSUB}"><items node="${NS_DISPLAYED}"/></pubsub></iq>`;
}

/** The answer to `displayedQuery`. */
export function readDisplayed(result: Element, self: Jid): readonly DisplayedElsewhere[] {
  const pubsub = childIn(result, NS_PUBSUB, 'pubsub');
  return pubsub ? displayedIn(pubsub, self) : [];
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
  return xml`<iq type="set"><pubsub xmlns="${NS_PUBSUB}">
    <publish node="${NS_DISPLAYED}"><item id="${conversation}"><displayed xmlns="${NS_DISPLAYED}">
      <stanza-id xmlns="${NS_SID}" by="${by}" id="${stanzaId}"/></displayed></item></publish>
    <publish-options>${form(PUBLISH_OPTIONS, options)}</publish-options>
  </pubsub></iq>`;
}

/** Makes the place where it is kept. */
export function createDisplayed(options: NodeOptions): Element {
  return xml`<iq type="set"><pubsub xmlns="${NS_PUBSUB}"><create node="${NS_DISPLAYED}"/>
    <configure>${form(NODE_CONFIG, options)}</configure></pubsub></iq>`;
}

/** XEP-0060 §16.4.4, by their names there. */
type NodeOptions = Readonly<Record<string, string>>;

/** For us alone, and not only the last one (XEP-0223): what every server knows how to promise. */
export const PRIVATELY: NodeOptions = { persist_items: 'true', access_model: 'whitelist' };

/** Likewise of as many conversations as the server can; who comes asks for it. */
export const ALL_PRIVATELY: NodeOptions = { ...PRIVATELY, max_items: 'max', send_last_published_item: 'never' };

function form(type: string, options: NodeOptions): Element {
  const fields = Object.entries(options).map(
    ([name, value]) => xml`<field xmlns="${NS_DATA}" var="pubsub#${name}"><value>${value}</value></field>`,
  );
  return xml`<x xmlns="${NS_DATA}" type="submit"><field var="FORM_TYPE" type="hidden"><value>${type}</value></field>${fields}</x>`;
}

function displayedIn(parent: Element, self: Jid): readonly DisplayedElsewhere[] {
  const namespace = parent.namespaceURI ?? '';
  const items = childIn(parent, namespace, 'items');
  if (items?.getAttribute('node') !== NS_DISPLAYED) return [];
  return childrenIn(items, namespace, 'item').flatMap((item) => displayedOf(item, toBare(self)) ?? []);
}

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
