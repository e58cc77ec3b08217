import type { XmppError } from '../core/errors.js';

/** What controllers tell their element, which makes the public events of it. Plain data, but for the error. */
export interface Notices {
  /** The connection's state changed. Detail: `{status, previous, reason?}` */
  'xmpp-status': { readonly status: string; readonly previous: string; readonly reason?: string | undefined };
  /** Online. Detail: `{jid, resumed}` */
  'xmpp-connected': { readonly jid: string; readonly resumed: boolean };
  /** No longer online. Detail: `{reason, willRetry}` */
  'xmpp-disconnected': { readonly reason: string; readonly willRetry: boolean };
  'xmpp-error': { readonly condition: string; readonly error: XmppError };
  /** A message is shown for the first time. Detail: `{conversation, from, nick?, body, id, own, history, mention}` */
  'xmpp-message': {
    readonly conversation: string;
    readonly from: string;
    readonly nick?: string | undefined;
    readonly body: string;
    readonly id: string;
    readonly own: boolean;
    readonly history: boolean;
    readonly mention: boolean;
  };
  /** The server has our message. Detail: `{conversation, id}` */
  'xmpp-message-sent': { readonly conversation: string; readonly id: string };
  /** Counters changed. Detail: `{conversation, unread, mentions, total}` */
  'xmpp-unread': {
    readonly conversation: string;
    readonly unread: number;
    readonly mentions: number;
    readonly total: number;
  };
  /** The room admitted us. Detail: `{room, nick}` */
  'xmpp-room-joined': { readonly room: string; readonly nick: string };
  /** We are out of the room. Detail: `{room, reason}` */
  'xmpp-room-left': { readonly room: string; readonly reason: string };
  /** Somebody came, while we were in. Detail: `{room, nick, role, affiliation}` */
  'xmpp-occupant-joined': OccupantNotice;
  /** Somebody went. Detail: `{room, nick, role, affiliation}` */
  'xmpp-occupant-left': OccupantNotice;
  /** A contact's presence. Detail: `{jid, show, status}` */
  'xmpp-presence': { readonly jid: string; readonly show: string; readonly status: string };
}

interface OccupantNotice {
  readonly room: string;
  readonly nick: string;
  readonly role: string;
  readonly affiliation: string;
}

export type Notify = <Type extends keyof Notices>(type: Type, detail: Notices[Type]) => void;
