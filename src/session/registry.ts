import { LazyTransport } from '../transport/lazy-transport.js';
import type { Transport } from '../transport/transport.js';
import { fetchCode } from '../core/fetch-code.js';
import { haveSessions } from './late-sessions.js';
import { XmppSession } from './session.js';
import type { Wire } from './wire.js';

/** The page's shared sessions. The only module-level state there is. */
const sessions = new Map<string, XmppSession>();

/** How a session reaches its server. */
export interface Line {
  readonly transport: Transport;
  /** What only a stream needs; there at the latest when there is one. */
  wire(): Wire | undefined;
}

/**
 * The session that all elements with this `session` attribute share; made on first use, offline until told.
 *
 * @param line makes the way to the server, for a session that is not there yet.
 */
export function sessionNamed(name = 'default', line: () => Line = lazyLine): XmppSession {
  let session = sessions.get(name);
  if (!session) {
    const { transport, wire } = line();
    sessions.set(name, (session = new XmppSession(name, transport, wire)));
  }
  return session;
}

haveSessions(sessionNamed);

function lazyLine(): Line {
  let wire: Wire | undefined;
  const transport = new LazyTransport(async () => {
    wire = await fetchCode(() => import('./wire.js'));
    return new wire.StropheTransport();
  });
  return { transport, wire: () => wire };
}
