import { expect } from '@open-wc/testing';
import { ConnectionError } from '../../src/core/errors.js';
import type { BareJid } from '../../src/core/jid.js';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import type { Credentials } from '../../src/transport/transport.js';
import { BIND, login, mechanisms, scriptedServer, type Step } from '../support/scripted.js';

const alice: Credentials = { kind: 'password', jid: 'alice@example.org' as BareJid, password: 'secret' };
const guest: Credentials = { kind: 'anonymous', domain: 'example.org' };
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';

/** How an attempt at a server with this script ends, and what the server heard. */
async function attempt(script: readonly Step[], { credentials = alice, host = '127.0.0.1' } = {}) {
  const server = await scriptedServer(script);
  const transport = new StropheTransport();
  const services = [server.websocket.replace('127.0.0.1', host)];
  const began = performance.now();
  const outcome = await transport
    .connect({ credentials, services })
    .catch((error: unknown) => error as ConnectionError);
  const took = performance.now() - began;
  const { value: state } = transport.state;
  await transport.disconnect();
  return { outcome, state, took, received: (await server.received()).join('\n') };
}

function expectRefusal(
  { outcome, state, took, received }: Awaited<ReturnType<typeof attempt>>,
  condition: string,
): void {
  expect(outcome).to.be.instanceOf(ConnectionError).with.property('condition', condition);
  expect(state).to.deep.equal({ status: 'offline', error: outcome });
  expect(took).to.be.below(1000);
  expect(received).not.to.contain('<iq');
}

describe('signing in', () => {
  for (const mechanism of ['SCRAM-SHA-1', 'SCRAM-SHA-256', 'SCRAM-SHA-512']) {
    it(`uses ${mechanism} where that is the strongest on offer`, async () => {
      const { outcome, state } = await attempt([
        { features: mechanisms('PLAIN', 'X-OAUTH2', mechanism) },
        { scram: {} },
        { features: BIND },
        { bind: 'alice@example.org/w1' },
      ]);

      expect(outcome).to.equal('alice@example.org/w1');
      expect(state).to.include({ status: 'online', jid: 'alice@example.org/w1', resumed: false });
    });
  }

  it('prefers the strongest mechanism', async () => {
    const { received } = await attempt([
      { features: mechanisms('PLAIN', 'SCRAM-SHA-1', 'SCRAM-SHA-512', 'SCRAM-SHA-256') },
      { expect: '<auth' },
      { close: true },
    ]);

    expect(received).to.contain('mechanism="SCRAM-SHA-512"');
  });

  it('lets the server choose the resource unless one is asked for', async () => {
    const without = await attempt(login());
    const withOne = await attempt(login(), { credentials: { ...alice, resource: 'w1' } });

    expect(without.received).not.to.contain('<resource');
    expect(withOne.received).to.contain('<resource xmlns="urn:ietf:params:xml:ns:xmpp-bind">w1</resource>');
  });

  it('establishes a session where an old server insists on one', async () => {
    const session = '<session xmlns="urn:ietf:params:xml:ns:xmpp-session"/>';
    const { outcome } = await attempt([
      ...login({ features: `${BIND}${session}` }),
      { expect: '<session' },
      { send: '<iq xmlns="jabber:client" type="result" id="{{id}}"/>' },
    ]);

    expect(outcome).to.equal('alice@example.org/w1');
  });

  it('accepts a signature that comes in a second challenge', async () => {
    const { outcome } = await attempt(login({ scram: { challengeTwice: true } }));

    expect(outcome).to.equal('alice@example.org/w1');
  });

  it('escapes commas and equals signs in a user name', async () => {
    const credentials: Credentials = { kind: 'password', jid: 'a,b=c@example.org' as BareJid, password: 'secret' };
    const { received } = await attempt(
      [{ features: mechanisms('SCRAM-SHA-1') }, { expect: '<auth' }, { close: true }],
      { credentials },
    );

    expect(atob(/<auth[^>]*>([^<]*)/.exec(received)?.[1] ?? '')).to.match(/^n,,n=a=2Cb=3Dc,r=/);
  });

  it('says that the password is wrong', async () => {
    const refused = await attempt(login({ scram: { password: 'other' } }));

    expectRefusal(refused, 'not-authorized');
    expect((refused.outcome as ConnectionError).message).to.equal('No such luck');
  });

  it('knows a wrong password from an account that is closed', async () => {
    const closed = `<failure xmlns="${SASL}"><account-disabled/></failure>`;

    expectRefusal(
      await attempt([{ features: mechanisms('SCRAM-SHA-1') }, { expect: '<auth' }, { send: closed }]),
      'account-disabled',
    );
  });

  it('does not ask the next address after a wrong password', async () => {
    const first = await scriptedServer(login({ scram: { password: 'other' } }));
    const second = await scriptedServer(login());
    const transport = new StropheTransport();

    const error = await transport
      .connect({ credentials: alice, services: [first.websocket, second.websocket] })
      .catch((reason: unknown) => reason);

    expect(error).to.have.property('condition', 'not-authorized');
    expect(await second.streams()).to.equal(0);
  });
});

describe('signing in as a guest', () => {
  const guestLogin: Step[] = [
    { features: mechanisms('ANONYMOUS') },
    { expect: 'mechanism="ANONYMOUS"' },
    { send: `<success xmlns="${SASL}"/>` },
    { features: BIND },
    { bind: '7c1e@example.org/7c1e' },
  ];

  it('takes the JID that the server makes up', async () => {
    const { outcome } = await attempt(guestLogin, { credentials: guest });

    expect(outcome).to.equal('7c1e@example.org/7c1e');
  });

  it('says so where guests are not admitted', async () => {
    expectRefusal(await attempt([{ features: mechanisms('SCRAM-SHA-1') }], { credentials: guest }), 'no-mechanism');
  });
});

describe('signing in at a hostile server', () => {
  it('does not believe in success before the server has proven anything', async () => {
    expectRefusal(
      await attempt([
        { features: mechanisms('SCRAM-SHA-1') },
        { expect: '<auth' },
        { send: `<success xmlns="${SASL}"/>` },
      ]),
      'server-unverified',
    );
  });

  it('does not believe in success without a signature (stream-02)', async () => {
    expectRefusal(await attempt(login({ scram: { success: `<success xmlns="${SASL}"/>` } })), 'server-unverified');
  });

  it('does not believe in success with a wrong signature (stream-03)', async () => {
    expectRefusal(
      await attempt(login({ scram: { success: `<success xmlns="${SASL}">dj1BQUFB</success>` } })),
      'server-unverified',
    );
  });

  it('does not believe in success that is no base64', async () => {
    expectRefusal(
      await attempt(login({ scram: { success: `<success xmlns="${SASL}">?</success>` } })),
      'server-unverified',
    );
  });

  it('does not take a signature for proof that came in a second challenge and was wrong', async () => {
    expectRefusal(await attempt(login({ scram: { challengeTwice: true, signature: 'AAAA' } })), 'server-unverified');
  });

  it('refuses a nonce that is not its own, and says nothing after that (stream-10)', async () => {
    const refused = await attempt(login({ scram: { isForeignNonce: true } }));

    expectRefusal(refused, 'server-unverified');
    expect(refused.received).not.to.contain('<response');
  });

  for (const iterations of [1, 4095, 1_000_001, 9_999_999]) {
    it(`refuses to hash a password ${iterations} times`, async () => {
      const refused = await attempt(login({ scram: { iterations } }));

      expectRefusal(refused, 'server-unverified');
      expect(refused.received).not.to.contain('<response');
    });
  }

  it('never sends a password by jabber:iq:auth (stream-05)', async () => {
    const refused = await attempt([{ features: '<auth xmlns="http://jabber.org/features/iq-auth"/>' }]);

    expectRefusal(refused, 'no-mechanism');
    expect(refused.received).not.to.contain('secret');
  });

  it('is not confused by mechanisms that are named like parts of every object (stream-06)', async () => {
    expectRefusal(await attempt([{ features: mechanisms('constructor', '__proto__', 'toString') }]), 'no-mechanism');
  });

  it('takes a mechanism only from where mechanisms are listed', async () => {
    expectRefusal(
      await attempt([{ features: `<x xmlns="urn:xmpp:sasl:2"><mechanism>PLAIN</mechanism></x>` }]),
      'no-mechanism',
    );
  });

  it('tells no password over a line where others can listen', async () => {
    // Resolves to this machine, but is no name that says so.
    const refused = await attempt([{ features: mechanisms('PLAIN') }], { host: 'chat.localhost' });

    expectRefusal(refused, 'no-mechanism');
    expect(refused.received).not.to.contain('<auth');
  });

  it('tells a password to this machine', async () => {
    const { received } = await attempt([{ features: mechanisms('PLAIN') }, { expect: '<auth' }, { close: true }]);

    expect(received).to.contain(btoa('\0alice\0secret'));
  });

  it('tells no password to a server that knew better before (stream-04)', async () => {
    const server = await scriptedServer(login(), [{ features: mechanisms('PLAIN') }]);
    const transport = new StropheTransport();
    await transport.connect({ credentials: alice, services: [server.websocket] });
    await transport.disconnect();

    const error = await transport
      .connect({ credentials: alice, services: [server.websocket] })
      .catch((reason: unknown) => reason);

    expect(error).to.have.property('condition', 'no-mechanism');
    expect((await server.received()).join()).not.to.contain('mechanism="PLAIN"');
  });

  it('does not become somebody else', async () => {
    const { outcome } = await attempt([...login().slice(0, -1), { bind: 'mallory@example.org/x' }]);

    expect(outcome).to.have.property('condition', 'server-unverified');
  });

  it('ends once when the server refuses it', async () => {
    const server = await scriptedServer(login({ scram: { password: 'other' } }));
    const transport = new StropheTransport();
    const seen: string[] = [];
    transport.state.subscribe(({ status }) => seen.push(status));

    await transport.connect({ credentials: alice, services: [server.websocket] }).catch(() => undefined);

    expect(seen).to.deep.equal(['connecting', 'offline']);
  });

  for (const name of ['challenge', 'success', 'failure']) {
    it(`takes no <${name}/> that it did not ask for`, async () => {
      const word = `<${name} xmlns="${SASL}"/>`;
      const script = login();

      const { outcome } = await attempt([{ send: word }, ...script, { send: word }]);

      expect(outcome).to.equal('alice@example.org/w1');
    });
  }
});
