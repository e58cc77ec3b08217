import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import { allByRole, byRole } from '../support/roles.js';
import { fakeRoom, joinedRoom, LOBBY, type FakeRoom } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

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
  'asking to speak': () => joinedRoom({}, { role: 'visitor' }),
  'where somebody asks to speak': async () => {
    const room = await joinedRoom({}, { role: 'moderator' });
    room.occupant('Nova', { role: 'visitor' });
    room.server.receive(`<message xmlns="jabber:client" from="${LOBBY}"><x xmlns="jabber:x:data" type="form">
      <field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#request</value></field>
      <field var="muc#roomnick"><value>Nova</value></field></x></message>`);
    await waitUntil(() => allByRole(room.element, 'button', 'Approve').length);
    return room;
  },
  'with the menu of its owner': async () => {
    const room = await kept();
    byRole(room.element, 'button', 'Room').click();
    await room.shown();
    const menu = byRole(room.element, 'menu', 'Room');
    await Promise.all(menu.getAnimations().map(({ finished }) => finished));
    return room;
  },
  'being set otherwise': () => keptWith('Room settings'),
  'being set otherwise, narrow and dark': () => keptWith('Room settings', { theme: 'dark' }),
  'with its members': () => keptWith('Members and banned people'),
  'told about': () => keptWith('About this room'),
  'about to be closed': () => keptWith('Close this room…'),
  'closed in favour of another': async () => {
    const room = await joinedRoom();
    room.server.receive(`<presence xmlns="jabber:client" type="unavailable" from="${LOBBY}/Player 42">
      <x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="none" role="none"/>
      <destroy jid="den@rooms.example.org"><reason>We moved</reason></destroy><status code="110"/></x></presence>`);
    await waitUntil(() => allByRole(room.element, 'button', /^Go to/).length);
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

async function kept(attributes: Partial<XmppRoomElement> = {}): Promise<FakeRoom> {
  const room = await joinedRoom(attributes, { role: 'moderator', affiliation: 'owner' });
  const result = (ns: string, inside: string) =>
    `<iq xmlns="jabber:client" type="result"><query xmlns="${ns}">${inside}</query></iq>`;
  const [owner, admin] = ['owner', 'admin'].map((name) => `http://jabber.org/protocol/muc#${name}`) as [string, string];
  const types = [
    'text-single',
    'text-multi',
    'boolean',
    'list-single',
    'list-multi',
    'text-private',
    'jid-multi',
    'fixed',
  ];
  const fields = types.map(
    (
      type,
    ) => `<field var="${type}" type="${type}" label="A ${type}"><desc>More about it</desc><required/><value>a</value>
      <option label="One"><value>a</value></option><option label="Two"><value>b</value></option></field>`,
  );
  const form = `<x xmlns="jabber:x:data" type="form"><instructions>Set it</instructions>${fields.join('')}</x>`;
  room.server.answers.set(owner, () => result(owner, form));
  room.server.answers.set(admin, () =>
    result(admin, '<item affiliation="member" jid="mira@example.org" nick="Mira"/>'),
  );
  return room;
}

/** With a dialog open that its menu opens. */
async function keptWith(item: string, attributes: Partial<XmppRoomElement> = {}): Promise<FakeRoom> {
  const room = await kept(attributes);
  byRole(room.element, 'button', 'Room').click();
  await room.shown();
  byRole(room.element, 'menuitem', item).click();
  const dialog = () => room.element.shadowRoot?.querySelector('dialog :is(form, dl, [role=alert])');
  await waitUntil(dialog);
  // It comes out of nothing.
  await Promise.all(
    dialog()
      ?.closest('dialog')
      ?.getAnimations()
      .map(({ finished }) => finished) ?? [],
  );
  if (item === 'Room settings') {
    // With something wrong in it.
    byRole<HTMLInputElement>(room.element, 'textbox', 'A text-single').value = '';
    byRole<HTMLInputElement>(room.element, 'textbox', 'A jid-multi').value = '@@';
    byRole(room.element, 'button', 'Save').click();
    await room.shown();
  }
  return room;
}
