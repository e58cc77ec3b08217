import type { BareJid } from '../core/jid.js';

/** How a session reaches its server and signs in by itself: what the connection attributes of a page say. */
export interface SessionConfig {
  /** Addresses as written by the page; empty: discovered from the domain. */
  readonly services: readonly string[];
  /** The XMPP domain, in normal form. */
  readonly domain?: string | undefined;
  readonly jid?: BareJid | undefined;
  readonly password?: string | undefined;
  /** Guests may come in by SASL ANONYMOUS. */
  readonly isAnonymous: boolean;
  /** The full address at which the site's own server says what to sign in with. */
  readonly tokenUrl?: string | undefined;
  /** That server may be of another origin, and gets its cookies there. */
  readonly isTokenCrossOrigin?: boolean | undefined;
  /** By which the XMPP server is told its token. */
  readonly mechanism?: 'OAUTHBEARER' | 'PLAIN' | undefined;
}

/** Which of these say where and who; two elements that differ here want two sessions. */
export function isSameConfig(one: SessionConfig, other: SessionConfig): boolean {
  return one.services.join(' ') === other.services.join(' ') && WORDS.every((word) => one[word] === other[word]);
}

const WORDS = ['domain', 'jid', 'password', 'isAnonymous', 'tokenUrl', 'isTokenCrossOrigin', 'mechanism'] as const;
