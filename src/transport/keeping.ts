import { ConnectionError } from '../core/errors.js';
import { toBare } from '../core/jid.js';
import type { Proof, StreamOptions } from './hardened-connection.js';
import { accountOf, keepAccount, ownerOf, rememberOf, type BoshSession } from './kept.js';
import { newId } from '../core/id.js';
import { PageLock, TabSlot } from './tab-slot.js';
import { TabStreams } from './tab-streams.js';
import type { Credentials, Remember } from './transport.js';

/** By what a stream signs in, beside its credentials, and what becomes of it. */
export type SignIn = Pick<StreamOptions, 'credentials' | 'account' | 'remember' | 'isAlone'>;

/** What one session keeps over page loads: its streams, and what it takes to sign in again. */
export class Keeping {
  readonly streams: TabStreams;
  readonly boshSessions: TabSlot<BoshSession>;
  readonly #owner: string;
  /** The client (XEP-0388 §2.3) that no other tab can be while we are. */
  readonly #client = new PageLock();

  /** @param owner the session's name. */
  constructor(owner: string) {
    this.#owner = owner;
    this.streams = new TabStreams(owner);
    this.boshSessions = new TabSlot(owner, 'bosh');
    addEventListener('pagehide', () => this.#client.release());
  }

  /** Fetches what an earlier page has left for these credentials. */
  async signInBy(credentials: Credentials, wished: Remember): Promise<SignIn> {
    const kept = accountOf(this.#owner);
    const account = kept?.jid === ownerOf(credentials) ? kept : undefined;
    if (credentials.kind !== 'anonymous') await this.streams.claim(ownerOf(credentials));
    const remember = credentials.kind === 'remembered' ? rememberOf(this.#owner) : wished;
    return { credentials, account, remember, isAlone: !account || (await this.#isOnly(account.agent)) };
  }

  /** The server has let us in by this. */
  onProof({ fast, scram, agent }: Proof, { credentials, account, remember }: SignIn): void {
    if (credentials.kind !== 'password' && credentials.kind !== 'remembered') return;
    const client = agent ?? account?.agent ?? newId();
    const known = { jid: toBare(credentials.jid), agent: client };
    if (fast?.token) keepAccount(this.#owner, remember, { ...known, fast });
    // Who has a token needs no keys, and a token that was not renewed is still good.
    else if (credentials.kind === 'password') keepAccount(this.#owner, remember, scram && { ...known, scram });
    if (remember !== 'none') void this.#isOnly(client);
  }

  /** Forgets what is refused, for it would be again. Returns what to say about that. */
  refused(error: ConnectionError, { credentials, account }: SignIn): ConnectionError {
    const { condition } = error;
    const isRefused = /^(not-authorized|credentials-expired|server-unverified)$/.test(condition);
    if (credentials.kind !== 'remembered' || !isRefused) return error;
    // Unless another tab has got a newer one in the meantime.
    if (accountOf(this.#owner)?.fast?.token === account?.fast?.token) keepAccount(this.#owner, 'none', undefined);
    return condition === 'server-unverified' ? error : new ConnectionError('credentials-expired', error.message);
  }

  async #isOnly(agent: string): Promise<boolean> {
    return TabSlot.isShared && this.#client.hold(agent);
  }
}
