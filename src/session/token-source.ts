import { ConnectionError } from '../core/errors.js';
import { domainOf, fullJidOf, jidOf, localOf, toBare } from '../core/jid.js';
import type { Credentials } from '../transport/transport.js';
import type { SessionConfig } from './config.js';

/** For the whole of an answer, in ms. */
const LIMIT = 10_000;
/** An answer is not read beyond this, in bytes. */
const MAX_SIZE = 65_536;
/** How long credentials have to be good for to be used once more, in ms. */
const MARGIN = 60_000;

/** What a site's server may say; all of it is a stranger's until it is looked at. */
type Answer = Readonly<Record<'jid' | 'token' | 'password' | 'sid' | 'rid' | 'expires', unknown>>;

/** What to sign in with, and until when it is good, in ms since the epoch. */
interface Told {
  readonly credentials: Credentials;
  readonly until: number;
}

/**
 * Sign-in by the site's own server, which knows its visitor by a cookie: it is asked what to sign in with. That stays in
 * this object, and is written and logged nowhere.
 */
export class TokenSource {
  readonly #config: SessionConfig;
  #last: Told | undefined;

  constructor(config: SessionConfig) {
    this.#config = config;
  }

  /**
   * What to sign in with now: what is at hand if it is known to be good for a while, else what the site says.
   *
   * @param isRefused the server would not have what is at hand.
   * @throws {ConnectionError} `not-authorized`: the site does not know the visitor. `token-unavailable`: it does not
   *   answer, or nothing that could be used.
   */
  async next(isRefused: boolean, signal: AbortSignal): Promise<Credentials> {
    const last = isRefused ? undefined : this.#last;
    if (last && last.until > Date.now() + MARGIN) return last.credentials;
    this.#last = undefined; // Should nothing new come, it is not to be tried again.
    const told = this.#read(await this.#fetch(signal));
    this.#last = told;
    return told.credentials;
  }

  async #fetch(signal: AbortSignal): Promise<Answer> {
    const { tokenUrl = '', isTokenCrossOrigin } = this.#config;
    let status = 0;
    try {
      const response = await fetch(tokenUrl, {
        // A redirect may lead to another path of the site, and out of it only where the page says so.
        mode: isTokenCrossOrigin ? 'cors' : 'same-origin',
        credentials: isTokenCrossOrigin ? 'include' : 'same-origin',
        headers: { accept: 'application/json' },
        cache: 'no-store',
        signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT)]),
      });
      ({ status } = response);
      if (response.ok) return Object(JSON.parse(await textOf(response))) as Answer;
    } catch {
      // The reason may quote the answer, in which there are secrets.
      signal.throwIfAborted();
    }
    if (status === 401 || status === 403) {
      throw new ConnectionError('not-authorized', `The site does not know its visitor (HTTP ${status}).`);
    }
    throw unavailable(status ? `HTTP ${status}, or no JSON` : 'no answer');
  }

  #read({ jid: written, token, password, sid, rid, expires }: Answer): Told {
    const { domain, jid: wanted, mechanism = 'OAUTHBEARER' } = this.#config;
    const full = jidOf(textIn(written));
    const jid = full && toBare(full);
    if (!jid || !localOf(jid)) throw unavailable('no account’s JID');
    if (wanted ? jid !== wanted : domain && domainOf(jid) !== domain) throw unavailable('not an account of this page');
    const ends = [timeOf(expires), endOf(textIn(token))].filter(Number.isFinite);
    const until = ends.length ? Math.min(...ends) : 0;
    if (textIn(token)) return { credentials: { kind: 'token', jid, token: textIn(token), mechanism }, until };
    if (textIn(password)) return { credentials: { kind: 'password', jid, password: textIn(password) }, until };
    const bound = fullJidOf(full);
    const next = Number(numberOrText(rid));
    if (!bound || !textIn(sid) || !Number.isSafeInteger(next) || next < 1) {
      throw unavailable('neither a token, a password nor a BOSH session');
    }
    // It can be attached to once: later pages and streams go on where the one before has stopped counting.
    return { credentials: { kind: 'prebound', jid: bound, sid: textIn(sid), rid: next }, until: 0 };
  }
}

async function textOf({ body }: Response): Promise<string> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; size <= MAX_SIZE;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) return text + decoder.decode();
    size += value?.length ?? 0;
    text += decoder.decode(value, { stream: true });
  }
  void reader?.cancel();
  throw new Error('Too long');
}

/** Text without the control characters by which SASL tells its parts from each other; `''` where it is none. */
function textIn(value: unknown): string {
  return typeof value === 'string' && !/\p{Cc}/u.test(value) ? value : '';
}

/** When something ends that is told in seconds from now or as a date; in ms since the epoch. */
function timeOf(expires: unknown): number {
  const told = numberOrText(expires);
  const seconds = Number(told || NaN);
  return Number.isNaN(seconds) ? Date.parse(String(told)) : Date.now() + seconds * 1000;
}

function numberOrText(value: unknown): number | string {
  return typeof value === 'number' ? value : textIn(value);
}

/** When a token says that it ends, if it is a JWT (RFC 7519 §4.1.4). It is not checked: the XMPP server does that. */
function endOf(token: string): number {
  const [, payload = '', ...signature] = token.split('.');
  if (signature.length !== 1) return NaN;
  try {
    const claims = Object(JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))) as { exp?: unknown };
    return Number(claims.exp) * 1000;
  } catch {
    return NaN; // Another token with two dots.
  }
}

function unavailable(what: string): ConnectionError {
  return new ConnectionError('token-unavailable', `The site’s server does not say what to sign in with: ${what}.`);
}
