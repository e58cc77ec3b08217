import { expect } from '@open-wc/testing';
import { useFakeTimers, type SinonFakeTimers } from 'sinon';
import { RosterController } from '../../src/controllers/roster-controller.js';
import type { BareJid, Jid } from '../../src/core/jid.js';
import { BOB, ROOM } from '../support/events.js';
import { connectedSession } from '../support/fake-transport.js';
import { host, type TestHost } from '../support/host.js';
import { groupchat, joined } from '../support/rooms.js';
import { offerBlocking, rosterPush } from '../support/roster.js';

const CAROL = 'carol@example.org' as Jid;
const message = (from: string, body: string) =>
  `<message xmlns="jabber:client" from="${from}" type="chat" id="${body}"><body>${body}</body></message>`;
const presence = (from: string, inside = '', type = '') =>
  `<presence xmlns="jabber:client" from="${from}"${type && ` type="${type}"`}>${inside}</presence>`;

describe('RosterController', () => {
  let fake: Awaited<ReturnType<typeof connectedSession>>;
  let clock: SinonFakeTimers;
  let element: TestHost;
  let controller: RosterController;

  beforeEach(async () => {
    clock = useFakeTimers({ toFake: ['requestAnimationFrame', 'cancelAnimationFrame'] });
    fake = await connectedSession();
    await fake.session.stores.roster.waitFor(({ isLoaded }) => isLoaded);
    element = host();
    controller = new RosterController(element, element.notify);
  });

  afterEach(async () => {
    clock.restore();
    element.remove();
    await fake.session.signOut();
  });

  it('has nobody before it is shown a session', () => {
    expect(controller.contacts).to.deep.equal([]);
    expect(controller.jidFrom('bob')).to.equal(undefined);
    expect(controller.contactOf(BOB).name).to.equal('bob');
  });

  it('has contacts by name, before them whom we talked to, the latest first', () => {
    controller.show(fake.session);
    expect(controller.contacts.map(({ name }) => name)).to.deep.equal(['Bob', 'carol']);

    fake.server.receive(message('carol@example.org/x', 'hi'));
    expect(controller.contacts.map(({ jid }) => jid)).to.deep.equal([CAROL, BOB]);
    expect(controller.contacts[0]).to.deep.include({
      name: 'carol',
      subscription: 'both',
      unread: 1,
      groups: [],
    });
    expect(controller.contacts[0]?.last).to.include({ body: 'hi', isOwn: false });
  });

  it('has strangers and occupants talked to in private, but no rooms', async () => {
    await joined(fake.session, fake.server, ROOM, 'hecate');
    controller.show(fake.session);
    fake.server.receive(groupchat(ROOM, 'witch', 'to all', 'g'));
    fake.server.receive(message(`${ROOM}/witch`, 'psst'));
    fake.server.receive(message('mallory@evil.example/x', 'spam'));

    const strangers = controller.contacts.filter(({ subscription }) => !subscription);
    expect(strangers.map(({ name }) => name).sort()).to.deep.equal(['mallory', 'witch']);
  });

  it('knows how available a contact is', () => {
    controller.show(fake.session);
    expect(controller.contactOf(BOB)).to.include({ show: undefined, status: '' });

    fake.server.receive(presence(`${BOB}/x`, '<show>away</show><status>lunch</status>'));

    expect(controller.contactOf(BOB)).to.include({ show: 'away', status: 'lunch' });
    expect(controller.contactOf('nobody@example.org' as Jid).name).to.equal('nobody');
    expect(controller.contactOf('example.org' as Jid).name).to.equal('example.org');
  });

  it('tells a contact who has not answered from one who will not', () => {
    controller.show(fake.session);
    rosterPush(fake.server, `<item jid="${BOB}" subscription="none" ask="subscribe"/>`);
    rosterPush(fake.server, `<item jid="${CAROL}" subscription="none"/>`);

    expect(controller.contacts.map(({ isPending }) => isPending)).to.deep.equal([true, false]);
  });

  it('has the name that a stranger claims, apart from the one that we give', () => {
    controller.show(fake.session);
    const nick = '<nick xmlns="http://jabber.org/protocol/nick">Bob</nick>';
    for (const from of ['mallory@evil.example', BOB]) {
      fake.server.receive(message(`${from}/x`, 'hi').replace('</message>', `${nick}</message>`));
    }

    expect(controller.contactOf('mallory@evil.example' as Jid)).to.include({ name: 'mallory', claimedNick: 'Bob' });
    expect(controller.contactOf(BOB)).to.include({ name: 'Bob', claimedNick: undefined });
  });

  it('has who asks to see us, but for the blocked', async () => {
    await offerBlocking(fake, ['evil.example']);
    controller.show(fake.session);
    const ask = (from: string) =>
      `<presence xmlns="jabber:client" from="${from}" type="subscribe"><status>It is me</status></presence>`;

    fake.server.receive(ask('mallory@evil.example'));
    fake.server.receive(ask('dan@example.org'));

    expect(controller.requests.map(({ jid, request }) => [jid, request])).to.deep.equal([
      ['dan@example.org', 'It is me'],
    ]);
    expect(controller.contactOf('mallory@evil.example' as Jid)).to.include({ blockedBy: 'evil.example' });
  });

  it('claims nothing of whoever is blocked, and keeps them in the list', async () => {
    fake.server.receive(presence(`${BOB}/x`));
    await offerBlocking(fake, [BOB, 'eve@example.org']);
    controller.show(fake.session);

    expect(controller.canBlock).to.equal(true);
    expect(controller.contactOf(BOB)).to.include({ show: undefined, blockedBy: BOB });
    expect(controller.contacts.map(({ jid }) => jid)).to.include('eve@example.org');
  });

  it('tells why a change was not made, until the next one', async () => {
    controller.show(fake.session);
    fake.server.answers.delete('jabber:iq:roster');

    expect(await controller.change(BOB, { name: 'Robert' })).to.equal(false);
    expect(controller.error).to.include({ condition: 'service-unavailable' });
    expect(element.toldOf('xmpp-error')).to.have.length(1);

    fake.server.answers.set('jabber:iq:roster', () => '<iq xmlns="jabber:client" type="result"/>');
    expect(await controller.change(BOB, { name: 'Robert' })).to.equal(true);
    expect(controller.error).to.equal(undefined);
  });

  it('tells that whom it asked cannot be found, but nothing of those whom it did not ask', async () => {
    controller.show(fake.session);
    fake.server.answers.set('jabber:iq:roster', () => '<iq xmlns="jabber:client" type="result"/>');
    const back = `<presence xmlns="jabber:client" type="error" from="dan@nowhere.example"><error type="cancel">
      <remote-server-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></presence>`;
    fake.server.receive(back);
    expect(controller.error).to.equal(undefined);

    await controller.add('dan@nowhere.example' as BareJid);
    fake.server.receive(back);

    expect(controller.error).to.include({ condition: 'remote-server-not-found' });
  });

  it('answers a request only while there is a stream', async () => {
    controller.show(fake.session);
    fake.server.receive('<presence xmlns="jabber:client" from="dan@example.org" type="subscribe"/>');
    fake.server.drop();

    expect(await controller.answer('dan@example.org' as BareJid, true)).to.equal(false);
    expect(controller.error).to.include({ condition: 'offline' });
    expect(controller.requests).to.have.length(1);
  });

  it('reads a JID, or a user name of our own domain, from what somebody typed', () => {
    controller.show(fake.session);

    expect(controller.jidFrom(' dan ')).to.equal('dan@example.org');
    expect(controller.jidFrom('Dan@Other.Example')).to.equal('dan@other.example');
    for (const text of ['', 'a b', '@x', 'dan@example.org/desk', '"/>@x']) {
      expect(controller.jidFrom(text), text).to.equal(undefined);
    }
  });

  it('tells presences of all, or of the one contact that is shown', () => {
    controller.show(fake.session);
    fake.server.receive(presence(`${BOB}/x`));
    fake.server.receive(presence('carol@example.org/y', '', 'unavailable'));
    expect(element.toldOf('xmpp-presence')).to.deep.equal([
      { jid: `${BOB}/x`, show: 'available', status: '' },
      { jid: 'carol@example.org/y', show: 'unavailable', status: '' },
    ]);

    element.told.length = 0;
    controller.show(fake.session, BOB);
    element.remove();
    document.body.append(element);
    fake.server.receive(presence('carol@example.org/y'));
    fake.server.receive(presence(`${BOB}/x`, '<show>dnd</show>'));
    expect(element.toldOf('xmpp-presence')).to.deep.equal([{ jid: `${BOB}/x`, show: 'dnd', status: '' }]);
  });

  it('renders for the one contact that is shown, not for others', () => {
    controller.show(fake.session, BOB);
    clock.runToFrame();
    element.requests = 0;

    fake.server.receive(presence('carol@example.org/y'));
    fake.server.receive(message('carol@example.org/x', 'hi'));
    clock.runToFrame();
    expect(element.requests).to.equal(0);

    fake.server.receive(presence(`${BOB}/x`));
    clock.runToFrame();
    expect(element.requests).to.equal(1);
  });

  it('leaves no listener behind', () => {
    for (let index = 0; index < 50; index += 1) {
      controller.show(fake.session, index % 2 ? BOB : undefined);
      element.remove();
      document.body.append(element);
    }
    fake.server.receive(presence(`${BOB}/x`));
    expect(element.toldOf('xmpp-presence')).to.have.length(1);

    element.remove();
    controller.show(fake.session, CAROL);
    fake.server.receive(presence('carol@example.org/x'));
    expect(element.toldOf('xmpp-presence')).to.have.length(1);
  });
});
