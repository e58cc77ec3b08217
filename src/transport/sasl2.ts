/**
 * XEP-0388: Extensible SASL Profile, version 1.0.1 — https://xmpp.org/extensions/xep-0388.html — with what goes along with
 * it in one round trip: Bind 2 (XEP-0386), FAST tokens (XEP-0484) and the resumption of a stream (XEP-0198 §9).
 */
import { localOf, type BareJid } from '../core/jid.js';
import { childIn, childrenIn } from '../core/stanza.js';
import { toBase64 } from './base64.js';
import { element } from './frames.js';
import type { HardenedConnection, StreamOptions } from './hardened-connection.js';
import { newId } from '../core/id.js';
import type { Mechanism } from './sasl.js';

const NS_SASL2 = 'urn:xmpp:sasl:2';
const NS_FAST = 'urn:xmpp:fast:0';
const NS_BIND2 = 'urn:xmpp:bind:0';
const NS_SM = 'urn:xmpp:sm:3';
/** The one for clients that cannot see their TLS channel, as no page can. */
const HASHED_TOKEN = 'HT-SHA-256-NONE';

/** What is asked for together with a sign-in; each part only where it is offered. */
export interface Inline {
  readonly agent: string;
  readonly usesToken: boolean;
  readonly requestsToken: boolean;
  readonly revokes: boolean;
  readonly resumes: boolean;
  readonly binds: boolean;
}

/** What of all that to ask a server for that offers this; `undefined` where the older way is as good. */
export function inlineIn(
  authentication: Element,
  { account, credentials, remember, revokes = false, isAlone }: StreamOptions,
): Inline | undefined {
  const inline = childIn(authentication, NS_SASL2, 'inline');
  const fast = inline && childIn(inline, NS_FAST, 'fast');
  const offersToken =
    !!fast && childrenIn(fast, NS_FAST, 'mechanism').some((each) => each.textContent === HASHED_TOKEN);
  const usesToken = offersToken && credentials.kind === 'remembered' && !!account?.fast;
  // Keys of another mechanism may have been kept for the older way; a token has no other use than this.
  if (revokes && !usesToken) return undefined;
  const bind = inline && childIn(inline, NS_BIND2, 'bind');
  const within = bind && childIn(bind, NS_BIND2, 'inline');
  const bindings = within ? childrenIn(within, NS_BIND2, 'feature') : [];
  const offersManagement = bindings.some((each) => each.getAttribute('var') === NS_SM);
  const wishesResource = credentials.kind === 'password' && credentials.resource;
  return {
    agent: account?.agent ?? newId(),
    usesToken,
    requestsToken: offersToken && !usesToken && credentials.kind !== 'token' && remember !== 'none',
    revokes,
    resumes: !!inline && !!childIn(inline, NS_SM, 'sm'),
    // Without stream management in it, it would save one question and cost all that a fault takes. And a server ends what
    // the same client has bound before (XEP-0386 §4.2), which another tab may be to it.
    binds: isAlone && !wishesResource && offersManagement,
  };
}

/** The one element that asks for all. */
export function authenticate(mechanism: string, first: string, inline: Inline, stream: HardenedConnection): Element {
  const request = element(`<authenticate xmlns="${NS_SASL2}"><initial-response/></authenticate>`);
  request.setAttribute('mechanism', mechanism);
  (request.firstElementChild as Element).textContent = first;
  const agent = element(`<user-agent xmlns="${NS_SASL2}"><software>xmpp-elements</software></user-agent>`);
  agent.setAttribute('id', inline.agent);
  request.append(agent);
  if (inline.requestsToken) request.append(element(`<request-token xmlns="${NS_FAST}" mechanism="${HASHED_TOKEN}"/>`));
  if (inline.usesToken) {
    request.append(element(`<fast xmlns="${NS_FAST}"${inline.revokes ? ' invalidate="true"' : ''}/>`));
  }
  if (!inline.revokes) request.append(...sessionFor(inline, stream));
  return request;
}

/** The old stream if there is one, and a new one for the case that it is gone. */
function sessionFor({ resumes, binds }: Inline, stream: HardenedConnection): Element[] {
  const { sm } = stream;
  sm?.initialize(stream.account);
  const isResumable = !!sm?.hasResumableState();
  // A bound JID cannot be given back, so that an old stream that is not asked for here has to be asked for before.
  if (isResumable && !resumes) return [];
  const session = isResumable ? stream.captured(() => sm?.sendResume()) : [];
  if (!isResumable) sm?.reset();
  if (!binds) return session;
  const enable = `<enable xmlns="${NS_SM}"${stream.resumes ? ' resume="true"' : ''}/>`;
  return [...session, element(`<bind xmlns="${NS_BIND2}"><tag>xmpp-elements</tag>${enable}</bind>`)];
}

/** The Hashed Token mechanism (draft-schmaus-kitten-sasl-ht) without channel binding. */
export async function hashedToken(jid: BareJid, token: string): Promise<Mechanism> {
  const [initiator, responder] = [await hmac(token, 'Initiator'), await hmac(token, 'Responder')];
  return {
    name: HASHED_TOKEN,
    first: new Uint8Array([...new TextEncoder().encode(`${localOf(jid)}\0`), ...initiator]),
    respond: () => Promise.reject(new Error('HT asks nothing')),
    isProven: (_, encoded) => encoded === toBase64(responder),
  };
}

async function hmac(token: string, text: string): Promise<Uint8Array> {
  const bytes = (value: string) => new TextEncoder().encode(value);
  const key = await crypto.subtle.importKey('raw', bytes(token), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(text)));
}
