import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import sinon from 'sinon';
import '../../src/define/xmpp-chat.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import { chatFrom, FakeArchives } from '../support/archive.js';
import { connectedSession } from '../support/fake-transport.js';
import { allByRole, byRole } from '../support/roles.js';
import { turn } from '../support/rooms.js';
import { waitUntil } from '../support/wait.js';

const ALICE = 'alice@example.org';
const BOB = 'bob@example.org';
const PHONE = `${BOB}/phone`;

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `${from + index}`);
const ofBob = (from: number, to: number) =>
  numbers(from, to).map((number) => [`s${number}`, chatFrom(PHONE, number)] as const);

/** Alice's conversation with bob, and what her archive has. */
async function archivedChat(kept: readonly (readonly [id: string, message: string])[]) {
  const { name, session, server } = await connectedSession();
  const archives = new FakeArchives(server);
  archives.keep(ALICE, ...kept);
  const element = await fixture<XmppChatElement>(html`<xmpp-chat session=${name} with=${BOB}></xmpp-chat>`);
  element.style.blockSize = '500px';
  const log = () => byRole(element, 'log', 'Messages');
  const rows = () => [...(element.shadowRoot?.querySelectorAll('[part~=message], [part~=notice]') ?? [])];
  const shown = () => rows().map((row) => row.querySelector('[part=body]')?.textContent?.trim() ?? '…');
  const settled = async () => {
    await nextFrame();
    await nextFrame();
    await element.updateComplete;
  };
  const again = async () => {
    server.drop();
    session.retryNow();
    await session.stores.connection.waitFor(({ status }) => status === 'online');
    await session.stores.archives.waitFor(({ byJid }) => [...byJid.values()].every(({ isCaughtUp }) => isCaughtUp));
    await settled();
  };
  const scrollUp = async () => {
    log().scrollTop = log().clientHeight - log().scrollHeight;
    await settled();
  };
  /** The row in the middle of the log: the one that is read. */
  const readRow = () => {
    const { top, height } = log().getBoundingClientRect();
    const row = rows().find((each) => each.getBoundingClientRect().bottom > top + height / 2);
    if (!row) throw new Error('There is nothing in the middle.');
    return row;
  };
  await again();
  await waitUntil(() => shown().length > 0, 'the end is shown');
  return { element, session, server, archives, log, shown, settled, again, scrollUp, readRow };
}

/** Keeps the archive from answering until it is let go. */
function hold(server: { request: (...args: never[]) => Promise<Element> }): () => void {
  const { request } = server;
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  server.request = async (...args) => {
    await held;
    return request.apply(server, args);
  };
  return () => {
    server.request = request;
    release();
  };
}

describe('Older messages', () => {
  let hasFocus: sinon.SinonStub;

  beforeEach(() => (hasFocus = sinon.stub(document, 'hasFocus').returns(true)));
  afterEach(() => hasFocus.restore());

  it('come as the reader scrolls up, to the very first, each once and in order', async () => {
    const { shown, scrollUp, element } = await archivedChat(ofBob(1, 230));

    while (shown()[0] !== '1') await scrollUp();

    expect(shown()).to.deep.equal(numbers(1, shown().length));
    expect(element.unread).to.equal(0);
    expect(element.shadowRoot?.querySelector('.older')).to.equal(null);
  });

  it('are asked for once to show the end of a conversation of ten thousand', async () => {
    const { archives, shown } = await archivedChat(ofBob(1, 10_000));

    const asked = archives.questions.filter(({ archive }) => archive === ALICE);
    expect(asked.map(({ before, after, max }) => [before, after, max])).to.deep.equal([['', undefined, 50]]);
    expect(shown().at(-1)).to.equal('10000');
    expect(shown(), 'a page of them').to.have.length.within(30, 50);
  });

  it('do not move what is read, and say that they are on their way', async () => {
    const { server, shown, scrollUp, settled, readRow, element } = await archivedChat(ofBob(1, 150));
    await settled();
    const release = hold(server);
    await scrollUp();
    await waitUntil(() => allByRole(element, 'img', 'Loading older messages…').length === 1);
    const first = Number(shown()[0]);
    const row = readRow();
    const before = row.getBoundingClientRect().top;

    release();
    await waitUntil(() => Number(shown()[0]) < first, 'older ones are there');
    await settled();

    expect(row.isConnected).to.equal(true);
    expect(row.getBoundingClientRect().top).to.be.closeTo(before, 1);
  });

  it('come by themselves where what is here does not fill the box', async () => {
    const ofCarol = numbers(1, 60).map((number) => [`c${number}`, chatFrom('carol@example.org/x', number)] as const);
    const { shown, archives } = await archivedChat([...ofBob(1, 3), ...ofCarol, ...ofBob(4, 4)]);

    await waitUntil(() => shown().length === 4);

    expect(shown()).to.deep.equal(numbers(1, 4));
    expect(archives.questions.slice(1).map(({ before, with: other }) => [before, other])).to.deep.equal([['s4', BOB]]);
  });

  it('are told to the page as history, each once', async () => {
    const { element, shown, scrollUp } = await archivedChat(ofBob(1, 80));
    const told: unknown[] = [];
    element.addEventListener('xmpp-message', ({ detail }) => told.push([detail.body, detail.history, detail.own]));

    const first = Number(shown()[0]);
    await element.loadOlder();
    await scrollUp();
    await waitUntil(() => shown()[0] === '1');

    expect(told).to.deep.equal(numbers(1, first - 1).map((number) => [number, true, false]));
  });

  it('are not asked for again where the archive would not tell, until the next stream', async () => {
    const { element, server, archives, shown, scrollUp, settled, again } = await archivedChat(ofBob(1, 230));
    await settled();
    archives.refusal = 'service-unavailable';
    const refused = archives.questions.length + 1;
    while (archives.questions.length < refused) await scrollUp();
    await settled();

    await scrollUp();
    await element.loadOlder();
    server.receive(chatFrom(PHONE, 'live'));
    await settled();

    expect(archives.questions).to.have.length(refused);
    expect(element.shadowRoot?.querySelector('.older')).to.equal(null);
    expect(shown().at(-1)).to.equal('live');
    archives.refusal = undefined;
    await again();
    while (shown()[0] !== '1') await scrollUp();
  });

  it('reject what the page asked for where the archive would not tell', async () => {
    const { element, archives, settled } = await archivedChat(ofBob(1, 230));
    await settled();
    archives.refusal = 'service-unavailable';

    const refused = await element.loadOlder().catch((error: unknown) => error);

    expect(refused).to.have.property('condition', 'service-unavailable');
  });
});

describe('Messages that are missing', () => {
  async function gappedChat() {
    const chat = await archivedChat(ofBob(1, 2));
    chat.archives.keep(ALICE, ...ofBob(3, 180));
    chat.archives.forget(ALICE, 's40');
    await chat.again();
    await waitUntil(() => chat.shown().includes('180'));
    return chat;
  }

  it('are a line between what was before and what came after, with a button', async () => {
    const { element, shown } = await gappedChat();

    const line = element.shadowRoot?.querySelector('.gap') as Element;
    expect(shown()).to.deep.equal(['1', '2', '…', ...numbers(81, 180)]);
    expect(line.textContent).to.contain('Some messages are missing here.');
    expect(byRole(element, 'button', 'Load them')).to.exist;
  });

  it('come at a click, and the line is gone', async () => {
    const { element, shown, settled } = await gappedChat();

    byRole(element, 'button', 'Load them').click();
    await waitUntil(() => shown().includes('41'));
    await settled();

    expect(shown()).to.deep.equal(['1', '2', ...numbers(41, 180)]);
  });

  it('leave the keyboard in the log when their button goes', async () => {
    const { element, shown } = await gappedChat();
    const button = byRole(element, 'button', 'Load them');
    button.focus();

    button.click();
    await waitUntil(() => shown().includes('41'));

    expect(element.shadowRoot?.activeElement).to.equal(byRole(element, 'log', 'Messages'));
  });

  it('can be asked for again where that failed', async () => {
    const { element, shown, archives, settled } = await gappedChat();
    archives.refusal = 'service-unavailable';
    const { length } = archives.questions;
    byRole(element, 'button', 'Load them').click();
    await waitUntil(() => archives.questions.length > length);
    await turn();
    await settled();
    expect(shown()).to.include('…');

    archives.refusal = undefined;
    byRole(element, 'button', 'Load them').click();

    await waitUntil(() => !shown().includes('…'));
  });
});
