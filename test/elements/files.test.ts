import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { restore } from 'sinon';
import '../../src/define/xmpp-chat.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import { sessionNamed } from '../../src/session/registry.js';
import { connectedSession, type FakeTransport } from '../support/fake-transport.js';
import { joinedRoom, LOBBY } from '../support/room.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { addressOf, FakeUploads, fileOf } from '../support/uploads.js';
import { waitUntil } from '../support/wait.js';

const BOB = 'bob@example.org';
const CAROL = 'carol@example.org';

describe('Files that are sent', () => {
  let server: FakeTransport;
  let uploads: FakeUploads;
  let element: XmppChatElement;

  async function open(attributes: Partial<XmppChatElement> = {}): Promise<void> {
    const fake = await connectedSession();
    server = fake.server;
    uploads = new FakeUploads(server);
    element = document.createElement('xmpp-chat');
    Object.assign(element, { session: fake.name, with: BOB, ...attributes });
    await fixture(html`<div>${element}</div>`);
    await shown();
    if (!element.noComposer) await waitUntil(() => buttons('Attach files').length);
  }

  const shown = async () => {
    await nextFrame();
    await nextFrame();
    await element.updateComplete;
  };
  const buttons = (name: string | RegExp) => allByRole(element, 'button', name);
  const press = async (name: string | RegExp) => {
    byRole(element, 'button', name).click();
    await shown();
  };
  const field = () => byRole<HTMLTextAreaElement>(element, 'textbox', 'Message');
  const rows = () => allByRole(element, 'listitem').map(shownText);
  const sent = () => server.sent.flatMap((stanza) => stanza.querySelector('body')?.textContent ?? []);
  /** The last file that is going is there. */
  const arrive = async (count: number) => {
    await waitUntil(() => uploads.puts.length === count);
    uploads.puts.at(-1)?.answer();
    await shown();
  };

  async function choose(...files: File[]): Promise<void> {
    const input = element.shadowRoot?.querySelector<HTMLInputElement>('input[type=file]');
    const data = new DataTransfer();
    for (const file of files) data.items.add(file);
    if (!input) throw new Error('Files cannot be chosen');
    input.files = data.files;
    input.dispatchEvent(new Event('change'));
    await shown();
  }

  async function write(text: string): Promise<void> {
    field().value = text;
    field().dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    await shown();
  }

  function drag(type: string, files: readonly File[] = [fileOf('a.txt')]): DragEvent {
    const dataTransfer = new DataTransfer();
    for (const file of files) dataTransfer.items.add(file);
    const event = new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true });
    element.shadowRoot?.querySelector('.log')?.dispatchEvent(event);
    return event;
  }

  function paste(fill: (data: DataTransfer) => void): ClipboardEvent {
    const clipboardData = new DataTransfer();
    fill(clipboardData);
    const event = new ClipboardEvent('paste', { bubbles: true, composed: true, cancelable: true });
    // Firefox takes no data for an event that is made.
    Object.defineProperty(event, 'clipboardData', { value: clipboardData });
    field().dispatchEvent(event);
    return event;
  }

  afterEach(() => restore());

  it('wait above the field until the message is sent, and go one after the other', async () => {
    await open();
    await choose(fileOf('one.txt'), fileOf('two.txt', 600));
    expect(rows()).to.deep.equal(['one.txt 10 byte Remove', 'two.txt 600 byte Remove']);
    expect(element.shadowRoot?.activeElement === field(), 'one can write on').to.equal(true);
    expect(uploads.asked).to.have.lengthOf(0);

    await press('Send');
    await waitUntil(() => uploads.puts.length === 1);
    expect(uploads.asked.map(({ filename }) => filename)).to.deep.equal(['one.txt']);
    await arrive(1);
    await arrive(2);

    expect(sent()).to.deep.equal([addressOf('one.txt'), addressOf('two.txt')]);
    const [first] = server.sent.filter((stanza) => stanza.querySelector('body'));
    expect(first?.getElementsByTagNameNS('jabber:x:oob', 'url')[0]?.textContent).to.equal(addressOf('one.txt'));
    expect(rows()).to.deep.equal([]);
  });

  it('go with the words that are written, after them', async () => {
    await open();
    await write('Look at this');
    await choose(fileOf('one.txt'));

    await press('Send');
    await arrive(1);

    expect(sent()).to.deep.equal(['Look at this', addressOf('one.txt')]);
    expect(field().value).to.equal('');
  });

  it('leave alone what is written after them', async () => {
    await open();
    await choose(fileOf('one.txt'));
    await press('Send');
    await write('half a sen');

    await arrive(1);

    expect(field().value).to.equal('half a sen');
  });

  it('show how much of them has gone, and can be stopped', async () => {
    await open();
    await choose(fileOf('one.txt', 100), fileOf('two.txt'));
    await press('Send');
    await waitUntil(() => uploads.puts.length === 1);

    uploads.puts[0]?.progress(40);
    await shown();
    const bar = element.shadowRoot?.querySelector('progress');
    expect(bar?.value).to.equal(0.4);
    expect(bar?.getAttribute('aria-label')).to.equal('one.txt');
    await press('Cancel: one.txt');
    await arrive(2);

    expect(sent()).to.deep.equal([addressOf('two.txt')]);
    expect(rows()).to.deep.equal([]);
  });

  it('can be taken out again before they are sent', async () => {
    await open();
    await choose(fileOf('one.txt'));

    await press('Remove: one.txt');

    expect(rows()).to.deep.equal([]);
    expect(byRole<HTMLButtonElement>(element, 'button', 'Send').disabled).to.equal(true);
    expect(element.shadowRoot?.activeElement === field()).to.equal(true);
  });

  it('say so where they are too large, and are not sent', async () => {
    await open();
    await write('Look at this');

    await choose(fileOf('film.mp4', 1001));
    const [alert] = allByRole(element, 'alert');

    expect(alert?.textContent).to.equal('Too large: at most 1,000 byte');
    expect(buttons(/^Try again/)).to.have.lengthOf(0);
    expect(field().value).to.equal('Look at this');
    await press('Send');
    expect(uploads.asked).to.have.lengthOf(0);
    expect(sent()).to.deep.equal(['Look at this']);
  });

  it('say so where the server would not have them, and can be tried again', async () => {
    await open();
    uploads.refusal = 'resource-constraint';
    await choose(fileOf('one.txt'), fileOf('two.txt'));
    await press('Send');
    await waitUntil(() => allByRole(element, 'alert').length === 2);
    expect(allByRole(element, 'alert')[0]?.textContent).to.contain('Wait a moment, then try again.');

    uploads.refusal = undefined;
    await press('Try again: one.txt');
    await arrive(1);

    expect(sent()).to.deep.equal([addressOf('one.txt')]);
    expect(rows()).to.have.lengthOf(1);
  });

  it('say so where the way breaks', async () => {
    await open();
    await choose(fileOf('one.txt'));
    await press('Send');
    await waitUntil(() => uploads.puts.length === 1);

    uploads.puts[0]?.fail();
    await waitUntil(() => allByRole(element, 'alert').length);

    expect(allByRole(element, 'alert')[0]?.textContent).to.equal('The file could not be sent.');
    expect(sent()).to.deep.equal([]);
  });

  it('are not lost where the page would not have them said', async () => {
    await open();
    element.addEventListener('xmpp-before-send', (event) => event.preventDefault(), { once: true });
    await choose(fileOf('one.txt'));
    await press('Send');
    await arrive(1);
    expect(sent()).to.deep.equal([]);

    await press('Try again: one.txt');
    await arrive(2);

    expect(sent()).to.deep.equal([addressOf('one.txt')]);
  });

  it('are no files where the page says something else of them', async () => {
    await open();
    element.addEventListener('xmpp-before-send', (event) => (event.detail.text = `File: ${event.detail.text}`));
    await choose(fileOf('one.txt'));
    await press('Send');
    await arrive(1);

    expect(sent()).to.deep.equal([`File: ${addressOf('one.txt')}`]);
    expect(server.last('message')?.getElementsByTagNameNS('jabber:x:oob', 'url')).to.have.lengthOf(0);
  });

  it('stay in the conversation for which they were chosen', async () => {
    await open();
    await choose(fileOf('one.txt'));
    await press('Send');
    element.with = CAROL;
    await shown();
    expect(rows()).to.deep.equal([]);

    await arrive(1);

    const [message] = server.sent.filter((stanza) => stanza.querySelector('body'));
    expect(message?.getAttribute('to')).to.equal(BOB);
  });

  it('go on where the element is taken out of the page', async () => {
    await open();
    await choose(fileOf('one.txt'));
    await press('Send');
    await waitUntil(() => uploads.puts.length === 1);

    element.remove();
    uploads.puts[0]?.answer();
    await waitUntil(() => sent().length);

    expect(sent()).to.deep.equal([addressOf('one.txt')]);
  });

  it('are forgotten when somebody signs out', async () => {
    await open();
    await choose(fileOf('one.txt'));
    const { session } = element;

    await sessionNamed(session).signOut();
    await shown();
    await sessionNamed(session).connect({ jid: 'carol@example.org', password: 'secret' });
    await waitUntil(() => buttons('Attach files').length);

    expect(rows()).to.deep.equal([]);
  });

  it('are taken when they are dropped, with a place to drop them', async () => {
    await open();

    expect(drag('dragover').defaultPrevented).to.equal(true);
    await shown();
    expect(element.shadowRoot?.querySelector('.drop-target')?.textContent).to.equal('Drop files here to send them');
    expect(drag('drop', [fileOf('one.txt'), fileOf('two.txt')]).defaultPrevented).to.equal(true);
    await shown();

    expect(element.shadowRoot?.querySelector('.drop-target')).to.equal(null);
    expect(rows()).to.have.lengthOf(2);
  });

  it('show no place to drop them once they are gone again', async () => {
    await open();
    drag('dragover');
    await shown();

    drag('dragleave');
    await shown();

    expect(element.shadowRoot?.querySelector('.drop-target')).to.equal(null);
  });

  it('are taken when they are pasted, but not for the picture of words', async () => {
    await open();

    const words = paste((data) => {
      data.setData('text/plain', 'A table');
      data.items.add(fileOf('image.png', 5, 'image/png'));
    });
    await shown();
    expect([words.defaultPrevented, rows().length]).to.deep.equal([false, 0]);
    const picture = paste((data) => void data.items.add(fileOf('image.png', 5, 'image/png')));
    await shown();

    expect([picture.defaultPrevented, rows().length]).to.deep.equal([true, 1]);
  });

  it('are left to the page where nobody may write', async () => {
    await open({ noComposer: true });

    expect(drag('dragover').defaultPrevented).to.equal(false);
    expect(server.requests.some((iq) => iq.firstElementChild?.namespaceURI?.endsWith('#items'))).to.equal(false);
  });

  it('are sent into a room', async () => {
    const room = await joinedRoom();
    ({ server } = room);
    element = room.element as unknown as XmppChatElement;
    expect(buttons('Attach files'), 'the server takes none, as far as we know').to.have.lengthOf(0);
    uploads = new FakeUploads(server);

    server.resource = 'next';
    server.drop();
    await waitUntil(() => room.session.status === 'online', 'back');
    await room.admit();
    await waitUntil(() => buttons('Attach files').length);
    await choose(fileOf('one.txt'));
    await press('Send');
    await arrive(1);

    expect(server.last('message')?.getAttribute('type')).to.equal('groupchat');
    expect(server.last('message')?.getAttribute('to')).to.equal(LOBBY);
    expect(sent()).to.deep.equal([addressOf('one.txt')]);
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`have no barrier that axe knows, ready, going, refused and above the page, ${theme}`, async () => {
      await open({ theme });
      await choose(fileOf('a long name of a file that has no room.txt', 100), fileOf('two.txt'));
      await press('Send');
      await waitUntil(() => uploads.puts.length === 1);
      uploads.puts[0]?.progress(40);
      await choose(fileOf('film.mp4', 5000), fileOf('three.txt'));
      await expect(element).to.be.accessible();

      drag('dragover');
      await shown();

      await expect(element).to.be.accessible();
    });
  }
});
