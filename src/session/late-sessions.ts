import { ConnectionError } from '../core/errors.js';
import { fetchCode } from '../core/fetch-code.js';
import { openEarly } from '../transport/early-socket.js';
import type { sessionNamed } from './registry.js';

type SessionNamed = typeof sessionNamed;

let here: SessionNamed | undefined;
let coming: Promise<SessionNamed> | undefined;

/**
 * Gives the sessions by name, if what they are made of is here. The elements are painted without it: it is fetched
 * meanwhile, and so is what their streams need.
 */
export function sessionsHere(): SessionNamed | undefined {
  return here;
}

/**
 * @param services the addresses of which one will be connected to at once, to be opened meanwhile.
 * @param name of the session that will.
 * @throws {ConnectionError} `service-unreachable`: the code cannot be had. The next call tries again.
 */
export function fetchSessions(services?: string | false, name = 'default'): Promise<SessionNamed> {
  if (services) openEarly(services, name);
  // Side by side, not in a row; who uses it tells what came of it.
  import('./wire.js').catch(() => undefined);
  return (coming ??= fetchCode(() => import('./registry.js')).then(
    ({ sessionNamed }) => (here = sessionNamed),
    (cause: unknown) => {
      coming = undefined;
      throw new ConnectionError('service-unreachable', 'The code for the connection could not be loaded.', { cause });
    },
  ));
}

/** They came with something else. */
export function haveSessions(sessionNamed: SessionNamed): void {
  here = sessionNamed;
  coming = Promise.resolve(sessionNamed);
}
