import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, ways } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';

/** Beside each, members have a button that keeps it. */
const rows = ({ page }) => page.getByRole('list', { name: 'Rooms', exact: true }).locator('button.room');
const row = (person, name) => rows(person).filter({ hasText: name });

function journeys(world, way) {
  it('lets a guest find a room, talk in it, and choose another one', async () => {
    const [attic, cellar] = [await world.room('attic'), await world.room('cellar')];
    const inAttic = await world.open(`<xmpp-room ${world.guests(way)} room="${attic}" nick="Nova"></xmpp-room>`);
    await inAttic.hears('xmpp-room-joined', { room: attic });

    const guest = await world.open(`<xmpp-room ${world.guests(way)} nick="Mira"></xmpp-room>`);
    await row(guest, cellar.split('@')[0]).waitFor();
    await guest.page.getByRole('searchbox', { name: 'Find a room' }).fill(attic.split('@')[0]);
    await row(guest, /1 here/).waitFor();
    assert.equal(await rows(guest).count(), 1);
    await guest.page.keyboard.press('Enter');
    await guest.hears('xmpp-room-joined', { room: attic });
    await guest.say('Hello up there');
    await inAttic.sees('Hello up there');
    await guest.page.getByRole('button', { name: 'Back' }).click();
    await guest.hears('xmpp-room-left', { room: attic });
    await inAttic.hears('xmpp-occupant-left', { nick: 'Mira' });
    await row(guest, cellar.split('@')[0]).click();

    await guest.hears('xmpp-room-joined', { room: cellar });
    assert.equal(await guest.room.evaluate(({ room }) => room), '');
  });

  it('lets a member make a room, which others then find and enter', async () => {
    const [name, user] = [world.named('Club No '), await world.account('alice')];
    const alice = await world.open(
      `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-room muc="rooms.localhost"></xmpp-room>`,
    );
    await alice.signIn(user);
    await alice.page.getByRole('button', { name: 'Create a room' }).click();
    await alice.page.getByRole('textbox', { name: 'Room name' }).fill(name);
    await alice.page.keyboard.press('Enter');
    const room = `${name.toLowerCase().replaceAll(' ', '-')}@rooms.localhost`;
    await alice.hears('xmpp-room-joined', { room });

    const guest = await world.open(`<xmpp-room ${world.guests(way)} nick="Mira"></xmpp-room>`);
    await row(guest, room.split('@')[0]).click();

    await guest.hears('xmpp-room-joined', { room });
    await alice.hears('xmpp-occupant-joined', { nick: 'Mira' });
  });

  it('lets a member make a room with settings of its own', async () => {
    const [name, user] = [world.named('den'), await world.account('alice')];
    const alice = await world.open(
      `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-room muc="rooms.localhost"></xmpp-room>`,
    );
    await alice.signIn(user);
    await alice.page.getByRole('button', { name: 'Create a room' }).click();
    await alice.page.getByRole('textbox', { name: 'Room name' }).fill(name);
    await alice.page.getByRole('checkbox', { name: 'Choose its settings' }).check();
    await alice.page.getByRole('button', { name: 'Create', exact: true }).click();

    const dialog = alice.page.getByRole('dialog', { name: 'Room settings' });
    await dialog
      .getByLabel(/^(room )?title$/i)
      .first()
      .fill('The den of Alice');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await alice.page.getByRole('heading', { name: 'The den of Alice' }).waitFor();
  });
}

for (const [server, start] of Object.entries({ Prosody: startProsody, ejabberd: startEjabberd })) {
  describe(`Choosing a room with ${server}`, () => {
    const world = live(start);
    for (const [name, way] of Object.entries(ways)) describe(`over ${name}`, () => journeys(world, way));
  });
}

describe('Looking for a room where the server looks for words (a module of ours on Prosody)', () => {
  const world = live(startProsody);

  for (const [who, attributes] of Object.entries({
    guest: (way) => world.guests(way),
    member: (way) => world.members(way),
  })) {
    it(`finds by it, for a ${who}, what the list does not tell, the fullest first and in pages`, async () => {
      const rooms = [];
      for (const name of ['attic', 'cellar', 'garden', 'kitchen', 'hall']) {
        const room = await world.room(name);
        await world.server.changeRoom(room, { keywords: `zugzwang ${who}` });
        rooms.push(room);
      }
      const full = rooms[3];
      await world.enter(full, 'Nova');
      const person = await world.open(
        `<xmpp-login ${attributes(ways.WebSocket)}></xmpp-login><xmpp-room muc="rooms.localhost" nick="Mira"></xmpp-room>`,
      );
      if (who === 'guest') await person.page.getByRole('button', { name: 'Join as guest' }).click();
      else await person.signIn(await world.account('alice'));
      await person.page.getByRole('searchbox', { name: 'Find a room' }).fill(`zugzwang ${who}`);
      await row(person, full.split('@')[0]).waitFor();

      assert.equal(await rows(person).count(), 3);
      assert.match(await rows(person).first().textContent(), new RegExp(`${full.split('@')[0]}.*1`, 's'));
      await person.page.getByRole('button', { name: 'More rooms' }).click();
      await rows(person).nth(4).waitFor();
      await person.page.getByRole('button', { name: 'More rooms' }).waitFor({ state: 'detached' });
      await person.page.getByRole('searchbox', { name: 'Find a room' }).press('Enter');
      await person.hears('xmpp-room-joined', { room: full });
    });
  }

  it('says that there is none where nobody finds any, and for words that are too short', async () => {
    const guest = await world.open(`<xmpp-room ${world.guests(ways.WebSocket)}></xmpp-room>`);
    for (const text of ['no room is called so', 'ž']) {
      await guest.page.getByRole('searchbox', { name: 'Find a room' }).fill(text);
      await guest.page.getByText('No room found').waitFor();
      assert.equal(await guest.page.getByRole('alert').count(), 0);
    }
  });
});
