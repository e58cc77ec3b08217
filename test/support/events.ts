import type { BareJid, FullJid, Jid } from '../../src/core/jid.js';
import type {
  ArchivePageReceived,
  DomainEvent,
  MessageQueued,
  MessageReceived,
  Occupant,
  OccupantChanged,
  OccupantLeft,
} from '../../src/protocol/events.js';

export const ROOM = 'coven@chat.example' as BareJid;
export const BOB = 'bob@example.org' as BareJid;
export const ALICE = 'alice@example.org/w1' as FullJid;

/** Bob said something to us, unless told otherwise. */
export function received(differences: Partial<MessageReceived> = {}): MessageReceived {
  return {
    kind: 'message-received',
    conversation: BOB,
    type: 'chat',
    from: `${BOB}/phone` as FullJid,
    body: 'hello',
    at: 1000,
    isDelayed: false,
    isOwn: false,
    isMention: false,
    ...differences,
  };
}

/** An occupant said something in the room. */
export function saidInRoom(nick: string, differences: Partial<MessageReceived> = {}): MessageReceived {
  return received({ conversation: ROOM, type: 'groupchat', from: `${ROOM}/${nick}` as FullJid, ...differences });
}

/** We are saying something. */
export function queued(id: string, differences: Partial<MessageQueued> = {}): MessageQueued {
  return {
    kind: 'message-queued',
    conversation: BOB,
    type: 'chat',
    from: ALICE,
    id,
    body: id,
    at: 1000,
    ...differences,
  };
}

/** We are saying something in the room, as hecate. */
export function queuedInRoom(id: string, differences: Partial<MessageQueued> = {}): MessageQueued {
  return queued(id, { conversation: ROOM, type: 'groupchat', from: `${ROOM}/hecate` as Jid, ...differences });
}

/** What our account's archive tells of what came after all that we are sure of, unless told otherwise. */
export function page(
  messages: readonly MessageReceived[],
  differences: Partial<ArchivePageReceived> = {},
): ArchivePageReceived {
  const archive = 'alice@example.org' as BareJid;
  return {
    kind: 'archive-page-received',
    archive,
    isAccount: true,
    messages,
    part: 'newer',
    isComplete: false,
    ...differences,
  };
}

/** Somebody is in the room. */
export function occupantOf(nick: string, differences: Partial<Occupant> = {}): Occupant {
  return { nick, affiliation: 'none', role: 'participant', show: 'available', status: '', ...differences };
}

export function came(nick: string, differences: Partial<OccupantChanged> = {}): OccupantChanged {
  return {
    kind: 'occupant-changed',
    room: ROOM,
    occupant: occupantOf(nick),
    isSelf: false,
    statusCodes: [],
    ...differences,
  };
}

export function went(nick: string, differences: Partial<OccupantLeft> = {}): OccupantLeft {
  return { kind: 'occupant-left', room: ROOM, nick, isSelf: false, reason: 'left', ...differences };
}

/** A store, or whatever else takes events, after these. */
export function after<S extends { apply(event: DomainEvent): void }>(store: S, ...events: readonly DomainEvent[]): S {
  for (const event of events) store.apply(event);
  return store;
}
