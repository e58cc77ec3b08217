import type { BareJid } from '../../core/jid.js';
import { instantRoom } from '../../protocol/xep-0045-muc/build.js';
import type { CommandContext } from './command.js';

/** XEP-0045 §10.1.2: opens a room that we have just made, with the service's default configuration. */
export async function unlockRoom({ transport }: CommandContext, room: BareJid): Promise<void> {
  await transport.request(instantRoom(room));
}
