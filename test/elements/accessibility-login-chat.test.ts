import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define/xmpp-chat.js';
import '../../src/define/xmpp-login.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import type { XmppElement } from '../../src/elements/xmpp-element.js';
import { sessionNamed } from '../../src/session/registry.js';
import { connectedSession, fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { offerBlocking, rosterPush } from '../support/roster.js';
import { allByRole, byRole } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const SERVICE = 'wss://fake.example/ws';
const FORM = { service: SERVICE, domain: 'example.org', anonymous: '' };
const GUEST = { service: SERVICE, domain: 'guest.example.org', anonymous: '', with: 'support@example.org' };

/** One state of an element: what it takes to be in it, and how one knows that it is. */
interface State {
  readonly what: string;
  readonly tag: 'xmpp-login' | 'xmpp-chat';
  readonly attributes?: Record<string, string>;
  /** Signed in already. */
  readonly isOnline?: boolean;
  readonly width?: number;
  prepare?(server: FakeTransport): void;
  act?(element: XmppElement, server: FakeTransport): unknown;
  is(element: XmppElement): unknown;
}

const never = new Promise<void>(() => undefined);

const message = (from: string, body: string) =>
  `<message xmlns="jabber:client" type="chat" from="${from}/p" to="alice@example.org/test" id="${body}"><body>${body}</body></message>`;

function say(server: FakeTransport): void {
  server.receive('<presence xmlns="jabber:client" from="bob@example.org/p"><status>Out</status></presence>');
  server.receive('<presence xmlns="jabber:client" from="carol@example.org/p"><show>dnd</show></presence>');
  server.receive(message('bob@example.org', 'Hello, see https://example.org'));
  server.receive(message('carol@example.org', 'Are you there?'));
}

/** A server that wants to know a lot of whoever wants an account. */
function askALot(server: FakeTransport): void {
  server.answers.set(
    'jabber:iq:register',
    () => `<iq xmlns="jabber:client" type="result"><query xmlns="jabber:iq:register"><x xmlns="jabber:x:data" type="form">
      <instructions>Welcome to our server.</instructions>
      <field label="User" var="username"/><field type="text-private" label="Password" var="password"/>
      <field type="fixed"><value>About you</value></field><field label="Town" var="town"/>
      <field type="list-single" label="Team" var="team"><option label="Reds"><value>a</value></option></field>
      <field type="boolean" label="Send me news" var="news"/></x></query></iq>`,
  );
}

/** What is half transparent yet has not its colours yet. */
function isFading(element: Element): boolean {
  return (element.shadowRoot?.getAnimations() ?? []).some(
    (animation) => animation.playState === 'running' && animation.effect?.getTiming().iterations !== Infinity,
  );
}

async function openBob(element: XmppElement): Promise<void> {
  await waitUntil(() => allByRole(element, 'button', /^Bob/).length);
  byRole(element, 'button', /^Bob/).click();
}

async function openMenu(element: XmppElement, item?: string): Promise<void> {
  await waitUntil(() => allByRole(element, 'button', 'Options for Bob').length);
  byRole(element, 'button', 'Options for Bob').click();
  await waitUntil(() => allByRole(element, 'menuitem').length);
  if (item) byRole(element, 'menuitem', item).click();
}

const block = (element: XmppElement, server: FakeTransport, jids: readonly string[], features?: string) =>
  offerBlocking({ server, session: sessionNamed(element.session) }, jids, features);

const states: readonly State[] = [
  { what: 'the form', tag: 'xmpp-login', attributes: FORM, is: (element) => byRole(element, 'form') },
  {
    what: 'a form that makes an account',
    tag: 'xmpp-login',
    attributes: { ...FORM, register: '' },
    prepare: askALot,
    act: (element) => byRole(element, 'button', 'Create account').click(),
    is: (element) => allByRole(element, 'combobox', 'Team').length,
  },
  {
    what: 'a way to where accounts are made',
    tag: 'xmpp-login',
    attributes: { ...FORM, register: '' },
    prepare: ({ answers }) =>
      void answers.set(
        'jabber:iq:register',
        () => `<iq xmlns="jabber:client" type="result"><query xmlns="jabber:iq:register">
          <x xmlns="jabber:x:oob"><url>https://example.org/new</url></x></query></iq>`,
      ),
    act: (element) => byRole(element, 'button', 'Create account').click(),
    is: (element) => element.shadowRoot?.querySelector('a'),
  },
  {
    what: 'a failed sign-in',
    tag: 'xmpp-login',
    attributes: FORM,
    prepare: (server) => (server.refusal = 'not-authorized'),
    act: (element) => element.connect({ jid: 'alice', password: 'no' }).catch(() => undefined),
    is: (element) => byRole(element, 'alert').textContent,
  },
  {
    what: 'a field that is wrong',
    tag: 'xmpp-login',
    attributes: FORM,
    act: (element) => byRole(element, 'button', 'Sign in').click(),
    is: (element) => byRole(element, 'alert').textContent,
  },
  {
    what: 'signing in',
    tag: 'xmpp-login',
    attributes: FORM,
    prepare: (server) => void (server.hold = never),
    act: (element) => void element.connect({ jid: 'alice', password: 'x' }).catch(() => undefined),
    is: (element) => allByRole(element, 'button', 'Cancel').length,
  },
  { what: 'being signed in', tag: 'xmpp-login', isOnline: true, is: (element) => byRole(element, 'combobox') },
  {
    what: 'the one-line bar',
    tag: 'xmpp-login',
    isOnline: true,
    attributes: { compact: '' },
    width: 600,
    is: (element) => byRole(element, 'combobox'),
  },
  {
    what: 'reconnecting',
    tag: 'xmpp-login',
    isOnline: true,
    act: (_, server) => {
      server.hold = never;
      server.drop();
    },
    is: (element) => allByRole(element, 'button', 'Try now').length,
  },
  {
    what: 'being replaced elsewhere',
    tag: 'xmpp-login',
    attributes: FORM,
    act: async (element, server) => {
      await element.connect({ anonymous: true });
      server.drop('conflict');
    },
    is: (element) => allByRole(element, 'button', 'Sign in again').length,
  },
  { what: 'not being signed in', tag: 'xmpp-chat', is: (element) => element.shadowRoot?.querySelector('.panel') },
  {
    what: 'an address that is none',
    tag: 'xmpp-chat',
    attributes: { with: 'a@b@c' },
    is: (element) => byRole(element, 'alert'),
  },
  {
    what: 'connecting',
    tag: 'xmpp-chat',
    attributes: GUEST,
    prepare: (server) => void (server.hold = never),
    is: (element) => element.shadowRoot?.querySelector('.skeleton'),
  },
  {
    what: 'a connection that failed',
    tag: 'xmpp-chat',
    attributes: GUEST,
    prepare: (server) => (server.refusal = 'not-authorized'),
    is: (element) => allByRole(element, 'alert').length,
  },
  {
    what: 'an empty conversation',
    tag: 'xmpp-chat',
    attributes: GUEST,
    is: (element) => allByRole(element, 'log').length,
  },
  {
    what: 'a conversation',
    tag: 'xmpp-chat',
    isOnline: true,
    attributes: { with: 'bob@example.org' },
    act: (_, server) => say(server),
    is: (element) => element.shadowRoot?.querySelector('[part~=body]'),
  },
  {
    what: 'the contacts',
    tag: 'xmpp-chat',
    isOnline: true,
    act: (_, server) => say(server),
    is: (element) => allByRole(element, 'button', /unread/).length === 2,
  },
  {
    what: 'the offer to write to a stranger',
    tag: 'xmpp-chat',
    isOnline: true,
    act: (element) => {
      const box = byRole<HTMLInputElement>(element, 'textbox', 'Find or add a contact');
      box.value = 'dave';
      box.dispatchEvent(new InputEvent('input'));
    },
    is: (element) => allByRole(element, 'button', /^Start/).length,
  },
  {
    what: 'contacts and conversation side by side',
    tag: 'xmpp-chat',
    isOnline: true,
    width: 720,
    act: (element, server) => {
      say(server);
      return openBob(element);
    },
    is: (element) => element.shadowRoot?.querySelector('[part~=body]'),
  },
  {
    what: 'a conversation in place of the contacts',
    tag: 'xmpp-chat',
    isOnline: true,
    act: (element, server) => {
      say(server);
      return openBob(element);
    },
    is: (element) => allByRole(element, 'button', 'Back').length,
  },
  {
    what: 'the menu of a contact',
    tag: 'xmpp-chat',
    isOnline: true,
    act: (element) => openMenu(element),
    is: (element) => byRole(element, 'menu'),
  },
  {
    what: 'the groups of a contact to choose, and a group that is folded',
    tag: 'xmpp-chat',
    isOnline: true,
    act: async (element, server) => {
      rosterPush(server, '<item jid="carol@example.org" subscription="to"><group>Work</group></item>');
      await waitUntil(() => allByRole(element, 'button', /^Work/).length);
      byRole(element, 'button', /^Work/).click();
      await openMenu(element, 'Groups…');
    },
    is: (element) => allByRole(element, 'checkbox', 'Work').length,
  },
  {
    what: 'the question whether to remove a contact',
    tag: 'xmpp-chat',
    isOnline: true,
    act: (element) => openMenu(element, 'Remove…'),
    is: (element) => allByRole(element, 'form', 'Remove…').length,
  },
  {
    what: 'the card of a contact',
    tag: 'xmpp-chat',
    isOnline: true,
    act: async (element, server) => {
      const card = '<FN>Robert</FN><URL>https://example.org</URL><DESC>I build things.</DESC>';
      server.answers.set(
        'vcard-temp',
        () => `<iq xmlns="jabber:client" type="result"><vCard xmlns="vcard-temp">${card}</vCard></iq>`,
      );
      await openMenu(element, 'About');
    },
    is: (element) => allByRole(element, 'region', 'As they describe themselves').length,
  },
  {
    what: 'the question why somebody is reported',
    tag: 'xmpp-chat',
    isOnline: true,
    act: async (element, server) => {
      await block(element, server, [], '<feature var="urn:xmpp:reporting:1"/>');
      await openMenu(element, 'Block and report…');
    },
    is: (element) => allByRole(element, 'form', 'Block and report…').length,
  },
  {
    what: 'requests',
    tag: 'xmpp-chat',
    isOnline: true,
    act: (_, server) => {
      for (const name of ['dan', 'eve']) {
        server.receive(`<presence xmlns="jabber:client" from="${name}@example.org" type="subscribe">
          <status>From chess</status></presence>`);
      }
    },
    is: (element) => allByRole(element, 'button', 'Accept').length === 2,
  },
  {
    what: 'somebody who could not be added',
    tag: 'xmpp-chat',
    isOnline: true,
    act: async (element, server) => {
      server.answers.delete('jabber:iq:roster');
      const box = byRole<HTMLInputElement>(element, 'textbox', 'Find or add a contact');
      box.value = 'zoe';
      box.dispatchEvent(new InputEvent('input'));
      await waitUntil(() => allByRole(element, 'button', /Add zoe/).length);
      byRole(element, 'button', /Add zoe/).click();
    },
    is: (element) => allByRole(element, 'alert').length,
  },
  {
    what: 'a launcher that counts',
    tag: 'xmpp-chat',
    attributes: { with: 'bob@example.org', launcher: '' },
    isOnline: true,
    width: 56,
    act: (_, server) => say(server),
    is: (element) => allByRole(element, 'button', 'Open chat with Bob, 1 unread').length,
  },
  {
    what: 'a help desk that was opened',
    tag: 'xmpp-chat',
    attributes: { ...GUEST, launcher: '', nick: 'Ada' },
    act: async (element) => {
      await waitUntil(() => allByRole(element, 'button', /^Open chat/).length);
      byRole(element, 'button', /^Open chat/).click();
      await waitUntil(() => element.status === 'online');
      await (element as XmppChatElement).send('Is my order on its way?');
    },
    is: (element) => allByRole(element, 'dialog').some(({ innerText }) => innerText.includes('is away')),
  },
  {
    what: 'a list that was opened by its launcher',
    tag: 'xmpp-chat',
    attributes: { launcher: '', open: '' },
    isOnline: true,
    act: (_, server) => say(server),
    is: (element) => allByRole(element, 'button', /^Bob/).length,
  },
  {
    what: 'the conversation of a stranger',
    tag: 'xmpp-chat',
    isOnline: true,
    act: async (element, server) => {
      await block(element, server, []);
      server.receive(message('mallory@evil.example', 'Hello'));
      await waitUntil(() => allByRole(element, 'button', /^mallory/).length);
      byRole(element, 'button', /^mallory/).click();
    },
    is: (element) => allByRole(element, 'button', 'Block').length,
  },
  {
    what: 'the conversation of somebody who is blocked',
    tag: 'xmpp-chat',
    isOnline: true,
    width: 720,
    act: async (element, server) => {
      await block(element, server, ['bob@example.org', 'evil.example']);
      await waitUntil(() => allByRole(element, 'button', /^Blocked/).length);
      byRole(element, 'button', /^Blocked/).click();
      await openBob(element);
    },
    is: (element) => allByRole(element, 'button', 'Unblock').length,
  },
  {
    what: 'reconnecting',
    tag: 'xmpp-chat',
    isOnline: true,
    act: (_, server) => {
      server.hold = never;
      server.drop();
    },
    is: (element) => allByRole(element, 'button', 'Try now').length,
  },
];

describe('Accessibility', () => {
  for (const { what, tag, attributes, isOnline, width = 340, prepare, act, is } of states) {
    for (const theme of ['light', 'dark'] as const) {
      it(`<${tag}> has no barrier that axe knows, with ${what}, ${theme}`, async () => {
        const { name, server } = isOnline ? await connectedSession() : fakeSession();
        prepare?.(server);
        const element = document.createElement(tag);
        for (const [key, value] of Object.entries({ session: name, theme, ...attributes })) {
          element.setAttribute(key, value);
        }
        element.style.inlineSize = `${width}px`;
        await fixture(html`<div>${element}</div>`);
        await element.updateComplete;

        await act?.(element, server);
        await waitUntil(() => is(element));
        await element.updateComplete;
        await waitUntil(() => !isFading(element));

        await expect(element).to.be.accessible();
      });
    }
  }
});
