import { expect } from '@open-wc/testing';
import { ConnectionError } from '../../src/core/errors.js';
import type { BareJid, Jid } from '../../src/core/jid.js';
import type { XmppSession } from '../../src/session/session.js';
import { archiveResult, chatFrom, FakeArchives } from '../support/archive.js';
import { BOB, ROOM } from '../support/events.js';
import { fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { Tab } from '../support/tab.js';
import { asked, groupchat, joined, occupantPresence, subject, turn } from '../support/rooms.js';
import { waitUntil } from '../support/wait.js';

const ALICE = 'alice@example.org' as BareJid;
const PHONE = `${BOB}/phone`;

/** `s1`, `s2` …, as bob said them. */
const ofBob = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => {
    const number = from + index;
    return [`s${number}`, chatFrom(PHONE, `${number}`)] as const;
  });
const liveOfBob = (number: number) => chatFrom(PHONE, `${number}`, { archiveId: `s${number}` });
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `${from + index}`);
const inRoom = (id: string, nick = 'crone') => [`r${id}`, groupchat(ROOM, nick, id, id)] as const;
const liveInRoom = (id: string, nick = 'crone') =>
  groupchat(ROOM, nick, id, id).replace(
    '</message>',
    `<stanza-id xmlns="urn:xmpp:sid:0" by="${ROOM}" id="r${id}"/></message>`,
  );

describe('A session and the archives', () => {
  let session: XmppSession;
  let server: FakeTransport;
  let archives: FakeArchives;

  beforeEach(() => {
    ({ session, server } = fakeSession());
    archives = new FakeArchives(server, [ALICE, ROOM]);
    session.configure({ services: ['wss://fake.example/ws'], domain: 'example.org', isAnonymous: false }, server);
  });

  afterEach(() => session.signOut());

  const connect = () => session.connect({ jid: ALICE, password: 'secret' });
  const questionsTo = (archive: string) => archives.questions.filter((question) => question.archive === archive);
  const cursorOf = (archive: BareJid) => session.stores.archives.value.byJid.get(archive);
  const entriesOf = (jid: Jid = BOB) => session.stores.conversations.value.get(jid)?.entries ?? [];
  const shownIn = (jid?: Jid) => entriesOf(jid).map((entry) => (entry.kind === 'message' ? entry.body : '…'));
  const unreadIn = (jid: Jid = BOB) => session.stores.conversations.value.get(jid)?.unread;
  const gapIn = (jid?: Jid) => entriesOf(jid).find(({ kind }) => kind === 'gap')?.key ?? '';
  const sentBodies = () =>
    server.sent.filter(({ localName }) => localName === 'message').map((message) => message.textContent);

  async function isToldBy(archive: BareJid): Promise<void> {
    await session.stores.archives.waitFor(({ byJid }) => byJid.get(archive)?.isCaughtUp);
    await turn();
  }

  /** Signed in, and told what the archive has. */
  async function online(): Promise<void> {
    await connect();
    await isToldBy(ALICE);
  }

  /** The stream breaks, and another one begins. */
  async function again(): Promise<void> {
    server.drop();
    session.retryNow();
    await session.stores.connection.waitFor(({ status }) => status === 'online');
  }

  async function caughtUp(): Promise<void> {
    await again();
    await isToldBy(ALICE);
  }

  /** The stream breaks while an archive tells, and will go on. */
  function breakOnce(): never {
    archives.meanwhile = undefined;
    server.resumes = true;
    server.drop();
    void turn().then(() => session.retryNow());
    throw new ConnectionError('connection-lost');
  }

  describe('on the first stream', () => {
    it('ask for the last fifty messages, and count none of them as unread', async () => {
      archives.keep(ALICE, ...ofBob(1, 70));

      await online();

      expect(questionsTo(ALICE)).to.have.length(1);
      expect(archives.questions[0]).to.include({ max: 50, before: '', after: undefined, with: undefined });
      expect(shownIn()).to.deep.equal(numbers(21, 70));
      expect(unreadIn()).to.equal(0);
      expect(session.hasOlder(BOB)).to.equal(true);
    });

    it('know that there is no more where the archive has less', async () => {
      archives.keep(ALICE, ...ofBob(1, 3));

      await online();

      expect(session.hasOlder(BOB)).to.equal(false);
    });

    it('ask nothing of a server without an archive', async () => {
      archives = new FakeArchives(server, []);

      await connect();
      server.receive(liveOfBob(1));
      await turn();

      expect(archives.questions).to.deep.equal([]);
      expect(session.hasOlder(BOB)).to.equal(false);
    });

    it('ask nothing of a guest’s account, which has none', async () => {
      await session.connect({ anonymous: true });
      await turn();

      expect(archives.questions).to.deep.equal([]);
    });
  });

  describe('on the next stream', () => {
    it('ask for what came after the last message that we are sure of, a hundred at a time', async () => {
      archives.keep(ALICE, ...ofBob(1, 1));
      await online();
      server.receive(liveOfBob(2));
      archives.keep(ALICE, ...ofBob(2, 250));

      await caughtUp();

      expect(archives.questions.slice(1).map(({ after, max }) => [after, max])).to.deep.equal([
        ['s2', 100],
        ['s102', 100],
        ['s202', 100],
      ]);
      expect(shownIn()).to.deep.equal(numbers(1, 250));
      expect(unreadIn()).to.equal(249);
    });

    it('neither double nor move the place to go on from for live messages that come first', async () => {
      archives.keep(ALICE, ...ofBob(1, 1));
      await online();
      archives.keep(ALICE, ...ofBob(2, 150));
      archives.meanwhile = () => {
        archives.meanwhile = () => {
          throw new ConnectionError('connection-lost');
        };
        server.receive(liveOfBob(150));
      };
      await again();
      await waitUntil(() => archives.questions.length === 3);
      await turn();
      expect(cursorOf(ALICE)).to.deep.equal({ last: 's101', isCaughtUp: false });

      archives.meanwhile = undefined;
      await caughtUp();

      expect(archives.questions.at(-1)).to.include({ after: 's101' });
      expect(shownIn()).to.deep.equal(numbers(1, 150));
      expect(unreadIn()).to.equal(149);
    });

    it('go on from live messages once all is told', async () => {
      archives.keep(ALICE, ...ofBob(1, 1));
      await online();
      archives.keep(ALICE, ...ofBob(2, 3));
      await caughtUp();
      server.receive(liveOfBob(4));
      archives.keep(ALICE, ...ofBob(4, 4));

      await caughtUp();

      expect(archives.questions.at(-1)).to.include({ after: 's4' });
    });

    it('load ten pages, then the end, and show that something is missing', async () => {
      archives.keep(ALICE, ...ofBob(1, 1));
      await online();
      archives.keep(ALICE, ...ofBob(2, 1500));

      await caughtUp();

      expect(archives.questions.slice(1)).to.have.length(11);
      expect(archives.questions.at(-1)).to.include({ before: '', max: 100, after: undefined });
      expect(shownIn()).to.deep.equal([...numbers(1, 1001), '…', ...numbers(1401, 1500)]);
      expect(cursorOf(ALICE)).to.deep.equal({ last: 's1500', isCaughtUp: true });
    });

    it('load what is missing page by page when asked, until it joins', async () => {
      archives.keep(ALICE, ...ofBob(1, 1));
      await online();
      archives.keep(ALICE, ...ofBob(2, 1300));
      await caughtUp();
      const gap = gapIn();

      await session.fillGap(BOB, gap);
      expect(archives.questions.at(-1)).to.include({ after: 's1001', max: 100, with: BOB });
      expect(shownIn()).to.deep.equal([...numbers(1, 1101), '…', ...numbers(1201, 1300)]);
      await session.fillGap(BOB, gap);
      // The archive does not say that nothing is missing between this page and what we have.
      if (gapIn()) await session.fillGap(BOB, gap);

      expect(shownIn()).to.deep.equal(numbers(1, 1300));
      await session.fillGap(BOB, gap);
      expect(shownIn()).to.deep.equal(numbers(1, 1300));
    });

    it('go on from the end where the archive has thrown away the last message that we had', async () => {
      archives.keep(ALICE, ...ofBob(1, 2));
      await online();
      archives.keep(ALICE, ...ofBob(3, 300));
      archives.forget(ALICE, 's50');

      await caughtUp();

      expect(shownIn()).to.deep.equal(['1', '2', '…', ...numbers(201, 300)]);
      expect(unreadIn()).to.equal(100);
    });

    it('load then what the archive still has from its end, until there is no more', async () => {
      archives.keep(ALICE, ...ofBob(1, 2));
      await online();
      archives.keep(ALICE, ...ofBob(3, 300));
      archives.forget(ALICE, 's50');
      await caughtUp();
      const gap = gapIn();

      await session.fillGap(BOB, gap);
      expect(shownIn()).to.deep.equal(['1', '2', '…', ...numbers(101, 300)]);
      await session.fillGap(BOB, gap);

      expect(shownIn()).to.deep.equal(['1', '2', ...numbers(51, 300)]);
    });

    it('do not ask again where the old stream goes on', async () => {
      await online();
      server.resumes = true;

      await again();
      await turn();

      expect(archives.questions).to.have.length(1);
    });

    it('ask again where the old stream goes on, but broke while they were telling', async () => {
      archives.keep(ALICE, ...ofBob(1, 1));
      await online();
      archives.keep(ALICE, ...ofBob(2, 150));
      archives.meanwhile = breakOnce;

      await again();
      await isToldBy(ALICE);

      expect(shownIn()).to.deep.equal(numbers(1, 150));
    });

    it('ask a room again, too, where the old stream goes on', async () => {
      await connect();
      await joined(session, server, ROOM, 'hecate');
      server.receive(liveInRoom('1'));
      archives.keep(ROOM, inRoom('1'), inRoom('2'));
      await again();
      await asked(server, ROOM, 2);
      archives.meanwhile = breakOnce;
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      await isToldBy(ROOM);

      expect(shownIn(ROOM)).to.deep.equal(['1', '2']);
    });

    it('put right what a server handed out in another order while we were behind', async () => {
      archives.keep(ALICE, ...ofBob(1, 2));
      await online();
      archives.keep(ALICE, ...ofBob(3, 7));
      archives.meanwhile = () => {
        archives.meanwhile = undefined;
        for (const number of [4, 3, 7, 5]) server.receive(liveOfBob(number));
      };

      await caughtUp();

      expect(shownIn()).to.deep.equal(numbers(1, 7));
      expect(unreadIn()).to.equal(5);
    });
  });

  describe('that would not answer', () => {
    beforeEach(async () => {
      archives.keep(ALICE, ...ofBob(1, 1));
      await online();
      archives.refusal = 'forbidden';
    });

    it('stop nothing: live messages come, ours go', async () => {
      await again();
      await waitUntil(() => archives.questions.length === 2);
      server.receive(liveOfBob(3));

      await session.sendMessage(BOB, 'Hello');

      expect(shownIn()).to.deep.equal(['1', '3', 'Hello']);
    });

    it('are asked again on the next stream, from where they were', async () => {
      await again();
      await waitUntil(() => archives.questions.length === 2);
      server.receive(liveOfBob(3));
      archives.refusal = undefined;
      archives.keep(ALICE, ...ofBob(2, 3));

      await caughtUp();

      expect(archives.questions.at(-1)).to.include({ after: 's1' });
      expect(shownIn()).to.deep.equal(['1', '2', '3']);
    });

    it('tell whoever asked for older messages', async () => {
      const refused = await session.loadOlder(BOB, 20).catch((error: unknown) => error);
      // The first page was all that there is.
      expect(refused).to.equal(undefined);

      await joined(session, server, ROOM, 'hecate');

      expect(await session.loadOlder(ROOM, 20).catch((error: unknown) => error)).to.have.property(
        'condition',
        'forbidden',
      );
    });
  });

  describe('and what waits in the outbox', () => {
    /** A message that the old stream may have swallowed. */
    async function swallowed(): Promise<{ readonly outcome: Promise<unknown> }> {
      await online();
      server.hold = new Promise(() => undefined);
      const outcome = session.sendMessage(BOB, 'mine', { id: 'mine' }).catch((error: unknown) => error);
      await turn();
      server.hold = undefined;
      return { outcome };
    }
    const ours = ['s9', chatFrom(`${ALICE}/test`, 'mine', { to: BOB })] as const;

    it('is not sent once more where the archive has it', async () => {
      const { outcome } = await swallowed();
      archives.keep(ALICE, ours);

      await caughtUp();

      expect(await outcome).to.deep.equal({ id: 'mine' });
      expect(sentBodies()).to.deep.equal(['mine']);
      expect(entriesOf()).to.have.length(1);
      expect(entriesOf()[0]).to.include({ state: 'sent', stanzaId: 's9' });
    });

    it('is not sent once more where the archive has it, however much that has to tell first', async () => {
      const { outcome } = await swallowed();
      archives.keep(ALICE, ...ofBob(1, 1));
      await caughtUp();
      server.hold = new Promise(() => undefined);
      const later = session.sendMessage(BOB, 'later', { id: 'later' }).catch((error: unknown) => error);
      await turn();
      server.hold = undefined;
      archives.keep(ALICE, ...ofBob(2, 1300), ['s2000', chatFrom(`${ALICE}/test`, 'later', { to: BOB })]);
      archives.keep(ALICE, ...ofBob(1301, 1600));

      await caughtUp();

      expect(await later).to.deep.equal({ id: 'later' });
      expect(sentBodies().filter((body) => body === 'later')).to.have.length(1);
      expect(shownIn(), 'nothing is missing up to there').to.include('1300');
      void outcome;
    });

    it('is neither sent once more nor moved behind what was said later where the other side answered before the stream broke', async () => {
      archives.keep(ALICE, ...ofBob(1, 1));
      await online();
      server.receive(liveOfBob(2));
      server.hold = new Promise(() => undefined);
      const sending = ['a', 'b', 'c'].map((body) => session.sendMessage(BOB, body, { id: body }));
      await turn();
      server.receive(liveOfBob(3));
      server.receive(liveOfBob(4));
      server.hold = undefined;
      const said = (body: string) => [`o${body}`, chatFrom(`${ALICE}/test`, body, { to: BOB })] as const;
      archives.keep(ALICE, ...ofBob(2, 2), said('a'), ...ofBob(3, 4), said('b'), ...ofBob(5, 5));

      await caughtUp();

      expect((await Promise.all(sending)).map(({ id }) => id)).to.deep.equal(['a', 'b', 'c']);
      expect(sentBodies()).to.deep.equal(['a', 'b', 'c', 'c']);
      expect(shownIn()).to.deep.equal(['1', '2', 'a', '3', '4', 'b', '5', 'c']);
    });

    it('stays in the order of writing where the archive tells only some of it', async () => {
      archives.keep(ALICE, ...ofBob(1, 1));
      await online();
      let acknowledge = () => {};
      server.hold = new Promise((resolve) => (acknowledge = resolve));
      const settled = ['a', 'b'].map((body) => session.sendMessage(BOB, body, { id: body }));
      await turn();
      server.receive(liveOfBob(2));
      server.hold = new Promise(() => undefined);
      const lost = session.sendMessage(BOB, 'c', { id: 'c' });
      await turn();
      server.receive(liveOfBob(3));
      acknowledge();
      await Promise.all(settled);
      server.hold = undefined;
      expect(shownIn()).to.deep.equal(['1', '2', '3', 'a', 'b', 'c']);
      const said = (body: string) => [`o${body}`, chatFrom(`${ALICE}/test`, body, { to: BOB })] as const;
      archives.keep(ALICE, said('a'), ...ofBob(2, 2), said('b'), ...ofBob(3, 4));

      await caughtUp();
      await lost;

      expect(shownIn()).to.deep.equal(['1', '2', '3', 'a', 'b', '4', 'c']);
    });

    it('is sent once more where it has not, but only after it told', async () => {
      const { outcome } = await swallowed();
      let sentBefore = 0;
      archives.meanwhile = () => (sentBefore = sentBodies().length);

      await caughtUp();

      expect(await outcome).to.deep.equal({ id: 'mine' });
      expect(sentBefore).to.equal(1);
      expect(sentBodies()).to.deep.equal(['mine', 'mine']);
    });

    it('is sent once more where the archive would not tell', async () => {
      const { outcome } = await swallowed();
      archives.refusal = 'service-unavailable';

      await again();

      expect(await outcome).to.deep.equal({ id: 'mine' });
      expect(sentBodies()).to.deep.equal(['mine', 'mine']);
    });

    it('waits for nothing where it was never sent before', async () => {
      await online();
      server.drop();
      const sending = session.sendMessage(BOB, 'new', { id: 'new' });
      let sentBefore = 0;
      archives.meanwhile = () => (sentBefore = sentBodies().length);

      await caughtUp();

      expect(await sending).to.deep.equal({ id: 'new' });
      expect(sentBefore).to.equal(1);
    });

    it('is not sent once more to a room whose archive has it', async () => {
      await connect();
      await joined(session, server, ROOM, 'hecate');
      server.receive(liveInRoom('1'));
      const sending = session.sendMessage(ROOM, 'mine', { id: 'mine' });
      archives.keep(ROOM, inRoom('1'), inRoom('mine', 'hecate'));
      let sentBefore = 0;
      archives.meanwhile = () => (sentBefore = sentBodies().length);

      await again();
      await asked(server, ROOM, 2);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      server.receive(subject(ROOM));

      expect(await sending).to.deep.equal({ id: 'mine' });
      expect([sentBefore, sentBodies().length]).to.deep.equal([1, 1]);
      expect(shownIn(ROOM)).to.deep.equal(['1', 'mine']);
    });

    const shownOf = ({ stores }: XmppSession) =>
      (stores.conversations.value.get(ROOM)?.entries ?? []).flatMap((entry) =>
        entry.kind === 'message' ? [`${entry.body} ${entry.state}`] : [],
      );

    for (const resumes of [true, false]) {
      it(`stands in the order of writing on the page after a crash, however far back it is in the archive, ${resumes ? 'where the stream goes on' : 'on a new stream'}`, async () => {
        const tab = new Tab();
        const { session: crashed, server: line } = tab.page(undefined);
        archives = new FakeArchives(line, [ALICE, ROOM]);
        await crashed.connect({ jid: ALICE, password: 'secret' });
        await joined(crashed, line, ROOM, 'hecate');
        for (const id of ['mine', 'too']) void crashed.sendMessage(ROOM, id, { id }).catch(() => undefined);
        dispatchEvent(new PageTransitionEvent('pagehide'));
        for (const what of ['snapshot', 'whole']) sessionStorage.removeItem(`xmpp-elements:${tab.name}:${what}`);

        const { session: next, server: another } = tab.page({ kind: 'remembered', jid: ALICE });
        another.resumes = resumes;
        archives = new FakeArchives(another, [ALICE, ROOM]);
        const said = numbers(2, 90).map((id) => inRoom(id));
        said.splice(80, 0, inRoom('too', 'hecate'));
        archives.keep(ROOM, inRoom('1'), inRoom('mine', 'hecate'), ...said);
        await next.connect();
        const entering = next.enterRoom(ROOM, { nick: 'hecate', history: 2 });
        await asked(another, ROOM);
        another.receive(occupantPresence(ROOM, 'hecate', [110]));
        another.receive(liveInRoom('90'));
        another.receive(subject(ROOM));
        await entering;
        await waitUntil(() => shownOf(next).length === 92);
        await turn();

        const shown = shownOf(next);
        expect(shown.filter((each) => /mine|too/.test(each))).to.deep.equal(['mine sent', 'too sent']);
        expect(shown.slice(0, 3)).to.deep.equal(['1 received', 'mine sent', '2 received']);
        expect(shown).to.have.length(92);
        expect(another.sent.filter(({ localName }) => localName === 'message')).to.have.length(0);
        await tab.close();
      });
    }

    it('is looked for in the archive of its room, and not where another one has come to', async () => {
      archives.keep(ALICE, ...ofBob(1, 1));
      await online();
      await joined(session, server, ROOM, 'hecate');
      server.receive(liveInRoom('1'));
      void session.sendMessage(ROOM, 'mine', { id: 'mine' }).catch(() => undefined);
      archives.keep(ROOM, inRoom('1'), inRoom('mine', 'hecate'));

      await again();
      await asked(server, ROOM, 2);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      await isToldBy(ROOM);

      expect(questionsTo(ROOM).map(({ after }) => after)).to.deep.equal(['r1']);
    });

    it('stands in a room where everybody sees it first, though it came a second time, and ends no gap', async () => {
      await connect();
      await joined(session, server, ROOM, 'hecate');
      server.receive(liveInRoom('1'));
      const all = numbers(2, 1300).map((id) => inRoom(id));
      all.splice(1050, 0, inRoom('mine', 'hecate'));
      archives.keep(ROOM, inRoom('1'), ...all);
      await again();
      await asked(server, ROOM, 2);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      await isToldBy(ROOM);
      void session.sendMessage(ROOM, 'mine', { id: 'mine' }).catch(() => undefined);
      server.receive(liveInRoom('mine', 'hecate').replace('id="rmine"', 'id="rmine2"'));
      expect(shownIn(ROOM).at(-1)).to.equal('mine');
      const gap = gapIn(ROOM);

      await session.fillGap(ROOM, gap);
      expect(gapIn(ROOM)).to.equal(gap);
      for (let count = 0; count < 3 && gapIn(ROOM); count += 1) await session.fillGap(ROOM, gap);

      expect(shownIn(ROOM)).to.deep.equal(['1', ...all.map(([id]) => id.slice(1))]);
    });

    it('is sent once more to a room whose archive has it not', async () => {
      await connect();
      await joined(session, server, ROOM, 'hecate');
      server.receive(liveInRoom('1'));
      void session.sendMessage(ROOM, 'mine', { id: 'mine' }).catch(() => undefined);
      archives.keep(ROOM, inRoom('1'), inRoom('2'));

      await again();
      await asked(server, ROOM, 2);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      server.receive(subject(ROOM));
      await waitUntil(() => sentBodies().length === 2);

      expect(shownIn(ROOM)).to.deep.equal(['1', '2', 'mine']);
    });
  });

  describe('of rooms', () => {
    const historyOf = (join: Element) => join.getElementsByTagName('history')[0];

    it('tell what we missed, where the room told us before how it calls its messages', async () => {
      await connect();
      await joined(session, server, ROOM, 'hecate');
      server.receive(liveInRoom('1'));
      archives.keep(ROOM, inRoom('1'), inRoom('2'), inRoom('3'));

      await again();
      const join = await asked(server, ROOM, 2);
      expect(historyOf(join)?.getAttribute('maxstanzas')).to.equal('0');
      expect(historyOf(join)?.hasAttribute('seconds')).to.equal(false);
      expect(questionsTo(ROOM)).to.deep.equal([]);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      server.receive(liveInRoom('3'));
      await isToldBy(ROOM);

      expect(questionsTo(ROOM).map(({ after }) => after)).to.deep.equal(['r1']);
      expect(shownIn(ROOM)).to.deep.equal(['1', '2', '3']);
      expect(unreadIn(ROOM)).to.equal(3);
    });

    it('are not asked where the room does not say how it calls its messages: it tells by itself', async () => {
      await connect();
      await joined(session, server, ROOM, 'hecate');
      server.receive(groupchat(ROOM, 'crone', '1', '1'));

      await again();
      const join = await asked(server, ROOM, 2);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      await turn();

      expect(historyOf(join)?.hasAttribute('maxstanzas')).to.equal(false);
      expect(Number(historyOf(join)?.getAttribute('seconds'))).to.be.within(60, 90);
      expect(questionsTo(ROOM)).to.deep.equal([]);
    });

    it('are not there in rooms that keep nothing: they tell by themselves', async () => {
      archives = new FakeArchives(server, [ALICE]);
      await connect();
      await joined(session, server, ROOM, 'hecate');
      server.receive(liveInRoom('1'));

      await again();

      expect(historyOf(await asked(server, ROOM, 2))?.hasAttribute('seconds')).to.equal(true);
      expect(session.hasOlder(ROOM)).to.equal(false);
    });

    it('are for guests, too', async () => {
      archives.keep(ROOM, inRoom('1'), inRoom('2'));
      await session.connect({ anonymous: true });
      await joined(session, server, ROOM, 'hecate');

      await session.loadOlder(ROOM, 20);

      expect(shownIn(ROOM)).to.deep.equal(['1', '2']);
    });

    it('are asked for older messages only while we are in, and know what came before', async () => {
      await connect();
      expect(session.hasOlder(ROOM)).to.equal(false);
      await joined(session, server, ROOM, 'hecate');
      expect(session.hasOlder(ROOM)).to.equal(true);
      server.receive(liveInRoom('1'));

      await again();
      await asked(server, ROOM, 2);

      expect(session.hasOlder(ROOM)).to.equal(false);
    });
  });

  describe('and what was said before', () => {
    it('come behind what was missed, where somebody asks for them at once', async () => {
      archives.keep(ALICE, ...ofBob(1, 70));
      await connect();

      await session.loadOlder(BOB, 40);

      expect(shownIn()).to.deep.equal(numbers(1, 70));
    });

    it('load it page by page, up to the beginning', async () => {
      archives.keep(ALICE, ...ofBob(1, 120));
      await online();

      await session.loadOlder(BOB, 40);
      expect(archives.questions.at(-1)).to.include({ before: 's71', max: 40, with: BOB });
      expect(shownIn()).to.deep.equal(numbers(31, 120));
      await session.loadOlder(BOB, 40);

      expect(shownIn()).to.deep.equal(numbers(1, 120));
      expect(unreadIn()).to.equal(0);
      expect(session.hasOlder(BOB)).to.equal(false);
      await session.loadOlder(BOB, 40);
      expect(archives.questions).to.have.length(3);
    });

    const receipts = (count: number) =>
      Array.from({ length: count }, (_, index) => {
        const message = chatFrom(PHONE, 'x').replace('<body>x</body>', '<received xmlns="urn:xmpp:receipts" id="x"/>');
        return [`x${index}`, message] as const;
      });

    it('go on past pages in which nothing is to be shown', async () => {
      archives.keep(ALICE, ...ofBob(1, 10), ...receipts(30), ...ofBob(11, 60));
      await online();

      await session.loadOlder(BOB, 10);

      expect(archives.questions.slice(1).map(({ before }) => before)).to.deep.equal(['s11', 'x20', 'x10', 'x0']);
      expect(shownIn()).to.deep.equal(numbers(1, 60));
    });

    it('go on past pages of what was here before', async () => {
      archives.keep(ALICE, ...ofBob(1, 120));
      await connect();
      for (let number = 31; number <= 70; number += 1) server.receive(liveOfBob(number));
      await isToldBy(ALICE);

      await session.loadOlder(BOB, 20);

      expect(archives.questions.slice(1).map(({ before }) => before)).to.deep.equal(['s71', 's51', 's31']);
      expect(shownIn()).to.include('11').and.to.not.include('10');
    });

    it('look through five such pages at most, and go on there the next time', async () => {
      archives.keep(ALICE, ...ofBob(1, 10), ...receipts(70), ...ofBob(11, 60));
      await online();

      await session.loadOlder(BOB, 10);
      expect(archives.questions).to.have.length(6);
      expect(shownIn()).to.deep.equal(numbers(11, 60));
      expect(session.hasOlder(BOB)).to.equal(true);
      await session.loadOlder(BOB, 10);

      expect(archives.questions[6]).to.include({ before: 'x20' });
      expect(shownIn()).to.deep.equal(numbers(1, 60));
    });

    it('load the end of a conversation of which nothing is here', async () => {
      archives.keep(ALICE, ...ofBob(1, 1));
      for (let index = 0; index < 60; index += 1)
        archives.keep(ALICE, [`c${index}`, chatFrom('carol@example.org/x', `c${index}`)]);
      await online();
      expect(shownIn()).to.deep.equal([]);

      await session.loadOlder(BOB, 20);

      expect(archives.questions.at(-1)).to.include({ before: '', with: BOB });
      expect(shownIn()).to.deep.equal(['1']);
      expect(unreadIn()).to.equal(0);
    });

    it('are not asked before they have told what we missed', async () => {
      archives.keep(ALICE, ...ofBob(1, 100));
      await online();
      const before: boolean[] = [];
      archives.meanwhile = () => before.push(session.hasOlder(BOB));

      await caughtUp();
      await waitUntil(() => session.hasOlder(BOB));

      expect(before).to.deep.equal([false]);
    });

    it('are not asked without a stream', async () => {
      archives.keep(ALICE, ...ofBob(1, 100));
      await online();
      await waitUntil(() => session.hasOlder(BOB));

      server.drop();

      expect(session.hasOlder(BOB)).to.equal(false);
      await session.loadOlder(BOB, 10);
      expect(archives.questions).to.have.length(1);
    });
  });

  describe('and whom they believe', () => {
    it('take a result only while it is asked for, and only of the archive that was asked', async () => {
      archives.keep(ALICE, ...ofBob(1, 1));
      archives.meanwhile = () => {
        const { queryId } = archives.questions[0] ?? { queryId: '' };
        for (const archive of ['mallory@evil.example', `${ALICE}/other`, 'example.org', BOB])
          server.receive(archiveResult({ archive, queryId }, 'f1', chatFrom(PHONE, 'a lie')));
        server.receive(archiveResult({ archive: ALICE, queryId: 'not ours' }, 'f2', chatFrom(PHONE, 'a lie')));
      };

      await online();
      const { queryId } = archives.questions[0] ?? { queryId: '' };
      server.receive(archiveResult({ archive: ALICE, queryId }, 'f3', chatFrom(PHONE, 'too late')));

      expect(shownIn()).to.deep.equal(['1']);
    });
  });

  describe('and other clients of ours', () => {
    const carbon = (kind: string, message: string, from: string = ALICE) =>
      `<message xmlns="jabber:client" from="${from}" to="${ALICE}/test"><${kind} xmlns="urn:xmpp:carbons:2">
        <forwarded xmlns="urn:xmpp:forward:0">${message}</forwarded></${kind}></message>`;
    const enabled = () => server.requests.filter((iq) => iq.firstElementChild?.localName === 'enable');

    it('ask for copies of what they send and get, on every new stream', async () => {
      await online();
      await again();
      expect(enabled()).to.have.length(2);

      server.resumes = true;
      await again();
      await turn();

      expect(enabled()).to.have.length(2);
    });

    it('ask for no copies as a guest, nor mind a server that makes none', async () => {
      await session.connect({ anonymous: true });
      await turn();
      expect(enabled()).to.have.length(0);
      await session.signOut();

      server.answers.delete('urn:xmpp:carbons:2');
      await online();

      expect(session.status).to.equal('online');
    });

    it('show what they said as ours, and read what was said before', async () => {
      await online();
      server.receive(chatFrom(PHONE, 'Hello'));
      expect(unreadIn()).to.equal(1);

      server.receive(carbon('sent', chatFrom(`${ALICE}/phone`, 'Hi', { to: BOB })));

      expect(entriesOf()[1]).to.include({ body: 'Hi', isOwn: true, state: 'sent' });
      expect(unreadIn()).to.equal(0);
    });

    it('show once what comes live, as a copy and from the archive', async () => {
      await online();
      server.receive(liveOfBob(1));
      server.receive(carbon('received', liveOfBob(1)));
      archives.keep(ALICE, ...ofBob(1, 1));
      // It forgot where we were.
      server.receive(liveOfBob(9));
      await caughtUp();

      expect(shownIn().filter((body) => body === '1')).to.have.length(1);
      expect(unreadIn()).to.equal(2);
    });

    it('believe only our own account', async () => {
      await online();

      for (const from of ['mallory@evil.example/x', `${ALICE}/phone`, 'example.org', BOB])
        server.receive(carbon('sent', chatFrom(`${ALICE}/phone`, 'pay me', { to: BOB }), from));

      expect(shownIn()).to.deep.equal([]);
    });
  });
});
