import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import { allByRole, byRole } from '../support/roles.js';
import { fakeRoom, joinedRoom, LOBBY, type FakeRoom } from '../support/room.js';

/** Every face of a room, by what brings it about. */
const states: Readonly<Record<string, () => Promise<FakeRoom>>> = {
  'without a room': () => fakeRoom({ room: '' }),
  'with rooms to choose from': () => withRooms(),
  'with rooms to choose from, narrow and dark': async () => {
    const room = await withRooms({ theme: 'dark' });
    room.element.style.inlineSize = '344px';
    byRole(room.element, 'button', 'Create a room').click();
    await waitUntil(() => allByRole(room.element, 'form', 'Create a room').length);
    return room;
  },
  'with a malformed address': () => fakeRoom({ room: 'a b@c' }),
  'before anybody signed in': () => fakeRoom({ anonymous: false }),
  'waiting to be connected': () => fakeRoom({ noAutoConnect: true }),
  connecting: async () => {
    const room = await fakeRoom({ noAutoConnect: true });
    room.server.hold = new Promise(() => {});
    void room.element.connect();
    await room.shown();
    return room;
  },
  'that cannot be reached': async () => {
    const room = await fakeRoom({ noAutoConnect: true });
    room.server.refusal = 'service-unreachable';
    await room.element.connect().catch(() => undefined);
    await room.shown();
    return room;
  },
  'asking for a nickname': async () => {
    const room = await fakeRoom({ nick: '' });
    await waitUntil(() => allByRole(room.element, 'textbox', 'Nickname').length);
    return room;
  },
  'asking for a password': async () => {
    const room = await fakeRoom();
    await waitUntil(() => room.server.sent.some((sent) => sent.getAttribute('to') === `${LOBBY}/Player 42`));
    room.refuse('not-authorized');
    await room.shown();
    return room;
  },
  'where nobody has spoken': () => joinedRoom(),
  'full of life': talking,
  'full of life, narrow': async () => {
    const room = await talking();
    room.element.style.inlineSize = '344px';
    await room.shown();
    return room;
  },
  'full of life, in the dark': async () => {
    const room = await talking();
    room.element.theme = 'dark';
    await room.shown();
    return room;
  },
  'full of life, read further up': async () => {
    const room = await talking();
    for (let index = 0; index < 40; index += 1) room.say('Nova', `line ${index}`);
    await room.shown();
    (room.element.shadowRoot?.querySelector('[role=log]') as Element).scrollTop = -300;
    await waitUntil(() => allByRole(room.element, 'button', /^Jump/).length);
    return room;
  },
  'with many occupants': async () => {
    const room = await joinedRoom();
    for (let index = 0; index < 150; index += 1) room.occupant(`player${index}`, { status: 'playing' });
    await room.shown();
    return room;
  },
  'with somebody to call by name': async () => {
    const room = await joinedRoom();
    for (const nick of ['Nova', 'Noah']) room.occupant(nick);
    await room.shown();
    byRole(room.element, 'textbox', 'Message').focus();
    await sendKeys({ type: '@no' });
    await waitUntil(() => allByRole(room.element, 'option').length === 2);
    return room;
  },
  'in slow mode, in the dark': async () => {
    const room = await fakeRoom({ theme: 'dark', noAutoConnect: true });
    const form = `<x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE">
      <value>http://jabber.org/protocol/muc#roominfo</value></field>
      <field var="muc#roominfo_slow_mode_duration"><value>20</value></field></x>`;
    room.server.answers.set(
      'http://jabber.org/protocol/disco#info',
      () =>
        `<iq xmlns="jabber:client" type="result"><query xmlns="http://jabber.org/protocol/disco#info">${form}</query></iq>`,
    );
    await room.element.connect();
    await room.admit();
    room.say('Player 42', 'Hello');
    await room.shown();
    return room;
  },
  'with all emojis': () => withEmojis(),
  'with all emojis, in the dark': () => withEmojis({ theme: 'dark' }),
  'with emojis proposed': async () => {
    const room = await joinedRoom();
    byRole(room.element, 'textbox', 'Message').focus();
    await sendKeys({ type: ':smi' });
    await waitUntil(() => allByRole(room.element, 'option').length === 6);
    return room;
  },
  reconnecting: async () => {
    const room = await talking();
    room.server.refusal = 'connection-lost';
    room.server.drop();
    await room.shown();
    return room;
  },
  'closed from elsewhere': async () => {
    const room = await talking();
    room.server.drop('conflict');
    await room.shown();
    return room;
  },
  'one was kicked from': async () => {
    const room = await joinedRoom();
    room.gone('Player 42', { codes: [307, 110], reason: 'spam' });
    await room.shown();
    return room;
  },
};

async function withRooms(attributes: Partial<XmppRoomElement> = {}): Promise<FakeRoom> {
  const room = await fakeRoom({ room: '', muc: 'rooms.example.org', noAutoConnect: true, ...attributes });
  const answer = (ns: string, inside: string) => () =>
    `<iq xmlns="jabber:client" type="result"><query xmlns="http://jabber.org/protocol/${ns}">${inside}</query></iq>`;
  const field = (name: string, value: string) => `<field var="${name}"><value>${value}</value></field>`;
  const info = `<identity category="conference" type="text" name="The Lobby"/><x xmlns="jabber:x:data" type="result">
    ${field('FORM_TYPE', 'http://jabber.org/protocol/muc#roominfo')}${field('muc#roominfo_description', 'All meet here')}
    ${field('muc#roominfo_occupants', '3')}</x>`;
  const items = '<item jid="lobby@rooms.example.org"/><item jid="attic@rooms.example.org"/>';
  room.server.answers.set('http://jabber.org/protocol/disco#items', answer('disco#items', items));
  room.server.answers.set('http://jabber.org/protocol/disco#info', answer('disco#info', info));
  await room.element.connect();
  await waitUntil(() => allByRole(room.element, 'button', /The Lobby/).length === 2);
  return room;
}

async function withEmojis(attributes: Partial<XmppRoomElement> = {}): Promise<FakeRoom> {
  const room = await joinedRoom(attributes);
  byRole(room.element, 'button', 'Emoji').click();
  await waitUntil(() => allByRole(room.element, 'dialog', 'Emoji').length);
  const fading = room.element.shadowRoot?.getAnimations().map(({ finished }) => finished) ?? [];
  await Promise.all(fading);
  return room;
}

async function talking(): Promise<FakeRoom> {
  const room = await joinedRoom({ maxLength: 100 });
  room.occupant('Nova', { role: 'moderator', show: 'away' });
  room.occupant('Mira', { status: 'playing' });
  room.say('Mira', 'long ago', { at: new Date('2024-05-01T12:00:00Z') });
  room.say('Nova', 'Player 42: look at https://example.org/ please');
  room.say('Nova', 'word '.repeat(2000));
  room.gone('Mira', { codes: [307] });
  room.element.send('Hello').catch(() => undefined); // The room ends before it can be sent.
  const failing = room.element.send('No').catch((error: unknown) => error);
  await room.shown();
  room.server
    .receive(`<message xmlns="jabber:client" type="error" id="${room.server.last('message')?.id}" from="${LOBBY}">
    <error type="auth"><forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);
  await failing;
  await room.shown();
  return room;
}

describe('A room for everybody', () => {
  for (const [state, bring] of Object.entries(states)) {
    it(`is accessible ${state}`, async () => {
      const { element } = await bring();

      await expect(element).to.be.accessible();
    });
  }
});
