import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/define/xmpp-chat.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import type { BareJid } from '../../src/core/jid.js';
import { connectedSession, fakeSession } from '../support/fake-transport.js';
import { allByRole, byRole, nameOf, shownText } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const SERVICE = 'wss://fake.example/ws';
const BOB = 'bob@example.org';

async function chat(session: string, attributes: Record<string, string> = {}, width = 720): Promise<XmppChatElement> {
  const element = document.createElement('xmpp-chat');
  for (const [name, value] of Object.entries({ session, ...attributes })) element.setAttribute(name, value);
  element.style.cssText = `inline-size: ${width}px; block-size: 500px`;
  await fixture(html`<div>${element}</div>`);
  await element.updateComplete;
  return element;
}

const message = (from: string, body: string, id = body) =>
  `<message xmlns="jabber:client" type="chat" from="${from}" to="alice@example.org/test" id="${id}">
    <body>${body}</body></message>`;

const presence = (from: string, content = '') => `<presence xmlns="jabber:client" from="${from}">${content}</presence>`;

const bodies = (element: XmppChatElement) =>
  [...(element.shadowRoot?.querySelectorAll('[part~=message] [part~=body]') ?? [])].map(shownText);

const names = (element: XmppChatElement) =>
  allByRole(element, 'list', 'Contacts')
    .flatMap((list) => [...list.querySelectorAll<HTMLElement>('.name')])
    .map((name) => name.textContent);

async function write(element: XmppChatElement, text: string): Promise<void> {
  const box = byRole<HTMLTextAreaElement>(element, 'textbox', 'Message');
  box.value = text;
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await element.updateComplete;
}

async function find(element: XmppChatElement, query: string): Promise<void> {
  const box = byRole<HTMLInputElement>(element, 'textbox', 'Find or add a contact');
  box.value = query;
  box.dispatchEvent(new InputEvent('input'));
  await element.updateComplete;
}

describe('<xmpp-chat with>', () => {
  it('is a region named by the contact, with log, field and button', async () => {
    const { name } = await connectedSession();
    const element = await chat(name, { with: BOB });

    await waitUntil(() => allByRole(element, 'region', 'Bob').length === 1);
    expect(byRole(element, 'heading', 'Bob')).to.exist;
    expect(byRole(element, 'log', 'Messages')).to.exist;
    expect(byRole(element, 'textbox', 'Message')).to.exist;
    expect(byRole(element, 'button', 'Send')).to.exist;
    expect(allByRole(element, 'list', 'Contacts')).to.be.empty;
    expect(element.peer).to.equal(BOB);
  });

  it('shows what comes in, from this contact only', async () => {
    const { name, server } = await connectedSession();
    const element = await chat(name, { with: BOB });

    const shown = oneEvent(element, 'xmpp-message');
    server.receive(message('carol@example.org/phone', 'not here'));
    server.receive(message(`${BOB}/phone`, 'hello'));

    expect((await shown).detail).to.include({ conversation: BOB, body: 'hello', own: false, history: false });
    await waitUntil(() => bodies(element).join() === 'hello');
  });

  it('sends what is written, and says when the server has it', async () => {
    const { name, server } = await connectedSession();
    let release = () => {};
    server.hold = new Promise((resolve) => (release = resolve));
    const element = await chat(name, { with: BOB });
    await write(element, 'see you');

    byRole(element, 'button', 'Send').click();

    await waitUntil(() => bodies(element).join() === 'see you');
    const state = () => shownText(element.shadowRoot?.querySelector('[part~=state]') as Element);
    expect(state()).to.equal('Sending');
    expect(server.last('message')?.getAttribute('to')).to.equal(BOB);
    const sent = oneEvent(element, 'xmpp-message-sent');
    release();
    await sent;
    await waitUntil(() => state() === 'Sent');
    expect(byRole<HTMLTextAreaElement>(element, 'textbox', 'Message').value).to.equal('');
  });

  it('shows a message that came back, with a way to try again', async () => {
    const { name, server } = await connectedSession();
    server.hold = new Promise(() => undefined);
    const element = await chat(name, { with: BOB });
    const sending = element.send('lost').catch((error: unknown) => error);
    await waitUntil(() => server.last('message'));

    const id = server.last('message')?.id ?? '';
    server.receive(`<message xmlns="jabber:client" type="error" from="${BOB}" id="${id}"><error type="cancel">
      <service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);

    expect(await sending).to.include({ condition: 'service-unavailable' });
    await waitUntil(() => allByRole(element, 'button', 'Try again').length === 1);
    expect(shownText(element.shadowRoot?.querySelector('[part~=state]') as Element)).to.contain('Not sent');
    server.sent.length = 0;
    byRole(element, 'button', 'Try again').click();
    await waitUntil(() => server.last('message')?.id === id);
  });

  it('does not speak of rooms when a contact’s server refuses a message', async () => {
    const { name, server } = await connectedSession();
    const element = await chat(name, { with: BOB });
    await element.send('lost');

    server.receive(`<message xmlns="jabber:client" type="error" from="${BOB}" id="${server.last('message')?.id ?? ''}">
      <error type="cancel"><not-acceptable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);

    await waitUntil(() => allByRole(element, 'button', 'Try again').length === 1);
    expect(shownText(element.shadowRoot?.querySelector('[part~=state]') as Element)).to.contain(
      'Not sent. The server does not accept that.',
    );
  });

  it('says how available the contact is', async () => {
    const { name, server } = await connectedSession();
    const element = await chat(name, { with: BOB });
    const subject = () => shownText(element.shadowRoot?.querySelector('[part~=subject]') as Element);
    await waitUntil(() => subject() === 'Offline');

    const told = oneEvent(element, 'xmpp-presence');
    server.receive(presence(`${BOB}/phone`, '<show>away</show><status>Back at five</status>'));

    expect((await told).detail).to.deep.equal({ jid: `${BOB}/phone`, show: 'away', status: 'Back at five' });
    await waitUntil(() => subject() === 'Away · Back at five');
    server.receive(presence(`${BOB}/phone`));
    await waitUntil(() => subject() === 'Online');
  });

  it('claims nothing of somebody who never let us see', async () => {
    const { name } = await connectedSession();
    const element = await chat(name, { with: 'stranger@example.org' });

    expect(shownText(element)).to.not.contain('Offline');
    expect(element.shadowRoot?.querySelector('[part~=subject]')).to.be.null;
  });

  it('says that the contact is typing', async () => {
    const { name, server } = await connectedSession();
    const element = await chat(name, { with: BOB });

    server.receive(`<message xmlns="jabber:client" type="chat" from="${BOB}/phone" to="alice@example.org/test">
      <composing xmlns="http://jabber.org/protocol/chatstates"/></message>`);

    await waitUntil(() => element.shadowRoot?.textContent?.includes('Bob is typing…'));
  });

  it('lets a guest talk to the helpdesk, with nothing but its own attributes', async () => {
    const { name, server } = fakeSession();
    const element = await chat(name, {
      service: SERVICE,
      domain: 'guest.example.org',
      anonymous: '',
      with: 'support@example.org',
    });

    await waitUntil(() => element.status === 'online');
    const { id } = await element.send('Where is my order?');

    expect(server.attempts[0]?.credentials.kind).to.equal('anonymous');
    expect(server.last('message')?.id).to.equal(id);
    expect(byRole(element, 'region', 'support')).to.exist;
  });

  it('asks to sign in, calmly, where it has no connection of its own', async () => {
    const { name, session } = fakeSession();
    const element = await chat(name, { with: BOB });

    expect(shownText(element.shadowRoot?.querySelector('[part~=notice]') as Element)).to.equal('Sign in to chat');
    expect(allByRole(element, 'alert')).to.be.empty;
    session.configure({ services: [SERVICE], domain: 'example.org', isAnonymous: false }, element);
    await session.connect({ jid: 'alice', password: 'secret' });
    await waitUntil(() => allByRole(element, 'textbox', 'Message').length === 1);
  });

  for (const nonsense of ['a@b@c', '@', 'bob', '__proto__', 'alice@exa mple.org']) {
    it(`says that ${nonsense} is no address`, async () => {
      const { name } = await connectedSession();
      const errors: string[] = [];
      const element = document.createElement('xmpp-chat');
      element.addEventListener('xmpp-error', ({ detail }) => errors.push(`${detail.condition}: ${detail.message}`));
      element.session = name;
      element.with = nonsense;
      await fixture(html`<div>${element}</div>`);
      await element.updateComplete;

      expect(errors).to.deep.equal(['jid-malformed: This is not a valid address.']);
      expect(shownText(byRole(element, 'alert'))).to.equal('This is not a valid address.');
      expect(element.peer).to.be.undefined;
    });
  }

  it('follows when the page names somebody else', async () => {
    const { name, server } = await connectedSession();
    const element = await chat(name, { with: BOB });
    server.receive(message(`${BOB}/phone`, 'from bob'));
    server.receive(message('carol@example.org/phone', 'from carol'));
    await waitUntil(() => bodies(element).join() === 'from bob');

    element.with = 'carol@example.org';

    await waitUntil(() => bodies(element).join() === 'from carol');
    expect(byRole(element, 'region', 'carol')).to.exist;
  });

  it('takes the address of a client as that of the person', async () => {
    const { name } = await connectedSession();
    const element = await chat(name, { with: 'Bob@Example.org/phone' });

    expect(element.peer).to.equal(BOB);
  });
});

describe('<xmpp-chat> without with', () => {
  it('lists the contacts and finds them', async () => {
    const { name } = await connectedSession();
    const element = await chat(name);
    await waitUntil(() => names(element).join() === 'Bob,carol');

    await find(element, 'ca');

    expect(names(element)).to.deep.equal(['carol']);
    expect(element.contacts.map(({ jid }) => jid)).to.deep.equal([BOB, 'carol@example.org']);
  });

  it('tells of each contact the availability, the last message and how many are unread', async () => {
    const { name, server } = await connectedSession();
    const element = await chat(name);

    server.receive(presence(`${BOB}/phone`, '<show>dnd</show>'));
    server.receive(message(`${BOB}/phone`, 'one'));
    server.receive(message(`${BOB}/phone`, 'two'));

    await waitUntil(() => allByRole(element, 'button', 'Bob Do not disturb two 2 unread').length === 1);
    expect(byRole(element, 'button', 'carol Offline')).to.exist;
  });

  it('puts whoever spoke last on top', async () => {
    const { name, server } = await connectedSession();
    const element = await chat(name);
    await waitUntil(() => names(element).join() === 'Bob,carol');

    server.receive(message('carol@example.org/phone', 'me first'));

    await waitUntil(() => names(element).join() === 'carol,Bob');
  });

  it('opens the conversation of a contact, and goes on in its field', async () => {
    const { name } = await connectedSession();
    const element = await chat(name);
    await waitUntil(() => names(element).length === 2);

    byRole(element, 'button', /^Bob/).click();
    await element.updateComplete;

    expect(byRole(element, 'region', 'Bob').contains(byRole(element, 'log', 'Messages'))).to.be.true;
    expect(element.peer).to.equal(BOB);
    expect(byRole(element, 'button', /^Bob/).getAttribute('aria-current')).to.equal('true');
    expect(element.shadowRoot?.activeElement).to.equal(byRole(element, 'textbox', 'Message'));
    expect(byRole(element, 'list', 'Contacts')).to.exist;
    expect(allByRole(element, 'button', 'Back')).to.be.empty;
  });

  it('is one after the other where it is narrow, with a way back', async () => {
    const { name } = await connectedSession();
    const element = await chat(name, {}, 340);
    await waitUntil(() => names(element).length === 2);

    byRole(element, 'button', /^Bob/).click();
    await element.updateComplete;
    expect(allByRole(element, 'list', 'Contacts')).to.be.empty;
    byRole(element, 'button', 'Back').click();
    await element.updateComplete;

    expect(byRole(element, 'list', 'Contacts')).to.exist;
    expect(allByRole(element, 'log')).to.be.empty;
    expect(nameOf(element.shadowRoot?.activeElement as HTMLElement, 'button')).to.match(/^Bob/);
  });

  it('goes through field and contacts by arrows', async () => {
    const { name } = await connectedSession();
    const element = await chat(name);
    await waitUntil(() => names(element).length === 2);
    const focused = () => element.shadowRoot?.activeElement;

    byRole(element, 'textbox', 'Find or add a contact').focus();
    await sendKeys({ press: 'ArrowDown' });
    expect(focused()).to.equal(byRole(element, 'button', /^Bob/));
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    expect(focused()).to.equal(byRole(element, 'button', /^carol/));
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => element.peer === 'carol@example.org');
  });

  it('begins a conversation with anybody whose address is written', async () => {
    const { name, server } = await connectedSession();
    const element = await chat(name);

    await find(element, 'Dave@Elsewhere.example');
    byRole(element, 'button', 'Start a conversation with dave@elsewhere.example').click();
    await element.updateComplete;
    await element.send('hello');

    expect(server.last('message')?.getAttribute('to')).to.equal('dave@elsewhere.example');
    await waitUntil(() => names(element).includes('dave'));
    expect(byRole<HTMLInputElement>(element, 'textbox', 'Find or add a contact').value).to.equal('');
  });

  it('takes a name as one of the own domain, and Enter as yes', async () => {
    const { name } = await connectedSession();
    const element = await chat(name);

    await find(element, 'erin');
    expect(byRole(element, 'button', 'Start a conversation with erin@example.org')).to.exist;
    byRole(element, 'textbox', 'Find or add a contact').focus();
    await sendKeys({ press: 'Enter' });

    await waitUntil(() => element.peer === 'erin@example.org');
  });

  it('offers no conversation with what is no address', async () => {
    const { name } = await connectedSession();
    const element = await chat(name);

    await find(element, 'a@b@c');

    expect(allByRole(element, 'button', /Start/)).to.be.empty;
    expect(shownText(element.shadowRoot?.querySelector('.nobody') as Element)).to.equal('Nobody found');
  });

  it('names somebody in a room by nick and room', async () => {
    const { name, server, session } = await connectedSession();
    session.dispatch({ kind: 'room-entering', room: 'lobby@rooms.example.org' as BareJid, nick: 'alice' });
    const element = await chat(name);

    server.receive(
      message('lobby@rooms.example.org/Mira', 'psst').replace(
        '</message>',
        '<x xmlns="http://jabber.org/protocol/muc#user"/></message>',
      ),
    );
    await waitUntil(() => names(element).includes('Mira (lobby)'));
    byRole(element, 'button', /^Mira/).click();
    await waitUntil(() => bodies(element).join() === 'psst');

    expect(byRole(element, 'region', 'Mira (lobby)')).to.exist;
    expect(element.peer).to.equal('lobby@rooms.example.org/Mira');
  });

  it('invites to write an address where there are no contacts', async () => {
    const { name, server } = await connectedSession('zoe@example.org');
    server.receive(`<iq xmlns="jabber:client" type="set" id="r1"><query xmlns="jabber:iq:roster">
      <item jid="bob@example.org" subscription="remove"/></query></iq>`);
    server.receive(`<iq xmlns="jabber:client" type="set" id="r2"><query xmlns="jabber:iq:roster">
      <item jid="carol@example.org" subscription="remove"/></query></iq>`);
    const element = await chat(name);

    await waitUntil(() =>
      shownText(element.shadowRoot?.querySelector('.nobody') as Element).includes('No contacts yet'),
    );
  });

  it('keeps whom somebody chose while they were still being signed in', async () => {
    const { name, session, server } = fakeSession();
    let letIn: () => void = () => undefined;
    server.hold = new Promise((resolve) => (letIn = resolve));
    const element = await chat(name, { service: SERVICE, domain: 'example.org' });
    void session.connect({ jid: 'alice', password: 'secret' });
    await element.updateComplete;
    await waitUntil(() => allByRole(element, 'textbox', 'Find or add a contact').length);

    element.openConversation(BOB);
    await element.updateComplete;
    expect(element.peer).to.equal(BOB);
    letIn();
    await waitUntil(() => session.status === 'online');
    await element.updateComplete;

    expect(element.peer).to.equal(BOB);
  });

  it('shows nobody’s conversations after signing out', async () => {
    const { name, session } = await connectedSession();
    const element = await chat(name);
    await waitUntil(() => names(element).length === 2);
    byRole(element, 'button', /^Bob/).click();
    await element.updateComplete;

    await session.signOut();

    await waitUntil(() => shownText(element).length === 0 && allByRole(element, 'log').length === 0);
    expect(element.peer).to.be.undefined;
    expect(element.shadowRoot?.textContent).to.contain('Sign in to chat');
  });
});
