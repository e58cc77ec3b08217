import { XmppError } from '../../core/errors.js';
import type { BareJid } from '../../core/jid.js';
import { MODERATIONS, moderation } from '../../protocol/xep-0425-moderation.js';
import type { CommandContext } from './command.js';

/** What is taken back: a message as the room calls it. */
export interface Removal {
  readonly stanzaId: string;
  readonly reason?: string | undefined;
}

/**
 * XEP-0425: has a room take back what somebody else said.
 *
 * @throws {StanzaError} `forbidden`, `item-not-found`, …
 * @throws {XmppError} `feature-not-implemented`: the room does not do that.
 */
export async function removeMessage(
  { transport, stores }: CommandContext,
  room: BareJid,
  { stanzaId, reason }: Removal,
): Promise<void> {
  const features = stores.features.value.get(room)?.features;
  const version = MODERATIONS.find((each) => features?.has(each));
  if (!version) throw new XmppError('feature-not-implemented');
  await transport.request(moderation(room, stanzaId, { version, reason }));
}
