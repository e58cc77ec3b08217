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
}

/** Which of these say where and who; two elements that differ here want two sessions. */
export function isSameConfig(one: SessionConfig, other: SessionConfig): boolean {
  return (
    one.services.join(' ') === other.services.join(' ') &&
    one.domain === other.domain &&
    one.jid === other.jid &&
    one.password === other.password &&
    one.isAnonymous === other.isAnonymous
  );
}
