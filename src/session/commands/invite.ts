import { bounded } from '../../core/bounded.js';
import { XmppError } from '../../core/errors.js';
import { bareJidOf, jidOf, localOf } from '../../core/jid.js';
import { declineMessage, MAX_REASON } from '../../protocol/xep-0045-muc/invitations.js';
import { directInvitation } from '../../protocol/xep-0249-direct-invitations.js';
import type { Invitation } from '../../stores/invitations-store.js';
import type { CommandContext } from './command.js';

/**
 * XEP-0249: invites somebody to a room.
 *
 * @throws {XmppError} `jid-malformed`; `offline`.
 */
export function invite({ transport }: CommandContext, room: string, to: string, reason: string): void {
  const [where, whom] = [bareJidOf(room), jidOf(to)];
  if (!where || !localOf(where)) throw new XmppError('jid-malformed', `Not a room’s JID: ${room}`);
  if (!whom) throw new XmppError('jid-malformed', `Nobody’s JID: ${to}`);
  transport.send(directInvitation(whom, where, bounded(reason, MAX_REASON)));
}

/** XEP-0045 §7.8.2: says no, where the room has asked. Who has asked themselves hears nothing (XEP-0249). */
export function decline({ transport }: CommandContext, { room, from, isByRoom }: Invitation): void {
  if (isByRoom && room) transport.send(declineMessage(room, from));
}
