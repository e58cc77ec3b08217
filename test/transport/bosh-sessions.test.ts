import { aTimeout, expect } from '@open-wc/testing';
import type { ConnectionError } from '../../src/core/errors.js';
import type { FullJid } from '../../src/core/jid.js';
import { element } from '../../src/transport/frames.js';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import type { Credentials, TransportState } from '../../src/transport/transport.js';
import { waitUntil } from '../support/wait.js';
import { BIND, mechanisms, scriptedServer, type Step } from '../support/scripted.js';

const guest: Credentials = { kind: 'anonymous', domain: 'example.org' };
const guestLogin = (name: string): Step[] => [
  { features: mechanisms('ANONYMOUS') },
  { expect: 'mechanism="ANONYMOUS"' },
  { send: '<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>' },
  { features: BIND },
  { bind: `${name}@example.org/w1` },
];
const message = (text: string) =>
  element(`<message xmlns="jabber:client" to="bob@example.org"><body>${text}</body></message>`);
const PONG = '<iq xmlns="jabber:client" type="result" from="example.org" id="ping"/>';
const BAD_GATEWAY = { status: 502, type: 'text/html', body: '<html>bad gateway</html>' };

/** What of the session the next page would find. */
const numberKept = () =>
  (JSON.parse(sessionStorage.getItem('xmpp-elements:lobby:bosh') ?? '{}') as { readonly rid?: number }).rid;
const numberOf = (body: unknown) => Number(/ rid="(\d+)"/.exec(String(body))?.[1]);

/** Hears what is sent; `isLost`: the browser gives it up. */
function requests(isLost = false) {
  const { send } = XMLHttpRequest.prototype;
  const numbers: number[] = [];
  XMLHttpRequest.prototype.send = function (body) {
    numbers.push(numberOf(body));
    if (!isLost) send.call(this, body);
  };
  return { numbers, restore: () => void (XMLHttpRequest.prototype.send = send) };
}

async function page(...scripts: readonly (readonly Step[])[]) {
  const server = await scriptedServer(...scripts);
  const options = { credentials: guest, services: [server.bosh], owner: 'lobby' };
  const first = new StropheTransport();
  await first.connect(options);
  const leave = () => {
    dispatchEvent(new Event('pagehide'));
    first.abandon();
  };
  return { server, first, leave, options, second: new StropheTransport() };
}

describe('a guest over BOSH', () => {
  beforeEach(() => sessionStorage.clear());

  it('is the same guest on the next page', async () => {
    const { server, leave, second, options } = await page(guestLogin('7c1e'));
    leave();
    expect(second.remembered('lobby')).to.deep.equal(guest);

    const attempt = second.connect(options);
    await server.next('urn:xmpp:ping');
    await server.send(PONG);

    expect(await attempt).to.equal('7c1e@example.org/w1');
    // What the first page had not got rid of went with it.
    expect(second.state.value).to.include({ status: 'online', resumed: true, hasQueue: false });
    const rids = (await server.received()).map((text) => Number(/ rid="(\d+)"/.exec(text)?.[1]));
    expect(rids).to.deep.equal(rids.map((_, index) => (rids[0] ?? 0) + index));
    second.send(message('still here'));
    await server.next('still here');
    await second.disconnect();
    expect(sessionStorage.getItem('xmpp-elements:lobby:bosh')).to.equal(null);
  });

  it('leaves the next page no number that has not gone out', async () => {
    const { first } = await page(guestLogin('7c1e'));
    const { numbers, restore } = requests();
    first.send(message('one'));
    await waitUntil(() => numbers.length > 0);

    for (let count = 0; count < 40; count++) {
      first.send(message(`${count}`));
      await aTimeout(3);
      expect(numberKept()).to.equal(1 + Math.max(...numbers));
    }

    restore();
    await first.disconnect();
  });

  it('is the same guest where what was sent last went down with the page', async () => {
    const { server, first, leave, second, options } = await page(guestLogin('7c1e'));
    const { numbers, restore } = requests(true);
    first.send(message('one'));
    await waitUntil(() => numbers.length > 0);
    leave();
    restore();

    const attempt = second.connect(options);
    await server.next('urn:xmpp:ping');
    await server.send(PONG);

    expect(await attempt).to.equal('7c1e@example.org/w1');
    await second.disconnect();
  });

  it('is another one when the server has forgotten the first', async () => {
    const { server, leave, second, options } = await page(guestLogin('7c1e'), guestLogin('new'));
    leave();
    await server.answer({
      body: '<body xmlns="http://jabber.org/protocol/httpbind" type="terminate" condition="item-not-found"/>',
    });

    expect(await second.connect(options)).to.equal('new@example.org/w1');

    expect(second.state.value).to.include({ resumed: false });
    await second.disconnect();
  });

  it('is another one where the server answers 404', async () => {
    const { server, leave, second, options } = await page(guestLogin('7c1e'), guestLogin('new'));
    leave();
    await server.answer({ status: 404, type: 'text/html', body: '<html>gone</html>' });

    expect(await second.connect(options)).to.equal('new@example.org/w1');

    await second.disconnect();
  });

  it('is another one in a duplicated tab (stream-31)', async () => {
    const { first, second, options } = await page(guestLogin('7c1e'), guestLogin('new'));

    expect(await second.connect(options)).to.equal('new@example.org/w1');

    expect(first.state.value.status).to.equal('online');
    first.abandon();
    await second.disconnect();
  });
});

describe('a session that the site has opened', () => {
  const prebound = (sid: string): Credentials => ({
    kind: 'prebound',
    jid: '7c1e@example.org/w1' as FullJid,
    sid,
    rid: 4711,
  });

  beforeEach(() => sessionStorage.clear());

  it('is gone on with', async () => {
    const { server, first, leave, second, options } = await page(guestLogin('7c1e'));
    leave();
    sessionStorage.clear();

    const attempt = second.connect({ ...options, credentials: prebound('s1') });
    const ping = await server.next('urn:xmpp:ping');
    await server.send(PONG);

    expect(await attempt).to.equal('7c1e@example.org/w1');
    expect(ping).to.contain('to="example.org"');
    expect((await server.received()).join())
      .to.contain('rid="4711"')
      .and.contain('sid="s1"');
    expect(first.state.value.status).to.equal('offline');
    await second.disconnect();
  });

  /** A page that goes on with the site's session, and what it leaves. */
  async function attached() {
    const { server, leave, second, options } = await page(guestLogin('7c1e'));
    leave();
    sessionStorage.clear();
    const attempt = second.connect({ ...options, credentials: prebound('s1') });
    await server.next('urn:xmpp:ping');
    await server.send(PONG);
    await attempt;
    return { server, second, options, left: second.remembered('lobby') as Credentials };
  }

  it('is gone on with by the page after that, which counts on', async () => {
    const { server, second, options, left } = await attached();
    expect(left).to.deep.equal({ kind: 'prebound', jid: '7c1e@example.org/w1', sid: 's1' });
    dispatchEvent(new Event('pagehide'));
    second.abandon();

    const third = new StropheTransport();
    const attempt = third.connect({ ...options, credentials: left });
    await server.next('urn:xmpp:ping');
    await server.send(PONG);

    expect(await attempt).to.equal('7c1e@example.org/w1');
    const rids = (await server.received()).map((text) => Number(/ rid="(\d+)"/.exec(text)?.[1]));
    const ours = rids.filter((rid) => rid >= 4711 && rid < 4800);
    expect(ours).to.deep.equal(ours.map((_, index) => 4711 + index));
    expect(ours.length).to.be.above(1);
    await third.disconnect();
  });

  it('is left alone by a duplicated tab', async () => {
    const { second, options, left } = await attached();

    const error = await new StropheTransport()
      .connect({ ...options, credentials: left })
      .catch((reason: unknown) => reason as ConnectionError);

    expect(error).to.have.property('condition', 'credentials-expired');
    expect(second.state.value.status).to.equal('online');
    await second.disconnect();
  });

  it('is over when the server does not know it', async () => {
    const server = await scriptedServer([]);
    await server.answer({ status: 404, type: 'text/html', body: '<html>gone</html>' });

    const error = await new StropheTransport()
      .connect({ credentials: prebound('s2'), services: [server.bosh] })
      .catch((reason: unknown) => reason as ConnectionError);

    expect(error).to.have.property('condition', 'credentials-expired');
  });
});

describe('a proxy at fault', () => {
  beforeEach(() => sessionStorage.clear());

  it('is waited for: the same request goes out until it is answered, and once is enough (http-07)', async () => {
    const { server, first } = await page(guestLogin('7c1e'));
    const states: TransportState['status'][] = [];
    first.state.subscribe(({ status }) => states.push(status));
    await server.answer(BAD_GATEWAY, BAD_GATEWAY, BAD_GATEWAY);

    first.send(message('one'));
    await first.state.waitFor(({ status }) => status === 'connecting');
    await server.next('one');
    await server.send('<presence xmlns="jabber:client"/>');
    await first.state.waitFor(({ status }) => status === 'online');

    expect(first.state.value).to.include({ resumed: true, hasQueue: true, jid: '7c1e@example.org/w1' });
    // A server holds what has come through; a question in another request frees it.
    await server.next('urn:xmpp:ping');
    expect(states).to.deep.equal(['connecting', 'online']);
    const numbers = (await server.received()).map((text) => / rid="(\d+)"/.exec(text)?.[1]);
    expect(numbers.length - new Set(numbers).size).to.equal(3);
    await first.disconnect();
  }).timeout(30_000);

  it('leaves unasked what waits for an answer, and says so', async () => {
    const { server, first } = await page(guestLogin('7c1e'));
    await server.answer(...Array.from({ length: 20 }, () => BAD_GATEWAY));
    first.send(message('one'));
    await first.state.waitFor(({ status }) => status === 'connecting');

    const error: unknown = await first.flushed().catch((reason: unknown) => reason);

    expect(error).to.have.property('condition', 'offline');
    first.abandon();
  });

  it('ends once, not twice, where the server has forgotten the session meanwhile', async () => {
    const { server, first } = await page(guestLogin('7c1e'));
    const states: TransportState['status'][] = [];
    first.state.subscribe(({ status }) => states.push(status));
    const forgotten = {
      body: '<body xmlns="http://jabber.org/protocol/httpbind" type="terminate" condition="item-not-found"/>',
    };
    await server.answer(BAD_GATEWAY, BAD_GATEWAY, BAD_GATEWAY, forgotten, forgotten);

    first.send(message('one'));
    await first.state.waitFor(({ status }) => status === 'offline');

    expect(states).to.deep.equal(['connecting', 'offline']);
  }).timeout(30_000);

  it('is not answered by what overtakes: what is written meanwhile comes behind what was refused', async () => {
    const { server, first } = await page(guestLogin('7c1e'));
    const numbers = async () => (await server.received()).map((text) => Number(/ rid="(\d+)"/.exec(text)?.[1]));
    await server.answer(BAD_GATEWAY, BAD_GATEWAY, BAD_GATEWAY);
    // Whoever hears something asks for more.
    await server.send('<presence xmlns="jabber:client"/>');
    await first.state.waitFor(({ status }) => status === 'connecting');
    await server.next('urn:xmpp:ping');

    const all = await numbers();
    expect(all.length - new Set(all).size).to.equal(3);
    expect(all).to.deep.equal([...all].sort((one, other) => one - other));
    await first.disconnect();
  }).timeout(30_000);
});
