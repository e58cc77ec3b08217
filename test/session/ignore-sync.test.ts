import { expect } from '@open-wc/testing';
import { StanzaError } from '../../src/core/errors.js';
import type { BareJid } from '../../src/core/jid.js';
import type { IgnoreChoice, Ignored } from '../../src/protocol/events.js';
import { merged } from '../../src/session/ignore-sync.js';
import type { XmppSession } from '../../src/session/session.js';
import { ROOM } from '../support/events.js';
import { fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { textOfXml } from '../support/stanza.js';
import { waitUntil } from '../support/wait.js';

const ALICE = 'alice@example.org' as BareJid;
const IGNORED = 'urn:xmpp-elements:ignored:0';
const PUBSUB = 'http://jabber.org/protocol/pubsub';
const INFO = 'http://jabber.org/protocol/disco#info';
const PEP = `<identity category="pubsub" type="pep"/><feature var="${PUBSUB}#publish-options"/>`;
const troll: Ignored = { room: ROOM, by: 'occupant-id', key: 'id-1', nick: 'troll' };
const hag: Ignored = { room: ROOM, by: 'jid', key: 'hag@example.net', nick: 'hag' };
const byNick: Ignored = { room: ROOM, by: 'nick', key: 'rat', nick: 'rat' };

const choice = (of: Ignored, at: number, isIgnored = true): IgnoreChoice => ({ ...of, at, isIgnored });

describe('What devices agree on about whom to ignore', () => {
  it('is the latest about each, and at the same moment that they are ignored', () => {
    const one = [choice(troll, 5), choice(hag, 5, false)];
    const other = [choice(troll, 6, false), choice(hag, 5)];

    expect(merged(one, other)).to.deep.equal([choice(hag, 5), choice(troll, 6, false)]);
    expect(merged(other, one)).to.deep.equal(merged(one, other));
    expect(merged(merged(one, other), other)).to.deep.equal(merged(one, other));
  });

  it('is bounded; whom one ignores goes before whom one does no longer', () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      choice({ ...troll, key: `id-${index}` }, index, index % 2 > 0),
    );
    const all = merged(many, []);

    expect(all.filter(({ isIgnored }) => isIgnored)).to.have.length(800);
    expect(all.filter(({ isIgnored }) => !isIgnored)).to.have.length(200);
    expect(merged(all, many)).to.deep.equal(all);
  });
});

describe('Whom we ignore, kept at the account', () => {
  /** What the account keeps; `undefined`: nothing yet. */
  let kept: string | undefined;
  let refuses: (iq: Element) => string | undefined;
  let devices: { session: XmppSession; server: FakeTransport }[];

  beforeEach(() => {
    [kept, devices] = [undefined, []];
    refuses = () => undefined;
    forgetHere();
  });

  afterEach(async () => {
    await Promise.all(devices.map(({ session }) => session.signOut()));
    forgetHere();
  });

  /** Another browser. */
  function forgetHere(): void {
    for (const what of ['ignored', 'unignored'])
      localStorage.removeItem(`xmpp-elements:${encodeURIComponent(ALICE)}:${what}`);
  }

  async function device(features = PEP): Promise<{ session: XmppSession; server: FakeTransport }> {
    const { session, server } = fakeSession();
    session.configure({ services: ['wss://fake.example/ws'], domain: 'example.org', isAnonymous: false }, server);
    server.answers.set(
      INFO,
      () => `<iq xmlns="jabber:client" type="result"><query xmlns="${INFO}">${features}</query></iq>`,
    );
    server.answers.set(PUBSUB, answer);
    const before = server.requests.length;
    await session.connect({ jid: ALICE, password: 'secret' });
    devices.push({ session, server });
    if (features === PEP) await waitUntil(() => server.requests.slice(before).some(isOurs), 'the account is asked');
    await settled();
    return { session, server };
  }

  const isOurs = (iq: Element) => iq.querySelector('items, publish, create')?.getAttribute('node') === IGNORED;
  const settled = () => new Promise((done) => setTimeout(done, 20));
  const namesOf = ({ session }: { session: XmppSession }) => session.stores.ignored.value.map(({ key }) => key);
  const published = (server: FakeTransport) =>
    server.requests.filter((iq) => isOurs(iq) && iq.querySelector('publish'));

  function answer(iq: Element): string {
    if (!isOurs(iq)) throw new StanzaError('item-not-found');
    const condition = refuses(iq);
    if (condition) throw new StanzaError(condition);
    const item = iq.querySelector('publish > item');
    if (item) {
      kept = textOfXml(item).replace(`xmlns="${PUBSUB}" `, '').replace(` xmlns="${PUBSUB}"`, '');
      for (const { server, session } of devices) if (session.status === 'online') tell(server, ALICE);
    } else if (kept === undefined) throw new StanzaError('item-not-found');
    return `<iq xmlns="jabber:client" type="result"><pubsub xmlns="${PUBSUB}"><items node="${IGNORED}">${kept ?? ''}</items></pubsub></iq>`;
  }

  function tell(server: FakeTransport, from: string, item = kept ?? ''): void {
    server.receive(`<message xmlns="jabber:client" type="headline" from="${from}" to="${ALICE}/test">
      <event xmlns="${PUBSUB}#event"><items node="${IGNORED}">${item}</items></event></message>`);
  }

  it('is so in another browser, from the sign-in on', async () => {
    const desk = await device();
    desk.session.setIgnored(troll, true);
    await settled();
    await desk.session.disconnect();
    forgetHere();

    expect(namesOf(await device())).to.deep.equal(['id-1']);
  });

  it('changes at once on the others, both ways', async () => {
    const [desk, phone] = [await device(), await device()];

    desk.session.setIgnored(troll, true);
    await settled();
    expect(namesOf(phone)).to.deep.equal(['id-1']);
    phone.session.setIgnored(troll, false);
    await settled();
    expect(namesOf(desk)).to.deep.equal([]);
  });

  it('is what both ignored, where each did so without the other', async () => {
    const [desk, phone] = [await device(), await device()];
    await desk.session.disconnect();
    await phone.session.disconnect();
    forgetHere();
    desk.session.setIgnored(troll, true);
    phone.session.setIgnored(hag, true);

    for (const { session } of [desk, phone]) await session.connect({ jid: ALICE, password: 'secret' });
    await waitUntil(() => namesOf(desk).length === 2 && namesOf(phone).length === 2);

    expect(namesOf(desk).sort()).to.deep.equal(['hag@example.net', 'id-1']);
  });

  it('stays taken back where that was said while offline', async () => {
    const desk = await device();
    desk.session.setIgnored(troll, true);
    await settled();
    await desk.session.disconnect();
    desk.session.setIgnored(troll, false);

    const later = await device();
    expect(namesOf(later)).to.deep.equal([]);
    expect(kept).to.contain('lifted="true"');
  });

  it('is published for nobody else to read, and not what holds for a nick alone', async () => {
    const { session, server } = await device();
    session.setIgnored(byNick, true);
    await settled();
    expect(published(server)).to.be.empty;

    session.setIgnored(troll, true);
    await settled();
    const options = [...(published(server)[0]?.querySelectorAll('publish-options field') ?? [])];
    expect(options.map((field) => `${field.getAttribute('var')} ${field.textContent}`)).to.deep.equal([
      'FORM_TYPE http://jabber.org/protocol/pubsub#publish-options',
      'pubsub#persist_items true',
      'pubsub#access_model whitelist',
    ]);
    expect(kept).to.not.contain('rat');
    expect(published(server)).to.have.length(1);
  });

  it('makes the place first where the server wants that', async () => {
    let isMade = false;
    refuses = (iq) => {
      isMade ||= !!iq.querySelector('create');
      return iq.querySelector('publish') && !isMade ? 'conflict' : undefined;
    };
    const { session } = await device();

    session.setIgnored(troll, true);
    await waitUntil(() => kept?.includes('id-1'));
  });

  it('stays here where the server keeps nothing, or not so', async () => {
    const plain = await device('<feature var="urn:other"/>');
    plain.session.setIgnored(troll, true);
    await settled();
    expect(plain.server.requests.filter(isOurs)).to.be.empty;
    expect(namesOf(plain)).to.deep.equal(['id-1']);
    await plain.session.disconnect();

    refuses = (iq) => (iq.getAttribute('type') === 'set' ? 'precondition-not-met' : undefined);
    const other = await device();
    await settled();
    const asked = other.server.requests.filter(isOurs).length;
    other.session.setIgnored(hag, true);
    await settled();
    expect(namesOf(other)).to.deep.equal(['id-1', 'hag@example.net']);
    expect(other.server.requests.filter(isOurs)).to.have.length(asked);
  });

  it('is not for others to say', async () => {
    const { session, server } = await device();
    session.setIgnored(troll, true);
    await settled();
    const item = `<item id="current"><ignored xmlns="${IGNORED}"><occupant room="${ROOM}" by="occupant-id" key="id-1" nick="troll"
      at="2099-01-01T00:00:00Z" lifted="true"/></ignored></item>`;

    for (const from of ['mallory@example.org', ROOM, `${ROOM}/troll`, `${ALICE}/evil`]) tell(server, from, item);
    await settled();

    expect(namesOf({ session })).to.deep.equal(['id-1']);
  });
});
