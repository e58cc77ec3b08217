import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define/xmpp-login.js';
import { strings as arabic } from '../../src/elements/strings/ar.js';
import { strings as german } from '../../src/elements/strings/de.js';
import { en as first } from '../../src/elements/strings/en.js';
import { enParts } from '../../src/elements/strings/en-parts.js';
import { strings as french } from '../../src/elements/strings/fr.js';
import { stringsFor, type Strings } from '../../src/elements/strings/strings.js';
import { words } from '../../src/elements/strings/words.js';
import { XmppLoginElement } from '../../src/elements/xmpp-login.js';
import { fakeSession } from '../support/fake-transport.js';
import { allByRole, byRole } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const en: Strings = { ...first, ...enParts };

async function loginIn(lang: string, around = ''): Promise<XmppLoginElement> {
  const { name } = fakeSession();
  const host = await fixture(html`<div lang=${around}><xmpp-login session=${name} lang=${lang}></xmpp-login></div>`);
  return host.firstElementChild as XmppLoginElement;
}

const hasButton = (element: Element, name: string) => () => allByRole(element, 'button', name).length === 1;

describe('The words', () => {
  it('are in the language of the element', async () => {
    const element = await loginIn('de');

    await waitUntil(hasButton(element, 'Anmelden'));
  });

  it('are in the language of the page around, also through a shadow root', async () => {
    const page = await fixture(html`<div lang="fr"></div>`);
    const root = page.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
    const element = new XmppLoginElement();
    element.session = fakeSession().name;

    root.append(element);

    await waitUntil(hasButton(element, 'Se connecter'));
  });

  it('change when the page changes the language', async () => {
    const element = await loginIn('en');
    await waitUntil(hasButton(element, 'Sign in'));

    element.lang = 'de';

    await waitUntil(hasButton(element, 'Anmelden'));
  });

  for (const lang of ['xx', '../../x', 'constructor', '__proto__', 'ja-JP']) {
    it(`are English where the page speaks ${lang}`, async () => {
      const element = await loginIn(lang);
      await element.updateComplete;

      expect(byRole(element, 'button', 'Sign in')).to.exist;
      expect(stringsFor(element).lang).to.equal('en');
    });
  }

  it('are those of the browser where the page says nothing', async () => {
    const element = await loginIn('');
    const supported = navigator.languages.find((lang) => /^(en|de|fr|ar)\b/.test(lang)) ?? 'en';

    await waitUntil(() => stringsFor(element).lang.startsWith(supported.slice(0, 2)));
  });

  it('keep the region for times and numbers', async () => {
    const element = await loginIn('en-GB');

    expect(stringsFor(element).lang).to.equal('en-GB');
    expect(stringsFor(element).send).to.equal('Send');
  });

  it('survive a language tag that is none', async () => {
    const element = await loginIn('en-');

    expect(stringsFor(element).lang).to.equal('en');
  });

  it('bring their direction along, and take it away again', async () => {
    const element = await loginIn('ar');
    await waitUntil(() => element.dir === 'rtl');
    expect(getComputedStyle(element).direction).to.equal('rtl');

    element.lang = 'en';

    await waitUntil(() => element.dir === 'ltr');
  });

  it('leave a direction alone that the page wrote', async () => {
    const { name } = fakeSession();
    const element = await fixture<XmppLoginElement>(
      html`<xmpp-login dir="rtl" lang="en" session=${name}></xmpp-login>`,
    );

    expect(element.dir).to.equal('rtl');
  });

  it('name the conditions that a person may meet, by context', () => {
    const { errorText } = en;

    expect(errorText('conflict')).to.equal('That nickname is taken.');
    expect(errorText('conflict', 'connection')).to.equal('Your account was opened elsewhere, so it was closed here.');
    expect(errorText('not-authorized', 'join')).to.equal('This room needs a password, or another one.');
    expect(errorText('not-authorized', 'connection')).to.equal('That user name and password do not fit together.');
    expect(errorText('not-authorized', 'site')).to.contain('Sign in to the site again.');
    expect(errorText('conflict', 'site')).to.equal(errorText('conflict', 'connection'));
    expect(errorText('timeout', 'site')).to.equal(errorText('timeout'));
    expect(errorText('forbidden', 'join')).to.equal('You are banned from this room.');
  });

  it('have an answer to conditions that nobody foresaw', () => {
    for (const condition of ['', 'undefined-condition', 'constructor', '__proto__', 'toString', '<b>']) {
      expect(en.errorText(condition)).to.equal('That did not work.');
    }
  });

  it('count', () => {
    expect(en.typing([])).to.equal('');
    expect(en.typing(['Mira'])).to.equal('Mira is typing…');
    expect(en.typing(['Mira', 'Nova'])).to.equal('Mira and Nova are typing…');
    expect(en.typing(['a', 'b', 'c', 'd', 'e'])).to.equal('a, b, c, and 2 others are typing…');
  });
});

for (const language of [german(words), french(words), arabic(words)]) {
  describe(`The translation to ${language.lang}`, () => {
    it('says everything that English says', () => {
      expect(Object.keys(language)).to.have.members(Object.keys(en));
    });

    it('says everything differently', () => {
      const same = [
        'lang',
        'dir',
        'addressExample',
        'online',
        'offline',
        'contacts',
        'messages',
        'message',
        'participants',
        'participant',
        'photo',
        'audio',
        'video',
      ];
      const isCopied = (key: keyof Strings) =>
        typeof en[key] === 'string' && language[key] === en[key] && !same.includes(key);

      expect((Object.keys(en) as (keyof Strings)[]).filter(isCopied)).to.be.empty;
    });

    it('names every condition that English names', () => {
      const conditions = [
        ...['not-authorized', 'no-mechanism', 'server-unverified', 'service-unreachable', 'no-service', 'timeout'],
        ...['connection-lost', 'conflict', 'configuration-conflict', 'invalid-service', 'jid-malformed', 'forbidden'],
        ...['token-unavailable', 'invalid-token-url'],
        ...['registration-required', 'item-not-found', 'not-acceptable', 'policy-violation', 'resource-constraint'],
      ];

      for (const condition of conditions) expect(language.errorText(condition)).to.not.equal(language.errorText(''));
      for (const refusal of ['not-authorized', 'credentials-expired']) {
        expect(language.errorText(refusal, 'site')).to.not.equal(language.errorText(refusal));
      }
    });
  });
}
