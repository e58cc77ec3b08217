import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define/xmpp-login.js';
import type { XmppLoginElement } from '../../src/elements/xmpp-login.js';
import { fakeSession, type FakeTransport } from '../support/fake-transport.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { stanza, textOfXml } from '../support/stanza.js';
import { waitUntil } from '../support/wait.js';

const NS = 'jabber:iq:register';
const RESULT = '<iq xmlns="jabber:client" type="result"/>';
const CONFLICT = 'conflict';
const FORM = '<instructions>Choose a name.</instructions><username/><password/>';
const asks = (form: string) => `<iq xmlns="jabber:client" type="result"><query xmlns="${NS}">${form}</query></iq>`;
const refuses = (condition: string, text = '') =>
  `<iq xmlns="jabber:client" type="error"><error type="cancel"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>
    ${text && `<text xmlns="urn:ietf:params:xml:ns:xmpp-stanzas">${text}</text>`}</error></iq>`;

interface Setting {
  readonly element: XmppLoginElement;
  readonly server: FakeTransport;
}

/** A server that asks for this, and answers so to what it is told; and somebody who wants an account there. */
async function registering(
  form: string,
  answer: () => string = () => RESULT,
  domain = 'example.org',
): Promise<Setting> {
  const { name, server } = fakeSession();
  server.answers.set(NS, (iq) => (iq.getAttribute('type') === 'get' ? asks(form) : answer()));
  return open({ name, server, domain });
}

async function open({
  name,
  server,
  domain,
}: {
  name: string;
  server: FakeTransport;
  domain: string;
}): Promise<Setting> {
  const element = await fixture<XmppLoginElement>(
    html`<xmpp-login session=${name} service="wss://fake.example/ws" domain=${domain} register></xmpp-login>`,
  );
  await element.updateComplete;
  byRole(element, 'button', 'Create account').click();
  await waitUntil(() => allByRole(element, 'button', 'Sign in instead').length);
  if (domain) await waitUntil(() => server.visits.length && !shownText(byRole(element, 'status')));
  await element.updateComplete;
  return { element, server };
}

function fill(element: XmppLoginElement, name: string, password: string): void {
  byRole<HTMLInputElement>(element, 'textbox', /User name|XMPP address/).value = name;
  byRole<HTMLInputElement>(element, 'password', 'Password').value = password;
}

async function submit(element: XmppLoginElement): Promise<void> {
  byRole(byRole(element, 'form', 'Create account'), 'button', 'Create account').click();
  await element.updateComplete;
  await waitUntil(() => shownText(byRole(element, 'status')) !== 'Asking the server…');
  await element.updateComplete;
}

const alertOf = (element: XmppLoginElement) => shownText(byRole(element, 'alert'));
const isSignedIn = (element: XmppLoginElement) => () => allByRole(element, 'button', 'Sign out').length === 1;
/** What the server was told, as text. */
const told = (server: FakeTransport) =>
  server.requests
    .filter((iq) => iq.getAttribute('type') === 'set' && iq.firstElementChild?.namespaceURI === NS)
    .map((iq) => textOfXml(iq).replaceAll(/(<\w+) xmlns="jabber:iq:register"/g, '$1'));

describe('<xmpp-login register>', () => {
  it('offers no account unless the page does', async () => {
    const { name } = fakeSession();
    const element = await fixture<XmppLoginElement>(html`<xmpp-login session=${name} domain="a.example"></xmpp-login>`);
    await element.updateComplete;
    expect(allByRole(element, 'button', 'Create account')).to.be.empty;

    element.register = true;
    await element.updateComplete;

    expect(allByRole(element, 'button', 'Create account')).to.have.length(1);
  });

  it('asks for a user name and a password, with the server’s own words', async () => {
    const { element, server } = await registering(FORM);

    expect(server.visits[0]).to.deep.include({ domain: 'example.org', services: ['wss://fake.example/ws'] });
    expect(shownText(element.shadowRoot?.querySelector('[part=base]') as Element)).to.contain('Choose a name.');
    expect(byRole(element, 'heading').textContent).to.equal('Create account');
    expect(byRole(element, 'textbox', 'User name').getAttribute('autocomplete')).to.equal('username');
    expect(byRole(element, 'password', 'Password').getAttribute('autocomplete')).to.equal('new-password');
    byRole(element, 'button', 'Show password').click();
    await element.updateComplete;
    expect(byRole<HTMLInputElement>(element, 'password').type).to.equal('text');
  });

  it('makes the account, and signs in with it', async () => {
    const { element, server } = await registering(FORM);
    fill(element, ' Alice ', 'Wherefore-1597');

    await submit(element);

    await waitUntil(isSignedIn(element));
    expect(told(server)).to.deep.equal([
      '<iq xmlns="jabber:client" type="set" to="example.org"><query><username>alice</username><password>Wherefore-1597</password></query></iq>',
    ]);
    expect(server.attempts[0]?.credentials).to.include({ jid: 'alice@example.org', password: 'Wherefore-1597' });
    // Other tests, with words of their own, share the storage.
    expect(Object.values({ ...localStorage, ...sessionStorage }).join()).not.to.contain('Wherefore-1597');
  });

  it('says that a user name is taken, and lets them take another one', async () => {
    let answer = refuses(CONFLICT, 'Schon vergeben');
    const { element, server } = await registering(FORM, () => answer);
    fill(element, 'alice', 'secret');

    await submit(element);

    expect(alertOf(element)).to.equal('That user name is taken.');
    const username = byRole<HTMLInputElement>(element, 'textbox', 'User name');
    await waitUntil(() => element.shadowRoot?.activeElement === username);
    expect(username.getAttribute('aria-invalid')).to.equal('true');
    expect(byRole<HTMLInputElement>(element, 'password').value).to.equal('secret');
    answer = RESULT;
    fill(element, 'alice2', 'secret');
    await submit(element);
    await waitUntil(isSignedIn(element));
    expect(server.visits).to.have.length(1);
  });

  for (const [condition, words] of [
    ['not-acceptable', 'The server does not accept that. Try another user name or a longer password. ⁨Too short⁩'],
    ['resource-constraint', 'Too many accounts were made just now. Try again later.'],
    ['jid-malformed', 'The server does not accept that user name.'],
    ['internal-server-error', 'The server has a problem. Try again later.'],
    ['constructor', 'That did not work.'],
  ] as const) {
    it(`says what helps on ${condition}`, async () => {
      const { element } = await registering(FORM, () => refuses(condition, 'Too short'));
      fill(element, 'alice', 's');

      await submit(element);

      // Firefox leaves what isolates text out of what is seen of it.
      expect(byRole(element, 'alert').textContent.trim()).to.equal(words);
      expect(byRole(element, 'form', 'Create account')).to.exist;
    });
  }

  for (const condition of ['not-allowed', 'feature-not-implemented', 'service-unavailable', 'forbidden']) {
    it(`says on ${condition} that there are none, and leads back`, async () => {
      const { name, server } = fakeSession();
      server.answers.set(NS, () => refuses(condition));
      const { element } = await open({ name, server, domain: 'example.org' });

      expect(alertOf(element)).to.equal('This server makes no accounts here.');
      expect(allByRole(element, 'form')).to.be.empty;
      byRole(element, 'button', 'Sign in instead').click();

      await element.updateComplete;
      expect(byRole(element, 'form', 'Sign in')).to.exist;
      expect(alertOf(element)).to.equal('');
    });
  }

  it('asks for nothing where the server offers no accounts', async () => {
    const { name, server } = fakeSession();
    server.features = '';
    const { element } = await open({ name, server, domain: 'example.org' });

    expect(alertOf(element)).to.equal('This server makes no accounts here.');
    expect(server.requests).to.be.empty;
  });

  it('says that a server cannot be reached, and tries again', async () => {
    const { name, server } = fakeSession();
    server.answers.set(NS, (iq) => (iq.getAttribute('type') === 'get' ? asks(FORM) : RESULT));
    server.refusal = 'service-unreachable';
    const { element } = await open({ name, server, domain: 'example.org' });
    expect(alertOf(element)).to.contain('cannot be reached');
    fill(element, 'alice', 'secret');
    server.refusal = undefined;

    await submit(element);

    await waitUntil(isSignedIn(element));
  });

  it('asks for all that the server wants to know', async () => {
    const { element, server } = await registering(`<x xmlns="jabber:x:data" type="form">
      <instructions>About you</instructions>
      <field type="hidden" var="FORM_TYPE"><value>${NS}</value></field>
      <field type="text-single" label="User" var="username"><required/></field>
      <field type="text-private" label="Pass" var="password"><required/></field>
      <field type="fixed"><value>We are curious.</value></field>
      <field type="text-single" label="Town" var="x-town"><required/></field>
      <field type="text-private" label="Invitation" var="x-code"/>
      <field type="list-single" label="Team" var="x-team"><value>b</value>
        <option label="Reds"><value>a</value></option><option label="Blues"><value>b</value></option></field>
      <field type="boolean" label="Send me news" var="x-news"><value>true</value></field></x>`);
    const text = shownText(element.shadowRoot?.querySelector('[part=base]') as Element);
    expect(text).to.contain('About you').and.to.contain('We are curious.');
    expect(byRole<HTMLInputElement>(element, 'checkbox', 'Send me news').checked).to.be.true;
    expect(byRole<HTMLSelectElement>(element, 'combobox', 'Team').value).to.equal('b');
    fill(element, 'alice', 'secret');

    await submit(element);
    expect(alertOf(element)).to.equal('Fill in “Town”.');
    const town = byRole<HTMLInputElement>(element, 'textbox', 'Town');
    expect(element.shadowRoot?.activeElement).to.equal(town);
    town.value = 'Verona';
    byRole<HTMLSelectElement>(element, 'combobox', 'Team').value = 'a';
    byRole(element, 'checkbox', 'Send me news').click();
    await submit(element);

    await waitUntil(isSignedIn(element));
    const fields = [...stanza(told(server)[0] ?? '').getElementsByTagName('field')];
    expect(fields.map((field) => `${field.getAttribute('var')}=${field.textContent}`)).to.deep.equal([
      `FORM_TYPE=${NS}`,
      ...['username=alice', 'password=secret', 'x-town=Verona', 'x-code=', 'x-team=a', 'x-news=0'],
    ]);
  });

  it('asks for an e-mail address in its own words, as older servers want it', async () => {
    const { element, server } = await registering(`${FORM}<email/><name/><zip/>`);
    fill(element, 'alice', 'secret');
    byRole<HTMLInputElement>(element, 'textbox', 'E-mail address').value = 'a@b.example';
    byRole<HTMLInputElement>(element, 'textbox', 'Full name').value = 'Alice';
    byRole<HTMLInputElement>(element, 'textbox', 'zip').value = '1';

    await submit(element);

    await waitUntil(isSignedIn(element));
    expect(told(server)[0]).to.contain('<email>a@b.example</email><name>Alice</name><zip>1</zip>');
  });

  it('leads to where accounts are made', async () => {
    const url = 'https://accounts.example.org/new?from=chat';
    const { element } = await registering(
      `<instructions>Visit us.</instructions><x xmlns="jabber:x:oob"><url>${url}</url></x>`,
    );

    const link = element.shadowRoot?.querySelector('a') as HTMLAnchorElement;
    expect(shownText(link)).to.equal('Register at accounts.example.org');
    expect(link).to.include({ href: url, target: '_blank' });
    expect(link.relList.contains('noopener')).to.be.true;
    expect(allByRole(element, 'form')).to.be.empty;
  });

  it('says so where it cannot ask what the server wants to know', async () => {
    const { element } = await registering('<x xmlns="jabber:x:oob"><url>javascript:alert(1)</url></x>');

    const base = element.shadowRoot?.querySelector('[part=base]') as Element;
    expect(shownText(base)).to.contain('This server asks for something that cannot be answered here.');
    expect(base.querySelector('a')).to.be.null;
  });

  it('asks whose server it is where the page names none, then what that wants to know', async () => {
    const { element, server } = await registering(`${FORM}<email/>`, undefined, '');
    expect(server.visits).to.be.empty;
    fill(element, 'alice', 'secret');
    await submit(element);
    expect(alertOf(element)).to.equal('An XMPP address looks like name@example.org.');
    fill(element, 'alice@other.example', 'secret');

    await submit(element);
    await waitUntil(() => allByRole(element, 'textbox', 'E-mail address').length);
    expect(server.visits[0]?.domain).to.equal('other.example');
    expect(told(server)).to.be.empty;
    byRole<HTMLInputElement>(element, 'textbox', 'E-mail address').value = 'a@b.example';
    await submit(element);

    await waitUntil(isSignedIn(element));
    expect(server.attempts[0]?.credentials).to.include({ jid: 'alice@other.example' });
  });

  it('makes the account even if somebody thought about it for longer than the server waits', async () => {
    const { element, server } = await registering(FORM);
    server.endVisit();
    fill(element, 'alice', 'secret');

    await submit(element);

    await waitUntil(isSignedIn(element));
    expect(server.visits).to.have.length(2);
  });

  it('goes back to signing in, and forgets what was written', async () => {
    const { element } = await registering(FORM);
    fill(element, 'alice', 'secret');

    byRole(element, 'button', 'Sign in instead').click();
    await element.updateComplete;

    expect(byRole(element, 'form', 'Sign in')).to.exist;
    expect(byRole<HTMLInputElement>(element, 'password').value).to.equal('');
  });

  it('keeps the keyboard in the form that has come', async () => {
    const { name, server } = fakeSession();
    server.answers.set(NS, () => asks(FORM));
    const element = await fixture<XmppLoginElement>(
      html`<xmpp-login session=${name} service="wss://fake.example/ws" domain="example.org" register></xmpp-login>`,
    );
    await element.updateComplete;
    const button = byRole(element, 'button', 'Create account');
    button.focus();

    button.click();
    await waitUntil(() => allByRole(element, 'form', 'Create account').length);
    await waitUntil(() => element.shadowRoot?.activeElement === byRole(element, 'textbox', 'User name'));
  });
});
