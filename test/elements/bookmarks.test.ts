import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define/xmpp-room.js';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import { connectedSession, fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { allByRole, byRole, nameOf, shownText } from '../support/roles.js';
import { fakeRoom, LOBBY, type FakeRoom } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const MUC = 'rooms.example.org';
const NS = 'urn:xmpp:bookmarks:1';
const PUBSUB = 'http://jabber.org/protocol/pubsub';
const ITEMS = 'http://jabber.org/protocol/disco#items';
const INFO = 'http://jabber.org/protocol/disco#info';
const PRIVATE = 'jabber:iq:private';

const result = (inside: string) => `<iq xmlns="jabber:client" type="result">${inside}</iq>`;
const FAILURE = `<iq xmlns="jabber:client" type="error"><error type="cancel">
  <item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`;
const item = (room: string, name: string, more = '') =>
  `<item id="${room}"><conference xmlns="${NS}" name="${name}" autojoin="true">${more}</conference></item>`;
const TEA = item(`tea@${MUC}`, 'Tea time', '<nick>Ali</nick><password>biscuits</password>');

/** A server with two rooms, and what is kept of them. */
function offer(server: FakeTransport, kept: string | null, old = ''): void {
  server.answers.set(ITEMS, (iq) =>
    result(
      iq.getAttribute('to') === MUC
        ? `<query xmlns="${ITEMS}"><item jid="lobby@${MUC}" name="Lobby"/><item jid="tea@${MUC}" name="Tea"/></query>`
        : `<query xmlns="${ITEMS}"><item jid="${MUC}"/></query>`,
    ),
  );
  server.answers.set(INFO, () =>
    result(`<query xmlns="${INFO}"><identity category="conference" type="text"/></query>`),
  );
  server.answers.set(PUBSUB, (iq) => {
    if (iq.getAttribute('type') === 'set') return result('');
    if (iq.querySelector('items')?.getAttribute('node') !== NS || kept === null) return FAILURE;
    return result(`<pubsub xmlns="${PUBSUB}"><items node="${NS}">${kept}</items></pubsub>`);
  });
  server.answers.set(PRIVATE, () =>
    result(`<query xmlns="${PRIVATE}"><storage xmlns="storage:bookmarks">${old}</storage></query>`),
  );
}

async function member(kept: string | null = TEA, old?: string, more = {}) {
  const { name, server, session } = await connectedSession();
  localStorage.clear();
  offer(server, kept, old);
  const element = await fixture<XmppRoomElement>(html`<xmpp-room session=${name}></xmpp-room>`);
  Object.assign(element, more);
  await waitUntil(() => allByRole(element, 'searchbox').length, 'the rooms are here');
  await waitUntil(() => server.requests.some((iq) => iq.querySelector(`items[node="${NS}"]`)), 'asked');
  await waitUntil(() => allByRole(element, 'button', /^(Keep|Remove)/).length, 'offered');
  return { element, server, session };
}

const listed = (element: Element, name: string) =>
  allByRole(element, 'list', name).flatMap((list) =>
    [...list.querySelectorAll<HTMLElement>('.room .name')].map((each) => each.textContent?.trim()),
  );
const yours = (element: Element) => listed(element, 'Your rooms');
const others = (element: Element) => listed(element, 'Rooms');
const notify = (server: FakeTransport, inside: string, from = 'alice@example.org') =>
  server.receive(`<message xmlns="jabber:client" type="headline" from="${from}">
    <event xmlns="http://jabber.org/protocol/pubsub#event"><items node="${NS}">${inside}</items></event></message>`);

describe('The rooms that somebody keeps', () => {
  it('stand first, and are entered by nobody but them', async () => {
    const { element, server } = await member();

    expect(yours(element)).to.deep.equal(['Tea time']);
    expect(others(element)).to.deep.equal(['Lobby']);
    const entries = server.sent.filter((stanza) => stanza.getAttribute('to')?.startsWith(`tea@${MUC}/`));
    expect(entries, 'autojoin is no reason').to.be.empty;
    expect(shownText(element.shadowRoot?.querySelector('section') as Element)).not.to.match(/biscuits|Ali/);
  });

  it('are entered with the nickname and the password that are kept', async () => {
    const { element, server } = await member();

    (byRole(element, 'list', 'Your rooms').querySelector('.room') as HTMLElement).click();

    await waitUntil(() => server.last('presence')?.getAttribute('to') === `tea@${MUC}/Ali`);
    expect(server.last('presence')?.querySelector('password')?.textContent).to.equal('biscuits');
  });

  it('are kept and given up by a button', async () => {
    const { element, server } = await member('');
    byRole(element, 'button', 'Keep the room Lobby').click();
    await waitUntil(() => yours(element).length === 1);
    const publish = server.requests.findLast((iq) => iq.querySelector('publish'));
    expect(publish?.querySelector('item')?.id).to.equal(`lobby@${MUC}`);
    expect(publish?.querySelector('field[var="pubsub#access_model"]')?.textContent?.trim()).to.equal('whitelist');

    byRole(element, 'button', 'Remove Lobby from your rooms').click();
    await waitUntil(() => yours(element).length === 0);
    const retract = server.requests.findLast((iq) => iq.querySelector('retract'));
    expect(retract?.querySelector('item')?.id).to.equal(`lobby@${MUC}`);
  });

  it('follow what another client of theirs keeps, and nobody else’s word', async () => {
    const { element, server } = await member();

    notify(server, item(`evil@${MUC}`, 'Evil'), 'mallory@example.org');
    notify(server, item(`chess@${MUC}`, 'Chess'));
    await waitUntil(() => yours(element).length === 2);
    expect(yours(element)).to.deep.equal(['Chess', 'Tea time']);

    notify(server, `<retract id="tea@${MUC}"/>`);
    await waitUntil(() => yours(element).length === 1);
    expect(yours(element)).to.deep.equal(['Chess']);
  });

  it('are read as older clients kept them, where there is nothing newer', async () => {
    const { element } = await member(null, `<conference jid="tea@${MUC}" name="Old tea"/><conference jid="x"/>`);

    expect(yours(element)).to.deep.equal(['Old tea']);
  });

  it('are no more than anybody could want, whatever the server says', async () => {
    const many = Array.from({ length: 700 }, (_, index) => item(`r${index}@${MUC}`, `Room ${index}`)).join('');
    const { session } = await member(`${many}<item id="nobody"/><item><conference xmlns="${NS}"/></item>`);

    expect(session.stores.bookmarks.value.size).to.equal(500);
  });

  it('are found by what is looked for', async () => {
    const { element } = await member();
    const field = byRole<HTMLInputElement>(element, 'searchbox');
    field.value = 'lobb';
    field.dispatchEvent(new InputEvent('input'));
    await element.updateComplete;

    expect(yours(element)).to.be.empty;
    expect(others(element)).to.deep.equal(['Lobby']);
  });

  it('are nothing for guests', async () => {
    const { name, server } = fakeSession();
    offer(server, TEA);
    const element = await fixture<XmppRoomElement>(
      html`<xmpp-room session=${name} service="wss://fake.example/ws" domain="example.org" anonymous></xmpp-room>`,
    );
    await waitUntil(() => others(element).length === 2, 'the rooms are here');

    expect(server.requests.some((iq) => iq.querySelector(`items[node="${NS}"]`))).to.equal(false);
    expect(allByRole(element, 'button').filter((button) => /Keep|your rooms/.test(nameOf(button)))).to.be.empty;
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`meet no barrier that axe knows, ${theme}`, async () => {
      const { element } = await member(TEA, undefined, { theme });
      await expect(element).to.be.accessible();
    });
  }
});

describe('The menu of a room', () => {
  const ACCOUNT = { anonymous: false, jid: 'alice@example.org', password: 'secret' };

  async function within(attributes = {}, kept: string | null = ''): Promise<FakeRoom> {
    const room = await fakeRoom({ anonymous: false, noAutoConnect: true });
    offer(room.server, kept);
    if (kept === null) room.server.answers.delete(PRIVATE);
    Object.assign(room.element, { ...ACCOUNT, noAutoConnect: false, ...attributes });
    await room.admit('Ali');
    return room;
  }

  async function menuItem(room: FakeRoom): Promise<HTMLElement> {
    await waitUntil(() => allByRole(room.element, 'button', 'Room').length, 'there is a menu');
    byRole(room.element, 'button', 'Room').click();
    await waitUntil(() => allByRole(room.element, 'menuitemcheckbox').length, 'offered');
    return byRole(room.element, 'menuitemcheckbox', 'Keep in your rooms');
  }

  const isChecked = (item: HTMLElement) => item.getAttribute('aria-checked') === 'true';

  it('says whether somebody keeps it, and keeps it or gives it up by one press', async () => {
    const room = await within();
    const item = await menuItem(room);
    expect(isChecked(item)).to.equal(false);

    item.click();
    await waitUntil(() => isChecked(item), 'kept');
    const publish = room.server.requests.findLast((iq) => iq.querySelector('publish'));
    expect(publish?.querySelector('item')?.id).to.equal(LOBBY);
    expect(publish?.querySelector('nick')?.textContent).to.equal('Ali');
    expect(allByRole(room.element, 'menu'), 'what came of it is seen').to.have.length(1);

    item.click();
    await waitUntil(() => !isChecked(item), 'given up');
    expect(room.server.requests.findLast((iq) => iq.querySelector('retract'))?.querySelector('item')?.id).to.equal(
      LOBBY,
    );
  });

  it('follows what another client of theirs does', async () => {
    const room = await within({}, item(LOBBY, 'Lobby'));
    const box = await menuItem(room);
    expect(isChecked(box)).to.equal(true);

    notify(room.server, `<retract id="${LOBBY}"/>`);
    await waitUntil(() => !isChecked(box));
  });

  it('says why a room was not kept, and no longer when it is opened again', async () => {
    const room = await within();
    const box = await menuItem(room);
    room.server.answers.set(PUBSUB, () => FAILURE.replaceAll('item-not-found', 'forbidden'));

    box.click();
    await waitUntil(() => allByRole(room.element, 'alert').length, 'told');
    expect(isChecked(box)).to.equal(false);

    byRole(room.element, 'button', 'Room').click();
    await room.shown();
    await menuItem(room);
    expect(allByRole(room.element, 'alert')).to.have.length(0);
  });

  it('offers that to no guests, nor where the server keeps no rooms', async () => {
    for (const room of [await within({ anonymous: true, jid: '', password: '' }), await within({}, null)]) {
      await waitUntil(() => allByRole(room.element, 'button', 'Room').length, 'there is a menu');
      byRole(room.element, 'button', 'Room').click();
      await room.shown();
      expect(allByRole(room.element, 'menuitemcheckbox')).to.have.length(0);
    }
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`meets no barrier that axe knows, ${theme}`, async () => {
      const room = await within({ theme });
      const menu = (await menuItem(room)).closest('.menu') as HTMLElement;
      await Promise.all(menu.getAnimations().map(({ finished }) => finished));
      await expect(room.element).to.be.accessible();
    });
  }
});
