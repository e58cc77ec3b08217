import type { Jid } from '../../core/jid.js';
import { block, unblock } from '../../protocol/xep-0191-blocking.js';
import type { CommandContext } from './command.js';

/**
 * XEP-0191: has the server let nothing through from somebody, or everything again.
 *
 * @throws {StanzaError} the server would not.
 */
export async function setBlocked({ transport }: CommandContext, jid: Jid, isBlocked: boolean): Promise<void> {
  await transport.request(isBlocked ? block(jid) : unblock(jid));
}
