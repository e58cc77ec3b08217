import type { BareJid } from '../../core/jid.js';
import { subscription } from '../../protocol/rfc-6121-presence.js';
import type { CommandContext } from './command.js';

/**
 * RFC 6121 §3.1.4: lets somebody see when we are available, and asks the same of them; or does not.
 *
 * @throws {ConnectionError} `offline`.
 */
export function answerRequest({ transport, stores, dispatch }: CommandContext, from: BareJid, accepts: boolean): void {
  transport.send(subscription(from, accepts ? 'subscribed' : 'unsubscribed'));
  const { subscription: ours = 'none', isPending } = stores.roster.value.items.get(from) ?? {};
  if (accepts && ours !== 'to' && ours !== 'both' && !isPending) transport.send(subscription(from, 'subscribe'));
  // Nothing comes back of a refusal. One that gets lost on its way is asked again at the next stream.
  dispatch({ kind: 'subscription-settled', from });
}
