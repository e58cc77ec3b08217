import { readRoster, rosterQuery } from '../../protocol/rfc-6121-roster.js';
import type { CommandContext } from './command.js';

/**
 * RFC 6121 §2.2: asks for the contacts; with a version, only for what changed (§2.6).
 *
 * @throws {StanzaError} the server keeps none for us, as for most guests.
 */
export async function loadRoster({ transport, stores, dispatch }: CommandContext): Promise<void> {
  const roster = readRoster(await transport.request(rosterQuery(stores.roster.value.version)));
  // An empty answer means that ours is the latest; changes come as pushes.
  if (roster) dispatch(roster);
}
