import { toBare, type BareJid } from '../core/jid.js';
import type {
  ArchivePageReceived,
  DomainEvent,
  MessageCorrected,
  MessageReceived,
  Occupant,
} from '../protocol/events.js';
import type { Said } from './said.js';
import type { Stores } from './stores.js';
import type { Upkeep } from './upkeep.js';

/** Who knows what an event does not say. */
interface Knowledge {
  readonly stores: Stores;
  readonly upkeep: Upkeep;
  readonly said: Said;
}

/** Adds to an event what only the session knows; `undefined` drops one that says nothing new. */
export function enrich(event: DomainEvent, knowledge: Knowledge): DomainEvent | undefined {
  const { stores, upkeep, said } = knowledge;
  const { conversations, rooms, invitations, blocked } = stores;
  switch (event.kind) {
    case 'message-corrected':
      return conversations.targetOf(event) ? event : enrich(standIn(event), knowledge);
    case 'match-answered': {
      // Said in private to an occupant who may have asked the whole room.
      const isHere = conversations.targetOf(event);
      const answered = isHere
        ? event
        : { ...event, conversation: toBare(event.conversation), type: 'groupchat' as const };
      const after = conversations.changedBy(answered);
      return after && { ...answered, match: after.match };
    }
    case 'message-received':
      return conversations.accepts(event) ? { ...said.claim(event), isNew: !conversations.has(event) } : undefined;
    case 'message-queued':
      return { ...event, isNew: !conversations.has(event) };
    case 'archive-page-received':
      return { ...event, messages: enrichPage(event.messages, knowledge) };
    case 'room-invited':
      return invitations.accepts(event) && !blocked.by(event.from) ? event : undefined;
    case 'message-failed':
      return upkeep.takesBack(event) ? undefined : event;
    case 'occupant-changed': {
      const isIn = rooms.value.get(event.room)?.state === 'joined';
      return { ...event, isNew: isIn && !occupantOf(event.room, event.occupant.nick, stores) };
    }
    case 'nick-changed':
      return event.isSelf || occupantOf(event.room, event.nick, stores) ? event : undefined;
    case 'occupant-left': {
      const occupant = occupantOf(event.room, event.nick, stores);
      if (!occupant && !event.isSelf) return undefined;
      const wasIn = rooms.value.get(event.room)?.state === 'joined';
      const isReturning = event.isSelf && wasIn && upkeep.rooms.returnsAfter(event);
      return { ...event, occupant, isReturning };
    }
    default:
      return event;
  }
}

function occupantOf(room: BareJid, nick: string, { occupants }: Stores): Occupant | undefined {
  return occupants.value.get(room)?.byNick.get(nick);
}

/** XEP-0308: what corrects a message that is not here is shown in its place. */
function standIn({ message, target }: MessageCorrected): MessageReceived {
  return { ...message, replaces: target };
}

/** What corrects a message of the same page finds it there. */
function enrichPage(page: ArchivePageReceived['messages'], { stores, said }: Knowledge): typeof page {
  const { conversations } = stores;
  const isBefore = ({ message, target }: MessageCorrected) =>
    page.some((each) => each.kind === 'message-received' && each.id === target && each.from === message.from);
  return page.map((each) => {
    const isOrphan = each.kind === 'message-corrected' && !conversations.targetOf(each) && !isBefore(each);
    const message = isOrphan ? standIn(each) : each;
    if (message.kind !== 'message-received') return message;
    return { ...said.claim(message), isNew: !conversations.has(message) };
  });
}
