import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startDemo } from '../support/demo.mjs';
import { deadPort, live } from '../support/live.mjs';

describe('npm start', () => {
  let port;
  const world = live(start);

  async function start() {
    port = await deadPort();
    return startDemo(port);
  }

  const open = (path, options) => world.open('', { ...options, url: `http://localhost:${port}/${path}` });

  it('has a lobby in which two tabs talk', async () => {
    const one = await open('index.html');
    await one.page.getByRole('textbox', { name: 'Nickname' }).fill('Nova');
    await one.page.getByRole('button', { name: 'Join', exact: true }).click();
    await one.hears('xmpp-room-joined', { room: 'lobby@rooms.localhost', nick: 'Nova' });
    const other = await open('index.html');
    await other.page.getByRole('textbox', { name: 'Nickname' }).fill('Comet');
    await other.page.getByRole('button', { name: 'Join', exact: true }).click();

    await one.occupant(/^Comet\b/).waitFor();
    await other.say('Is anybody here?');
    await one.sees('Is anybody here?');
    await one.say('Two of us');
    await other.sees('Two of us');
  });

  for (const [name, scheme] of Object.entries({ WebSocket: 'ws:', BOSH: 'http:' })) {
    it(`has a page where alice and bob talk, over ${name}`, async () => {
      const [alice, bob] = [await open('members.html'), await open('members.html')];
      for (const { login } of [alice, bob]) {
        await login.evaluate((element, only) => {
          element.service = element.service.split(' ').find((address) => address.startsWith(only));
        }, scheme);
      }
      await Promise.all([alice.signIn('alice'), bob.signIn('bob')]);
      await Promise.all([alice, bob].map((person) => person.hears('xmpp-room-joined')));

      await alice.say(`Over ${name}`, alice.room);
      await bob.sees(`Over ${name}`, bob.room);
      await alice.page.getByRole('textbox', { name: 'Find or add a contact' }).fill('bob');
      await alice.page.getByRole('textbox', { name: 'Find or add a contact' }).press('Enter');
      await alice.say(`In private over ${name}`, alice.chat);
      await bob.page.getByRole('button', { name: new RegExp(`alice.*In private over ${name}`) }).click();
      await bob.sees(`In private over ${name}`, bob.chat);
      assert.deepEqual(
        alice.streams.map((address) => new URL(address).protocol),
        [scheme],
      );
    });
  }
});
