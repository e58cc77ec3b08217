import { StanzaError } from '../../core/errors.js';
import type { BareJid } from '../../core/jid.js';
import { withResource } from '../../core/jid.js';
import { isOutsiders, selfPing } from '../../protocol/xep-0410-self-ping.js';
import type { CommandContext } from './command.js';

/** XEP-0410: whether a room still knows us, as far as that can be told. */
export async function isStillIn({ transport, stores }: CommandContext, room: BareJid): Promise<boolean> {
  const occupant = withResource(room, stores.rooms.value.get(room)?.nick ?? '');
  if (!occupant) return true;
  try {
    await transport.request(selfPing(occupant));
    return true;
  } catch (error) {
    return !(error instanceof StanzaError && isOutsiders(error.condition));
  }
}
