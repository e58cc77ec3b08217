import { withResource, type BareJid } from '../../core/jid.js';
import type { Outgoing } from '../outbox.js';
import type { CommandContext } from './command.js';

/** Shows a message of ours as being sent. */
export function prepareMessage(
  { stores, self, dispatch }: CommandContext,
  { conversation, type, id, body }: Outgoing,
): Outgoing {
  const nick = stores.rooms.value.get(conversation as BareJid)?.nick;
  const from = (type === 'groupchat' && nick && withResource(conversation as BareJid, nick)) || self || conversation;
  dispatch({ kind: 'message-queued', conversation, type, from, id, body, at: Date.now() });
  return { conversation, type, id, body };
}
