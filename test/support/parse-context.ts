import type { BareJid, FullJid } from '../../src/core/jid.js';
import type { ParseContext } from '../../src/protocol/module.js';

/** What a case may say about the world before its stanza. */
export interface World {
  /** alice@example.org/w1 unless told. */
  readonly self?: string;
  /** ISO 8601; 1 November 2026, noon UTC, unless told. */
  readonly now?: string;
  /** Our nick by room. */
  readonly rooms?: Readonly<Record<string, string>>;
  /** What others have said that they do. */
  readonly features?: Readonly<Record<string, readonly string[]>>;
  /** Rooms that still tell their history. */
  readonly entering?: readonly string[];
  /** What is a room, though not one of ours. */
  readonly knownRooms?: readonly string[];
  /** Which archive each of our open queries went to. */
  readonly asked?: Readonly<Record<string, string>>;
  /** Our occupant id by room. */
  readonly ownIds?: Readonly<Record<string, string>>;
}

/** A parse context for a world. */
export function contextOf({
  self = 'alice@example.org/w1',
  now = '2026-11-01T12:00:00.000Z',
  rooms = {},
  features = {},
  entering = [],
  knownRooms = [],
  asked = {},
  ownIds = {},
}: World = {}): ParseContext {
  const nicks = new Map(Object.entries(rooms));
  const known = new Map(Object.entries(features));
  const queries = new Map(Object.entries(asked));
  const occupantIds = new Map(Object.entries(ownIds));
  return {
    self: self as FullJid,
    now: Date.parse(now),
    nickIn: (room) => nicks.get(room),
    hasFeature: (jid, feature) => known.get(jid)?.includes(feature) ?? false,
    isEntering: (room) => entering.includes(room),
    isRoom: (jid) => nicks.has(jid) || knownRooms.includes(jid),
    archiveAsked: (queryId) => queries.get(queryId) as BareJid | undefined,
    ownOccupantId: (room) => occupantIds.get(room),
  };
}
