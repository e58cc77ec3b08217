import { expect } from '@open-wc/testing';
import { ConnectionError } from '../../src/core/errors.js';
import type { BareJid } from '../../src/core/jid.js';
import type { XmppSession } from '../../src/session/session.js';
import type { Message } from '../../src/stores/entries.js';
import { BOB } from '../support/events.js';
import type { FakeTransport } from '../support/fake-transport.js';
import { turn } from '../support/rooms.js';
import { Tab } from '../support/tab.js';
import { waitUntil } from '../support/wait.js';

const ALICE = 'alice@example.org' as BareJid;
const said = (id: string, extra = '') =>
  `<message xmlns="jabber:client" type="chat" from="${BOB}/phone" to="${ALICE}" id="${id}"><body>Hello</body>${extra}</message>`;
const REQUEST = '<request xmlns="urn:xmpp:receipts"/>';
const MARKABLE = '<markable xmlns="urn:xmpp:chat-markers:0"/>';
const rosterWith = (subscription: string) => `<iq xmlns="jabber:client" type="result"><query xmlns="jabber:iq:roster">
  <item jid="${BOB}" subscription="${subscription}"/></query></iq>`;

describe('A change of a message', () => {
  let tab: Tab;

  beforeEach(() => {
    tab = new Tab();
  });

  afterEach(() => tab.close());

  async function page(subscription = 'both') {
    const each = tab.page({ kind: 'remembered', jid: ALICE });
    each.server.answers.set('jabber:iq:roster', () => rosterWith(subscription));
    await each.session.connect();
    await turn();
    return each;
  }

  const messages = (session: XmppSession) =>
    (session.stores.conversations.value.get(BOB)?.entries ?? []).filter(
      (entry): entry is Message => entry.kind === 'message',
    );
  const sentWith = (server: FakeTransport, selector: string) =>
    server.sent.flatMap((stanza) => stanza.querySelector(selector) ?? []);

  it('is sent, and seen when the server has it', async () => {
    const { session, server } = await page();
    const { id } = await session.sendMessage(BOB, 'Helo');
    let release: () => void = () => undefined;
    server.hold = new Promise((resolve) => (release = resolve));

    const changing = session.changeMessage(BOB, { kind: 'correction', target: id }, 'Hello');
    expect(messages(session).map(({ body, changing: isIt }) => [body, !!isIt])).to.deep.equal([['Helo', true]]);
    release();
    await changing;

    expect(messages(session)[0]?.changing).to.equal(undefined);

    expect(messages(session).map(({ body, earlier }) => [body, earlier?.length])).to.deep.equal([['Hello', 1]]);
    expect(sentWith(server, 'replace').map((replace) => replace.getAttribute('id'))).to.deep.equal([id]);
  });

  it('takes a message back, and reacts to one', async () => {
    const { session, server } = await page();
    const { id } = await session.sendMessage(BOB, 'Oops');
    server.receive(said('b1'));

    await session.changeMessage(BOB, { kind: 'reactions', target: 'b1', emojis: ['👍'] });
    await session.changeMessage(BOB, { kind: 'retraction', target: id }, 'They took a message back.');

    const [own, theirs] = messages(session);
    expect([own?.body, !!own?.retracted]).to.deep.equal(['', true]);
    expect(theirs?.reactions?.map(({ emojis }) => emojis)).to.deep.equal([['👍']]);
    expect(sentWith(server, 'retract').map((retract) => retract.getAttribute('id'))).to.deep.equal([id]);
  });

  it('goes with the next stream, also that of the next page', async () => {
    const first = await page();
    const { id } = await first.session.sendMessage(BOB, 'Helo');
    first.server.drop();
    void first.session.changeMessage(BOB, { kind: 'correction', target: id }, 'Hello').catch(() => undefined);
    dispatchEvent(new PageTransitionEvent('pagehide'));

    const { session, server } = await page();
    await waitUntil(() => messages(session)[0]?.body === 'Hello');

    expect(messages(session)).to.have.length(1);
    expect(sentWith(server, 'replace').map((replace) => replace.getAttribute('id'))).to.deep.equal([id]);
  });

  it('that is refused changes nothing', async () => {
    const { session, server } = await page();
    const { id } = await session.sendMessage(BOB, 'Helo');
    server.hold = new Promise(() => undefined);
    const outcome = session
      .changeMessage(BOB, { kind: 'correction', target: id }, 'Hello')
      .catch((error: { condition: string }) => error.condition);
    const sent = server.last('message')?.getAttribute('id');

    server.receive(`<message xmlns="jabber:client" type="error" from="${BOB}" id="${sent ?? ''}">
      <error type="cancel"><forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);

    expect(await outcome).to.equal('forbidden');
    const [message] = messages(session);
    expect([message?.body, message?.state, message?.changing]).to.deep.equal(['Helo', 'sent', undefined]);
    expect(message?.unchanged, 'it is told on the message').to.equal('forbidden');
  });

  it('is seen to wait on the next page, until it has arrived there', async () => {
    const first = await page();
    const { id } = await first.session.sendMessage(BOB, 'Helo');
    first.server.drop();
    void first.session.changeMessage(BOB, { kind: 'retraction', target: id }, 'Gone').catch(() => undefined);
    dispatchEvent(new PageTransitionEvent('pagehide'));

    const next = tab.page({ kind: 'remembered', jid: ALICE });
    next.server.hold = new Promise(() => undefined);
    next.server.answers.set('jabber:iq:roster', () => rosterWith('both'));
    void next.session.connect().catch(() => undefined);
    await waitUntil(() => messages(next.session).length);

    expect(messages(next.session).map(({ body, changing }) => [body, !!changing])).to.deep.equal([['Helo', true]]);
  });

  describe('what a contact hears of theirs', () => {
    it('is that it came, and that it was seen', async () => {
      const { session, server } = await page();

      server.receive(said('b1', REQUEST + MARKABLE));
      server.receive(said('b2', MARKABLE));
      expect(sentWith(server, 'received').map((receipt) => receipt.getAttribute('id'))).to.deep.equal(['b1']);
      expect(sentWith(server, 'displayed')).to.be.empty;
      session.markRead(BOB);
      session.markRead(BOB);

      expect(sentWith(server, 'displayed').map((marker) => marker.getAttribute('id'))).to.deep.equal(['b2']);
    });

    it('is nothing while the stream goes, which harms nobody', async () => {
      const { session, server } = await page();
      server.send = () => {
        throw new ConnectionError('offline');
      };

      server.receive(said('b1', REQUEST + MARKABLE));
      session.markRead(BOB);

      expect(messages(session).map(({ id }) => id)).to.deep.equal(['b1']);
      expect(session.unread).to.equal(0);
    });

    it('is nothing where they may not see when we are available', async () => {
      const { session, server } = await page('to');

      server.receive(said('b1', REQUEST + MARKABLE));
      session.markRead(BOB);

      expect(sentWith(server, 'received, displayed')).to.be.empty;
    });

    it('is nothing of a message that came already', async () => {
      const { server } = await page();

      server.receive(said('b1', REQUEST));
      server.receive(said('b1', REQUEST));

      expect(sentWith(server, 'received')).to.have.length(1);
    });
  });
});
