import { enableCarbons as request } from '../../protocol/xep-0280-carbons.js';
import type { CommandContext } from './command.js';

/**
 * XEP-0280: asks for copies of what our other clients send and get.
 *
 * @throws {StanzaError} the server has none.
 */
export async function enableCarbons({ transport }: CommandContext): Promise<void> {
  await transport.request(request());
}
