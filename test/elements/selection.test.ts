import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import sinon from 'sinon';
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

/** A conversation of four: two of bob's, two of ours. */
async function chat(): Promise<Chat> {
  const { name, server } = await connectedSession();
  const element = await fixture<XmppChatElement>(html`<xmpp-chat session=${name} with=${BOB}></xmpp-chat>`);
  element.style.cssText = 'inline-size: 480px; block-size: 500px';
  const page = { element, server };
  for (const [id, body] of [
    ['b1', 'One https://example.org'],
    ['b2', 'Two\nlines'],
  ] as const) {
    server.receive(`<message xmlns="jabber:client" type="chat" from="${BOB}/phone" to="alice@example.org/test" id="${id}">
      <body>${body}</body></message>`);
  }
  for (const text of ['Three', 'Four']) await element.send(text);
  await waitUntil(() => rows(page).length === 4 && allText(page).includes('Sent'));
  return page;
}

const rows = ({ element }: Chat) => [...(element.shadowRoot?.querySelectorAll<HTMLElement>('[part~=message]') ?? [])];
const allText = ({ element }: Chat) => shownText(element.shadowRoot?.querySelector('.list') as Element);
const boxes = ({ element }: Chat) => allByRole(element, 'checkbox');
const checked = (page: Chat) => boxes(page).map((box) => box.getAttribute('aria-checked') === 'true');
const bar = ({ element }: Chat) => element.shadowRoot?.querySelector<HTMLElement>('.selection');
const active = ({ element }: Chat) => element.shadowRoot?.activeElement;
const buttons = (page: Chat) =>
  [...(bar(page)?.querySelectorAll('button') ?? [])].map((button) => button.ariaLabel ?? shownText(button));

async function press(page: Chat, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await sendKeys({ press: key });
    await page.element.updateComplete;
  }
}

/** “Select” in the menu of the last message, by keyboard. */
async function select(page: Chat): Promise<void> {
  byRole(page.element, 'log', 'Messages').focus();
  await page.element.updateComplete;
  await press(page, 'ArrowUp', 'Enter');
  await waitUntil(() => allByRole(page.element, 'menuitem', 'Select').length === 1);
  byRole(page.element, 'menuitem', 'Select').click();
  await waitUntil(() => bar(page));
  await page.element.updateComplete;
}

async function click(page: Chat, index: number, shiftKey = false): Promise<void> {
  rows(page)[index]?.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, shiftKey }));
  await page.element.updateComplete;
}

async function choose(page: Chat, name: string): Promise<void> {
  byRole(page.element, 'button', name).click();
  await page.element.updateComplete;
}

describe('Several messages', () => {
  it('are checkboxes once one of them was selected, each named by who said what and when', async () => {
    const page = await chat();

    await select(page);

    expect(checked(page)).to.deep.equal([false, false, false, true]);
    expect(boxes(page)[0]?.ariaLabel).to.match(/^Bob, \d.*: One https:\/\/example\.org$/);
    expect(boxes(page)[3]?.ariaLabel).to.match(/^You, .*: Four$/);
    expect(shownText(bar(page) as Element)).to.equal('1 selected Copy Delete');
    expect(active(page)).to.equal(rows(page)[3]);
  });

  it('are chosen by keyboard', async () => {
    const page = await chat();
    await select(page);

    await press(page, 'ArrowUp', ' ', 'ArrowUp', 'ArrowUp', 'Enter');
    expect(checked(page)).to.deep.equal([true, false, true, true]);
    await press(page, ' ');
    expect(checked(page)).to.deep.equal([false, false, true, true]);
    await sendKeys({ down: 'Shift' });
    await press(page, 'ArrowDown');
    await sendKeys({ up: 'Shift' });

    expect(checked(page)).to.deep.equal([true, true, true, true]);
    expect(shownText(byRole(page.element, 'status', '4 selected'))).to.equal('4 selected');
  });

  it('are chosen by a click each, or from one to the other, without following what is in them', async () => {
    const page = await chat();
    await select(page);

    await click(page, 3);
    expect(buttons(page)).to.deep.equal(['Cancel']);
    await click(page, 0);
    await click(page, 2, true);

    expect(checked(page)).to.deep.equal([true, true, true, false]);
    expect(rows(page)[0]?.querySelector('a')?.closest('[inert]')).to.exist;
    expect(allByRole(page.element, 'menu')).to.be.empty;
  });

  it('are checkboxes, too, that come meanwhile', async () => {
    const page = await chat();
    await select(page);

    page.server.receive(
      `<message xmlns="jabber:client" type="chat" from="${BOB}/phone" id="b3"><body>New</body></message>`,
    );
    await waitUntil(() => rows(page).length === 5);
    await page.element.updateComplete;

    expect(checked(page)).to.deep.equal([false, false, false, true, false]);
  });

  it('are copied as lines of text, in the order of reading', async () => {
    const page = await chat();
    const write = sinon.stub(navigator.clipboard, 'writeText').resolves();
    try {
      await select(page);
      await click(page, 1);

      await choose(page, 'Copy');
      await waitUntil(() => !bar(page));

      const [text = ''] = write.firstCall.args;
      expect(text.replaceAll(/\[[^\]]+\d[^\]]+\]/g, '[when]')).to.equal('[when] Bob: Two\nlines\n[when] You: Four');
      expect(active(page)).to.equal(rows(page)[1]);
    } finally {
      write.restore();
    }
  });

  it('stay chosen where the page does not allow copying', async () => {
    const page = await chat();
    const write = sinon.stub(navigator.clipboard, 'writeText').rejects(new DOMException('No', 'NotAllowedError'));
    try {
      await select(page);

      await choose(page, 'Copy');
      await waitUntil(() => allByRole(page.element, 'status', 'This page does not allow copying.').length);

      expect(checked(page)).to.deep.equal([false, false, false, true]);
    } finally {
      write.restore();
    }
  });

  it('are deleted if all are ours, asked once', async () => {
    const page = await chat();
    await select(page);
    await click(page, 0);
    expect(buttons(page)).to.deep.equal(['Copy', 'Cancel']);
    await click(page, 0);
    await click(page, 2);

    await choose(page, 'Delete');
    expect(shownText(bar(page) as Element)).to.equal('Delete for everybody? Delete Cancel');
    await waitUntil(() => shownText(active(page) as Element) === 'Cancel', 'a slip does no harm');
    await choose(page, 'Cancel');
    expect(checked(page)).to.deep.equal([false, false, true, true]);
    await choose(page, 'Delete');
    await choose(page, 'Delete');
    await waitUntil(() => allText(page).match(/Message deleted/g)?.length === 2);

    expect(page.server.sent.filter((stanza) => stanza.querySelector('retract'))).to.have.length(2);
    expect(bar(page)).to.equal(null);
  });

  it('are messages again after Escape, at each of them and in the bar', async () => {
    const page = await chat();
    for (const place of ['row', 'bar']) {
      await select(page);
      if (place === 'bar') byRole(page.element, 'button', 'Cancel').focus();

      await press(page, 'Escape');

      expect(bar(page)).to.equal(null);
      expect(boxes(page)).to.be.empty;
      expect(page.element.shadowRoot?.querySelector('[inert]')).to.equal(null);
      expect(active(page)).to.equal(rows(page)[3]);
    }
  });

  it('are forgotten when another conversation is shown', async () => {
    const page = await chat();
    await select(page);

    page.element.with = 'carol@example.org';
    await page.element.updateComplete;
    page.element.with = BOB;
    await page.element.updateComplete;

    expect(bar(page)).to.equal(null);
    expect(boxes(page)).to.be.empty;
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`are accessible, ${theme}`, async () => {
      const page = await chat();
      page.element.theme = theme;
      page.element.style.inlineSize = '344px';
      await select(page);
      await click(page, 0);
      const fading = page.element.shadowRoot?.getAnimations() ?? [];
      await Promise.all(fading.map((animation) => animation.finished.catch(() => undefined)));

      await expect(page.element).to.be.accessible();
    });
  }
});
