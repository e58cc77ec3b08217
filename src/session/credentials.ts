import { ConnectionError } from '../core/errors.js';
import type { BareJid } from '../core/jid.js';
import { domainOf, isBare, jidOf, localOf } from '../core/jid.js';
import { ownerOf } from '../transport/kept.js';
import type { Credentials } from '../transport/transport.js';
import type { SessionConfig } from './config.js';
import type { TokenSource } from './token-source.js';

/** Which words to sign in with; left out, the page's attributes tell. */
export interface SignIn {
  /** A JID, or a user name where the domain is known. */
  readonly jid?: string | undefined;
  readonly password?: string | undefined;
  readonly anonymous?: boolean;
  /** How long this sign-in survives; `tab` unless told. Never by a password. */
  readonly remember?: string | undefined;
}

/** Every `remember` that there is. */
export const REMEMBER = ['none', 'tab', 'device'] as const;

/**
 * Asks what to sign in with, before each attempt.
 *
 * @param isRefused the server would not have what was told last.
 * @throws {ConnectionError} nobody can tell.
 */
export type CredentialsSource = (isRefused: boolean, signal: AbortSignal) => Promise<Credentials>;

/**
 * What to sign in with: what somebody typed, what an earlier page left, else what this page says, or the site's own server
 * each time.
 *
 * @param remembered tells what an earlier page left, if it is of use on this one.
 * @throws {ConnectionError} `no-service`, `invalid-jid`: what was typed or written makes no sense.
 */
export function credentialsFor(
  signIn: SignIn,
  config: SessionConfig,
  remembered: () => Credentials | undefined,
): Credentials | CredentialsSource {
  const isTyped = signIn.jid !== undefined || signIn.password !== undefined || signIn.anonymous;
  if (config.tokenUrl && !isTyped) return bySite(config, signIn.remember === 'none' ? () => undefined : remembered);
  return (!isTyped && !config.password && remembered()) || credentialsOf(signIn, config);
}

/**
 * What can be gone on with goes first, and costs the site nothing; but only once it is known whose it has to be. On the page
 * before, another visitor of the site may have been signed in.
 */
function bySite(config: SessionConfig, remembered: () => Credentials | undefined): CredentialsSource {
  let source: TokenSource | undefined;
  let who: string | undefined = config.jid;
  return async (isRefused, signal) => {
    const known = isRefused || !who ? undefined : remembered();
    if (known && ownerOf(known) === who) return known;
    source ??= new (await import('./token-source.js')).TokenSource(config);
    const credentials = await source.next(isRefused, signal);
    who = ownerOf(credentials);
    return credentials;
  };
}

function credentialsOf(
  { jid: written, password, anonymous }: SignIn,
  { domain, isAnonymous, jid: pageJid, password: pagePassword }: SessionConfig,
): Credentials {
  const isGuest = anonymous ?? (written === undefined && isAnonymous && !pageJid);
  if (isGuest) {
    if (!domain) throw new ConnectionError('no-service', 'Guests need a domain.');
    return { kind: 'anonymous', domain };
  }
  const jid = written === undefined ? pageJid : accountOf(written, domain);
  if (!jid) throw new ConnectionError('invalid-jid', `Not an XMPP address: ${written ?? ''}`);
  // The page's password is for the page's account alone.
  const given = written === undefined ? pagePassword : undefined;
  return { kind: 'password', jid, password: password ?? given ?? '' };
}

/** The account that a person means: a JID, or a user name of the page's domain. */
function accountOf(written: string, domain: string | undefined): BareJid | undefined {
  const text = written.trim();
  const jid = jidOf(text.includes('@') || !domain ? text : `${text}@${domain}`);
  return jid && isBare(jid) && localOf(jid) && domainOf(jid) ? jid : undefined;
}
