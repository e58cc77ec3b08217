import { describe, it } from 'node:test';
import { isLong, live } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';

/** Somebody with more than one browser, and one who is not to be heard. */
function journeys(world) {
  async function opens(name, room, nick) {
    const each = await world.open(`<xmpp-login ${world.members('websocket')}></xmpp-login>
      <xmpp-room room="${room}" nick="${nick}"></xmpp-room>`);
    await each.signIn(name);
    await each.hears('xmpp-room-joined', { room });
    return each;
  }

  const choose = async ({ page, ...person }, row, item) => {
    await row.click();
    await page.getByRole('menuitem', { name: item }).click();
    return person;
  };
  const ignored = (person, nick) => person.occupant(new RegExp(`^${nick}, .*Ignored$`));

  it('who is ignored in one browser is so in the next, under another nick, and until that is taken back', async () => {
    const [name, room] = [await world.account('alice'), `${world.named('fresh')}@rooms.localhost`];
    // Whose room it is sees who is who, on every server.
    const desk = await opens(name, room, 'Desk');
    const troll = await opens(await world.account('troll'), room, 'Troll');
    await choose(desk, desk.occupant(/^Troll/), 'Ignore Troll');
    await ignored(desk, 'Troll').waitFor();

    const phone = await opens(name, room, 'Phone');
    await ignored(phone, 'Troll').waitFor();
    await troll.room.evaluate((element) => element.changeNick('Angel'));
    await ignored(phone, 'Angel').waitFor();
    await troll.say('Nobody hears this', troll.room);
    await phone.page.getByText('A message of somebody you ignore').waitFor();

    await choose(phone, phone.occupant(/^Angel/), 'Stop ignoring Angel');
    await ignored(desk, 'Angel').waitFor({ state: 'detached' });
    await desk.sees('Nobody hears this');
    const later = await opens(name, room, 'Later');
    await later.occupant(/^Angel, Participant$/).waitFor();
  });
}

describe('Whom one ignores, on Prosody', () => journeys(live(startProsody)));

if (isLong) describe('Whom one ignores, on ejabberd', () => journeys(live(startEjabberd)));
