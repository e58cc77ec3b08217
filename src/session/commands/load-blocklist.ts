import type { BareJid } from '../../core/jid.js';
import { blocklistQuery, NS_BLOCKING, readBlocklist } from '../../protocol/xep-0191-blocking.js';
import { NS_REPORTING } from '../../protocol/xep-0377-reporting.js';
import type { CommandContext } from './command.js';

/**
 * XEP-0191: asks whom we have blocked, where the server has such a list.
 *
 * @throws {StanzaError} it would not say.
 */
export async function loadBlocklist(context: CommandContext, server: BareJid): Promise<void> {
  const { transport, stores, dispatch, wire } = context;
  if (!stores.features.value.has(server)) await wire.discover(context, server);
  const features = stores.features.value.get(server)?.features;
  if (!features?.has(NS_BLOCKING)) return;
  const takesReports = features.has(NS_REPORTING);
  await transport.request(blocklistQuery(), {
    onResult: (answer) => dispatch({ ...readBlocklist(answer), takesReports }),
  });
}
