import { toBare } from '../../core/jid.js';
import type { Game } from '../../protocol/events.js';
import { gamePublication } from '../../protocol/xep-0196-gaming.js';
import type { CommandContext } from './command.js';

/**
 * XEP-0196: says what we play, to the rooms that we are in; to contacts too, where our server does that for us.
 *
 * @throws {StanzaError} the server would not after all.
 */
export async function publishGame(context: CommandContext, game: Game | undefined): Promise<void> {
  const { wire, transport, stores, self, isGuest } = context;
  await wire.sendPresence(context, { isForContacts: false });
  if (!self || isGuest) return;
  const account = toBare(self);
  // A server that does not say what it does for us does not do this.
  if (!stores.features.value.has(account)) await wire.discover(context, account).catch(() => undefined);
  const identities = stores.features.value.get(account)?.identities ?? [];
  const isOffered = identities.some(({ category, type }) => category === 'pubsub' && type === 'pep');
  if (isOffered) await transport.request(gamePublication(game));
}
