import type { Jid } from '../../core/jid.js';
import { discoInfo, readDiscoInfo } from '../../protocol/xep-0030-disco.js';
import type { CommandContext } from './command.js';

/**
 * XEP-0030: asks what somebody is and does.
 *
 * @throws {StanzaError} they would not say.
 */
export async function discover({ transport, dispatch }: CommandContext, jid: Jid): Promise<void> {
  const features = readDiscoInfo(await transport.request(discoInfo(jid)), jid);
  if (features) dispatch(features);
}
