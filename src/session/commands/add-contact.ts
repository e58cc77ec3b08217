import type { BareJid } from '../../core/jid.js';
import { subscription } from '../../protocol/rfc-6121-presence.js';
import type { CommandContext } from './command.js';

/**
 * RFC 6121 §3.1: puts somebody into the roster and asks to see when they are available; they may see it of us, too.
 *
 * @throws {StanzaError} the server would not.
 */
export async function addContact(context: CommandContext, jid: BareJid): Promise<void> {
  const { transport, stores, wire } = context;
  const isKnown = stores.roster.value.items.has(jid);
  if (!isKnown) await wire.changeContact(context, jid);
  if (stores.requests.value.has(jid)) return wire.answerRequest(context, jid, true);
  const { value: stream } = transport.state;
  // §3.4: whoever adds somebody need not be asked by them. Where the server cannot note that, they ask.
  if (!isKnown && stream.status === 'online' && stream.hasPreApproval) transport.send(subscription(jid, 'subscribed'));
  transport.send(subscription(jid, 'subscribe'));
}
