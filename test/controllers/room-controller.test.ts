import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { RoomController, type RoomAttributes } from '../../src/controllers/room-controller.js';
import { recallNick, rememberNick } from '../../src/session/nick-memory.js';
import { ROOM } from '../support/events.js';
import { connectedSession, fakeSession } from '../support/fake-transport.js';
import { host, type TestHost } from '../support/host.js';
import { asked, goodbye, joinsOf, occupantPresence, refusal, subject, turn } from '../support/rooms.js';

const ATTRIBUTES: RoomAttributes = { room: ROOM, nick: 'hecate', roomPassword: '', history: 30 };

const conditionOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: unknown) => (error as { condition: string }).condition,
  );

describe('RoomController', () => {
  let fake: Awaited<ReturnType<typeof connectedSession>>;
  let clock: SinonFakeTimers;
  let element: TestHost;
  let controller: RoomController;

  beforeEach(async () => {
    clock = useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame'] });
    fake = await connectedSession();
    element = host();
    controller = new RoomController(element, element.notify);
  });

  afterEach(async () => {
    clock.restore();
    element.remove();
    await fake.session.signOut();
  });

  const show = (differences: Partial<RoomAttributes> = {}, session = fake.session) =>
    controller.configure(session, { ...ATTRIBUTES, ...differences });
  const errors = () => element.toldOf('xmpp-error').map(({ condition }) => condition);
  const says = (xml: string) => fake.server.receive(xml);
  const letIn = (nick = 'hecate') => {
    says(occupantPresence(ROOM, nick, [110]));
    says(subject(ROOM));
  };
  const joins = () => joinsOf(fake.server, ROOM).map((element) => element.getAttribute('to')?.split('/')[1]);

  async function enter(): Promise<void> {
    show();
    await asked(fake.server, ROOM);
    letIn();
    await turn();
  }

  async function reconnect(): Promise<void> {
    fake.session.retryNow();
    await fake.session.stores.connection.waitFor(({ status }) => status === 'online');
    await turn();
  }

  it('enters by itself, once', async () => {
    show();
    show({ history: 10 });
    const join = await asked(fake.server, ROOM);
    expect(controller.isJoined).to.equal(false);
    expect(controller.nick).to.equal('hecate');
    letIn();
    await turn();

    expect(joins()).to.deep.equal(['hecate']);
    expect(join.getElementsByTagName('history')[0]?.getAttribute('maxstanzas')).to.equal('30');
    expect(controller.isJoined).to.equal(true);
    expect(element.toldOf('xmpp-room-joined')).to.deep.equal([{ room: ROOM, nick: 'hecate' }]);
    expect(errors()).to.deep.equal([]);
  });

  it('waits for the connection', async () => {
    const other = fakeSession();
    other.session.configure({ services: [], domain: 'example.org', isAnonymous: true }, other);
    show({}, other.session);
    expect(other.session.stores.rooms.value.size).to.equal(0);

    await other.session.connect();

    expect((await asked(other.server, ROOM)).getAttribute('to')).to.equal(`${ROOM}/hecate`);
    await other.session.signOut();
  });

  it('gives the page’s password', async () => {
    show({ roomPassword: 'caul<dron' });

    const join = await asked(fake.server, ROOM);

    expect(join.getElementsByTagName('password')[0]?.textContent).to.equal('caul<dron');
  });

  it('renders when the room or its occupants change, not when others do', async () => {
    await enter();
    clock.runToFrame();
    element.requests = 0;

    says(occupantPresence(ROOM, 'bob'));
    clock.runToFrame();
    expect(element.requests).to.equal(1);

    says(`<message xmlns="jabber:client" from="bob@example.org" type="chat"><body>hi</body></message>`);
    clock.runToFrame();
    expect(element.requests).to.equal(1);
  });

  describe('the nick', () => {
    it('of a member is that of their JID unless something else is said', async () => {
      show({ nick: '' });

      expect((await asked(fake.server, ROOM)).getAttribute('to')).to.equal(`${ROOM}/alice`);
    });

    it('of a member is none that somebody else chose here', () => {
      rememberNick(fake.name, 'eve');
      rememberNick('eve@example.org', 'eve');
      show({ nick: '' });

      expect(controller.nick).to.equal('alice');
      localStorage.clear();
    });

    it('of a guest has to be chosen, and is remembered', async () => {
      const guest = fakeSession();
      guest.session.configure({ services: [], domain: 'example.org', isAnonymous: true }, guest);
      show({ nick: '' }, guest.session);
      await guest.session.connect();
      await turn();
      expect(joinsOf(guest.server, ROOM)).to.deep.equal([]);
      expect(controller.nick).to.equal('');

      expect(await conditionOf(controller.join(' '))).to.equal('nick-missing');
      void controller.join(' Circe ').catch(() => undefined);
      expect((await asked(guest.server, ROOM)).getAttribute('to')).to.equal(`${ROOM}/Circe`);
      expect(recallNick(guest.name)).to.equal('Circe');

      const later = new RoomController(element, element.notify);
      later.configure(guest.session, { ...ATTRIBUTES, nick: '' });
      expect(later.nick).to.equal('Circe');
      await guest.session.signOut();
      expect(recallNick(guest.name)).to.equal(undefined);
    });

    it('given by the page is not remembered as anybody’s choice', async () => {
      await enter();

      expect(recallNick(fake.session.nickOwner)).to.equal(undefined);
    });

    it('is changed when the page changes it', async () => {
      await enter();
      show({ nick: 'oldhag' });
      expect(fake.server.last('presence')?.getAttribute('to')).to.equal(`${ROOM}/oldhag`);

      says(refusal(ROOM, 'oldhag', 'conflict'));
      await turn();
      expect(errors()).to.deep.equal(['conflict']);
      expect(controller.isJoined).to.equal(true);
    });

    it('that the visitor chose is kept after a new stream', async () => {
      await enter();
      const changing = controller.changeNick(' oldhag ');
      says(goodbye(ROOM, 'hecate', [110, 303], '<item affiliation="none" role="participant" nick="oldhag"/>'));
      says(occupantPresence(ROOM, 'oldhag', [110]));
      await changing;
      expect(controller.nick).to.equal('oldhag');

      fake.server.drop();
      await reconnect();
      await asked(fake.server, ROOM, 2);

      expect(joins()).to.deep.equal(['hecate', 'oldhag']);
      localStorage.clear();
    });

    it('that was taken is told once, and another one is tried only when somebody says it', async () => {
      show();
      await asked(fake.server, ROOM);
      says(refusal(ROOM, 'hecate', 'conflict'));
      await turn();
      show({ history: 5 });
      await turn();
      expect(errors()).to.deep.equal(['conflict']);
      expect(controller.error?.condition).to.equal('conflict');
      expect(joins()).to.deep.equal(['hecate']);

      show({ nick: 'oldhag' });
      await asked(fake.server, ROOM, 2);
      letIn('oldhag');
      await turn();

      expect(joins()).to.deep.equal(['hecate', 'oldhag']);
      expect(controller.error).to.equal(undefined);
      expect(controller.isJoined).to.equal(true);
    });

    it('that no room could take is refused before it is sent', async () => {
      show({ nick: '' });
      await asked(fake.server, ROOM);

      expect(await conditionOf(controller.join('a\u0007'))).to.equal('jid-malformed');
      expect(joins()).to.have.length(1);
    });
  });

  it('enters again when the page brings another password', async () => {
    show();
    await asked(fake.server, ROOM);
    says(refusal(ROOM, 'hecate', 'not-authorized'));
    await turn();

    show({ roomPassword: 'right' });
    const join = await asked(fake.server, ROOM, 2);

    expect(join.getElementsByTagName('password')[0]?.textContent).to.equal('right');
  });

  describe('a room that the page got wrong', () => {
    for (const room of ['lobby', 'a b@c', '@chat.example', '__proto__', '"/><x>@y']) {
      it(`is told with words: ${room}`, async () => {
        show({ room });
        show({ room, history: 5 });
        await turn();

        expect(errors()).to.deep.equal(['jid-malformed']);
        expect(controller.jid).to.equal(undefined);
        expect(await conditionOf(controller.join())).to.equal('jid-malformed');
        expect(await conditionOf(controller.changeNick('x'))).to.equal('not-in-room');
        expect(await conditionOf(controller.setSubject('x'))).to.equal('not-in-room');
        expect(controller.occupants).to.deep.equal([]);
      });
    }

    it('is told by nothing where there is none', () => {
      show({ room: '' });

      expect(errors()).to.deep.equal([]);
      expect(controller.room).to.equal(undefined);
      controller.leave();
    });

    it('is the room where somebody’s nick was written behind it', async () => {
      show({ room: `${ROOM}/bob` });

      expect((await asked(fake.server, ROOM)).getAttribute('to')).to.equal(`${ROOM}/hecate`);
    });
  });

  describe('after a lost connection', () => {
    it('is in again, told as another entry but not as a departure', async () => {
      await enter();
      fake.server.drop();
      expect(controller.isJoined).to.equal(true);
      await reconnect();
      await asked(fake.server, ROOM, 2);
      letIn();
      await turn();

      expect(joins()).to.deep.equal(['hecate', 'hecate']);
      expect(element.toldOf('xmpp-room-left')).to.deep.equal([]);
      expect(element.toldOf('xmpp-room-joined')).to.have.length(2);
    });

    it('tells if the room would not have us any more', async () => {
      await enter();
      fake.server.drop();
      await reconnect();
      await asked(fake.server, ROOM, 2);
      says(refusal(ROOM, 'hecate', 'registration-required'));
      await turn();

      expect(errors()).to.deep.equal(['registration-required']);
      expect(controller.room?.state).to.equal('refused');
    });

    it('is not in where the connection was ended for good', async () => {
      await enter();
      await fake.session.disconnect();

      expect(controller.isJoined).to.equal(false);
    });
  });

  describe('leaving', () => {
    it('is for good until the visitor comes back', async () => {
      await enter();
      controller.leave();
      expect(controller.isOut).to.equal(true);
      says(goodbye(ROOM, 'hecate', [110]));
      show({ history: 5 });
      fake.server.drop();
      await reconnect();
      expect(element.toldOf('xmpp-room-left')).to.deep.equal([{ room: ROOM, reason: 'left' }]);
      expect(joins()).to.have.length(1);

      const joining = controller.join();
      await asked(fake.server, ROOM, 2);
      letIn();
      await joining;
      expect(controller.isOut).to.equal(false);
    });

    it('is no failure where the room had not answered yet', async () => {
      show();
      const joining = conditionOf(controller.join());
      await asked(fake.server, ROOM);

      controller.leave();

      expect(await joining).to.equal('not-in-room');
      await turn();
      expect(errors()).to.deep.equal([]);
      expect(controller.error).to.equal(undefined);
    });

    it('is told with its reason where somebody else made us, and does not bring us back', async () => {
      await enter();
      says(goodbye(ROOM, 'hecate', [110, 307]));
      show({ history: 5 });
      await turn();

      expect(element.toldOf('xmpp-room-left')).to.deep.equal([{ room: ROOM, reason: 'kicked' }]);
      expect(joins()).to.have.length(1);
    });
  });

  describe('occupants', () => {
    it('are told when they come and go, as they were, but not the first ones', async () => {
      show();
      await asked(fake.server, ROOM);
      says(occupantPresence(ROOM, 'first'));
      letIn();
      says(occupantPresence(ROOM, 'bob'));
      says(goodbye(ROOM, 'bob'));

      const bob = { room: ROOM, nick: 'bob', role: 'participant', affiliation: 'none' };
      expect(element.toldOf('xmpp-occupant-joined')).to.deep.equal([bob]);
      expect(element.toldOf('xmpp-occupant-left')).to.deep.equal([bob]);
    });

    it('stand by role, then by nick, sorted once for each change', async () => {
      await enter();
      says(occupantPresence(ROOM, 'zoe'));
      says(occupantPresence(ROOM, 'Ann').replace('role="participant"', 'role="visitor"'));
      says(occupantPresence(ROOM, 'crone').replace('role="participant"', 'role="moderator"'));
      says(occupantPresence(ROOM, 'bob'));

      expect(controller.occupants.map(({ nick }) => nick)).to.deep.equal(['crone', 'bob', 'hecate', 'zoe', 'Ann']);
      expect(controller.occupants).to.equal(controller.occupants);
      expect(controller.occupant('crone')?.role).to.equal('moderator');
      expect(controller.occupant('nobody')).to.equal(undefined);
    });
  });

  it('sets the subject', async () => {
    await enter();
    const setting = controller.setSubject('Brews');
    says(subject(ROOM, 'Brews', 'hecate'));
    await setting;

    expect(controller.room?.subject).to.equal('Brews');
  });

  it('shows another room when the page says so, and tells nothing of the first', async () => {
    await enter();
    show({ room: 'other@chat.example' });
    await asked(fake.server, 'other@chat.example');
    element.told.length = 0;

    says(occupantPresence(ROOM, 'bob'));

    expect(element.told).to.deep.equal([]);
    expect(controller.jid).to.equal('other@chat.example');
  });

  it('does not tell the failure of a room that it no longer shows', async () => {
    show();
    await asked(fake.server, ROOM);
    show({ room: 'other@chat.example' });
    says(refusal(ROOM, 'hecate', 'forbidden'));
    await turn();

    expect(errors()).to.deep.equal([]);
  });

  it('leaves no listener behind, and is still in when it comes back', async () => {
    await enter();
    for (let index = 0; index < 50; index += 1) {
      element.remove();
      document.body.append(element);
    }
    element.told.length = 0;
    says(occupantPresence(ROOM, 'bob'));
    expect(element.told).to.have.length(1);
    expect(controller.isJoined).to.equal(true);

    element.remove();
    says(goodbye(ROOM, 'bob'));
    expect(element.told).to.have.length(1);
    expect(joins()).to.have.length(1);
  });
});
