import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { restore, spy, stub } from 'sinon';
import '../../src/define/all.js';
import { PageLock } from '../../src/transport/tab-slot.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import { connectedSession, type FakeTransport } from '../support/fake-transport.js';
import { joinedRoom } from '../support/room.js';
import { allByRole, byRole } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const BOB = 'bob@example.org';

/** The browser's own, as far as pages can see it: no test can press its buttons. */
class FakeNotification {
  static permission: NotificationPermission = 'granted';
  static answer: NotificationPermission = 'granted';
  static asked = 0;
  static shown: FakeNotification[] = [];
  onclick: (() => void) | null = null;
  isClosed = false;

  static requestPermission(): Promise<NotificationPermission> {
    this.asked += 1;
    this.permission = this.answer;
    return Promise.resolve(this.permission);
  }

  constructor(
    readonly title: string,
    readonly options: NotificationOptions,
  ) {
    FakeNotification.shown.push(this);
  }

  close(): void {
    this.isClosed = true;
  }
}

async function chat(session: string, attributes: Record<string, string> = {}): Promise<XmppChatElement> {
  const element = document.createElement('xmpp-chat');
  for (const [name, value] of Object.entries({ session, ...attributes })) element.setAttribute(name, value);
  element.style.blockSize = '400px';
  await fixture(html`<div>${element}</div>`);
  await element.updateComplete;
  await nextFrame();
  return element;
}

const message = (body: string, { from = `${BOB}/phone`, inside = '' } = {}) =>
  `<message xmlns="jabber:client" type="chat" from="${from}" to="alice@example.org/test" id="${body}">
    <body>${body}</body>${inside}</message>`;

const shown = () => FakeNotification.shown.map(({ title, options }) => `${title}: ${options.body ?? ''}`);
const isShown = (text: string) => waitUntil(() => shown().includes(text), `a notification “${text}”`);

/** Somebody looks at another window. */
const lookAway = () => stub(document, 'hasFocus').returns(false);

/** Whatever a message may bring about has come about: it is followed by one that is told of. */
async function isOver(server: FakeTransport): Promise<void> {
  server.receive(message('the end'));
  await isShown('Bob: the end');
}

describe('Notifications', () => {
  const own = globalThis.Notification;

  beforeEach(() => {
    Object.assign(FakeNotification, { permission: 'granted', answer: 'granted', asked: 0, shown: [] });
    globalThis.Notification = FakeNotification as never;
  });

  afterEach(() => {
    restore();
    globalThis.Notification = own;
  });

  it('are asked for by nobody but the person who presses the button', async () => {
    FakeNotification.permission = 'default';
    const { name } = await connectedSession();
    const element = await chat(name, { with: BOB, notifications: '' });
    expect(FakeNotification.asked).to.equal(0);

    byRole(element, 'button', 'Notify me').focus();
    await sendKeys({ press: 'Enter' });

    await waitUntil(() => allByRole(element, 'button', 'Notify me').length === 0);
    expect(FakeNotification.asked).to.equal(1);
    await waitUntil(() => element.shadowRoot?.activeElement === byRole(element, 'textbox', 'Message'));
  });

  it('are not offered where the page did not ask for them, nor again to who refused', async () => {
    FakeNotification.permission = 'default';
    const { name } = await connectedSession();
    const plain = await chat(name, { with: BOB });
    expect(allByRole(plain, 'button', 'Notify me')).to.be.empty;

    FakeNotification.permission = 'denied';
    const refused = await chat(name, { with: BOB, notifications: '' });

    expect(allByRole(refused, 'button', 'Notify me')).to.be.empty;
  });

  it('tell of a private message that nobody sees', async () => {
    lookAway();
    const { name, server } = await connectedSession();
    await chat(name, { with: BOB, notifications: '' });

    server.receive(message('Is anybody <b>there</b>?'.replaceAll('<', '&lt;')));

    await isShown('Bob: Is anybody <b>there</b>?');
    expect(FakeNotification.shown[0]?.options.silent).to.equal(true);
  });

  it('tell nothing of what is seen', async () => {
    const { name, server } = await connectedSession();
    const element = await chat(name, { with: BOB, notifications: '' });

    server.receive(message('hello'));
    await waitUntil(() => element.unread === 0);
    lookAway();
    await isOver(server);

    expect(shown()).to.deep.equal(['Bob: the end']);
  });

  it('tell nothing while the person does not want to be disturbed', async () => {
    lookAway();
    const { name, server, session } = await connectedSession();
    await chat(name, { with: BOB, notifications: '' });

    session.setPresence('dnd');
    server.receive(message('hello'));
    session.setPresence('available');
    await isOver(server);

    expect(shown()).to.deep.equal(['Bob: the end']);
  });

  it('tell nothing of history, of others, or of one’s own', async () => {
    lookAway();
    const { name, server } = await connectedSession();
    await chat(name, { with: BOB, notifications: '' });
    const delay = '<delay xmlns="urn:xmpp:delay" from="example.org" stamp="2026-01-01T00:00:00Z"/>';

    server.receive(message('old', { inside: delay }));
    server.receive(message('other', { from: 'carol@example.org/phone' }));
    server.receive(message('own', { from: 'alice@example.org/phone' }));
    await isOver(server);

    expect(shown()).to.deep.equal(['Bob: the end']);
  });

  it('say no more of a stranger than that there is a message', async () => {
    lookAway();
    const { name, server } = await connectedSession();
    await chat(name, { notifications: '' });

    server.receive(message('Buy!', { from: 'mallory@example.net/x' }));

    await isShown('New message: ');
  });

  it('keep to themselves what is hidden until it is asked for', async () => {
    lookAway();
    const { name, server } = await connectedSession();
    await chat(name, { with: BOB, notifications: '' });

    server.receive(message('It was the gardener', { inside: '<spoiler xmlns="urn:xmpp:spoiler:0">The end</spoiler>' }));

    await isShown('Bob: The end');
  });

  it('go when the message is read', async () => {
    const focus = lookAway();
    const { name, server } = await connectedSession();
    await chat(name, { with: BOB, notifications: '' });
    server.receive(message('hello'));
    await isShown('Bob: hello');

    focus.returns(true);
    window.dispatchEvent(new Event('focus'));

    await waitUntil(() => FakeNotification.shown[0]?.isClosed);
  });

  it('lead to the conversation, and to where one writes', async () => {
    lookAway();
    const { name, server } = await connectedSession();
    const element = await chat(name, { notifications: '' });
    server.receive(message('hello'));
    await isShown('Bob: hello');
    const front = stub(window, 'focus');

    FakeNotification.shown[0]?.onclick?.();

    await waitUntil(() => element.peer === BOB);
    await waitUntil(() => element.shadowRoot?.activeElement === byRole(element, 'textbox', 'Message'));
    expect(front.calledOnce).to.equal(true);
    expect(FakeNotification.shown[0]?.isClosed).to.equal(true);
  });

  it('open what a button opens', async () => {
    const { name, server } = await connectedSession();
    const element = await chat(name, { with: BOB, launcher: '', notifications: '' });
    server.receive(message('hello'));
    await isShown('Bob: hello');

    FakeNotification.shown[0]?.onclick?.();

    await waitUntil(() => allByRole(element, 'dialog', 'Bob').length === 1);
    await waitUntil(() => element.shadowRoot?.activeElement === byRole(element, 'textbox', 'Message'));
    sessionStorage.clear();
  });

  it('come once, however many elements show the conversation', async () => {
    lookAway();
    const { name, server } = await connectedSession('dora@example.org');
    await chat(name, { with: BOB, notifications: '' });
    await chat(name, { notifications: '' });

    server.receive(message('hello').replace('alice@', 'dora@'));
    await isShown('Bob: hello');
    server.receive(message('bye').replace('alice@', 'dora@'));
    await isShown('Bob: bye');

    expect(shown()).to.deep.equal(['Bob: hello', 'Bob: bye']);
  });

  it('do not come where the person sees the conversation in another tab', async () => {
    lookAway();
    const { name, server } = await connectedSession('erin@example.org');
    await chat(name, { notifications: '' });
    const otherTab = new PageLock();
    await otherTab.hold(`see erin@example.org ${BOB}`);

    const isLooking = async () =>
      (await navigator.locks.query()).pending?.some(({ name }) => name?.includes('see erin@example.org')) ?? false;

    server.receive(message('hello').replace('alice@', 'erin@'));
    await waitUntil(isLooking);
    await waitUntil(async () => !(await isLooking()));
    otherTab.release();
    server.receive(message('the end').replace('alice@', 'erin@'));
    await isShown('Bob: the end');

    expect(shown()).to.deep.equal(['Bob: the end']);
  });

  it('come though another tab has told of what was said before: it may be gone from the room', async () => {
    lookAway();
    const { name, server } = await connectedSession('hal@example.org');
    await chat(name, { notifications: '' });
    const otherTab = new PageLock();
    await otherTab.hold(`tell hal@example.org ${BOB} notification ${BOB}/phone one`);
    const isWaiting = async () =>
      (await navigator.locks.query()).pending?.some(({ name }) => name?.includes('tell hal@example.org')) ?? false;

    server.receive(message('one').replace('alice@', 'hal@'));
    await waitUntil(isWaiting);
    server.receive(message('two').replace('alice@', 'hal@'));
    await isShown('Bob: two');
    await waitUntil(async () => !(await isWaiting()), undefined, { timeout: 5000 });
    otherTab.release();

    expect(shown(), 'of what it has told nobody else does').to.deep.equal(['Bob: two']);
  });

  it('come where another element only counts, or plays a tone', async () => {
    lookAway();
    const { name, server } = await connectedSession('ida@example.org');
    await chat(name, { with: BOB, 'title-badge': '' });
    await chat(name, { with: BOB, sound: '' });
    await chat(name, { with: BOB, notifications: '' });

    server.receive(message('hello').replace('alice@', 'ida@'));

    await isShown('Bob: hello');
  });

  it('in a room tell of those who name us', async () => {
    lookAway();
    const { element, say, shown: isRendered } = await joinedRoom({ notifications: true });
    await element.updateComplete;

    say('Nova', 'hello everybody');
    say('Nova', 'Player 42, your turn');

    await isShown('Nova (lobby): Player 42, your turn');
    await isRendered();
    expect(shown()).to.have.length(1);
  });
});

describe('The sound', () => {
  afterEach(() => restore());

  it('is heard once the page has been touched, where the page asks for it', async () => {
    lookAway();
    const tones = spy(AudioContext.prototype, 'createOscillator');
    const { name, server } = await connectedSession('fay@example.org');
    const element = await chat(name, { with: BOB, sound: '' });
    await sendKeys({ press: 'Shift' });
    element.shadowRoot?.querySelector('textarea')?.focus();
    await sendKeys({ press: 'a' });
    const sink = stub(AudioContext.prototype, 'resume').resolves();

    server.receive(message('hello').replace('alice@', 'fay@'));

    await waitUntil(() => tones.callCount === 1);
    expect(sink.called).to.equal(true);
  });

  it('is not heard before', async () => {
    lookAway();
    const tones = spy(AudioContext.prototype, 'createOscillator');
    const before = stub(navigator, 'userActivation').value({ hasBeenActive: false, isActive: false });
    const { name, server } = await connectedSession('gil@example.org');
    const element = await chat(name, { with: BOB, sound: '' });

    server.receive(message('hello').replace('alice@', 'gil@'));
    await waitUntil(() => element.unread === 1);
    before.value({ hasBeenActive: true, isActive: true });
    stub(AudioContext.prototype, 'resume').resolves();
    server.receive(message('again').replace('alice@', 'gil@'));

    await waitUntil(() => tones.callCount > 0);
    expect(tones.callCount).to.equal(1);
  });
});

describe('The badges', () => {
  const plain = document.title;

  beforeEach(() => {
    document.title = '  (1) thing   to do ';
    lookAway();
  });

  afterEach(() => {
    restore();
    document.title = plain;
  });

  const title = () => document.head.querySelector('title')?.textContent;

  it('stand before the title while something is unread, and leave it as it was', async () => {
    const { name, server } = await connectedSession();
    const element = await chat(name, { with: BOB, 'title-badge': '' });
    expect(title()).to.equal('  (1) thing   to do ');

    server.receive(message('one'));
    await waitUntil(() => title() === '(1)   (1) thing   to do ');
    server.receive(message('two'));
    await waitUntil(() => title() === '(2)   (1) thing   to do ');
    element.markRead();

    await waitUntil(() => title() === '  (1) thing   to do ');
    expect(document.head.querySelector('title')?.attributes.length).to.equal(0);
  });

  it('count what several elements have, and go with them', async () => {
    document.title = 'Shop';
    const { name, server } = await connectedSession();
    const bob = await chat(name, { with: BOB, 'title-badge': '' });
    const carol = await chat(name, { with: 'carol@example.org', 'title-badge': '' });
    server.receive(message('one'));
    server.receive(message('two', { from: 'carol@example.org/phone' }));
    await waitUntil(() => title() === '(2) Shop');

    bob.remove();
    await waitUntil(() => title() === '(1) Shop');
    carol.remove();

    await waitUntil(() => title() === 'Shop');
  });

  it('let the page change its title', async () => {
    document.title = 'Shop';
    const { name, server } = await connectedSession();
    const element = await chat(name, { with: BOB, 'title-badge': '' });
    server.receive(message('one'));
    await waitUntil(() => title() === '(1) Shop');

    document.title = 'Cart';
    element.markRead();
    await element.updateComplete;
    await nextFrame();

    expect(title()).to.equal('Cart');
  });

  it('leave the title alone where the page does not ask', async () => {
    const { name, server } = await connectedSession();
    const element = await chat(name, { with: BOB, sound: '', 'app-badge': '' });

    server.receive(message('one'));
    await waitUntil(() => element.unread === 1);
    await element.updateComplete;

    expect(title()).to.equal('  (1) thing   to do ');
  });

  it('stand on the icon of an installed app', async () => {
    const told: (number | undefined)[] = [];
    const tell = (count?: number) => {
      told.push(count);
      return Promise.resolve();
    };
    Object.assign(navigator, { setAppBadge: tell, clearAppBadge: () => tell() });
    const { name, server } = await connectedSession();
    const element = await chat(name, { with: BOB, 'app-badge': '' });

    server.receive(message('one'));
    await waitUntil(() => told.includes(1));
    element.markRead();

    await waitUntil(() => told.at(-1) === undefined);
    Reflect.deleteProperty(navigator, 'setAppBadge');
    Reflect.deleteProperty(navigator, 'clearAppBadge');
  });
});
