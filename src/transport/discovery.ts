import { childrenIn } from '../core/stanza.js';
import { readFrame } from './frames.js';
import { isLoopback, isPrivate } from './services.js';

/** XEP-0156: Discovering Alternative XMPP Connection Methods, version 1.4.0 — https://xmpp.org/extensions/xep-0156.html */

const LIMIT = 5000;
const NS_XRD = 'http://docs.oasis-open.org/ns/xri/xrd-1.0';
/** Which addresses a link may lead to, in the order in which we like to try them. */
const KINDS = [
  { rel: 'urn:xmpp:alt-connections:websocket', scheme: /^wss?:/ },
  { rel: 'urn:xmpp:alt-connections:xbosh', scheme: /^https?:/ },
];

interface Link {
  readonly rel: unknown;
  readonly href: unknown;
}

/** The addresses that a domain names: WebSocket first, then BOSH. Empty where it names none that are safe to use. */
export async function discover(domain: string, signal: AbortSignal): Promise<readonly string[]> {
  // A developer's page: its own server speaks for localhost, which has no certificate.
  const isOwnHost = isLoopback(domain) && location.hostname === domain;
  const base = `${isOwnHost ? location.origin : `https://${domain}`}/.well-known/host-meta`;
  for (const { url, read } of [
    { url: `${base}.json`, read: jsonLinks },
    { url: base, read: xmlLinks },
  ]) {
    const candidates = addresses(await linksAt(url, read, signal), isLoopback(domain));
    if (candidates.length) return candidates;
  }
  return [];
}

async function linksAt(url: string, read: (text: string) => Link[], signal: AbortSignal): Promise<Link[]> {
  try {
    const answer = await fetch(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT)]),
    });
    // A redirect must not have led out of what TLS vouches for.
    return answer.ok && isPrivate(answer.url) ? read(await answer.text()) : [];
  } catch {
    signal.throwIfAborted();
    return []; // Unreachable, no CORS, or a captive portal's page: the domain says nothing.
  }
}

function jsonLinks(text: string): Link[] {
  const { links } = JSON.parse(text) as { links?: unknown };
  return Array.isArray(links) ? (links as (Link | null)[]).filter((link) => link !== null) : [];
}

function xmlLinks(text: string): Link[] {
  const document = readFrame(text)?.firstElementChild;
  const links = document?.namespaceURI === NS_XRD ? childrenIn(document, NS_XRD, 'Link') : [];
  return links.map((link) => ({ rel: link.getAttribute('rel'), href: link.getAttribute('href') }));
}

function addresses(links: readonly Link[], isLocal: boolean): string[] {
  const found = KINDS.flatMap(({ rel, scheme }) =>
    links
      .filter((link) => link.rel === rel && URL.canParse(String(link.href)))
      .map(({ href }) => new URL(String(href)))
      .filter(
        ({ protocol, href }) =>
          scheme.test(protocol) && (/^(wss|https):$/.test(protocol) || (isLocal && isPrivate(href))),
      )
      .map(({ href }) => href),
  );
  return [...new Set(found)];
}
