import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/define/xmpp-chat.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import { StanzaError } from '../../src/core/errors.js';
import { connectedSession, type FakeTransport } from '../support/fake-transport.js';
import { blocklistPush, offerBlocking, rosterPush, takeRosterChanges } from '../support/roster.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const BOB = 'bob@example.org';
const CAROL = 'carol@example.org';
const MALLORY = 'mallory@evil.example';

const message = (from: string, body: string, inside = '') =>
  `<message xmlns="jabber:client" type="chat" from="${from}/x" id="${body}"><body>${body}</body>${inside}</message>`;
const request = (from: string, inside = '') =>
  `<presence xmlns="jabber:client" from="${from}" type="subscribe">${inside}</presence>`;

describe('<xmpp-chat> contacts', () => {
  let server: FakeTransport;
  let element: XmppChatElement;

  async function open({
    blocked,
    features,
    attributes = {},
  }: { blocked?: string[]; features?: string; attributes?: object } = {}): Promise<void> {
    const fake = await connectedSession();
    server = fake.server;
    takeRosterChanges(server);
    await fake.session.stores.roster.waitFor(({ isLoaded }) => isLoaded);
    if (blocked) await offerBlocking(fake, blocked, features);
    element = document.createElement('xmpp-chat');
    element.session = fake.name;
    Object.assign(element, attributes);
    element.style.cssText = 'inline-size: 720px; block-size: 500px';
    await fixture(html`<div>${element}</div>`);
    await element.updateComplete;
    // It goes out once a digest is made.
    await waitUntil(() => sentPresences().length);
    server.sent.length = server.requests.length = 0;
  }

  const focused = () => element.shadowRoot?.activeElement;
  const sentPresences = () =>
    server.sent
      .filter(({ localName }) => localName === 'presence')
      .map((stanza) => `${stanza.getAttribute('type')} ${stanza.getAttribute('to')}`);
  const lastRequest = (name: string) => server.requests.map((iq) => iq.querySelector(name)).findLast(Boolean);
  const rows = () =>
    [...(element.shadowRoot?.querySelectorAll('.row') ?? [])].map((row) => row.querySelector('.name')?.textContent);
  const row = (name: RegExp) => byRole(element, 'button', name);

  async function find(query: string): Promise<void> {
    const box = byRole<HTMLInputElement>(element, 'textbox', 'Find or add a contact');
    box.value = query;
    box.dispatchEvent(new InputEvent('input'));
    await element.updateComplete;
  }

  async function choose(name: string, item: string): Promise<void> {
    byRole(element, 'button', `Options for ${name}`).click();
    await waitUntil(() => allByRole(element, 'menuitem', item).length);
    byRole(element, 'menuitem', item).click();
    await element.updateComplete;
  }

  async function fill(field: string, text: string): Promise<void> {
    byRole<HTMLInputElement>(element, 'textbox', field).value = text;
    byRole(element, 'button', 'Save').click();
    await element.updateComplete;
  }

  describe('adding', () => {
    it('adds whose address is written, asks them, and opens the conversation', async () => {
      await open();
      await find('Dan@Example.org');

      row(/^\+? ?Add dan@example.org$/).click();

      await waitUntil(() => element.peer === 'dan@example.org');
      expect(lastRequest('item')?.getAttribute('jid')).to.equal('dan@example.org');
      expect(sentPresences()).to.deep.equal(['subscribe dan@example.org']);
      rosterPush(server, '<item jid="dan@example.org" subscription="none" ask="subscribe"/>');
      await waitUntil(() => allByRole(element, 'button', 'dan Has not answered yet').length);
    });

    it('takes a user name of our domain, and Enter as yes', async () => {
      await open();
      await find('dan');

      byRole(element, 'textbox', 'Find or add a contact').focus();
      await sendKeys({ press: 'Enter' });

      await waitUntil(() => element.peer === 'dan@example.org');
      expect(sentPresences()).to.deep.equal(['subscribe dan@example.org']);
    });

    it('says why it did not work, and keeps what was written', async () => {
      await open();
      server.answers.set('jabber:iq:roster', () => {
        throw new StanzaError('not-allowed');
      });
      await find('dan');

      const told = oneEvent(element, 'xmpp-error');
      row(/Add dan@example.org/).click();

      expect((await told).detail).to.include({ condition: 'not-allowed', message: 'That is not allowed here.' });
      await waitUntil(() => allByRole(element, 'alert').length === 1);
      expect(shownText(byRole(element, 'alert'))).to.equal('That is not allowed here.');
      expect(byRole<HTMLInputElement>(element, 'textbox', 'Find or add a contact').value).to.equal('dan');
      expect(element.peer).to.equal(undefined);
      expect(sentPresences()).to.deep.equal([]);

      await find('da');
      expect(allByRole(element, 'alert')).to.be.empty;
    });

    it('says when their server cannot be found, and only to who asked', async () => {
      await open();
      const back = (from: string) =>
        `<presence xmlns="jabber:client" type="error" from="${from}"><error type="cancel">
          <remote-server-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></presence>`;
      server.receive(back(MALLORY));
      await element.updateComplete;
      expect(allByRole(element, 'alert')).to.be.empty;
      await find('dan@nowhere.example');
      row(/Add dan@nowhere.example/).click();
      await waitUntil(() => element.peer);

      server.receive(back('dan@nowhere.example'));

      await waitUntil(() => allByRole(element, 'alert').length === 1);
      expect(shownText(byRole(element, 'alert'))).to.equal('That server cannot be found.');
    });
  });

  describe('the menu of a contact', () => {
    it('is gone through by arrows, and Escape goes back to its button', async () => {
      await open({ blocked: [] });
      byRole(element, 'button', 'Options for Bob').focus();
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => shownText(focused() ?? element) === 'About');
      expect(byRole(element, 'menu', 'Options for Bob')).to.exist;
      expect(byRole(element, 'button', 'Options for Bob').getAttribute('aria-expanded')).to.equal('true');

      await sendKeys({ press: 'ArrowDown' });
      expect(focused()).to.equal(byRole(element, 'menuitem', 'Rename…'));
      await sendKeys({ press: 'End' });
      expect(focused()).to.equal(byRole(element, 'menuitem', 'Remove…'));
      await sendKeys({ press: 'ArrowDown' });
      expect(focused()).to.equal(byRole(element, 'menuitem', 'About'));
      await sendKeys({ press: 'ArrowUp' });
      expect(focused()).to.equal(byRole(element, 'menuitem', 'Remove…'));

      await sendKeys({ press: 'Escape' });
      await waitUntil(() => !allByRole(element, 'menu').length);
      expect(focused()).to.equal(byRole(element, 'button', 'Options for Bob'));
    });

    it('opens by the key and the button for context menus', async () => {
      await open();

      row(/^carol/).dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, composed: true }));

      await waitUntil(() => allByRole(element, 'menu', 'Options for carol').length);
    });

    it('closes when one goes elsewhere', async () => {
      await open();
      byRole(element, 'button', 'Options for Bob').click();
      await waitUntil(() => focused()?.role === 'menuitem');

      byRole(element, 'textbox', 'Find or add a contact').focus();

      await waitUntil(() => !allByRole(element, 'menu').length);
    });

    it('is one Tab away from the contact where the keyboard is', async () => {
      await open();
      row(/^Bob/).focus();
      await sendKeys({ press: 'ArrowDown' });
      await element.updateComplete;

      await sendKeys({ press: 'Tab' });

      expect(focused()).to.equal(byRole(element, 'button', 'Options for carol'));
    });

    it('offers nothing to block where the server cannot', async () => {
      await open();
      byRole(element, 'button', 'Options for Bob').click();
      await waitUntil(() => allByRole(element, 'menuitem').length);

      expect(allByRole(element, 'menuitem').map(shownText)).to.deep.equal(['About', 'Rename…', 'Groups…', 'Remove…']);
    });

    it('renames', async () => {
      await open();

      await choose('Bob', 'Rename…');
      await waitUntil(() => focused() === byRole(element, 'textbox', 'Name'));
      expect(byRole<HTMLInputElement>(element, 'textbox', 'Name').value).to.equal('Bob');
      await fill('Name', 'Robert');

      await waitUntil(() => !allByRole(element, 'textbox', 'Name').length);
      expect(lastRequest('item')?.getAttribute('name')).to.equal('Robert');
      expect(focused()).to.equal(byRole(element, 'button', 'Options for Bob'));
      rosterPush(server, `<item jid="${BOB}" name="Robert" subscription="both"/>`);
      await waitUntil(() => allByRole(element, 'button', /^Robert/).length);
    });

    it('keeps the new name in its field when the server does not take it', async () => {
      await open();
      server.answers.set('jabber:iq:roster', () => {
        throw new StanzaError('not-acceptable');
      });

      await choose('Bob', 'Rename…');
      await fill('Name', 'R'.repeat(200));

      await waitUntil(() => allByRole(element, 'alert').length === 1);
      expect(shownText(byRole(element, 'alert'))).to.equal('The server does not accept that.');
      expect(byRole<HTMLInputElement>(element, 'textbox', 'Name').value).to.equal('R'.repeat(200));
    });

    it('groups: into those that there are, and into a new one', async () => {
      await open();
      rosterPush(server, `<item jid="${CAROL}" subscription="both"><group>Work</group></item>`);
      await waitUntil(() => allByRole(element, 'list', 'Work').length);

      await choose('Bob', 'Groups…');
      byRole<HTMLInputElement>(element, 'checkbox', 'Work').checked = true;
      await fill('New group', 'Chess, and tea');

      await waitUntil(() => !allByRole(element, 'textbox', 'New group').length);
      const groups = [...(server.requests.at(-1)?.querySelectorAll('group') ?? [])].map((each) => each.textContent);
      expect(groups).to.deep.equal(['Work', 'Chess, and tea']);
      expect(lastRequest('item')?.getAttribute('name')).to.equal('Bob');
    });

    it('asks before it removes, and Cancel or Escape means no', async () => {
      await open();

      await choose('Bob', 'Remove…');
      expect(shownText(byRole(element, 'form', 'Remove…'))).to.contain('Remove Bob from your contacts?');
      byRole(element, 'button', 'Cancel').click();
      await waitUntil(() => !allByRole(element, 'form', 'Remove…').length);
      await choose('Bob', 'Remove…');
      await waitUntil(() => focused() === byRole(element, 'button', 'Cancel'));
      await sendKeys({ press: 'Escape' });
      await waitUntil(() => !allByRole(element, 'form', 'Remove…').length);
      expect(server.requests).to.be.empty;

      await choose('Bob', 'Remove…');
      byRole(element, 'button', 'Remove').click();
      await waitUntil(() => server.requests.length === 1);
      expect(lastRequest('item')?.getAttribute('subscription')).to.equal('remove');
      rosterPush(server, `<item jid="${BOB}" subscription="remove"/>`);

      await waitUntil(() => rows().join() === 'carol');
      await waitUntil(() => focused() === row(/^carol/), 'the keyboard goes on at the next one');
      expect(allByRole(element, 'status').map(shownText)).to.include('Bob was removed.');
    });

    it('asks a contact again who does not let us see them', async () => {
      await open();
      rosterPush(server, `<item jid="${BOB}" name="Bob" subscription="from"/>`);

      await choose('Bob', 'Ask again');

      await waitUntil(() => sentPresences().join() === `subscribe ${BOB}`);
    });
  });

  describe('groups', () => {
    it('have headings that fold, and the others stand before them', async () => {
      await open();
      expect(allByRole(element, 'list').length, 'no group, no heading').to.equal(1);
      rosterPush(
        server,
        `<item jid="${BOB}" name="Bob" subscription="both"><group>Work</group><group>Chess</group></item>`,
      );
      await waitUntil(() => rows().join() === 'carol,Bob,Bob');

      const heading = () => byRole(element, 'button', /^Chess · 1/);
      expect(heading().getAttribute('aria-expanded')).to.equal('true');
      server.receive(message(BOB, 'hello'));
      heading().click();

      await waitUntil(() => rows().join() === 'carol,Bob' && allByRole(element, 'button', 'Chess · 1 1 unread').length);
      expect(heading().getAttribute('aria-expanded')).to.equal('false');
      expect(allByRole(element, 'list', 'Chess')).to.be.empty;
    });

    it('do not matter to who looks for somebody', async () => {
      await open();
      rosterPush(
        server,
        `<item jid="${BOB}" name="Bob" subscription="both"><group>Work</group><group>Chess</group></item>`,
      );
      await waitUntil(() => rows().length === 3);

      await find('bo');

      expect(rows()).to.deep.equal(['Bob']);
      expect(allByRole(element, 'list', 'Work')).to.be.empty;
    });
  });

  describe('requests', () => {
    const sentence = `Dan (dan@example.org) wants to see when you are online.`;
    const nick = '<nick xmlns="http://jabber.org/protocol/nick">Dan</nick>';

    it('stand on top with their words, are told, and wait for an answer', async () => {
      await open();

      server.receive(request('dan@example.org', `<status>From chess</status>${nick}`));

      await waitUntil(() => allByRole(element, 'list', 'Requests').length);
      expect(shownText(byRole(element, 'list', 'Requests'))).to.contain(`${sentence} From chess`);
      expect(allByRole(element, 'status').map(shownText)).to.include(sentence);
      expect(sentPresences()).to.deep.equal([]);
    });

    it('are accepted, and asked back', async () => {
      await open();
      server.receive(request('dan@example.org'));
      await waitUntil(() => allByRole(element, 'button', 'Accept').length);

      byRole(element, 'button', 'Accept').click();

      await waitUntil(() => !allByRole(element, 'list', 'Requests').length);
      expect(sentPresences()).to.deep.equal(['subscribed dan@example.org', 'subscribe dan@example.org']);
    });

    it('are refused', async () => {
      await open();
      server.receive(request('dan@example.org'));
      await waitUntil(() => allByRole(element, 'button', 'Refuse').length);

      byRole(element, 'button', 'Refuse').click();

      await waitUntil(() => !allByRole(element, 'list', 'Requests').length);
      expect(sentPresences()).to.deep.equal(['unsubscribed dan@example.org']);
    });

    it('of the blocked are not shown', async () => {
      await open({ blocked: ['evil.example'] });

      server.receive(request(MALLORY));
      server.receive(request('dan@example.org'));

      await waitUntil(() => allByRole(element, 'list', 'Requests').length);
      expect(byRole(element, 'list', 'Requests').children.length).to.equal(1);
    });

    it('of the one whom the page names stand above their conversation', async () => {
      await open({ attributes: { with: 'dan@example.org' } });

      server.receive(request('dan@example.org'));
      await waitUntil(() => allByRole(element, 'button', 'Accept').length);
      expect(shownText(element.shadowRoot?.querySelector('.bar') as Element)).to.contain(
        'dan@example.org wants to see',
      );
      byRole(element, 'button', 'Accept').click();

      await waitUntil(() => sentPresences().length === 2);
    });
  });

  describe('strangers', () => {
    const claims = '<nick xmlns="http://jabber.org/protocol/nick">Bob</nick>';

    it('are called what they call themselves, beside their address', async () => {
      await open();

      server.receive(message(MALLORY, 'hello', claims));

      await waitUntil(() => rows()[0] === `Bob (${MALLORY})`);
      row(/^Bob \(mallory/).click();
      await waitUntil(() => allByRole(element, 'heading', `Bob (${MALLORY})`).length);
    });

    it('are marked above their conversation, and can be added', async () => {
      await open();
      server.receive(message(MALLORY, 'hello'));
      await waitUntil(() => rows()[0] === 'mallory');
      row(/^mallory/).click();
      await waitUntil(() => element.shadowRoot?.querySelector('.bar'));
      expect(shownText(element.shadowRoot?.querySelector('.bar') as Element)).to.equal(
        `${MALLORY} is not in your contacts. Add`,
      );

      byRole(element, 'button', 'Add').click();

      await waitUntil(() => sentPresences().join() === `subscribe ${MALLORY}`);
      rosterPush(server, `<item jid="${MALLORY}" subscription="none" ask="subscribe"/>`);
      await waitUntil(() => !element.shadowRoot?.querySelector('.bar'));
    });

    it('are let in by adding them if they have asked', async () => {
      await open();
      server.receive(message(MALLORY, 'hello'));
      server.receive(request(MALLORY));
      await waitUntil(() => rows()[0] === 'mallory');

      await choose('mallory', 'Add');

      await waitUntil(() => sentPresences().join() === `subscribed ${MALLORY},subscribe ${MALLORY}`);
    });

    it('are no strangers to a page that names them', async () => {
      await open({ attributes: { with: 'support@example.org' } });

      expect(allByRole(element, 'log')).to.have.length(1);
      expect(element.shadowRoot?.querySelector('.bar')).to.equal(null);
    });

    it('get no presence of ours', async () => {
      await open();
      server.receive(message(MALLORY, 'hello', '<request xmlns="urn:xmpp:receipts"/>'));
      await waitUntil(() => rows()[0] === 'mallory');

      row(/^mallory/).click();
      await waitUntil(() => element.shadowRoot?.querySelector('.bar'));

      expect(server.sent.filter((stanza) => stanza.getAttribute('to')?.startsWith(MALLORY))).to.be.empty;
    });
  });

  describe('blocking', () => {
    it('is asked of the server, and shown when it has done so', async () => {
      await open({ blocked: [] });
      row(/^Bob/).click();
      await choose('Bob', 'Block');
      await waitUntil(() => lastRequest('block > item')?.getAttribute('jid') === BOB);
      expect(allByRole(element, 'textbox', 'Message')).to.have.length(1);

      blocklistPush(server, 'block', BOB);

      await waitUntil(() => shownText(byRole(element, 'region', 'Bob')).includes('You have blocked Bob.'));
      expect(allByRole(element, 'textbox', 'Message')).to.have.length(0);
      expect(rows()).to.deep.equal(['carol']);
      byRole(element, 'button', 'Blocked · 1').click();
      await waitUntil(() => allByRole(element, 'button', 'Bob Blocked').length);

      byRole(element, 'button', 'Unblock').click();
      await waitUntil(() => lastRequest('unblock > item')?.getAttribute('jid') === BOB);
      blocklistPush(server, 'unblock', BOB);
      await waitUntil(() => allByRole(element, 'textbox', 'Message').length);
      expect(allByRole(element, 'button', /^Blocked/)).to.be.empty;
    });

    it('is one click away from a stranger', async () => {
      await open({ blocked: [] });
      server.receive(message(MALLORY, 'hello'));
      await waitUntil(() => rows()[0] === 'mallory');
      row(/^mallory/).click();
      await waitUntil(() => allByRole(element, 'button', 'Block').length);

      byRole(element, 'button', 'Block').click();

      await waitUntil(() => lastRequest('block > item')?.getAttribute('jid') === MALLORY);
    });

    it('lists whoever is blocked, whole domains too, and unblocks what stands there', async () => {
      await open({ blocked: ['eve@example.org', 'evil.example'] });
      server.receive(message(MALLORY, 'hello'));
      byRole(element, 'button', /^Blocked/).click();
      await waitUntil(() => rows().join() === 'Bob,carol,mallory,eve,evil.example');

      await choose('mallory', 'Unblock');

      await waitUntil(() => lastRequest('unblock > item')?.getAttribute('jid') === 'evil.example');
    });

    it('says why it did not work', async () => {
      await open({ blocked: [] });
      server.answers.set('urn:xmpp:blocking', () => {
        throw new StanzaError('resource-constraint');
      });

      await choose('Bob', 'Block');

      await waitUntil(() => allByRole(element, 'alert').length === 1);
      expect(shownText(byRole(element, 'alert'))).to.contain('Wait a moment');
    });
  });

  describe('reporting (XEP-0377)', () => {
    const REPORTS = '<feature var="urn:xmpp:reporting:1"/>';
    const dialog = () => element.shadowRoot?.querySelector('dialog');

    it('is not offered where the server takes no reports', async () => {
      await open({ blocked: [] });

      byRole(element, 'button', 'Options for Bob').click();
      await waitUntil(() => allByRole(element, 'menuitem', 'Block').length);

      expect(allByRole(element, 'menuitem', /report/)).to.be.empty;
    });

    it('asks why, and goes along with the block', async () => {
      await open({ blocked: [], features: REPORTS });
      await choose('Bob', 'Block and report…');
      await waitUntil(() => allByRole(element, 'form', 'Block and report…').length);
      expect(dialog()?.matches(':modal')).to.equal(true);
      expect(shownText(byRole(element, 'heading', 'Block and report Bob?'))).to.exist;

      dialog()?.querySelector<HTMLElement>('[value=abuse]')?.click();
      byRole<HTMLTextAreaElement>(element, 'textbox', 'In your words (optional)').value = ' He shouts ';
      byRole(element, 'button', 'Block and report').click();

      await waitUntil(() => !dialog());
      const report = lastRequest('report');
      expect(report?.parentElement?.getAttribute('jid')).to.equal(BOB);
      expect(report?.getAttribute('reason')).to.equal('urn:xmpp:reporting:abuse');
      expect(report?.querySelector('text')?.textContent).to.equal('He shouts');
      await waitUntil(() => focused() === byRole(element, 'button', 'Options for Bob'));
    });

    it('is one click away from a stranger, and Escape goes back', async () => {
      await open({ blocked: [], features: REPORTS });
      server.receive(message(MALLORY, 'hello'));
      await waitUntil(() => rows()[0] === 'mallory');
      row(/^mallory/).click();
      await waitUntil(() => allByRole(element, 'button', 'Block and report…').length);

      byRole(element, 'button', 'Block and report…').focus();
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => allByRole(element, 'heading', `Block and report ${MALLORY}?`).length);
      await sendKeys({ press: 'Escape' });

      await waitUntil(() => !dialog());
      expect(focused()).to.equal(byRole(element, 'button', 'Block and report…'));
      expect(lastRequest('block')).to.equal(undefined);
    });

    it('says why it did not work', async () => {
      await open({ blocked: [], features: REPORTS });
      server.answers.set('urn:xmpp:blocking', () => {
        throw new StanzaError('resource-constraint');
      });
      await choose('Bob', 'Block and report…');
      await waitUntil(() => allByRole(element, 'button', 'Block and report').length);

      byRole(element, 'button', 'Block and report').click();

      await waitUntil(() => dialog()?.querySelector('[role=alert]'));
      expect(dialog()?.querySelector('[role=alert]')?.textContent).to.contain('Wait a moment');
    });

    it('goes away with its element', async () => {
      await open({ blocked: [], features: REPORTS });
      await choose('Bob', 'Block and report…');
      await waitUntil(dialog);

      element.remove();

      expect(dialog()).to.equal(null);
    });
  });
});
