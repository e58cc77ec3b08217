import { resourceOf, toBare, type BareJid, type Jid } from '../core/jid.js';
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
  const { stores, upkeep } = knowledge;
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
      return conversations.accepts(event) ? heard(event, knowledge) : undefined;
    case 'reactions-changed':
      return withIgnored(event, stores);
    case 'chat-state-changed':
      return event.state === 'composing' && ignoredKeyOf(event, stores) ? undefined : event;
    case 'message-queued':
      return { ...event, isNew: !conversations.has(event) };
    case 'archive-page-received':
      return { ...event, messages: enrichPage(event.messages, knowledge) };
    case 'room-invited':
      return invitations.accepts(event) && !blocked.by(event.from) ? event : undefined;
    case 'room-notice': {
      // Prosody says with every change that a room is logged which was so before, though not to who made it.
      const { isLogged, isNonAnonymous } = rooms.value.get(event.room) ?? {};
      const isKept = stores.features.value.get(event.room)?.features.has('urn:xmpp:mam:2');
      const known = [isLogged || isKept ? 170 : 171, isNonAnonymous ? 172 : 173];
      return { ...event, statusCodes: event.statusCodes.filter((code) => !known.includes(code)) };
    }
    case 'message-failed':
      return upkeep.takesBack(event) ? undefined : event;
    case 'occupant-changed': {
      const isIn = rooms.value.get(event.room)?.state === 'joined';
      const ignored = event.isSelf ? undefined : stores.ignored.keyOf(event.room, event.occupant);
      const occupant = ignored ? { ...event.occupant, ignored } : event.occupant;
      return { ...event, occupant, isNew: isIn && !occupantOf(event.room, occupant.nick, stores) };
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

/** A message, with what we know of it. What somebody says to us alone whom we ignore was never said. */
function heard(event: MessageReceived, { stores, said }: Knowledge): MessageReceived | undefined {
  const message = withIgnored(said.claim(event), stores);
  if (message.ignored && message.type === 'chat') return undefined;
  return { ...message, isNew: !stores.conversations.has(message) };
}

interface Speech {
  readonly conversation: Jid;
  readonly from: Jid;
  readonly isOwn?: boolean;
  readonly occupantId?: string | undefined;
}

function withIgnored<E extends Speech>(event: E, stores: Stores): E & { readonly ignored?: string } {
  const ignored = ignoredKeyOf(event, stores);
  return ignored ? { ...event, ignored } : event;
}

function ignoredKeyOf({ conversation, from, isOwn, occupantId }: Speech, stores: Stores): string | undefined {
  if (isOwn || !stores.ignored.value.length) return undefined;
  const room = toBare(conversation);
  const nick = resourceOf(from);
  const occupant = occupantOf(room, nick, stores);
  // Somebody else may have the nick by now.
  const isThey = !occupantId || occupantId === occupant?.occupantId;
  return stores.ignored.keyOf(room, { ...(isThey && occupant), nick, ...(occupantId && { occupantId }) });
}

/** XEP-0308: what corrects a message that is not here is shown in its place. */
function standIn({ message, target }: MessageCorrected): MessageReceived {
  return { ...message, replaces: target };
}

/** What corrects a message of the same page finds it there. */
function enrichPage(page: ArchivePageReceived['messages'], knowledge: Knowledge): typeof page {
  const { stores } = knowledge;
  const isBefore = ({ message, target }: MessageCorrected) =>
    page.some((each) => each.kind === 'message-received' && each.id === target && each.from === message.from);
  return page.flatMap((each) => {
    if (each.kind === 'reactions-changed') return withIgnored(each, stores);
    const isOrphan = each.kind === 'message-corrected' && !stores.conversations.targetOf(each) && !isBefore(each);
    const message = isOrphan ? standIn(each) : each;
    return message.kind === 'message-received' ? (heard(message, knowledge) ?? []) : message;
  });
}
