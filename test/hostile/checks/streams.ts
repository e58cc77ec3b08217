import { expect } from '@open-wc/testing';
import type { BareJid, Jid } from '../../../src/core/jid.js';
import { StropheTransport } from '../../../src/transport/strophe-transport.js';
import {
  BIND,
  hurried,
  login,
  managedLogin,
  MANAGEMENT,
  mechanisms,
  scriptedServer,
  type ScramFaults,
  type Step,
} from '../../support/scripted.js';
import { BOB, messagesIn } from '../alices-page.js';
import type { Check, Checks } from '../entries.js';
import { aliceAt, giveRoster, realAlice, type RealAlice } from '../real-alice.js';
import { waitUntil } from '../../support/wait.js';

const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const SM = 'urn:xmpp:sm:3';

/** Whether a page's storage has it. */
const keptAnywhere = (text: string) =>
  [localStorage, sessionStorage].some((kept) => JSON.stringify(kept).includes(text));

/** Alice is told why she is not let in; nothing of hers was said, nothing is kept, and nothing is tried again. */
async function expectRefusal(script: readonly Step[], condition: string): Promise<string> {
  // What other checks have left is not hers.
  for (const storage of [localStorage, sessionStorage]) storage.clear();
  const server = await scriptedServer(script);
  const alice = await aliceAt(server);

  const error: unknown = await alice.connect().catch((reason: unknown) => reason);
  const told = () => alice.login.shadowRoot?.querySelector('[role=alert]')?.textContent;

  expect(error).to.have.property('condition', condition);
  expect(alice.session.status).to.equal('failed');
  await waitUntil(told, 'alice is told');
  expect(await server.streams()).to.equal(1);
  const heard = (await server.received()).join('\n');
  expect(heard)
    .not.to.match(/<iq|<auth[^>]*"PLAIN"|secret/)
    .and.not.to.contain(btoa('\0alice\0secret'));
  expect(keptAnywhere('secret')).to.equal(false);
  return heard;
}

const refusesProof =
  (scram: ScramFaults): Check =>
  async () => {
    await expectRefusal(login({ scram }), 'server-unverified');
  };

const refusesFeatures =
  (features: string): Check =>
  async () => {
    await expectRefusal([{ features }], 'no-mechanism');
  };

/** A message of alice's that the server has yet to take. */
async function sending(...scripts: readonly (readonly Step[])[]) {
  const alice = await realAlice(...scripts);
  void alice.session.sendMessage(BOB as Jid, 'mine', { id: 'MINE' }).catch(() => undefined);
  await alice.server.next('<r ');
  const state = () =>
    alice.session.stores.conversations.value.get(BOB as Jid)?.entries.map((entry) => 'state' in entry && entry.state);
  return { ...alice, state };
}

/** How many stanzas alice has sent since the server began to count. */
async function counted({ server }: RealAlice): Promise<number> {
  const frames = await server.received();
  const since = frames.slice(frames.findLastIndex((frame) => frame.startsWith('<enable')) + 1);
  return since.filter((frame) => /^<(?:iq|message|presence)/.test(frame)).length;
}

/** The first stream is lost, and the next one begun, at the same address. */
async function reconnected({ session, server }: RealAlice): Promise<void> {
  await session.stores.connection.waitFor(({ status }) => status !== 'online');
  session.retryNow();
  await session.stores.connection.waitFor(({ status }) => status === 'online');
  expect(await server.streams()).to.equal(2);
}

/** Nothing of such a frame is used; the stream ends, and whatever comes on the next one is there. */
const breaksTheStream: Check = async (input) => {
  const alice = await realAlice(login());
  const { server, session, chat } = alice;

  await server.send(input);
  await reconnected(alice);
  await server.send(`<message xmlns="jabber:client" from="${BOB}/p" type="chat"><body>not lost</body></message>`);
  await waitUntil(() => session.stores.conversations.value.get(BOB as Jid));
  await alice.settled();

  const [conversation, ...others] = session.stores.conversations.value.values();
  expect(others).to.deep.equal([]);
  expect(conversation?.entries.map((entry) => 'body' in entry && entry.body)).to.deep.equal(['not lost']);
  expect(messagesIn(chat)).to.deep.equal([]);
};

/** What hostile and broken servers say on a stream. */
export const streamChecks: Checks = {
  'stream-02': refusesProof({ success: `<success xmlns="${SASL}"/>` }),
  'stream-03': refusesProof({ success: `<success xmlns="${SASL}">dj1BQUFB</success>` }),

  'stream-04': async () => {
    const server = await scriptedServer(login(), [{ features: mechanisms('PLAIN') }]);
    const { connect, session } = await aliceAt(server);
    await connect();
    await session.disconnect();

    const error: unknown = await connect().catch((reason: unknown) => reason);

    expect(error).to.have.property('condition', 'no-mechanism');
    expect(session.status).to.equal('failed');
    expect((await server.received()).join()).not.to.contain('"PLAIN"');
  },

  'stream-05': refusesFeatures('<auth xmlns="http://jabber.org/features/iq-auth"/>'),
  'stream-06': refusesFeatures(mechanisms('constructor', '__proto__')),

  'stream-10': async () => {
    const heard = await expectRefusal(login({ scram: { isForeignNonce: true } }), 'server-unverified');

    expect(heard).not.to.contain('<response');
  },

  'stream-11': async (input) => {
    const evil = await scriptedServer(login());
    const server = await scriptedServer([
      { expect: '<open' },
      { send: input.replace('ws://evil.example/?wss:', `${evil.websocket}?wss:`) },
    ]);
    const { connect, session } = await aliceAt(server);

    const error: unknown = await connect().catch((reason: unknown) => reason);

    expect(error).to.have.property('condition');
    expect(session.status).to.equal('failed');
    expect(await evil.streams()).to.equal(0);
  },

  'stream-13': async (input) => {
    const evil = await scriptedServer(login());
    const alice = await realAlice(login());
    const error = input.replace('<stream:error>', '<stream:error xmlns:stream="http://etherx.jabber.org/streams">');

    await alice.server.send(error.replace('evil.example', new URL(evil.websocket).host));
    await reconnected(alice);

    expect(await evil.streams()).to.equal(0);
  },

  'stream-14': async (input) => {
    const { server, session, chat, login: element } = await realAlice(login());
    const error = input.replace('<stream:error>', '<stream:error xmlns:stream="http://etherx.jabber.org/streams">');

    await server.send(error);
    await session.stores.connection.waitFor(({ status }) => status !== 'online');
    for (const one of [element, chat]) {
      const told = () => one.shadowRoot?.querySelector('[role=alert]')?.textContent?.includes('opened elsewhere');
      await waitUntil(told, 'alice is told');
    }

    expect(session.stores.connection.value).to.include({ status: 'failed', condition: 'conflict', retryAt: undefined });
    expect(element.shadowRoot?.querySelectorAll('button')).not.to.have.lengthOf(0);
    expect(await server.streams()).to.equal(1);
  },

  'stream-16': async (input) => {
    const alice = await sending(managedLogin(), managedLogin());

    await alice.server.send(input);
    await alice.settled();
    expect(alice.state()).to.deep.equal(['sending']);
    await alice.server.drop();
    await reconnected(alice);

    expect(alice.session.stores.connection.value.isResumed).to.equal(false);
    expect((await alice.server.received()).join()).not.to.contain('<resume');
  },

  'stream-17': async (input) => {
    const alice = await sending(managedLogin());

    for (const ack of input.split(', ')) {
      await alice.server.send(ack.includes('xmlns') ? ack : ack.replace('<a', `<a xmlns="${SM}"`));
      await alice.settled();
      expect(alice.state(), ack).to.deep.equal(['sending']);
    }

    await alice.server.send(`<a xmlns="${SM}" h="${await counted(alice)}"/>`);
    await alice.settled();
    expect(alice.state()).to.deep.equal(['sent']);
  },

  'stream-18': async (input) => {
    const resuming: Step[] = [
      { features: mechanisms('SCRAM-SHA-256') },
      { scram: {} },
      { features: `${BIND}${MANAGEMENT}` },
      { expect: '<resume' },
      { send: input },
    ];
    const alice = await realAlice(managedLogin(), resuming, managedLogin());
    const { server, session } = alice;

    await server.drop();
    await session.stores.connection.waitFor(({ status }) => status === 'reconnecting');
    session.retryNow();
    // What it says ends the second at once, and the third may follow before anybody has looked.
    await waitUntil(async () => (await server.streams()) >= 2);
    await waitUntil(() => {
      session.retryNow();
      return session.status === 'online';
    });

    expect(session.stores.connection.value.isResumed).to.equal(false);
    expect(await server.streams()).to.equal(3);
    await giveRoster(alice);
  },

  'stream-19': async (input) => {
    const evil = await scriptedServer(login());
    const moved = input.replace('ws://evil.example', evil.websocket);
    const alice = await realAlice([...managedLogin().slice(0, -1), { send: moved }], managedLogin());
    await alice.settled();

    await alice.server.drop();
    await alice.session.stores.connection.waitFor(({ status }) => status === 'reconnecting');
    alice.session.retryNow();
    await waitUntil(async () => (await alice.server.streams()) === 2);

    expect(await evil.streams()).to.equal(0);
  },

  'stream-20': breaksTheStream,
  'stream-21': breaksTheStream,
  'stream-22': breaksTheStream,

  'stream-27': async (input) => {
    const inline = /<authorization-identifier>.*<\/authorization-identifier>/.exec(input)?.[0] ?? '';

    await expectRefusal([{ features: hurried() }, { scram: { inline } }], 'server-unverified');
  },

  'stream-28': async () => {
    const me = '<authorization-identifier>alice@example.org/w1</authorization-identifier>';
    const bound = '<bound xmlns="urn:xmpp:bind:0"/>';
    const token = '<token xmlns="urn:xmpp:fast:0" token="t0k3n" expiry="2036-01-01T00:00:00Z"/>';
    const signIn: Step[] = [{ features: hurried() }, { scram: { inline: `${me}${token}${bound}` } }];
    const unproven: Step[] = [
      { features: hurried() },
      { expect: '<authenticate' },
      { send: `<success xmlns="urn:xmpp:sasl:2">${me}${bound}</success>` },
    ];
    const misproven: Step[] = [
      { features: hurried() },
      { token: { token: 't0k3n', inline: `${me}${bound}`, proof: 'AAAA' } },
    ];
    for (const script of [unproven, misproven]) {
      const { server, session, connect } = await aliceAt(await scriptedServer(signIn, script));
      await connect();
      await session.disconnect();
      expect(keptAnywhere('t0k3n')).to.equal(true);

      const error: unknown = await session.connect().catch((reason: unknown) => reason);

      expect((await server.received()).join()).to.contain('HT-SHA-256-NONE');
      expect(error).to.have.property('condition', 'server-unverified');
      expect(session.status).to.equal('failed');
      expect(keptAnywhere('t0k3n')).to.equal(false);
    }
  },

  'stream-31': async () => {
    const server = await scriptedServer(managedLogin(), managedLogin());
    const credentials = { kind: 'password', jid: 'alice@example.org' as BareJid, password: 'secret' } as const;
    const options = { credentials, services: [server.websocket], owner: 'duplicated' };
    const [first, second] = [new StropheTransport(), new StropheTransport()];
    await first.connect(options);
    await server.run({ send: `<r xmlns="${SM}"/>` }, { expect: '<a ' });
    expect(sessionStorage.getItem('xmpp-elements:duplicated:stream')).to.contain('"sm1"');

    await second.connect(options);
    await server.run({ send: `<r xmlns="${SM}"/>` }, { expect: '<a ' });

    expect((await server.received()).join()).not.to.contain('<resume');
    for (const { state } of [first, second]) expect(state.value).to.include({ status: 'online', resumed: false });
    expect(await server.streams()).to.equal(2);
    for (const transport of [second, first]) await transport.disconnect();
  },
};
