import { expect } from '@open-wc/testing';
import type { BareJid } from '../../src/core/jid.js';
import { sessionNamed } from '../../src/session/session-handle.js';
import { connectedSession, fakeSession } from '../support/fake-transport.js';
import { waitUntil } from '../support/wait.js';

const GAMING = 'urn:xmpp:gaming:0';
const CHESS = { name: ' Chess\n ', level: '3', server: 'Castle', uri: 'https://chess.example/' };
const INFO = `<iq xmlns="jabber:client" type="result"><query xmlns="http://jabber.org/protocol/disco#info">
  <identity category="pubsub" type="pep"/></query></iq>`;

/** Alice, whose server publishes for her unless told otherwise. */
async function player({ hasPep = true } = {}) {
  const fake = await connectedSession();
  if (hasPep) fake.server.answers.set('http://jabber.org/protocol/disco#info', () => INFO);
  fake.server.answers.set('http://jabber.org/protocol/pubsub', () => '<iq xmlns="jabber:client" type="result"/>');
  const published = () =>
    fake.server.requests.flatMap((iq) => (iq.querySelector('publish') ? [iq.querySelector('game')] : []));
  const told = () => fake.server.last('presence')?.getElementsByTagNameNS(GAMING, 'game')[0];
  return { ...fake, published, told };
}

async function enter({ session, server }: Awaited<ReturnType<typeof player>>, room: string) {
  void session.enterRoom(room as BareJid, { nick: 'al', history: 0 });
  await waitUntil(() => server.last('presence')?.getAttribute('to') === `${room}/al`);
  server.receive(`<presence xmlns="jabber:client" from="${room}/al"><x xmlns="http://jabber.org/protocol/muc#user">
    <item affiliation="none" role="participant"/><status code="110"/></x></presence>`);
}

const nameIn = (game: Element | null | undefined) => game?.querySelector('name')?.textContent;

describe('What we play (XEP-0196)', () => {
  it('is published where the server does that, and taken back', async () => {
    const { session, published } = await player();

    await session.publishGame(CHESS);

    expect(published().map(nameIn)).to.deep.equal(['Chess']);
    expect([...(published()[0]?.children ?? [])].map(({ localName }) => localName)).to.deep.equal([
      'level',
      'name',
      'server_name',
      'uri',
    ]);

    await session.publishGame(undefined);

    expect(published()[1]?.children).to.have.length(0);
  });

  it('is not published where the server does not', async () => {
    const { session, published } = await player({ hasPep: false });

    await session.publishGame(CHESS);

    expect(published()).to.be.empty;
  });

  it('goes to the rooms that we are in, to those that we enter later, and under another nick', async () => {
    const alice = await player();
    await enter(alice, 'one@rooms.example.org');

    await alice.session.publishGame(CHESS);
    expect(nameIn(alice.told())).to.equal('Chess');

    await enter(alice, 'two@rooms.example.org');
    expect(nameIn(alice.told())).to.equal('Chess');

    void alice.session.changeNick('two@rooms.example.org' as BareJid, 'ali').catch(() => undefined);
    await waitUntil(() => alice.server.last('presence')?.getAttribute('to') === 'two@rooms.example.org/ali');
    expect(nameIn(alice.told())).to.equal('Chess');

    await alice.session.publishGame(undefined);
    expect(alice.told()).to.equal(undefined);
  });

  it('is no matter of presence for contacts', async () => {
    const { session, server, told } = await player();
    await session.publishGame(CHESS);

    session.setPresence('away');

    await waitUntil(() => server.last('presence')?.querySelector('show'));
    expect(server.last('presence')?.hasAttribute('to')).to.equal(false);
    expect(told()).to.equal(undefined);
  });

  it('waits for a stream', async () => {
    const { session, server } = fakeSession();
    server.answers.set('http://jabber.org/protocol/disco#info', () => INFO);

    await session.publishGame(CHESS);
    await session.connect({ jid: 'alice@example.org', password: 'secret' });

    await waitUntil(() => server.requests.some((iq) => iq.querySelector('publish')));
  });

  it('has to have a name, and an address that is one', async () => {
    const { session } = await player();

    for (const game of [
      { name: '  ' },
      { name: 'Chess', uri: 'not an address' },
      { name: 'Chess', characterProfile: ':' },
    ]) {
      const refusal = await session.publishGame(game).catch((error: { condition: string }) => error.condition);
      expect(refusal).to.equal('invalid-game');
    }
  });

  it('can be said before sessions are here', async () => {
    const { name, session } = fakeSession();

    await sessionNamed(name).publishGame({ name: 'Go' });

    expect(session.presence.game?.name).to.equal('Go');
  });
});
