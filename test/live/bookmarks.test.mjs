/** Rooms that somebody keeps, here and with another client. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, ways } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';

for (const [server, start] of Object.entries({ Prosody: startProsody, ejabberd: startEjabberd })) {
  describe(`The rooms that somebody keeps, with ${server}`, () => {
    const world = live(start);

    it('are those that another client of theirs keeps, and the other way round', async () => {
      const [attic, cellar] = [await world.room('attic'), await world.room('cellar')];
      const user = await world.account('alice');
      const elsewhere = await world.elsewhere(user);
      const alice = await world.open(
        `<xmpp-login ${world.members(ways.WebSocket)}></xmpp-login><xmpp-room muc="rooms.localhost"></xmpp-room>`,
      );
      await alice.signIn(user);
      const yours = alice.page.getByRole('list', { name: 'Your rooms' });
      await alice.page.getByRole('button', { name: `Keep the room ${attic.split('@')[0]}` }).click();
      await yours.getByText(attic.split('@')[0]).waitFor();
      assert.deepEqual(await elsewhere.does('bookmarks'), [attic]);

      await elsewhere.does('bookmark', { room: cellar, name: 'Down there', nick: 'Ali' });
      await yours.getByText('Down there').waitFor();
      await elsewhere.does('unbookmark', { room: attic });
      // ejabberd tells nobody what has been taken away: who comes next asks.
      if (server === 'ejabberd') await alice.page.reload();
      await yours.getByText('Down there').waitFor();
      await yours.getByText(attic.split('@')[0]).waitFor({ state: 'detached' });
      assert.equal(alice.heard('xmpp-room-joined').length, 0, 'nobody is taken anywhere');

      await yours.getByText('Down there').click();
      await alice.hears('xmpp-room-joined', { room: cellar, nick: 'Ali' });
    });

    it('are kept and given up by the menu of a room that they are in, under the nickname that they have there', async () => {
      const room = await world.room('attic');
      const user = await world.account('alice');
      const elsewhere = await world.elsewhere(user);
      const alice = await world.open(
        `<xmpp-login ${world.members(ways.WebSocket)}></xmpp-login><xmpp-room room="${room}" nick="Ali"></xmpp-room>`,
      );
      await alice.signIn(user);
      const { page } = alice;
      const menu = page.getByRole('button', { name: 'Room', exact: true });
      const keep = (checked) => page.getByRole('menuitemcheckbox', { name: 'Keep in your rooms', checked });
      await menu.click();
      await keep(false).click();
      await keep(true).waitFor();
      assert.deepEqual(await elsewhere.does('bookmarks'), [room]);

      // As a page says that lists them, and the room's own page when it is opened again.
      const atHome = await world.open(
        `<xmpp-login ${world.members(ways.WebSocket)}></xmpp-login><xmpp-room muc="rooms.localhost"></xmpp-room>`,
      );
      await atHome.signIn(user);
      await atHome.page.getByRole('list', { name: 'Your rooms' }).getByText(room.split('@')[0]).click();
      await atHome.hears('xmpp-room-joined', { room, nick: 'Ali' });
      await page.reload();
      await menu.click();
      await keep(true).click();
      await keep(false).waitFor();
      assert.deepEqual(await elsewhere.does('bookmarks'), []);
    });
  });
}
