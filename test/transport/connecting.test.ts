import { expect } from '@open-wc/testing';
import { useFakeTimers } from 'sinon';
import { ConnectionError } from '../../src/core/errors.js';
import type { BareJid } from '../../src/core/jid.js';
import { element } from '../../src/transport/frames.js';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import type { Credentials } from '../../src/transport/transport.js';
import { BIND, login, mechanisms, scriptedServer } from '../support/scripted.js';

const credentials: Credentials = { kind: 'password', jid: 'alice@example.org' as BareJid, password: 'secret' };
/** Nobody listens there. */
/** A port that browsers allow: of one that they do not, WebKit never says that the socket is closed. */
const NOBODY = 'ws://127.0.0.1:2/';

const failureOf = (attempt: Promise<unknown>) => attempt.catch((reason: unknown) => reason) as Promise<ConnectionError>;
const message = () => element('<message xmlns="jabber:client" to="bob@example.org"><body>hi</body></message>');

describe('connecting', () => {
  it('goes from offline over connecting to online, and back when asked', async () => {
    const server = await scriptedServer(login());
    const transport = new StropheTransport();
    const seen: unknown[] = [];
    transport.state.subscribe((state) => seen.push(state));

    await transport.connect({ credentials, services: [server.websocket] });
    await transport.disconnect();

    expect(seen).to.deep.equal([
      { status: 'connecting' },
      { status: 'online', jid: 'alice@example.org/w1', resumed: false, service: server.websocket },
      { status: 'offline' },
    ]);
    await server.next('type="unavailable"');
    await server.next('<close');
  });

  it('tries the next address when nobody is at the first', async () => {
    const server = await scriptedServer(login());
    const transport = new StropheTransport();

    await transport.connect({ credentials, services: [NOBODY, server.websocket] });

    expect(transport.state.value).to.include({ status: 'online', service: server.websocket });
    await transport.disconnect();
  });

  it('tries the next address when the first has no way in that it would use', async () => {
    const odd = await scriptedServer([{ features: mechanisms('X-OAUTH2') }]);
    const server = await scriptedServer(login());
    const transport = new StropheTransport();

    await transport.connect({ credentials, services: [odd.websocket, server.websocket] });

    expect(transport.state.value).to.include({ service: server.websocket });
    await transport.disconnect();
  });

  it('says that the service is unreachable when nobody is anywhere', async () => {
    const transport = new StropheTransport();

    const error = await failureOf(transport.connect({ credentials, services: [NOBODY, 'http://127.0.0.1:2/'] }));

    expect(error).to.be.instanceOf(ConnectionError).with.property('condition', 'service-unreachable');
    expect(transport.state.value).to.deep.equal({ status: 'offline', error });
  });

  it('reports the address that got furthest', async () => {
    const odd = await scriptedServer([{ features: mechanisms('X-OAUTH2') }]);
    const transport = new StropheTransport();

    const error = await failureOf(transport.connect({ credentials, services: [NOBODY, odd.websocket, NOBODY] }));

    expect(error.condition).to.equal('no-mechanism');
  });

  it('gives an address that says nothing 15 seconds', async () => {
    const silent = await scriptedServer([]);
    const server = await scriptedServer(login());
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const transport = new StropheTransport();

    const connecting = transport.connect({ credentials, services: [silent.websocket, server.websocket] });
    await silent.next('<open');
    clock.tick(14_999);
    expect(await silent.streams()).to.equal(1);
    clock.tick(1);
    clock.restore();

    await connecting;
    expect(transport.state.value).to.include({ service: server.websocket });
    await transport.disconnect();
  });

  it('reports a timeout when that was the only address', async () => {
    const silent = await scriptedServer([]);
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

    const failure = failureOf(new StropheTransport().connect({ credentials, services: [silent.websocket] }));
    await silent.next('<open');
    clock.tick(15_000);
    clock.restore();

    expect((await failure).condition).to.equal('timeout');
  });

  it('names an address that is none', async () => {
    const transport = new StropheTransport();

    const error = await failureOf(transport.connect({ credentials, services: ['chat:example.org'] }));

    expect(error.condition).to.equal('no-service');
    expect(error.message).to.contain('chat:example.org');
  });

  it('can be given up', async () => {
    const silent = await scriptedServer([]);
    const transport = new StropheTransport();
    const controller = new AbortController();

    const failure = failureOf(
      transport.connect({ credentials, services: [silent.websocket], signal: controller.signal }),
    );
    await silent.next('<open');
    controller.abort(new Error('enough'));

    expect((await failure).message).to.equal('enough');
    expect(transport.state.value).to.deep.equal({ status: 'offline' });
  });

  it('is given up by disconnecting', async () => {
    const silent = await scriptedServer([]);
    const transport = new StropheTransport();

    const failure = failureOf(transport.connect({ credentials, services: [silent.websocket] }));
    await silent.next('<open');
    await transport.disconnect();

    expect((await failure).condition).to.equal('offline');
    expect(transport.state.value).to.deep.equal({ status: 'offline' });
  });

  it('can be done again on the same transport', async () => {
    const server = await scriptedServer(login());
    const transport = new StropheTransport();

    await transport.connect({ credentials, services: [server.websocket] });
    await transport.disconnect();
    await transport.connect({ credentials, services: [server.websocket] });

    expect(transport.state.value.status).to.equal('online');
    await transport.disconnect();
  });

  it('disconnects when it was never connected', async () => {
    await new StropheTransport().disconnect();
  });
});

describe('sending', () => {
  it('is refused while there is no stream, and kept for none', async () => {
    const server = await scriptedServer(login());
    const transport = new StropheTransport();
    const refused = () => expect(() => transport.send(message())).to.throw(ConnectionError, 'offline');

    refused();
    const connecting = transport.connect({ credentials, services: [server.websocket] });
    refused();
    await connecting;
    await transport.disconnect();
    refused();
    await transport.connect({ credentials, services: [server.websocket] });
    await transport.disconnect();

    expect((await server.received()).join()).not.to.contain('<body>');
  });

  it('fails all that waits when the stream breaks', async () => {
    const server = await scriptedServer(login());
    const transport = new StropheTransport();
    await transport.connect({ credentials, services: [server.websocket] });
    transport.send(message());
    const failures = [
      failureOf(transport.flushed()),
      failureOf(transport.request(element('<iq xmlns="jabber:client"/>'))),
    ];

    await server.drop();

    expect((await Promise.all(failures)).map(({ condition }) => condition)).to.deep.equal([
      'connection-lost',
      'connection-lost',
    ]);
  });
});

describe('a stream that ends', () => {
  async function online() {
    const server = await scriptedServer(login());
    const transport = new StropheTransport();
    const stanzas: string[] = [];
    transport.onStanza((stanza) => void stanzas.push(stanza.localName));
    await transport.connect({ credentials, services: [server.websocket] });
    const ended = transport.state.waitFor(({ status }) => status === 'offline');
    const conditionOfEnd = async () => ((await ended) as { error?: ConnectionError }).error?.condition;
    return { server, transport, stanzas, conditionOfEnd };
  }

  const streamError = (condition: string) =>
    `<stream:error xmlns:stream="http://etherx.jabber.org/streams"><${condition}
      xmlns="urn:ietf:params:xml:ns:xmpp-streams">evil.example</${condition}></stream:error>`;

  it('is lost when the socket closes', async () => {
    const { server, conditionOfEnd } = await online();

    await server.drop();

    expect(await conditionOfEnd()).to.equal('connection-lost');
  });

  it('is lost when the server closes it', async () => {
    const { server, conditionOfEnd } = await online();

    await server.send('<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>');

    expect(await conditionOfEnd()).to.equal('connection-lost');
  });

  it('was opened elsewhere (stream-14)', async () => {
    const { server, conditionOfEnd } = await online();

    await server.send(streamError('conflict'));

    expect(await conditionOfEnd()).to.equal('conflict');
  });

  it('tells the condition that the server gave', async () => {
    const { server, conditionOfEnd } = await online();

    // Tigase sends both in one frame.
    await server.send(`${streamError('policy-violation')}<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>`);

    expect(await conditionOfEnd()).to.equal('policy-violation');
  });

  it('does not lead to another host (stream-13)', async () => {
    const { server, conditionOfEnd } = await online();

    await server.send(streamError('see-other-host'));

    expect(await conditionOfEnd()).to.equal('see-other-host');
    expect(await server.streams()).to.equal(1);
  });

  it('does not lead to another address, however that is written (stream-11)', async () => {
    const other = await scriptedServer(login());
    const server = await scriptedServer([
      { expect: '<open' },
      { send: `<close xmlns="urn:ietf:params:xml:ns:xmpp-framing" see-other-uri="${other.websocket}?wss:"/>` },
    ]);

    const error = await failureOf(new StropheTransport().connect({ credentials, services: [server.websocket] }));

    expect(error.condition).to.equal('connection-lost');
    expect(await other.streams()).to.equal(0);
  });

  for (const [what, frame] of Object.entries({
    'closes more than it opened (stream-20)': '<wrapper><message/></wrapper></wrapper><iq/>',
    'has a document type (stream-21)': '<!DOCTYPE m [<!ENTITY b "b">]><message><body>&b;</body></message>',
    'is not well-formed (stream-22)': '<message xmlns="jabber:client"><body>&undefined;</body></message>',
  })) {
    it(`is lost when a frame ${what}, and nothing of that is shown`, async () => {
      const { server, stanzas, conditionOfEnd } = await online();

      await server.send(frame);

      expect(await conditionOfEnd()).to.equal('connection-lost');
      expect(stanzas).to.deep.equal([]);
    });
  }

  it('is refused with the condition of the answer when it cannot be bound', async () => {
    const server = await scriptedServer([
      ...login({ features: BIND }).slice(0, -1),
      { expect: '<bind' },
      {
        send: `<iq xmlns="jabber:client" type="error" id="{{id}}"><error type="cancel">
          <resource-constraint xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`,
      },
    ]);

    const error = await failureOf(new StropheTransport().connect({ credentials, services: [server.websocket] }));

    expect(error.condition).to.equal('resource-constraint');
  });

  it('costs no timer while it lasts', async () => {
    const { transport } = await online();
    const clock = useFakeTimers({ toFake: ['setTimeout', 'setInterval'] });

    transport.send(message());

    expect(clock.countTimers()).to.equal(0);
    clock.restore();
    await transport.disconnect();
  });
});
