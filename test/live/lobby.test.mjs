/** The demo of a game with a lobby, as `npm start` serves it: two guests, a troll, and who keeps order. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startDemo } from '../support/demo.mjs';
import { deadPort, live } from '../support/live.mjs';

const ROOM = 'arcade@rooms.localhost';

describe('The demo of a game with a lobby', () => {
  let port;
  const world = live(start);

  async function start() {
    port = await deadPort();
    return startDemo(port);
  }

  async function spectator() {
    const person = await world.open('', { url: `http://localhost:${port}/lobby.html` });
    await person.hears('xmpp-room-joined', { room: ROOM });
    return person;
  }

  async function speak(person, nick) {
    await person.page.getByRole('button', { name: 'Join the conversation' }).click();
    await person.page.getByRole('textbox', { name: 'Nickname' }).fill(nick);
    await person.page.getByRole('button', { name: 'Join', exact: true }).click();
    await person.page.getByRole('textbox', { name: 'Message' }).waitFor();
  }

  const match = ({ page }) => page.locator('#match');
  const menu = async (person, name, item) => {
    await person.occupant(name).click();
    await person.page.getByRole('menuitem', { name: item }).click();
  };

  it('is read along, spoken in, played in, and kept in order', async () => {
    const [nova, mira] = [await spectator(), await spectator()];
    const canvas = nova.page.locator('canvas');
    const y = async () => Number(await canvas.getAttribute('data-y'));
    const before = await y();
    await canvas.focus();
    await nova.page.keyboard.down('ArrowUp');
    await nova.page.waitForFunction(
      (start) => Math.abs(document.querySelector('canvas').dataset.y - start) > 20,
      before,
    );
    await nova.page.keyboard.up('ArrowUp');

    await Promise.all([speak(nova, 'Nova'), speak(mira, 'Mira')]);
    await mira.say('Anybody for a match?');
    await nova.sees('Anybody for a match?');
    await mira
      .occupant(/^Nova\b/)
      .getByText('plays Star Drift')
      .waitFor();
    await mira
      .occupant(/^Nova\b/)
      .locator('[part~="occupant-level"]')
      .waitFor();

    await nova.page.getByRole('button', { name: 'Invite the lobby to a match' }).click();
    await mira.hears('xmpp-invite', { room: ROOM });
    await match(mira).filter({ hasText: 'Nova asks for a match' }).waitFor();
    await mira.page.getByRole('button', { name: 'Accept' }).click();
    await match(nova).filter({ hasText: 'Match against Mira' }).waitFor();
    await match(mira).filter({ hasText: 'Match against' }).waitFor();
    for (const { page } of [nova, mira]) assert.ok(await page.locator('canvas[data-match]').count());

    const troll = await spectator();
    await speak(troll, 'Troll');
    await troll.say('You all play like beginners');
    await nova.sees('You all play like beginners');
    await menu(nova, /^Troll\b/, 'Ignore');
    await nova.messages('You all play like beginners').waitFor({ state: 'detached' });

    const referee = await spectator();
    await referee.page.getByRole('button', { name: 'I have an account' }).click();
    const dialog = referee.page.getByRole('dialog', { name: 'Sign in' });
    await dialog.getByRole('textbox', { name: 'XMPP address' }).fill('alice@localhost');
    await dialog.getByLabel('Password', { exact: true }).fill('alice');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await referee.hears('xmpp-room-joined', { room: ROOM, nick: 'alice' });
    await nova
      .occupant(/^alice\b/)
      .getByText('Referee')
      .waitFor();
    await menu(referee, /^Troll\b/, /^Kick/);
    const reason = referee.page.getByRole('dialog');
    await reason.getByRole('textbox').fill('Be kind');
    await reason.getByRole('textbox').press('Enter');
    await troll.hears('xmpp-room-left', { room: ROOM, reason: 'kicked' });
    await troll.page.getByText('Be kind').waitFor();
    await mira.occupant(/^Troll\b/).waitFor({ state: 'detached' });
  });
});
