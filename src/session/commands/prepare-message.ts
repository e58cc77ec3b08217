import { withResource, type BareJid } from '../../core/jid.js';
import { chatMessage } from '../../protocol/rfc-6121-message.js';
import type { Outgoing } from '../outbox.js';
import type { CommandContext } from './command.js';

/** Shows a message of ours as being sent, and builds what will be sent. */
export function prepareMessage(
  { stores, self, dispatch }: CommandContext,
  { conversation, type, id, body }: Omit<Outgoing, 'stanza'> & { readonly body: string },
): Outgoing {
  const nick = stores.rooms.value.get(conversation as BareJid)?.nick;
  const from = (type === 'groupchat' && nick && withResource(conversation as BareJid, nick)) || self || conversation;
  dispatch({ kind: 'message-queued', conversation, type, from, id, body, at: Date.now() });
  return { conversation, type, id, stanza: chatMessage({ to: conversation, type, id, body }) };
}
