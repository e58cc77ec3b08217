/** SASL (RFC 6120 §6): SCRAM (RFC 5802, 7677), PLAIN (RFC 4616) where nobody can listen, ANONYMOUS (RFC 4505). */
import { localOf } from '../core/jid.js';
import { fromBase64, toBase64 } from './base64.js';
import type { Credentials } from './transport.js';

/** One attempt to sign in. Data is what stands in base64 on the wire. */
export interface Mechanism {
  readonly name: string;
  /** The initial response, where there is one. */
  readonly first?: string;
  /** @throws {Error} the server does not keep to the protocol, or is not the one that it says. */
  respond(challenge: string): Promise<string>;
  /** Whether the server, with its last word at the latest, has proven what the mechanism lets it prove. */
  isProven(lastWord: string): boolean;
}

/** What decides whether a password may be shown as it is. */
interface Circumstances {
  readonly isPrivate: boolean;
  /** The account was signed in by SCRAM before: a server that now knows PLAIN only is another server. */
  readonly hasScram: boolean;
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
  { isPrivate, hasScram }: Circumstances,
): Mechanism | undefined {
  if (credentials.kind === 'anonymous') return offered.includes('ANONYMOUS') ? withoutProof('ANONYMOUS') : undefined;
  const user = localOf(credentials.jid);
  // RFC 4013 in essence: the same password typed on another keyboard or system must be the same bytes.
  const password = credentials.password.normalize('NFKC');
  // Absent on plain-http pages of other hosts.
  const canHash = 'subtle' in crypto;
  const hash = canHash && HASHES.find((name) => offered.includes(`SCRAM-${name}`));
  if (hash) return new Scram(hash, user, password);
  const canTell = isPrivate && !hasScram && offered.includes('PLAIN');
  return canTell ? withoutProof('PLAIN', `\0${user}\0${password}`) : undefined;
}

function withoutProof(name: string, first?: string): Mechanism {
  return { name, ...(first && { first }), respond: () => Promise.resolve(''), isProven: () => true };
}

class Scram implements Mechanism {
  readonly name: string;
  readonly #hash: string;
  readonly #password: string;
  readonly #nonce = toBase64(crypto.getRandomValues(new Uint8Array(18)));
  readonly #firstBare: string;
  #isAnswered = false;
  #isProven = false;
  #signature: string | undefined;

  constructor(hash: string, user: string, password: string) {
    this.name = `SCRAM-${hash}`;
    this.#hash = hash;
    this.#password = password;
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
    const salted = await this.#derive(fromBase64(salt), iterations);
    const clientKey = await this.#sign(salted, 'Client Key');
    const storedKey = await crypto.subtle.digest(this.#hash, clientKey);
    const final = `c=biws,r=${nonce}`;
    const exchange = `${this.#firstBare},${challenge},${final}`;
    const proof = await this.#sign(storedKey, exchange);
    this.#signature = toBase64(await this.#sign(await this.#sign(salted, 'Server Key'), exchange));
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

  async #derive(salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<ArrayBuffer> {
    const password = new TextEncoder().encode(this.#password);
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
    const bits = { 'SHA-1': 160, 'SHA-256': 256, 'SHA-512': 512 }[this.#hash];
    return crypto.subtle.deriveBits({ name: 'PBKDF2', salt, iterations, hash: this.#hash }, key, bits);
  }

  async #sign(key: BufferSource, text: string): Promise<Uint8Array<ArrayBuffer>> {
    const hmac = { name: 'HMAC', hash: this.#hash };
    const imported = await crypto.subtle.importKey('raw', key, hmac, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text)));
  }
}
