import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { ConversationController } from '../../src/controllers/conversation-controller.js';
import { BOB, ROOM } from '../support/events.js';
import { connectedSession } from '../support/fake-transport.js';
import { host, type TestHost } from '../support/host.js';
import { groupchat, joined, turn } from '../support/rooms.js';

const fromBob = (id: string, inside = '<body>hello</body>') =>
  `<message xmlns="jabber:client" from="${BOB}/phone" type="chat" id="${id}">${inside}</message>`;
const state = (name: string) => `<${name} xmlns="http://jabber.org/protocol/chatstates"/>`;

describe('ConversationController', () => {
  let fake: Awaited<ReturnType<typeof connectedSession>>;
  let element: TestHost;
  let controller: ConversationController;

  beforeEach(async () => {
    fake = await connectedSession();
    element = host();
    controller = new ConversationController(element, element.notify);
    controller.show(fake.session, BOB);
  });

  afterEach(async () => {
    element.remove();
    await fake.session.signOut();
  });

  it('has what was said and who is composing', () => {
    expect(controller.entries).to.deep.equal([]);
    fake.server.receive(fromBob('1'));
    fake.server.receive(fromBob('2', state('composing')));

    expect(controller.jid).to.equal(BOB);
    expect(controller.entries).to.have.length(1);
    expect(controller.unread).to.equal(1);
    expect(controller.mentions).to.equal(0);
    expect(controller.composing).to.deep.equal([`${BOB}/phone`]);
  });

  it('shows nothing where there is nobody to talk to', async () => {
    controller.show(fake.session, undefined);

    expect(controller.entries).to.deep.equal([]);
    expect(controller.composing).to.deep.equal([]);
    controller.markRead();
    controller.typed('x');
    controller.retry('x');
    expect(await controller.send('x').catch((error: unknown) => (error as Error).name)).to.equal('XmppError');
  });

  it('tells each message once, and when the server has ours', async () => {
    fake.server.receive(fromBob('1'));
    fake.server.receive(fromBob('1'));
    fake.server.receive(fromBob('2').replaceAll(BOB, 'carol@example.org'));
    const { id } = await controller.send('hi');

    const told = { conversation: BOB, nick: undefined, history: false, mention: false };
    expect(element.toldOf('xmpp-message')).to.deep.equal([
      { ...told, from: `${BOB}/phone`, body: 'hello', id: '1', own: false },
      { ...told, from: 'alice@example.org/test', body: 'hi', id, own: true },
    ]);
    expect(element.toldOf('xmpp-message-sent')).to.deep.equal([{ conversation: BOB, id }]);
  });

  it('tells a room’s messages with nick, mention and history, and ours not again with its echo', async () => {
    await joined(fake.session, fake.server, ROOM, 'hecate');
    controller.show(fake.session, ROOM);
    fake.server.receive(groupchat(ROOM, 'bob', 'old', 'o', '2020-01-01T00:00:00Z'));
    fake.server.receive(groupchat(ROOM, 'bob', 'hecate: look', 'm'));
    const sending = controller.send('ours');
    fake.server.receive(groupchat(ROOM, 'hecate', 'ours', fake.server.last('message')?.getAttribute('id') ?? ''));
    await sending;

    expect(
      element
        .toldOf('xmpp-message')
        .map(({ nick, body, own, history, mention }) => [nick, body, own, history, mention]),
    ).to.deep.equal([
      ['bob', 'old', false, true, false],
      ['bob', 'hecate: look', false, false, true],
      ['hecate', 'ours', true, false, false],
    ]);
    expect(controller.mentions).to.equal(1);
    expect(element.toldOf('xmpp-message-sent')).to.have.length(1);
  });

  it('tells how much is unread, here and in all, when that changes', () => {
    fake.server.receive(fromBob('x').replaceAll(BOB, 'carol@example.org'));
    fake.server.receive(fromBob('1'));
    fake.server.receive(fromBob('1'));
    controller.markRead();
    controller.markRead();

    expect(element.toldOf('xmpp-unread')).to.deep.equal([
      { conversation: BOB, unread: 1, mentions: 0, total: 2 },
      { conversation: BOB, unread: 0, mentions: 0, total: 1 },
    ]);
  });

  it('tells the last word on what is unread last, also to the second element of a page that reads at once', () => {
    const second = host();
    const other = new ConversationController(second, second.notify);
    const reads: typeof element.notify = (type, detail) => {
      element.notify(type, detail);
      if (type === 'xmpp-message') fake.session.markRead(BOB);
    };
    const first = new ConversationController(element, reads);
    first.show(fake.session, BOB);
    other.show(fake.session, BOB);

    fake.server.receive(fromBob('1'));

    expect(second.toldOf('xmpp-unread').map(({ unread }) => unread)).to.deep.equal([1, 0]);
    second.remove();
  });

  it('sends a failed message once more, as the same one, and only such', async () => {
    let release = () => {};
    fake.server.hold = new Promise((resolve) => (release = resolve));
    const failing = controller.send('hi').catch((error: unknown) => (error as { condition: string }).condition);
    const id = fake.server.last('message')?.getAttribute('id') ?? '';
    controller.retry(id);
    fake.server.receive(
      `<message xmlns="jabber:client" from="${BOB}" type="error" id="${id}"><error type="cancel"><gone
        xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`,
    );
    expect(await failing).to.equal('gone');
    fake.server.hold = undefined;
    release();
    fake.server.receive(fromBob('theirs'));

    controller.retry('nothing');
    for (const { key } of controller.entries) controller.retry(key);
    await turn();

    expect(fake.server.sent.filter((sent) => sent.getAttribute('id') === id)).to.have.length(2);
    expect(controller.entries.flatMap((entry) => (entry.kind === 'message' ? [entry.state] : []))).to.deep.equal([
      'received',
      'sent',
    ]);
    expect(element.toldOf('xmpp-message').filter(({ own }) => own)).to.have.length(1);
  });

  it('gives a failed message up, and only such', () => {
    fake.server.hold = new Promise(() => undefined);
    for (const body of ['one', 'two']) controller.send(body).catch(() => undefined);
    fake.server.receive(fromBob('theirs'));
    const id = fake.server.last('message')?.getAttribute('id') ?? '';
    fake.session.dispatch({ kind: 'message-failed', conversation: BOB, id, condition: 'gone' });

    controller.discard('nothing');
    for (const { key } of [...controller.entries]) controller.discard(key);

    expect(controller.entries.flatMap((entry) => (entry.kind === 'message' ? [entry.body] : []))).to.deep.equal([
      'hello',
      'one',
    ]);
  });

  it('leaves a message that fails again as it is', async () => {
    await fake.session.disconnect();
    const sending = controller.send('hi').catch((error: unknown) => (error as { condition: string }).condition);
    fake.session.dispatch({
      kind: 'message-failed',
      conversation: BOB,
      id: controller.entries[0]?.key ?? '',
      condition: 'gone',
    });
    controller.retry(controller.entries[0]?.key ?? '');
    await fake.session.signOut();

    expect(await sending).to.equal('gone');
  });

  describe('while the reader types', () => {
    let clock: SinonFakeTimers;

    beforeEach(() => (clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })));
    afterEach(() => clock.restore());

    const said = () =>
      fake.server.sent.flatMap((sent) =>
        [...sent.children].flatMap(({ namespaceURI, localName }) =>
          namespaceURI === 'http://jabber.org/protocol/chatstates' ? [localName] : [],
        ),
      );

    it('tells the other side that they began, and that they paused', () => {
      controller.typed('h');
      clock.tick(4000);
      controller.typed('he');
      clock.tick(4999);
      expect(said()).to.deep.equal(['composing']);
      clock.tick(1);
      expect(said()).to.deep.equal(['composing', 'paused']);

      controller.typed('hel');
      expect(said()).to.deep.equal(['composing', 'paused', 'composing']);
    });

    it('tells that they are no longer at it when the field is empty', () => {
      controller.typed(' ');
      controller.typed('h');
      controller.typed('');
      clock.tick(10_000);

      expect(said()).to.deep.equal(['composing', 'active']);
    });

    it('says nothing more than the message itself when it is sent', () => {
      controller.typed('h');
      controller.send('h').catch(() => undefined);
      clock.tick(10_000);

      expect(said()).to.deep.equal(['composing', 'active']);
      expect(fake.server.last('message')?.getElementsByTagName('body')).to.have.length(1);
    });

    it('tells that they paused when the element goes, or shows somebody else', () => {
      controller.typed('h');
      element.remove();
      document.body.append(element);
      controller.typed('h');
      controller.show(fake.session, ROOM);
      clock.tick(10_000);

      expect(said()).to.deep.equal(['composing', 'paused', 'composing', 'paused']);
    });
  });

  it('tells nothing while it is out of the document, and leaves no listener behind', () => {
    for (let index = 0; index < 50; index += 1) {
      element.remove();
      document.body.append(element);
      controller.show(fake.session, index % 2 ? BOB : ROOM);
    }
    fake.server.receive(fromBob('1'));
    expect(element.toldOf('xmpp-message')).to.have.length(1);

    element.remove();
    controller.show(fake.session, ROOM);
    controller.show(fake.session, BOB);
    fake.server.receive(fromBob('2'));
    expect(element.toldOf('xmpp-message')).to.have.length(1);
  });
});
