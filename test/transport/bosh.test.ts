import { expect } from '@open-wc/testing';
import { useFakeTimers } from 'sinon';
import type { ConnectionError } from '../../src/core/errors.js';
import type { BareJid } from '../../src/core/jid.js';
import { element } from '../../src/transport/frames.js';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import type { Credentials } from '../../src/transport/transport.js';
import { login, MANAGEMENT, BIND, mechanisms, scriptedServer } from '../support/scripted.js';
import { waitUntil } from '../support/wait.js';

const credentials: Credentials = { kind: 'password', jid: 'alice@example.org' as BareJid, password: 'secret' };
const failureOf = (attempt: Promise<unknown>) => attempt.catch((reason: unknown) => reason) as Promise<ConnectionError>;
const message = (text: string) =>
  element(`<message xmlns="jabber:client" to="bob@example.org"><body>${text}</body></message>`);
const PAGE = { status: 200, type: 'text/html', body: '<html><body>proxy error</body></html>' };

async function online() {
  const server = await scriptedServer(login({ features: `${BIND}${MANAGEMENT}` }));
  const transport = new StropheTransport();
  await transport.connect({ credentials, services: [server.bosh] });
  const ended = transport.state.waitFor(({ status }) => status === 'offline');
  const conditionOfEnd = async () => ((await ended) as { error?: ConnectionError }).error?.condition;
  return { server, transport, conditionOfEnd };
}

describe('over BOSH', () => {
  it('signs in, sends, receives and says goodbye', async () => {
    const { server, transport } = await online();
    const received = new Promise<string>((resolve) => {
      transport.onStanza((stanza) => void resolve(stanza.textContent));
    });

    transport.send(message('one'));
    transport.send(message('two'));
    await server.next('one');
    await server.next('two');
    await server.send('<message xmlns="jabber:client" from="bob@example.org/b"><body>hello</body></message>');
    expect(await received).to.equal('hello');
    expect(transport.state.value).to.include({ service: server.bosh });
    await transport.disconnect();

    const last = (await server.received()).at(-1);
    expect(last).to.contain('type="terminate"').and.contain('type="unavailable"');
  });

  it('keeps away from stream management, which is for sockets', async () => {
    const { server, transport } = await online();

    await transport.disconnect();

    expect((await server.received()).join()).not.to.contain('urn:xmpp:sm:3');
  });

  it('sends what was written just before the goodbye', async () => {
    const { server, transport } = await online();

    transport.send(message('one last thing'));
    await transport.disconnect();

    expect((await server.received()).join()).to.contain('one last thing');
  });

  it('waits for the answer to its goodbye no longer than three seconds', async () => {
    const { server, transport } = await online();
    await server.answer({ never: true }, { never: true });
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], shouldClearNativeTimers: true });

    transport.send(message('one'));
    await clock.tickAsync(10);
    const gone = transport.disconnect();
    await clock.tickAsync(3000);
    await gone;

    expect(transport.state.value).to.deep.equal({ status: 'offline' });
    clock.restore();
  });

  it('signs in at a server that brings its features late', async () => {
    const server = await scriptedServer(login());
    await server.answer({
      body: '<body xmlns="http://jabber.org/protocol/httpbind" sid="s1" wait="60" requests="2"/>',
    });
    const transport = new StropheTransport();

    const failure = failureOf(transport.connect({ credentials, services: [server.bosh] }));
    // The scripted server begins a session at the first request that it reads itself.
    await server.answer({
      body: `<body xmlns="http://jabber.org/protocol/httpbind"><stream:features
        xmlns:stream="http://etherx.jabber.org/streams">${mechanisms('X-OAUTH2')}</stream:features></body>`,
    });

    expect((await failure).condition).to.equal('no-mechanism');
  });

  for (const [what, answer] of Object.entries({
    'nothing is there': { status: 404, type: 'text/html', body: '<html>no such page</html>' },
    'a gateway has lost its server': { status: 502, type: 'text/html', body: '<html>bad gateway</html>' },
    'a portal shows its own page': PAGE,
    'a file without an end is there': { body: '<body xmlns="http://jabber.org/protocol/httpbind"><a>' },
    'the server ends at once': {
      body: '<body xmlns="http://jabber.org/protocol/httpbind" type="terminate" condition="internal-server-error"/>',
    },
  })) {
    it(`tries the next address where ${what}`, async () => {
      const broken = await scriptedServer([]);
      await broken.answer(answer, answer, answer);
      const server = await scriptedServer(login());
      const transport = new StropheTransport();

      await transport.connect({ credentials, services: [broken.bosh, server.bosh] });

      expect(transport.state.value).to.include({ service: server.bosh });
      await transport.disconnect();
    });
  }

  it('falls back from a WebSocket that is not there', async () => {
    const server = await scriptedServer(login());
    const transport = new StropheTransport();

    await transport.connect({ credentials, services: ['ws://127.0.0.1:2/', server.bosh] });

    expect(transport.state.value).to.include({ service: server.bosh });
    await transport.disconnect();
  });

  it('is lost when the server has forgotten the session', async () => {
    const { server, conditionOfEnd } = await online();

    await server.close();

    expect(await conditionOfEnd()).to.equal('connection-lost');
  });

  it('is lost when the server answers 404, with whatever page', async () => {
    const { server, conditionOfEnd } = await online();

    await server.drop();

    expect(await conditionOfEnd()).to.equal('connection-lost');
  });

  it('says that the account was opened elsewhere', async () => {
    const { server, transport, conditionOfEnd } = await online();
    await server.answer({
      body: `<body xmlns="http://jabber.org/protocol/httpbind" type="terminate" condition="remote-stream-error"
        xmlns:stream="http://etherx.jabber.org/streams"><stream:error>
        <conflict xmlns="urn:ietf:params:xml:ns:xmpp-streams"/></stream:error></body>`,
    });

    transport.send(message('one'));

    expect(await conditionOfEnd()).to.equal('conflict');
  });

  it('sends a request again, with the same number, when a proxy shows its own page (http-09)', async () => {
    const { server, transport } = await online();
    await server.answer(PAGE);

    transport.send(message('one'));
    await server.next('one');

    const numbers = (await server.received()).map((text) => / rid="(\d+)"/.exec(text)?.[1]);
    expect(new Set(numbers).size).to.equal(numbers.length - 1);
    expect(transport.state.value.status).to.equal('online');
    await transport.disconnect();
  });

  it('reads answers in the order of their requests, should one overtake another', async () => {
    const { server, transport } = await online();
    const seen: string[] = [];
    transport.onStanza((stanza) => void seen.push(stanza.textContent ?? ''));
    const bodyOf = (text: string) =>
      `<body xmlns="http://jabber.org/protocol/httpbind"><message xmlns="jabber:client" from="bob@example.org/b">
        <body>${text}</body></message></body>`;
    await server.answer({ body: bodyOf('first'), isLate: true }, { body: bodyOf('second') });

    transport.send(message('one'));
    await waitUntil(async () => (await server.received()).at(-1)?.includes('one') ?? false);
    transport.send(message('two'));

    await waitUntil(() => seen.length === 2);
    expect(seen.map((text) => text.trim())).to.deep.equal(['first', 'second']);
    await transport.disconnect();
  });

  it('is lost when an answer is not well-formed', async () => {
    const { server, transport, conditionOfEnd } = await online();
    const seen: string[] = [];
    transport.onStanza((stanza) => void seen.push(stanza.localName));
    await server.answer({
      body: '<body xmlns="http://jabber.org/protocol/httpbind"><message xmlns="jabber:client"/><oops></body>',
    });

    // It comes with the request that waits for what there is to hear.
    expect(await conditionOfEnd()).to.equal('connection-lost');
    expect(seen).to.deep.equal([]);
  });

  it('knows by a ping that the server has it', async () => {
    const { server, transport } = await online();

    transport.send(message('one'));
    const flushed = transport.flushed();
    await server.next('urn:xmpp:ping');
    await server.send('<iq xmlns="jabber:client" type="result" from="example.org" id="{{id}}"/>');

    await flushed;
    await transport.disconnect();
  });

  it('leaves the page’s storage alone', async () => {
    sessionStorage.setItem('strophe-bosh-session', 'of another program on the page');

    const { transport } = await online();
    await transport.disconnect();

    expect(sessionStorage.getItem('strophe-bosh-session')).to.equal('of another program on the page');
    sessionStorage.clear();
  });
});
