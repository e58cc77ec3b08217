import { keyOf, read } from './kept.js';

/** A way to the server that is opened while the code that goes it is still coming: nobody waits for both in a row. */
export const early: { socket?: WebSocket | undefined } = {};

/**
 * Opens it for whoever connects first. It says nothing until then. On a tab's later pages the code is at hand, and what the
 * last one showed is painted first.
 *
 * @param service an address; what is no WebSocket's is left alone, and told by whoever connects.
 * @param owner the session's name.
 */
export function openEarly(service: string, owner: string): void {
  if (early.socket || !/^wss?:/.test(service) || read('sessionStorage', keyOf(owner, 'tab'))) return;
  try {
    early.socket = new WebSocket(service, 'xmpp');
  } catch {
    // It will be tried again, and told then.
  }
}
