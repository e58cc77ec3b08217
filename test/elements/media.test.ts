import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import { joinedRoom, LOBBY, type FakeRoom } from '../support/room.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { waitUntil } from '../support/wait.js';

/** One that is there, and is a picture. */
const PICTURE = new URL('../../docs/look.png', import.meta.url).href.replace(/\?.*/, '');

describe('Files that are shown', () => {
  let room: FakeRoom;
  let element: XmppRoomElement;

  async function open(url: string, attributes: Partial<XmppRoomElement> = {}, inside = ''): Promise<void> {
    room = await joinedRoom(attributes);
    ({ element } = room);
    room.server
      .receive(`<message xmlns="jabber:client" type="groupchat" from="${LOBBY}/Mira" id="${crypto.randomUUID()}">
      <body>${url}</body><x xmlns="jabber:x:oob"><url>${url}</url></x>${inside}</message>`);
    await shown();
  }

  const shown = async () => {
    await room.shown();
    await element.updateComplete;
  };
  const all = (selector: string) => [...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const one = <T extends HTMLElement = HTMLElement>(selector: string) => all(selector)[0] as T;
  const body = () => shownText(one('[part~="body"]'));
  const link = () => one<HTMLAnchorElement>('[part~="body"] a');
  const fetched = (url: string) => performance.getEntriesByName(url).length;
  const show = async () => {
    byRole(element, 'button', /^Show /).click();
    await shown();
  };

  it('say what they are and where, and are fetched when the reader asks', async () => {
    const before = fetched(PICTURE);
    await open(PICTURE);
    expect(body()).to.equal(`look.png Photo · ${location.host} Show`);
    expect(all('img')).to.have.lengthOf(0);
    expect(fetched(PICTURE)).to.equal(before);

    await show();

    const image = one<HTMLImageElement>('[part~="body"] img');
    await waitUntil(() => image.complete && image.naturalWidth > 0);
    expect(image.referrerPolicy).to.equal('no-referrer');
    expect(element.shadowRoot?.activeElement === one('.message'), 'the keyboard is where it was').to.equal(true);
  });

  it('are shown at once where the page says so', async () => {
    await open(PICTURE, { media: 'auto' });

    expect(one<HTMLImageElement>('img').src).to.equal(PICTURE);
    expect(one<HTMLImageElement>('img').loading).to.equal('lazy');
  });

  it('are links where the page wants none shown', async () => {
    await open(PICTURE, { media: 'never' });

    expect(all('.media')).to.have.lengthOf(0);
    expect(link().href).to.equal(PICTURE);
  });

  it('are asked for where the page says what we do not know', async () => {
    await open(PICTURE, { media: 'always' as 'auto' });

    expect(all('img')).to.have.lengthOf(0);
    expect(allByRole(element, 'button', 'Show look.png')).to.have.lengthOf(1);
  });

  it('change with the page’s mind', async () => {
    await open(PICTURE);

    element.media = 'auto';
    await shown();

    expect(all('img')).to.have.lengthOf(1);
  });

  it('have their box before anything is in it', async () => {
    await open(`${location.origin}/not/there.png`, { media: 'auto' });

    // Where the answer was quicker than we.
    delete one('.media').dataset['broken'];
    const { width, height } = one('.picture').getBoundingClientRect();

    expect([width, height].map(Math.round)).to.deep.equal([280, 210]);
  });

  it('are a link with a word where they are no pictures, whatever they call themselves', async () => {
    await open(`${location.origin}/not-there.png`, { media: 'auto' });
    const media = one('.media');

    await waitUntil(() => media.hasAttribute('data-broken'));

    expect(body()).to.equal('This cannot be shown here. not-there.png');
    expect(link().textContent).to.equal('not-there.png');
    expect(allByRole(element, 'button', /^Open/)).to.have.lengthOf(0);
  });

  for (const [ending, kind, selector] of [
    ['.MP4', 'Video', 'video'],
    ['.ogg', 'Audio', 'audio'],
  ] as const) {
    it(`are played from the page: ${kind}`, async () => {
      await open(`https://files.invalid/clip${ending}`);
      expect(body()).to.equal(`clip${ending} ${kind} · files.invalid Show`);

      await show();

      const player = one<HTMLMediaElement>(selector);
      expect([player.controls, player.autoplay, player.preload]).to.deep.equal([true, false, 'metadata']);
      expect(player.getAttribute('aria-label')).to.equal(`clip${ending}`);
    });

    it(`are fetched when they are played, also where the page wants them shown: ${kind}`, async () => {
      await open(`https://files.invalid/clip${ending}`, { media: 'auto' });

      expect(one<HTMLMediaElement>(selector).preload).to.equal('none');
    });
  }

  it('are named and linked where they are of no kind that is shown', async () => {
    await open('https://files.invalid/a/Report%20%C3%BC.pdf', { media: 'auto' });

    expect(body()).to.equal('Report ü.pdf File · files.invalid');
    expect([link().target, link().rel]).to.deep.equal(['_blank', 'noopener noreferrer nofollow ugc']);
    expect(allByRole(element, 'button', /^Show/)).to.have.lengthOf(0);
  });

  it('cannot pass for others by characters that turn their name around', async () => {
    await open('https://files.invalid/gpj%E2%80%AEexe.png');

    expect(link().textContent).to.equal('gpjexe.png');
  });

  it('are named as they are written where that is no text', async () => {
    await open('https://files.invalid/%E2%80.png');

    expect(link().textContent).to.equal('%E2%80.png');
  });

  it('are named by their host where they have no name', async () => {
    await open('https://files.invalid/');

    expect(body()).to.equal('files.invalid File · files.invalid');
  });

  it('stay hidden where their sender hides them', async () => {
    await open(PICTURE, { media: 'auto' }, '<spoiler xmlns="urn:xmpp:spoiler:0">The end</spoiler>');

    expect(all('img')).to.have.lengthOf(0);
  });

  it('fill the screen when they are pressed, and give the keyboard back', async () => {
    await open(PICTURE, { media: 'auto' });
    byRole(element, 'button', 'Open look.png').focus();

    await sendKeys({ press: 'Enter' });
    const dialog = one<HTMLDialogElement>('dialog');
    expect(dialog.open).to.equal(true);
    expect(dialog.getAttribute('aria-label')).to.equal('look.png');
    expect(element.shadowRoot?.activeElement === byRole(element, 'button', 'Close')).to.equal(true);
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !dialog.isConnected);

    expect(element.shadowRoot?.activeElement === byRole(element, 'button', 'Open look.png')).to.equal(true);
  });

  it('are closed by a press beside them, or on the button', async () => {
    await open(PICTURE, { media: 'auto' });
    for (const target of ['dialog', 'dialog button']) {
      byRole(element, 'button', 'Open look.png').click();
      const dialog = one<HTMLDialogElement>('dialog');

      one(target).click();
      await waitUntil(() => !dialog.isConnected);
    }

    expect(all('dialog')).to.have.lengthOf(0);
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`have no barrier that axe knows, asked for, shown, broken and over the page, ${theme}`, async () => {
      await open('https://files.invalid/report.pdf', { theme });
      room.say('Mira', 'and');
      await expect(element).to.be.accessible();
      element.remove();
      await open(`${location.origin}/not-there.png`, { theme, media: 'auto' });
      await waitUntil(() => one('.media').hasAttribute('data-broken'));
      await expect(element).to.be.accessible();
      element.remove();
      await open(PICTURE, { theme, media: 'auto' });
      await expect(element).to.be.accessible();

      byRole(element, 'button', 'Open look.png').click();

      await expect(element).to.be.accessible();
    });
  }
});
