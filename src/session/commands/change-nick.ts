import { XmppError } from '../../core/errors.js';
import { withResource, type BareJid } from '../../core/jid.js';
import { changeNickPresence } from '../../protocol/xep-0045-muc/build.js';
import type { CommandContext } from './command.js';
import { waitForAnswer } from '../wait-for-answer.js';

/**
 * XEP-0045 §7.6: goes on under another nick. Resolves when the room says so.
 *
 * @throws {StanzaError} `conflict`, `not-acceptable`, `feature-not-implemented` (some servers want us to leave first), …
 * @throws {XmppError} `jid-malformed`, `not-in-room`.
 */
export async function changeNick(context: CommandContext, room: BareJid, nick: string): Promise<void> {
  if (!withResource(room, nick)) throw new XmppError('jid-malformed');
  const before = context.stores.rooms.value.get(room);
  if (before?.state !== 'joined') throw new XmppError('not-in-room');
  if (before.nick === nick) return;
  context.transport.send(changeNickPresence(room, nick, context.game));
  await waitForAnswer(context, (event) => {
    if (event.kind === 'nick-changed' && event.room === room && event.isSelf) return true;
    return event.kind === 'room-refused' && event.room === room ? event.condition : undefined;
  });
}
