import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../../src/define/all.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import { connectedSession, fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const BOB = 'bob@example.org';
const LOBBY = 'lobby@rooms.example.org';
const GUESTS = { service: 'wss://fake.example/ws', domain: 'guest.example.org', anonymous: '' };

async function add<Name extends 'xmpp-chat' | 'xmpp-room'>(
  name: Name,
  attributes: Record<string, string>,
): Promise<HTMLElementTagNameMap[Name]> {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries({ launcher: '', ...attributes })) element.setAttribute(key, value);
  await fixture(html`<div>${element}</div>`);
  await element.updateComplete;
  return element;
}

/** The same element on the next page of the tab. */
async function onTheNextPage<Name extends 'xmpp-chat' | 'xmpp-room'>(
  element: HTMLElementTagNameMap[Name],
  session = element.session,
): Promise<HTMLElementTagNameMap[Name]> {
  const next = element.cloneNode() as HTMLElementTagNameMap[Name];
  next.removeAttribute('open');
  element.remove();
  // A page has sessions of its own; what a tab keeps is kept by the session's name.
  for (const key of Object.keys(sessionStorage)) {
    const kept = sessionStorage.getItem(key) ?? '';
    if (key.startsWith(`xmpp-elements:${element.session}:open`))
      sessionStorage.setItem(key.replace(element.session, session), kept);
  }
  next.setAttribute('session', session);
  await fixture(html`<div>${next}</div>`);
  await next.updateComplete;
  return next;
}

const launcher = (element: Element) => byRole(element, 'button', /^Open /);
const dialogs = (element: Element) => allByRole(element, 'dialog');
const focused = (element: Element) => element.shadowRoot?.activeElement;

async function press(element: XmppChatElement | XmppRoomElement): Promise<void> {
  launcher(element).click();
  await element.updateComplete;
}

const message = (body: string, from = `${BOB}/phone`) =>
  `<message xmlns="jabber:client" type="chat" from="${from}" to="alice@example.org/test" id="${body}">
    <body>${body}</body></message>`;

const entries = (server: FakeTransport) =>
  server.sent.filter(
    ({ localName, attributes }) => localName === 'presence' && attributes.getNamedItem('to')?.value.startsWith(LOBBY),
  );

describe('<xmpp-chat launcher>', () => {
  beforeEach(() => setViewport({ width: 1000, height: 800 }));
  afterEach(() => sessionStorage.clear());

  it('is a round button at the corner of the page, and nothing else', async () => {
    const { name } = await connectedSession();
    const element = await add('xmpp-chat', { session: name, with: BOB });

    const button = launcher(element);
    const { right, bottom, width, height } = button.getBoundingClientRect();
    expect(allByRole(element, 'button')).to.deep.equal([button]);
    expect(dialogs(element)).to.be.empty;
    expect(shownText(element)).to.equal('');
    expect([innerWidth - right, innerHeight - bottom, width, height]).to.deep.equal([20, 20, 56, 56]);
    expect(button.getAttribute('aria-label')).to.equal('Open chat with Bob');
    expect(button.getAttribute('aria-expanded')).to.equal('false');
    expect(document.documentElement.scrollHeight).to.be.at.most(innerHeight);
  });

  it('opens the conversation in place, and takes the keyboard along', async () => {
    const { name } = await connectedSession();
    const element = await add('xmpp-chat', { session: name, with: BOB });

    await press(element);

    const dialog = byRole(element, 'dialog', 'Bob');
    const { width, height, right } = dialog.getBoundingClientRect();
    expect([width, height, innerWidth - right]).to.deep.equal([384, 560, 20]);
    expect(dialog.hasAttribute('aria-modal')).to.equal(false);
    expect(launcher(element).getAttribute('aria-expanded')).to.equal('true');
    expect(element.open).to.equal(true);
    expect(focused(element)).to.equal(byRole(element, 'textbox', 'Message'));
  });

  it('closes with Esc, and gives the keyboard back to the button', async () => {
    const { name } = await connectedSession();
    const element = await add('xmpp-chat', { session: name, with: BOB });
    await press(element);

    await sendKeys({ press: 'Escape' });
    await element.updateComplete;

    expect(dialogs(element)).to.be.empty;
    expect(element.open).to.equal(false);
    expect(focused(element)).to.equal(launcher(element));
  });

  it('closes with its button', async () => {
    const { name } = await connectedSession();
    const element = await add('xmpp-chat', { session: name, with: BOB });
    await press(element);

    byRole(element, 'button', 'Close').click();
    await element.updateComplete;

    expect(dialogs(element)).to.be.empty;
    expect(focused(element)).to.equal(launcher(element));
  });

  it('is opened by the keyboard alone, and closed by the same button', async () => {
    const { name } = await connectedSession();
    const element = await add('xmpp-chat', { session: name, with: BOB });
    launcher(element).focus();

    await sendKeys({ press: 'Enter' });
    await waitUntil(() => dialogs(element).length === 1);
    await element.updateComplete;
    expect(focused(element)).to.equal(byRole(element, 'textbox', 'Message'));

    launcher(element).focus();
    await sendKeys({ press: 'Enter' });
    await element.updateComplete;

    expect(dialogs(element)).to.be.empty;
    expect(focused(element)).to.equal(launcher(element));
  });

  it('is opened by the page without moving the focus', async () => {
    const { name } = await connectedSession();
    const element = await add('xmpp-chat', { session: name, with: BOB });
    const field = document.createElement('input');
    element.before(field);
    field.focus();

    element.open = true;
    await element.updateComplete;
    await nextFrame();

    expect(dialogs(element)).to.have.length(1);
    expect(element.hasAttribute('open')).to.equal(true);
    expect(document.activeElement).to.equal(field);
  });

  it('does not take the focus from somebody who went elsewhere before there was a field', async () => {
    const { name, server } = fakeSession();
    let release = () => {};
    server.hold = new Promise((resolve) => (release = resolve));
    const element = await add('xmpp-chat', { session: name, with: BOB, ...GUESTS });
    const field = document.createElement('input');
    element.before(field);
    await press(element);
    expect(focused(element)).to.equal(byRole(element, 'dialog'));

    field.focus();
    release();
    await waitUntil(() => !byRole<HTMLTextAreaElement>(element, 'textbox', 'Message').disabled);
    await nextFrame();

    expect(document.activeElement).to.equal(field);
  });

  it('moves on to the field when there is one', async () => {
    const { name, server } = fakeSession();
    let release = () => {};
    server.hold = new Promise((resolve) => (release = resolve));
    const element = await add('xmpp-chat', { session: name, with: BOB, ...GUESTS });
    await press(element);

    release();

    await waitUntil(() => focused(element) === byRole(element, 'textbox', 'Message'));
  });

  it('counts what comes while it is closed, and marks it read when it is opened', async () => {
    const { name, server } = await connectedSession();
    const element = await add('xmpp-chat', { session: name, with: BOB });

    for (const body of ['one', 'two', 'three']) server.receive(message(body));
    await waitUntil(() => launcher(element).getAttribute('aria-label') === 'Open chat with Bob, 3 unread');

    expect(shownText(element.shadowRoot?.querySelector('[part~=badge]') as Element)).to.equal('3');
    expect(element.unread).to.equal(3);
    await press(element);
    await waitUntil(() => element.unread === 0);
    expect(element.shadowRoot?.querySelector('[part~=badge]')).to.be.null;
    expect(launcher(element).getAttribute('aria-label')).to.equal('Open chat with Bob');
  });

  it('is as open on the next page as it was on this one', async () => {
    const { name } = await connectedSession();
    const element = await add('xmpp-chat', { session: name, with: BOB });
    await press(element);

    const next = await onTheNextPage<'xmpp-chat'>(element);

    await waitUntil(() => dialogs(next).length === 1);
    expect(document.activeElement).to.equal(document.body);
    byRole(next, 'button', 'Close').click();
    await next.updateComplete;
    const last = await onTheNextPage<'xmpp-chat'>(next);
    expect(dialogs(last)).to.be.empty;
  });

  it('covers all of a phone', async () => {
    const { name } = await connectedSession();
    const element = await add('xmpp-chat', { session: name, with: BOB });
    // While it is there, here and below: WebKit does not see what changes for a style sheet that nobody has just then.
    await setViewport({ width: 375, height: 700 });

    await press(element);

    const { left, top, width, height } = byRole(element, 'dialog').getBoundingClientRect();
    expect([left, top, width, height]).to.deep.equal([0, 0, innerWidth, innerHeight]);
    expect(allByRole(element, 'button', /^Open /)).to.be.empty;
    byRole(element, 'button', 'Close').click();
    await element.updateComplete;
    expect(focused(element)).to.equal(launcher(element));
    await setViewport({ width: 1000, height: 800 });
  });

  it('leaves what is beside its button to the page', async () => {
    const { name } = await connectedSession();
    const element = await add('xmpp-chat', { session: name, with: BOB });
    await press(element);

    const { left, top, height } = launcher(element).getBoundingClientRect();

    expect(document.elementFromPoint(left - 30, top + height / 2)).to.not.equal(element);
  });

  it('connects a guest when it is first opened, and not before', async () => {
    const { name, server } = fakeSession();
    const element = await add('xmpp-chat', { session: name, with: BOB, ...GUESTS });
    await nextFrame();
    expect(server.attempts).to.be.empty;

    await press(element);

    await waitUntil(() => element.status === 'online');
    expect(server.attempts).to.have.length(1);
  });

  it('connects a guest on the next page, too: an answer may be on its way', async () => {
    const { name } = fakeSession();
    const element = await add('xmpp-chat', { session: name, with: BOB, ...GUESTS });
    await press(element);
    await waitUntil(() => element.status === 'online');
    byRole(element, 'button', 'Close').click();
    await element.updateComplete;

    const { name: another, server } = fakeSession();
    const next = await onTheNextPage<'xmpp-chat'>(element, another);

    await waitUntil(() => next.status === 'online');
    expect(server.attempts).to.have.length(1);
    expect(dialogs(next)).to.be.empty;
  });

  it('connects a member at once: there may be something to read', async () => {
    const { name, server } = fakeSession();
    const account = { service: 'wss://fake.example/ws', jid: 'alice@example.org', password: 'secret' };
    const element = await add('xmpp-chat', { session: name, with: BOB, ...account });

    await waitUntil(() => element.status === 'online');

    server.receive(message('hello'));
    await waitUntil(() => launcher(element).getAttribute('aria-label') === 'Open chat with bob, 1 unread');
  });

  it('opens the list of contacts where no other side is named', async () => {
    const { name, server } = await connectedSession();
    const element = await add('xmpp-chat', { session: name });
    expect(launcher(element).getAttribute('aria-label')).to.equal('Open chat');

    server.receive(message('hello'));
    server.receive(message('hi', 'carol@example.org/phone'));
    await waitUntil(() => launcher(element).getAttribute('aria-label') === 'Open chat, 2 unread');
    await press(element);

    expect(byRole(byRole(element, 'dialog', 'Contacts'), 'list', 'Contacts')).to.exist;
    expect(byRole(element, 'button', 'Close')).to.exist;
    expect(focused(element)).to.equal(byRole(element, 'textbox', 'Find or add a contact'));
  });

  it('can be closed where the page wants no header', async () => {
    const { name } = await connectedSession();
    const element = await add('xmpp-chat', { session: name, with: BOB, 'no-header': '' });
    await press(element);

    byRole(element, 'button', 'Close').click();
    await element.updateComplete;

    expect(dialogs(element)).to.be.empty;
  });

  it('stands at the other side where words go the other way', async () => {
    const { name } = await connectedSession();
    const element = await add('xmpp-chat', { session: name, with: BOB, lang: 'ar' });

    await waitUntil(() => element.dir === 'rtl');

    const [button] = allByRole(element, 'button');
    expect(button?.getBoundingClientRect().left).to.equal(20);
  });
});

describe('<xmpp-room launcher>', () => {
  beforeEach(() => setViewport({ width: 1000, height: 800 }));
  afterEach(() => sessionStorage.clear());

  it('enters the room when it is first opened, and stays in it', async () => {
    const { name, server } = await connectedSession();
    const element = await add('xmpp-room', { session: name, room: LOBBY, nick: 'Alice' });
    expect(launcher(element).getAttribute('aria-label')).to.equal('Open lobby');
    expect(entries(server)).to.be.empty;

    await press(element);
    await waitUntil(() => entries(server).length === 1);
    byRole(element, 'button', 'Close').click();
    await element.updateComplete;

    expect(entries(server).filter((presence) => presence.getAttribute('type') === 'unavailable')).to.be.empty;
  });

  it('is in the room on the next page, open or not', async () => {
    const { name } = await connectedSession();
    const element = await add('xmpp-room', { session: name, room: LOBBY, nick: 'Alice' });
    await press(element);
    byRole(element, 'button', 'Close').click();
    await element.updateComplete;

    const { name: another, server } = await connectedSession();
    await onTheNextPage<'xmpp-room'>(element, another);

    await waitUntil(() => entries(server).length === 1);
  });

  it('asks for a nickname where it has none', async () => {
    const { name } = fakeSession();
    localStorage.clear();
    const element = await add('xmpp-room', { session: name, room: LOBBY, ...GUESTS });

    await press(element);

    await waitUntil(() => allByRole(element, 'textbox', 'Nickname').length === 1);
    await waitUntil(() => focused(element) === byRole(element, 'textbox', 'Nickname'));
  });
});
