import { LazyTransport } from '../transport/lazy-transport.js';
import type { Transport } from '../transport/transport.js';
import { XmppSession } from './session.js';

/** The page's shared sessions. The only module-level state there is. */
const sessions = new Map<string, XmppSession>();

/**
 * The session that all elements with this `session` attribute share; made on first use, offline until told.
 *
 * @param transport makes the way to the server, for a session that is not there yet.
 */
export function sessionNamed(name = 'default', transport: () => Transport = stropheTransport): XmppSession {
  let session = sessions.get(name);
  if (!session) sessions.set(name, (session = new XmppSession(name, transport())));
  return session;
}

function stropheTransport(): Transport {
  return new LazyTransport(async () => {
    const { StropheTransport } = await import('../transport/strophe-transport.js');
    return new StropheTransport();
  });
}
