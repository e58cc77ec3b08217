import { expect, fixture, html } from '@open-wc/testing';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import '../../src/define/all.js';
import { connectedSession } from '../support/fake-transport.js';
import { allByRole, byRole } from '../support/roles.js';
import { fakeRoom, joinedRoom, LOBBY, type FakeRoom } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const KEYS = ['keydown', 'keypress', 'keyup'] as const;

/** A game that listens to all keys, with something in it that has the keyboard. */
async function game() {
  const canvas = await fixture<HTMLButtonElement>(html`<canvas tabindex="0"></canvas>`);
  const heard: string[] = [];
  const listen = ({ type, key }: KeyboardEvent) => heard.push(`${type} ${key}`);
  for (const target of [window, document, document.body]) {
    for (const type of KEYS) target.addEventListener(type, listen as unknown as EventListener);
  }
  cleanups.push(() => {
    for (const target of [window, document, document.body]) {
      for (const type of KEYS) target.removeEventListener(type, listen as unknown as EventListener);
    }
  });
  return { canvas, heard };
}

const cleanups: (() => void)[] = [];
const field = ({ element }: FakeRoom) => byRole<HTMLTextAreaElement>(element, 'textbox', 'Message');
const hasFocus = (room: FakeRoom) => room.element.shadowRoot?.activeElement === field(room);
const press = async (...keys: string[]) => {
  for (const key of keys) await sendKeys({ press: key });
};
const chord = async (modifier: string, key: string) => {
  await sendKeys({ down: modifier });
  await sendKeys({ press: key });
  await sendKeys({ up: modifier });
};

describe('In a game, the chat', () => {
  beforeEach(() => setViewport({ width: 1000, height: 800 }));
  afterEach(() => cleanups.splice(0).forEach((clean) => clean()));

  it('keeps what is typed in it to itself', async () => {
    const room = await joinedRoom();
    const { heard } = await game();
    room.element.focusComposer();

    await press('w', 'a', ' ', 'ArrowUp', 'Shift', 'Enter', 'F2');
    await chord('Control', 'a');
    await sendKeys({ type: 'Hi' });

    expect(heard).to.deep.equal([]);
    expect(field(room).value).to.contain('Hi');
  });

  it('keeps the keys of its other parts, too: its list of occupants, its menus, its header', async () => {
    const room = await joinedRoom();
    room.occupant('Nova');
    await room.shown();
    const { heard } = await game();
    byRole(room.element, 'list', 'Occupants').focus();
    await press('ArrowDown', 'ArrowUp');
    byRole(room.element, 'button', 'Occupants').focus();
    await press('w', ' ');
    await room.element.updateComplete;

    expect(heard).to.deep.equal([]);
  });

  it('leaves Tab and the shortcuts of the browser to them', async () => {
    const room = await joinedRoom();
    const { heard } = await game();
    room.element.focusComposer();
    const prevented: string[] = [];
    const note = (event: KeyboardEvent) => event.defaultPrevented && prevented.push(event.key);
    room.element.addEventListener('keydown', note);

    await chord('Control', 'l');
    await chord('Alt', '1');
    // Not F6, by which Firefox goes to its address bar.
    await press('F8', 'PageDown', 'Home');
    expect(prevented).to.deep.equal([]);

    await press('Tab');
    expect(hasFocus(room)).to.equal(false);
    expect(heard).to.include('keydown Tab');
  });

  it('gets no key while the game has the keyboard', async () => {
    const room = await joinedRoom();
    const { canvas, heard } = await game();
    canvas.focus();

    await press('w', 'Enter', 'ArrowUp', 'Escape', ':');

    expect(field(room).value).to.equal('');
    expect(document.activeElement).to.equal(canvas);
    expect(heard.filter((each) => each === 'keydown w')).to.have.length(3);
    expect(room.server.last('message')).to.equal(undefined);
  });

  it('lets the game see a key come up that it saw go down', async () => {
    const room = await joinedRoom();
    const { canvas, heard } = await game();
    canvas.focus();

    await sendKeys({ down: 'w' });
    room.element.focusComposer();
    await sendKeys({ up: 'w' });

    expect(heard).to.include('keyup w');
  });

  it('leaves keys to what the page has put into it', async () => {
    const room = await joinedRoom();
    const { heard } = await game();
    const own = document.createElement('input');
    own.slot = 'footer';
    room.element.append(own);
    own.focus();

    await press('x');

    expect(heard).to.include('keydown x');
  });

  it('gives the keyboard back by Escape to what had it, and the game hears nothing of that', async () => {
    const room = await joinedRoom();
    const { canvas, heard } = await game();
    canvas.focus();
    room.element.focusComposer();
    await sendKeys({ type: 'Hi' });

    await press('Escape');

    expect(document.activeElement).to.equal(canvas);
    expect(heard).to.deep.equal([]);
    await press('Escape');
    expect(heard, 'the next one is for the game').to.include.members(['keydown Escape', 'keyup Escape']);
  });

  it('closes what is open in it first', async () => {
    const room = await joinedRoom();
    const { canvas } = await game();
    canvas.focus();
    room.element.focusComposer();
    byRole(room.element, 'button', 'Emoji').click();
    await waitUntil(() => allByRole(room.element, 'dialog').length);
    await waitUntil(() => room.element.shadowRoot?.activeElement?.matches('[type=search]'));

    await press('Escape');
    expect(allByRole(room.element, 'dialog')).to.be.empty;
    expect(hasFocus(room)).to.equal(true);

    await press('Escape');
    expect(document.activeElement).to.equal(canvas);
  });

  it('keeps keys that its menus take, as they come up', async () => {
    const room = await joinedRoom();
    room.say('Nova', 'Hello there');
    await room.shown();
    const { heard } = await game();
    byRole(room.element, 'log', 'Messages').focus();
    await press('ArrowUp');
    await room.element.updateComplete;
    await press('ArrowUp', 'Enter');
    await waitUntil(() => allByRole(room.element, 'menu').length);
    await press('ArrowDown', 'Escape');

    expect(heard).to.deep.equal([]);
  });

  it('gives the keyboard to nobody where nobody had it, or where that is gone', async () => {
    const room = await joinedRoom();
    const { canvas } = await game();
    room.element.focusComposer();
    await press('Escape');
    expect(document.activeElement).to.equal(document.body);

    canvas.focus();
    room.element.focusComposer();
    canvas.remove();
    await press('Escape');
    expect(document.activeElement).to.equal(document.body);
  });

  it('does not give it to what had it before the visitor was elsewhere', async () => {
    const room = await joinedRoom();
    const { canvas } = await game();
    canvas.focus();
    room.element.focusComposer();
    canvas.ownerDocument.body.focus();
    field(room).blur();
    await Promise.resolve();

    room.element.focusComposer();
    await press('Escape');

    expect(document.activeElement).to.equal(document.body);
  });

  it('gives it back to the game also from behind its button', async () => {
    const { name } = await connectedSession();
    const { canvas } = await game();
    const chat = await fixture<HTMLElementTagNameMap['xmpp-chat']>(
      html`<xmpp-chat launcher session=${name} with="bob@example.org"></xmpp-chat>`,
    );
    canvas.focus();
    chat.open = true;
    await chat.updateComplete;
    chat.focusComposer();
    await waitUntil(() => chat.shadowRoot?.activeElement?.localName === 'textarea');

    await press('Escape');
    await chat.updateComplete;

    expect(chat.open).to.equal(false);
    expect(document.activeElement).to.equal(canvas);
  });

  it('never takes the keyboard from the game: not by joining, messages, errors, or a new connection', async () => {
    const { canvas } = await game();
    canvas.focus();
    const lost: string[] = [];
    canvas.addEventListener('blur', () => lost.push('blur'));
    const room = await fakeRoom({ spectator: true, nick: '' });
    await room.admit();
    room.occupant('Nova', { role: 'moderator' });
    room.say('Nova', 'Hello there');
    room.say('Nova', 'Hello Player 42');
    room.subject('Tea');
    await room.shown();
    room.element.spectator = false;
    room.element.nick = 'Player 42';
    await room.shown();
    await room.element.send('').catch(() => undefined);
    room.server.drop();
    await room.shown();
    room.session.retryNow();
    await waitUntil(() => room.element.status === 'online');
    await room.admit('Player 42');
    room.gone('Player 42', { codes: [110, 307], reason: 'Enough' });
    await room.shown();

    expect(lost).to.deep.equal([]);
    expect(document.activeElement).to.equal(canvas);
  });

  it('does not call back who went on playing while a nickname was being asked for', async () => {
    const room = await fakeRoom({ spectator: true, nick: '' });
    await room.admit();
    const { canvas } = await game();
    room.element.nick = 'Mira';
    await room.shown();
    await waitUntil(() => allByRole(room.element, 'button', 'Join the conversation').length);
    byRole(room.element, 'button', 'Join the conversation').click();
    await waitUntil(() => room.server.last('presence')?.getAttribute('to') === `${LOBBY}/Mira`);
    canvas.focus();
    const before = [...room.session.stores.rooms.value.values()][0]?.nick ?? '';
    room.server.receive(`<presence xmlns="jabber:client" type="unavailable" from="${LOBBY}/${before}">
      <x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="none" role="participant" nick="Mira"/>
      <status code="303"/><status code="110"/></x></presence>`);
    room.occupant('Mira', { codes: [110] });
    await waitUntil(() => allByRole(room.element, 'textbox', 'Message').length === 1);
    await room.shown();

    expect(document.activeElement).to.equal(canvas);
  });
});

describe('Over a game, <xmpp-room overlay>', () => {
  beforeEach(async () => {
    await setViewport({ width: 1000, height: 800 });
    await sendMouse({ type: 'move', position: [990, 790] });
  });
  afterEach(() => sendMouse({ type: 'move', position: [0, 0] }));

  /** At the left, over something that notes where it is pressed. */
  async function over(background: string) {
    const room = await joinedRoom({ overlay: true });
    const ground = await fixture<HTMLElement>(html`<div></div>`);
    ground.style.cssText = `position:fixed;inset:0;background:${background};z-index:-1`;
    room.element.style.cssText = 'position:fixed;inset:20px auto auto 20px;inline-size:500px;block-size:400px';
    room.occupant('Nova', { role: 'moderator' });
    room.say('Nova', 'Hello there');
    room.say('Mira', 'Player 42, are you there?');
    await room.shown();
    await room.element.updateComplete;
    return { room, ground };
  }

  const at = ({ element }: FakeRoom, selector: string): Element => {
    const found = element.shadowRoot?.querySelector(selector);
    if (!found) throw new Error(`no ${selector}`);
    return found;
  };
  const hit = (room: FakeRoom, selector: string) => {
    const { left, top, width, height } = at(room, selector).getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2);
  };

  it('lets what is pressed through to the game, all but where one writes and the buttons of the header', async () => {
    const { room } = await over('#fff');

    expect(getComputedStyle(room.element).backgroundColor).to.equal('rgba(0, 0, 0, 0)');
    expect(hit(room, '.message')).not.to.equal(room.element);
    expect(hit(room, '.header h2')).not.to.equal(room.element);
    expect(hit(room, '.composer')).to.equal(room.element);
    expect(hit(room, '.header button')).to.equal(room.element);
    expect(allByRole(room.element, 'list', 'Occupants'), 'nobody asked for them').to.be.empty;
  });

  it('is as ever while it has the keyboard, or the pointer is over what takes it', async () => {
    const { room } = await over('#fff');
    const isSolid = () => hit(room, '.message') === room.element;

    room.element.focusComposer();
    expect(isSolid()).to.equal(true);
    expect(getComputedStyle(room.element).backgroundColor).not.to.match(/, 0\)$/);
    field(room).blur();
    expect(isSolid()).to.equal(false);

    const { left, top } = at(room, '.composer').getBoundingClientRect();
    await sendMouse({ type: 'move', position: [Math.ceil(left + 9), Math.ceil(top + 9)] });
    await waitUntil(isSolid);
  });

  for (const [name, background] of Object.entries({ bright: [255, 255, 255], dark: [0, 0, 0], red: [255, 40, 40] })) {
    it(`can be read over a ${name} game`, async () => {
      const { room } = await over(`rgb(${background.join()})`);

      for (const selector of ['.message .body', '.message .nick', '.message time', '.header h2', '.header .count']) {
        const element = at(room, selector);
        const behind = element.closest('.message, .header') as Element;
        const ground = blend(colorOf(behind, 'backgroundColor'), background);
        const contrast = contrastOf(blend(colorOf(element, 'color'), ground), ground);
        expect(contrast, `${selector}: ${contrast.toFixed(2)}`).to.be.above(4.5);
      }
    });
  }

  it('lets messages fade while nobody looks, and shows them again to who does', async () => {
    const { room } = await over('#fff');
    const message = at(room, '.message');
    const fades = () => message.getAnimations().filter(({ id, effect }) => effect && id !== undefined);
    expect(fades()).to.have.length(1);
    for (const fade of fades()) fade.finish();
    expect(getComputedStyle(message).opacity).to.equal('0');

    room.element.focusComposer();

    expect(getComputedStyle(message).opacity).to.equal('1');
  });

  it('meets no barrier that axe knows', async () => {
    const { room } = await over('#3a6');
    await expect(room.element).to.be.accessible({ ignoredRules: ['color-contrast'] });
    room.element.focusComposer();
    await expect(room.element).to.be.accessible();
  });
});

type Color = readonly number[];

function colorOf(element: Element, property: 'color' | 'backgroundColor'): Color {
  const context = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = getComputedStyle(element)[property];
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

function blend([red = 0, green = 0, blue = 0, alpha = 1]: Color, behind: Color): Color {
  return [red, green, blue].map((value, index) => value * alpha + (behind[index] ?? 0) * (1 - alpha));
}

function contrastOf(one: Color, other: Color): number {
  const light = (color: Color) => {
    const [red = 0, green = 0, blue = 0] = color.map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  const [low = 1, high = 1] = [light(one), light(other)].sort((a, b) => a - b);
  return high / low;
}
