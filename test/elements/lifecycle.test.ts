import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define/all.js';
import { XmppLoginElement } from '../../src/elements/xmpp-login.js';
import { connectedSession, fakeSession } from '../support/fake-transport.js';
import { allByRole, byRole } from '../support/roles.js';
import type { XmppSession } from '../../src/session/session.js';
import { waitUntil } from '../support/wait.js';

const GUESTS = { service: 'wss://fake.example/ws', domain: 'guest.example.org', anonymous: '' };

function make<Name extends 'xmpp-login' | 'xmpp-chat' | 'xmpp-room'>(
  name: Name,
  attributes: Record<string, string>,
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** Counts what elements hold on to outside of themselves: listeners of the session, the stores and the page, and timers. */
function watch(session: XmppSession): { readonly left: () => Record<string, number>; readonly stop: () => void } {
  const counts: Record<string, number> = {};
  const restores: (() => void)[] = [];
  const count = (what: string, by: number) => (counts[what] = (counts[what] ?? 0) + by);

  const countCalls = (target: Record<string, unknown>, method: string, what: string) => {
    const original = target[method] as (...parameters: unknown[]) => () => void;
    const isOwn = Object.hasOwn(target, method);
    target[method] = (...parameters: unknown[]) => {
      const release = original.apply(target, parameters);
      let isHeld = true;
      count(what, 1);
      return () => {
        if (isHeld) count(what, -1);
        isHeld = false;
        release();
      };
    };
    restores.push(() => (isOwn ? (target[method] = original) : delete target[method]));
  };
  countCalls(session as unknown as Record<string, unknown>, 'onEvent', 'session');
  for (const [name, store] of Object.entries(session.stores)) countCalls(store as never, 'subscribe', name);

  for (const [name, target] of [
    ['window', window],
    ['document', document],
  ] as const) {
    const { addEventListener: add, removeEventListener: remove } = target;
    target.addEventListener = (...parameters: unknown[]) => {
      count(`${name} ${String(parameters[0])}`, 1);
      add.apply(target, parameters as never);
    };
    target.removeEventListener = (...parameters: unknown[]) => {
      count(`${name} ${String(parameters[0])}`, -1);
      remove.apply(target, parameters as never);
    };
    restores.push(() => Object.assign(target, { addEventListener: add, removeEventListener: remove }));
  }

  return {
    left: () => Object.fromEntries(Object.entries(counts).filter(([, left]) => left > 0)),
    stop: () => restores.forEach((restore) => restore()),
  };
}

describe('An element of a page', () => {
  it('takes what was set before it was defined', async () => {
    const element = document.createElement('late-login') as XmppLoginElement;
    element.session = fakeSession().name;
    element.domain = 'example.org';
    element.service = 'wss://fake.example/ws';
    const host = await fixture(html`<div>${element}</div>`);
    expect(element.shadowRoot).to.be.null;

    customElements.define('late-login', class extends XmppLoginElement {});
    await element.updateComplete;

    expect(byRole(host.firstElementChild as HTMLElement, 'textbox', 'User name')).to.exist;
  });

  it('connects as it was told where a page asks before it shows it, and tells of it afterwards', async () => {
    const { name, server } = fakeSession();
    const element = make('xmpp-room', {
      session: name,
      ...GUESTS,
      'no-auto-connect': '',
      room: 'lobby@rooms.example.org',
    });
    const told: string[] = [];
    element.addEventListener('xmpp-disconnected', ({ detail }) => told.push(detail.reason));

    await element.connect();
    expect(server.attempts[0]?.credentials).to.include({ kind: 'anonymous', domain: 'guest.example.org' });
    await fixture(html`<div>${element}</div>`);
    await element.updateComplete;
    expect(element.status).to.equal('online');
    await element.disconnect();

    expect(told).to.have.length(1);
  });

  it('keeps its state when it is moved', async () => {
    const { name, session } = await connectedSession();
    const told: string[] = [];
    const host = await fixture<HTMLElement>(
      html`<div>
        <div id="one"></div>
        <div id="two"></div>
      </div>`,
    );
    for (const type of ['xmpp-disconnected', 'xmpp-status']) host.addEventListener(type, () => told.push(type));
    const element = make('xmpp-chat', { session: name, with: 'bob@example.org' });
    host.querySelector('#one')?.append(element);
    await element.updateComplete;
    const box = byRole<HTMLTextAreaElement>(element, 'textbox', 'Message');
    box.value = 'half a sentence';
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await element.updateComplete;

    host.querySelector('#two')?.append(element);
    await element.updateComplete;

    expect(byRole<HTMLTextAreaElement>(element, 'textbox', 'Message').value).to.equal('half a sentence');
    expect(session.status).to.equal('online');
    expect(told).to.be.empty;
  });

  it('goes on with what happened while it was away', async () => {
    const { name, server } = await connectedSession();
    const element = make('xmpp-chat', { session: name, with: 'bob@example.org' });
    const host = await fixture(html`<div>${element}</div>`);
    await element.updateComplete;

    element.remove();
    server.receive(`<message xmlns="jabber:client" type="chat" from="bob@example.org/p" to="alice@example.org/test" id="1">
      <body>meanwhile</body></message>`);
    host.append(element);

    await waitUntil(() => element.shadowRoot?.querySelector('[part~=body]')?.textContent?.includes('meanwhile'));
  });

  it('leaves the session alone when it is removed', async () => {
    const { name, session } = await connectedSession();
    const element = make('xmpp-login', { session: name });
    await fixture(html`<div>${element}</div>`);
    await element.updateComplete;

    element.remove();
    await element.updateComplete;

    expect(session.status).to.equal('online');
  });

  for (const [tag, attributes] of [
    ['xmpp-login', {}],
    ['xmpp-chat', {}],
    ['xmpp-chat', { with: 'bob@example.org' }],
    ['xmpp-chat', { launcher: '', open: '', notifications: '', 'title-badge': '' }],
    ['xmpp-room', { room: 'lobby@rooms.example.org', nick: 'alice' }],
  ] as const) {
    it(`leaves nothing behind after 50 lives of <${[tag, ...Object.keys(attributes)].join(' ')}>`, async () => {
      const { name, session, server } = await connectedSession();
      const host = await fixture(html`<div></div>`);
      const watched = watch(session);
      try {
        for (let life = 0; life < 50; life += 1) {
          const element = make(tag, { session: name, ...attributes });
          host.append(element);
          // Every other one is gone again before it could render.
          if (life % 2) await element.updateComplete;
          element.remove();
          await element.updateComplete;
        }

        // The session itself waits for the room's answer, whoever asked for it.
        server.receive(`<presence xmlns="jabber:client" from="lobby@rooms.example.org/alice">
          <x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="none" role="participant"/>
          <status code="110"/></x></presence>`);
        await waitUntil(() => Object.keys(watched.left()).length === 0, JSON.stringify(watched.left()));
      } finally {
        watched.stop();
      }
    });
  }
});

describe('Elements of one session', () => {
  it('share one connection: three rooms and a chat', async () => {
    const { name, server, session } = fakeSession();
    const rooms = ['one', 'two', 'three'].map((room) => `${room}@rooms.example.org`);
    const common = { session: name, nick: 'Mira' };
    await fixture(html`
      <div>
        ${make('xmpp-room', { ...common, ...GUESTS, room: rooms[0] ?? '' })}
        ${rooms.slice(1).map((room) => make('xmpp-room', { ...common, room }))}
        ${make('xmpp-chat', { session: name, with: 'support@example.org' })}
      </div>
    `);

    await session.stores.connection.waitFor(({ status }) => status === 'online');
    const joined = () =>
      server.sent.filter(({ localName }) => localName === 'presence').map((sent) => sent.getAttribute('to'));
    await waitUntil(() => rooms.every((room) => joined().includes(`${room}/Mira`)));

    expect(server.attempts).to.have.length(1);
  });

  it('sign in together, by the form of one of them', async () => {
    const { name } = fakeSession();
    const login = make('xmpp-login', { session: name, service: 'wss://fake.example/ws', domain: 'example.org' });
    const chat = make('xmpp-chat', { session: name, with: 'bob@example.org' });
    await fixture(html`<div>${login}${chat}</div>`);
    await login.updateComplete;
    expect(chat.status).to.equal('offline');

    await login.connect({ jid: 'alice', password: 'secret' });

    await waitUntil(() => allByRole(chat, 'textbox', 'Message').length === 1);
    expect(chat.status).to.equal('online');
  });

  it('are told when they want different things: the first one decides', async () => {
    const { name, server, session } = fakeSession();
    const errors: { element: Element; condition: string }[] = [];
    const host = await fixture<HTMLElement>(html`<div></div>`);
    host.addEventListener('xmpp-error', ({ target, detail }) =>
      errors.push({ element: target as Element, condition: detail.condition }),
    );
    const first = make('xmpp-login', { session: name, ...GUESTS });
    const second = make('xmpp-chat', { session: name, ...GUESTS, service: 'wss://other.example/ws' });

    host.append(first, second);
    await second.updateComplete;

    expect(errors).to.deep.equal([{ element: second, condition: 'configuration-conflict' }]);
    await session.connect({ anonymous: true });
    expect(server.attempts.map(({ services }) => services)).to.deep.equal([['wss://fake.example/ws']]);
  });

  it('of another name have another connection', async () => {
    const one = await connectedSession();
    const other = fakeSession();
    const element = make('xmpp-chat', { session: one.name });
    await fixture(html`<div>${element}</div>`);
    expect(element.status).to.equal('online');

    element.session = other.name;
    await element.updateComplete;

    expect(element.status).to.equal('offline');
  });
});
