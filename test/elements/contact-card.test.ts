import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/define/xmpp-chat.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import { StanzaError } from '../../src/core/errors.js';
import type { XmppSession } from '../../src/session/session.js';
import { connectedSession, type FakeTransport } from '../support/fake-transport.js';
import { blocklistPush, offerBlocking, rosterPush } from '../support/roster.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const BOB = 'bob@example.org';
const HOUR = 3600;
const vcard = (inside: string) =>
  `<iq xmlns="jabber:client" type="result"><vCard xmlns="vcard-temp">${inside}</vCard></iq>`;
const last = (seconds: number) =>
  `<iq xmlns="jabber:client" type="result"><query xmlns="jabber:iq:last" seconds="${seconds}"/></iq>`;
const presence = (inside: string) => `<presence xmlns="jabber:client" from="${BOB}/phone">${inside}</presence>`;

describe('The card of a contact', () => {
  let server: FakeTransport;
  let session: XmppSession;
  let element: XmppChatElement;

  async function open(attributes: object = { with: BOB }): Promise<void> {
    const fake = await connectedSession();
    ({ server, session } = fake);
    await session.stores.roster.waitFor(({ isLoaded }) => isLoaded);
    element = document.createElement('xmpp-chat');
    element.session = fake.name;
    Object.assign(element, attributes);
    element.style.cssText = 'inline-size: 360px; block-size: 500px';
    await fixture(html`<div>${element}</div>`);
    await element.updateComplete;
    server.requests.length = 0;
  }

  const dialog = () => element.shadowRoot?.querySelector('dialog') ?? undefined;
  const words = () => (dialog() ? shownText(dialog() as Element) : '');
  const about = () => byRole(element, 'button', /^About /);
  const asked = () => server.requests.map((iq) => iq.firstElementChild?.namespaceURI);

  async function look(): Promise<void> {
    about().click();
    await waitUntil(dialog);
  }

  it('says who they are, how available, and in which groups', async () => {
    await open();
    rosterPush(
      server,
      `<item jid="${BOB}" name="Bob" subscription="both"><group>Work</group><group>Chess</group></item>`,
    );
    server.receive(presence('<show>away</show><status>Back at three</status>'));

    await look();

    expect(dialog()?.ariaLabel).to.equal('About Bob');
    expect(dialog()?.matches(':modal')).to.equal(true);
    expect(words()).to.equal(`B Bob Away · Back at three XMPP address ${BOB} Copy Groups Work and Chess`);
  });

  it('goes with what happens', async () => {
    await open();
    await look();
    expect(words()).to.contain('Offline');

    server.receive(presence('<show>dnd</show>'));

    await waitUntil(() => words().includes('Do not disturb'));
  });

  it('says what they say of themselves, as text', async () => {
    await open();
    server.answers.set('vcard-temp', () =>
      vcard(`<FN>Robert &lt;b&gt;</FN><URL>https://example.org/bob</URL><TEL><NUMBER>+49 30 1</NUMBER></TEL>
        <DESC>I build things.\nCan we?</DESC>`),
    );

    await look();
    await waitUntil(() => allByRole(element, 'region', 'As they describe themselves').length);

    const section = byRole(element, 'region', 'As they describe themselves');
    expect(shownText(section)).to.equal(
      'As they describe themselves Name Robert <b> Website https://example.org/bob Phone +49 30 1 About I build things. Can we?',
    );
    expect(section.querySelector('a')?.rel).to.contain('noopener');
    expect(section.querySelector('b')).to.equal(null);
  });

  it('says since when they are gone', async () => {
    await open();
    server.answers.set('jabber:iq:last', () => last(3 * HOUR + 60));

    await look();

    await waitUntil(() => words().includes('Last seen 3 hours ago'));
    server.receive(presence(''));
    await waitUntil(() => !words().includes('Last seen'));
  });

  it('says it in the language of the page', async () => {
    await open({ with: BOB, lang: 'de' });
    server.answers.set('jabber:iq:last', () => last(30 * HOUR));
    await waitUntil(() => allByRole(element, 'button', 'Über Bob').length);

    byRole(element, 'button', 'Über Bob').click();

    await waitUntil(() => words().includes('Zuletzt online gestern'));
  });

  it('asks only of whom we may see that, and only while they are offline', async () => {
    await open();
    server.receive(presence(''));
    await look();
    await waitUntil(() => asked().length);
    expect(asked(), 'they are online').to.deep.equal(['vcard-temp']);
    await sendKeys({ press: 'Escape' });
    server.receive(`<presence xmlns="jabber:client" type="unavailable" from="${BOB}/phone"/>`);
    rosterPush(server, `<item jid="${BOB}" name="Bob" subscription="from"/>`);
    server.requests.length = 0;

    await look();
    await waitUntil(() => asked().length);

    expect(asked(), 'they do not let us see').to.deep.equal(['vcard-temp']);
  });

  it('asks nothing of who is blocked', async () => {
    await open();
    await offerBlocking({ server, session }, []);
    blocklistPush(server, 'block', BOB);
    await waitUntil(() => session.stores.blocked.value.jids.size);
    server.requests.length = 0;

    await look();
    await element.updateComplete;

    expect(asked()).to.deep.equal([]);
    expect(words()).to.contain('Blocked');
  });

  it('says nothing of what it was not told', async () => {
    await open();
    server.answers.set('jabber:iq:last', () => {
      throw new StanzaError('forbidden');
    });
    server.answers.set('vcard-temp', () => vcard('<FN></FN><URL>javascript:alert(1)</URL>'));

    await look();
    await waitUntil(() => asked().length === 2);
    await element.updateComplete;

    expect(words()).to.equal(`B Bob Offline XMPP address ${BOB} Copy`);
    expect(allByRole(element, 'alert')).to.be.empty;
  });

  it('is there without a line to the server, too', async () => {
    await open();
    server.hold = new Promise(() => undefined);
    server.drop();

    await look();

    expect(words()).to.contain(BOB);
  });

  it('closes by Escape and its button, and the keyboard goes back to the name', async () => {
    await open();
    about().focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(dialog);
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !dialog());
    expect(element.shadowRoot?.activeElement?.getAttribute('aria-label')).to.equal('About Bob');

    await sendKeys({ press: 'Enter' });
    await waitUntil(dialog);
    byRole(element, 'button', 'Close').click();

    await waitUntil(() => !dialog());
    expect(element.shadowRoot?.activeElement?.getAttribute('aria-label')).to.equal('About Bob');
  });

  it('closes when somebody signs out', async () => {
    await open();
    await look();

    await session.signOut();

    await waitUntil(() => !dialog());
  });

  it('is in the menu of the list', async () => {
    await open({});
    byRole(element, 'button', 'Options for Bob').click();
    await waitUntil(() => allByRole(element, 'menuitem', 'About').length);

    byRole(element, 'menuitem', 'About').click();

    await waitUntil(() => words().includes(BOB));
    byRole(element, 'button', 'Close').click();
    await waitUntil(() => !dialog());
    expect(element.shadowRoot?.activeElement?.getAttribute('aria-label')).to.equal('Options for Bob');
  });
});
