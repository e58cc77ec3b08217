import type { BareJid } from '../../core/jid.js';
import { adminChange, type OccupantChange } from '../../protocol/xep-0045-muc/admin.js';
import type { CommandContext } from './command.js';

export type { OccupantChange };

/**
 * XEP-0045 §8, §9: gives somebody in a room another role (`none` puts them out) or affiliation (`outcast` bans them).
 *
 * @throws {StanzaError} `not-allowed`, `forbidden`: it is not for us to do, or not to them; `conflict`, …
 */
export async function changeOccupant(
  { transport }: CommandContext,
  room: BareJid,
  change: OccupantChange,
): Promise<void> {
  await transport.request(adminChange(room, change));
}
