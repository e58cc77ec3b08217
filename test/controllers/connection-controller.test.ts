import { expect } from '@open-wc/testing';
import { ConnectionController, type ConnectionAttributes } from '../../src/controllers/connection-controller.js';
import type { BareJid } from '../../src/core/jid.js';
import { fakeSession } from '../support/fake-transport.js';
import { host, type TestHost } from '../support/host.js';
import { turn } from '../support/rooms.js';

const ATTRIBUTES: ConnectionAttributes = {
  session: 'default',
  service: '',
  domain: '',
  jid: '',
  password: '',
  anonymous: false,
  tokenUrl: '',
  tokenCrossOrigin: false,
  mechanism: '',
  remember: 'tab',
  noAutoConnect: false,
};

const conditionOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error as { condition: string }).condition,
  );

describe('ConnectionController', () => {
  let fake: ReturnType<typeof fakeSession>;
  let element: TestHost;
  let controller: ConnectionController;
  let attributes: ConnectionAttributes;

  beforeEach(() => {
    fake = fakeSession();
    element = host();
    controller = new ConnectionController(element, element.notify, { connectsByItself: () => true });
    attributes = { ...ATTRIBUTES, session: fake.name, domain: 'example.org' };
  });

  afterEach(async () => {
    element.remove();
    await fake.session.signOut();
  });

  const statuses = () => element.toldOf('xmpp-status').map(({ previous, status }) => `${previous} ${status}`);
  const errors = () => element.toldOf('xmpp-error').map(({ condition }) => condition);
  const online = () => fake.session.stores.connection.waitFor(({ status }) => status === 'online');

  describe('connecting by itself', () => {
    it('does so with a password, or for guests', async () => {
      controller.configure({ ...attributes, jid: 'alice@example.org', password: 'p' });
      await online();
      expect(fake.server.attempts[0]?.credentials).to.include({ kind: 'password', jid: 'alice@example.org' });
      expect(controller.isGuest).to.equal(false);

      const guest = fakeSession();
      new ConnectionController(element, element.notify, { connectsByItself: () => true }).configure({
        ...attributes,
        session: guest.name,
        anonymous: true,
      });
      await guest.session.stores.connection.waitFor(({ status }) => status === 'online');
      expect(guest.session.isGuest).to.equal(true);
      await guest.session.signOut();
    });

    it('waits where it is told to, where a form offers it, or where something is missing', async () => {
      const form = new ConnectionController(element, element.notify, { connectsByItself: () => false });
      form.configure({ ...attributes, anonymous: true });
      controller.configure({ ...attributes, anonymous: true, noAutoConnect: true });
      const missing = fakeSession();
      controller.configure({ ...attributes, session: missing.name, jid: 'alice@example.org' });
      await turn();

      expect(fake.server.attempts).to.deep.equal([]);
      expect(missing.server.attempts).to.deep.equal([]);
      expect(errors()).to.deep.equal([]);
    });

    it('does so where the site signs its visitor in, beside a form too, and keeps that as the page says', async () => {
      const form = new ConnectionController(element, element.notify, { connectsByItself: () => false });
      fake.server.kept = { kind: 'remembered', jid: 'alice@example.org' as BareJid };
      form.configure({ ...attributes, jid: 'alice@example.org', tokenUrl: '/token', remember: 'device' });
      await online();

      expect(fake.server.attempts[0]).to.deep.include({ credentials: fake.server.kept, remember: 'device' });
      expect(form.canConnect).to.equal(true);
      expect(form.context).to.equal('site');
    });

    it('says how long it is remembered, as the page does, if there is such a word', async () => {
      controller.configure({ ...attributes, jid: 'alice@example.org', password: 'p', remember: 'device' });
      await online();
      await controller.connect({ remember: 'for ever' });

      expect(fake.server.attempts.map(({ remember }) => remember)).to.deep.equal(['device', 'tab']);
    });

    it('waits for `connect()` before it asks the site, where it is told to', async () => {
      controller.configure({ ...attributes, jid: 'alice@example.org', tokenUrl: '/token', noAutoConnect: true });
      await turn();
      expect(controller.status).to.equal('offline');
      expect(controller.canConnect).to.equal(true);

      fake.server.kept = { kind: 'remembered', jid: 'alice@example.org' as BareJid };
      await controller.connect();
      expect(controller.status).to.equal('online');
    });

    it('tells nobody of an attempt that was given up', async () => {
      fake.server.hold = new Promise(() => undefined);
      controller.configure({ ...attributes, anonymous: true });

      await controller.disconnect();
      await turn();

      expect(errors()).to.deep.equal([]);
    });

    it('is done once, however many elements share the session', async () => {
      const second = new ConnectionController(element, element.notify, { connectsByItself: () => true });
      controller.configure({ ...attributes, anonymous: true });
      second.configure({ ...attributes, anonymous: true });
      second.configure({ ...ATTRIBUTES, session: fake.name });
      await online();

      expect(fake.server.attempts).to.have.length(1);
      expect(second.status).to.equal('online');
    });

    it('is not done for an element that has left before it was drawn, but when it comes back', async () => {
      element.remove();
      controller.configure({ ...attributes, anonymous: true });
      await turn();
      expect(fake.server.attempts).to.deep.equal([]);

      document.body.append(element);
      await online();
      expect(fake.server.attempts).to.have.length(1);
    });

    it('is not done again because an element was moved', async () => {
      controller.configure({ ...attributes, anonymous: true });
      await online();
      await controller.disconnect();

      element.remove();
      document.body.append(element);
      await turn();

      expect(fake.server.attempts).to.have.length(1);
    });

    it('is done again if the page says something else, also after a failure', async () => {
      fake.server.refusal = 'not-authorized';
      controller.configure({ ...attributes, jid: 'alice@example.org', password: 'wrong' });
      await fake.session.stores.connection.waitFor(({ status }) => status === 'failed');

      fake.server.refusal = undefined;
      controller.configure({ ...attributes, jid: 'alice@example.org', password: 'right' });
      await online();
      await turn();
      expect(errors()).to.deep.equal(['not-authorized']);

      controller.configure({
        ...attributes,
        jid: 'alice@example.org',
        password: 'right',
        service: 'wss://b.example/ws',
      });
      await fake.session.stores.connection.waitFor(({ status }) => status === 'connecting');
      await online();
      expect(fake.server.attempts.at(-1)?.services).to.deep.equal(['wss://b.example/ws']);
    });

    it('tells of a failure, and goes on', async () => {
      fake.server.refusal = 'service-unreachable';
      controller.configure({ ...attributes, anonymous: true });
      await fake.session.stores.connection.waitFor(({ status }) => status === 'reconnecting');
      await turn();

      expect(errors()).to.deep.equal(['service-unreachable']);
      expect(controller.error?.condition).to.equal('service-unreachable');
      fake.server.refusal = undefined;
      controller.retryNow();
      await online();
      expect(controller.error).to.equal(undefined);
      expect(statuses()).to.deep.equal(['offline connecting', 'connecting reconnecting', 'reconnecting online']);
    });
  });

  describe('what the page wrote', () => {
    const refusals: [string, Partial<ConnectionAttributes>, string][] = [
      ['a domain with a path', { domain: 'example.org/x' }, 'jid-malformed'],
      ['a domain with a user', { domain: 'a@example.org' }, 'jid-malformed'],
      ['a domain of spaces', { domain: 'a b' }, 'jid-malformed'],
      ['a JID without a user', { jid: 'example.org' }, 'jid-malformed'],
      ['a JID that breaks out', { jid: 'alice@example.org"/><x' }, 'jid-malformed'],
      ['a service of another kind', { service: 'wss://ok.example ftp://x.example' }, 'invalid-service'],
      ['a service that runs code', { service: 'javascript:alert(1)' }, 'invalid-service'],
      ['a service that is none', { service: 'http://' }, 'invalid-service'],
      ['a token’s address at another origin', { tokenUrl: 'https://evil.example/token' }, 'invalid-token-url'],
      ['a token’s address at another port', { tokenUrl: `//${location.hostname}:1/token` }, 'invalid-token-url'],
      ['a token’s address that runs code', { tokenUrl: 'javascript:alert(1)' }, 'invalid-token-url'],
      [
        'a token’s address that is its own answer',
        { tokenUrl: 'data:,{}', tokenCrossOrigin: true },
        'invalid-token-url',
      ],
      ['a token’s address that is none', { tokenUrl: 'http://' }, 'invalid-token-url'],
    ];
    for (const [name, wrong, condition] of refusals) {
      it(`is refused with words if it is ${name}`, async () => {
        controller.configure({ ...attributes, anonymous: true, ...wrong });
        await turn();

        expect(errors()).to.deep.equal([condition]);
        expect(controller.error?.condition).to.equal(condition);
        expect(fake.server.attempts).to.deep.equal([]);
      });
    }

    it('is taken in normal form', () => {
      controller.configure({
        ...attributes,
        domain: '',
        jid: 'Alice@Example.ORG',
        service: ' wss://a.example/ws  /bosh ',
      });

      expect(fake.session.config).to.deep.include({
        jid: 'alice@example.org',
        domain: 'example.org',
        services: ['wss://a.example/ws', '/bosh'],
      });
      expect(controller.domain).to.equal('example.org');
    });

    it('is the full address of the site’s server, and elsewhere only if it says so', () => {
      const tokenOf = (more: Partial<ConnectionAttributes>) => {
        controller.configure({ ...attributes, noAutoConnect: true, ...more });
        const { tokenUrl, isTokenCrossOrigin, mechanism } = fake.session.config;
        return [tokenUrl, isTokenCrossOrigin, mechanism];
      };

      const here = new URL('/chat-token?x=1', location.href).href;
      expect(tokenOf({ tokenUrl: '/chat-token?x=1' })).to.deep.equal([here, false, 'OAUTHBEARER']);
      expect(tokenOf({ tokenUrl: here, mechanism: 'PLAIN' })).to.deep.equal([here, false, 'PLAIN']);
      const there = 'https://id.example/token';
      expect(tokenOf({ tokenUrl: there, tokenCrossOrigin: true, mechanism: 'EXTERNAL' })).to.deep.equal([
        there,
        true,
        'OAUTHBEARER',
      ]);
      expect(errors()).to.deep.equal([]);
    });

    it('is refused where another element names another server of the site’s', () => {
      const other = host();
      const first = new ConnectionController(other, other.notify, { connectsByItself: () => false });
      first.configure({ ...attributes, tokenUrl: '/token', noAutoConnect: true });
      for (const more of [{ tokenUrl: '/other' }, { tokenCrossOrigin: true }, { mechanism: 'PLAIN' }]) {
        controller.configure({ ...attributes, tokenUrl: '/token', noAutoConnect: true, ...more });
      }
      controller.configure({ ...attributes, tokenUrl: '/token', noAutoConnect: true, remember: 'none' });

      expect(errors()).to.deep.equal(Array(3).fill('configuration-conflict'));
      other.remove();
    });

    it('is refused where another element said something else before', () => {
      const other = host();
      new ConnectionController(other, other.notify, { connectsByItself: () => false }).configure(attributes);
      controller.configure({ ...attributes, domain: 'other.example' });

      expect(errors()).to.deep.equal(['configuration-conflict']);
      other.remove();

      controller.configure({ ...attributes, domain: 'other.example' });
      expect(controller.error).to.equal(undefined);
      expect(fake.session.config.domain).to.equal('other.example');
    });

    it('takes effect when the session is another one, also if the host itself brings the attributes', async () => {
      const second = fakeSession();
      const self: { -readonly [Key in keyof ConnectionAttributes]: ConnectionAttributes[Key] } = { ...attributes };
      controller.configure(self);
      self.session = second.name;
      controller.configure(self);

      expect(controller.session).to.equal(second.session);
      await second.session.connect({ jid: 'alice', password: 'p' });
      await fake.session.connect({ jid: 'alice', password: 'p' });
      expect(statuses()).to.deep.equal(['offline connecting', 'connecting online']);
      await second.session.signOut();
    });

    it('means the default session where it names none', () => {
      controller.configure({ ...attributes, session: '' });

      expect(controller.session?.name).to.equal('default');
    });
  });

  describe('what it tells', () => {
    beforeEach(() => controller.configure(attributes));

    it('is each change of the connection, once', async () => {
      await controller.connect({ jid: 'alice', password: 'p' });
      fake.server.resumes = true;
      fake.server.drop();
      controller.retryNow();
      await online();
      await controller.disconnect();

      expect(statuses()).to.deep.equal([
        'offline connecting',
        'connecting online',
        'online reconnecting',
        'reconnecting online',
        'online offline',
      ]);
      expect(element.toldOf('xmpp-connected')).to.deep.equal([
        { jid: 'alice@example.org/test', resumed: false },
        { jid: 'alice@example.org/test', resumed: true },
      ]);
      expect(element.toldOf('xmpp-disconnected')).to.deep.equal([
        { reason: 'connection-lost', willRetry: true },
        { reason: 'wished', willRetry: false },
      ]);
      expect(errors()).to.deep.equal([]);
    });

    it('is why signing in failed, to whoever asked, once', async () => {
      fake.server.refusal = 'not-authorized';

      expect(await conditionOf(controller.connect({ jid: 'alice', password: 'x' }))).to.equal('not-authorized');

      expect(errors()).to.deep.equal(['not-authorized']);
      expect(controller.error?.condition).to.equal('not-authorized');
      expect(controller.status).to.equal('failed');
    });

    it('is what ended a connection for good, to every element', async () => {
      const other = host();
      const second = new ConnectionController(other, other.notify, { connectsByItself: () => false });
      second.configure({ ...ATTRIBUTES, session: fake.name });
      await controller.connect({ jid: 'alice', password: 'p' });

      fake.server.drop('conflict');

      expect(errors()).to.deep.equal(['conflict']);
      expect(other.toldOf('xmpp-error')).to.have.length(1);
      expect(element.toldOf('xmpp-disconnected')).to.deep.equal([{ reason: 'conflict', willRetry: false }]);
      other.remove();
    });

    it('is known to elements that did not ask', async () => {
      const other = host();
      const second = new ConnectionController(other, other.notify, { connectsByItself: () => false });
      second.configure({ ...ATTRIBUTES, session: fake.name });
      fake.server.refusal = 'not-authorized';

      await conditionOf(controller.connect({ jid: 'alice', password: 'x' }));

      expect(second.error?.condition).to.equal('not-authorized');
      expect(other.toldOf('xmpp-error')).to.deep.equal([]);
      other.remove();
    });

    it('is nothing after its element has gone, and no listener stays behind', async () => {
      const listeners = countListeners(fake.session.stores.connection);
      for (let index = 0; index < 50; index += 1) {
        element.remove();
        document.body.append(element);
      }
      expect(listeners()).to.equal(2);
      element.remove();
      expect(listeners()).to.equal(0);
      element.told.length = 0;

      await fake.session.connect({ jid: 'alice', password: 'p' });

      expect(element.told).to.deep.equal([]);
    });

    it('is that a fault of ours is one, if it is none that we know', () => {
      controller.fail(new TypeError('of ours'));

      expect(errors()).to.deep.equal(['undefined-condition']);
      expect(controller.error?.cause).to.be.instanceOf(TypeError);
    });
  });

  it('signs out, and says how available we are', async () => {
    controller.configure(attributes);
    await controller.connect({ jid: 'alice', password: 'p' });
    controller.setShow('dnd');
    expect(controller.show).to.equal('dnd');
    expect(controller.jid).to.equal('alice@example.org/test');

    await controller.signOut();

    expect(controller.status).to.equal('offline');
    expect(controller.jid).to.equal(undefined);
  });
});

/** How many listeners a store has that came after now. */
function countListeners(store: { subscribe(watcher: () => void): () => void }): () => number {
  let count = 0;
  const subscribe = store.subscribe.bind(store);
  const stops = new WeakSet<() => void>();
  store.subscribe = (watcher) => {
    count += 1;
    const stop = subscribe(watcher);
    const counted = () => {
      if (!stops.has(counted)) count -= 1;
      stops.add(counted);
      stop();
    };
    return counted;
  };
  return () => count;
}
