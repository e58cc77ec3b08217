/** A way to the server that is opened while the code that goes it is still coming: nobody waits for both in a row. */
export const early: { socket?: WebSocket | undefined } = {};

/**
 * Opens it for whoever connects first. It says nothing until then.
 *
 * @param service an address; what is no WebSocket's is left alone, and told by whoever connects.
 */
export function openEarly(service: string): void {
  if (early.socket || !/^wss?:/.test(service)) return;
  try {
    early.socket = new WebSocket(service, 'xmpp');
  } catch {
    // It will be tried again, and told then.
  }
}
