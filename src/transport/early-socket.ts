import { keyOf, read } from './kept.js';

/** A way to the server that is opened while the code that goes it is still coming: nobody waits for both in a row. */
export const early: { socket?: WebSocket | undefined } = {};

/**
 * Opens it for whoever connects first. It says nothing until then. On a tab's later pages the code is at hand, and what the
 * last one showed is painted first.
 *
 * @param services as the page wrote them. If the first is no WebSocket's it is left alone, and told by whoever connects.
 * @param owner the session's name.
 */
export function openEarly(services: string, owner: string): void {
  const service = /^\s*(wss?:\S+)/.exec(services)?.[1];
  if (!service || early.socket || read('sessionStorage', keyOf(owner, 'tab'))) return;
  try {
    early.socket = new WebSocket(service, 'xmpp');
  } catch {
    // It will be tried again, and told then.
  }
}
