import type { ConnectionCondition } from '../core/errors.js';
import { childrenIn } from '../core/stanza.js';

const NS_STREAMS = 'urn:ietf:params:xml:ns:xmpp-streams';
const NS_SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';

/** What a stream error says (RFC 6120 §4.9). */
export function streamErrorOf(error: Element): ConnectionCondition {
  return definedIn(error, NS_STREAMS) ?? 'connection-lost';
}

/** Why we are not let in (RFC 6120 §6.5). */
export function saslFailureOf(failure: Element): ConnectionCondition {
  return definedIn(failure, NS_SASL) ?? 'not-authorized';
}

/** Why BOSH ends (XEP-0124 §17.2); a stream error beside it has been read before. */
export function terminationOf(body: Element): ConnectionCondition {
  const condition = body.getAttribute('condition');
  const isLoss = !condition || condition === 'item-not-found' || condition === 'remote-stream-error';
  return isLoss ? 'connection-lost' : condition;
}

function definedIn(parent: Element, namespace: string): string | undefined {
  return childrenIn(parent, namespace).find(({ localName }) => localName !== 'text')?.localName;
}
