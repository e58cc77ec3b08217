import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { restore, stub } from 'sinon';
import '../../src/define/xmpp-chat.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import { connectedSession } from '../support/fake-transport.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { FakeUploads } from '../support/uploads.js';
import { waitUntil } from '../support/wait.js';

const BOB = 'bob@example.org';

describe('Voice messages', () => {
  let uploads: FakeUploads;
  let element: XmppChatElement;
  /** What the page may hear. */
  let microphone: MediaStream | undefined;

  async function open(attributes: Partial<XmppChatElement> = {}): Promise<void> {
    const { name, server } = await connectedSession();
    uploads = new FakeUploads(server, { maxFileSize: 1_000_000 });
    element = document.createElement('xmpp-chat');
    Object.assign(element, { session: name, with: BOB, ...attributes });
    await fixture(html`<div>${element}</div>`);
    await waitUntil(() => buttons('Record a voice message').length);
  }

  const shown = async () => {
    await nextFrame();
    await nextFrame();
    await element.updateComplete;
  };
  const buttons = (name: string | RegExp) => allByRole(element, 'button', name);
  /** By keyboard: a browser makes sound only for whoever does something. */
  const press = async (name: string | RegExp) => {
    byRole(element, 'button', name).focus();
    await sendKeys({ press: 'Enter' });
    await shown();
  };
  const focused = () => element.shadowRoot?.activeElement;
  const rows = () => allByRole(element, 'listitem').map(shownText);
  const isHeard = () => waitUntil(() => rows().length, 'it waits to be sent');
  const isListening = () => microphone?.getTracks().some(({ readyState }) => readyState === 'live');

  /** The browser gives a microphone, once it has leave. */
  function giveMicrophone(leave?: Promise<void>): void {
    stub(navigator.mediaDevices, 'getUserMedia').callsFake(async () => {
      await leave;
      const context = new AudioContext();
      const destination = context.createMediaStreamDestination();
      const tone = context.createOscillator();
      tone.connect(destination);
      tone.start();
      microphone = destination.stream;
      return microphone;
    });
  }

  async function record(): Promise<void> {
    giveMicrophone();
    await press('Record a voice message');
    await waitUntil(() => allByRole(element, 'timer')[0]?.textContent === '0:01', 'a second is spoken');
  }

  afterEach(() => {
    restore();
    microphone = undefined;
  });

  it('are recorded, heard and sent', async () => {
    await open();
    await record();
    expect(focused() === byRole(element, 'button', 'Stop')).to.equal(true);

    await press('Stop');
    await isHeard();
    expect(isListening(), 'the microphone is on').to.equal(false);
    expect(focused() === byRole(element, 'textbox', 'Message')).to.equal(true);
    await press(/^Listen/);
    expect(buttons(/^Stop/)).to.have.lengthOf(1);
    await press(/^Stop/);
    expect(buttons(/^Listen/)).to.have.lengthOf(1);
    await press('Send');
    await waitUntil(() => uploads.puts.length);

    const { body } = uploads.puts[0] ?? {};
    expect(body?.name).to.match(/^voice-message\.(m4a|ogg|weba)$/);
    expect(body?.type).to.match(/^audio\/\w+$/);
    expect(body?.size).to.be.above(100);
  });

  it('are thrown away', async () => {
    await open();
    await record();

    await press('Discard');

    expect(isListening()).to.equal(false);
    await waitUntil(() => !buttons('Stop').length);
    expect(rows()).to.deep.equal([]);
    expect(focused() === byRole(element, 'textbox', 'Message')).to.equal(true);
  });

  it('end when another conversation is shown, and wait in theirs', async () => {
    await open();
    await record();

    element.with = 'carol@example.org';
    await shown();
    expect(isListening()).to.equal(false);
    expect(rows()).to.deep.equal([]);
    element.with = BOB;
    await isHeard();

    expect(rows()[0]).to.match(/^voice-message/);
  });

  it('end when their element leaves the page', async () => {
    await open();
    await record();

    element.remove();

    expect(isListening()).to.equal(false);
  });

  it('say so where there is no microphone, or it may not be used', async () => {
    await open();
    stub(navigator.mediaDevices, 'getUserMedia').rejects(new DOMException('', 'NotAllowedError'));

    await press('Record a voice message');
    await waitUntil(() => allByRole(element, 'alert').length);

    expect(shownText(byRole(element, 'alert'))).to.match(/^The microphone cannot be used/);
    await press('Close');
    expect(allByRole(element, 'alert')).to.have.lengthOf(0);
  });

  it('leave the microphone off for whoever has thought better of it', async () => {
    await open();
    let allow = () => {};
    giveMicrophone(new Promise<void>((resolve) => (allow = resolve)));
    await press('Record a voice message');
    await waitUntil(() => buttons('Discard').length);

    await press('Discard');
    allow();
    await waitUntil(() => isListening() === false);

    expect(rows()).to.deep.equal([]);
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`have no barrier that axe knows, spoken and waiting, ${theme}`, async () => {
      await open({ theme });
      await record();
      await expect(element).to.be.accessible();

      await press('Stop');
      await isHeard();

      await expect(element).to.be.accessible();
    });
  }
});
