import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/define/xmpp-chat.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { joinedRoom, LOBBY, NS_OCCUPANT_ID, type FakeRoom } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const rows = ({ element }: FakeRoom) => allByRole(element, 'listitem');
const row = (room: FakeRoom, name: string | RegExp) => byRole(room.element, 'listitem', name);
const items = ({ element }: FakeRoom) => allByRole(element, 'menuitem').map(shownText);
const active = ({ element }: FakeRoom) => element.shadowRoot?.activeElement;
const log = ({ element }: FakeRoom) => byRole(element, 'log', 'Messages');
const menus = ({ element }: FakeRoom) => allByRole(element, 'menu');

/** A room of three, whose server tells who is who. */
async function lobby(attributes = {}): Promise<FakeRoom> {
  const room = await joinedRoom(attributes, { features: [NS_OCCUPANT_ID, 'urn:xmpp:sid:0'], occupantId: 'id-0' });
  room.element.style.cssText = 'inline-size: 760px; block-size: 480px';
  room.occupant('Nova', { occupantId: 'id-1' });
  room.occupant('Troll', { occupantId: 'id-2', status: 'buy my coins' });
  await room.shown();
  return room;
}

/** What takes a press is fetched when a pointer comes near. */
async function near(room: FakeRoom): Promise<void> {
  row(room, /^Nova/).dispatchEvent(new PointerEvent('pointermove', { bubbles: true, composed: true }));
  await room.element.updateComplete;
}

async function open(room: FakeRoom, name: RegExp): Promise<void> {
  await near(room);
  row(room, name).click();
  await waitUntil(() => menus(room).length === 1);
  await room.element.updateComplete;
}

async function choose(room: FakeRoom, item: string | RegExp): Promise<void> {
  byRole(room.element, 'menuitem', item).click();
  await room.shown();
}

async function press(room: FakeRoom, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await sendKeys({ press: key });
    await room.element.updateComplete;
  }
}

async function ignoreTroll(room: FakeRoom): Promise<void> {
  await open(room, /^Troll/);
  await choose(room, 'Ignore Troll');
  await waitUntil(() => rows(room).some((each) => each.getAttribute('aria-label')?.endsWith('Ignored')));
}

const hiddenLines = ({ element }: FakeRoom) =>
  [...(element.shadowRoot?.querySelectorAll('.log .note') ?? [])]
    .map(shownText)
    .filter((text) => text.includes('ignore'));

describe('Somebody in the list of a room', () => {
  it('has a menu, at a press', async () => {
    const room = await lobby();

    await open(room, /^Troll/);

    expect(items(room)).to.deep.equal(['Message Troll', 'Ignore Troll']);
    expect(byRole(room.element, 'menu', 'Troll')).to.exist;
  });

  it('has it by keyboard: one tab stop, arrows, Enter, and back with Escape', async () => {
    const room = await lobby();
    byRole(room.element, 'list', 'Occupants').focus();
    await room.element.updateComplete;

    await press(room, 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter');
    await waitUntil(() => menus(room).length === 1);
    await waitUntil(() => active(room)?.role === 'menuitem');
    expect(items(room)).to.deep.equal(['Message Troll', 'Ignore Troll']);
    await press(room, 'Escape');

    expect(menus(room)).to.be.empty;
    expect(active(room)).to.equal(row(room, /^Troll/));
    await press(room, 'Home');
    expect(active(room)).to.equal(rows(room)[0]);
    await press(room, 'Escape');
    expect(active(room)).to.equal(byRole(room.element, 'list', 'Occupants'));
    expect(rows(room).filter(({ tabIndex }) => tabIndex === 0)).to.be.empty;
  });

  it('has it after a long press', async () => {
    const room = await lobby();
    await near(room);

    const at = { bubbles: true, composed: true, pointerType: 'touch', clientX: 10, clientY: 10 };
    row(room, /^Troll/).dispatchEvent(new PointerEvent('pointerdown', at));

    await waitUntil(() => menus(room).length === 1);
  });

  it('has none where it is oneself', async () => {
    const room = await lobby();
    await near(room);

    row(room, /\(you\)/).click();
    await room.shown();

    expect(menus(room)).to.be.empty;
  });
});

describe('Somebody to talk to alone', () => {
  it('is offered where the page has a place for it, which shows that conversation', async () => {
    const room = await lobby();
    const { session } = room.element;
    const chat = Object.assign(document.createElement('xmpp-chat'), { session, noAutoConnect: true });
    room.element.parentElement?.append(chat);
    await chat.updateComplete;

    await open(room, /^Nova/);
    expect(items(room)).to.deep.equal(['Message Nova', 'Ignore Nova']);
    await choose(room, 'Message Nova');

    await waitUntil(() => shownText(byRole(chat, 'heading')) === 'Nova (lobby)');
    expect(chat.peer).to.equal(`${LOBBY}/Nova`);
  });

  it('is so over the room where that place is another conversation’s, or another session’s', async () => {
    const room = await lobby();
    const chats = [{ session: room.element.session, with: 'bob@example.org' }, { session: 'elsewhere' }];
    for (const each of chats) {
      const chat = Object.assign(document.createElement('xmpp-chat'), { ...each, noAutoConnect: true });
      room.element.parentElement?.append(chat);
    }

    await open(room, /^Nova/);
    await choose(room, 'Message Nova');

    const dialog = () => room.element.shadowRoot?.querySelector('dialog');
    await waitUntil(dialog, undefined, { timeout: 5000 });
    const chat = dialog()?.querySelector('xmpp-chat') as XmppChatElement;
    expect(dialog()?.getAttribute('aria-label')).to.equal('Nova (lobby)');
    await waitUntil(() => chat.peer === `${LOBBY}/Nova`, undefined, { timeout: 5000 });
    await waitUntil(() => allByRole(chat, 'heading', 'Nova (lobby)').length === 1, undefined, { timeout: 5000 });
  });

  it('is told of, and read by one press, where the page has no place for it', async () => {
    const room = await lobby();
    const whisper = (nick: string, body: string) =>
      room.server
        .receive(`<message xmlns="jabber:client" type="chat" from="${LOBBY}/${nick}" id="${body}"><body>${body}</body>
        <x xmlns="http://jabber.org/protocol/muc#user"/></message>`);
    const notices = () => [...(room.element.shadowRoot?.querySelectorAll('.whisper') ?? [])].map(shownText);

    whisper('Nova', 'psst');
    whisper('Mallory\u202e', 'buy');
    await waitUntil(() => notices().length === 2, undefined, { timeout: 5000 });
    expect(notices()[0]).to.equal('Nova writes to you in private Read');
    expect(notices().join()).not.to.match(/psst|buy|\u202e/);
    expect(shownText(byRole(room.element, 'log'))).not.to.contain('psst');
    await expect(room.element).to.be.accessible();

    room.element.shadowRoot?.querySelector<HTMLElement>('.whisper .button')?.click();
    const chat = () => room.element.shadowRoot?.querySelector('dialog xmpp-chat') as XmppChatElement | null;
    await waitUntil(chat, undefined, { timeout: 5000 });
    await waitUntil(
      () => chat()?.shadowRoot?.querySelector('[part~=message]')?.textContent?.includes('psst'),
      undefined,
      { timeout: 5000 },
    );
    await waitUntil(() => notices().length === 1, 'read', { timeout: 5000 });

    (chat()?.shadowRoot?.querySelector('textarea') as HTMLElement).focus();
    await sendKeys({ type: 'Yes?' });
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => room.server.last('message')?.querySelector('body')?.textContent === 'Yes?');
    expect(room.server.last('message')?.getAttribute('type')).to.equal('chat');
    expect(room.server.last('message')?.getAttribute('to')).to.equal(`${LOBBY}/Nova`);
    expect(shownText(byRole(room.element, 'log'))).not.to.contain('Yes?');

    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !chat());
  });

  it('is not told of twice where the page has a place for it', async () => {
    const room = await lobby();
    const chat = Object.assign(document.createElement('xmpp-chat'), {
      session: room.element.session,
      noAutoConnect: true,
    });
    room.element.parentElement?.append(chat);
    room.server.receive(`<message xmlns="jabber:client" type="chat" from="${LOBBY}/Nova" id="1"><body>psst</body>
      <x xmlns="http://jabber.org/protocol/muc#user"/></message>`);

    await waitUntil(() => chat.unread === 1, undefined, { timeout: 5000 });
    await room.element.updateComplete;

    expect(room.element.shadowRoot?.querySelector('.whisper')).to.equal(null);
  });
});

describe('Somebody whom one ignores', () => {
  it('is hidden: what they said, and what they say, with a way to it', async () => {
    const room = await lobby();
    const told: string[] = [];
    room.element.addEventListener('xmpp-message', ({ detail }) => told.push(detail.body));
    room.say('Troll', 'one', { occupantId: 'id-2' });
    room.say('Nova', 'Hello', { occupantId: 'id-1' });
    await ignoreTroll(room);

    room.say('Troll', 'two', { occupantId: 'id-2' });
    room.say('Troll', 'Player 42: three', { occupantId: 'id-2' });
    await room.shown();

    await waitUntil(() => hiddenLines(room).length === 2);
    expect(hiddenLines(room)).to.deep.equal([
      'A message of somebody you ignore Show',
      '2 messages of somebody you ignore Show',
    ]);
    expect(shownText(log(room)))
      .to.contain('Hello')
      .and.not.contain('three');
    expect(told).to.deep.equal(['one', 'Hello']);
    expect(room.element.mentions).to.equal(0);

    allByRole(room.element, 'button', 'Show').at(-1)?.click();
    await room.shown();
    room.say('Troll', 'four', { occupantId: 'id-2' });
    await room.shown();

    expect(shownText(log(room)))
      .to.contain('three')
      .and.not.contain('four');
    expect(active(room)).to.equal(log(room));
  });

  it('stays in the list, marked, without their words, until one stops', async () => {
    const room = await lobby();
    room.say('Troll', 'one', { occupantId: 'id-2' });
    await ignoreTroll(room);
    expect(shownText(row(room, /^Troll/)))
      .to.contain('Ignored')
      .and.not.contain('coins');
    expect(row(room, 'Troll, Participant, Ignored')).to.exist;

    await open(room, /^Troll/);
    await choose(room, 'Stop ignoring Troll');

    await waitUntil(() => shownText(log(room)).includes('one'));
    expect(row(room, 'Troll, Participant')).to.exist;
  });

  it('can be found at a message of theirs, after they have left, too', async () => {
    const room = await lobby();
    room.say('Troll', 'bye', { occupantId: 'id-2', stanzaId: 's1' });
    room.gone('Troll');
    await room.shown();
    log(room).focus();
    await room.element.updateComplete;

    await press(room, 'ArrowUp', 'Enter');
    await waitUntil(() => items(room).includes('Ignore Troll'));
    await choose(room, 'Ignore Troll');

    await waitUntil(() => hiddenLines(room).length === 1);
    expect(shownText(log(room))).to.not.contain('bye');
  });

  it('is ignored under another nick', async () => {
    const room = await lobby();
    await ignoreTroll(room);

    room.server.receive(`<presence xmlns="jabber:client" type="unavailable" from="${LOBBY}/Troll">
      <x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="none" role="participant" nick="Angel"/>
      <status code="303"/></x></presence>`);
    room.occupant('Angel', { occupantId: 'id-2' });
    room.say('Angel', 'It is me', { occupantId: 'id-2' });
    await room.shown();

    expect(row(room, 'Angel, Participant, Ignored')).to.exist;
    expect(shownText(log(room))).to.not.contain('It is me');
  });

  it('is so until they leave, where the room tells no more than a nick', async () => {
    const room = await joinedRoom();
    room.element.style.cssText = 'inline-size: 760px; block-size: 480px';
    room.occupant('Nova');
    room.occupant('Troll');
    await room.shown();
    await open(room, /^Troll/);

    await choose(room, 'Ignore Troll until they leave');
    await waitUntil(() => allByRole(room.element, 'listitem', /Ignored$/).length === 1);
    room.gone('Troll');
    room.occupant('Troll');
    await room.shown();

    expect(row(room, 'Troll, Participant')).to.exist;
  });

  it('is not quoted, and their reactions are not seen', async () => {
    const room = await lobby();
    room.say('Troll', 'bad words', { occupantId: 'id-2', stanzaId: 's1' });
    room.server.receive(`<message xmlns="jabber:client" type="groupchat" id="a1" from="${LOBBY}/Nova"><body>No</body>
      <reply xmlns="urn:xmpp:reply:0" id="s1"/><stanza-id xmlns="urn:xmpp:sid:0" by="${LOBBY}" id="s2"/></message>`);
    room.server.receive(`<message xmlns="jabber:client" type="groupchat" from="${LOBBY}/Troll">
      <occupant-id xmlns="${NS_OCCUPANT_ID}" id="id-2"/>
      <reactions xmlns="urn:xmpp:reactions:0" id="s2"><reaction>👎</reaction></reactions></message>`);
    await waitUntil(() => allByRole(room.element, 'button', '👎 1').length === 1);

    await ignoreTroll(room);

    await waitUntil(() => hiddenLines(room).length === 1);
    expect(allByRole(room.element, 'button', '👎 1')).to.be.empty;
    expect(shownText(log(room))).to.not.contain('bad words');
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`is accessible, ${theme}`, async () => {
      const room = await lobby({ theme });
      room.say('Troll', 'one', { occupantId: 'id-2' });
      await ignoreTroll(room);
      await waitUntil(() => hiddenLines(room).length === 1);
      await expect(room.element).to.be.accessible();

      await open(room, /^Troll/);
      await Promise.all(room.element.shadowRoot?.getAnimations().map(({ finished }) => finished) ?? []);

      await expect(room.element).to.be.accessible();
    });
  }
});
