import { expect } from '@open-wc/testing';
import { Strophe } from 'strophe.js';
import { Bosh } from 'strophe.js/bosh';
import type { ConnectionError } from '../../src/core/errors.js';
import { HardenedBosh } from '../../src/transport/hardened-bosh.js';
import { HardenedConnection } from '../../src/transport/hardened-connection.js';
import { HardenedWebsocket } from '../../src/transport/hardened-websocket.js';
import { MemoryStorage, storageKey, type StreamStorage } from '../../src/transport/stream-management.js';

/**
 * What we use of Strophe that it does not promise to keep. If a new version fails here, read its source before anything
 * else: each name is one that a subclass overrides, calls or relies on being called.
 */
const METHODS = {
  Connection: {
    calledByUs: ['connect', 'disconnect', 'send', '_sendRestart', '_doDisconnect', '_onIdle'],
    overridden: [
      'setProtocol',
      '_connect_cb',
      '_dataRecv',
      '_doDisconnect',
      '_onIdle',
      '_scheduleIdle',
      '_sessionCachingSupported',
    ],
  },
  Websocket: {
    calledByUs: ['_onOpen', '_onIdle', '_abortAllRequests', '_emptyQueue'],
    overridden: ['_connect', '_buildStream', '_onMessage', '_onClose', '_onIdle'],
  },
  Bosh: {
    calledByUs: ['_connect_cb', '_no_auth_received', '_abortAllRequests', '_emptyQueue'],
    overridden: [
      '_reqToData',
      '_processRequest',
      '_onRequestStateChange',
      '_hitError',
      '_onIdle',
      '_send',
      '_sendTerminate',
    ],
  },
} as const;

function connectionTo(
  service: string,
  {
    storage = new MemoryStorage(),
    onEnd = () => {},
  }: { storage?: StreamStorage; onEnd?: (error: ConnectionError | undefined) => void } = {},
): HardenedConnection {
  return new HardenedConnection(service, {
    way: service.startsWith('ws') ? HardenedWebsocket : HardenedBosh,
    credentials: { kind: 'anonymous', domain: 'example.org' },
    storage,
    scramAccounts: new Set(),
    remember: 'none',
    isAlone: true,
    events: {
      ...{ onOnline: () => {}, onStanza: () => {}, onAck: () => {}, onData: () => {} },
      ...{ onProof: () => {}, onRequest: () => {}, onTrouble: () => {}, onEnd },
    },
  });
}

/** Strophe's own code. */
async function source(): Promise<string> {
  const files = ['connection', 'transports/bosh', 'transports/websocket'];
  const texts = files.map(async (file) => (await fetch(`/node_modules/strophe.js/src/${file}.ts`)).text());
  return (await Promise.all(texts)).join();
}

describe('Strophe, as we use it', () => {
  for (const [name, { calledByUs, overridden }] of Object.entries(METHODS)) {
    for (const method of calledByUs) {
      it(`has ${name}.${method}`, () => {
        const { prototype } = { Connection: Strophe.Connection, Websocket: Strophe.Websocket, Bosh }[
          name as keyof typeof METHODS
        ];

        expect(prototype).to.have.property(method).that.is.a('function');
      });
    }
    for (const method of overridden) {
      it(`calls ${name}.${method}, which is ours`, async () => {
        expect(await source()).to.match(new RegExp(`(this|_conn|_proto)\\.${method}\\b`));
      });
    }
  }

  it('keeps on a connection what we read and set', () => {
    const connection = connectionTo('ws://localhost/');

    expect(connection).to.include({ jid: '', authenticated: false, connected: false, disconnecting: false });
    expect(connection).to.have.property('_proto').that.is.instanceOf(Strophe.Websocket);
    expect(connection).to.have.property('_data').that.deep.equals([]);
    expect(connection).to.have.property('_idleTimeout');
    expect(connection).to.have.property('paused', false);
  });

  it('keeps on BOSH what we read and set', () => {
    const { _proto: bosh } = connectionTo('http://localhost/');

    expect(bosh).to.be.instanceOf(Bosh);
    expect(bosh).to.have.property('sid', null);
    expect(bosh).to.have.property('rid').that.is.a('number');
    expect(bosh).to.have.property('inactivity');
    expect(bosh).to.have.property('_requests').that.deep.equals([]);
    expect(bosh).to.respondTo('_processRequest').and.to.respondTo('_throttledRequestHandler');
  });

  it('counts stanzas as we read it', () => {
    const { sm } = connectionTo('ws://localhost/');

    expect(sm).to.include({ enabled: false, resumePending: false, boundJid: null });
    expect(sm?.state).to.include({ id: null, resumeSupported: false, hOutAcked: 0 });
    expect(sm?.state.unacked).to.deep.equal([]);
    for (const name of [
      'initialize',
      'hasResumableState',
      'reset',
      'sendResume',
      'sendEnable',
      'isTracking',
    ] as const) {
      expect(sm?.[name]).to.be.a('function');
    }
    for (const name of ['onInbound', 'onInboundStanza', 'onGracefulClose'] as const) {
      expect(sm?.[name]).to.be.a('function');
    }
  });

  it('names a stored stream by its account', () => {
    const keys: string[] = [];
    const storage = { load: (key: string) => (keys.push(key), null), save: () => {}, clear: () => {} };

    connectionTo('ws://localhost/', { storage }).sm?.initialize('alice@example.org');

    expect(keys).to.deep.equal([storageKey('alice@example.org')]);
  });

  it('lets us see how a request over BOSH went', async () => {
    const error = await new Promise((resolve) => connectionTo('http://127.0.0.1:2/', { onEnd: resolve }).open());

    expect(error).to.have.property('message', 'HTTP 0');
  });

  it('knows the namespaces that we take from it', () => {
    expect(Strophe.NS).to.include({
      BIND: 'urn:ietf:params:xml:ns:xmpp-bind',
      CLIENT: 'jabber:client',
      FRAMING: 'urn:ietf:params:xml:ns:xmpp-framing',
      HTTPBIND: 'http://jabber.org/protocol/httpbind',
      SASL: 'urn:ietf:params:xml:ns:xmpp-sasl',
      SESSION: 'urn:ietf:params:xml:ns:xmpp-session',
      SM: 'urn:xmpp:sm:3',
      STREAM: 'http://etherx.jabber.org/streams',
    });
  });
});
