import { expect } from '@open-wc/testing';
import { stub, useFakeTimers, type SinonFakeTimers } from 'sinon';
import { ConnectionError, StanzaError } from '../../src/core/errors.js';
import type { BareJid } from '../../src/core/jid.js';
import type { XmppSession } from '../../src/session/session.js';
import { ROOM } from '../support/events.js';
import { connectedSession, type FakeTransport } from '../support/fake-transport.js';
import {
  asked,
  goodbye,
  groupchat,
  joined,
  joinsOf,
  occupantPresence,
  refusal,
  subject,
  turn,
} from '../support/rooms.js';

const WISH = { nick: 'hecate', history: 20 };

describe('The rooms of a page', () => {
  let clock: SinonFakeTimers;
  let session: XmppSession;
  let server: FakeTransport;

  beforeEach(async () => {
    clock = useFakeTimers({ now: Date.parse('2026-11-01T12:00:00Z'), toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    ({ session, server } = await connectedSession());
  });

  afterEach(async () => {
    await session.signOut();
    clock.restore();
  });

  const room = (jid = ROOM) => session.stores.rooms.value.get(jid);
  const outcome = (entering: Promise<unknown>) =>
    entering.then(
      () => 'in',
      (error: unknown) => (error as { condition: string }).condition,
    );
  const goodbyes = () => server.sent.filter((element) => element.getAttribute('type') === 'unavailable');
  const historyOf = (join: Element) => join.getElementsByTagName('history')[0];
  const enter = (nick = 'hecate') => outcome(session.enterRoom(ROOM, { ...WISH, nick }));

  async function back(): Promise<void> {
    session.retryNow();
    await session.stores.connection.waitFor(({ status }) => status === 'online');
    await turn();
  }

  async function tick(ms: number): Promise<void> {
    await clock.tickAsync(ms);
    await turn();
  }

  describe('entering', () => {
    it('says what we can do before it asks, and how available we are', async () => {
      session.setPresence('away', 'lunch');
      const entering = enter();
      const join = await asked(server, ROOM);
      const first = server.sent.find(({ localName }) => localName === 'presence');

      expect(first?.getAttribute('to')).to.equal(null);
      expect(first?.getElementsByTagName('c')[0]?.getAttribute('ver')).to.be.a('string');
      expect(join.getAttribute('to')).to.equal(`${ROOM}/hecate`);
      expect(join.getElementsByTagName('show')[0]?.textContent).to.equal('away');
      expect(join.getElementsByTagName('c')).to.have.length(1);
      expect(historyOf(join)?.getAttribute('maxstanzas')).to.equal('20');
      expect(historyOf(join)?.hasAttribute('seconds')).to.equal(false);

      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      expect(await entering).to.equal('in');
    });

    it('waits for a connection', async () => {
      server.drop();
      const entering = enter();
      await turn();
      expect(room()).to.equal(undefined);

      await back();
      await asked(server, ROOM);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));

      expect(await entering).to.equal('in');
    });

    it('is one request, however many show the room', async () => {
      const all = [enter(), enter()];
      await asked(server, ROOM);
      all.push(enter());
      await turn();
      server.receive(occupantPresence(ROOM, 'hecate', [110]));

      expect(await Promise.all(all)).to.deep.equal(['in', 'in', 'in']);
      expect(joinsOf(server, ROOM)).to.have.length(1);
    });

    it('takes the last wish if the nick changes in between', async () => {
      const first = enter('hecate');
      await asked(server, ROOM);
      const second = enter('oldhag');
      expect((await asked(server, ROOM, 2)).getAttribute('to')).to.equal(`${ROOM}/oldhag`);
      server.receive(occupantPresence(ROOM, 'oldhag', [110]));

      expect(await Promise.all([first, second])).to.deep.equal(['in', 'in']);
    });

    it('fails as the room says, and is not tried again by itself', async () => {
      const entering = enter();
      await asked(server, ROOM);
      server.receive(refusal(ROOM, 'hecate', 'conflict'));
      expect(await entering).to.equal('conflict');

      server.drop();
      await back();
      await tick(60_000);

      expect(joinsOf(server, ROOM)).to.have.length(1);
      expect(room()).to.include({ state: 'refused', condition: 'conflict' });
    });

    it('fails if the room sends us off at once, and does not ask again and again', async () => {
      const entering = enter();
      await asked(server, ROOM);
      server.receive(goodbye(ROOM, 'hecate', [110]));

      expect(await entering).to.equal('left');
      expect(joinsOf(server, ROOM)).to.have.length(1);
    });

    it('fails if the room does not answer', async () => {
      const entering = enter();
      await asked(server, ROOM);

      await tick(30_000);

      expect(await entering).to.equal('timeout');
      expect(room()).to.include({ state: 'refused', condition: 'timeout' });
    });

    it('goes on with the next stream if this one breaks', async () => {
      const entering = enter();
      await asked(server, ROOM);
      server.drop();
      await tick(0);
      await back();
      await asked(server, ROOM, 2);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));

      expect(await entering).to.equal('in');
      expect(joinsOf(server, ROOM)).to.have.length(2);
    });

    it('hears the answer also on a stream that was resumed, however long that took', async () => {
      const entering = enter();
      await asked(server, ROOM);
      server.resumes = true;
      server.refusal = 'service-unreachable';
      server.drop();
      await tick(120_000);
      expect(room()?.state).to.equal('entering');

      server.refusal = undefined;
      await back();
      server.receive(occupantPresence(ROOM, 'hecate', [110]));

      expect(await entering).to.equal('in');
      expect(joinsOf(server, ROOM)).to.have.length(1);
    });

    it('survives a stream that breaks just as it asks', async () => {
      const { send } = server;
      let isBroken = true;
      server.send = (element) => {
        if (isBroken && element.getAttribute('to')?.startsWith(ROOM)) {
          isBroken = false;
          server.drop();
        }
        send.call(server, element);
      };
      const entering = enter();
      await tick(0);
      await back();
      await asked(server, ROOM);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));

      expect(await entering).to.equal('in');
    });

    it('waits for the next stream where this one takes its leave, and the page does not stand still', async () => {
      const { send } = server;
      let asks = 0;
      server.send = () => {
        asks += 1;
        // A page that stands still could not be told to stop.
        if (asks < 100) throw new ConnectionError('offline');
      };
      const entering = enter();
      await tick(0);
      expect(asks).to.be.lessThan(5);

      server.send = send;
      server.drop();
      await back();
      await asked(server, ROOM);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));

      expect(await entering).to.equal('in');
    });

    it('ends if the person signs out meanwhile', async () => {
      const entering = enter();
      await asked(server, ROOM);

      await session.signOut();
      await session.connect({ jid: 'alice@example.org', password: 'p' });

      expect(await entering).to.equal('not-in-room');
    });
  });

  describe('a room that is being set up', () => {
    it('is asked again until it is open', async () => {
      const entering = enter();
      for (const [index, wait] of [1000, 2000, 4000].entries()) {
        await asked(server, ROOM, index + 1);
        server.receive(refusal(ROOM, 'hecate', 'item-not-found'));
        await tick(wait - 1);
        expect(joinsOf(server, ROOM)).to.have.length(index + 1);
        expect(room()?.state).to.equal('entering');
        await tick(1);
      }
      await asked(server, ROOM, 4);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));

      expect(await entering).to.equal('in');
    });

    it('is given up after a few times', async () => {
      const entering = enter();
      for (const [index, wait] of [1000, 2000, 4000, 0].entries()) {
        await asked(server, ROOM, index + 1);
        server.receive(refusal(ROOM, 'hecate', 'item-not-found'));
        await tick(wait);
      }

      expect(await entering).to.equal('item-not-found');
      expect(room()?.state).to.equal('refused');
    });

    it('is not asked again by who has left', async () => {
      const entering = enter();
      await asked(server, ROOM);
      server.receive(refusal(ROOM, 'hecate', 'item-not-found'));
      await tick(500);

      session.leaveRoom(ROOM);
      await tick(60_000);

      expect(await entering).to.equal('not-in-room');
      expect(joinsOf(server, ROOM)).to.have.length(1);
      expect(room()?.state).to.equal('left');
    });

    it('is opened by who has made it, and asked again what it is', async () => {
      const owner = 'http://jabber.org/protocol/muc#owner';
      const info = 'http://jabber.org/protocol/disco#info';
      server.answers.set(owner, () => '<iq xmlns="jabber:client" type="result"/>');
      const entering = enter();
      await asked(server, ROOM);
      server.answers.set(
        info,
        () => `<iq xmlns="jabber:client" type="result"><query xmlns="${info}"><identity category="conference"
          type="text" name="The Coven"/></query></iq>`,
      );
      server.receive(occupantPresence(ROOM, 'hecate', [110, 201]));
      await entering;
      await session.stores.rooms.waitFor((rooms) => rooms.get(ROOM)?.name);

      expect(room()?.name).to.equal('The Coven');
      expect(server.requests.filter((iq) => iq.firstElementChild?.namespaceURI === owner)).to.have.length(1);
    });

    it('stays as it is if the server will not open it', async () => {
      const entering = enter();
      await asked(server, ROOM);
      server.receive(occupantPresence(ROOM, 'hecate', [110, 201]));

      expect(await entering).to.equal('in');
      await turn();
      expect(room()?.state).to.equal('joined');
    });
  });

  describe('after a lost connection', () => {
    it('are entered again, asking only for what was missed, whatever our clock says', async () => {
      await joined(session, server, ROOM, 'hecate');
      server.receive(groupchat(ROOM, 'bob', 'before', 'b1'));
      await tick(40_000);
      server.drop();
      session.sendMessage(ROOM, 'written meanwhile').catch(() => undefined);
      await tick(0);
      await back();
      const join = await asked(server, ROOM, 2);

      expect(historyOf(join)?.getAttribute('seconds')).to.equal('100');
      expect(historyOf(join)?.hasAttribute('maxstanzas')).to.equal(false);
      server.receive(groupchat(ROOM, 'bob', 'before', 'b1', '2026-11-01T11:00:00Z'));
      server.receive(groupchat(ROOM, 'bob', 'missed', 'b2', '2026-11-01T11:00:09Z'));
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      server.receive(subject(ROOM));

      const entries = session.stores.conversations.value.get(ROOM)?.entries ?? [];
      expect(entries.map((entry) => entry.kind === 'message' && entry.body)).to.deep.equal([
        'before',
        'missed',
        'written meanwhile',
      ]);
    });

    it('are entered under the nick that we had last', async () => {
      await joined(session, server, ROOM, 'hecate');
      server.receive(
        goodbye(ROOM, 'hecate', [110, 303], '<item affiliation="none" role="participant" nick="oldhag"/>'),
      );
      server.receive(occupantPresence(ROOM, 'oldhag', [110]));

      server.drop();
      await tick(0);
      await back();

      expect((await asked(server, ROOM, 2)).getAttribute('to')).to.equal(`${ROOM}/oldhag`);
    });

    it('are still ours where the old stream goes on', async () => {
      await joined(session, server, ROOM, 'hecate');
      server.resumes = true;
      server.drop();
      await tick(0);
      await back();
      await tick(1000);

      expect(joinsOf(server, ROOM)).to.have.length(1);
      expect(room()?.state).to.equal('joined');
    });

    it('are not entered again where we were put out', async () => {
      await joined(session, server, ROOM, 'hecate');
      server.receive(goodbye(ROOM, 'hecate', [110, 307]));

      server.drop();
      await tick(0);
      await back();
      await tick(1000);

      expect(joinsOf(server, ROOM)).to.have.length(1);
    });

    it('let us in also where they do not send a subject', async () => {
      await joined(session, server, ROOM, 'hecate');
      const sending = session.sendMessage(ROOM, 'hello');
      server.drop();
      await tick(0);
      await back();
      await asked(server, ROOM, 2);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      expect(server.sent.filter(({ localName }) => localName === 'message')).to.have.length(1);

      await tick(10_000);
      const again = server.last('message');
      expect(server.sent.filter(({ localName }) => localName === 'message')).to.have.length(2);
      server.receive(groupchat(ROOM, 'hecate', 'hello', again?.getAttribute('id') ?? ''));
      await sending;
    });
  });

  describe('that have lost us', () => {
    beforeEach(() => joined(session, server, ROOM, 'hecate'));

    /** What a room says to our ping of ourselves. */
    function pingsAre(condition: string | undefined): () => number {
      let count = 0;
      const request = stub(server, 'request').callsFake((iq, options) => {
        if (iq.firstElementChild?.namespaceURI !== 'urn:xmpp:ping')
          return request.wrappedMethod.call(server, iq, options);
        expect(iq.getAttribute('to')).to.equal(`${ROOM}/hecate`);
        count += 1;
        return condition ? Promise.reject(new StanzaError(condition)) : Promise.resolve(iq);
      });
      return () => count;
    }

    const resume = async () => {
      server.resumes = true;
      server.drop();
      await back();
      await turn();
    };

    for (const condition of [undefined, 'service-unavailable', 'item-not-found', 'remote-server-timeout']) {
      it(`are not entered again where their answer to our ping is ${condition ?? 'a pong'}`, async () => {
        const pings = pingsAre(condition);

        await resume();

        expect(pings()).to.equal(1);
        expect(joinsOf(server, ROOM)).to.have.length(1);
      });
    }

    it('are entered again where they do not know us, after a cut and after a wake', async () => {
      pingsAre('not-acceptable');

      await resume();
      await asked(server, ROOM, 2);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      server.receive(subject(ROOM));

      expect(room()?.state).to.equal('joined');
    });

    it('are not asked more than twice a minute', async () => {
      const pings = pingsAre(undefined);

      await resume();
      await resume();

      expect(pings()).to.equal(1);
    });

    it('are entered again by themselves where their server is started again, and what waits for them goes then', async () => {
      const said = outcome(session.sendMessage(ROOM, 'Double, double'));
      server.receive(goodbye(ROOM, 'hecate', [110, 332]));
      expect(room()).to.include({ state: 'left', leaveReason: 'shutdown', role: 'participant' });

      await tick(10_000);
      await asked(server, ROOM, 2);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      server.receive(groupchat(ROOM, 'hecate', 'Double, double', server.last('message')?.getAttribute('id') ?? ''));

      expect(await said).to.equal('in');
    });

    it('are asked again and again where they do not answer after a new stream, and what waits for them waits on', async () => {
      server.drop();
      const said = outcome(session.sendMessage(ROOM, 'Double, double'));
      await tick(0);
      await back();
      await asked(server, ROOM, 2);
      await tick(30_000);
      expect(room()).to.include({ state: 'refused', condition: 'timeout' });
      await tick(10_000);
      await asked(server, ROOM, 3);
      server.receive(refusal(ROOM, 'hecate', 'remote-server-timeout'));
      await tick(20_000);
      await asked(server, ROOM, 4);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      await tick(10_000);
      server.receive(groupchat(ROOM, 'hecate', 'Double, double', server.last('message')?.getAttribute('id') ?? ''));

      expect(await said).to.equal('in');
      expect(room()?.state).to.equal('joined');
    });

    for (const [what, codes] of Object.entries({ 'for nothing': [110], 'for an error on the way': [110, 307, 333] })) {
      it(`are entered again where they see us off ${what}, and nobody asked for it`, async () => {
        server.receive(goodbye(ROOM, 'hecate', codes));
        expect(room()?.state).to.equal('left');

        await tick(10_000);

        await asked(server, ROOM, 2);
      });
    }

    it('get once more what they refused because they had lost us', async () => {
      const said = outcome(session.sendMessage(ROOM, 'Double, double'));
      const id = server.last('message')?.getAttribute('id') ?? '';
      server.receive(goodbye(ROOM, 'hecate', [110, 307, 333]));
      server.receive(`<message xmlns="jabber:client" type="error" from="${ROOM}" id="${id}"><error type="cancel">
        <not-acceptable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);

      await tick(10_000);
      await asked(server, ROOM, 2);
      server.receive(occupantPresence(ROOM, 'hecate', [110]));
      server.receive(subject(ROOM));

      expect(server.sent.filter((element) => element.getAttribute('id') === id)).to.have.length(2);
      server.receive(groupchat(ROOM, 'hecate', 'Double, double', id));
      expect(await said).to.equal('in');
    });

    it('are left alone where they do so again and again', async () => {
      for (let count = 1; count <= 5; count += 1) {
        server.receive(goodbye(ROOM, 'hecate', [110, 307, 333]));
        await tick(10_000);
        await asked(server, ROOM, count + 1);
        server.receive(occupantPresence(ROOM, 'hecate', [110]));
      }

      server.receive(goodbye(ROOM, 'hecate', [110, 307, 333]));
      await tick(60_000);

      expect(joinsOf(server, ROOM)).to.have.length(6);
      expect(room()).to.include({ state: 'refused', leaveReason: 'error' });
    });

    it('are not entered again where somebody put us out', async () => {
      server.receive(goodbye(ROOM, 'hecate', [110, 307]));
      await tick(60_000);

      expect(joinsOf(server, ROOM)).to.have.length(1);
      expect(room()).to.include({ state: 'refused', leaveReason: 'kicked' });
    });

    it('let our own ghost go, before they are entered by another nick', async () => {
      server.drop();
      await back();
      for (const [count, wait] of [1000, 2000, 4000, 0].entries()) {
        const join = await asked(server, ROOM, count + 2);
        expect(join.getAttribute('to')).to.equal(`${ROOM}/hecate`);
        server.receive(refusal(ROOM, 'hecate', 'conflict'));
        await turn();
        expect(room()?.state, 'nobody is asked for another nick meanwhile').to.equal('entering');
        await tick(wait);
      }

      expect((await asked(server, ROOM, 6)).getAttribute('to')).to.equal(`${ROOM}/hecate2`);
      server.receive(occupantPresence(ROOM, 'hecate2', [110]));
      server.receive(subject(ROOM));
      expect(room()).to.include({ state: 'joined', nick: 'hecate2' });
      await turn();
      server.drop();
      await back();
      expect((await asked(server, ROOM, 7)).getAttribute('to')).to.equal(`${ROOM}/hecate2`);
    });
  });

  describe('that nobody shows any more', () => {
    const holder = {};
    const other = {};

    beforeEach(() => joined(session, server, ROOM, 'hecate'));

    it('are left after a moment', async () => {
      session.releaseRoom(ROOM, server);
      await tick(2999);
      expect(goodbyes()).to.deep.equal([]);
      await tick(1);

      expect(goodbyes().map((element) => element.getAttribute('to'))).to.deep.equal([`${ROOM}/hecate`]);
    });

    it('are kept if their element was only moved', async () => {
      session.releaseRoom(ROOM, server);
      await tick(2000);
      session.holdRoom(ROOM, server);
      await tick(60_000);

      expect(goodbyes()).to.deep.equal([]);
    });

    it('are kept while another element shows them', async () => {
      session.holdRoom(ROOM, holder);
      session.holdRoom(ROOM, other);
      session.releaseRoom(ROOM, server);
      session.releaseRoom(ROOM, holder);
      session.releaseRoom(ROOM, holder);
      await tick(60_000);
      expect(goodbyes()).to.deep.equal([]);

      session.releaseRoom(ROOM, other);
      await tick(3000);
      expect(goodbyes()).to.have.length(1);
    });

    it('are left once, even if they were never entered', async () => {
      const jid = 'other@chat.example' as BareJid;
      session.holdRoom(jid, holder);
      session.releaseRoom(jid, holder);
      session.releaseRoom(jid, holder);
      await tick(3000);

      expect(goodbyes()).to.deep.equal([]);
    });
  });

  describe('leaving', () => {
    beforeEach(() => joined(session, server, ROOM, 'hecate'));

    it('is told to the room, and true when the room says so', () => {
      session.leaveRoom(ROOM);
      expect(room()?.state).to.equal('joined');

      server.receive(goodbye(ROOM, 'hecate', [110]));
      expect(room()).to.include({ state: 'left', leaveReason: 'left' });
    });

    it('is true at once without a connection, and for good', async () => {
      server.drop();
      session.leaveRoom(ROOM);
      expect(room()).to.include({ state: 'left', leaveReason: 'left' });

      await back();
      await tick(1000);
      expect(joinsOf(server, ROOM)).to.have.length(1);
      expect(goodbyes()).to.deep.equal([]);
    });

    it('is told later where the old stream goes on', async () => {
      server.resumes = true;
      server.drop();
      session.leaveRoom(ROOM);

      await back();

      expect(goodbyes().map((element) => element.getAttribute('to'))).to.deep.equal([`${ROOM}/hecate`]);
      expect(room()?.state).to.equal('left');
    });

    it('is nothing where we are not in', () => {
      session.leaveRoom('other@chat.example' as BareJid);

      expect(goodbyes()).to.deep.equal([]);
    });
  });
});
