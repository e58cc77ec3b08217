import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define/xmpp-chat.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import { connectedSession, type FakeTransport } from '../support/fake-transport.js';
import { waitUntil } from '../support/wait.js';

const BOB = 'bob@example.org';

/** A picture of one colour, and its SHA-1. */
async function picture(color: string, type = 'image/png'): Promise<{ base64: string; hash: string }> {
  const canvas = new OffscreenCanvas(8, 8);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = color;
  context.fillRect(0, 0, 8, 8);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer());
  return { base64: btoa(String.fromCharCode(...bytes)), hash: await sha1(bytes) };
}

async function sha1(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const presence = (hash: string) => `<presence xmlns="jabber:client" from="${BOB}/phone">
  <x xmlns="vcard-temp:x:update"><photo>${hash}</photo></x></presence>`;
const vcard = (base64: string) => `<iq xmlns="jabber:client" type="result"><vCard xmlns="vcard-temp">
  <PHOTO><TYPE>image/png</TYPE><BINVAL>${base64}</BINVAL></PHOTO></vCard></iq>`;
const asked = (server: FakeTransport) => server.requests.filter((iq) => iq.querySelector('vCard')).length;

describe('The picture of a contact', () => {
  beforeEach(async () => void (await caches.delete('xmpp-elements')));

  async function chat() {
    const { session, server } = await connectedSession();
    const element = document.createElement('xmpp-chat');
    element.session = session.name;
    element.with = BOB;
    await fixture(html`<div>${element}</div>`);
    await element.updateComplete;
    return { element, server, session };
  }

  const canvasIn = (element: XmppChatElement) =>
    element.shadowRoot?.querySelector<HTMLCanvasElement>('header .avatar canvas');
  const isDrawn = (element: XmppChatElement) => canvasIn(element)?.dataset['drawn'] === '';

  it('is fetched when it is shown, and drawn over their letter', async () => {
    const { element, server } = await chat();
    const { base64, hash } = await picture('rgb(200, 10, 10)');
    server.answers.set('vcard-temp', () => vcard(base64));

    server.receive(presence(hash));
    await waitUntil(() => isDrawn(element));

    const pixel = canvasIn(element)?.getContext('2d')?.getImageData(48, 48, 1, 1).data;
    expect([...(pixel ?? [])].slice(0, 3)).to.deep.equal([200, 10, 10]);
    expect(asked(server)).to.equal(1);
  });

  it('is asked for once, and on the next page not at all', async () => {
    const { base64, hash } = await picture('rgb(10, 200, 10)');
    const first = await chat();
    first.server.answers.set('vcard-temp', () => vcard(base64));
    first.server.receive(presence(hash));
    await waitUntil(() => isDrawn(first.element));
    const second = await chat();

    second.server.receive(presence(hash));
    await waitUntil(() => isDrawn(second.element));

    expect([asked(first.server), asked(second.server)]).to.deep.equal([1, 0]);
  });

  for (const [what, spoil] of Object.entries({
    'another one than they say': (base64: string) => base64.replace(/.$/, '') + 'A',
    'no picture': () => btoa('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    'not base64': () => '%%%',
  })) {
    it(`stays a letter where it is ${what}`, async () => {
      const { element, server } = await chat();
      const { base64, hash } = await picture('blue');
      const spoilt = spoil(base64);
      server.answers.set('vcard-temp', () => vcard(spoilt));

      server.receive(presence(hash));
      await waitUntil(() => asked(server) === 1);
      await element.updateComplete;

      expect(isDrawn(element)).to.equal(false);
    });
  }

  it('is forgotten by this device when they sign out', async () => {
    const { base64, hash } = await picture('rgb(1, 2, 3)');
    const { element, server, session } = await chat();
    server.answers.set('vcard-temp', () => vcard(base64));
    server.receive(presence(hash));
    await waitUntil(() => isDrawn(element));

    await session.signOut();

    await waitUntil(async () => !(await caches.has('xmpp-elements')));
  });
});
