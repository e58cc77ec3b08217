import { expect } from '@open-wc/testing';
import { spy, stub } from 'sinon';
import type { BareJid } from '../../src/core/jid.js';
import type { XmppSession } from '../../src/session/session.js';
import type { Message } from '../../src/stores/entries.js';
import { BOB, ROOM } from '../support/events.js';
import type { FakeTransport } from '../support/fake-transport.js';
import { asked, groupchat, occupantPresence, subject, turn } from '../support/rooms.js';
import { Tab } from '../support/tab.js';
import { waitUntil } from '../support/wait.js';

const ALICE = 'alice@example.org' as BareJid;
const MAM = 'urn:xmpp:mam:2';
const FEATURES = `<iq xmlns="jabber:client" type="result"><query xmlns="http://jabber.org/protocol/disco#info">
  <feature var="${MAM}"/></query></iq>`;

describe('What we wrote on the page before', () => {
  let tab: Tab;

  beforeEach(() => {
    tab = new Tab();
  });

  afterEach(() => tab.close());

  const page = (jid = ALICE) => tab.page({ kind: 'remembered', jid });

  /** A page with a stream that has taken nothing yet of what it is given. */
  async function busyPage() {
    const first = page();
    await first.session.connect();
    first.server.hold = new Promise(() => undefined);
    return first;
  }

  const leave = () => dispatchEvent(new PageTransitionEvent('pagehide'));
  /** Nothing is left but what is written as it happens. */
  const crash = () => {
    leave();
    for (const what of ['snapshot', 'whole']) sessionStorage.removeItem(`xmpp-elements:${tab.name}:${what}`);
  };
  const say = (session: XmppSession, body: string, to = BOB) =>
    void session.sendMessage(to, body).catch(() => undefined);
  const sentBy = (server: FakeTransport) =>
    server.sent.flatMap((element) => element.querySelector('body')?.textContent ?? []);
  const entries = () =>
    Object.keys(sessionStorage).filter((key) => key.startsWith(`xmpp-elements:${tab.name}:outbox:`));
  const messages = (session: XmppSession, jid = BOB) =>
    (session.stores.conversations.value.get(jid)?.entries ?? []).filter(
      (entry): entry is Message => entry.kind === 'message',
    );
  const states = (session: XmppSession, jid?: BareJid) =>
    messages(session, jid).map(({ body, state }) => `${body}: ${state}`);

  it('is written down before it is sent, and not for longer than the server needs to take it', async () => {
    const { session, server } = page();
    await session.connect();
    let written: string[] = [];
    const send = stub(server, 'send').callsFake((stanza) => {
      written = entries().map((key) => sessionStorage.getItem(key) ?? '');
      send.wrappedMethod.call(server, stanza);
    });

    await session.sendMessage(BOB, 'Hello');

    expect(written).to.have.length(1);
    expect(written[0]).to.contain('Hello');
    expect(entries()).to.be.empty;
  });

  it('goes out after a crash in the order of writing, at its old time', async () => {
    const first = page();
    await first.session.connect();
    first.server.drop();
    for (const body of ['1', '2', '3']) say(first.session, body);
    const times = messages(first.session).map(({ at }) => at);
    crash();
    const { session, server } = page();

    await session.connect();

    await waitUntil(() => states(session).join() === '1: sent,2: sent,3: sent');
    expect(sentBy(server)).to.deep.equal(['1', '2', '3']);
    expect(messages(session).map(({ at }) => at)).to.deep.equal(times);
    expect(entries()).to.be.empty;
  });

  it('is not sent again where the old stream goes on and does so itself', async () => {
    const first = await busyPage();
    say(first.session, 'On its way');
    leave();
    const { session, server } = page();
    server.resumes = true;

    await session.connect();

    await waitUntil(() => states(session).join() === 'On its way: sent');
    expect(sentBy(server)).to.be.empty;
  });

  it('is looked for in the archive first, where the stream may have lost it', async () => {
    const first = await busyPage();
    first.server.answers.set('http://jabber.org/protocol/disco#info', () => FEATURES);
    say(first.session, 'Arrived');
    say(first.session, 'Lost');
    const [arrived] = messages(first.session);
    leave();
    const { session, server } = page();
    server.resumes = server.hasLostQueue = true;
    server.answers.set('http://jabber.org/protocol/disco#info', () => FEATURES);
    server.answers.set(MAM, (iq) => {
      expect(sentBy(server), 'before the archive has told').to.be.empty;
      const query = iq.firstElementChild?.getAttribute('queryid') ?? '';
      server.receive(`<message xmlns="jabber:client" to="${ALICE}"><result xmlns="${MAM}" queryid="${query}" id="a1">
        <forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay" stamp="2026-01-01T00:00:00Z"/>
        <message xmlns="jabber:client" type="chat" from="${ALICE}/test" to="${BOB}" id="${arrived?.id ?? ''}">
        <body>Arrived</body></message></forwarded></result></message>`);
      return `<iq xmlns="jabber:client" type="result"><fin xmlns="${MAM}" complete="true"/></iq>`;
    });

    await session.connect();

    await waitUntil(() => states(session).join() === 'Arrived: sent,Lost: sent');
    expect(sentBy(server)).to.deep.equal(['Lost']);
  });

  it('is looked for in what the room tells, where it was said in a room', async () => {
    const first = page();
    await first.session.connect();
    const entering = first.session.enterRoom(ROOM, { nick: 'hecate', history: 20 });
    await asked(first.server, ROOM);
    first.server.receive(occupantPresence(ROOM, 'hecate', [110]));
    first.server.receive(subject(ROOM));
    await entering;
    say(first.session, 'Arrived', ROOM);
    say(first.session, 'Lost', ROOM);
    const [arrived] = messages(first.session, ROOM);
    crash();
    const { session, server } = page();
    void session.enterRoom(ROOM, { nick: 'hecate', history: 20 });

    await session.connect();
    await asked(server, ROOM);
    server.receive(occupantPresence(ROOM, 'hecate', [110]));
    await turn();
    expect(sentBy(server)).to.be.empty;
    server.receive(groupchat(ROOM, 'hecate', 'Arrived', arrived?.id, '2026-01-01T00:00:00Z'));
    server.receive(subject(ROOM));

    await waitUntil(() => sentBy(server).length > 0);
    expect(sentBy(server)).to.deep.equal(['Lost']);
    expect(states(session, ROOM)).to.deep.equal(['Arrived: sent', 'Lost: sending']);
  });

  it('is looked for anew on the page after a new stream, which has not carried it', async () => {
    const first = page();
    const second = page();
    await first.session.connect();
    first.server.hold = new Promise(() => undefined);
    say(first.session, 'Lost by the server');
    // A server that was started again; whether its archive has the message is not known when the page goes.
    first.server.answers.set('http://jabber.org/protocol/disco#info', () => FEATURES);
    stub(first.server, 'request').returns(new Promise(() => undefined));
    first.server.drop();
    first.server.hold = undefined;
    first.session.retryNow();
    await first.session.stores.connection.waitFor(({ status }) => status === 'online');
    crash();
    second.server.resumes = true;

    await second.session.connect();

    await waitUntil(() => sentBy(second.server).length > 0, 'it is sent');
    expect(sentBy(second.server)).to.deep.equal(['Lost by the server']);
  });

  it('has arrived as far as the stream that goes on says so', async () => {
    const first = await busyPage();
    for (const body of ['Taken', 'On its way']) say(first.session, body);
    const [, open] = messages(first.session);
    leave();
    const { session, server } = page();
    server.resumes = true;
    server.open = new Set([open?.id ?? '']);
    stub(server, 'flushed').returns(new Promise(() => undefined));

    await session.connect();

    expect(states(session)).to.deep.equal(['Taken: sent', 'On its way: sending']);
  });

  it('is nobody else’s to send', async () => {
    const first = page();
    await first.session.connect();
    first.server.drop();
    say(first.session, 'From alice');
    crash();
    const { session, server } = page('mallory@example.org' as BareJid);

    await session.connect();
    await turn();

    expect(sentBy(server)).to.be.empty;
    expect(messages(session)).to.be.empty;
    expect(entries()).to.be.empty;
  });

  it('is sent by one of two tabs, where one is a copy of the other', async () => {
    const first = page();
    await first.session.connect();
    await turn();
    first.server.drop();
    say(first.session, 'Once');
    const copy = page();
    // Nobody lets go of the lock: the copy need not wait for long.
    const timeout = stub(AbortSignal, 'timeout').callsFake(() => timeout.wrappedMethod.call(AbortSignal, 50));

    await copy.session.connect();
    say(copy.session, 'My own');
    await waitUntil(() => states(copy.session).join() === 'My own: sent', 'the copy gives the other one up');
    timeout.restore();
    first.session.retryNow();

    await waitUntil(() => states(first.session).join() === 'Once: sent');
    expect(sentBy(copy.server)).to.deep.equal(['My own']);
  });

  it('stays as it was where it had failed, until it is tried again or given up', async () => {
    const first = page();
    await first.session.connect();
    first.server.hold = new Promise(() => undefined);
    for (const body of ['Again', 'Never mind']) say(first.session, body);
    for (const { id } of messages(first.session)) {
      first.server.receive(`<message xmlns="jabber:client" type="error" from="${BOB}" id="${id ?? ''}">
        <error type="cancel"><forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);
    }
    crash();
    const { session, server } = page();
    await session.connect();
    const [again, other] = messages(session);
    expect([again?.state, again?.condition, other?.state]).to.deep.equal(['failed', 'forbidden', 'failed']);
    expect(sentBy(server)).to.be.empty;

    session.discardMessage(BOB, other?.id ?? '');
    await session.sendMessage(BOB, 'Again', { id: again?.id });

    expect(states(session)).to.deep.equal(['Again: sent']);
    expect(sentBy(server)).to.deep.equal(['Again']);
    expect(entries()).to.be.empty;
  });

  it('comes last where it was tried again, also on the page after that', async () => {
    const first = page();
    await first.session.connect();
    first.server.drop();
    for (const body of ['1', '2']) say(first.session, body);
    const [again] = messages(first.session);
    first.session.dispatch({ kind: 'message-failed', conversation: BOB, id: again?.id ?? '', condition: 'gone' });
    void first.session.sendMessage(BOB, '1', { id: again?.id }).catch(() => undefined);
    crash();
    const { session, server } = page();

    await session.connect();

    await waitUntil(() => states(session).join() === '2: sent,1: sent');
    expect(sentBy(server)).to.deep.equal(['2', '1']);
  });

  it('goes before what is written while it is not known yet by whom', async () => {
    const first = await busyPage();
    first.server.receive(
      `<message xmlns="jabber:client" type="chat" from="${BOB}/phone" id="b1"><body>Hi</body></message>`,
    );
    first.server.drop();
    say(first.session, 'Written before');
    leave();
    const { session, server } = page();
    const shown: string[] = [];
    session.onEvent((event) => event.kind === 'message-queued' && event.isNew && shown.push(event.body));
    say(session, 'Written early');

    await session.connect();

    const all = 'Hi: received,Written before: sent,Written early: sent';
    await waitUntil(() => states(session).join() === all, 'all of it is shown, and sent');
    expect(sentBy(server)).to.deep.equal(['Written before', 'Written early']);
    expect(shown).to.deep.equal(['Written early']);
  });

  it('goes out by this page, where the reader comes back to it (bfcache)', async () => {
    const first = page();
    await first.session.connect();
    first.server.drop();
    say(first.session, '1');
    leave();
    const second = page();
    second.server.refusal = 'service-unreachable';
    await second.session.connect().catch(() => undefined);
    say(second.session, '2');
    leave();
    await second.session.disconnect();

    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));

    await waitUntil(() => states(first.session).join() === '1: sent,2: sent');
    expect(sentBy(first.server)).to.deep.equal(['1', '2']);
    expect(entries()).to.be.empty;
  });

  it('is one small entry a message, written when that message changes, however many wait', async () => {
    const { session, server } = page();
    await session.connect();
    server.drop();
    const setItem = spy(Storage.prototype, 'setItem');

    for (let number = 0; number < 1000; number += 1) say(session, `line ${number}`);

    setItem.restore();
    expect(setItem.callCount).to.equal(1000);
    expect(Math.max(...setItem.args.map(([, text]) => text.length))).to.be.lessThan(400);
    session.retryNow();
    await waitUntil(() => entries().length === 0, 'all are sent', { timeout: 10_000 });
    expect(sentBy(server)).to.deep.equal(Array.from({ length: 1000 }, (_, number) => `line ${number}`));
  }).timeout(12_000);

  it('is not shown as waiting for ever, where it arrived after the page was last written down', async () => {
    const first = await busyPage();
    say(first.session, 'Hello');
    leave();
    sessionStorage.removeItem(entries()[0] ?? '');
    const { session } = page();

    await session.connect();

    expect(states(session)).to.deep.equal(['Hello: sent']);
  });

  it('is said to be kept for this page alone where storage is full, once', async () => {
    const { session } = page();
    await session.connect();
    const setItem = stub(Storage.prototype, 'setItem').throws(new DOMException('full', 'QuotaExceededError'));
    const warn = stub(console, 'warn');

    await Promise.all([session.sendMessage(BOB, '1'), session.sendMessage(BOB, '2')]);

    setItem.restore();
    warn.restore();
    expect(warn.callCount).to.equal(1);
    expect(states(session)).to.deep.equal(['1: sent', '2: sent']);
  });

  it('is nothing where it is none of ours', async () => {
    for (const [number, text] of ['{', '[]', '{"id":7}', '{"account":"alice@example.org","id":"x"}'].entries()) {
      sessionStorage.setItem(`xmpp-elements:${tab.name}:outbox:${number}`, text);
    }
    const { session, server } = page();

    await session.connect();
    await turn();

    expect(sentBy(server)).to.be.empty;
    expect(entries()).to.be.empty;
  });
});

describe('A message that ends every stream', () => {
  let tab: Tab;

  beforeEach(() => {
    tab = new Tab();
  });

  afterEach(() => tab.close());

  async function page() {
    const each = tab.page();
    await each.session.connect({ jid: 'alice', password: 'secret' });
    return each;
  }

  it('fails alone after two, and the others go', async () => {
    const { session, server } = await page();
    // It never says that it has taken anything.
    const flushed = stub(server, 'flushed').returns(new Promise(() => undefined));
    const failed = session.sendMessage(BOB, 'Poison').catch((error: { condition: string }) => error.condition);
    const fine = session.sendMessage(BOB, 'Wine');
    const dies = async () => {
      server.drop();
      session.retryNow();
      await session.stores.connection.waitFor(({ status }) => status === 'online');
    };

    const onWire = () => server.sent.filter((element) => element.querySelector('body')).length;
    await dies();
    await waitUntil(() => onWire() === 4, 'both go once more');
    expect(session.stores.conversations.value.get(BOB)?.entries.map((entry) => (entry as Message).state)).to.deep.equal(
      ['sending', 'sending'],
    );
    flushed.restore();
    await dies();

    expect(await failed).to.equal('policy-violation');
    await fine;
    const entries = session.stores.conversations.value.get(BOB)?.entries ?? [];
    expect(entries.map((entry) => entry.kind === 'message' && `${entry.body}: ${entry.state}`)).to.deep.equal([
      'Poison: failed',
      'Wine: sent',
    ]);
  });

  it('needs four where streams die in silence: the line may be dead, and not by what was said', async () => {
    const { session, server } = await page();
    const flushed = stub(server, 'flushed').returns(new Promise(() => undefined));
    const failed = session.sendMessage(BOB, 'Fine').catch((error: { condition: string }) => error.condition);
    const state = () => (session.stores.conversations.value.get(BOB)?.entries[0] as Message).state;
    const dies = async () => {
      server.drop('timeout');
      session.retryNow();
      await session.stores.connection.waitFor(({ status }) => status === 'online');
      await turn();
    };

    for (let deaths = 1; deaths <= 3; deaths += 1) {
      await dies();
      expect(state(), `after ${deaths}`).to.equal('sending');
    }
    await dies();

    expect(await failed).to.equal('policy-violation');
    flushed.restore();
  });

  it('is not carried on for ever by a stream that goes on after each death', async () => {
    const { session, server } = await page();
    const flushed = stub(server, 'flushed').returns(new Promise(() => undefined));
    const failed = session.sendMessage(BOB, 'Poison').catch((error: { condition: string }) => error.condition);
    const fine = session.sendMessage(BOB, 'Wine');
    const isBack = (isResumed: boolean) =>
      session.stores.connection.waitFor(({ status, ...state }) => status === 'online' && state.isResumed === isResumed);
    server.resumes = true;
    server.drop('policy-violation');
    session.retryNow();
    await isBack(true);
    flushed.restore();

    server.drop('policy-violation');
    expect(session.status, 'it is about what was said, not about who we are').to.equal('reconnecting');
    session.retryNow();
    // The fake stream that went on was given up: the next one is new.
    await waitUntil(() => session.status === 'reconnecting' && !server.resumes);
    session.retryNow();
    await isBack(false);

    expect(await failed).to.equal('policy-violation');
    await fine;
  });

  it('is known for that on the next page', async () => {
    const first = await page();
    first.server.hold = new Promise(() => undefined);
    void first.session.sendMessage(BOB, 'Poison').catch(() => undefined);
    first.server.drop();
    dispatchEvent(new PageTransitionEvent('pagehide'));
    const { server, session } = await page();
    server.hold = new Promise(() => undefined);
    await waitUntil(() => server.last('message'), 'it goes once more');
    server.hold = undefined;

    server.drop();
    session.retryNow();

    const message = () => session.stores.conversations.value.get(BOB)?.entries[0] as Message | undefined;
    await waitUntil(() => message()?.state === 'failed');
    expect(message()?.condition).to.equal('policy-violation');
  });

  it('is none where the server could not read what a broken line left of it', async () => {
    const { server, session } = await page();
    stub(server, 'flushed').returns(new Promise(() => undefined));
    void session.sendMessage(BOB, 'Wine').catch(() => undefined);
    const diesOf = async (condition?: string) => {
      server.drop(condition);
      session.retryNow();
      await session.stores.connection.waitFor(({ status }) => status === 'online');
    };

    await diesOf();
    await diesOf('not-well-formed');

    const [message] = session.stores.conversations.value.get(BOB)?.entries ?? [];
    expect((message as Message).state).to.equal('sending');
  });
});
