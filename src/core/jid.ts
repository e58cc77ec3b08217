/** JIDs as RFC 7622 has them: `local@domain/resource`, compared in normal form only. */

declare const kind: unique symbol;
/** A normalised JID without a resource: an account, a room, a server. */
export type BareJid = string & { readonly [kind]: 'bare' };
/** A normalised JID with a resource: a client, an occupant. */
export type FullJid = string & { readonly [kind]: 'full' };
/** Any normalised JID. */
export type Jid = BareJid | FullJid;

/** RFC 7622 §3.1: no part is longer than this many octets. */
const MAX_OCTETS = 1023;
// RFC 7622 §3.3.1 forbids these in a localpart; white space and control characters are never allowed there.
const FORBIDDEN_IN_LOCAL = /["&'/:<>@\s\p{Cc}\p{Cs}]/u;
const FORBIDDEN_IN_DOMAIN = /^\.|\.\.|\.$|["&'()/:<>@[\\\]^`{|}\s\p{Cc}\p{Cs}]/u;
const IPV6 = /^\[[\da-f:.]{2,45}\]$/;
const FORBIDDEN_IN_RESOURCE = /[\p{Cc}\p{Cs}]/u;
/** Most JIDs: already normal, so that a stream's every stanza costs one look. */
const NORMAL = /^(?:[a-z0-9._+-]{1,255}@)?[a-z0-9-]+(?:\.[a-z0-9-]+)*(?:\/[\w. :@#-]{1,255})?$/;

/** The normal form of a JID written by anybody, or `undefined` where it is none. */
export function jidOf(text: string | null | undefined): Jid | undefined {
  if (!text) return undefined;
  // A trailing space in a resource would be a look-alike of the nick without it.
  if (NORMAL.test(text) && !text.endsWith(' ')) return text as Jid;
  const slash = text.indexOf('/');
  const bare = slash < 0 ? text : text.slice(0, slash);
  const at = bare.indexOf('@');
  const local = at < 0 ? undefined : bare.slice(0, at).normalize('NFKC').toLowerCase();
  const domain = bare
    .slice(at + 1)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\.$/, '');
  const resource = slash < 0 ? undefined : text.slice(slash + 1).normalize('NFC');
  const isValid =
    (IPV6.test(domain) || isPart(domain, FORBIDDEN_IN_DOMAIN)) &&
    (local === undefined || isPart(local, FORBIDDEN_IN_LOCAL)) &&
    (resource === undefined || isPart(resource, FORBIDDEN_IN_RESOURCE));
  if (!isValid) return undefined;
  return `${local === undefined ? '' : `${local}@`}${domain}${resource === undefined ? '' : `/${resource}`}` as Jid;
}

function isPart(part: string, forbidden: RegExp): boolean {
  const octets = part.length < MAX_OCTETS / 4 ? part.length : new TextEncoder().encode(part).length;
  return octets > 0 && octets <= MAX_OCTETS && !forbidden.test(part);
}

/** As `jidOf`, but only for a JID that has no resource. */
export function bareJidOf(text: string | null | undefined): BareJid | undefined {
  const jid = jidOf(text);
  return jid && isBare(jid) ? jid : undefined;
}

/** As `jidOf`, but only for a JID that has a resource. */
export function fullJidOf(text: string | null | undefined): FullJid | undefined {
  const jid = jidOf(text);
  return jid && !isBare(jid) ? jid : undefined;
}

export function isBare(jid: Jid): jid is BareJid {
  return !jid.includes('/');
}

/** The JID without its resource. */
export function toBare(jid: Jid): BareJid {
  const slash = jid.indexOf('/');
  return (slash < 0 ? jid : jid.slice(0, slash)) as BareJid;
}

/** The part before the `@`, or `''`. */
export function localOf(jid: Jid): string {
  const bare = toBare(jid);
  return bare.slice(0, Math.max(0, bare.indexOf('@')));
}

/** The part between `@` and `/`. */
export function domainOf(jid: Jid): string {
  const bare = toBare(jid);
  return bare.slice(bare.indexOf('@') + 1);
}

/** The part after the `/`: in a room, the nick. `''` where there is none. */
export function resourceOf(jid: Jid): string {
  const slash = jid.indexOf('/');
  return slash < 0 ? '' : jid.slice(slash + 1);
}

/** The full JID of a resource at a bare one; `undefined` where the resource is not allowed. */
export function withResource(jid: BareJid, resource: string): FullJid | undefined {
  return fullJidOf(`${jid}/${resource}`);
}
