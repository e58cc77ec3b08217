import { expect } from '@open-wc/testing';
import { StanzaError } from '../../src/core/errors.js';
import type { BareJid, Jid } from '../../src/core/jid.js';
import type { XmppSession } from '../../src/session/session.js';
import { chatFrom, FakeArchives } from '../support/archive.js';
import { BOB, ROOM } from '../support/events.js';
import { fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { groupchat, joined, turn } from '../support/rooms.js';
import { waitUntil } from '../support/wait.js';

const ALICE = 'alice@example.org' as BareJid;
const DISPLAYED = 'urn:xmpp:mds:displayed:0';
const PUBSUB = 'http://jabber.org/protocol/pubsub';
const INFO = 'http://jabber.org/protocol/disco#info';
const PEP = `<identity category="pubsub" type="pep"/><feature var="${PUBSUB}#publish-options"/>`;
const item = (conversation: string, id: string, by: string = ALICE) =>
  `<item id="${conversation}"><displayed xmlns="${DISPLAYED}"><stanza-id xmlns="urn:xmpp:sid:0" by="${by}" id="${id}"/></displayed></item>`;
const ofBob = (number: number) => chatFrom(`${BOB}/phone`, `${number}`, { archiveId: `s${number}` });
const inRoom = (number: number) =>
  groupchat(ROOM, 'crone', `${number}`, `c${number}`).replace(
    '</message>',
    `<stanza-id xmlns="urn:xmpp:sid:0" by="${ROOM}" id="r${number}"/></message>`,
  );

describe('What was seen on another device (XEP-0490)', () => {
  let session: XmppSession;
  let server: FakeTransport;
  let archives: FakeArchives;
  /** What the account keeps; `undefined`: nobody has told anything yet. */
  let kept: string | undefined;
  let refuses: (iq: Element) => string | undefined;

  beforeEach(() => {
    ({ session, server } = fakeSession());
    archives = new FakeArchives(server, [ALICE, ROOM]);
    session.configure({ services: ['wss://fake.example/ws'], domain: 'example.org', isAnonymous: false }, server);
    kept = undefined;
    refuses = () => undefined;
    offer(PEP);
    server.answers.set(PUBSUB, answer);
  });

  afterEach(() => session.signOut());

  function offer(features: string): void {
    const info = server.answers.get(INFO) as (iq: Element) => string;
    server.answers.set(INFO, (iq) => info(iq).replace('<feature', `${features}<feature`));
  }

  function answer(iq: Element): string {
    const condition = iq.getAttribute('type') === 'set' ? refuses(iq) : kept === undefined && 'item-not-found';
    if (condition) throw new StanzaError(condition);
    return `<iq xmlns="jabber:client" type="result"><pubsub xmlns="${PUBSUB}"><items node="${DISPLAYED}">${kept ?? ''}</items></pubsub></iq>`;
  }

  const asked = () =>
    server.requests.filter(({ firstElementChild: payload }) => {
      return payload?.namespaceURI === PUBSUB && payload.firstElementChild?.getAttribute('node') === DISPLAYED;
    });
  const told = () =>
    asked().flatMap((iq) => {
      const id = iq.querySelector('stanza-id');
      return id
        ? [`${iq.querySelector('item')?.id ?? ''} ${id.getAttribute('id') ?? ''} by ${id.getAttribute('by') ?? ''}`]
        : [];
    });
  const optionsOf = (iq: Element) =>
    [...iq.querySelectorAll('field')].map((field) => `${field.getAttribute('var') ?? ''} ${field.textContent}`);
  const unreadIn = (jid: Jid = BOB) => session.stores.conversations.value.get(jid)?.unread;
  const firstUnreadIn = (jid: Jid = BOB) => {
    const { entries = [], firstUnread } = session.stores.conversations.value.get(jid) ?? {};
    const first = entries.find(({ key }) => key === firstUnread);
    return first?.kind === 'message' ? first.body : undefined;
  };
  const hear = (items: string, from: string = ALICE) =>
    server.receive(`<message xmlns="jabber:client" type="headline" from="${from}" to="${ALICE}/test">
      <event xmlns="${PUBSUB}#event"><items node="${DISPLAYED}">${items}</items></event></message>`);

  async function online(): Promise<void> {
    await session.connect({ jid: ALICE, password: 'secret' });
    await session.stores.archives.waitFor(({ byJid }) => byJid.get(ALICE)?.isCaughtUp);
    await turn();
  }

  async function again(): Promise<void> {
    server.drop();
    session.retryNow();
    await online();
  }

  it('is read here, up to there', async () => {
    await online();
    for (const number of [1, 2, 3]) server.receive(ofBob(number));

    hear(item(BOB, 's2'));

    expect(unreadIn()).to.equal(1);
    expect(firstUnreadIn()).to.equal('3');
    hear(item(BOB, 's3'));
    expect([unreadIn(), firstUnreadIn()]).to.deep.equal([0, undefined]);
  });

  it('is read in a room too', async () => {
    await online();
    await joined(session, server, ROOM, 'hecate');
    for (const number of [1, 2]) server.receive(inRoom(number));
    expect(unreadIn(ROOM)).to.equal(2);

    hear(item(ROOM, 'r2', ROOM));

    expect(unreadIn(ROOM)).to.equal(0);
  });

  it('never becomes unread again', async () => {
    await online();
    for (const number of [1, 2, 3]) server.receive(ofBob(number));
    hear(item(BOB, 's3'));

    hear(item(BOB, 's1'));
    hear(item(BOB, 'nobody-knows-it'));
    hear(item('dan@example.org', 's9'));

    expect(unreadIn()).to.equal(0);
    expect(unreadIn('dan@example.org' as Jid)).to.equal(undefined);
  });

  it('is nothing that anybody else could say', async () => {
    await online();
    server.receive(ofBob(1));

    hear(item(BOB, 's1'), BOB);
    hear(item(BOB, 's1'), `${ALICE}/phone`);

    expect(unreadIn()).to.equal(1);
  });

  it('counts also if the message comes later', async () => {
    await online();
    hear(item(BOB, 's2'));

    for (const number of [1, 2, 3]) server.receive(ofBob(number));

    expect([unreadIn(), firstUnreadIn()]).to.deep.equal([1, '3']);
  });

  it('while we were away is asked for when we are back', async () => {
    await online();
    server.receive(ofBob(1));
    archives.keep(
      ALICE,
      ...[1, 2, 3, 4].map((number) => [`s${number}`, chatFrom(`${BOB}/phone`, `${number}`)] as const),
    );
    kept = item(BOB, 's3') + item('carol@example.org', 'c1');

    await again();
    await waitUntil(() => unreadIn() === 1);

    expect(firstUnreadIn()).to.equal('4');
    expect(told(), 'nothing was read here').to.deep.equal([]);
  });

  describe('and what is seen here', () => {
    it('is told once, with the id that our archive gave', async () => {
      await online();
      for (const number of [1, 2]) server.receive(ofBob(number));

      session.markRead(BOB);
      session.markRead(BOB);
      await waitUntil(() => told().length);
      await turn();

      expect(told()).to.deep.equal([`${BOB} s2 by ${ALICE}`]);
      expect(optionsOf(asked().at(-1) as Element)).to.include.members([
        'pubsub#access_model whitelist',
        'pubsub#max_items max',
      ]);
    });

    it('is told of a room with the id that the room gave', async () => {
      await online();
      await joined(session, server, ROOM, 'hecate');
      server.receive(inRoom(1));

      session.markRead(ROOM);
      await waitUntil(() => told().length);

      expect(told()).to.deep.equal([`${ROOM} r1 by ${ROOM}`]);
    });

    it('is not told again, if another device has told it', async () => {
      await online();
      server.receive(ofBob(1));
      server.receive(ofBob(2));
      hear(item(BOB, 's2'));
      server.receive(chatFrom(`${BOB}/phone`, 'without an id'));

      session.markRead(BOB);
      await turn();

      expect(told()).to.deep.equal([]);
    });

    it('takes nothing back that another device has told', async () => {
      await online();
      server.receive(ofBob(1));
      server.receive(chatFrom(`${ALICE}/phone`, 'ours', { to: BOB }));
      session.dispatch({ kind: 'displayed-elsewhere', conversation: BOB, stanzaId: 's7' });
      server.receive(ofBob(7));
      server.receive(chatFrom(`${BOB}/phone`, 'without an id'));
      expect(unreadIn()).to.equal(1);

      session.markRead(BOB);
      await turn();

      expect(told()).to.deep.equal([]);
    });

    it('one after the other is told in one', async () => {
      await online();
      for (const number of [1, 2, 3, 4]) {
        server.receive(ofBob(number));
        session.markRead(BOB);
      }
      await waitUntil(() => told().length === 2);
      await turn();

      expect(told()).to.deep.equal([`${BOB} s1 by ${ALICE}`, `${BOB} s4 by ${ALICE}`]);
    });

    it('while the line was cut is told when it is back', async () => {
      await online();
      server.receive(ofBob(1));
      server.drop();
      session.markRead(BOB);
      expect(told()).to.deep.equal([]);

      session.retryNow();
      await waitUntil(() => told().length);

      expect(told()).to.deep.equal([`${BOB} s1 by ${ALICE}`]);
    });

    it('makes the node by itself where the server takes fewer options, and knows no “max”', async () => {
      refuses = (iq) =>
        (optionsOf(iq).length > 3 && iq.querySelector('publish') ? 'resource-constraint' : undefined) ??
        (optionsOf(iq).includes('pubsub#max_items max') ? 'not-acceptable' : undefined);
      await online();
      server.receive(ofBob(1));

      session.markRead(BOB);
      await waitUntil(() => told().length === 2);

      const [, whole, create, other, plain] = asked().map(optionsOf);
      expect(whole).to.include('pubsub#max_items max');
      expect(create).to.include.members(['pubsub#max_items max', 'pubsub#access_model whitelist']);
      expect(other).to.include.members(['pubsub#max_items 200', 'pubsub#access_model whitelist']);
      expect(plain?.slice(1)).to.deep.equal(['pubsub#persist_items true', 'pubsub#access_model whitelist']);
    });

    it('is kept to ourselves where the server would not have it, or shows it to others', async () => {
      refuses = () => 'forbidden';
      await online();
      server.receive(ofBob(1));
      session.markRead(BOB);
      await waitUntil(() => told().length === 2);
      server.receive(ofBob(2));

      session.markRead(BOB);
      await turn();

      expect(told(), 'it is not asked again').to.have.length(2);
      expect(session.status).to.equal('online');
    });

    it('is told nobody where the server has nothing for it', async () => {
      archives = new FakeArchives(server, [ALICE]);
      await online();
      server.receive(ofBob(1));

      session.markRead(BOB);
      await turn();

      expect(asked()).to.deep.equal([]);
    });

    it('is told nobody by a guest', async () => {
      await session.connect({ anonymous: true });
      await turn();

      server.receive(ofBob(1).replaceAll(ALICE, '7e57-guest@example.org'));
      session.markRead(BOB);
      await turn();

      expect(asked()).to.deep.equal([]);
    });
  });
});
