import { domainOf, type Jid } from '../../core/jid.js';
import { discoItems, readDiscoItems } from '../../protocol/xep-0030-disco.js';
import type { CommandContext } from './command.js';

/** How many of a server's services are asked at most what they are. */
const MAX_ASKED = 20;

/**
 * XEP-0363: asks the server and its services what they are, so that we know where files can be sent.
 *
 * @throws {StanzaError} the server would not say what it has.
 */
export async function findUploadService(context: CommandContext): Promise<void> {
  const { self, transport, stores, wire } = context;
  if (!self || stores.features.uploadService) return;
  const server = domainOf(self) as Jid;
  const items = readDiscoItems(await transport.request(discoItems(server))).map(({ jid }) => jid);
  const unknown = [server, ...items].filter((jid) => !stores.features.value.has(jid)).slice(0, MAX_ASKED);
  // One that does not say what it is takes no files.
  await Promise.allSettled(unknown.map((jid) => wire.discover(context, jid)));
}
