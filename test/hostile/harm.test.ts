import { expect, fixture, html } from '@open-wc/testing';
import { alicesPage, messagesIn } from './alices-page.js';
import { expectHarmless, HarmWatch } from './harm.js';

describe('The watch over the pages of these tests', () => {
  for (const [what, make] of Object.entries({
    'an image': () => document.createElement('img'),
    'a frame': () => document.createElement('iframe'),
    'a handler': () => withAttribute('onclick', ''),
    'a link to a script': () => withAttribute('href', 'javascript:alert(1)'),
    'a link to a file': () => withAttribute('href', 'file:///etc/passwd'),
    'a style of somebody’s': () => withAttribute('style', 'position: fixed'),
  })) {
    it(`sees ${what}, in a shadow tree as well`, async () => {
      const box = await fixture(html`<div></div>`);
      box.attachShadow({ mode: 'open' }).append(make());

      expect(() => expectHarmless(box)).to.throw();
    });
  }

  it('lets a link to a website pass', () => {
    expectHarmless(withAttribute('href', 'https://example.org/'));
  });

  it('hears of a module that threw', () => {
    const watch = new HarmWatch();
    watch.log.warn('A stanza could not be read.', new TypeError());

    expect(() => watch.expectNone()).to.throw();
  });

  it('sees what is added to all objects', () => {
    const watch = new HarmWatch();
    Object.defineProperty(Object.prototype, 'polluted', { value: 1, configurable: true });

    expect(() => watch.expectNone()).to.throw();
    delete (Object.prototype as { polluted?: unknown }).polluted;
    watch.expectNone();
  });

  it('would see anything that bob or the room says', async () => {
    const page = await alicesPage();

    await page.bobWrites('pay me');
    await page.say('bob', 'all of you');

    expect(() => page.expectNothing()).to.throw();
    expect(page.text()).to.contain('pay me').and.contain('all of you');
    expect([page.bob, page.room].map((element) => messagesIn(element).length)).to.deep.equal([1, 1]);
  });
});

function withAttribute(name: string, value: string): Element {
  const link = document.createElement('a');
  link.setAttribute(name, value);
  return link;
}
