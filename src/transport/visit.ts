import { ConnectionError } from '../core/errors.js';
import type { FullJid } from '../core/jid.js';
import { HardenedConnection, type Way } from './hardened-connection.js';
import { HardenedWebsocket } from './hardened-websocket.js';
import { Requests } from './requests.js';
import { isPrivate, isWebSocket } from './services.js';
import { MemoryStorage } from './stream-management.js';
import type { Visit } from './transport.js';

/** From start to the server's features, for each address. */
const LIMIT = 15_000;

/** As `Transport.visit`, at the first of the addresses that answers. */
export async function visit(domain: string, addresses: readonly string[], signal: AbortSignal): Promise<Visit> {
  let failure = new ConnectionError('service-unreachable');
  for (const address of addresses) {
    try {
      if (!isPrivate(address)) throw new ConnectionError('encryption-required', `Not encrypted: ${address}`);
      return await open(address, await wayOf(address), { domain, signal });
    } catch (error) {
      if (!(error instanceof ConnectionError) || signal.aborted) throw error;
      // The one that got furthest says most.
      if (failure.condition === 'service-unreachable') failure = error;
    }
  }
  throw failure;
}

async function wayOf(address: string): Promise<Way> {
  return isWebSocket(address) ? HardenedWebsocket : (await import('./hardened-bosh.js')).HardenedBosh;
}

interface Whose {
  readonly domain: string;
  readonly signal: AbortSignal;
}

function open(service: string, way: Way, { domain, signal }: Whose): Promise<Visit> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const requests = new Requests((iq) => {
      if (stream.isOver || stream.disconnecting) throw new ConnectionError('connection-lost');
      stream.send(iq);
    });
    const settled = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    const onFeatures = (features: Element) => {
      settled();
      resolve({
        features,
        get isOver() {
          return stream.isOver;
        },
        request: (iq) => requests.ask(iq),
        end: () => stream.disconnect(),
      });
    };
    const nothing = () => undefined;
    const stream = new HardenedConnection(service, {
      way,
      credentials: { kind: 'anonymous', domain },
      ...{ remember: 'none', isAlone: true, storage: new MemoryStorage(), scramAccounts: new Set() },
      // A stranger has no JID: the server itself answers, to nobody.
      visitor: { onFeatures, onIq: (iq) => requests.answer(iq, domain as FullJid) },
      events: {
        ...{ onOnline: nothing, onStanza: nothing, onAck: nothing, onData: nothing },
        ...{ onProof: nothing, onRequest: nothing, onTrouble: nothing },
        onEnd: (error) => {
          settled();
          requests.end();
          reject(signal.aborted ? (signal.reason as Error) : (error ?? new ConnectionError('offline')));
        },
      },
    });
    const timer = setTimeout(() => stream.fail('timeout'), LIMIT);
    const onAbort = () => stream.fail('offline');
    signal.addEventListener('abort', onAbort);
    stream.open();
  });
}
