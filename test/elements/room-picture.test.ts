import { expect } from '@open-wc/testing';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { fakeRoom, LOBBY, type FakeRoom, type OccupantFacts } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const NS_INFO = 'http://jabber.org/protocol/disco#info';
const OWNER = { role: 'moderator', affiliation: 'owner' };

const failure = (condition: string) =>
  `<iq xmlns="jabber:client" type="error"><error type="auth"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`;
const result = (inside = '') => `<iq xmlns="jabber:client" type="result">${inside}</iq>`;
const dialog = ({ element }: FakeRoom) => element.shadowRoot?.querySelector('dialog') as HTMLDialogElement;

/** A room that keeps the vCard that it is given, and tells of its picture. */
async function roomAs(own: OccupantFacts, { features = ['vcard-temp'], kept = '' } = {}): Promise<FakeRoom> {
  const room = await fakeRoom({ noAutoConnect: true });
  room.element.style.cssText = 'inline-size: 760px; block-size: 560px';
  const { answers } = room.server;
  answers.set(NS_INFO, () =>
    result(`<query xmlns="${NS_INFO}">${features.map((each) => `<feature var="${each}"/>`).join('')}</query>`),
  );
  let vcard = kept;
  answers.set('vcard-temp', (iq) => {
    if (iq.getAttribute('type') === 'get')
      return vcard ? result(`<vCard xmlns="vcard-temp">${vcard}</vCard>`) : failure('item-not-found');
    vcard = iq.firstElementChild?.innerHTML ?? '';
    queueMicrotask(() => void tellOf(room, iq.querySelector('BINVAL')?.textContent ?? ''));
    return result();
  });
  await room.element.connect();
  await room.admit(undefined, own);
  return room;
}

async function tellOf({ server }: FakeRoom, base64: string): Promise<void> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', bytes));
  const hash = base64 && [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  server.receive(
    `<presence xmlns="jabber:client" from="${LOBBY}"><x xmlns="vcard-temp:x:update"><photo>${hash}</photo></x></presence>`,
  );
}

async function itemsFor(room: FakeRoom): Promise<string[]> {
  if (!allByRole(room.element, 'button', 'Room').length) return [];
  byRole(room.element, 'button', 'Room').click();
  await room.shown();
  return allByRole(room.element, 'menuitem').map(shownText);
}

async function opened(own: OccupantFacts = OWNER, more = {}): Promise<FakeRoom> {
  const room = await roomAs(own, more);
  await waitUntil(async () => {
    const items = await itemsFor(room);
    if (!items.includes('Room picture')) byRole(room.element, 'button', 'Room').click();
    return items.includes('Room picture');
  }, 'offered');
  byRole(room.element, 'menuitem', 'Room picture').click();
  await waitUntil(() => dialog(room), 'open');
  await room.shown();
  return room;
}

/** A picture of two colours, wider than it is high, with more around its middle. */
async function drawn({ type = 'image/png', isOpaque = true } = {}): Promise<File> {
  const canvas = new OffscreenCanvas(300, 100);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = 'rgb(10, 10, 200)';
  if (isOpaque) context.fillRect(0, 0, 300, 100);
  context.fillStyle = 'rgb(200, 10, 10)';
  context.fillRect(100, isOpaque ? 0 : 50, 100, 100);
  return new File([await canvas.convertToBlob({ type })], 'drawn', { type });
}

function choose(room: FakeRoom, file: File): void {
  const input = dialog(room).querySelector<HTMLInputElement>('input[type=file]') as HTMLInputElement;
  const files = new DataTransfer();
  files.items.add(file);
  input.files = files.files;
  input.dispatchEvent(new Event('change'));
}

const told = ({ server }: FakeRoom) =>
  server.requests.findLast((iq) => iq.querySelector('vCard') && iq.getAttribute('type') === 'set');

async function bitmapOf(iq: Element | undefined): Promise<{ bitmap: ImageBitmap; type: string; size: number }> {
  const type = iq?.querySelector('TYPE')?.textContent ?? '';
  const text = atob(iq?.querySelector('BINVAL')?.textContent ?? '');
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return { bitmap: await createImageBitmap(new Blob([bytes], { type })), type, size: bytes.length };
}

function pixelAt(bitmap: ImageBitmap, x: number, y: number): number[] {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0);
  return [...context.getImageData(x, y, 1, 1).data];
}

describe('The picture of a room', () => {
  beforeEach(async () => void (await caches.delete('xmpp-elements')));

  it('is offered to owners alone, and where the room takes one', async () => {
    const room = await opened();
    expect(dialog(room).getAttribute('aria-label')).to.equal('Room picture');

    for (const [own, features] of [
      [{ role: 'moderator', affiliation: 'admin' }, ['vcard-temp']],
      [OWNER, []],
    ] as const) {
      const other = await roomAs(own, { features: [...features] });
      await waitUntil(() => allByRole(other.element, 'button', 'Room').length, 'there is a menu');
      expect(await itemsFor(other)).not.to.include('Room picture');
    }
  });

  it('is the middle of what is chosen, small, and drawn for everybody by its hash', async () => {
    const room = await opened();

    choose(room, await drawn());
    await waitUntil(() => shownText(dialog(room)).includes('Everybody here has the new picture.'));

    const { bitmap, size } = await bitmapOf(told(room));
    expect([bitmap.width, bitmap.height]).to.deep.equal([128, 128]);
    expect(size).to.be.lessThan(8192);
    for (const at of [4, 64, 124]) expect(pixelAt(bitmap, at, 64).slice(0, 3)).to.deep.equal([200, 10, 10]);
    await waitUntil(
      () => room.element.shadowRoot?.querySelector<HTMLCanvasElement>('header .avatar canvas')?.dataset['drawn'] === '',
      'in the header',
    );
  });

  it('stays one that can be seen through', async () => {
    const room = await opened();

    choose(room, await drawn({ isOpaque: false }));
    await waitUntil(() => told(room));

    const { bitmap, type } = await bitmapOf(told(room));
    expect(type).to.equal('image/png');
    expect(pixelAt(bitmap, 64, 10)[3]).to.equal(0);
  });

  it('is taken away again, and what else the room says of itself is not', async () => {
    const room = await opened(OWNER, { kept: '<FN>The lobby</FN><PHOTO><TYPE>image/png</TYPE></PHOTO>' });
    expect(allByRole(room.element, 'button', 'Remove the picture')).to.have.length(0);
    choose(room, await drawn());
    await waitUntil(() => allByRole(room.element, 'button', 'Remove the picture').length);

    byRole(room.element, 'button', 'Remove the picture').click();
    await waitUntil(() => shownText(dialog(room)).includes('The room has no picture any more.'));

    expect(told(room)?.querySelector('PHOTO')).to.equal(null);
    expect(told(room)?.querySelector('FN')?.textContent).to.equal('The lobby');
    await waitUntil(() => !room.element.shadowRoot?.querySelector('header .avatar canvas'));
    expect(room.element.shadowRoot?.activeElement === byRole(room.element, 'button', 'Choose a picture')).to.equal(
      true,
    );
  });

  for (const [what, file] of Object.entries({
    'a text': new File(['Not a picture'], 'a.png', { type: 'image/png' }),
    'an empty file': new File([], 'a.png', { type: 'image/png' }),
    'a drawing with a script': new File(
      ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
      'a',
      {
        type: 'image/svg+xml',
      },
    ),
  })) {
    it(`is not ${what}: that is said, and nothing sent`, async () => {
      const room = await opened();

      choose(room, file);
      await waitUntil(() => allByRole(room.element, 'alert').length);

      expect(shownText(byRole(room.element, 'alert'))).to.equal('This file cannot be used as a picture.');
      expect(told(room)).to.equal(undefined);
    });
  }

  it('stays as it was where what else the room says of itself cannot be read: it would be gone', async () => {
    const room = await opened();
    room.server.answers.set('vcard-temp', () => failure('internal-server-error'));

    choose(room, await drawn());
    await waitUntil(() => allByRole(dialog(room), 'alert').length, 'told');

    expect(told(room)).to.equal(undefined);
  });

  it('stays as it was where the room refuses, which is said', async () => {
    const room = await opened();
    room.server.answers.set('vcard-temp', () => failure('forbidden'));

    choose(room, await drawn());
    await waitUntil(() => allByRole(room.element, 'alert').length);

    expect(shownText(byRole(room.element, 'alert'))).to.equal('Only owners may change the picture of this room.');
    expect(shownText(byRole(room.element, 'button', 'Choose a picture'))).to.equal('Choose a picture');
  });

  it('meets no barrier that axe knows', async () => {
    const room = await opened();
    choose(room, await drawn());
    await waitUntil(() => allByRole(room.element, 'button', 'Remove the picture').length);
    await Promise.all(
      dialog(room)
        .getAnimations()
        .map(({ finished }) => finished),
    );

    await expect(room.element).to.be.accessible();
  });
});
