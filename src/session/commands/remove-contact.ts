import type { BareJid } from '../../core/jid.js';
import { rosterRemoval } from '../../protocol/rfc-6121-roster.js';
import type { CommandContext } from './command.js';

/**
 * RFC 6121 §2.5: takes somebody out of the roster; from then on neither sees when the other one is available.
 *
 * @throws {StanzaError} the server would not.
 */
export async function removeContact({ transport }: CommandContext, jid: BareJid): Promise<void> {
  await transport.request(rosterRemoval(jid));
}
