import { withResource, type BareJid } from '../../core/jid.js';
import { queued, type Outgoing } from '../outgoing.js';
import type { CommandContext } from './command.js';

/** Shows a message of ours, or a change of one, as being sent. */
export function prepareMessage(
  { stores, self, dispatch }: CommandContext,
  said: Omit<Outgoing, 'from' | 'at'>,
): Outgoing {
  const { conversation, type } = said;
  const nick = stores.rooms.value.get(conversation as BareJid)?.nick;
  const from = (type === 'groupchat' && nick && withResource(conversation as BareJid, nick)) || self || conversation;
  const outgoing = { ...said, from, at: Date.now() };
  dispatch(queued(outgoing));
  return outgoing;
}
