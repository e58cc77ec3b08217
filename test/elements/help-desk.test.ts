import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define/xmpp-chat.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import { connectedSession, fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { allByRole, shownText } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const DESK = 'support@example.org';
const NS_NICK = 'http://jabber.org/protocol/nick';
const GUEST = { service: 'wss://fake.example/ws', domain: 'guest.example.org', anonymous: '', nick: 'Ada' };
const AWAY = 'support is away. Your message will be delivered when they are back.';

async function chat(session: string, attributes: Record<string, string>): Promise<XmppChatElement> {
  const element = document.createElement('xmpp-chat');
  for (const [name, value] of Object.entries({ session, with: DESK, ...attributes })) element.setAttribute(name, value);
  await fixture(html`<div>${element}</div>`);
  await waitUntil(() => element.status === 'online');
  return element;
}

const said = (server: FakeTransport) => server.sent.filter(({ localName }) => localName === 'message');
const nickIn = (message: Element | undefined) => message?.getElementsByTagNameNS(NS_NICK, 'nick')[0]?.textContent;
const note = (element: XmppChatElement) => allByRole(element, 'status').map(shownText).join('');

/** Says something, and waits until it is on the screen. */
async function say(element: XmppChatElement, text: string): Promise<void> {
  await element.send(text);
  const isShown = (body: Element) => shownText(body) === text;
  await waitUntil(() => [...(element.shadowRoot?.querySelectorAll('[part~=body]') ?? [])].some(isShown));
}

const answer = (content: string) =>
  `<message xmlns="jabber:client" type="chat" from="${DESK}/desk" to="7e57-guest@guest.example.org/test">${content}</message>`;

describe('A help desk', () => {
  it('learns the nickname of a visitor with their first message, and only with that', async () => {
    const { name, server } = fakeSession();
    const element = await chat(name, GUEST);

    await element.send('Hi!');
    await element.send('Is my order on its way?');

    expect(said(server).map(nickIn)).to.deep.equal(['Ada', undefined]);
  });

  it('learns no nickname that there is not', async () => {
    const { name, server } = fakeSession();
    const element = await chat(name, { ...GUEST, nick: '' });

    await element.send('Hi!');

    expect(said(server).map(nickIn)).to.deep.equal([undefined]);
  });

  it('that is a contact knows the visitor by their account', async () => {
    const { name, server } = await connectedSession();
    const element = await chat(name, { with: 'bob@example.org', nick: 'Ada' });

    await element.send('Hi!');

    expect(said(server).map(nickIn)).to.deep.equal([undefined]);
  });

  it('whose agent is not known to be there says so once something was written', async () => {
    const { name } = fakeSession();
    const element = await chat(name, GUEST);
    await waitUntil(() => note(element) === '');

    await element.send('Hi!');

    await waitUntil(() => note(element) === AWAY);
  });

  it('whose agent answers is there', async () => {
    const { name, server } = fakeSession();
    const element = await chat(name, GUEST);
    await element.send('Hi!');
    await waitUntil(() => note(element) === AWAY);

    server.receive(answer('<composing xmlns="http://jabber.org/protocol/chatstates"/>'));
    await waitUntil(() => note(element) === '');
    server.receive(answer('<body>Hello!</body><active xmlns="http://jabber.org/protocol/chatstates"/>'));
    await say(element, 'Good to see you');

    expect(note(element)).to.equal('');
  });

  it('whose agent is seen to be there says nothing', async () => {
    const { name, server } = fakeSession();
    const element = await chat(name, GUEST);
    server.receive(`<presence xmlns="jabber:client" from="${DESK}/desk"/>`);

    await say(element, 'Hi!');

    expect(note(element)).to.equal('');
  });

  it('of which a member asks tells by its presence alone', async () => {
    const { name } = await connectedSession();
    const element = await chat(name, {});

    await say(element, 'Hi!');

    expect(note(element)).to.equal('');
  });
});
