import type { BareJid } from '../../core/jid.js';
import { rosterChange } from '../../protocol/rfc-6121-roster.js';
import type { CommandContext } from './command.js';

/** What we may change of a contact. What is left out stays as it is. */
export interface ContactChange {
  readonly name?: string;
  readonly groups?: readonly string[];
}

/**
 * RFC 6121 §2.3, 2.4: puts somebody into the roster, or calls and groups them otherwise.
 *
 * @throws {StanzaError} the server would not.
 */
export async function changeContact(
  { transport, stores }: CommandContext,
  jid: BareJid,
  change: ContactChange = {},
): Promise<void> {
  const { name, groups } = { name: '', groups: [], ...stores.roster.value.items.get(jid), ...change };
  await transport.request(rosterChange({ jid, name, groups }));
}
