import { expect } from '@open-wc/testing';
import type { FullJid } from '../../src/core/jid.js';
import { openEarly } from '../../src/transport/early-socket.js';
import { takeEarly } from '../../src/transport/hardened-websocket.js';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import type { Credentials } from '../../src/transport/transport.js';
import { BIND, mechanisms, scriptedServer, type Step } from '../support/scripted.js';
import { waitUntil } from '../support/wait.js';

const guest: Credentials = { kind: 'anonymous', domain: 'example.org' };
const guestLogin: Step[] = [
  { features: mechanisms('ANONYMOUS') },
  { expect: 'mechanism="ANONYMOUS"' },
  { send: '<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>' },
  { features: BIND },
  { bind: '7c1e@example.org/w1' },
];
const JID = '7c1e@example.org/w1' as FullJid;

describe('a socket that was opened before there was code to speak on it', () => {
  afterEach(() => takeEarly(''));

  it('is the one that is used, open or on its way', async () => {
    for (const isOpen of [false, true]) {
      const server = await scriptedServer(guestLogin);
      openEarly(server.websocket, 'lobby');
      if (isOpen) await waitUntil(async () => (await server.streams()) === 1);
      const transport = new StropheTransport();

      expect(await transport.connect({ credentials: guest, services: [server.websocket] })).to.equal(JID);

      expect(await server.streams()).to.equal(1);
      await transport.disconnect();
    }
  });

  it('is not waited for once it is closed', async () => {
    const server = await scriptedServer([{ drop: true }], guestLogin);
    openEarly(server.websocket, 'lobby');
    await waitUntil(async () => (await server.streams()) === 1);
    const transport = new StropheTransport();

    // Whether the browser knows it by now or hears of it later: the address is tried again.
    await transport
      .connect({ credentials: guest, services: [server.websocket] })
      .catch(() => transport.connect({ credentials: guest, services: [server.websocket] }));

    expect(transport.state.value).to.include({ status: 'online', jid: JID });
    await transport.disconnect();
  });

  it('is closed where the way goes elsewhere', async () => {
    const elsewhere = await scriptedServer([]);
    const server = await scriptedServer(guestLogin);
    openEarly(elsewhere.websocket, 'lobby');
    const transport = new StropheTransport();

    await transport.connect({ credentials: guest, services: [server.websocket] });

    expect(transport.state.value).to.include({ service: server.websocket });
    expect(takeEarly(elsewhere.websocket)).to.equal(undefined);
    await transport.disconnect();
  });

  it('is none on a later page of a tab, which paints first what the last one showed', () => {
    sessionStorage.setItem('xmpp-elements:lobby:tab', '{"id":"t1"}');

    openEarly('ws://127.0.0.1:9/', 'lobby');

    sessionStorage.clear();
    expect(takeEarly('ws://127.0.0.1:9/')).to.equal(undefined);
  });

  it('is none where the address is no WebSocket’s, or no address', () => {
    for (const service of [
      '/bosh',
      'https://chat.example/bosh',
      'wss://',
      'wss://chat.example:99999/',
      'javascript:1',
    ]) {
      openEarly(service, 'lobby');

      expect(takeEarly(service), service).to.equal(undefined);
    }
  });
});
