import { expect } from '@open-wc/testing';
import { useFakeTimers } from 'sinon';
import type { DomainEvent } from '../../src/protocol/events.js';
import { forgetNick, recallNick, rememberNick } from '../../src/session/nick-memory.js';
import { sessionNamed } from '../../src/session/registry.js';
import type { SessionConfig } from '../../src/session/config.js';
import type { SignIn } from '../../src/session/credentials.js';
import type { XmppSession } from '../../src/session/session.js';
import { xml } from '../../src/protocol/xml.js';
import { BOB, ROOM } from '../support/events.js';
import { connectedSession, fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { asked, goodbye, groupchat, joined, occupantPresence, refusal, subject, turn } from '../support/rooms.js';

const CONFIG: SessionConfig = { services: ['wss://a.example/ws'], domain: 'example.org', isAnonymous: false };
const FROM_BOB = `<message xmlns="jabber:client" from="${BOB}/phone" type="chat" id="1"><body>hello</body></message>`;

const conditionOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error as { condition: string }).condition,
  );

/** What is thrown where nobody can catch it. */
function reported(act: () => void): unknown[] {
  const seen: unknown[] = [];
  const { reportError } = window;
  window.reportError = (error) => seen.push(error);
  act();
  window.reportError = reportError;
  return seen;
}

describe('XmppSession', () => {
  let session: XmppSession;
  let server: FakeTransport;

  beforeEach(async () => {
    ({ session, server } = await connectedSession());
  });

  afterEach(() => session.signOut());

  describe('its configuration', () => {
    let fresh: ReturnType<typeof fakeSession>;

    beforeEach(() => (fresh = fakeSession()));

    const element = (isConnected = true) => ({ isConnected });

    it('is that of the first element in the document that says anything', () => {
      const first = element();

      expect(fresh.session.configure(CONFIG, first)).to.equal(true);
      expect(fresh.session.configure({ ...CONFIG }, element())).to.equal(false);
      expect(() => fresh.session.configure({ ...CONFIG, domain: 'other.example' }, element())).to.throw(
        'configured the session',
      );
      expect(fresh.session.config.domain).to.equal('example.org');
    });

    it('may be changed by the element that it comes from', () => {
      const first = element();
      fresh.session.configure(CONFIG, first);

      expect(fresh.session.configure({ ...CONFIG, services: ['https://b.example/bosh'] }, first)).to.equal(true);
      expect(fresh.session.config.services).to.deep.equal(['https://b.example/bosh']);
    });

    it('is another one’s where the first element has left the document', () => {
      const first = element();
      fresh.session.configure(CONFIG, first);
      first.isConnected = false;

      expect(fresh.session.configure({ ...CONFIG, domain: 'other.example' }, element())).to.equal(true);
      expect(() => fresh.session.configure(CONFIG, element())).to.throw('configured the session');
    });

    it('is shared by all of one name', () => {
      expect(sessionNamed(fresh.name)).to.equal(fresh.session);
      expect(sessionNamed()).to.equal(sessionNamed('default'));
    });
  });

  describe('signing in', () => {
    async function credentials(config: Partial<SessionConfig>, signIn?: SignIn): Promise<unknown> {
      const fresh = fakeSession();
      fresh.session.configure({ ...CONFIG, ...config }, fresh);
      const condition = await conditionOf(fresh.session.connect(signIn));
      const [attempt] = fresh.server.attempts;
      await fresh.session.signOut();
      return attempt?.credentials ?? condition;
    }

    const ALICE = 'alice@example.org' as typeof BOB;

    it('takes a JID, or a user name of the page’s domain', async () => {
      const alice = { kind: 'password', jid: ALICE, password: 'p' };

      expect(await credentials({}, { jid: ' alice ', password: 'p' })).to.deep.equal(alice);
      expect(await credentials({}, { jid: 'Alice@Example.org', password: 'p' })).to.deep.equal(alice);
      expect(await credentials({ domain: undefined }, { jid: ALICE, password: 'p' })).to.deep.equal(alice);
    });

    it('refuses what is no account', async () => {
      for (const jid of ['', ' ', 'a b', '@example.org', 'alice@example.org/desk', 'example.org@', '"/><x']) {
        expect(await credentials({}, { jid, password: 'p' }), jid).to.equal('invalid-jid');
      }
      expect(await credentials({ domain: undefined }, { jid: 'alice', password: 'p' })).to.equal('invalid-jid');
      expect(await credentials({})).to.equal('invalid-jid');
    });

    it('takes the page’s account where nothing else is said', async () => {
      const page = { jid: ALICE, password: 'secret' };

      expect(await credentials(page)).to.deep.equal({ kind: 'password', ...page });
      expect(await credentials({ ...page, isAnonymous: true })).to.deep.equal({ kind: 'password', ...page });
    });

    it('never shows the page’s password to another account', async () => {
      const page = { jid: ALICE, password: 'secret' };

      expect(await credentials(page, { jid: 'mallory@evil.example' })).to.deep.equal({
        kind: 'password',
        jid: 'mallory@evil.example',
        password: '',
      });
    });

    it('takes guests where the page does, or they ask', async () => {
      const guest = { kind: 'anonymous', domain: 'example.org' };

      expect(await credentials({ isAnonymous: true })).to.deep.equal(guest);
      expect(await credentials({}, { anonymous: true })).to.deep.equal(guest);
      expect(await credentials({ isAnonymous: true, domain: undefined })).to.equal('no-service');
    });

    it('loads the contacts of a member, also where guests are welcome, and none for a guest', async () => {
      const roster = ({ requests }: FakeTransport) =>
        requests.filter((iq) => iq.firstElementChild?.namespaceURI === 'jabber:iq:roster').length;
      const fresh = fakeSession();
      fresh.session.configure({ ...CONFIG, isAnonymous: true }, fresh);

      await fresh.session.connect({ jid: 'alice', password: 'p' });
      expect([fresh.session.isGuest, roster(fresh.server)]).to.deep.equal([false, 1]);
      await fresh.session.disconnect();
      await fresh.session.connect({});

      expect([fresh.session.isGuest, roster(fresh.server)]).to.deep.equal([true, 1]);
      await fresh.session.signOut();
    });

    it('fails with the server’s condition', async () => {
      const fresh = fakeSession();
      fresh.session.configure(CONFIG, fresh);
      fresh.server.refusal = 'not-authorized';

      expect(await conditionOf(fresh.session.connect({ jid: 'alice', password: 'p' }))).to.equal('not-authorized');
      expect(fresh.session.status).to.equal('failed');
    });

    it('leaves nothing of one account to the next', async () => {
      server.receive(FROM_BOB);
      session.setPresence('dnd', 'secret plans');
      await session.disconnect();
      expect(session.stores.conversations.value.size).to.equal(1);

      server.answers.clear();
      await session.connect({ jid: 'eve@example.org', password: 'p' });

      expect(session.stores.conversations.value.size).to.equal(0);
      expect(session.stores.roster.value.items.size).to.equal(0);
      expect(session.presence).to.deep.equal({ show: 'available', status: '' });
    });

    it('keeps conversations while the same account, or a guest, comes back', async () => {
      server.receive(FROM_BOB);
      await session.disconnect();
      await session.connect({ jid: 'alice@example.org', password: 'p' });
      expect(session.unread).to.equal(1);

      const guest = fakeSession();
      guest.session.configure({ ...CONFIG, isAnonymous: true }, guest);
      await guest.session.connect();
      guest.server.receive(FROM_BOB);
      guest.server.resource = 'another';
      guest.server.drop();
      guest.session.retryNow();
      await guest.session.stores.connection.waitFor(({ status }) => status === 'online');
      expect(guest.session.unread).to.equal(1);
      await guest.session.signOut();
    });
  });

  it('knows the contacts that the server told, and changes by no one else', async () => {
    await session.stores.roster.waitFor(({ isLoaded }) => isLoaded);
    expect(session.stores.roster.value.items.get(BOB)?.name).to.equal('Bob');

    const push = (from: string) =>
      `<iq xmlns="jabber:client" type="set" id="r" from="${from}"><query xmlns="jabber:iq:roster">
        <item jid="${BOB}" subscription="remove"/></query></iq>`;
    server.receive(push('mallory@evil.example/x'));
    expect(session.stores.roster.value.items.has(BOB)).to.equal(true);
    server.receive(push('alice@example.org'));
    expect(session.stores.roster.value.items.has(BOB)).to.equal(false);
  });

  describe('who listens', () => {
    it('hears of everything after the stores know it, and of what is new', () => {
      const seen: unknown[] = [];
      const stop = session.onEvent((event) => {
        if (event.kind === 'message-received') seen.push([event.isNew, session.unread]);
      });

      server.receive(FROM_BOB);
      server.receive(FROM_BOB);
      stop();
      server.receive(FROM_BOB.replace('id="1"', 'id="2"'));

      expect(seen).to.deep.equal([
        [true, 1],
        [false, 1],
      ]);
    });

    it('is not stopped by another one’s mistake', () => {
      const seen: string[] = [];
      const fault = new Error('of the page');
      const fails = () => {
        throw fault;
      };
      const stops = [session.onEvent(fails), session.onStanza({}, fails)];
      session.onEvent(({ kind }) => seen.push(kind));
      session.onStanza({}, ({ localName }) => seen.push(localName));

      const errors = reported(() => server.receive(FROM_BOB));
      for (const stop of stops) stop();

      expect(seen).to.deep.equal(['message-received', 'message']);
      expect(errors).to.deep.equal([fault, fault]);
    });

    it('hears of events in their order, also of those that another listener brings about', () => {
      const heard: string[] = [];
      session.onEvent((event) => {
        if (event.kind === 'message-received') session.markRead(BOB);
      });
      session.onEvent(({ kind }) => heard.push(kind));

      server.receive(FROM_BOB);

      expect(heard).to.deep.equal(['message-received', 'conversation-read']);
    });

    it('hears that we are online before that a stream began', async () => {
      const fresh = fakeSession();
      const heard: string[] = [];
      fresh.session.configure(CONFIG, fresh);
      fresh.session.onEvent((event) => heard.push(event.kind === 'connection-changed' ? event.status : event.kind));

      await fresh.session.connect({ jid: 'alice', password: 'p' });

      expect(heard.slice(0, 3)).to.deep.equal(['connecting', 'online', 'stream-started']);
      await fresh.session.signOut();
    });

    it('hears of the stanzas that were asked for', () => {
      const heard: string[] = [];
      const filters = {
        all: {},
        messages: { name: 'message' },
        chats: { type: 'chat' },
        bob: { from: BOB },
        phone: { from: `${BOB}/phone` },
        desk: { from: `${BOB}/desk` },
        nonsense: { from: '@' },
        pings: { namespace: 'urn:xmpp:ping' },
        bodies: { namespace: 'jabber:client' },
      } as const;
      for (const [name, filter] of Object.entries(filters)) session.onStanza(filter, () => heard.push(name));
      session.onStanza({}, () => heard.push('gone'))();

      server.receive(FROM_BOB);

      expect(heard).to.deep.equal(['all', 'messages', 'chats', 'bob', 'phone', 'bodies']);
    });
  });

  it('sends stanzas of one’s own, and not without a connection', async () => {
    session.send(xml`<message to="${BOB}"><game/></message>`);
    expect(server.last('message')?.firstElementChild?.localName).to.equal('game');

    await session.disconnect();
    expect(() => session.send(xml`<message/>`)).to.throw('offline');
  });

  it('answers who asks what we are', () => {
    const info = 'http://jabber.org/protocol/disco#info';
    const answer = server.ask(
      `<iq xmlns="jabber:client" type="get" id="1" from="${BOB}/phone"><query xmlns="${info}"/></iq>`,
    );

    expect(answer?.getAttribute('type')).to.equal('result');
  });

  it('counts what is unread over all conversations, until it is seen', () => {
    server.receive(FROM_BOB);
    server.receive(FROM_BOB.replace(`${BOB}/phone`, 'carol@example.org/x'));
    expect(session.unread).to.equal(2);

    const events: DomainEvent[] = [];
    session.onEvent((event) => events.push(event));
    session.markRead(BOB);
    session.markRead(BOB);
    session.markRead(ROOM);

    expect(session.unread).to.equal(1);
    expect(events.map(({ kind }) => kind)).to.deep.equal(['conversation-read']);
  });

  it('tells nobody of the messages of a flood that it does not keep', () => {
    let count = 0;
    session.onEvent(({ kind }) => (count += kind === 'message-received' ? 1 : 0));

    for (let index = 0; index < 300; index += 1) {
      server.receive(FROM_BOB.replace(`${BOB}/phone`, `r${index}@evil.example/x`));
    }

    expect(count).to.equal(200);
  });

  describe('how available we are', () => {
    it('is told to contacts and rooms, now and on later streams', async () => {
      await joined(session, server, ROOM, 'hecate');
      session.setPresence('dnd', 'busy');
      await turn();
      const told = () =>
        server.sent
          .filter(({ localName }) => localName === 'presence')
          .slice(-2)
          .map((element) => [element.getAttribute('to'), element.getElementsByTagName('show')[0]?.textContent]);
      expect(told()).to.deep.equal([
        [null, 'dnd'],
        [`${ROOM}/hecate`, 'dnd'],
      ]);
      expect(session.presence).to.deep.equal({ show: 'dnd', status: 'busy' });

      server.drop();
      session.setPresence('away');
      session.retryNow();
      await asked(server, ROOM, 2);
      expect(told()).to.deep.equal([
        [null, 'away'],
        [`${ROOM}/hecate`, 'away'],
      ]);
    });

    it('is no matter where the stream breaks meanwhile', async () => {
      const { send } = server;
      server.send = () => {
        throw new Error('broken');
      };
      session.setPresence('dnd');
      await turn();
      server.send = send;

      expect(session.presence.show).to.equal('dnd');
    });
  });

  it('tells contacts that we type, and small rooms that we are in', async () => {
    const states = () => server.sent.filter((element) => element.getElementsByTagName('composing').length).length;

    session.setChatState(BOB, 'composing');
    expect(states()).to.equal(1);

    session.holdRoom(ROOM, server);
    session.enterRoom(ROOM, { nick: 'hecate', history: 20 }).catch(() => undefined);
    await asked(server, ROOM);
    session.setChatState(ROOM, 'composing');
    expect(states()).to.equal(1);

    server.receive(occupantPresence(ROOM, 'hecate', [110]));
    session.setChatState(ROOM, 'composing');
    expect(states()).to.equal(2);
    expect(server.last('message')?.getAttribute('type')).to.equal('groupchat');

    for (let index = 0; index < 250; index += 1) server.receive(occupantPresence(ROOM, `n${index}`));
    session.setChatState(ROOM, 'composing');
    expect(states()).to.equal(2);

    await session.disconnect();
    session.setChatState(BOB, 'composing');
    expect(states()).to.equal(2);
  });

  describe('occupants', () => {
    beforeEach(() => joined(session, server, ROOM, 'hecate'));

    it('are new only if they come while we are in, and were not there', () => {
      const seen: unknown[] = [];
      session.onEvent((event) => {
        if (event.kind === 'occupant-changed') seen.push([event.occupant.nick, event.isNew]);
      });

      server.receive(occupantPresence(ROOM, 'bob'));
      server.receive(occupantPresence(ROOM, 'bob'));
      server.receive(occupantPresence(ROOM, 'hecate', [110]));

      expect(seen).to.deep.equal([
        ['bob', true],
        ['bob', false],
        ['hecate', false],
      ]);
    });

    it('are told as they were when they go, and those who never came do not go', () => {
      server.receive(occupantPresence(ROOM, 'bob'));
      const seen: unknown[] = [];
      session.onEvent((event) => {
        if (event.kind === 'occupant-left') seen.push([event.nick, event.occupant?.role]);
        if (event.kind === 'nick-changed') seen.push(event.newNick);
      });

      server.receive(goodbye(ROOM, 'bob'));
      server.receive(goodbye(ROOM, 'bob'));
      server.receive(goodbye(ROOM, 'ghost', [303], '<item affiliation="none" role="none" nick="other"/>'));

      expect(seen).to.deep.equal([['bob', 'participant']]);
    });
  });

  describe('changing the nick', () => {
    const renamed = '<item affiliation="none" role="participant" nick="oldhag"/>';

    beforeEach(() => joined(session, server, ROOM, 'hecate'));

    it('is done when the room says so', async () => {
      const changing = session.changeNick(ROOM, 'oldhag');
      expect(server.last('presence')?.getAttribute('to')).to.equal(`${ROOM}/oldhag`);

      server.receive(goodbye(ROOM, 'hecate', [110, 303], renamed));

      await changing;
      expect(session.stores.rooms.value.get(ROOM)?.nick).to.equal('oldhag');
    });

    it('fails as the room says, and we stay in', async () => {
      const changing = conditionOf(session.changeNick(ROOM, 'bob'));
      server.receive(refusal(ROOM, 'bob', 'conflict'));

      expect(await changing).to.equal('conflict');
      expect(session.stores.rooms.value.get(ROOM)).to.include({ state: 'joined', nick: 'hecate' });
    });

    it('fails without asking where it cannot be', async () => {
      const before = server.sent.length;

      expect(await conditionOf(session.changeNick(ROOM, ''))).to.equal('jid-malformed');
      expect(await conditionOf(session.changeNick(BOB, 'x'))).to.equal('not-in-room');
      expect(await conditionOf(session.changeNick(ROOM, 'hecate'))).to.equal('none');
      expect(server.sent).to.have.length(before);
    });

    it('fails if the connection breaks, or nobody answers', async () => {
      const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const waiting = conditionOf(session.changeNick(ROOM, 'oldhag'));
      await clock.tickAsync(20_000);
      const broken = conditionOf(session.changeNick(ROOM, 'oldhag'));
      server.drop();
      clock.restore();

      expect(await waiting).to.equal('timeout');
      expect(await broken).to.equal('offline');
    });
  });

  describe('setting the subject', () => {
    beforeEach(() => joined(session, server, ROOM, 'hecate'));

    it('is done when the room says so', async () => {
      const setting = session.setSubject(ROOM, ' Brews ');
      server.receive(subject(ROOM, 'Cats', 'bob'));
      server.receive(subject(ROOM, 'Brews', 'hecate'));

      await setting;
      expect(session.stores.rooms.value.get(ROOM)?.subject).to.equal('Brews');
    });

    it('fails as the room says, not as an occupant does', async () => {
      const setting = conditionOf(session.setSubject(ROOM, 'Brews'));
      const id = server.last('message')?.getAttribute('id');
      const error = (from: string, condition: string) =>
        `<message xmlns="jabber:client" type="error" from="${from}" id="${id}"><error type="auth"><${condition}
          xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`;
      server.receive(error(`${ROOM}/mallory`, 'gone'));
      server.receive(error(ROOM, 'forbidden'));

      expect(await setting).to.equal('forbidden');
      expect(await conditionOf(session.setSubject(BOB, 'x'))).to.equal('not-in-room');
    });
  });

  it('is not stopped by a stanza that a module of ours chokes on', () => {
    const warned: unknown[] = [];
    session.log = { debug: () => {}, warn: (message) => warned.push(message) };
    const apply = session.stores.presences.apply.bind(session.stores.presences);
    session.stores.presences.apply = () => {
      throw new Error('of ours');
    };

    server.receive(FROM_BOB);
    session.stores.presences.apply = apply;
    server.receive(FROM_BOB.replace('id="1"', 'id="2"'));

    expect(warned).to.have.length(1);
    expect(session.unread).to.be.above(0);
  });

  it('says of a stanza that means nothing to it that it does, without what stands in it', () => {
    const told: unknown[] = [];
    session.log = { debug: (...words) => told.push(words), warn: () => {} };

    server.receive('<message xmlns="jabber:client" from="x@y"><secret xmlns="urn:x">word</secret></message>');

    expect(told).to.deep.equal([['A stanza meant nothing to us.', 'message', null]]);
  });

  it('reads nothing before it knows who we are', () => {
    const fresh = fakeSession();

    fresh.server.receive(FROM_BOB);

    expect(fresh.session.unread).to.equal(0);
  });

  it('forgets everything of the account when the person signs out', async () => {
    await joined(session, server, ROOM, 'hecate');
    server.receive(FROM_BOB);
    server.receive(groupchat(ROOM, 'bob', 'hi', 'g1'));
    rememberNick(session.nickOwner, 'Oldhag');
    expect(session.nickOwner).to.equal('alice@example.org');

    await session.signOut();

    const { conversations, rooms, occupants, roster, presences, typing, features } = session.stores;
    for (const store of [conversations, rooms, occupants, presences, typing, features]) {
      expect(store.value.size).to.equal(0);
    }
    expect(roster.value.items.size).to.equal(0);
    expect(recallNick('alice@example.org')).to.equal(undefined);
    expect(session.jid).to.equal(undefined);
    expect(session.status).to.equal('offline');
  });

  it('signs out also while it is trying to come back', async () => {
    server.refusal = 'service-unreachable';
    server.drop();
    expect(session.status).to.equal('reconnecting');

    await session.signOut();

    expect(session.status).to.equal('offline');
  });

  it('does without storage where that is shut', () => {
    const { getItem, setItem, removeItem } = Storage.prototype;
    const shut = () => {
      throw new DOMException('shut', 'SecurityError');
    };
    Object.assign(Storage.prototype, { getItem: shut, setItem: shut, removeItem: shut });
    rememberNick('x', 'nick');
    const nick = recallNick('x');
    forgetNick('x');
    Object.assign(Storage.prototype, { getItem, setItem, removeItem });

    expect(nick).to.equal(undefined);
  });
});
