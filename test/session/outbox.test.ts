import { expect } from '@open-wc/testing';
import { stub } from 'sinon';
import { ConnectionError } from '../../src/core/errors.js';
import type { Message } from '../../src/stores/entries.js';
import type { XmppSession } from '../../src/session/session.js';
import { BOB, ROOM } from '../support/events.js';
import { connectedSession, fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { asked, goodbye, groupchat, joined, occupantPresence, refusal, subject, turn } from '../support/rooms.js';

describe('What we write', () => {
  let session: XmppSession;
  let server: FakeTransport;

  beforeEach(async () => {
    ({ session, server } = await connectedSession());
  });

  afterEach(() => session.signOut());

  const bodies = () => server.sent.flatMap((element) => element.querySelector('body')?.textContent ?? []);
  const ids = () =>
    server.sent.filter((element) => element.querySelector('body')).map((element) => element.getAttribute('id'));
  const message = (jid = BOB): Message | undefined =>
    session.stores.conversations.value.get(jid)?.entries.findLast((entry) => entry.kind === 'message');
  const outcome = (sending: Promise<unknown>) =>
    sending.then(
      () => 'sent',
      (error: unknown) => (error as { condition: string }).condition,
    );
  const isOnline = () => session.stores.connection.waitFor(({ status }) => status === 'online');

  function holdServer(): () => void {
    let release = () => {};
    server.hold = new Promise((resolve) => (release = resolve));
    return () => {
      server.hold = undefined;
      release();
    };
  }

  function back(): Promise<unknown> {
    session.retryNow();
    return isOnline();
  }

  it('is sent, and done when the server has it', async () => {
    const release = holdServer();
    const sending = session.sendMessage(BOB, 'hello');

    expect(message()?.state).to.equal('sending');
    expect(bodies()).to.deep.equal(['hello']);

    release();
    const { id } = await sending;
    expect(message()).to.include({ state: 'sent', id });
    expect(ids()).to.deep.equal([id]);
  });

  it('is done also where the first answer about it was lost, though the stream goes on', async () => {
    let lose = (_: Error) => {};
    server.hold = new Promise((_, reject) => (lose = reject));
    const sending = session.sendMessage(BOB, 'hello');
    const next = session.sendMessage(BOB, 'again');
    await turn();
    server.hold = undefined;

    lose(new ConnectionError('timeout'));

    await Promise.all([sending, next]);
    expect(bodies()).to.deep.equal(['hello', 'again']);
    expect(message()?.state).to.equal('sent');
  });

  it('is not asked about while nobody can be asked: the page does not stand still', async () => {
    let asked = 0;
    stub(server, 'flushed').callsFake(() => {
      asked += 1;
      return Promise.reject(new ConnectionError('offline'));
    });
    void session.sendMessage(BOB, 'hello');
    for (let turns = 0; turns < 20; turns += 1) await turn();

    expect(asked).to.equal(1);
    expect(message()?.state).to.equal('sending');
  });

  it('waits while there is no connection, and goes in the order in which it was written', async () => {
    server.drop();
    const all = ['1', '2', '3'].map((body) => session.sendMessage(BOB, body));
    expect(bodies()).to.deep.equal([]);
    expect(message()?.state).to.equal('sending');

    await back();
    await Promise.all(all);

    expect(bodies()).to.deep.equal(['1', '2', '3']);
  });

  it('waits for the first connection too', async () => {
    const other = fakeSession();
    other.session.configure({ services: [], domain: 'example.org', isAnonymous: false }, other);
    const sending = other.session.sendMessage(BOB, 'early');

    await other.session.connect({ jid: 'alice', password: 'p' });

    await sending;
    expect(other.server.last('message')?.querySelector('body')?.textContent).to.equal('early');
    await other.session.signOut();
  });

  it('goes once more, as the same message, where a lost stream may have swallowed it', async () => {
    const release = holdServer();
    const sending = session.sendMessage(BOB, 'hello');
    server.drop();
    release();
    await turn();
    expect(message()?.state).to.equal('sending');

    await back();
    await sending;

    const [first, second] = ids();
    expect(bodies()).to.deep.equal(['hello', 'hello']);
    expect(first).to.equal(second);
    expect(session.stores.conversations.value.get(BOB)?.entries).to.have.length(1);
  });

  it('does not go once more where the old stream goes on, and is done all the same', async () => {
    const release = holdServer();
    const sending = session.sendMessage(BOB, 'hello');
    server.drop();
    release();
    server.resumes = true;

    await back();
    await sending;

    expect(bodies()).to.deep.equal(['hello']);
    expect(message()?.state).to.equal('sent');
  });

  it('is not sent if it comes back as an error, and says why', async () => {
    holdServer();
    const sending = outcome(session.sendMessage(BOB, 'hello'));

    server.receive(`<message xmlns="jabber:client" type="error" from="${BOB}" id="${ids()[0]}"><error type="cancel">
      <service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);

    expect(await sending).to.equal('service-unavailable');
    expect(message()).to.include({ state: 'failed', condition: 'service-unavailable' });
  });

  it('is not failed by the error of a stranger who has seen its id', async () => {
    const release = holdServer();
    const sending = outcome(session.sendMessage(BOB, 'hello'));

    server.receive(`<message xmlns="jabber:client" type="error" from="mallory@evil.example" id="${ids()[0]}">
      <error type="cancel"><gone xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);
    release();

    expect(await sending).to.equal('sent');
  });

  it('is given up when the person signs out', async () => {
    server.drop();
    const sending = outcome(session.sendMessage(BOB, 'hello'));

    await session.signOut();

    expect(await sending).to.equal('offline');
    expect(session.stores.conversations.value.size).to.equal(0);
  });

  it('never goes out in the name of another account', async () => {
    server.drop();
    const sending = outcome(session.sendMessage(BOB, 'from alice'));
    await session.disconnect();

    await session.connect({ jid: 'eve@example.org', password: 'p' });

    expect(await sending).to.equal('offline');
    expect(bodies()).to.deep.equal([]);
    expect(session.stores.conversations.value.size).to.equal(0);
  });

  it('to an occupant in private is a message of type chat', async () => {
    await joined(session, server, ROOM, 'hecate');

    await session.sendMessage(`${ROOM}/bob` as typeof ROOM, 'psst');

    expect(server.last('message')?.getAttribute('type')).to.equal('chat');
  });

  describe('in a room', () => {
    it('is done when the room shows it', async () => {
      await joined(session, server, ROOM, 'hecate');
      const sending = session.sendMessage(ROOM, 'hello');
      await turn();
      expect(message(ROOM)?.state).to.equal('sending');
      expect(server.last('message')?.getAttribute('type')).to.equal('groupchat');

      server.receive(groupchat(ROOM, 'hecate', 'hello', ids()[0] ?? ''));

      await sending;
      expect(message(ROOM)?.state).to.equal('sent');
    });

    it('is done also where the room leaves out the origin-id', async () => {
      await joined(session, server, ROOM, 'hecate');
      const sending = session.sendMessage(ROOM, 'hello');

      server.receive(
        `<message xmlns="jabber:client" type="groupchat" from="${ROOM}/hecate" id="${ids()[0]}"><body>hello</body></message>`,
      );

      await sending;
    });

    it('is not done when another occupant says something under its id', async () => {
      await joined(session, server, ROOM, 'hecate');
      let isDone = false;
      void session.sendMessage(ROOM, 'hello').then(
        () => (isDone = true),
        () => undefined,
      );

      server.receive(groupchat(ROOM, 'mallory', 'not what I wrote', ids()[0] ?? ''));
      server.receive(`<message xmlns="jabber:client" type="error" from="${ROOM}/mallory" id="${ids()[0]}"><error type="cancel">
        <gone xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);
      await turn();

      expect(isDone).to.equal(false);
      expect(message(ROOM)).to.include({ body: 'hello', state: 'sending' });
    });

    it('waits until the room lets us in, and is for all in it', async () => {
      session.holdRoom(ROOM, server);
      const sending = session.sendMessage(ROOM, 'early');
      session.enterRoom(ROOM, { nick: 'hecate', history: 20 }).catch(() => undefined);
      await asked(server, ROOM);
      expect(bodies()).to.deep.equal([]);

      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      expect(bodies()).to.deep.equal(['early']);
      expect(server.last('message')?.getAttribute('type')).to.equal('groupchat');

      server.receive(groupchat(ROOM, 'hecate', 'early', ids()[0] ?? ''));
      await sending;
    });

    it('goes once more after a new stream, but not before the room has told what it has', async () => {
      await joined(session, server, ROOM, 'hecate');
      const kept = session.sendMessage(ROOM, 'the room has it');
      const lost = session.sendMessage(ROOM, 'swallowed');
      const [keptId, lostId] = ids();
      server.drop();
      await back();
      await asked(server, ROOM, 2);

      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      expect(bodies()).to.deep.equal(['the room has it', 'swallowed']);
      server.receive(groupchat(ROOM, 'hecate', 'the room has it', keptId ?? '', '2020-01-01T00:00:00Z'));
      server.receive(subject(ROOM));

      await kept;
      expect(bodies()).to.deep.equal(['the room has it', 'swallowed', 'swallowed']);
      expect(ids()[2]).to.equal(lostId);
      server.receive(groupchat(ROOM, 'hecate', 'swallowed', lostId ?? ''));
      await lost;
    });

    it('is not sent, and can be once more, if the room would not have us', async () => {
      session.holdRoom(ROOM, server);
      const sending = outcome(session.sendMessage(ROOM, 'early'));
      const entering = outcome(session.enterRoom(ROOM, { nick: 'hecate', history: 20 }));
      await asked(server, ROOM);

      server.receive(refusal(ROOM, 'hecate', 'forbidden'));

      expect(await entering).to.equal('forbidden');
      expect(await sending).to.equal('forbidden');
      expect(message(ROOM)).to.include({ state: 'failed', condition: 'forbidden' });

      const again = session.sendMessage(ROOM, 'early', { id: message(ROOM)?.id });
      session.enterRoom(ROOM, { nick: 'hecate', history: 20 }).catch(() => undefined);
      await asked(server, ROOM, 2);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      server.receive(groupchat(ROOM, 'hecate', 'early', ids()[0] ?? ''));
      await again;
      expect(message(ROOM)?.state).to.equal('sent');
    });

    it('is not sent if we are put out of the room before it shows it', async () => {
      await joined(session, server, ROOM, 'hecate');
      const sending = outcome(session.sendMessage(ROOM, 'hello'));

      server.receive(goodbye(ROOM, 'hecate', [110, 307]));

      expect(await sending).to.equal('not-in-room');
    });

    it('is sent if the room shows it before it sees us off', async () => {
      await joined(session, server, ROOM, 'hecate');
      const sending = outcome(session.sendMessage(ROOM, 'last words'));
      session.leaveRoom(ROOM);

      server.receive(groupchat(ROOM, 'hecate', 'last words', ids()[0] ?? ''));
      server.receive(goodbye(ROOM, 'hecate', [110]));

      expect(await sending).to.equal('sent');
    });

    it('is not sent if we leave while there is no connection', async () => {
      await joined(session, server, ROOM, 'hecate');
      server.drop();
      const sending = outcome(session.sendMessage(ROOM, 'hello'));

      session.leaveRoom(ROOM);

      expect(await sending).to.equal('not-in-room');
    });
  });
});
