import { withResource } from '../../core/jid.js';
import { presence } from '../../protocol/rfc-6121-presence.js';
import type { CommandContext } from './command.js';

/** RFC 6121 §4.2, 4.4: tells contacts how available we are, and each room that we are in (XEP-0045 §7.7). */
export async function sendPresence(context: CommandContext, { isForContacts = true } = {}): Promise<void> {
  const { transport, stores } = context;
  const own = await context.presence();
  if (transport.state.value.status !== 'online') return;
  if (isForContacts) transport.send(presence(own));
  for (const room of stores.rooms.value.values()) {
    if (room.state === 'joined') transport.send(presence({ ...own, to: withResource(room.jid, room.nick) }));
  }
}
