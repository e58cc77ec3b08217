import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/define/xmpp-room.js';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import { fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { allByRole, byRole, nameOf, shownText } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const NS_ITEMS = 'http://jabber.org/protocol/disco#items';
const NS_INFO = 'http://jabber.org/protocol/disco#info';
const MUC = 'rooms.example.org';

interface FakeRoomInfo {
  readonly name?: string;
  readonly info?: string;
  readonly features?: readonly string[];
}

const result = (ns: string, inside: string) =>
  `<iq xmlns="jabber:client" type="result"><query xmlns="${ns}">${inside}</query></iq>`;
const failure = (condition: string) =>
  `<iq xmlns="jabber:client" type="error"><error type="cancel"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`;
const field = (name: string, value: string) => `<field var="${name}"><value>${value}</value></field>`;
/** A room's answer to disco#info, as Prosody gives it. */
const about = (description: string, occupants: number) =>
  `<x xmlns="jabber:x:data" type="result">${field('FORM_TYPE', 'http://jabber.org/protocol/muc#roominfo')}
    ${field('muc#roominfo_description', description)}${field('muc#roominfo_occupants', String(occupants))}</x>`;

const ROOMS: Readonly<Record<string, FakeRoomInfo>> = {
  lobby: { name: 'The Lobby', info: about('Everybody meets here', 3) },
  'chess-club': { name: 'Chess club', info: about('', 0) },
  attic: {},
};

/** A server with these rooms, that tells `pageSize` of them at a time. */
function offer(server: FakeTransport, rooms: Readonly<Record<string, FakeRoomInfo>>, pageSize = Infinity): void {
  server.answers.set(NS_ITEMS, (iq) => {
    if (iq.getAttribute('to') !== MUC) {
      return result(NS_ITEMS, `<item jid="irc.example.org"/><item jid="${MUC}"/><item jid="upload.example.org"/>`);
    }
    const all = Object.entries(rooms);
    const after = iq.querySelector('after')?.textContent;
    const index = after ? all.findIndex(([local]) => `${local}@${MUC}` === after) + 1 : 0;
    const page = all.slice(index, index + pageSize);
    const items = page.map(([local, { name }]) => `<item jid="${local}@${MUC}" ${name ? `name="${name}"` : ''}/>`);
    const set = `<set xmlns="http://jabber.org/protocol/rsm"><first index="${index}">${page[0]?.[0]}@${MUC}</first>
      <last>${page.at(-1)?.[0]}@${MUC}</last><count>${all.length}</count></set>`;
    return result(NS_ITEMS, items.join('') + (pageSize < Infinity ? set : ''));
  });
  server.answers.set(NS_INFO, (iq) => {
    const to = iq.getAttribute('to') ?? '';
    if (to === 'irc.example.org') return result(NS_INFO, '<identity category="conference" type="irc"/>');
    if (to === MUC) return result(NS_INFO, '<identity category="conference" type="text"/>');
    const room = rooms[to.split('@')[0] ?? ''];
    if (!room) return failure('item-not-found');
    const { name = '', info = '', features = [] } = room;
    const list = features.map((name) => `<feature var="${name}"/>`).join('');
    return result(NS_INFO, `<identity category="conference" type="text" name="${name}"/>${list}${info}`);
  });
}

interface Setting {
  readonly element: XmppRoomElement;
  readonly server: FakeTransport;
}

async function directory(
  rooms: Readonly<Record<string, FakeRoomInfo>> = ROOMS,
  { muc = '', pageSize }: { readonly muc?: string; readonly pageSize?: number } = {},
): Promise<Setting> {
  const { name, server } = fakeSession();
  localStorage.clear();
  offer(server, rooms, pageSize);
  const element = await open(name, muc);
  await waitUntil(() => allByRole(element, 'searchbox').length, 'the rooms are here');
  return { element, server };
}

async function open(session: string, muc = ''): Promise<XmppRoomElement> {
  const element = await fixture<XmppRoomElement>(
    html`<xmpp-room
      session=${session}
      service="wss://fake.example/ws"
      domain="example.org"
      anonymous
      nick="Mira"
      muc=${muc}
    ></xmpp-room>`,
  );
  await element.updateComplete;
  return element;
}

const rowsIn = (element: Element) =>
  [...byRole(element, 'list', 'Rooms').querySelectorAll('button')].map((row) =>
    nameOf(row, 'button').replace(/^\p{Lu} /u, ''),
  );
const rowOf = (element: Element, name: RegExp) =>
  byRole<HTMLButtonElement>(byRole(element, 'list', 'Rooms'), 'button', name);
const asked = (server: FakeTransport, ns: string, to: string) =>
  server.requests.filter((iq) => iq.getAttribute('to') === to && iq.firstElementChild?.namespaceURI === ns).length;

/** The room lets us in. */
async function admit({ element, server }: Setting, room: string): Promise<void> {
  const occupant = `${room}@${MUC}/Mira`;
  await waitUntil(() => server.last('presence')?.getAttribute('to') === occupant, 'the room is asked');
  server.receive(`<presence xmlns="jabber:client" from="${occupant}"><x xmlns="http://jabber.org/protocol/muc#user">
    <item affiliation="none" role="participant"/><status code="110"/></x></presence>`);
  server.receive(`<message xmlns="jabber:client" type="groupchat" from="${room}@${MUC}"><subject/></message>`);
  await waitUntil(() => element.joined, 'we are in');
  await element.updateComplete;
}

describe('<xmpp-room> without a room', () => {
  it('lists the rooms of the server’s own service, by name', async () => {
    const { element } = await directory();

    await waitUntil(() => rowsIn(element).join().includes('Everybody meets here'));
    expect(byRole(element, 'heading').textContent).to.equal('Rooms');
    expect(byRole(element, 'region', 'Rooms')).to.exist;
    const lines = rowsIn(element);
    expect(lines).to.have.length(3);
    expect(lines[0]).to.match(/attic$/);
    expect(lines[1]).to.match(/Chess club chess-club 0 here$/);
    expect(lines[2]).to.match(/The Lobby lobby · Everybody meets here 3 here$/);
  });

  it('lists those of the service that the page names', async () => {
    const { element, server } = await directory(ROOMS, { muc: MUC });

    expect(rowsIn(element)).to.have.length(3);
    expect(asked(server, NS_ITEMS, 'example.org')).to.equal(0);
  });

  it('asks only rooms that are seen, each once', async () => {
    const many = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`room${100 + index}`, {}]));
    const { element, server } = await directory(many);
    const isAsked = (local: string) => asked(server, NS_INFO, `${local}@${MUC}`);

    await waitUntil(() => isAsked('room101'));
    expect(isAsked('room189')).to.equal(0);
    rowOf(element, /room189/).scrollIntoView();

    await waitUntil(() => isAsked('room189'));
    expect(isAsked('room101')).to.equal(1);
  });

  it('never lists a room that says that it is hidden', async () => {
    const { element } = await directory({ ...ROOMS, cellar: { name: 'Cellar', features: ['muc_hidden'] } });

    await waitUntil(() => !rowsIn(element).join().includes('Cellar'));
    expect(rowsIn(element)).to.have.length(3);
  });

  it('finds a room by its name or address, and enters the first by Enter', async () => {
    const setting = await directory();
    const { element } = setting;
    const field = byRole<HTMLInputElement>(element, 'searchbox', 'Find a room');

    field.focus();
    await sendKeys({ type: 'CHÉSS' });
    await element.updateComplete;
    expect(rowsIn(element)).to.have.length(1);
    await sendKeys({ press: 'Enter' });

    await admit(setting, 'chess-club');
  });

  it('says that none was found', async () => {
    const { element } = await directory();
    byRole(element, 'searchbox').focus();

    await sendKeys({ type: 'xyz' });

    await waitUntil(() => allByRole(element, 'status').some((status) => shownText(status) === 'No room found'));
  });

  it('loads more rooms on request, until there are none', async () => {
    const { element, server } = await directory(ROOMS, { muc: MUC, pageSize: 2 });
    expect(rowsIn(element)).to.have.length(2);

    byRole(element, 'button', 'More rooms').click();

    await waitUntil(() => rowsIn(element).length === 3);
    expect(allByRole(element, 'button', 'More rooms')).to.be.empty;
    expect(asked(server, NS_ITEMS, MUC)).to.equal(2);
  });

  it('enters the chosen one in place, tells the page, and comes back to the list', async () => {
    const setting = await directory();
    const { element } = setting;
    const told: string[] = [];
    for (const type of ['xmpp-room-joined', 'xmpp-room-left'] as const) {
      element.addEventListener(type, (event) => told.push(`${type} ${event.detail.room}`));
    }

    rowOf(element, /Lobby/).click();
    await admit(setting, 'lobby');
    expect(element.room).to.equal('');
    expect(byRole(element, 'textbox', 'Message')).to.exist;
    byRole(element, 'button', 'Back').click();
    await waitUntil(() => allByRole(element, 'list', 'Rooms').length);

    expect(told).to.deep.equal([`xmpp-room-joined lobby@${MUC}`, `xmpp-room-left lobby@${MUC}`]);
    expect(setting.server.last('presence')?.getAttribute('type')).to.equal('unavailable');
    await waitUntil(() => element.shadowRoot?.activeElement === rowOf(element, /Lobby/));
  });

  it('is one tab stop, with arrows', async () => {
    const { element } = await directory();
    byRole(element, 'searchbox').focus();

    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    await element.updateComplete;

    expect(element.shadowRoot?.activeElement).to.equal(rowOf(element, /Chess/));
    const stops = [...byRole(element, 'list', 'Rooms').querySelectorAll('button')].filter(({ tabIndex }) => !tabIndex);
    expect(stops).to.deep.equal([rowOf(element, /Chess/)]);
    await sendKeys({ press: 'End' });
    expect(element.shadowRoot?.activeElement).to.equal(rowOf(element, /Lobby/));
  });

  it('makes a room', async () => {
    const setting = await directory();
    const { element } = setting;

    byRole(element, 'button', 'Create a room').click();
    await waitUntil(() => element.shadowRoot?.activeElement?.getAttribute('name') === 'room');
    await sendKeys({ type: " Ann's Big Café! " });
    await sendKeys({ press: 'Enter' });

    await admit(setting, 'anns-big-café');
    expect(allByRole(element, 'form', 'Create a room')).to.be.empty;
  });

  it('makes a room and shows its settings, where that is wished', async () => {
    const setting = await directory();
    const { element, server } = setting;
    const NS_OWNER = 'http://jabber.org/protocol/muc#owner';
    server.answers.set(NS_OWNER, () =>
      result(
        NS_OWNER,
        `<x xmlns="jabber:x:data" type="form">${field('FORM_TYPE', 'http://jabber.org/protocol/muc#roomconfig')}
          <field type="text-single" label="Title" var="muc#roomconfig_roomname"/></x>`,
      ),
    );
    byRole(element, 'button', 'Create a room').click();
    await waitUntil(() => element.shadowRoot?.activeElement?.getAttribute('name') === 'room');
    await sendKeys({ type: 'Den' });
    byRole(element, 'checkbox', 'Choose its settings').click();
    byRole(element, 'button', 'Create').click();

    const occupant = `den@${MUC}/Mira`;
    await waitUntil(() => server.last('presence')?.getAttribute('to') === occupant, 'the room is asked');
    server.receive(`<presence xmlns="jabber:client" from="${occupant}"><x xmlns="http://jabber.org/protocol/muc#user">
      <item affiliation="owner" role="moderator"/><status code="110"/><status code="201"/></x></presence>`);
    server.receive(`<message xmlns="jabber:client" type="groupchat" from="den@${MUC}"><subject/></message>`);

    await waitUntil(() => element.shadowRoot?.querySelector('dialog form'), 'its settings');
    expect(element.shadowRoot?.querySelector('dialog')?.getAttribute('aria-label')).to.equal('Room settings');
    byRole(element, 'button', 'Cancel').click();
    await waitUntil(() => !element.shadowRoot?.querySelector('dialog'));
    element.requestUpdate();
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('dialog'), 'once').to.equal(null);
  });

  for (const [what, name, words] of [
    ['a name that is taken', 'Lobby', 'There is a room of that name already.'],
    ['no name', ' !', 'A room’s name needs letters or digits.'],
  ] as const) {
    it(`makes no room of ${what}`, async () => {
      const { element, server } = await directory();

      byRole(element, 'button', 'Create a room').click();
      await waitUntil(() => element.shadowRoot?.activeElement?.getAttribute('name') === 'room');
      await sendKeys({ type: name });
      byRole(element, 'button', 'Create').click();

      await waitUntil(() => allByRole(element, 'alert', words).length);
      expect(server.sent.some((stanza) => stanza.getAttribute('to')?.includes('/'))).to.be.false;
      byRole(element, 'button', 'Cancel').click();
      await element.updateComplete;
      expect(allByRole(element, 'alert')).to.be.empty;
    });
  }

  it('says that there are no rooms yet', async () => {
    const { element } = await directory({});

    expect(shownText(element.shadowRoot?.querySelector('.rooms') as Element)).to.contain(
      'No rooms yet Create the first one. Create a room',
    );
  });

  it('says that the server has none', async () => {
    const { name, server } = fakeSession();
    server.answers.set(NS_ITEMS, () => result(NS_ITEMS, ''));

    const element = await open(name);

    await waitUntil(() => allByRole(element, 'alert', 'This server has no rooms.').length);
  });

  it('says what went wrong, and tries again', async () => {
    const { name, server } = fakeSession();
    server.answers.set(NS_ITEMS, () => failure('remote-server-not-found'));
    const element = await open(name, MUC);
    await waitUntil(() => allByRole(element, 'alert', 'That server cannot be found.').length);
    offer(server, ROOMS);

    byRole(element, 'button', 'Try again').click();

    await waitUntil(() => allByRole(element, 'list', 'Rooms').length);
    expect(rowsIn(element)).to.have.length(3);
  });

  it('says that it is looking', async () => {
    const { name, server } = fakeSession();
    server.hold = new Promise(() => undefined);

    const element = await open(name);

    expect(allByRole(element, 'status').map(shownText)).to.contain('Connecting…');
  });

  it('shows the room that the page names from then on', async () => {
    const setting = await directory();

    setting.element.room = `attic@${MUC}`;

    await admit(setting, 'attic');
    expect(allByRole(setting.element, 'button', 'Back')).to.be.empty;
  });
});
