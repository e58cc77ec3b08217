import { expect } from '@open-wc/testing';
import { restore, stub, useFakeTimers } from 'sinon';
import { ConnectionError, StanzaError, TimeoutError } from '../../src/core/errors.js';
import type { BareJid } from '../../src/core/jid.js';
import { element } from '../../src/transport/frames.js';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import type { Credentials } from '../../src/transport/transport.js';
import { login, scriptedServer, type ScriptedServer } from '../support/scripted.js';

const credentials: Credentials = { kind: 'password', jid: 'alice@example.org' as BareJid, password: 'secret' };
const roster = (to?: string) =>
  element(`<iq xmlns="jabber:client" type="get"${to ? ` to="${to}"` : ''}><query xmlns="jabber:iq:roster"/></iq>`);
const failureOf = (attempt: Promise<unknown>) => attempt.catch((reason: unknown) => reason);

let server: ScriptedServer;
let transport: StropheTransport;

beforeEach(async () => {
  server = await scriptedServer(login());
  transport = new StropheTransport();
  await transport.connect({ credentials, services: [server.websocket] });
});
afterEach(async () => {
  restore();
  await transport.disconnect();
});

/** Sends a stanza and one behind it, and waits until the latter has come. */
async function deliver(...stanzas: readonly string[]): Promise<void> {
  const passed = new Promise<void>((resolve) => {
    const release = transport.onStanza((stanza) => {
      if (stanza.getAttribute('id') !== 'behind') return;
      release();
      resolve();
    });
  });
  for (const stanza of stanzas) await server.send(stanza);
  await server.send('<message xmlns="jabber:client" id="behind"/>');
  await passed;
}

describe('an answer to a request', () => {
  async function answeredBy(from: string | undefined, to?: string): Promise<boolean> {
    const answer = transport.request(roster(to));
    const [, id = ''] = / id="([^"]*)"/.exec(await server.next('jabber:iq:roster')) ?? [];
    let isSettled = false;
    void answer.then(() => (isSettled = true)).catch(() => undefined);
    await deliver(`<iq xmlns="jabber:client" type="result" id="${id}"${from ? ` from="${from}"` : ''}/>`);
    return isSettled;
  }

  for (const [to, from] of [
    [undefined, undefined],
    [undefined, 'alice@example.org'],
    [undefined, 'Alice@Example.org'],
    [undefined, 'alice@example.org/w1'],
    [undefined, 'example.org'],
    ['alice@example.org', 'alice@example.org'],
    ['alice@example.org', undefined],
    ['example.org', undefined],
    ['bob@example.org/b', 'BOB@example.org/b'],
    ['room@muc.example.org/Juliet', 'room@muc.example.org/Juliet'],
  ]) {
    it(`to ${to ?? 'nobody'} may come from ${from ?? 'nobody'}`, async () => {
      expect(await answeredBy(from, to)).to.equal(true);
    });
  }

  for (const [to, from] of [
    [undefined, 'mallory@evil.example/x'],
    [undefined, 'alice@evil.example'],
    [undefined, 'evil.example'],
    [undefined, 'not a jid@@'],
    ['alice@example.org', 'mallory@example.org'],
    ['upload.example.org', 'mallory@evil.example/x'],
    ['upload.example.org', undefined],
    ['bob@example.org/b', 'bob@example.org'],
    ['bob@example.org/b', undefined],
    ['room@muc.example.org/Juliet', 'room@muc.example.org/juliet'],
    ['not a jid@@', 'also not a jid@@'],
  ]) {
    it(`to ${to ?? 'nobody'} may not come from ${from ?? 'nobody'}`, async () => {
      expect(await answeredBy(from, to)).to.equal(false);
    });
  }

  it('still arrives after a stranger has tried to answer (iq-spoof-02)', async () => {
    const answer = transport.request(roster('upload.example.org'));
    const [, id = ''] = / id="([^"]*)"/.exec(await server.next('jabber:iq:roster')) ?? [];

    await server.send(`<iq xmlns="jabber:client" type="error" from="mallory@evil.example/x" id="${id}"/>`);
    await server.send(`<iq xmlns="jabber:client" type="result" from="upload.example.org" id="${id}"/>`);

    expect((await answer).getAttribute('from')).to.equal('upload.example.org');
  });

  it('that is an error rejects with its condition', async () => {
    const answer = failureOf(transport.request(roster()));
    await server.next('jabber:iq:roster');

    await server.send(`<iq xmlns="jabber:client" type="error" id="{{id}}"><error type="wait">
      <resource-constraint xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`);

    expect(await answer)
      .to.be.instanceOf(StanzaError)
      .with.property('condition', 'resource-constraint');
  });

  it('that never comes rejects after 20 seconds, or when told', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldClearNativeTimers: true });
    const late = failureOf(transport.request(roster()));
    const later = failureOf(transport.request(roster(), { timeout: 30_000 }));

    clock.tick(20_000);
    expect(await late).to.be.instanceOf(TimeoutError);
    clock.tick(10_000);
    expect(await later).to.be.instanceOf(TimeoutError);
    clock.restore();
  });

  it('is not waited for once that is given up', async () => {
    const controller = new AbortController();
    const answer = failureOf(transport.request(roster(), { signal: controller.signal }));
    controller.abort(new Error('enough'));

    expect(await answer).to.have.property('message', 'enough');
    expect(await failureOf(transport.request(roster(), { signal: controller.signal }))).to.have.property(
      'message',
      'enough',
    );
  });

  it('is not to be had offline', async () => {
    await transport.disconnect();

    expect(await failureOf(transport.request(roster())))
      .to.be.instanceOf(ConnectionError)
      .with.property('condition', 'offline');
  });

  it('that nobody asked for is not shown to anybody, and changes nothing (iq-spoof-04)', async () => {
    const seen: string[] = [];
    transport.onStanza((stanza) => void seen.push(stanza.localName));

    await deliver(
      `<iq xmlns="jabber:client" type="result" id="_bind_auth_2"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind">
        <jid>mallory@evil.example/x</jid></bind></iq>`,
      '<iq xmlns="jabber:client" type="error" id="x"/>',
    );

    expect(seen).to.deep.equal(['message']);
    expect(transport.state.value).to.have.property('jid', 'alice@example.org/w1');
  });

  it('has an id that nobody can guess', async () => {
    for (let round = 0; round < 3; round += 1) void failureOf(transport.request(roster()));

    const ids = await Promise.all([1, 2, 3].map(async () => / id="([^"]*)"/.exec(await server.next('roster'))?.[1]));
    expect(new Set(ids).size).to.equal(3);
    for (const id of ids) expect(id).to.match(/^[\da-f]{8}-[\da-f-]{27}$/);
  });
});

describe('a request from others', () => {
  const version = (attributes = '') =>
    `<iq xmlns="jabber:client" type="get" from="mallory@evil.example/x" id="v1"${attributes}>
      <query xmlns="jabber:iq:version"/></iq>`;

  it('is told that nobody here answers (iq-in-02)', async () => {
    await server.send(version());

    const answer = await server.next('service-unavailable');
    expect(answer).to.contain('type="error"').and.contain('id="v1"').and.contain('to="mallory@evil.example/x"');
    expect(answer).not.to.match(/query|Chrom|Mozilla/);
  });

  it('is answered by whoever has an answer', async () => {
    transport.onStanza(() => undefined);
    transport.onStanza(() => element('<iq xmlns="jabber:client" type="result"><pong xmlns="x"/></iq>'));

    await server.send(version());

    const answer = await server.next('<pong');
    expect(answer).to.contain('type="result"').and.contain('id="v1"').and.contain('to="mallory@evil.example/x"');
  });

  it('without a type, or of one that is none, is not answered', async () => {
    await deliver('<iq xmlns="jabber:client" id="v2"/>', '<iq xmlns="jabber:client" type="please" id="v3"/>');

    expect((await server.received()).join()).not.to.match(/"v[23]"/);
  });
});

describe('a stanza', () => {
  it('reaches every handler, in spite of those that throw', async () => {
    const reported = stub(window, 'reportError');
    const seen: string[] = [];
    transport.onStanza(() => {
      throw new Error('mine');
    });
    transport.onStanza((stanza) => void seen.push(stanza.getAttribute('id') ?? ''));

    await deliver('<message xmlns="jabber:client" id="one"/>', '<presence xmlns="jabber:client" id="two"/>');

    expect(seen).to.deep.equal(['one', 'two', 'behind']);
    expect(reported.callCount).to.equal(3);
  });

  it('reaches a handler until that is taken away', async () => {
    const seen: string[] = [];
    const release = transport.onStanza((stanza) => void seen.push(stanza.localName));
    release();

    await deliver('<message xmlns="jabber:client"/>');

    expect(seen).to.deep.equal([]);
  });

  it('of another namespace is dropped', async () => {
    const seen: string[] = [];
    transport.onStanza((stanza) => void seen.push(stanza.getAttribute('id') ?? ''));

    await deliver(
      '<message xmlns="jabber:server" id="server"/>',
      '<message xmlns="urn:evil" id="evil"/>',
      '<x:message xmlns:x="jabber:component:accept" id="component"/>',
      '<note xmlns="jabber:client" id="note"/>',
    );

    expect(seen).to.deep.equal(['behind']);
  });

  it('is sent as it is, escaped', async () => {
    const stanza = element('<message xmlns="jabber:client" to="bob@example.org"><body/></message>');
    (stanza.firstElementChild as Element).textContent = `<b> & "c" 'd' ]]> é 🦊`;

    transport.send(stanza);

    expect(await server.next('<message'))
      .to.contain('&lt;b&gt; &amp; ')
      .and.contain('é 🦊');
  });
});
