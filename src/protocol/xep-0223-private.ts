/** XEP-0223: Persistent Storage of Private Data via PubSub, version 0.1 — https://xmpp.org/extensions/xep-0223.html. Builds on XEP-0060, 0163. */
import { toBare } from '../core/jid.js';
import { childIn, childrenIn } from '../core/stanza.js';
import { type ParseContext, senderOf } from './module.js';
import { xml } from './xml.js';

const NS_PUBSUB = 'http://jabber.org/protocol/pubsub';
const NS_EVENT = 'http://jabber.org/protocol/pubsub#event';
const NS_DATA = 'jabber:x:data';
const NODE_CONFIG = 'http://jabber.org/protocol/pubsub#node_config';
const PUBLISH_OPTIONS = 'http://jabber.org/protocol/pubsub#publish-options';

/** XEP-0060 §16.4.4, by their names there. */
export type NodeOptions = Readonly<Record<string, string>>;

/** For us alone, and kept: what every server knows how to promise. */
export const PRIVATELY: NodeOptions = { persist_items: 'true', access_model: 'whitelist' };

/** Whether an account, as it answers to disco#info, keeps what is published so that nobody else can read it. */
export function keepsPrivately({
  identities,
  features,
}: {
  readonly identities: readonly { readonly category: string; readonly type: string }[];
  readonly features: ReadonlySet<string>;
}): boolean {
  const isPep = identities.some(({ category, type }) => category === 'pubsub' && type === 'pep');
  return isPep && features.has(PUBLISH_OPTIONS);
}

/** Asks our account for all that it keeps at a node. */
export function privateQuery(node: string): Element {
  return xml`<iq type="get"><pubsub xmlns="${NS_PUBSUB}"><items node="${node}"/></pubsub></iq>`;
}

/** Has our account keep something, in place of what it kept under the same id. It refuses to keep it otherwise than so. */
export function publishPrivately(node: string, id: string, content: Element, options: NodeOptions): Element {
  return xml`<iq type="set"><pubsub xmlns="${NS_PUBSUB}">
    <publish node="${node}"><item id="${id}">${content}</item></publish>
    <publish-options>${form(PUBLISH_OPTIONS, options)}</publish-options>
  </pubsub></iq>`;
}

/** Makes the place where it is kept. */
export function createPrivately(node: string, options: NodeOptions): Element {
  return xml`<iq type="set"><pubsub xmlns="${NS_PUBSUB}"><create node="${node}"/>
    <configure>${form(NODE_CONFIG, options)}</configure></pubsub></iq>`;
}

/** The items of an answer to `privateQuery`. */
export function keptItemsIn(result: Element, node: string): readonly Element[] {
  const pubsub = childIn(result, NS_PUBSUB, 'pubsub');
  return pubsub ? itemsIn(pubsub, node) : [];
}

/** The items that our own account tells of: nobody else can say what we keep there. */
export function toldItemsIn(stanza: Element, node: string, context: ParseContext): readonly Element[] {
  const event = senderOf(stanza, 'message', context) === toBare(context.self) && childIn(stanza, NS_EVENT, 'event');
  return event && stanza.getAttribute('type') !== 'error' ? itemsIn(event, node) : [];
}

function itemsIn(parent: Element, node: string): readonly Element[] {
  const namespace = parent.namespaceURI ?? '';
  const items = childIn(parent, namespace, 'items');
  return items?.getAttribute('node') === node ? childrenIn(items, namespace, 'item') : [];
}

function form(type: string, options: NodeOptions): Element {
  const fields = Object.entries(options).map(
    ([name, value]) => xml`<field xmlns="${NS_DATA}" var="pubsub#${name}"><value>${value}</value></field>`,
  );
  return xml`<x xmlns="${NS_DATA}" type="submit"><field var="FORM_TYPE" type="hidden"><value>${type}</value></field>${fields}</x>`;
}
