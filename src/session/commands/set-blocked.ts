import { toBare, type Jid } from '../../core/jid.js';
import { block, unblock } from '../../protocol/xep-0191-blocking.js';
import { reportOf, type Report } from '../../protocol/xep-0377-reporting.js';
import type { CommandContext } from './command.js';

/** How many of somebody's messages a report names, the last ones. */
const REPORTED = 10;

/**
 * XEP-0191: has the server let nothing through from somebody, or everything again.
 *
 * @param report XEP-0377: says why to those who run the server.
 * @throws {StanzaError} the server would not.
 */
export async function setBlocked(
  context: CommandContext,
  jid: Jid,
  isBlocked: boolean,
  report?: Report,
): Promise<void> {
  const why = report && reportOf(report, { by: toBare(context.self as Jid), stanzaIds: lastOf(context, jid) });
  await context.transport.request(isBlocked ? block(jid, why) : unblock(jid));
}

function lastOf({ stores }: CommandContext, jid: Jid): readonly string[] {
  const entries = stores.conversations.value.get(jid)?.entries ?? [];
  const ids = entries.flatMap((entry) => (entry.kind === 'message' && !entry.isOwn && entry.stanzaId) || []);
  return ids.slice(-REPORTED);
}
