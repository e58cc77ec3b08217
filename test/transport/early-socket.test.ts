import { expect } from '@open-wc/testing';
import { useFakeTimers } from 'sinon';
import type { BareJid, FullJid } from '../../src/core/jid.js';
import { closeEarly, openEarly } from '../../src/transport/early-socket.js';
import { element } from '../../src/transport/frames.js';
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

const said = (id: string): Step => ({ send: `<message xmlns="jabber:client" id="${id}"><body>hi</body></message>` });

describe('a socket that was opened before there was code to speak on it', () => {
  afterEach(() => closeEarly());

  it('is the one that is used, open or on its way', async () => {
    for (const isOpen of [false, true]) {
      const server = await scriptedServer(guestLogin);
      openEarly(server.websocket, 'example.org', 'lobby');
      if (isOpen) await waitUntil(async () => (await server.streams()) === 1);
      const transport = new StropheTransport();

      expect(await transport.connect({ credentials: guest, services: [server.websocket] })).to.equal(JID);

      expect(await server.streams()).to.equal(1);
      await transport.disconnect();
    }
  });

  for (const last of ['<open', '<auth', '<bind']) {
    it(`has everything said on it once, also where code came after ${last}`, async () => {
      const server = await scriptedServer(guestLogin);
      openEarly(server.websocket, 'example.org', 'lobby');
      await waitUntil(async () =>
        (await server.received()).some((frame) => frame.startsWith('<iq') || frame.startsWith(last)),
      );
      const transport = new StropheTransport();

      expect(await transport.connect({ credentials: guest, services: [server.websocket] })).to.equal(JID);

      await transport.flushed().catch(() => undefined);
      const names = (await server.received()).map((frame) => /<(\w+)/.exec(frame)?.[1]);
      expect(names.slice(0, 4)).to.deep.equal(['open', 'auth', 'open', 'iq']);
      expect(await server.streams()).to.equal(1);
      await transport.disconnect();
    });
  }

  it('is bound before there is code, in whichever quotes the server writes', async () => {
    const server = await scriptedServer([
      ...guestLogin.slice(0, 3),
      { features: BIND.replaceAll('"', "'") },
      ...guestLogin.slice(4),
    ]);
    openEarly(server.websocket, 'example.org', 'lobby');

    await waitUntil(async () => (await server.received()).some((frame) => frame.startsWith('<iq')));
  });

  it('tells what comes after the sign-in in its order', async () => {
    const server = await scriptedServer([...guestLogin, { expect: '<presence' }, ...['a', 'b', 'c'].map(said)]);
    openEarly(server.websocket, 'example.org', 'lobby');
    await waitUntil(async () => (await server.received()).length === 4);
    const transport = new StropheTransport();
    const heard: (string | null)[] = [];
    transport.onStanza((stanza) => void heard.push(stanza.getAttribute('id')));

    await transport.connect({ credentials: guest, services: [server.websocket] });
    transport.send(element('<presence xmlns="jabber:client"/>'));

    await waitUntil(() => heard.length === 3);
    expect(heard).to.deep.equal(['a', 'b', 'c']);
    await transport.disconnect();
  });

  it('leaves it to the code what it means that a server takes no guests', async () => {
    const server = await scriptedServer([{ features: mechanisms('PLAIN') }]);
    openEarly(server.websocket, 'example.org', 'lobby');
    await waitUntil(async () => (await server.received()).length === 1);

    const error = await new StropheTransport()
      .connect({ credentials: guest, services: [server.websocket] })
      .catch((reason: unknown) => reason);

    expect(error).to.include({ condition: 'no-mechanism' });
    expect((await server.received()).filter((frame) => frame.startsWith('<auth'))).to.deep.equal([]);
  });

  it('is closed where somebody signs in instead', async () => {
    const server = await scriptedServer(guestLogin, [
      { features: mechanisms('SCRAM-SHA-1') },
      { scram: {} },
      { features: BIND },
      { bind: 'alice@example.org/w1' },
    ]);
    openEarly(server.websocket, 'example.org', 'lobby');
    await waitUntil(async () => (await server.received()).length === 4);
    const transport = new StropheTransport();
    const alice: Credentials = { kind: 'password', jid: 'alice@example.org' as BareJid, password: 'secret' };

    expect(await transport.connect({ credentials: alice, services: [server.websocket] })).to.equal(
      'alice@example.org/w1',
    );

    expect(await server.streams()).to.equal(2);
    await transport.disconnect();
  });

  it('does not stand open for ever where nobody comes', async () => {
    const server = await scriptedServer(guestLogin);
    const clock = useFakeTimers({ toFake: ['setTimeout'] });
    openEarly(server.websocket, 'example.org', 'lobby');
    clock.tick(60_000);
    clock.restore();

    expect(takeEarly(server.websocket, 'example.org')).to.equal(undefined);
  });

  it('is not waited for once it is closed', async () => {
    const server = await scriptedServer([{ drop: true }], guestLogin);
    openEarly(server.websocket, 'example.org', 'lobby');
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
    openEarly(elsewhere.websocket, 'example.org', 'lobby');
    const transport = new StropheTransport();

    await transport.connect({ credentials: guest, services: [server.websocket] });

    expect(transport.state.value).to.include({ service: server.websocket });
    expect(takeEarly(elsewhere.websocket, 'example.org')).to.equal(undefined);
    await transport.disconnect();
  });

  it('is none on a later page of a tab, which paints first what the last one showed', () => {
    sessionStorage.setItem('xmpp-elements:lobby:tab', '{"id":"t1"}');

    openEarly('ws://127.0.0.1:2/', 'example.org', 'lobby');

    sessionStorage.clear();
    expect(takeEarly('ws://127.0.0.1:2/', 'example.org')).to.equal(undefined);
  });

  it('is none where somebody is remembered on this device: they are no guest', () => {
    localStorage.setItem('xmpp-elements:lobby:account', '{"jid":"alice@example.org","agent":"a1"}');

    openEarly('ws://127.0.0.1:2/', 'example.org', 'lobby');

    localStorage.clear();
    expect(takeEarly('ws://127.0.0.1:2/', 'example.org')).to.equal(undefined);
  });

  it('is none where the address is no WebSocket’s, or no address', () => {
    for (const service of [
      '/bosh',
      'https://chat.example/bosh',
      'wss://',
      'wss://chat.example:99999/',
      'javascript:1',
    ]) {
      openEarly(service, 'example.org', 'lobby');

      expect(takeEarly(service, 'example.org'), service).to.equal(undefined);
    }
  });
});
