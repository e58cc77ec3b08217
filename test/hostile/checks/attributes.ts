import { expect, fixture, html } from '@open-wc/testing';
import { restore, spy, stub } from 'sinon';
import '../../../src/define/all.js';
import type { XmppElement } from '../../../src/elements/xmpp-element.js';
import { alicesPage, ROOM } from '../alices-page.js';
import type { Checks } from '../entries.js';
import { HarmWatch, nodesOf } from '../harm.js';
import { waitUntil } from '../../support/wait.js';

/** A page that has written this, what it then heard, and whether anything left it. */
async function page(markup: string) {
  const watch = new HarmWatch();
  restore();
  const ways = [stub(window, 'WebSocket'), stub(window, 'fetch'), spy(XMLHttpRequest.prototype, 'send')];
  const box = await fixture(html`<div></div>`);
  const errors: string[] = [];
  box.addEventListener('xmpp-error', (event) =>
    errors.push((event as CustomEvent<{ condition: string }>).detail.condition),
  );
  box.append(document.createRange().createContextualFragment(markup));
  const element = box.firstElementChild as XmppElement;
  await element.updateComplete;
  expect(ways.flatMap(({ args }) => args)).to.deep.equal([]);
  watch.elements.push(box);
  return { element, errors, shown: element.shadowRoot?.textContent?.replace(/\s+/g, ' ') ?? '' };
}

/** The same, with another name for what the page means. */
const written = (input: string, attribute: string) => `${input.replace(' jid=', ` ${attribute}=`)}</xmpp-room>`;

/** What careless pages write. */
export const attributeChecks: Checks = {
  'attribute-04': async (input) => {
    const { element, errors, shown } = await page(`${input}</xmpp-login>`);

    expect(errors).to.deep.equal(['jid-malformed']);
    expect(shown).to.contain('This is not a valid address.');
    expect(element.status).to.equal('offline');
  },

  'attribute-06': async (input) => {
    expect((await page(written(input, 'jid'))).errors).to.deep.equal(['jid-malformed']);

    const { room, server, session } = await alicesPage();
    room.room = 'other@muc.example.org/nick';
    await waitUntil(() => session.stores.rooms.value.size === 2);
    await waitUntil(() => server.last('presence')?.getAttribute('to')?.startsWith('other@'));
    expect(server.last('presence')?.getAttribute('to')).to.equal('other@muc.example.org/al');
  },

  'attribute-07': async (input) => {
    for (const attribute of ['jid', 'room']) {
      const { errors, shown } = await page(written(input, attribute));
      expect(errors).to.deep.equal(['jid-malformed']);
      expect(attribute === 'jid' || shown.includes('This is not a valid address.')).to.equal(true);
    }
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const { element, errors } = await page(`<xmpp-room session="${name}" room="${ROOM}"></xmpp-room>`);
      expect(errors).to.deep.equal([]);
      expect(element.status).to.equal('offline');
    }
  },

  'attribute-08': async (input) => {
    const nick = /nick="([^"]*)"/.exec(input)?.[1] ?? '';
    const { element } = await page(`${input}</xmpp-room>`);
    expect(element.nick).to.equal(nick);

    const { room, server, shown, enter } = await alicesPage();
    room.nick = nick;
    await waitUntil(() => server.last('presence')?.getAttribute('to') === `${ROOM}/${nick}`);
    await enter(nick);
    await shown();
    expect(room.shadowRoot?.textContent).to.contain(nick);
    expect(nodesOf(room).some(({ localName }) => localName === 'img')).to.equal(false);
  },

  'attribute-09': async (input) => {
    const markup = `${input.replace('secret', 'hunter2')}</xmpp-login>`;
    const { element } = await page(markup);

    expect(element.hasAttribute('password')).to.equal(false);
    expect(element.password).to.equal('hunter2');
    expect(element.innerText).not.to.contain('hunter2');
    for (const node of nodesOf(element)) expect(node.outerHTML).not.to.contain('hunter2');
    element.password = 'hunter22';
    await element.updateComplete;
    expect(element.outerHTML).not.to.contain('hunter2');
    expect(await warningsOf(markup))
      .to.match(/xmpp-login.*password/)
      .and.not.to.contain('hunter2');
  },

  'attribute-10': async (input) => {
    const { element, errors, shown } = await page(`${input}</xmpp-chat>`);
    const { element: plain, shown: shownPlain } = await page('<xmpp-chat lang="en"></xmpp-chat>');

    expect(errors).to.deep.equal([]);
    expect(shown).to.equal(shownPlain);
    for (const property of ['colorScheme', 'backgroundColor', 'color'] as const) {
      expect(getComputedStyle(element)[property]).to.equal(getComputedStyle(plain)[property]);
    }
    expect(element.dir).to.equal('ltr');
  },

  'attribute-11': async (input) => {
    const workers = [stub(window, 'SharedWorker'), stub(window, 'Worker')];

    const { element, errors } = await page(`${input}</xmpp-chat>`);

    expect(workers.map(({ called }) => called)).to.deep.equal([false, false]);
    expect(errors).to.deep.equal([]);
    expect(element.status).to.equal('offline');
  },
};

/** What a page that is not on this machine's own host hears on its console. */
async function warningsOf(markup: string): Promise<string> {
  const frame = document.createElement('iframe');
  const told = new Promise<MessageEvent<string>>((resolve) => addEventListener('message', resolve, { once: true }));
  // A page without an address is on no host at all.
  frame.srcdoc = `<!doctype html><script>
      console.warn = (text) => String(text).includes('password') && parent.postMessage(text, '*');
    </script><script type="module" src="${location.origin}/src/define/xmpp-login.ts"></script>${markup}`;
  document.body.append(frame);
  const { data } = await told;
  frame.remove();
  return data;
}
