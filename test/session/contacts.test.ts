import { expect } from '@open-wc/testing';
import { StanzaError } from '../../src/core/errors.js';
import type { BareJid, FullJid } from '../../src/core/jid.js';
import { BOB, received } from '../support/events.js';
import { connectedSession, type FakeTransport } from '../support/fake-transport.js';
import { offerBlocking } from '../support/roster.js';
import { textOfXml } from '../support/stanza.js';

const DAN = 'dan@example.org' as BareJid;
const ROSTER = 'jabber:iq:roster';
const BLOCKING = 'urn:xmpp:blocking';
const done = () => '<iq xmlns="jabber:client" type="result"/>';
const request = `<presence xmlns="jabber:client" from="${DAN}" type="subscribe"><status>It is me</status></presence>`;

describe('Contacts of a session', () => {
  let fake: Awaited<ReturnType<typeof connectedSession>>;

  beforeEach(async () => {
    fake = await connectedSession();
    await fake.session.stores.roster.waitFor(({ isLoaded }) => isLoaded);
    fake.server.answers.set(ROSTER, done);
    fake.server.sent.length = fake.server.requests.length = 0;
  });

  afterEach(() => fake.session.signOut());

  const subscriptions = ({ sent }: FakeTransport) =>
    sent.flatMap((stanza) => {
      const type = stanza.getAttribute('type');
      return stanza.localName === 'presence' && type ? [`${type} ${stanza.getAttribute('to')}`] : [];
    });
  const asked = ({ requests }: FakeTransport) => requests.map((iq) => textOfXml(iq.firstElementChild as Element));
  const push = (item: string) =>
    fake.server.receive(`<iq xmlns="jabber:client" type="set" id="p"><query xmlns="${ROSTER}">${item}</query></iq>`);

  it('adds somebody, and asks to see when they are available', async () => {
    const { server, session } = fake;

    await session.addContact(DAN);

    expect(asked(server)).to.deep.equal([`<query xmlns="${ROSTER}"><item jid="${DAN}"/></query>`]);
    expect(subscriptions(server)).to.deep.equal([`subscribe ${DAN}`]);
    expect(session.stores.roster.value.items.has(DAN), 'the server has yet to say so').to.equal(false);
  });

  it('lets whom it adds see us too, where the server can note that before they ask', async () => {
    const { server, session } = fake;
    server.drop();
    server.hasPreApproval = true;
    await session.connect({ jid: 'alice@example.org', password: 'secret' });

    await session.addContact(DAN);

    expect(subscriptions(server)).to.deep.equal([`subscribed ${DAN}`, `subscribe ${DAN}`]);
  });

  it('asks a contact of old again, and lets them see no more than before', async () => {
    const { server, session } = fake;

    await session.addContact(BOB);

    expect(asked(server)).to.deep.equal([]);
    expect(subscriptions(server)).to.deep.equal([`subscribe ${BOB}`]);
  });

  it('asks nobody to be let in whom the server would not add', async () => {
    const { server, session } = fake;
    server.answers.set(ROSTER, () => {
      throw new StanzaError('not-allowed');
    });

    const failure: unknown = await session.addContact(DAN).catch((error: unknown) => error);

    expect(failure).to.include({ condition: 'not-allowed' });
    expect(subscriptions(server)).to.deep.equal([]);
  });

  it('changes a name and leaves the groups, and the other way round', async () => {
    const { server, session } = fake;
    push(`<item jid="${BOB}" name="Bob" subscription="both"><group>Friends</group></item>`);

    await session.changeContact(BOB, { name: 'Robert' });
    await session.changeContact(BOB, { groups: ['Work'] });

    expect(asked(server)).to.deep.equal([
      `<query xmlns="${ROSTER}"><item jid="${BOB}" name="Robert"><group xmlns="${ROSTER}">Friends</group></item></query>`,
      `<query xmlns="${ROSTER}"><item jid="${BOB}" name="Bob"><group xmlns="${ROSTER}">Work</group></item></query>`,
    ]);
  });

  it('removes somebody', async () => {
    await fake.session.removeContact(BOB);

    expect(asked(fake.server)).to.deep.equal([
      `<query xmlns="${ROSTER}"><item jid="${BOB}" subscription="remove"/></query>`,
    ]);
  });

  it('accepts nobody by itself', () => {
    const { server, session } = fake;

    server.receive(request);

    expect([...session.stores.requests.value.keys()]).to.deep.equal([DAN]);
    expect(subscriptions(server)).to.deep.equal([]);
  });

  it('lets in who is accepted, and asks back', () => {
    const { server, session } = fake;
    server.receive(request);

    session.answerRequest(DAN, true);

    expect(subscriptions(server)).to.deep.equal([`subscribed ${DAN}`, `subscribe ${DAN}`]);
    expect(session.stores.requests.value.size).to.equal(0);
  });

  it('does not ask back whom it has asked already', () => {
    const { server, session } = fake;
    push(`<item jid="${DAN}" subscription="none" ask="subscribe"/>`);
    server.receive(request);

    session.answerRequest(DAN, true);

    expect(subscriptions(server)).to.deep.equal([`subscribed ${DAN}`]);
  });

  it('refuses', () => {
    const { server, session } = fake;
    server.receive(request);

    session.answerRequest(DAN, false);

    expect(subscriptions(server)).to.deep.equal([`unsubscribed ${DAN}`]);
    expect(session.stores.requests.value.size).to.equal(0);
  });

  it('keeps a request that it cannot answer while there is no stream', () => {
    const { server, session } = fake;
    server.receive(request);
    server.drop();

    expect(() => session.answerRequest(DAN, true)).to.throw('offline');
    expect(session.stores.requests.value.size).to.equal(1);
  });

  it('knows no list of the blocked where the server has none', () => {
    expect(fake.session.stores.blocked.value).to.include({ isOffered: false }).and.not.include({ takesReports: true });
  });

  it('asks a server that has one for the list of the blocked, and follows it', async () => {
    const { server, session } = fake;
    const info = 'http://jabber.org/protocol/disco#info';
    const feature = `<feature var="${BLOCKING}"/>`;
    server.answers.set(
      info,
      () => `<iq xmlns="jabber:client" type="result"><query xmlns="${info}">${feature}</query></iq>`,
    );
    const list = `<blocklist xmlns="${BLOCKING}"><item jid="mallory@evil.example"/></blocklist>`;
    server.answers.set(BLOCKING, () => `<iq xmlns="jabber:client" type="result">${list}</iq>`);
    server.drop();
    await session.connect({ jid: 'alice@example.org', password: 'secret' });
    await session.stores.blocked.waitFor(({ isOffered }) => isOffered);
    expect([...session.stores.blocked.value.jids]).to.deep.equal(['mallory@evil.example']);
    server.requests.length = 0;

    await session.setBlocked(BOB, true);
    await session.setBlocked(BOB, false);

    expect(asked(server)).to.deep.equal([
      `<block xmlns="${BLOCKING}"><item jid="${BOB}"/></block>`,
      `<unblock xmlns="${BLOCKING}"><item jid="${BOB}"/></unblock>`,
    ]);
    server.receive(
      `<iq xmlns="jabber:client" type="set" id="p"><block xmlns="${BLOCKING}"><item jid="${BOB}"/></block></iq>`,
    );
    expect(session.stores.blocked.by(BOB)).to.equal(BOB);
  });

  it('says why it blocks where the server takes reports, and of which messages (XEP-0377)', async () => {
    const { server, session } = fake;
    await offerBlocking(fake, [], '<feature var="urn:xmpp:reporting:1"/>');
    expect(session.stores.blocked.value.takesReports).to.equal(true);
    const said = (id: string, from: string = DAN) =>
      received({ conversation: DAN, from: `${from}/x` as FullJid, id, stanzaId: `s${id}`, isOwn: from !== DAN });
    for (let number = 1; number <= 12; number += 1) session.dispatch(said(`${number}`));
    session.dispatch(said('ours', 'alice@example.org'));
    session.dispatch(received({ conversation: BOB, id: 'other', stanzaId: 'sother' }));
    server.requests.length = 0;

    await session.setBlocked(DAN, true, { reason: 'abuse', text: 'He shouts & swears', lang: 'en' });

    const [block] = server.requests;
    const report = block?.querySelector(`block > item[jid="${DAN}"] > report`);
    expect(report?.namespaceURI).to.equal('urn:xmpp:reporting:1');
    expect(report?.getAttribute('reason')).to.equal('urn:xmpp:reporting:abuse');
    expect(report?.querySelector('text')?.textContent).to.equal('He shouts & swears');
    const ids = [...(report?.querySelectorAll('stanza-id') ?? [])].map((id) => id.getAttribute('id'));
    expect(ids).to.deep.equal(['s3', 's4', 's5', 's6', 's7', 's8', 's9', 's10', 's11', 's12']);
  });
});
