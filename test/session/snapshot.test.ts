import { expect } from '@open-wc/testing';
import { stub } from 'sinon';
import type { BareJid } from '../../src/core/jid.js';
import type { XmppSession } from '../../src/session/session.js';
import { BOB, ROOM } from '../support/events.js';
import type { FakeTransport } from '../support/fake-transport.js';
import { asked, groupchat, joined, joinsOf, occupantPresence, subject, turn } from '../support/rooms.js';
import { Tab } from '../support/tab.js';
import { waitUntil } from '../support/wait.js';

const ALICE = 'alice@example.org' as BareJid;
const ROSTER = `<iq xmlns="jabber:client" type="result"><query xmlns="jabber:iq:roster" ver="7">
  <item jid="${BOB}" name="Bob" subscription="both"/></query></iq>`;
const said = (body: string, id: string) =>
  `<message xmlns="jabber:client" type="chat" from="${BOB}/phone" to="${ALICE}" id="${id}"><body>${body}</body></message>`;

describe('A page and the next one of its tab', () => {
  let tab: Tab;

  beforeEach(() => {
    tab = new Tab();
  });

  afterEach(() => tab.close());

  function page(kept: FakeTransport['kept'] = { kind: 'remembered', jid: ALICE }, domain?: string) {
    const each = tab.page(kept, domain);
    each.server.answers.set('jabber:iq:roster', () => ROSTER);
    return each;
  }

  async function firstPage() {
    const { session, server } = page(undefined);
    await session.connect({ jid: ALICE, password: 'secret' });
    await joined(session, server, ROOM, 'hecate');
    server.receive(occupantPresence(ROOM, 'crone'));
    server.receive(groupchat(ROOM, 'crone', 'Thrice the brinded cat hath mewed', 'm1'));
    server.receive(said('Hello', 'b1'));
    server.receive(`<presence xmlns="jabber:client" from="${BOB}/phone"><show>away</show></presence>`);
    server.receive(occupantPresence(ROOM, 'imp').replace('participant', 'visitor'));
    session.dispatch({ kind: 'voice-requested', room: ROOM, nick: 'imp' });
    session.changePlace(BOB, { draft: 'Half a thou' });
    return { session, server };
  }

  const leave = () => dispatchEvent(new PageTransitionEvent('pagehide'));
  const bodies = (session: XmppSession, jid = BOB) =>
    (session.stores.conversations.value.get(jid)?.entries ?? []).flatMap((entry) =>
      entry.kind === 'message' ? [entry.body] : [],
    );
  const goOn = async ({ session, server }: ReturnType<typeof page>) => {
    server.resumes = true;
    await session.connect();
    await turn();
  };

  it('show the same before there is a stream: messages, counters, contacts, occupants, drafts', async () => {
    await firstPage();
    leave();
    const { session, server } = page();
    server.hold = new Promise(() => undefined);

    void session.connect().catch(() => undefined);

    expect(session.status).to.equal('connecting');
    expect(session.jid).to.equal(`${ALICE}/test`);
    expect(bodies(session)).to.deep.equal(['Hello']);
    expect(bodies(session, ROOM)).to.deep.equal(['Thrice the brinded cat hath mewed']);
    expect(session.stores.conversations.value.get(BOB)?.unread).to.equal(1);
    expect(session.stores.roster.value.items.get(BOB)?.name).to.equal('Bob');
    expect(session.stores.presences.of(BOB)?.show).to.equal('away');
    expect([...(session.stores.occupants.value.get(ROOM)?.byNick.keys() ?? [])]).to.deep.equal([
      'hecate',
      'crone',
      'imp',
    ]);
    expect(session.stores.voiceRequests.value.get(ROOM)?.map(({ nick }) => nick)).to.deep.equal(['imp']);
    expect(session.placeIn(BOB).draft).to.equal('Half a thou');
  });

  it('are one to the room and the server where the stream goes on', async () => {
    await firstPage();
    leave();
    const second = page();
    second.session.holdRoom(ROOM, second);

    await goOn(second);

    const { session, server } = second;
    expect(joinsOf(server, ROOM)).to.be.empty;
    expect(server.sent).to.be.empty;
    expect(server.requests.map((iq) => iq.firstElementChild?.namespaceURI)).to.not.include('jabber:iq:roster');
    expect(session.stores.rooms.value.get(ROOM)?.state).to.equal('joined');
    server.receive(said('Hello', 'b1'));
    server.receive(said('Still there?', 'b2'));
    expect(bodies(session)).to.deep.equal(['Hello', 'Still there?']);
  });

  it('know the same requests and the same blocked, though the server tells neither again to a stream that goes on', async () => {
    const first = await firstPage();
    first.server.receive('<presence xmlns="jabber:client" from="dan@example.org" type="subscribe"/>');
    leave();
    const second = page();
    const answer = (inside: string) => () => `<iq xmlns="jabber:client" type="result">${inside}</iq>`;
    const [info, blocking] = ['http://jabber.org/protocol/disco#info', 'urn:xmpp:blocking'];
    second.server.answers.set(info, answer(`<query xmlns="${info}"><feature var="${blocking}"/></query>`));
    second.server.answers.set(blocking, answer(`<blocklist xmlns="${blocking}"><item jid="${BOB}"/></blocklist>`));

    await goOn(second);

    const { requests, blocked } = second.session.stores;
    await blocked.waitFor(({ isOffered }) => isOffered);
    expect([...requests.value.keys()]).to.deep.equal(['dan@example.org']);
    expect(blocked.by(BOB)).to.equal(BOB);
  });

  it('come back into the room after the stream of the second has ended, too', async () => {
    await firstPage();
    leave();
    const second = page();
    second.session.holdRoom(ROOM, second);
    second.session.keepRoom(ROOM, { nick: 'hecate', history: 20 });
    await goOn(second);
    second.server.resumes = false;

    second.server.drop();
    second.session.retryNow();

    await asked(second.server, ROOM);
  });

  it('enter the room anew where the first one ended without a word, and do not double what both know', async () => {
    await firstPage();
    document.dispatchEvent(new Event('visibilitychange')); // Visible: nothing is written for that.
    const visibility = stub(document, 'visibilityState').value('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    visibility.restore();
    const second = page();
    const { session, server } = second;
    const entering = session.enterRoom(ROOM, { nick: 'hecate', history: 20 });

    await goOn(second);

    await asked(server, ROOM);
    server.receive(occupantPresence(ROOM, 'hecate', [110]));
    server.receive(groupchat(ROOM, 'crone', 'Thrice the brinded cat hath mewed', 'm1', '2026-01-01T00:00:00Z'));
    server.receive(subject(ROOM));
    await entering;
    expect(bodies(session, ROOM)).to.deep.equal(['Thrice the brinded cat hath mewed']);
    expect([...(session.stores.occupants.value.get(ROOM)?.byNick.keys() ?? [])]).to.deep.equal(['hecate']);
    expect(session.stores.presences.of(BOB)?.show, 'what the server will not tell again').to.equal('away');
  });

  it('say goodbye to a room that only the first one shows', async () => {
    await firstPage();
    leave();
    const second = page();

    await goOn(second);

    await waitUntil(() => leavesOf(second.server) > 0, 'the room is left');
    expect(leavesOf(second.server)).to.equal(1);
  }).timeout(8000);

  it('have nothing in common where somebody else signs in', async () => {
    await firstPage();
    leave();
    const { session } = page({ kind: 'remembered', jid: 'mallory@example.org' as BareJid });

    await session.connect();

    expect(bodies(session)).to.be.empty;
    expect(session.stores.rooms.value.size).to.equal(0);
    expect(session.placeIn(BOB).draft).to.equal(undefined);
  });

  it('have nothing in common where nothing shall be remembered', async () => {
    const { session, server } = page(undefined);
    await session.connect({ jid: ALICE, password: 'secret', remember: 'none' });
    server.receive(said('Hello', 'b1'));

    leave();

    expect(Object.keys(sessionStorage).filter((key) => key.endsWith(':snapshot') && key.includes(tab.name))).to.be
      .empty;
  });

  it('have nothing in common after signing out', async () => {
    const { session } = await firstPage();
    await session.signOut();

    leave();

    const { session: next } = page();
    await next.connect();
    expect(bodies(next)).to.be.empty;
  });

  for (const [what, text] of Object.entries({
    'no JSON': '{"version":1,',
    'another release’s': '{"version":0,"account":"alice@example.org"}',
    'not whole': `{"version":1,"account":"${ALICE}","at":${Date.now()},"jid":"${ALICE}/x","conversations":[{"entries":[{"key":7}]}]}`,
    empty: `{"version":1,"account":"${ALICE}","at":${Date.now()}}`,
  })) {
    it(`have nothing in common where what was kept is ${what}`, async () => {
      sessionStorage.setItem(`xmpp-elements:${tab.name}:snapshot`, text);
      const { session } = page();

      await session.connect();

      expect(session.status).to.equal('online');
      expect(session.stores.conversations.value.size).to.equal(0);
    });
  }

  it('show in the order of writing what the server does not have yet, however much of it there is', async () => {
    const { session, server } = await firstPage();
    server.drop();
    const written = Array.from({ length: 150 }, (_, index) => `No. ${index + 1}`);
    for (const body of written) session.sendMessage(BOB, body).catch(() => undefined);
    leave();
    const next = page();

    await next.session.connect();

    expect(bodies(next.session).slice(-150)).to.deep.equal(written);
  });

  it('share all that we said lately, as its place in the archive is not known yet', async () => {
    const { session, server } = await firstPage();
    const written = Array.from({ length: 120 }, (_, index) => `No. ${index + 1}`);
    await Promise.all(written.map((body) => session.sendMessage(BOB, body)));
    server.receive(said('Are you done?', 'b2'));
    leave();
    const next = page();
    next.server.hold = new Promise(() => undefined);

    void next.session.connect().catch(() => undefined);

    expect(bodies(next.session)).to.deep.equal([...written, 'Are you done?']);
  });

  it('share the latest of it where storage has little room', async () => {
    const { server } = await firstPage();
    for (let number = 1; number <= 90; number += 1) server.receive(said(`No. ${number}`, `n${number}`));
    const setItem = stub(Storage.prototype, 'setItem').callsFake(function (this: Storage, key: string, text: string) {
      if (text.length > 15_000) throw new DOMException('full', 'QuotaExceededError');
      return setItem.wrappedMethod.call(this, key, text);
    });

    leave();

    setItem.restore();
    const { session } = page();
    await session.connect();
    expect(bodies(session).at(-1)).to.equal('No. 90');
    expect(bodies(session)).to.have.length(30);
  });
});

function leavesOf(server: FakeTransport): number {
  return server.sent.filter((element) => element.getAttribute('type') === 'unavailable').length;
}
