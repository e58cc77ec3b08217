import { isBare } from '../../core/jid.js';
import { chatMessage } from '../../protocol/rfc-6121-message.js';
import { answerMessage } from '../../protocol/match.js';
import { retraction } from '../../protocol/xep-0424-retraction.js';
import { reactionsMessage } from '../../protocol/xep-0444-reactions.js';
import type { Outgoing } from '../outgoing.js';

/** What is sent for something that we say. */
export function stanzaFor({ conversation: to, change, from, at, ...said }: Outgoing): Element {
  const { type, id, body } = said;
  switch (change?.kind) {
    case 'retraction':
      return retraction({ to, type, id, target: change.target, fallback: body });
    case 'reactions':
      return reactionsMessage({ to, type, id, target: change.target, emojis: change.emojis });
    case 'answer':
      return answerMessage(to, { id, target: change.target, accepts: change.accepts });
    default: {
      const isTracked = type === 'chat' && isBare(to);
      return chatMessage({ to, ...said, replaces: change?.target, isTracked });
    }
  }
}
