import { expect } from '@open-wc/testing';
import type { BareJid } from '../../../src/core/jid.js';
import { alicesPage, BOB, messagesIn } from '../alices-page.js';
import { bodyOf, type Check, type Checks } from '../entries.js';

/** How much of a text is shown before its reader asks for the rest. */
const MAX_SHOWN = 5000;

/** Bob's words are on the screen as he wrote them: in private, in the list of contacts, and in the room. */
async function read(input: string) {
  const page = await alicesPage();
  const body = bodyOf(input);

  await page.receive(input);
  await page.say('bob', body);

  const rows = [page.bob, page.room].map((element) => messagesIn(element).at(-1)?.element.querySelector('[part=body]'));
  const links = rows.flatMap((row) => [...(row?.querySelectorAll('a') ?? [])]);
  const others = rows.flatMap((row) => [...(row?.querySelectorAll(':not(a)') ?? [])]);
  return { page, body, rows, links, others };
}

/** Text, and nothing but these links made of it. */
const isText =
  (...hrefs: readonly string[]): Check =>
  async (input) => {
    const { body, rows, links, others } = await read(input);

    for (const row of rows) expect(row?.textContent).to.equal(body);
    expect(others).to.deep.equal([]);
    expect(links.map(({ href }) => href)).to.deep.equal([...hrefs, ...hrefs]);
    for (const link of links) {
      expect([...link.attributes].map(({ name }) => name).sort()).to.deep.equal(['dir', 'href', 'rel', 'target']);
      expect(link.rel).to.contain('noopener').and.contain('noreferrer');
    }
  };

/** As much of it as anybody reads at a glance, in one piece. */
const isFolded: Check = async (input) => {
  const { body, rows, others } = await read(input);

  for (const row of rows) {
    const shown = [...(row?.childNodes ?? [])].filter((node) => node instanceof Text).map(({ data }) => data);
    const beginning = shown.join('').replace(/…\s*$/, '');
    expect(beginning.length).to.be.within(100, MAX_SHOWN);
    expect(body.startsWith(beginning)).to.equal(true);
    expect(row?.scrollWidth).to.be.at.most(row?.clientWidth ?? 0);
  }
  expect(others.map(({ textContent }) => textContent)).to.deep.equal(['Show more', 'Show more']);
};

/** Words that would rather be something else. */
export const textChecks: Checks = {
  'text-01': isText(),
  'text-02': isText(),
  'text-03': isText(),
  'text-04': isText(),
  'text-05': isText(),
  'text-06': isText(),
  'text-09': isText('https://example.org/'),
  'text-11': async (input) => {
    const { rows, links } = await read(input);

    for (const row of rows) expect(row?.textContent).to.contain('<b>dances</b>');
    for (const row of rows) expect(row?.querySelector('b')).to.equal(null);
    expect(links).to.deep.equal([]);
  },
  'text-12': isFolded,
  // Nothing reads XEP-0393 yet; whatever will has this as well.
  'text-16': async (input) => {
    const { body, rows, others } = await read(input);

    for (const row of rows) {
      const beginning = row?.textContent?.replace(/…\s*Show more\s*$/, '') ?? '';
      expect(beginning.length).to.be.within(100, MAX_SHOWN);
      expect(body.startsWith(beginning)).to.equal(true);
    }
    // Styles of ours, and nothing by the names of the body's choice.
    expect(others.filter(({ localName }) => !/^(strong|em|s|code|span|button)$/.test(localName))).to.be.empty;
  },

  'xhtml-01': async (input) => {
    const page = await alicesPage();

    await page.receive(input);

    expect(messagesIn(page.bob).map(({ body }) => body)).to.deep.equal(['plain']);
    expect(page.text()).not.to.match(/\b[xy]\b/);
  },

  'oob-02': async (input) => {
    const { links, others } = await read(input);

    expect(new Set(links.map(({ href }) => href))).to.deep.equal(new Set(['https://upload.example.org/a.svg']));
    expect(others).to.deep.equal([]);
  },

  'oob-03': async (input) => {
    const { page, rows, links, others } = await read(input);

    expect(rows[0]?.textContent).to.equal('see\nhttps://evil.example/other');
    expect(links.map(({ href }) => href)).to.deep.equal(['https://evil.example/other']);
    expect(others).to.deep.equal([]);
    expect(page.messages(BOB).map(({ attachment }) => attachment)).to.deep.equal([undefined]);
  },

  'avatar-01': async (input) => {
    const page = await alicesPage();
    // What the account's own server is asked meanwhile, for the rooms that it keeps, is nothing that it was told to ask.
    const asked = () => page.server.requests.filter((iq) => iq.hasAttribute('to'));
    const before = asked().length;

    await page.receive(input);

    expect(page.session.stores.presences.value.get(BOB as BareJid)?.get('p')).to.include({ show: 'available' });
    expect(asked()).to.have.lengthOf(before);
    for (const storage of [localStorage, sessionStorage]) expect(Object.keys(storage).join()).not.to.contain('evil');
  },
};
