import type { BareJid, FullJid } from '../core/jid.js';
import type { ParseContext } from '../protocol/module.js';
import type { Stores } from './stores.js';

/** What the stores tell the protocol's modules of the world now. */
export function parseContext(
  self: FullJid,
  { rooms, occupants, features }: Stores,
  openQueries: ReadonlyMap<string, BareJid>,
  isTelling: (room: BareJid) => boolean,
): ParseContext {
  return {
    self,
    now: Date.now(),
    nickIn: (room) => {
      const { state, nick } = rooms.value.get(room) ?? {};
      return state === 'entering' || state === 'joined' ? nick : undefined;
    },
    isEntering: isTelling,
    ownOccupantId: (room) => occupants.value.get(room)?.byNick.get(rooms.value.get(room)?.nick ?? '')?.occupantId,
    isRoom: (jid) => rooms.value.has(jid),
    archiveAsked: (queryId) => openQueries.get(queryId),
    hasFeature: (jid, feature) => features.value.get(jid)?.features.has(feature) ?? false,
  };
}
