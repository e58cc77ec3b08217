/** XEP-0045: Multi-User Chat, version 1.35.1 — https://xmpp.org/extensions/xep-0045.html */
import type {
  InvitationDeclined,
  NickChanged,
  OccupantChanged,
  OccupantLeft,
  RoomInvited,
  RoomNotice,
  RoomRefused,
  SubjectChanged,
  VoiceRequested,
} from './events.js';
import type { ProtocolModule } from './module.js';
import type { Said } from './rfc-6121-payload.js';
import { parseDeclined, parseMediated } from './xep-0045-muc/invitations.js';
import { parseRoomMessage } from './xep-0045-muc/messages.js';
import { NS_MUC } from './xep-0045-muc/namespaces.js';
import { parseRoomPresence } from './xep-0045-muc/presence.js';
import { parseVoiceRequest } from './xep-0045-muc/voice-requests.js';

type MucEvent =
  | Said
  | InvitationDeclined
  | NickChanged
  | OccupantChanged
  | OccupantLeft
  | RoomInvited
  | RoomNotice
  | RoomRefused
  | SubjectChanged
  | VoiceRequested;

/** Rooms of ours: who is in them and what is said. Of other rooms, and of what passes for one, only invitations are read. */
export const muc: ProtocolModule<MucEvent> = {
  features: [NS_MUC],

  parse(stanza, context) {
    if (stanza.localName === 'presence') return parseRoomPresence(stanza, context);
    for (const parse of [parseMediated, parseDeclined, parseVoiceRequest]) {
      const events = parse(stanza, context);
      if (events.length) return events;
    }
    return parseRoomMessage(stanza, context);
  },
};
