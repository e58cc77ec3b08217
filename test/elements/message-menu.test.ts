import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { useFakeTimers } from 'sinon';
import '../../src/define/xmpp-chat.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import { connectedSession, type FakeTransport } from '../support/fake-transport.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

const BOB = 'bob@example.org';

interface Chat {
  readonly element: XmppChatElement;
  readonly server: FakeTransport;
}

async function chat(): Promise<Chat> {
  const { session, server } = await connectedSession();
  const element = document.createElement('xmpp-chat');
  element.session = session.name;
  element.with = BOB;
  element.style.cssText = 'inline-size: 720px; block-size: 500px';
  await fixture(html`<div>${element}</div>`);
  await element.updateComplete;
  return { element, server };
}

async function receive(page: Chat, id: string, body: string, extra = ''): Promise<void> {
  const before = rows(page).length;
  page.server
    .receive(`<message xmlns="jabber:client" type="chat" from="${BOB}/phone" to="alice@example.org/test" id="${id}">
    <body>${body}</body>${extra}</message>`);
  await waitUntil(() => rows(page).length > before);
  await page.element.updateComplete;
}

async function say(page: Chat, text: string): Promise<string> {
  const before = rows(page).length;
  const { id } = await page.element.send(text);
  await waitUntil(() => rows(page).length > before && textOf(rows(page).at(-1), '[part=state]') === 'Sent');
  return id;
}

const rows = ({ element }: Chat) => [...(element.shadowRoot?.querySelectorAll<HTMLElement>('[part~=message]') ?? [])];
const textOf = (row: Element | undefined, part: string) => shownText(row?.querySelector(part) as Element);
const field = ({ element }: Chat) => byRole<HTMLTextAreaElement>(element, 'textbox', 'Message');
const items = ({ element }: Chat) => allByRole(element, 'menuitem').map(shownText);
const active = ({ element }: Chat) => element.shadowRoot?.activeElement;

async function press(page: Chat, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await sendKeys({ press: key });
    await page.element.updateComplete;
  }
}

/** The menu of the last message, by keyboard. */
async function openMenu(page: Chat): Promise<void> {
  const log = byRole(page.element, 'log', 'Messages');
  log.focus();
  await page.element.updateComplete;
  await press(page, 'ArrowUp', 'Enter');
  await waitUntil(() => allByRole(page.element, 'menu').length === 1);
  await waitUntil(() => active(page)?.role?.startsWith('menuitem'));
}

/** Over the first message; the first move only fetches what shows its buttons. */
async function hover(page: Chat): Promise<void> {
  const move = () => rows(page)[0]?.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, composed: true }));
  move();
  await page.element.updateComplete;
  move();
  await waitUntil(() => allByRole(page.element, 'button', 'Reply').length === 1);
}

async function choose(page: Chat, name: string): Promise<void> {
  byRole(page.element, 'menuitem', name).click();
  await page.element.updateComplete;
}

async function write(page: Chat, text: string): Promise<void> {
  const box = field(page);
  box.value = text;
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await page.element.updateComplete;
}

const last = ({ server }: Chat, selector: string) => server.last('message')?.querySelector(selector);

describe('What can be done with a message', () => {
  it('is a menu, by keyboard: through the messages with the arrows, and back to the message with Escape', async () => {
    const page = await chat();
    await receive(page, 'b1', 'One');
    await receive(page, 'b2', 'Two');

    await openMenu(page);
    expect(items(page)).to.deep.equal(['', 'Reply', 'Copy text', 'Select']);
    await press(page, 'Escape');

    expect(allByRole(page.element, 'menu')).to.be.empty;
    expect(active(page)).to.equal(rows(page)[1]);
    await press(page, 'ArrowUp');
    expect(active(page)).to.equal(rows(page)[0]);
    await press(page, 'Escape');
    expect(active(page)).to.equal(byRole(page.element, 'log', 'Messages'));
  });

  it('is shown under the pointer', async () => {
    const page = await chat();
    await receive(page, 'b1', 'One');
    await hover(page);
    byRole(page.element, 'button', 'Reply').click();
    expect(active(page)).to.equal(field(page));
    await waitUntil(() => page.element.shadowRoot?.querySelector('.intent'));

    expect(shownText(page.element.shadowRoot?.querySelector('.intent') as Element)).to.equal('Reply to Bob One');
  });

  it('goes from under the pointer when a message comes, for what is there now is another one', async () => {
    const page = await chat();
    await receive(page, 'b1', 'One');
    await hover(page);

    await receive(page, 'b2', 'Two');

    expect(allByRole(page.element, 'button', 'Reply')).to.be.empty;
  });

  it('is opened by a finger that rests on it, and not by one that slips', async () => {
    const page = await chat();
    await receive(page, 'b1', 'One');
    await openMenu(page);
    await press(page, 'Escape');
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const touch = (type: string, clientX: number) =>
        rows(page)[0]?.dispatchEvent(
          new PointerEvent(type, { bubbles: true, composed: true, pointerType: 'touch', clientX, clientY: 50 }),
        );
      touch('pointerdown', 50);
      touch('pointermove', 80);
      clock.tick(2000);
      await Promise.resolve();
      expect(allByRole(page.element, 'menu')).to.be.empty;

      touch('pointerdown', 50);
      touch('pointermove', 53);
      clock.tick(600);
    } finally {
      clock.restore();
    }

    await waitUntil(() => allByRole(page.element, 'menu').length === 1);
    await waitUntil(() => active(page)?.role?.startsWith('menuitem'));
  });

  it('is an answer, which names and quotes what it answers', async () => {
    const page = await chat();
    await receive(page, 'b1', 'Tea or coffee?');
    await openMenu(page);
    await choose(page, 'Reply');

    await write(page, 'Tea');
    await press(page, 'Enter');
    await waitUntil(() => rows(page).length === 2);
    await page.element.updateComplete;

    expect(last(page, 'reply')?.getAttribute('id')).to.equal('b1');
    expect(last(page, 'body')?.textContent).to.equal('> Tea or coffee?\nTea');
    expect(textOf(rows(page)[1], '.quoted')).to.equal('Bob Tea or coffee?');
    expect(textOf(rows(page)[1], '[part=body]')).to.equal('Tea');
    expect(page.element.shadowRoot?.querySelector('.intent')).to.equal(null);
  });

  it('loses nothing that is typed at once after “Reply” or “Edit” was chosen', async () => {
    const page = await chat();
    await receive(page, 'b1', 'Tea or coffee?');
    await openMenu(page);

    byRole(page.element, 'menuitem', 'Reply').click();

    expect(active(page), 'before anything is drawn').to.equal(field(page));
  });

  it('is a way from an answer to what it answers, if that is here', async () => {
    const page = await chat();
    await receive(page, 'b1', 'Tea or coffee?');
    await receive(page, 'b2', 'Well?', '<reply xmlns="urn:xmpp:reply:0" id="b1"/>');
    await receive(page, 'b3', 'Hm', '<reply xmlns="urn:xmpp:reply:0" id="b0"/>');
    await page.element.updateComplete;

    byRole(page.element, 'button', 'In reply to Bob: Tea or coffee?').click();

    await waitUntil(() => active(page) === rows(page)[0]);
    expect(textOf(rows(page)[2], '.quoted')).to.equal('Message not available');
  });

  it('is a reaction, which is taken back by the same button', async () => {
    const page = await chat();
    await receive(page, 'b1', 'We won!');
    await openMenu(page);
    byRole(page.element, 'menuitemcheckbox', '👍').click();
    await waitUntil(() => allByRole(page.element, 'button', '👍 1').length === 1);
    const button = byRole(page.element, 'button', '👍 1');
    expect(button.getAttribute('aria-pressed')).to.equal('true');
    expect(last(page, 'reactions')?.getAttribute('id')).to.equal('b1');

    button.click();

    await waitUntil(() => allByRole(page.element, 'button', '👍 1').length === 0);
    expect(last(page, 'reactions')?.children).to.have.length(0);
  });

  it('is any other reaction, looked for among all emojis; the keyboard goes on from the message', async () => {
    const page = await chat();
    await receive(page, 'b1', 'We won!');
    await openMenu(page);

    await choose(page, 'More reactions');
    await waitUntil(() => active(page)?.matches('[type=search]'));
    await sendKeys({ type: 'rocket' });
    await press(page, 'Enter');

    await waitUntil(() => allByRole(page.element, 'button', '🚀 1').length === 1);
    expect(last(page, 'reactions')?.textContent).to.equal('🚀');
    expect(active(page)).to.equal(rows(page)[0]);
    expect(field(page).value).to.equal('');
  });

  it('is a correction of our own, by Up in the empty field; what was written stays', async () => {
    const page = await chat();
    await say(page, 'Helo');
    field(page).focus();

    await press(page, 'ArrowUp');
    await waitUntil(() => page.element.shadowRoot?.querySelector('.intent'));
    expect(field(page).value).to.equal('Helo');
    await write(page, 'Hello');
    await press(page, 'Enter');
    await waitUntil(() => textOf(rows(page)[0], '[part=body]') === 'Hello');

    expect(rows(page)).to.have.length(1);
    expect(textOf(rows(page)[0], '.foot')).to.contain('Edited');
    expect(last(page, 'replace')).to.exist;
    expect(field(page).value).to.equal('');
  });

  it('is a correction, which stands in the field again when it was refused', async () => {
    const page = await chat();
    const told: string[] = [];
    page.element.addEventListener('xmpp-error', ({ detail }) => told.push(detail.condition));
    const sent: string[] = [];
    page.element.addEventListener('xmpp-message-sent', ({ detail }) => sent.push(detail.id));
    const said = await say(page, 'Helo');
    field(page).focus();
    await press(page, 'ArrowUp');
    page.server.hold = new Promise(() => undefined);
    await write(page, 'Hello');
    await press(page, 'Enter');
    expect(textOf(rows(page)[0], '[part=state]')).to.equal('Sending');

    const id = page.server.last('message')?.getAttribute('id') ?? '';
    page.server.receive(`<message xmlns="jabber:client" type="error" from="${BOB}" id="${id}">
      <error type="cancel"><forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);
    await waitUntil(() => field(page).value === 'Hello');

    expect(textOf(rows(page)[0], '[part=body]')).to.equal('Helo');
    expect(textOf(rows(page)[0], '.foot')).to.contain('Not changed. You are not allowed to write here.');
    expect(page.element.shadowRoot?.querySelector('.intent')).to.exist;
    expect(told).to.deep.equal(['forbidden']);
    expect(sent, 'a correction is no message').to.deep.equal([said]);
  });

  it('is given up by Escape, and the draft is what it was before', async () => {
    const page = await chat();
    await say(page, 'Helo');
    await write(page, 'By the way');
    await openMenu(page);
    await choose(page, 'Edit');
    await waitUntil(() => active(page) === field(page));
    expect(field(page).value).to.equal('Helo');

    await press(page, 'Escape');

    expect(field(page).value).to.equal('By the way');
    expect(page.element.shadowRoot?.querySelector('.intent')).to.equal(null);
    expect(page.server.sent.filter((stanza) => stanza.querySelector('replace'))).to.be.empty;
  });

  it('is to take our own back, asked once', async () => {
    const page = await chat();
    await say(page, 'Oops');
    await openMenu(page);

    await choose(page, 'Delete');
    expect(items(page)).to.deep.equal(['Delete', 'Cancel']);
    await waitUntil(() => shownText(active(page) as Element) === 'Cancel', 'a slip does no harm');
    await choose(page, 'Delete');
    await waitUntil(() => textOf(rows(page)[0], '[part=body]') === 'Message deleted');

    expect(last(page, 'retract')).to.exist;
    expect(active(page)).to.equal(rows(page)[0]);
  });

  it('is nothing to a message that the other side does not have', async () => {
    const page = await chat();
    page.server.hold = new Promise(() => undefined);
    void page.element.send('On its way').catch(() => undefined);
    await waitUntil(() => rows(page).length === 1);

    await openMenu(page);

    expect(items(page)).to.deep.equal(['Copy text', 'Select']);
  });
});

describe('A message that is more than plain text', () => {
  it('is shown to the letter where its sender wants that (XEP-0393), also once it is corrected', async () => {
    const page = await chat();
    const unstyled = '<unstyled xmlns="urn:xmpp:styling:0"/>';
    await receive(page, 'b1', 'a *b* c');
    await receive(page, 'b2', '*p = &amp;q; see https://example.org', unstyled);
    await page.element.updateComplete;
    const [styled, literal] = rows(page).map((row) => row.querySelector('[part=body]'));

    await waitUntil(() => styled?.querySelector('strong'));
    expect(literal?.querySelector('strong')).to.equal(null);
    expect(shownText(literal as Element)).to.equal('*p = &q; see https://example.org');
    expect(literal?.querySelector('a')?.textContent).to.equal('https://example.org');

    page.server.receive(`<message xmlns="jabber:client" type="chat" from="${BOB}/phone" id="b3"><body>2 *3* 4</body>
      <replace xmlns="urn:xmpp:message-correct:0" id="b1"/>${unstyled}</message>`);
    await waitUntil(() => textOf(rows(page)[0], '[part=body]') === '2 *3* 4');
    expect(rows(page)[0]?.querySelector('strong')).to.equal(null);
  });

  it('hides its spoiler until it is asked for', async () => {
    const page = await chat();
    await receive(page, 'b1', 'The butler did it', '<spoiler xmlns="urn:xmpp:spoiler:0">Ending</spoiler>');
    await page.element.updateComplete;
    expect(textOf(rows(page)[0], '[part=body]')).to.equal('Ending Show hidden text');

    byRole(page.element, 'button', 'Show hidden text').click();
    await page.element.updateComplete;

    expect(textOf(rows(page)[0], '[part=body]')).to.equal('The butler did it');
  });

  it('says what somebody does (XEP-0245), and shows emojis alone large', async () => {
    const page = await chat();
    await receive(page, 'b1', '/me waves');
    await receive(page, 'b2', '🎉🎉');
    await receive(page, 'b3', '🎉 at last');
    await page.element.updateComplete;

    expect(textOf(rows(page)[0], '[part=body]')).to.equal('Bob waves');
    expect(rows(page).map((row) => row.querySelector('.large') !== null)).to.deep.equal([false, true, false]);
  });

  it('tells how far ours has come', async () => {
    const page = await chat();
    const id = await say(page, 'Hello');
    const tell = async (inside: string, word: string) => {
      page.server.receive(
        `<message xmlns="jabber:client" type="chat" from="${BOB}/phone" id="r-${inside.length}">${inside}</message>`,
      );
      await waitUntil(() => textOf(rows(page)[0], '[part=state]') === word);
    };

    await tell(`<received xmlns="urn:xmpp:receipts" id="${id}"/>`, 'Delivered');
    await tell(`<displayed xmlns="urn:xmpp:chat-markers:0" id="${id}"/>`, 'Read');
  });
});
