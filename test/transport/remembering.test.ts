import { expect } from '@open-wc/testing';
import type { ConnectionError } from '../../src/core/errors.js';
import type { BareJid } from '../../src/core/jid.js';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import type { ConnectOptions, Credentials, Remember } from '../../src/transport/transport.js';
import { BIND, hurried, login, mechanisms, scriptedServer, type Step } from '../support/scripted.js';

const jid = 'alice@example.org' as BareJid;
const PASSWORD = 'pencil & paper';
const credentials: Credentials = { kind: 'password', jid, password: PASSWORD };
const remembered: Credentials = { kind: 'remembered', jid };
const ME = '<authorization-identifier>alice@example.org/w1</authorization-identifier>';
const TOKEN = '<token xmlns="urn:xmpp:fast:0" token="s3cr3t-token" expiry="2036-01-01T00:00:00Z"/>';
/** Not that of another test's stream: locks are shared by all pages of the host. */
const BOUND = `<bound xmlns="urn:xmpp:bind:0"><enabled xmlns="urn:xmpp:sm:3" id="fast1" resume="true"/></bound>`;
const RESUMED = '<resumed xmlns="urn:xmpp:sm:3" previd="fast1" h="0"/>';
const bound: Step[] = [{ features: BIND }, { bind: 'alice@example.org/w1' }];
const byKeys: Step[] = [
  { features: mechanisms('SCRAM-SHA-256') },
  { scram: { password: PASSWORD, salt: 'c2FsdA==' } },
  ...bound,
];
const byPasswordForToken: Step[] = [
  { features: hurried() },
  { scram: { password: PASSWORD, inline: `${ME}${TOKEN}${BOUND}` } },
];
const byToken = (inline: string, proof?: string): Step[] => [
  { features: hurried() },
  { token: { token: 's3cr3t-token', inline, ...(proof && { proof }) } },
];

/** A page that is signed in with a password, and the one after it. */
async function pages({ remember = 'tab' as Remember }, ...scripts: readonly (readonly Step[])[]) {
  const server = await scriptedServer(...scripts);
  const options = { services: [server.websocket], owner: 'support', remember };
  const first = new StropheTransport();
  await first.connect({ ...options, credentials });
  const leave = async () => {
    dispatchEvent(new Event('pagehide'));
    first.abandon();
    await first.state.waitFor(({ status }) => status === 'offline');
  };
  const second = new StropheTransport();
  const again = (more: Partial<ConnectOptions> = {}) =>
    second.connect({ ...options, credentials: remembered, ...more });
  return { server, first, second, leave, again };
}

const conditionOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'none',
    (reason: unknown) => (reason as ConnectionError).condition,
  );
const dump = () => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]);

describe('signing in again', () => {
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
  });

  it('takes the keys that SCRAM made of the password, and never the password', async () => {
    const { second, leave, again } = await pages({}, byKeys, byKeys);
    await leave();
    expect(dump()).to.contain('clientKey').and.not.to.contain('pencil');
    expect(second.remembered('support')).to.deep.equal(remembered);
    expect(second.remembered('other')).to.equal(undefined);

    expect(await again()).to.equal('alice@example.org/w1');

    await second.disconnect();
    expect(second.remembered('support')).to.deep.equal(remembered);
  });

  it('is over when the server takes another salt: a new password, or it does so always', async () => {
    const other: Step[] = [{ features: mechanisms('SCRAM-SHA-256') }, { scram: { password: PASSWORD } }];
    const { second, leave, again } = await pages({}, byKeys, other);
    await leave();

    expect(await conditionOf(again())).to.equal('credentials-expired');

    expect(second.remembered('support')).to.equal(undefined);
  });

  it('takes a token, binds and resumes at once: two words of ours and it is live', async () => {
    const { server, second, leave, again } = await pages({}, byPasswordForToken, byToken(`${ME}${RESUMED}`));
    await leave();
    expect(dump()).to.contain('s3cr3t-token').and.not.to.contain('pencil').and.not.to.contain('clientKey');
    const before = (await server.received()).length;

    await again();

    expect(second.state.value).to.include({ status: 'online', jid: 'alice@example.org/w1', resumed: true });
    const [open, authenticate, ...rest] = (await server.received()).slice(before);
    expect(open).to.contain('from="alice@example.org"');
    expect(authenticate).to.contain('<resume').and.contain('<bind').and.contain('<fast');
    expect(rest).to.deep.equal([]);
    await second.disconnect();
  });

  it('binds anew where the stream is gone', async () => {
    const failed = '<failed xmlns="urn:xmpp:sm:3"/>';
    const { second, leave, again } = await pages({}, byPasswordForToken, byToken(`${ME}${failed}${BOUND}`));
    await leave();

    await again();

    expect(second.state.value).to.include({ status: 'online', resumed: false });
    await second.disconnect();
  });

  it('takes the older way for what is not offered along with the sign-in', async () => {
    const { second, leave, again } = await pages(
      {},
      [
        { features: hurried({ inline: '' }) },
        {
          scram: {
            password: PASSWORD,
            salt: 'c2FsdA==',
            inline: '<authorization-identifier>alice@example.org</authorization-identifier>',
          },
        },
        { send: `<stream:features xmlns:stream="http://etherx.jabber.org/streams">${BIND}</stream:features>` },
        { bind: 'alice@example.org/w1' },
      ],
      byKeys,
    );
    await leave();

    await again();

    expect(second.state.value).to.include({ status: 'online' });
    await second.disconnect();
  });

  it('keeps a new token in the place of the old one', async () => {
    const renewed = TOKEN.replace('s3cr3t', 'n3w');
    const { second, leave, again } = await pages({}, byPasswordForToken, byToken(`${ME}${renewed}${RESUMED}`));
    await leave();

    await again();

    expect(dump()).to.contain('n3w-token').and.not.to.contain('s3cr3t-token');
    await second.disconnect();
  });

  it('is over when the token is refused', async () => {
    const refusal: Step[] = [{ features: hurried() }, { token: { token: 'another', inline: '' } }];
    const { second, leave, again } = await pages({}, byPasswordForToken, refusal);
    await leave();

    expect(await conditionOf(again())).to.equal('credentials-expired');

    expect(dump()).not.to.contain('s3cr3t-token');
    expect(second.remembered('support')).to.equal(undefined);
  });

  for (const proof of [' ', 'AAAA']) {
    it(`trusts no server that proves nothing by “${proof}”, and forgets the token (stream-28)`, async () => {
      const { leave, again } = await pages({}, byPasswordForToken, byToken(`${ME}${RESUMED}`, proof));
      await leave();

      expect(await conditionOf(again())).to.equal('server-unverified');

      expect(dump()).not.to.contain('s3cr3t-token');
    });
  }

  it('does not become somebody else (stream-27)', async () => {
    const mallory = ME.replace('alice', 'mallory');
    const { leave, again } = await pages({}, byPasswordForToken, byToken(`${mallory}${BOUND}`));
    await leave();

    expect(await conditionOf(again())).to.equal('server-unverified');
  });

  it('binds apart where another tab is the same client, which a server would end for it', async () => {
    const { server, first, second, again } = await pages({ remember: 'device' }, byPasswordForToken, [
      ...byToken('<authorization-identifier>alice@example.org</authorization-identifier>'),
      { send: `<stream:features xmlns:stream="http://etherx.jabber.org/streams">${BIND}</stream:features>` },
      { bind: 'alice@example.org/w2' },
    ]);

    expect(await again()).to.equal('alice@example.org/w2');

    const [, second2] = (await server.received()).filter((frame) => frame.startsWith('<authenticate'));
    expect(second2).not.to.contain('urn:xmpp:bind:0');
    await first.disconnect();
    await second.disconnect();
  });

  it('is kept for the device if so wished', async () => {
    const { leave } = await pages({ remember: 'device' }, byKeys);
    await leave();

    expect(JSON.stringify({ ...localStorage })).to.contain('clientKey');
    expect(sessionStorage.getItem('xmpp-elements:support:account')).to.equal(null);
  });

  it('is not possible if so wished', async () => {
    const { second, leave, again } = await pages({ remember: 'none' }, byPasswordForToken);
    await leave();

    expect(dump()).not.to.contain('token').and.not.to.contain('clientKey');
    expect(second.remembered('support')).to.equal(undefined);
    expect(await conditionOf(again())).to.equal('credentials-expired');
  });

  it('is over after signing out, and the server is told so', async () => {
    const { server, first } = await pages({}, byPasswordForToken, byToken(ME));

    const gone = first.forget('support');
    expect(dump()).not.to.contain('s3cr3t-token');
    await gone;

    const [, revoking] = (await server.received()).filter((frame) => frame.startsWith('<authenticate'));
    expect(revoking).to.contain('invalidate="true"').and.not.to.contain('<bind');
    expect(first.state.value).to.deep.equal({ status: 'offline' });
    expect(dump()).not.to.contain('support');
  });
});

describe('signing in with what the site vouches by', () => {
  const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
  const token: Credentials = { kind: 'token', jid, token: 't0k3n', mechanism: 'OAUTHBEARER' };

  it('is OAUTHBEARER', async () => {
    const server = await scriptedServer([
      { features: mechanisms('PLAIN', 'OAUTHBEARER') },
      { expect: btoa('n,a=alice@example.org,\x01auth=Bearer t0k3n\x01\x01') },
      { send: `<success xmlns="${SASL}"/>` },
      ...bound,
    ]);
    const transport = new StropheTransport();

    await transport.connect({ credentials: token, services: [server.websocket], owner: 'support', remember: 'device' });

    expect(dump()).not.to.contain('t0k3n');
    await transport.disconnect();
  });

  it('ends when the server has told its reasons', async () => {
    const server = await scriptedServer([
      { features: mechanisms('OAUTHBEARER') },
      { expect: '<auth' },
      { send: `<challenge xmlns="${SASL}">${btoa('{"status":"invalid_token"}')}</challenge>` },
      { expect: btoa('\x01') },
      { send: `<failure xmlns="${SASL}"><not-authorized/></failure>` },
    ]);

    const attempt = new StropheTransport().connect({ credentials: token, services: [server.websocket] });

    expect(await conditionOf(attempt)).to.equal('not-authorized');
  });

  it('tells no token where others can listen', async () => {
    const server = await scriptedServer([{ features: mechanisms('OAUTHBEARER', 'PLAIN') }]);
    const services = [server.websocket.replace('127.0.0.1', 'chat.localhost')];

    for (const mechanism of ['OAUTHBEARER', 'PLAIN'] as const) {
      const attempt = new StropheTransport().connect({ credentials: { ...token, mechanism }, services });
      expect(await conditionOf(attempt)).to.equal('no-mechanism');
    }

    expect((await server.received()).join()).not.to.contain('<auth');
  });

  it('never takes it for a password', async () => {
    const server = await scriptedServer(login());

    const attempt = new StropheTransport().connect({ credentials: token, services: [server.websocket] });

    expect(await conditionOf(attempt)).to.equal('no-mechanism');
  });
});
