/** What survives a page load: under which names, and reading and writing that never throws. */
import { jidOf, toBare, type BareJid, type FullJid } from '../core/jid.js';
import type { Credentials, Remember } from './transport.js';

/** A sign-in without its password. Text is base64 unless it came so from the server. */
export interface Account {
  readonly jid: BareJid;
  /** By which the server tells this client from the account's others (XEP-0388). */
  readonly agent: string;
  /** A token of the server's (XEP-0484), until when. */
  readonly fast?: { readonly token: string; readonly expiry: string };
  readonly scram?: ScramKeys;
}

/** What a password became for one salt: enough to sign in with at this server, useless at any other. */
export interface ScramKeys {
  readonly hash: string;
  readonly salt: string;
  readonly iterations: number;
  readonly clientKey: string;
  readonly serverKey: string;
}

/** A BOSH session, for a later page of this tab to attach to (XEP-0206 §8). `id` is its sid. */
export interface BoshSession {
  readonly account: string;
  readonly id: string;
  /** The number of the next request. */
  readonly rid: number;
  /** For how many seconds the server waits for a request. */
  readonly max: number;
  /** How many requests have no answer yet. */
  readonly open: number;
  /** When the last of them went out, in ms since 1970. */
  readonly sent: number;
  readonly jid: FullJid;
  readonly service: string;
  readonly kind: Credentials['kind'];
}

/** What of it changes with every request. */
export type BoshNumbers = Omit<BoshSession, 'account' | 'jid' | 'service' | 'kind'>;

/** Where a thing is kept: until the tab is closed, or for good. */
export type Place = 'sessionStorage' | 'localStorage';

const PLACES = ['sessionStorage', 'localStorage'] as const;

/** The name of one thing of a session. */
export function keyOf(owner: string, what: string): string {
  return `xmpp-elements:${encodeURIComponent(owner)}:${what}`;
}

/** As it was written; `undefined` where there is nothing, or nothing that can be read. */
export function read(place: Place, key: string): object | undefined {
  try {
    const value: unknown = JSON.parse(globalThis[place].getItem(key) ?? 'null');
    return typeof value === 'object' && value ? value : undefined;
  } catch {
    return undefined; // Switched off by the visitor, or somebody else's text.
  }
}

/** Writes, or removes what is `undefined`. Tells whether it could; of what could not be written nothing old is left. */
export function write(place: Place, key: string, value: object | undefined): boolean {
  try {
    if (value) globalThis[place].setItem(key, JSON.stringify(value));
    else globalThis[place].removeItem(key);
    return true;
  } catch {
    // No room left, or switched off.
    return value ? !write(place, key, undefined) && false : false;
  }
}

/** The sign-in that a session left. */
export function accountOf(owner: string): Account | undefined {
  const [found] = PLACES.flatMap((place) => (read(place, keyOf(owner, 'account')) as Account | undefined) ?? []);
  const jid = jidOf(String(found?.jid));
  const isSane = found && jid && toBare(jid) === found.jid && typeof found.agent === 'string';
  return isSane ? found : undefined;
}

/** Who signs in: an account, or for guests the domain. */
export function ownerOf(credentials: Credentials): string {
  return 'jid' in credentials ? toBare(credentials.jid) : credentials.domain;
}

/** Keeps a sign-in, or forgets it. */
export function keepAccount(owner: string, remember: Remember, account: Account | undefined): void {
  keep(owner, 'account', remember, account);
}

function keep(owner: string, what: string, remember: Remember, value: object | undefined): void {
  const kept = { tab: 'sessionStorage', device: 'localStorage', none: undefined }[remember];
  for (const place of PLACES) write(place, keyOf(owner, what), place === kept ? value : undefined);
}

/** Where an account is kept now. */
export function rememberOf(owner: string): Remember {
  return read('localStorage', keyOf(owner, 'account')) ? 'device' : 'tab';
}

/** A guest has signed in: pages for guests know them again, for as long as the sign-in is kept. */
export function keepGuest(owner: string, account: BareJid): void {
  keep(owner, 'was-guest', rememberOf(owner), { account });
}

/** Whether this account is one that a guest has signed in with. */
export function signedInAsGuest(owner: string, account: BareJid): boolean {
  return PLACES.some(
    (place) => (read(place, keyOf(owner, 'was-guest')) as { account?: unknown } | undefined)?.account === account,
  );
}

/** As whom a session's page can sign in by itself. */
export function rememberedBy(owner: string): Credentials | undefined {
  const account = accountOf(owner);
  if (account && (account.fast ?? account.scram)) return { kind: 'remembered', jid: account.jid };
  const session = read('sessionStorage', keyOf(owner, 'bosh')) as (BoshSession & { readonly at: number }) | undefined;
  if (!session || Date.now() - session.at > session.max * 1000) return undefined;
  const { kind, id, jid } = session;
  if (kind === 'anonymous') return { kind, domain: session.account };
  return kind === 'prebound' ? { kind, jid, sid: id } : undefined;
}

/** Forgets all that is kept of a session. */
export function wipe(owner: string): void {
  const prefix = keyOf(owner, '');
  for (const place of PLACES) {
    try {
      const storage = globalThis[place];
      for (const key of Object.keys(storage)) if (key.startsWith(prefix)) storage.removeItem(key);
    } catch {
      // Switched off: there is nothing.
    }
  }
}
