import { HardenedConnection } from './hardened-connection.js';
import { HardenedWebsocket } from './hardened-websocket.js';
import type { Account } from './kept.js';
import { isWebSocket } from './services.js';
import { MemoryStorage } from './stream-management.js';

const LIMIT = 5000;

/** Has a token revoked (XEP-0484 §3.6), which takes a stream of its own. Resolves when that is done or cannot be. */
export function revoke(account: Account, service: string): Promise<void> {
  if (!isWebSocket(service)) return Promise.resolve();
  return new Promise((resolve) => {
    const nothing = () => undefined;
    const stream = new HardenedConnection(service, {
      way: HardenedWebsocket,
      credentials: { kind: 'remembered', jid: account.jid },
      ...{ account, remember: 'none', isAlone: false, revokes: true },
      storage: new MemoryStorage(),
      scramAccounts: new Set(),
      sasl2: import('./sasl2.js'),
      events: {
        ...{ onOnline: nothing, onStanza: nothing, onAck: nothing, onData: nothing },
        ...{ onProof: nothing, onRequest: nothing, onTrouble: nothing },
        onEnd: () => {
          clearTimeout(timer);
          resolve();
        },
      },
    });
    const timer = setTimeout(() => stream.fail('timeout'), LIMIT);
    stream.open();
  });
}
