import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/define/xmpp-chat.js';
import '../../src/define/xmpp-room.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import { ConnectionError } from '../../src/core/errors.js';
import { archiveResult, chatFrom, FakeArchives } from '../support/archive.js';
import { connectedSession, type FakeTransport } from '../support/fake-transport.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { joinedRoom, LOBBY } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const ALICE = 'alice@example.org';
const BOB = 'bob@example.org';
const PHONE = `${BOB}/phone`;
const FULLTEXT = '{urn:xmpp:fulltext:0}fulltext';

type Kept = readonly (readonly [id: string, message: string])[];

interface Chat {
  readonly element: XmppChatElement;
  readonly server: FakeTransport;
  readonly archives: FakeArchives;
}

/** Alice's conversation with bob; the last fifty of what her archive keeps are here. */
async function chat(kept: Kept, fields: readonly string[] = [FULLTEXT]): Promise<Chat> {
  const { name, session, server } = await connectedSession();
  const archives = new FakeArchives(server);
  archives.fields = fields;
  archives.keep(ALICE, ...kept);
  const element = await fixture<XmppChatElement>(html`<xmpp-chat session=${name} with=${BOB}></xmpp-chat>`);
  element.style.cssText = 'inline-size: 480px; block-size: 500px';
  server.drop();
  session.retryNow();
  await session.stores.archives.waitFor(({ byJid }) => byJid.get(ALICE as never)?.isCaughtUp);
  await waitUntil(() => rows(element).length > 0);
  await element.updateComplete;
  return { element, server, archives };
}

const said = (body: string, id = body, from = PHONE) => [`s-${id}`, chatFrom(from, body, { id })] as const;
const lines = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => said(`line ${from + index}`, `${from + index}`));

const rows = (element: Element) => [...(element.shadowRoot?.querySelectorAll('[part~=message]') ?? [])];
const field = (element: Element) => byRole<HTMLInputElement>(element, 'searchbox', 'Search in this conversation');
const results = (element: Element) => [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.result') ?? [])];
const texts = (element: Element) =>
  results(element).map((result) => shownText(result.querySelector('.result-text') as Element));
const marks = (element: Element) =>
  [...(element.shadowRoot?.querySelectorAll('.finder mark') ?? [])].map((mark) => mark.textContent);
const state = (element: Element) => shownText(element.shadowRoot?.querySelector('.search-state') as Element);
const active = (element: Element) => element.shadowRoot?.activeElement;

async function open(element: XmppChatElement): Promise<void> {
  const button = byRole(element, 'button', 'Search');
  button.focus();
  button.click();
  await waitUntil(() => active(element)?.matches('[type=search]'));
}

/** Typed, and no more. */
async function type(element: XmppChatElement, text: string): Promise<void> {
  const box = field(element);
  box.value = text;
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await element.updateComplete;
}

async function press(element: XmppChatElement, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await sendKeys({ press: key });
    await element.updateComplete;
  }
}

/** Typed, and Enter. */
async function look(element: XmppChatElement, text: string): Promise<void> {
  await type(element, text);
  field(element).focus();
  await press(element, 'Enter');
  await waitUntil(() => !state(element).endsWith('…'), 'the archive has answered');
  await element.updateComplete;
}

describe('Looking for a message', () => {
  it('leaves the list of contacts and its field where they are', async () => {
    const { name, server } = await connectedSession();
    const element = await fixture<XmppChatElement>(html`<xmpp-chat session=${name}></xmpp-chat>`);
    element.style.cssText = 'inline-size: 800px; block-size: 500px';
    server.receive(chatFrom(PHONE, 'Hello', { id: 'b1' }));
    element.openConversation(BOB);
    await waitUntil(() => rows(element).length === 1);
    await waitUntil(() => allByRole(element, 'textbox', 'Find or add a contact').length);
    const where = () => byRole(element, 'textbox', 'Find or add a contact').getBoundingClientRect().toJSON() as object;
    const before = where();

    await open(element);

    expect(where()).to.deep.equal(before);
    expect(active(element)).to.equal(field(element));
  });

  it('is a button in the header, and a field that has the keyboard; Escape gives it back', async () => {
    const { element } = await chat([said('Hello')]);
    const button = byRole(element, 'button', 'Search');
    expect(button.getAttribute('aria-expanded')).to.equal('false');

    await open(element);
    expect(button.getAttribute('aria-expanded')).to.equal('true');
    await press(element, 'Escape');

    expect(allByRole(element, 'search')).to.be.empty;
    await waitUntil(() => active(element) === button);
  });

  it('is closed by its buttons, too, and forgets what it was', async () => {
    const { element } = await chat([said('Hello')]);
    await open(element);
    await type(element, 'hello');

    byRole(element, 'button', 'Search').click();
    await element.updateComplete;
    expect(allByRole(element, 'search')).to.be.empty;
    await open(element);

    expect(field(element).value).to.equal('');
    expect(results(element)).to.be.empty;
    byRole(element, 'button', 'Close').click();
    await element.updateComplete;
    expect(allByRole(element, 'search')).to.be.empty;
  });

  it('is not offered where nothing was said', async () => {
    const { name } = await connectedSession();
    const element = await fixture(html`<xmpp-chat session=${name} with=${BOB}></xmpp-chat>`);

    expect(allByRole(element, 'button', 'Search')).to.be.empty;
  });

  it('finds at once what is here, the newest first, with the words marked', async () => {
    const { element, archives } = await chat([
      said('Un café'),
      said('tea'),
      said('CAFES are nice'),
      said('Cafe latte'),
    ]);
    const asked = archives.questions.length;
    await open(element);

    await type(element, 'café');

    expect(texts(element)).to.deep.equal(['Cafe latte', 'CAFES are nice', 'Un café']);
    expect(marks(element)).to.deep.equal(['Cafe', 'CAFE', 'café']);
    expect(shownText(results(element)[0] as Element)).to.match(/^Bob .*\d\d.* Cafe latte$/);
    expect(archives.questions).to.have.length(asked);
    expect(archives.formRequests, 'nothing was asked yet').to.equal(0);
  });

  it('finds messages that have all of several words', async () => {
    const { element } = await chat([said('red tea'), said('green tea'), said('red wine')]);
    await open(element);

    await type(element, 'tea  RED');

    expect(texts(element)).to.deep.equal(['red tea']);
    expect(marks(element)).to.deep.equal(['red', 'tea']);
  });

  it('shows the words around the first that was found', async () => {
    const long = `${'lorem ipsum '.repeat(40)}needle${' dolor sit'.repeat(80)}`;
    const { element } = await chat([said(long, 'long')]);
    await open(element);

    await type(element, 'needle');

    expect(texts(element)[0]).to.match(/^…(\S+ ){1,4}needle dolor.*…$/);
    expect(texts(element)[0]?.length).to.be.below(300);
  });

  it('takes what somebody said for text, and what is looked for, too', async () => {
    const evil = '<img src=x onerror=alert(1)> .*';
    const { element } = await chat([said(evil.replaceAll('<', '&lt;'), 'evil'), said('harmless')]);
    await open(element);

    await type(element, '<img .*');

    expect(texts(element)).to.deep.equal([evil]);
    expect(element.shadowRoot?.querySelector('.finder img')).to.equal(null);
  });

  it('does not tell what a message hides, nor what was taken back', async () => {
    const spoiler = chatFrom(PHONE, 'The butler did it', { id: 'b1' }).replace(
      '</message>',
      '<spoiler xmlns="urn:xmpp:spoiler:0">Ending</spoiler></message>',
    );
    const retraction = `<message xmlns="jabber:client" type="chat" from="${PHONE}" to="${ALICE}" id="r1">
      <retract xmlns="urn:xmpp:message-retract:1" id="gone"/><body>fallback</body></message>`;
    const { element } = await chat([['s-1', spoiler], said('A butler', 'gone'), ['s-3', retraction], said('x')]);
    await open(element);

    await look(element, 'butler');
    expect(texts(element)).to.deep.equal([]);
    expect(state(element)).to.equal('Nothing found');
    await type(element, 'ending');

    expect(texts(element)).to.deep.equal(['Ending']);
  });

  it('is by keyboard: down to the results, through them, back to the field by typing', async () => {
    const { element } = await chat([said('tea one'), said('tea two'), said('tea three')]);
    await open(element);
    await type(element, 'tea');

    await press(element, 'ArrowDown');
    expect(active(element)).to.equal(results(element)[0]);
    await press(element, 'ArrowDown', 'ArrowDown');
    expect(active(element)).to.equal(results(element)[2]);
    expect(results(element).map(({ tabIndex }) => tabIndex)).to.deep.equal([-1, -1, 0]);
    await press(element, 'Home');
    expect(active(element)).to.equal(results(element)[0]);
    await press(element, 'ArrowUp');
    expect(active(element)).to.equal(field(element));
    await press(element, 'ArrowDown', 'x');

    expect(active(element)).to.equal(field(element));
    expect(field(element).value).to.equal('teax');
  });

  it('goes to a message that is here, marks it, and leaves the keyboard there', async () => {
    const { element } = await chat([said('needle'), ...lines(40)]);
    await open(element);
    await type(element, 'needle');

    await press(element, 'ArrowDown', 'Enter');

    await waitUntil(() => active(element) === rows(element)[0]);
    await waitUntil(() => rows(element)[0]?.getAnimations().length === 1);
    expect(results(element), 'out of the way').to.be.empty;
    expect(field(element).value).to.equal('needle');
    field(element).focus();
    await element.updateComplete;
    expect(texts(element)).to.deep.equal(['needle']);
  });

  it('ends when another conversation is shown', async () => {
    const { element } = await chat([said('Hello')]);
    await open(element);
    await type(element, 'hello');

    element.with = 'carol@example.org';
    await element.updateComplete;
    element.with = BOB;
    await element.updateComplete;

    expect(allByRole(element, 'search')).to.be.empty;
  });
});

describe('Looking for a message in the archive', () => {
  it('begins at Enter, and shows what is not here without loading the conversation', async () => {
    const { element, archives } = await chat([said('old needle'), ...lines(120), said('new needle')]);
    const before = rows(element).length;
    await open(element);
    await type(element, 'needle');
    expect(texts(element)).to.deep.equal(['new needle']);

    await look(element, 'needle');

    expect(texts(element)).to.deep.equal(['new needle', 'old needle']);
    expect(state(element)).to.equal('2 messages');
    expect(archives.questions.at(-1)).to.include({ words: 'needle', with: BOB, before: '' });
    expect(rows(element)).to.have.length(before);
  });

  it('begins after a pause by itself, and asks once for what was typed', async () => {
    const { element, archives } = await chat([said('old needle'), ...lines(120)]);
    await open(element);

    for (const text of ['n', 'ne', 'needle']) await type(element, text);
    await waitUntil(() => texts(element).length === 1);

    expect(archives.questions.map(({ words }) => words).filter(Boolean)).to.deep.equal(['needle']);
    expect(archives.formRequests).to.equal(1);
  });

  it('shows more when asked, and says when that is all', async () => {
    const { element } = await chat([...lines(90), ...Array.from({ length: 60 }, (_, at) => said(`else ${at}`))]);
    await open(element);
    await look(element, 'line');
    expect(texts(element)).to.have.length(30);
    expect(state(element)).to.equal('30 messages+');

    for (const count of [60, 90]) {
      const more = byRole(element, 'button', 'More results');
      more.focus();
      more.click();
      await waitUntil(() => texts(element).length === count);
    }

    await waitUntil(() => state(element) === '90 messages');
    expect(texts(element).slice(-2)).to.deep.equal(['line 2', 'line 1']);
    expect(allByRole(element, 'button', 'More results')).to.be.empty;
    await waitUntil(() => active(element) === results(element)[60], 'the keyboard is with what is new');
  });

  it('loads the conversation back to a message that is chosen', async () => {
    const { element } = await chat([...lines(20), said('old needle'), ...lines(200, 21)]);
    await open(element);
    await look(element, 'needle');

    results(element)[0]?.click();
    await waitUntil(() => active(element)?.textContent.includes('old needle'), 'it is there');

    const shown = rows(element).map((row) => row.querySelector('[part=body]')?.textContent?.trim());
    const at = shown.indexOf('old needle');
    expect([shown[at - 1], shown[at + 1]]).to.deep.equal(['line 20', 'line 21']);
  });

  it('shows a message as a whole that is out of reach', async () => {
    const long = `needle ${'far away '.repeat(60)}end`;
    const { element, archives } = await chat([said(long, 'far'), ...lines(120)]);
    await open(element);
    await look(element, 'needle');
    expect(texts(element)[0]).not.to.contain('end');
    archives.refusal = 'service-unavailable';

    results(element)[0]?.click();
    await waitUntil(() => texts(element)[0]?.endsWith('end'));

    expect(state(element)).to.equal('That message is too far back to go there. Here is all of it.');
    expect(results(element)).to.have.length(1);
  });

  it('goes nowhere once it was closed', async () => {
    const { element, server } = await chat([said('old needle'), ...lines(200)]);
    await open(element);
    await look(element, 'needle');
    const { request } = server;
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    server.request = async (...args) => {
      await held;
      return request.apply(server, args);
    };
    results(element)[0]?.click();
    await waitUntil(() => state(element) === 'Going back to that message…');

    field(element).focus();
    await press(element, 'Escape');
    release();
    server.request = request;
    await nextFrame();
    await nextFrame();
    await element.updateComplete;

    expect(rows(element).length).to.be.below(150);
    expect(active(element)).to.equal(byRole(element, 'button', 'Search'));
  });

  it('says that it failed, and tries again', async () => {
    const { element, server, archives } = await chat([said('old needle'), ...lines(120)]);
    await open(element);
    const { request } = server;
    server.request = (iq, options) =>
      iq.querySelector('value')
        ? Promise.resolve().then(
            () => ((archives.refusal = 'internal-server-error'), request.call(server, iq, options)),
          )
        : request.call(server, iq, options);
    await look(element, 'needle');
    expect(state(element)).to.equal('Nothing found');
    expect(shownText(element.shadowRoot?.querySelector('.search-failed') as Element)).to.equal(
      'Older messages could not be searched. Try again',
    );

    server.request = request;
    archives.refusal = undefined;
    byRole(element, 'button', 'Try again').click();

    await waitUntil(() => texts(element).length === 1);
    expect(element.shadowRoot?.querySelector('.search-failed')).to.equal(null);
  });

  it('ignores results that somebody else sends, or that nobody asked for, or of another conversation', async () => {
    const { element, server, archives } = await chat([said('needle 1'), ...lines(60)]);
    const evil = (from: string, queryId: string, by = PHONE) =>
      archiveResult({ archive: from, queryId }, `evil-${from}`, chatFrom(by, 'needle evil', { id: `e-${from}` }));
    archives.meanwhile = () => {
      const { queryId } = archives.questions.at(-1) as { queryId: string };
      server.receive(evil('mallory@example.org', queryId));
      server.receive(evil(ALICE, 'another'));
      server.receive(evil(ALICE, queryId, 'mallory@example.org/x'));
    };
    await open(element);

    await look(element, 'needle');

    expect(texts(element)).to.deep.equal(['needle 1']);
  });

  it('shows a correction in the place of what it corrects', async () => {
    const correction = chatFrom(PHONE, 'a needle', { id: 'c1' }).replace(
      '</message>',
      '<replace xmlns="urn:xmpp:message-correct:0" id="wrong"/></message>',
    );
    const { element } = await chat([said('a neeedle needle', 'wrong'), ['s-c1', correction], ...lines(120)]);
    await open(element);

    await look(element, 'needle');

    expect(texts(element)).to.deep.equal(['a needle']);
  });

  it('reads on in older messages where the archive cannot be searched', async () => {
    const { element, archives } = await chat([said('old needle'), ...lines(180)], []);
    await open(element);
    await look(element, 'needle');
    expect(state(element)).to.equal('Nothing found');

    byRole(element, 'button', 'Search older messages').click();
    await waitUntil(() => texts(element).length === 1);

    expect(texts(element)).to.deep.equal(['old needle']);
    expect(archives.questions.map(({ words }) => words).filter(Boolean)).to.deep.equal([]);
    expect(allByRole(element, 'button', 'Search older messages')).to.be.empty;
  });

  it('asks the room’s own archive in a room', async () => {
    const room = await joinedRoom();
    const archives = new FakeArchives(room.server, [LOBBY]);
    archives.fields = ['withtext'];
    archives.keep(LOBBY, [
      'r1',
      `<message xmlns="jabber:client" type="groupchat" from="${LOBBY}/Nova" id="n1"><body>Old needle</body></message>`,
    ]);
    room.say('Mira', 'A new needle');
    await room.shown();
    room.server.drop();
    room.session.retryNow();
    await room.admit();
    const element = room.element as unknown as XmppChatElement;
    await open(element);

    await look(element, 'needle');

    expect(archives.questions.at(-1)).to.include({ archive: LOBBY, words: 'needle', with: undefined });
    expect(texts(element)).to.include.members(['A new needle', 'Old needle']);
    expect(results(element).map((result) => shownText(result.querySelector('.result-by') as Element))).to.have.members([
      'Mira',
      'Nova',
    ]);
  });
});

describe('Looking for a message, for everybody', () => {
  const states: Readonly<Record<string, () => Promise<Chat>>> = {
    'with nothing typed': async () => {
      const page = await chat([said('Hello')]);
      await open(page.element);
      return page;
    },
    'with what was found': async () => {
      const page = await chat([...lines(80), ...Array.from({ length: 60 }, (_, at) => said(`else ${at}`))]);
      await open(page.element);
      await look(page.element, 'line');
      return page;
    },
    'with an archive that failed': async () => {
      const page = await chat([said('Hello')]);
      await open(page.element);
      page.server.request = () => Promise.reject(new ConnectionError('connection-lost'));
      await look(page.element, 'nothing');
      await waitUntil(() => page.element.shadowRoot?.querySelector('.search-failed'));
      return page;
    },
  };

  for (const [state, bring] of Object.entries(states)) {
    for (const theme of ['light', 'dark'] as const) {
      it(`is accessible ${state}, ${theme}`, async () => {
        const { element } = await bring();
        element.theme = theme;
        element.style.inlineSize = '344px';
        await element.updateComplete;
        const fading = element.shadowRoot?.getAnimations() ?? [];
        await Promise.all(fading.map((animation) => animation.finished.catch(() => undefined)));

        await expect(element).to.be.accessible();
      });
    }
  }
});
