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
 * @param guest who will come in at once, and whose way is begun meanwhile: by which addresses, where, and for which session.
 * @throws {ConnectionError} `service-unreachable`: the code cannot be had. The next call tries again.
 */
export function fetchSessions(
  guest?: readonly [services: string, domain: string, name: string],
): Promise<SessionNamed> {
  if (guest) openEarly(...guest);
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
