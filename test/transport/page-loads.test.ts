import { expect } from '@open-wc/testing';
import type { BareJid } from '../../src/core/jid.js';
import { element } from '../../src/transport/frames.js';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import type { Credentials } from '../../src/transport/transport.js';
import { managedLogin, mechanisms, scriptedServer, BIND, MANAGEMENT, type Step } from '../support/scripted.js';

const credentials: Credentials = { kind: 'password', jid: 'alice@example.org' as BareJid, password: 'secret' };
const SM = 'urn:xmpp:sm:3';
const STREAM = 'xmpp-elements:support:stream';
const message = (text: string) =>
  element(`<message xmlns="jabber:client" to="bob@example.org"><body>${text}</body></message>`);
const resuming = (h = 0): Step[] => [
  { features: mechanisms('SCRAM-SHA-256') },
  { scram: {} },
  { features: `${BIND}${MANAGEMENT}` },
  { expect: '<resume' },
  { send: `<resumed xmlns="${SM}" previd="sm1" h="${h}"/>` },
];

/** A page that signs in, and the next one. */
async function page(...scripts: readonly (readonly Step[])[]) {
  const server = await scriptedServer(...scripts);
  const options = { credentials, services: [server.websocket], owner: 'support' };
  const first = new StropheTransport();
  await first.connect(options);
  // By now <enabled/> has been read.
  await server.run({ send: `<r xmlns="${SM}"/>` }, { expect: '<a ' });
  const next = async () => {
    const transport = new StropheTransport();
    await transport.connect(options);
    return transport;
  };
  return { server, first, next, options };
}

/** What a browser does when it goes to another page. */
function leave(transport: StropheTransport): void {
  dispatchEvent(new Event('pagehide'));
  transport.abandon();
}

const kept = () => Object.keys(sessionStorage).filter((key) => key.startsWith(STREAM));
const written = () => Promise.resolve();

describe('the next page', () => {
  beforeEach(() => sessionStorage.clear());

  it('goes on with the stream, and brings what the server had not got', async () => {
    const { server, first, next } = await page(managedLogin(), resuming(1));
    await server.run({ send: '<message xmlns="jabber:client"/>' }, { send: `<r xmlns="${SM}"/>` }, { expect: '<a ' });
    for (const text of ['one', 'two', 'three']) first.send(message(text));
    await server.next('three');
    leave(first);

    const second = await next();

    expect(second.state.value).to.include({
      status: 'online',
      jid: 'alice@example.org/w1',
      resumed: true,
      hasQueue: true,
    });
    expect(await server.next('<message')).to.contain('two');
    expect(await server.next('<message')).to.contain('three');
    const resume = (await server.received()).find((frame) => frame.startsWith('<resume'));
    expect(resume).to.contain('h="1"').and.contain('previd="sm1"');
    await second.disconnect();
  });

  it('begins a stream of its own while the first lives on, as in a duplicated tab (stream-31)', async () => {
    const { first, next } = await page(managedLogin(), managedLogin());

    const second = await next();

    expect(second.state.value).to.include({ status: 'online', resumed: false }).and.not.have.property('hasQueue');
    expect(first.state.value.status).to.equal('online');
    await first.disconnect();
    await second.disconnect();
  });

  it('begins a new stream when the server has given up the old one by now', async () => {
    const { server, first, next } = await page(managedLogin(), managedLogin());
    leave(first);
    const head = JSON.parse(sessionStorage.getItem(STREAM) ?? '') as { at: number };
    sessionStorage.setItem(STREAM, JSON.stringify({ ...head, at: head.at - 301_000 }));

    const second = await next();

    expect((await server.received()).join()).not.to.contain('<resume');
    await second.disconnect();
  });

  it('takes up nothing of another account', async () => {
    const { server, first, next } = await page(managedLogin(), managedLogin());
    leave(first);
    const head = JSON.parse(sessionStorage.getItem(STREAM) ?? '') as object;
    sessionStorage.setItem(STREAM, JSON.stringify({ ...head, account: 'mallory@example.org' }));

    const second = await next();

    expect((await server.received()).join()).not.to.contain('<resume');
    await second.disconnect();
  });

  for (const garbage of ['', '{', 'null', '[]', '{"account":"alice@example.org","id":"x","max":9e9,"at":9e15}']) {
    it(`is not confused by ${garbage || 'nothing'} in the storage`, async () => {
      const { server, first, next } = await page(managedLogin(), managedLogin());
      leave(first);
      sessionStorage.setItem(STREAM, garbage);

      const second = await next();

      expect(second.state.value).to.include({ status: 'online', resumed: false });
      expect((await server.received()).join()).not.to.contain('<resume');
      await second.disconnect();
    });
  }

  it('begins a new stream when a part of the queue is gone', async () => {
    const { server, first, next } = await page(managedLogin(), managedLogin());
    first.send(message('one'));
    await server.next('one');
    leave(first);
    sessionStorage.removeItem(`${STREAM}:0`);

    const second = await next();

    expect((await server.received()).join()).not.to.contain('<resume');
    await second.disconnect();
  });
});

describe('what is kept for the next page', () => {
  beforeEach(() => sessionStorage.clear());

  it('is an entry for each stanza that is on its way, until the server has it', async () => {
    const { server, first } = await page(managedLogin());
    first.send(message('one'));
    first.send(message('two'));
    await written();
    expect(kept()).to.have.members([STREAM, `${STREAM}:0`, `${STREAM}:1`]);

    await server.send(`<a xmlns="${SM}" h="1"/>`);
    await server.run({ send: `<r xmlns="${SM}"/>` }, { expect: '<a ' });

    expect(kept()).to.have.members([STREAM, `${STREAM}:1`]);
    await first.disconnect();
  });

  it('is nothing after a goodbye', async () => {
    const { first } = await page(managedLogin());
    first.send(message('one'));
    await written();

    await first.disconnect();

    expect(kept()).to.deep.equal([]);
  });

  it('is nothing rather than the half of it when the storage is full', async () => {
    const { server, first } = await page(managedLogin());
    await written();
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    try {
      first.send(message('one'));
      await server.next('one');
    } finally {
      Storage.prototype.setItem = setItem;
    }

    expect(kept()).to.deep.equal([]);
    await first.disconnect();
  });

  it('is written by the page that goes and taken by the one that comes where there are no locks', async () => {
    const locks = Object.getOwnPropertyDescriptor(Navigator.prototype, 'locks') as PropertyDescriptor;
    delete (Navigator.prototype as { locks?: LockManager }).locks;
    try {
      const { server, first, next } = await page(managedLogin(), resuming());
      first.send(message('one'));
      await written();
      expect(kept()).to.deep.equal([]);

      leave(first);
      expect(kept()).to.have.members([STREAM, `${STREAM}:0`]);
      const second = await next();

      expect(second.state.value).to.include({ resumed: true });
      expect(await server.next('one')).to.contain('one');
      expect(sessionStorage.getItem(STREAM)).to.equal(null);
      await second.disconnect();
    } finally {
      Object.defineProperty(Navigator.prototype, 'locks', locks);
    }
  });
});
