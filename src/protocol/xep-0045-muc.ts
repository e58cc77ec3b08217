/** XEP-0045: Multi-User Chat, version 1.35.1 — https://xmpp.org/extensions/xep-0045.html */
import type { NickChanged, OccupantChanged, OccupantLeft, RoomNotice, RoomRefused, SubjectChanged } from './events.js';
import type { ProtocolModule } from './module.js';
import type { Said } from './rfc-6121-payload.js';
import { parseRoomMessage } from './xep-0045-muc/messages.js';
import { NS_MUC } from './xep-0045-muc/namespaces.js';
import { parseRoomPresence } from './xep-0045-muc/presence.js';

type MucEvent = Said | NickChanged | OccupantChanged | OccupantLeft | RoomNotice | RoomRefused | SubjectChanged;

/** Rooms of ours: who is in them and what is said. Of other rooms, and of what passes for one, nothing is read. */
export const muc: ProtocolModule<MucEvent> = {
  features: [NS_MUC],

  parse(stanza, context) {
    return stanza.localName === 'presence' ? parseRoomPresence(stanza, context) : parseRoomMessage(stanza, context);
  },
};
