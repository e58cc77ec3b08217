import { readRoster, rosterQuery } from '../../protocol/rfc-6121-roster.js';
import type { CommandContext } from './command.js';

/**
 * RFC 6121 §2.2: asks for the contacts; where the server has versions, only for what changed (§2.6).
 *
 * @throws {StanzaError} the server keeps none for us, as for most guests.
 */
export async function loadRoster({ transport, stores, dispatch }: CommandContext): Promise<void> {
  const { value: state } = transport.state;
  const isVersioned = state.status === 'online' && state.hasRosterVersions;
  const version = isVersioned ? (stores.roster.value.version ?? '') : undefined;
  const roster = readRoster(await transport.request(rosterQuery(version)));
  // An empty answer means that ours is the latest; changes come as pushes.
  if (roster) dispatch(roster);
}
