import type { BareJid, Jid } from '../../core/jid.js';
import type { ChatState } from '../../protocol/events.js';
import { chatStateMessage } from '../../protocol/xep-0085-chat-states.js';
import type { CommandContext } from './command.js';

/** In a full room, who is typing is noise for everybody, times everybody. */
const MAX_OCCUPANTS = 250;

/** XEP-0085: tells the other side what we are doing, where that is theirs to know. */
export function sendChatState({ transport, stores }: CommandContext, conversation: Jid, state: ChatState): void {
  if (transport.state.value.status !== 'online') return;
  const room = stores.rooms.value.get(conversation as BareJid);
  const isFull = (stores.occupants.value.get(conversation as BareJid)?.byNick.size ?? 0) > MAX_OCCUPANTS;
  if (room && (room.state !== 'joined' || isFull)) return;
  transport.send(chatStateMessage({ to: conversation, type: room ? 'groupchat' : 'chat', state }));
}
