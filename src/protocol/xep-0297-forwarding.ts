/** XEP-0297: Stanza Forwarding, version 1.0 — https://xmpp.org/extensions/xep-0297.html */
import { childIn, childrenIn } from '../core/stanza.js';

const NS_FORWARD = 'urn:xmpp:forward:0';

/**
 * The one `<forwarded/>` in a wrapper, and the one message in it; `undefined` for none, and for several: whose words would
 * they be? Who may forward what to us is for the wrapper's XEP to check.
 */
export function forwardedIn(wrapper: Element): { readonly forwarded: Element; readonly message: Element } | undefined {
  const forwarded = childIn(wrapper, NS_FORWARD, 'forwarded');
  const messages = forwarded ? childrenIn(forwarded, 'jabber:client', 'message') : [];
  return forwarded && messages.length === 1 && messages[0] ? { forwarded, message: messages[0] } : undefined;
}
