import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define/xmpp-room.js';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import { fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const NS = 'urn:xmpp:channel-search:0:search';
const NS_ITEMS = 'http://jabber.org/protocol/disco#items';
const NS_INFO = 'http://jabber.org/protocol/disco#info';
const MUC = 'rooms.example.org';
const SEARCH = 'search.example.org';

const result = (inside: string) => `<iq xmlns="jabber:client" type="result">${inside}</iq>`;
const query = (ns: string, inside: string) => result(`<query xmlns="${ns}">${inside}</query>`);
const FORM = result(`<search xmlns="${NS}"><x xmlns="jabber:x:data" type="form">
  <field var="FORM_TYPE" type="hidden"><value>urn:xmpp:channel-search:0:search-params</value></field>
  <field var="q" type="text-single"/></x></search>`);
const failure = (condition: string, more = '') => `<iq xmlns="jabber:client" type="error"><error type="wait">
  <${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>${more}</error></iq>`;
const item = (address: string, name: string, inside = '') =>
  `<item address="${address}"><name>${name}</name>${inside}</item>`;
const found = (...items: readonly string[]) => result(`<result xmlns="${NS}">${items.join('')}</result>`);
const more = (last: string) => `<set xmlns="http://jabber.org/protocol/rsm"><first>a</first><last>${last}</last></set>`;

/** A server with two rooms, and somebody who looks for words, if `searcher` says who. */
function offer(server: FakeTransport, searcher: string, answer: (iq: Element) => string): void {
  server.answers.set(NS_ITEMS, (iq) =>
    query(
      NS_ITEMS,
      iq.getAttribute('to') === MUC
        ? `<item jid="lobby@${MUC}" name="The Lobby"/><item jid="chess@${MUC}" name="Chess club"/>`
        : `<item jid="${MUC}"/><item jid="${SEARCH}"/>`,
    ),
  );
  server.answers.set(NS_INFO, (iq) => {
    const to = iq.getAttribute('to');
    const identity =
      to === SEARCH ? '<identity category="store" type="x"/>' : '<identity category="conference" type="text"/>';
    return query(NS_INFO, identity + (to === searcher ? `<feature var="${NS}"/>` : ''));
  });
  server.answers.set(NS, (iq) => (iq.querySelector('x') ? answer(iq) : FORM));
}

interface Setting {
  readonly element: XmppRoomElement;
  readonly server: FakeTransport;
}

async function directory(answer: (iq: Element) => string, { searcher = SEARCH, muc = '' } = {}): Promise<Setting> {
  const { name, server } = fakeSession();
  offer(server, searcher, answer);
  const element = await fixture<XmppRoomElement>(
    html`<xmpp-room
      session=${name}
      service="wss://fake.example/ws"
      domain="example.org"
      anonymous
      muc=${muc}
    ></xmpp-room>`,
  );
  await waitUntil(() => allByRole(element, 'searchbox').length, 'the rooms are here');
  return { element, server };
}

async function type({ element }: Setting, text: string): Promise<void> {
  const field = byRole<HTMLInputElement>(element, 'searchbox');
  field.value = text;
  field.dispatchEvent(new InputEvent('input'));
  await element.updateComplete;
}

/** What has been drawn so far. */
const rows = ({ element }: Setting) =>
  [...byRole(element, 'list', 'Rooms').querySelectorAll<HTMLElement>('.room .who')].map(shownText).filter(Boolean);
const searches = ({ server }: Setting) =>
  server.requests.filter((iq) => iq.querySelector('x') && iq.firstElementChild?.namespaceURI === NS);
const wordsOf = (iq: Element) => iq.querySelector('field[var=q]')?.textContent;
const status = ({ element }: Setting) => shownText(element.shadowRoot?.querySelector('.none[role=status]') as Element);

describe('A search among rooms', () => {
  it('shows what the service finds below what is here, and asks once one has stopped typing', async () => {
    const setting = await directory(() =>
      found(
        item(`chess@${MUC}`, 'Chess club', '<description>Of others</description>'),
        item('open@other.example', 'Openings', '<description>Chess, mostly</description><nusers>7</nusers>'),
      ),
    );

    for (const text of ['c', 'ch', 'chess ']) await type(setting, text);
    await waitUntil(() => rows(setting).join() === 'Chess club chess', 'what is here');
    expect(searches(setting)).to.have.length(0);
    await waitUntil(() => rows(setting).length === 2);

    expect(rows(setting)).to.deep.equal(['Chess club chess', 'Openings open@other.example · Chess, mostly']);
    expect(searches(setting).map(wordsOf)).to.deep.equal(['chess']);
    expect(searches(setting)[0]?.getAttribute('to')).to.equal(SEARCH);
    const { server } = setting;
    expect(server.requests.filter((iq) => iq.getAttribute('to') === 'open@other.example')).to.have.length(0);
  });

  it('asks the service itself whose rooms are listed, where that can do it', async () => {
    const setting = await directory(() => found(item(`attic@${MUC}`, 'Attic')), { searcher: MUC, muc: MUC });

    await type(setting, 'roof');
    await waitUntil(() => rows(setting).length);

    expect(searches(setting)[0]?.getAttribute('to')).to.equal(MUC);
    expect(setting.server.requests.some((iq) => iq.getAttribute('to') === 'example.org')).to.equal(false);
  });

  it('enters what was found', async () => {
    const setting = await directory(() => found(item('open@other.example', 'Openings')));
    setting.element.nick = 'Mira';
    await type(setting, 'chesss');
    await waitUntil(() => rows(setting).length);

    setting.element.shadowRoot?.querySelector<HTMLElement>('.room')?.click();

    await waitUntil(() => setting.server.last('presence')?.getAttribute('to') === 'open@other.example/Mira');
  });

  it('pages through what was found', async () => {
    const setting = await directory((iq) =>
      iq.querySelector('after')
        ? found(item('b@other.example', 'B'), item('a@other.example', 'A'))
        : found(item('a@other.example', 'A'), more('x')),
    );
    await type(setting, 'other');
    await waitUntil(() => rows(setting).length === 1);

    byRole(setting.element, 'button', 'More rooms').click();
    await waitUntil(() => rows(setting).length === 2);

    expect(searches(setting)[1]?.querySelector('after')?.textContent).to.equal('x');
    expect(allByRole(setting.element, 'button', 'More rooms')).to.have.length(0);
  });

  it('asks for the words of now, whatever comes of those before', async () => {
    const setting = await directory((iq) => found(item(`${wordsOf(iq)?.trim()}@other.example`, `Of ${wordsOf(iq)}`)));
    await type(setting, 'xx');
    await waitUntil(() => rows(setting).length);

    await type(setting, 'yy');
    expect(rows(setting), 'nothing of other words').to.deep.equal([]);
    expect(status(setting)).to.equal('Looking for rooms…');
    await waitUntil(() => rows(setting).length);
    expect(rows(setting)).to.deep.equal(['Of yy yy@other.example']);

    await type(setting, '');
    await waitUntil(() => rows(setting).join() === 'Chess club chess,The Lobby lobby');
    expect(searches(setting).map(wordsOf)).to.deep.equal(['xx', 'yy']);
  });

  it('asks nobody where nobody looks for words', async () => {
    const setting = await directory(() => found(), { searcher: '' });

    await type(setting, 'zzz');
    await waitUntil(() => status(setting) === 'No room found');

    expect(setting.server.requests.some((iq) => iq.firstElementChild?.namespaceURI === NS)).to.equal(false);
  });

  for (const [what, answer] of Object.entries({
    'words that are too short': failure('bad-request'),
    'a service that cannot be reached': failure('remote-server-timeout'),
    'an answer that is none': result('<odd xmlns="urn:odd"/>'),
    'no rooms': found(),
  })) {
    it(`finds what is here all the same with ${what}`, async () => {
      const setting = await directory(() => answer);

      await type(setting, 'lob');
      await waitUntil(() => searches(setting).length);
      await setting.element.updateComplete;
      expect(rows(setting)).to.deep.equal(['The Lobby lobby']);

      await type(setting, 'zzz');
      await waitUntil(() => status(setting) === 'No room found');
      expect(allByRole(setting.element, 'alert')).to.have.length(0);
    });
  }

  it('waits where it was asked too often, says so, and asks again then', async () => {
    let isTooOften = true;
    const limit = '<rate-limit xmlns="urn:xmpp:channel-search:0:error" retry-after="1"/>';
    const setting = await directory(() =>
      isTooOften ? failure('resource-constraint', limit) : found(item('a@other.example', 'A')),
    );
    await type(setting, 'other');
    await waitUntil(() => allByRole(setting.element, 'alert').length);
    expect(shownText(byRole(setting.element, 'alert'))).to.equal(
      'That was a lot at once. Wait a moment, then try again.',
    );
    const before = performance.now();
    isTooOften = false;

    await waitUntil(() => rows(setting).length);

    expect(performance.now() - before).to.be.greaterThan(700);
    expect(searches(setting)).to.have.length(2);
    expect(allByRole(setting.element, 'alert')).to.have.length(0);
  });
});
