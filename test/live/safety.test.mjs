import { describe, it } from 'node:test';
import { live } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';

/** What keeps a room of strangers bearable. */
function journeys(world) {
  const guest = (room, nick, more = '') =>
    `<xmpp-room ${world.guests('websocket')} room="${room}" nick="${nick}" ${more}></xmpp-room>`;

  async function enters(room, nick, more) {
    const each = await world.open(guest(room, nick, more));
    await each.hears('xmpp-room-joined', { room });
    return each;
  }

  const fill = async ({ page }, text) => {
    await page.getByRole('textbox', { name: /^In your words/ }).fill(text);
    await page.getByRole('button', { name: 'Send report' }).click();
  };

  it('who is reported is told of to the address that the page names', async () => {
    const [room, keeperName] = [await world.room(), await world.account('keeper')];
    const keeper = await world.elsewhere(keeperName);
    await keeper.does('presence');
    const troll = await enters(room, 'Troll');
    const nova = await enters(room, 'Nova', `report-to="${keeperName}@localhost"`);
    await troll.say('buy my coins');
    await nova.sees('buy my coins');

    await nova.occupant(/^Troll/).click();
    await nova.page.getByRole('menuitem', { name: 'Report…' }).click();
    await fill(nova, 'every day');

    await nova.page.getByText(`Your report was sent to ${keeperName}@localhost.`).waitFor();
    await keeper.hears('message', {
      body: new RegExp(`^Report: Spam\nRoom: ${room}\nNickname: Troll\n[^]*buy my coins$`),
    });
  });

  it('a report to nobody says that it has not arrived', async () => {
    const room = await world.room();
    await enters(room, 'Troll');
    const nova = await enters(room, 'Nova', 'report-to="nobody-of-that-name@localhost"');

    await nova.occupant(/^Troll/).click();
    await nova.page.getByRole('menuitem', { name: 'Report…' }).click();
    await fill(nova, 'every day');

    await nova.alert(/./).waitFor();
  });
}

describe('A room of strangers, on Prosody', () => {
  const world = live(startProsody);
  journeys(world);

  it('who is reported is told of to whoever answers for the room', async () => {
    const [name, room] = [await world.account('ann'), await world.room()];
    await world.server.changeRoom(room, { contact: `${name}@localhost` });
    const ann = await world.open(`<xmpp-login ${world.members('websocket')}></xmpp-login><xmpp-chat></xmpp-chat>`);
    await ann.signIn(name);
    await ann.hears('xmpp-connected');
    const enters = async (nick) => {
      const each = await world.open(
        `<xmpp-room ${world.guests('websocket')} room="${room}" nick="${nick}"></xmpp-room>`,
      );
      await each.hears('xmpp-room-joined', { room });
      return each;
    };
    const [troll, nova] = [await enters('Troll'), await enters('Nova')];
    await troll.say('buy my coins');

    await nova.sees('buy my coins');
    await nova.room.getByRole('log').focus();
    await nova.page.keyboard.press('ArrowUp');
    await nova.room.locator('[part~="message"]:focus').waitFor();
    await nova.page.keyboard.press('Enter');
    await nova.page.getByRole('menuitem', { name: 'Report…' }).click();
    await nova.page.getByRole('button', { name: 'Send report' }).click();

    await nova.page.getByText(`Your report was sent to ${name}@localhost.`).waitFor();
    await ann.page.getByRole('button', { name: /Report: Spam/ }).click();
    await ann.page.getByRole('log').getByText('buy my coins').waitFor();
  });
});

// It names nobody who answers for a room.
describe('A room of strangers, on ejabberd', () => journeys(live(startEjabberd)));
