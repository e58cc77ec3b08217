import type { BareJid } from '../../core/jid.js';
import { leavePresence } from '../../protocol/xep-0045-muc/build.js';
import type { CommandContext } from './command.js';

/**
 * XEP-0045 §7.14: leaves a room, or does nothing where we are not in it.
 *
 * Who was not in yet, or has no stream, is out at once. The answer is then the nick under which the server may still
 * have us in.
 */
export function leaveRoom(context: CommandContext, room: BareJid): string | undefined {
  const { state, nick } = context.stores.rooms.value.get(room) ?? {};
  if (!nick || (state !== 'joined' && state !== 'entering')) return undefined;
  const isTold = sayGoodbye(context, room, nick);
  if (!isTold || state === 'entering') {
    context.dispatch({ kind: 'occupant-left', room, nick, isSelf: true, reason: 'left' });
  }
  return isTold ? undefined : nick;
}

/** Tells a room that we go. Says whether there was a way. */
export function sayGoodbye({ transport }: CommandContext, room: BareJid, nick: string): boolean {
  const isOnline = transport.state.value.status === 'online';
  if (isOnline) transport.send(leavePresence(room, nick));
  return isOnline;
}
