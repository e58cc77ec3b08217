/** SASL (RFC 6120 §6): SCRAM (RFC 5802, 7677), PLAIN (RFC 4616) where nobody can listen, ANONYMOUS (RFC 4505). */
import { ConnectionError } from '../core/errors.js';
import { localOf } from '../core/jid.js';
import { fromBase64, toBase64 } from './base64.js';
import type { ScramKeys } from './kept.js';
import type { Credentials } from './transport.js';

/** One attempt to sign in. Data is what stands in base64 on the wire. */
export interface Mechanism {
  readonly name: string;
  /** The initial response, where there is one. */
  readonly first?: string | Uint8Array;
  /** What the password became, once it has served. */
  readonly keys?: ScramKeys | undefined;
  /** @throws {Error} the server does not keep to the protocol, or is not the one that it says. */
  respond(challenge: string): Promise<string>;
  /** Whether the server, with its last word at the latest, has proven what the mechanism lets it prove. */
  isProven(lastWord: string, encoded: string): boolean;
}

/** What decides whether a password may be shown as it is. */
interface Circumstances {
  readonly isPrivate: boolean;
  /** The account was signed in by SCRAM before: a server that now knows PLAIN only is another server. */
  readonly hasScram: boolean;
  /** Instead of a password. */
  readonly keys?: ScramKeys | undefined;
}

/** Strongest first. */
const HASHES = ['SHA-512', 'SHA-256', 'SHA-1'];
/**
 * RFC 5802 §5.1 sets the lower bound. At the upper one a phone works for seconds; more could only be meant to keep it
 * busy.
 */
const ITERATIONS = { min: 4096, max: 1_000_000 };
const SERVER_FIRST = /^r=([^,]+),s=([A-Za-z\d+/=]+),i=(\d{1,7})(?:,|$)/;

/** The best way in that both sides know; `undefined` where there is none that we would use. */
export function mechanismFor(
  credentials: Credentials,
  offered: readonly (string | null)[],
  { isPrivate, hasScram, keys }: Circumstances,
): Mechanism | undefined {
  if (credentials.kind === 'anonymous') return offered.includes('ANONYMOUS') ? withoutProof('ANONYMOUS') : undefined;
  const user = localOf(credentials.jid);
  if (credentials.kind === 'token') {
    // Whoever hears a token is whom it names.
    return isPrivate && offered.includes(credentials.mechanism) ? bearer(credentials) : undefined;
  }
  // Absent on plain-http pages of other hosts.
  const canHash = 'subtle' in crypto;
  const hash = HASHES.find((name) => canHash && offered.includes(`SCRAM-${name}`) && (!keys || keys.hash === name));
  if (credentials.kind === 'remembered') return hash && keys ? new Scram(hash, user, keys) : undefined;
  if (credentials.kind !== 'password') return undefined;
  // RFC 4013 in essence: the same password typed on another keyboard or system must be the same bytes.
  const password = credentials.password.normalize('NFKC');
  if (hash) return new Scram(hash, user, password);
  const canTell = isPrivate && !hasScram && offered.includes('PLAIN');
  return canTell ? withoutProof('PLAIN', `\0${user}\0${password}`) : undefined;
}

/** RFC 7628; to a challenge, which has the reasons of a refusal, goes a Ctrl-A. */
function bearer({ jid, token, mechanism }: Extract<Credentials, { kind: 'token' }>): Mechanism {
  if (mechanism === 'PLAIN') return withoutProof('PLAIN', `\0${localOf(jid)}\0${token}`);
  const authzid = jid.replaceAll('=', '=3D').replaceAll(',', '=2C');
  return {
    ...withoutProof(mechanism, `n,a=${authzid},\x01auth=Bearer ${token}\x01\x01`),
    respond: () => Promise.resolve('\x01'),
  };
}

function withoutProof(name: string, first?: string): Mechanism {
  return { name, ...(first && { first }), respond: () => Promise.resolve(''), isProven: () => true };
}

class Scram implements Mechanism {
  readonly name: string;
  readonly #hash: string;
  readonly #secret: string | ScramKeys;
  readonly #nonce = toBase64(crypto.getRandomValues(new Uint8Array(18)));
  readonly #firstBare: string;
  #isAnswered = false;
  #isProven = false;
  #signature: string | undefined;
  keys: ScramKeys | undefined;

  constructor(hash: string, user: string, secret: string | ScramKeys) {
    this.name = `SCRAM-${hash}`;
    this.#hash = hash;
    this.#secret = secret;
    this.#firstBare = `n=${user.replaceAll('=', '=3D').replaceAll(',', '=2C')},r=${this.#nonce}`;
  }

  get first(): string {
    return `n,,${this.#firstBare}`;
  }

  async respond(challenge: string): Promise<string> {
    // RFC 4422 §3.6: a server that cannot put its proof into <success/> asks once more.
    if (this.#isAnswered) return this.#checked(challenge);
    this.#isAnswered = true;
    const [, nonce = '', salt = '', rounds] = SERVER_FIRST.exec(challenge) ?? [];
    const iterations = Number(rounds);
    const isFresh = nonce.startsWith(this.#nonce) && nonce.length > this.#nonce.length;
    const isSane = iterations >= ITERATIONS.min && iterations <= ITERATIONS.max;
    if (!isFresh || !isSane) throw new Error('Bad SCRAM challenge');
    this.keys = await this.#keysFor(salt, iterations);
    const clientKey = fromBase64(this.keys.clientKey);
    const storedKey = await crypto.subtle.digest(this.#hash, clientKey);
    const final = `c=biws,r=${nonce}`;
    const exchange = `${this.#firstBare},${challenge},${final}`;
    const proof = await this.#sign(storedKey, exchange);
    this.#signature = toBase64(await this.#sign(fromBase64(this.keys.serverKey), exchange));
    return `${final},p=${toBase64(proof.map((byte, index) => byte ^ (clientKey[index] as number)))}`;
  }

  isProven(lastWord: string): boolean {
    return this.#isProven || (this.#signature !== undefined && lastWord.split(',')[0] === `v=${this.#signature}`);
  }

  #checked(lastWord: string): string {
    this.#isProven = this.isProven(lastWord);
    if (!this.#isProven) throw new Error('Bad SCRAM signature');
    return '';
  }

  async #keysFor(salt: string, iterations: number): Promise<ScramKeys> {
    const secret = this.#secret;
    const hash = this.#hash;
    if (typeof secret !== 'string') {
      // A new password, or a server that salts anew for each sign-in.
      if (secret.salt !== salt || secret.iterations !== iterations) throw new ConnectionError('credentials-expired');
      return secret;
    }
    const password = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'PBKDF2', false, [
      'deriveBits',
    ]);
    const bits = { 'SHA-1': 160, 'SHA-256': 256, 'SHA-512': 512 }[hash];
    const pbkdf2 = { name: 'PBKDF2', salt: fromBase64(salt), iterations, hash };
    const salted = await crypto.subtle.deriveBits(pbkdf2, password, bits);
    const clientKey = toBase64(await this.#sign(salted, 'Client Key'));
    return { hash, salt, iterations, clientKey, serverKey: toBase64(await this.#sign(salted, 'Server Key')) };
  }

  async #sign(key: BufferSource, text: string): Promise<Uint8Array<ArrayBuffer>> {
    const hmac = { name: 'HMAC', hash: this.#hash };
    const imported = await crypto.subtle.importKey('raw', key, hmac, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text)));
  }
}
