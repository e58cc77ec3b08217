/** How the chat behaves in a game's page: its keys, full screens, captured pointers, lying over what is played. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, ways } from '../support/live.mjs';
import { startProsody } from '../support/servers.mjs';

describe('Manners in a game', () => {
  const world = live(startProsody);

  /** A game that listens to all keys, with the chat over it, and somebody to talk to. */
  async function playing(attributes = '') {
    const room = await world.room();
    const at = (nick, more) =>
      world.open(`<div id="game"><canvas tabindex="0" width="600" height="300"></canvas>
        <xmpp-room ${world.guests(ways.WebSocket)} room="${room}" nick="${nick}" ${more}></xmpp-room></div>`);
    const [player, other] = await Promise.all([at('Nova', attributes), at('Mira', '')]);
    for (const person of [player, other]) await person.hears('xmpp-room-joined');
    const { page } = player;
    await page.evaluate(() => {
      window.keys = [];
      for (const type of ['keydown', 'keypress', 'keyup'])
        window.addEventListener(type, ({ key }) => window.keys.push(`${type} ${key}`));
    });
    return {
      player,
      other,
      page,
      canvas: page.locator('canvas'),
      field: page.getByRole('textbox', { name: 'Message' }),
      keys: () => page.evaluate(() => window.keys.splice(0)),
      focused: () =>
        page.evaluate(() => {
          const { activeElement } = document;
          return (activeElement.shadowRoot?.activeElement ?? activeElement).localName;
        }),
    };
  }

  it('the chat keeps what is typed in it, takes no key of the game, and gives the keyboard back', async () => {
    const { player, other, page, canvas, field, keys, focused } = await playing();
    await canvas.click();
    await page.keyboard.type('wasd');
    assert.equal((await keys()).length, 12, 'three of each key');
    await other.say('Are you winning?');
    await player.sees('Are you winning?');
    assert.equal(await focused(), 'canvas');
    assert.equal(await field.inputValue(), '');

    await field.click();
    await page.keyboard.type('we are');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');

    await other.sees('we are');
    assert.deepEqual(await keys(), []);
    assert.equal(await focused(), 'canvas');
  });

  it('the chat works in full screen, with its menus and dialogs', async () => {
    const { player, page, canvas, field, keys, focused } = await playing();
    await page.evaluate(() =>
      document
        .querySelector('canvas')
        .addEventListener('click', () => document.querySelector('#game').requestFullscreen()),
    );
    await canvas.click();
    await page.waitForFunction(() => document.fullscreenElement?.id === 'game');
    await keys();

    await field.fill('In full screen');
    await field.press('Enter');
    await player.seesSent('In full screen');
    await page.getByRole('log').focus();
    await page.keyboard.press('ArrowUp');
    await page.locator('[part~="message"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Reply' }).click();
    await page.getByText('Reply to Nova').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await focused(), 'textarea', 'what is open in it is closed first');
    await player.room.getByRole('button', { name: 'Emoji' }).click();
    const picker = page.getByRole('dialog', { name: 'Emoji' });
    await picker.waitFor();
    const isOnTop = await picker.evaluate((dialog) => {
      const { left, top, width, height } = dialog.getBoundingClientRect();
      const host = document.elementFromPoint(left + width / 2, top + height / 2);
      return dialog.contains(host.shadowRoot?.elementFromPoint(left + width / 2, top + height / 2));
    });
    assert.ok(isOnTop, 'what opens is seen');
    await page.keyboard.press('Escape');
    await picker.waitFor({ state: 'detached' });
    assert.equal(await focused(), 'textarea');
    assert.deepEqual(await keys(), []);
  });

  it('the chat can be entered while the pointer is the game’s, and is written in', async () => {
    const { other, page, canvas, field, keys, focused } = await playing();
    await page.evaluate(() => {
      const game = document.querySelector('canvas');
      game.addEventListener('click', () => game.requestPointerLock());
    });
    await canvas.click();
    await page.waitForFunction(() => document.pointerLockElement);
    await keys();

    await page.evaluate(() => document.querySelector('xmpp-room').focusComposer());
    await page.keyboard.type('Cover me');
    await page.keyboard.press('Enter');
    await other.sees('Cover me');
    assert.deepEqual(await keys(), []);
    assert.ok(await page.evaluate(() => document.pointerLockElement?.localName === 'canvas'), 'the game has it still');

    await page.evaluate(() => document.exitPointerLock());
    await page.waitForFunction(() => !document.pointerLockElement);
    await field.click();
    await page.keyboard.type('Thanks');
    await page.keyboard.press('Enter');
    await other.sees('Thanks');
    await page.keyboard.press('Escape');
    assert.equal(await focused(), 'canvas');
  });

  it('the chat lies over the game, which is played through it', async () => {
    const { player, other, page, focused } = await playing('overlay');
    await page.evaluate(() => {
      const [game, room] = [document.querySelector('canvas'), document.querySelector('xmpp-room')];
      for (const { style } of [game, room]) Object.assign(style, { position: 'absolute', left: '0', top: '0' });
      Object.assign(room.style, { width: '600px', height: '300px' });
      window.hits = 0;
      game.addEventListener('click', () => (window.hits += 1));
    });
    await other.say('Look out');
    const message = await player.sees('Look out');
    const { x, y, width, height } = await message.boundingBox();

    await page.mouse.click(x + width / 2, y + height / 2);
    assert.equal(await page.evaluate('window.hits'), 1);
    assert.equal(await focused(), 'canvas');

    await page.getByRole('textbox', { name: 'Message' }).click();
    await page.mouse.click(x + width / 2, y + height / 2);
    assert.equal(await page.evaluate('window.hits'), 1, 'whoever writes reads, too');
  });
});
