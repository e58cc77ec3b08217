import { XmppError } from '../../core/errors.js';
import { newId } from '../../core/id.js';
import type { BareJid } from '../../core/jid.js';
import { subjectMessage } from '../../protocol/xep-0045-muc/build.js';
import type { CommandContext } from './command.js';
import { waitForAnswer } from '../wait-for-answer.js';

/**
 * XEP-0045 §8.1: changes what a room is about. Resolves when the room says so.
 *
 * @throws {StanzaError} `forbidden` where that takes a moderator.
 * @throws {XmppError} `not-in-room`.
 */
export async function setSubject(context: CommandContext, room: BareJid, subject: string): Promise<void> {
  const { state, nick } = context.stores.rooms.value.get(room) ?? {};
  if (state !== 'joined') throw new XmppError('not-in-room');
  const id = newId();
  context.transport.send(subjectMessage({ room, subject, id }));
  await waitForAnswer(context, (event) => {
    // Rooms may trim what they are told: that it was we who said it is enough.
    if (event.kind === 'subject-changed' && event.room === room && event.nick === nick) return true;
    const isOurs = event.kind === 'message-failed' && event.id === id && event.conversation === room;
    return isOurs ? event.condition : undefined;
  });
}
