import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { stub, type SinonStub } from 'sinon';
import '../../src/define/xmpp-login.js';
import type { XmppLoginElement } from '../../src/elements/xmpp-login.js';
import { connectedSession, fakeSession } from '../support/fake-transport.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const SERVICE = 'wss://fake.example/ws';

async function login(session: string, attributes: Record<string, string> = {}): Promise<XmppLoginElement> {
  const element = document.createElement('xmpp-login');
  for (const [name, value] of Object.entries({ session, ...attributes })) element.setAttribute(name, value);
  const host = await fixture(html`<div>${element}</div>`);
  await element.updateComplete;
  return host.firstElementChild as XmppLoginElement;
}

const formOfDomain = (session: string, more = {}) =>
  login(session, { service: SERVICE, domain: 'example.org', ...more });

function fill(element: XmppLoginElement, name: string, password: string): void {
  byRole<HTMLInputElement>(element, 'textbox', /name|address/i).value = name;
  byRole<HTMLInputElement>(element, 'password').value = password;
}

async function submit(element: XmppLoginElement): Promise<void> {
  byRole(element, 'button', 'Sign in').click();
  await element.updateComplete;
}

const alertOf = (element: XmppLoginElement) => shownText(byRole(element, 'alert'));
const isSignedIn = (element: XmppLoginElement) => () => allByRole(element, 'button', 'Sign out').length === 1;

describe('<xmpp-login>', () => {
  it('asks for an XMPP address and a password', async () => {
    const element = await login(fakeSession().name, { service: SERVICE });

    const form = byRole(element, 'form', 'Sign in');
    expect(form.contains(byRole(element, 'textbox', 'XMPP address'))).to.be.true;
    expect(byRole<HTMLInputElement>(element, 'password', 'Password').type).to.equal('password');
    expect(byRole<HTMLInputElement>(element, 'checkbox', 'Stay signed in').checked).to.be.false;
    expect(allByRole(element, 'button', 'Join as guest')).to.be.empty;
  });

  it('asks for a user name where the page names the domain', async () => {
    const element = await formOfDomain(fakeSession().name);

    expect(byRole(element, 'textbox', 'User name')).to.exist;
    expect(shownText(element.shadowRoot?.querySelector('[part=title]') as Element)).to.contain('example.org');
  });

  it('lets password managers fill it in', async () => {
    const element = await formOfDomain(fakeSession().name);

    expect(byRole(element, 'textbox', 'User name').getAttribute('autocomplete')).to.equal('username');
    expect(byRole(element, 'password').getAttribute('autocomplete')).to.equal('current-password');
  });

  it('comes with the address that the page gives', async () => {
    const element = await login(fakeSession().name, { service: SERVICE, jid: 'alice@example.org' });

    expect(byRole<HTMLInputElement>(element, 'textbox', /./).value).to.equal('alice@example.org');
  });

  it('shows the password on request', async () => {
    const element = await formOfDomain(fakeSession().name);
    const button = byRole(element, 'button', 'Show password');

    button.click();
    await element.updateComplete;

    expect(byRole<HTMLInputElement>(element, 'password').type).to.equal('text');
    expect(button.getAttribute('aria-pressed')).to.equal('true');
  });

  it('signs in, and tells the page', async () => {
    const { name, server } = fakeSession();
    const element = await formOfDomain(name);
    fill(element, 'alice', 'secret');

    const connected = oneEvent(element, 'xmpp-connected');
    await submit(element);

    expect((await connected).detail).to.deep.equal({ jid: 'alice@example.org/test', resumed: false });
    expect(server.attempts[0]?.credentials).to.deep.equal({
      kind: 'password',
      jid: 'alice@example.org',
      password: 'secret',
    });
    await waitUntil(isSignedIn(element));
    expect(shownText(element.shadowRoot?.querySelector('[part=login]') as Element)).to.contain('alice@example.org');
    expect(element.status).to.equal('online');
  });

  it('takes a whole address where a user name would do', async () => {
    const { name, server } = fakeSession();
    const element = await formOfDomain(name);
    fill(element, ' Alice@Other.example ', 'secret');

    await submit(element);

    expect(server.attempts[0]?.credentials).to.include({ jid: 'alice@other.example' });
  });

  it('says that it is signing in, and does not do it twice', async () => {
    const { name, server } = fakeSession();
    server.hold = new Promise(() => undefined);
    const element = await formOfDomain(name);
    fill(element, 'alice', 'secret');

    await submit(element);
    await waitUntil(() => shownText(byRole(element, 'status')) === 'Signing in…');
    await submit(element);

    expect(server.attempts).to.have.length(1);
  });

  it('can be cancelled', async () => {
    const { name, server } = fakeSession();
    server.hold = new Promise(() => undefined);
    const element = await formOfDomain(name);
    fill(element, 'alice', 'secret');
    await submit(element);
    await waitUntil(() => allByRole(element, 'button', 'Cancel').length);

    byRole(element, 'button', 'Cancel').click();

    await waitUntil(() => element.status === 'offline');
    await waitUntil(() => !allByRole(element, 'button', 'Cancel').length);
    expect(alertOf(element)).to.equal('');
  });

  for (const [condition, words] of [
    ['not-authorized', 'That user name and password do not fit together.'],
    ['no-mechanism', 'The server offers no safe way to sign in.'],
    ['service-unreachable', 'The chat server cannot be reached. Check your network, or try again later.'],
    ['server-unverified', 'The server could not prove that it is yours. Signing in was stopped.'],
    ['connection-lost', 'The connection broke.'],
    ['timeout', 'The server took too long to answer. Try again.'],
    ['a-condition-of-tomorrow', 'That did not work.'],
    ['constructor', 'That did not work.'],
  ] as const) {
    it(`says what helps on ${condition}`, async () => {
      const { name, server } = fakeSession();
      server.refusal = condition;
      const element = await formOfDomain(name);
      fill(element, 'alice', 'secret');

      const failed = oneEvent(element, 'xmpp-error');
      await submit(element);

      expect((await failed).detail).to.include({ condition, message: words });
      await waitUntil(() => alertOf(element) === words);
    });
  }

  it('leads back to the password when it does not fit', async () => {
    const { name, server } = fakeSession();
    server.refusal = 'not-authorized';
    const element = await formOfDomain(name);
    fill(element, 'alice', 'wrong');
    byRole(element, 'button', 'Sign in').focus();

    await submit(element);

    const password = byRole<HTMLInputElement>(element, 'password');
    await waitUntil(() => element.shadowRoot?.activeElement === password);
    expect(password.getAttribute('aria-invalid')).to.equal('true');
    expect(password.value).to.equal('wrong');
    expect(byRole<HTMLInputElement>(element, 'textbox', 'User name').value).to.equal('alice');
  });

  for (const { what, name, password, words, field } of [
    { what: 'no user name', name: ' ', password: 'x', words: 'Enter your user name.', field: 'username' },
    { what: 'no password', name: 'alice', password: '', words: 'Enter your password.', field: 'password' },
    {
      what: 'a user name that cannot be',
      name: 'a b',
      password: 'x',
      words: 'A user name has no spaces and none of " & \' / : < > @',
      field: 'username',
    },
  ]) {
    it(`asks nobody with ${what}`, async () => {
      const { name: session, server } = fakeSession();
      const element = await formOfDomain(session);
      fill(element, name, password);

      await submit(element);

      expect(alertOf(element)).to.equal(words);
      expect(element.shadowRoot?.activeElement?.id).to.equal(field);
      expect(element.shadowRoot?.activeElement?.getAttribute('aria-describedby')).to.equal('failure');
      expect(server.attempts).to.be.empty;
    });
  }

  it('asks for a whole address where there is no domain', async () => {
    const element = await login(fakeSession().name, { service: SERVICE });
    fill(element, 'alice', 'secret');

    await submit(element);

    expect(alertOf(element)).to.equal('An XMPP address looks like name@example.org.');
  });

  it('lets guests in beside the form, and not by itself', async () => {
    const { name, server } = fakeSession();
    const element = await login(name, { service: SERVICE, domain: 'guest.example.org', anonymous: '' });
    expect(server.attempts).to.be.empty;

    byRole(element, 'button', 'Join as guest').click();

    await waitUntil(isSignedIn(element));
    expect(server.attempts[0]?.credentials).to.deep.equal({ kind: 'anonymous', domain: 'guest.example.org' });
    expect(byRole(element, 'region', 'Guest')).to.exist;
  });

  it('signs in by itself with an account of the page, and takes the password out of the DOM', async () => {
    const { name, server } = fakeSession();
    const element = await login(name, { service: SERVICE, jid: 'alice@example.org', password: 'secret' });

    await waitUntil(isSignedIn(element));
    expect(server.attempts[0]?.credentials).to.include({ password: 'secret' });
    expect(element.hasAttribute('password')).to.be.false;
  });

  it('tells others how available one is', async () => {
    const { name, server } = await connectedSession();
    const element = await login(name);
    const select = byRole<HTMLSelectElement>(element, 'combobox', 'Availability');
    expect([...select.options].map(({ label }) => label)).to.deep.equal([
      'Available',
      'Away',
      'Away for longer',
      'Do not disturb',
    ]);

    select.value = 'dnd';
    select.dispatchEvent(new Event('change'));

    await waitUntil(() => server.last('presence')?.querySelector('show')?.textContent === 'dnd');
    await element.updateComplete;
    expect(select.value).to.equal('dnd');
  });

  it('signs out, and leaves nothing in the form', async () => {
    const { name } = fakeSession();
    const element = await formOfDomain(name);
    fill(element, 'alice', 'secret');
    await submit(element);
    await waitUntil(isSignedIn(element));

    byRole(element, 'button', 'Sign out').click();

    await waitUntil(() => allByRole(element, 'form').length);
    expect(byRole<HTMLInputElement>(element, 'textbox', 'User name').value).to.equal('');
    expect(byRole<HTMLInputElement>(element, 'password').value).to.equal('');
    expect(element.status).to.equal('offline');
  });

  it('keeps the keyboard where it was, in what has come', async () => {
    const { name } = fakeSession();
    const element = await formOfDomain(name);
    fill(element, 'alice', 'secret');
    byRole(element, 'password').focus();

    await submit(element);

    await waitUntil(isSignedIn(element));
    expect(element.shadowRoot?.activeElement).to.equal(byRole(element, 'region', 'alice@example.org'));
  });

  it('never takes the keyboard from the page', async () => {
    const { name } = fakeSession();
    const element = await formOfDomain(name);

    await element.connect({ jid: 'alice', password: 'secret' });
    await waitUntil(isSignedIn(element));

    expect(document.activeElement).to.equal(document.body);
  });

  it('offers to sign in again when the account was opened elsewhere', async () => {
    const { name, server } = fakeSession();
    const element = await formOfDomain(name);
    fill(element, 'alice', 'secret');
    await submit(element);
    await waitUntil(isSignedIn(element));

    server.drop('conflict');
    await waitUntil(() => allByRole(element, 'button', 'Sign in again').length);
    expect(alertOf(element)).to.equal('Your account was opened elsewhere, so it was closed here.');
    byRole(element, 'button', 'Sign in again').click();

    await waitUntil(() => element.status === 'online');
    expect(server.attempts[1]?.credentials).to.include({ jid: 'alice@example.org', password: 'secret' });
    await waitUntil(() => alertOf(element) === '');
  });

  it('asks for the password again when it no longer fits', async () => {
    const { name, server } = fakeSession();
    const element = await formOfDomain(name);
    fill(element, 'alice', 'secret');
    await submit(element);
    await waitUntil(isSignedIn(element));
    server.drop('conflict');
    await waitUntil(() => allByRole(element, 'button', 'Sign in again').length);

    server.refusal = 'not-authorized';
    byRole(element, 'button', 'Sign in again').click();

    await waitUntil(() => allByRole(element, 'form').length);
    expect(alertOf(element)).to.equal('That user name and password do not fit together.');
  });

  it('says that it reconnects, and tries at once on request', async () => {
    const { name, server } = await connectedSession();
    const element = await login(name);
    server.refusal = 'service-unreachable';

    server.drop();
    await waitUntil(() => shownText(byRole(element, 'status')) === 'Reconnecting…');
    server.refusal = undefined;
    byRole(element, 'button', 'Try now').click();

    await waitUntil(() => element.status === 'online');
    await waitUntil(() => shownText(byRole(element, 'status')) === '');
  });

  it('makes “Stay signed in” the property remember', async () => {
    const element = await formOfDomain(fakeSession().name, { remember: 'none' });
    const box = byRole<HTMLInputElement>(element, 'checkbox', 'Stay signed in');

    box.click();
    expect(element.remember).to.equal('device');
    box.click();
    expect(element.remember).to.equal('none');
  });

  it('says so when the page gives it nonsense', async () => {
    const errors: string[] = [];
    const element = document.createElement('xmpp-login');
    element.addEventListener('xmpp-error', ({ detail }) => errors.push(detail.condition));
    element.setAttribute('session', fakeSession().name);
    element.setAttribute('service', 'ftp://nowhere');
    await fixture(html`<div>${element}</div>`);
    await element.updateComplete;

    expect(errors).to.deep.equal(['invalid-service']);
    expect(alertOf(element)).to.equal('The chat server’s address on this page is not valid.');
  });

  it('lets the page bring its own heading', async () => {
    const { name } = fakeSession();
    const element = await fixture<XmppLoginElement>(
      html`<xmpp-login session=${name} service=${SERVICE}><h3 slot="title">Welcome back</h3></xmpp-login>`,
    );

    expect((element.querySelector('h3') as HTMLElement).checkVisibility()).to.be.true;
    expect(allByRole(element, 'heading')).to.be.empty;
  });

  it('is one line once signed in, if the page wants that', async () => {
    const { name } = await connectedSession();
    const element = await login(name, { compact: '' });
    (element as HTMLElement).style.width = '600px';

    expect(element.offsetHeight).to.be.below(64);
    expect(byRole(element, 'combobox', 'Availability')).to.exist;
  });

  describe('where the site signs its visitor in', () => {
    let site: SinonStub<Parameters<typeof fetch>, ReturnType<typeof fetch>>;
    const ALICE = { jid: 'alice@example.org', token: 't' };
    const bySite = (session: string, more = {}) => formOfDomain(session, { 'token-url': '/token', ...more });
    const form = (element: XmppLoginElement) => allByRole(element, 'form');

    beforeEach(() => (site = stub(window, 'fetch')));
    afterEach(() => site.restore());

    it('asks for nothing, and says that it is signing in, then as whom', async () => {
      const { name } = fakeSession();
      let answer: (response: Response) => void = () => undefined;
      site.returns(new Promise((resolve) => (answer = resolve)));

      const element = await bySite(name);
      expect(form(element)).to.be.empty;
      expect(shownText(byRole(element, 'status'))).to.equal('Signing in…');
      expect(byRole(element, 'status').getBoundingClientRect().height).to.be.above(10);
      await waitUntil(() => site.called);
      answer(Response.json(ALICE));

      await waitUntil(isSignedIn(element));
      expect(byRole(element, 'region', 'alice@example.org')).to.exist;
      expect(element.outerHTML + document.cookie).to.not.contain('"t"');
    });

    it('says that this page could not do it, and goes on by itself', async () => {
      const { name } = fakeSession();
      site.onFirstCall().resolves(new Response('<html>down</html>', { status: 500 }));
      site.onSecondCall().resolves(Response.json(ALICE));

      const element = await bySite(name);
      await waitUntil(() => element.status === 'reconnecting');
      await waitUntil(() => alertOf(element) === 'You could not be signed in by this page. Try again.');
      expect(form(element)).to.be.empty;
      byRole(element, 'button', 'Try now').click();

      await waitUntil(isSignedIn(element));
      expect(alertOf(element)).to.equal('');
    });

    it('says that the site does not know its visitor, of whom no password is wrong, and tries again when asked', async () => {
      const { name } = fakeSession();
      site.onFirstCall().resolves(new Response('', { status: 401 }));
      site.onSecondCall().resolves(Response.json(ALICE));

      const element = await bySite(name);
      await waitUntil(() => form(element).length);
      expect(alertOf(element)).to.equal('This site did not sign you in to the chat. Sign in to the site again.');
      expect(byRole(element, 'password').getAttribute('aria-invalid')).to.equal('false');
      byRole(element, 'button', 'Try again').click();

      await waitUntil(isSignedIn(element));
    });

    it('takes what somebody types instead, and says so if that is wrong', async () => {
      const { name, server } = fakeSession();
      site.resolves(new Response('', { status: 403 }));
      const element = await bySite(name);
      await waitUntil(() => form(element).length);
      server.refusal = 'not-authorized';
      fill(element, 'bob', 'wrong');

      await submit(element);

      await waitUntil(() => alertOf(element) === 'That user name and password do not fit together.');
      expect(server.attempts[0]?.credentials).to.include({ kind: 'password', jid: 'bob@example.org' });
    });

    it('waits for a click where the page wants that', async () => {
      const { name } = fakeSession();
      site.resolves(Response.json(ALICE));
      const element = await bySite(name, { 'no-auto-connect': '' });
      expect(form(element)).to.have.length(1);
      expect(site.called).to.be.false;

      byRole(element, 'button', 'Connect').click();

      await waitUntil(isSignedIn(element));
    });

    it('asks no other site, and says so', async () => {
      const { name } = fakeSession();

      const element = await bySite(name, { 'token-url': 'https://elsewhere.example/token' });

      expect(alertOf(element)).to.equal('The sign-in address on this page is not valid.');
      expect(site.called).to.be.false;
    });
  });
});
