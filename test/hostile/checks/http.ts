import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import type { Jid } from '../../../src/core/jid.js';
import { discover } from '../../../src/transport/discovery.js';
import { StropheTransport } from '../../../src/transport/strophe-transport.js';
import { BIND, login, mechanisms, scriptedServer, setHostMeta, type Step } from '../../support/scripted.js';
import { BOB } from '../alices-page.js';
import type { Checks } from '../entries.js';
import { aliceAt, giveRoster } from '../real-alice.js';
import { waitUntil } from '../../support/wait.js';

const guest = { kind: 'anonymous', domain: 'localhost' } as const;
const guestLogin: readonly Step[] = [
  { features: mechanisms('ANONYMOUS') },
  { expect: 'ANONYMOUS' },
  { send: '<success xmlns="urn:ietf:params:xml:ns:xmpp-sasl"/>' },
  { features: BIND },
  { bind: 'g1@localhost/g1' },
];

/** What stands behind the arrow of an input. */
const bodyIn = (input: string) => input.slice(input.indexOf('-> ') + 3);

/** A guest of localhost, whose page's host says this of the way to its chat. */
async function enter(hostMeta: Parameters<typeof setHostMeta>[0], services: readonly string[] = []): Promise<unknown> {
  restore();
  const { fetch } = window;
  // The test's host has its answers kept for a year.
  stub(window, 'fetch').callsFake((input, init) => fetch(input, { ...init, cache: 'no-store' }));
  await setHostMeta(hostMeta);
  const transport = new StropheTransport();
  const outcome = await transport.connect({ credentials: guest, services }).catch((error: unknown) => error);
  await transport.disconnect();
  return outcome;
}

/** Answers to discovery and BOSH. */
export const httpChecks: Checks = {
  'http-02': async (input) => {
    const server = await scriptedServer(guestLogin);
    const { links } = JSON.parse(bodyIn(input)) as { links: object[] };
    const good = { rel: 'urn:xmpp:alt-connections:websocket', href: server.websocket };

    const outcome = await enter({
      'host-meta.json': { type: 'json', body: JSON.stringify({ links: [...links, good] }) },
    });

    expect(outcome).to.equal('g1@localhost/g1');
  },

  'http-03': async () => {
    const server = await scriptedServer(guestLogin);
    const page = { type: 'html', body: '<!doctype html><html><body><form>Log in to this network</form></body></html>' };
    const portal = { 'host-meta.json': page, 'host-meta': page };

    expect(await enter(portal)).to.have.property('condition', 'no-service');
    expect(await enter(portal, [server.websocket])).to.equal('g1@localhost/g1');
  },

  'http-04': async (input) => {
    const outcome = await enter({ 'host-meta.json': { type: 'json', body: bodyIn(input) } });

    expect(outcome).to.have.property('condition', 'no-service');
    expect(({} as { polluted?: number }).polluted).to.equal(undefined);
  },

  'http-05': async (input) => {
    const url = /http:\S+/.exec(input)?.[0] ?? '';
    const links = [{ rel: 'urn:xmpp:alt-connections:websocket', href: 'wss://evil.example/' }];
    stub(window, 'fetch').callsFake(() => {
      const answer = new Response(JSON.stringify({ links }));
      return Promise.resolve(Object.defineProperty(answer, 'url', { value: url }));
    });

    expect(await discover('example.org', new AbortController().signal)).to.deep.equal([]);
  },

  'http-07': async () => {
    const alice = await aliceAt(await scriptedServer(login()), 'bosh');
    const { server, session, chat } = alice;
    await alice.connect();
    await giveRoster(alice);
    const badGateway = { status: 502, type: 'text/html', body: '<html>bad gateway</html>' };
    await server.answer(badGateway, badGateway, badGateway);

    void session.sendMessage(BOB as Jid, 'mine', { id: 'MINE' }).catch(() => undefined);
    await waitUntil(() => chat.shadowRoot?.textContent?.includes('Reconnecting'), 'alice is told');
    expect(session.status).to.equal('reconnecting');
    await server.next('<body>mine');
    await alice.settled();

    expect(session.stores.connection.value).to.include({ status: 'online', isResumed: true });
    const sent = (await server.received()).filter((text) => text.includes('<body>mine'));
    const numbers = sent.map((text) => / rid="(\d+)"/.exec(text)?.[1]);
    expect(sent.length).to.be.greaterThan(1);
    expect(new Set(numbers).size).to.equal(1);
    expect(await server.streams()).to.equal(1);
  },

  'http-09': async (input) => {
    const alice = await aliceAt(await scriptedServer(login()), 'bosh');
    const { server, session } = alice;
    await alice.connect();
    await giveRoster(alice);
    await server.answer({ type: 'text/html', body: input.slice(input.indexOf('<html>')) });

    void session.sendMessage(BOB as Jid, 'mine', { id: 'MINE' }).catch(() => undefined);
    await server.next('<body>mine');

    expect(session.status).to.equal('online');
    expect(session.stores.conversations.value.get(BOB as Jid)?.entries).to.have.lengthOf(1);
    expect([...session.stores.roster.value.items.keys()]).to.deep.equal([BOB]);
  },
};
