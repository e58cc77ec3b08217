import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, networkErrors, ways } from '../support/live.mjs';
import { startProsody } from '../support/servers.mjs';

describe('A connection that breaks', () => {
  const world = live(startProsody);
  // A session of BOSH that a new server does not know is answered with 404.
  const mayFail = new RegExp(`${networkErrors.source}|404|502`);

  /** Asks for another attempt until one works: how long the page waits by itself is left to chance. */
  async function comesBack(person) {
    const back = person.hears('xmpp-connected');
    const now = person.page.getByRole('button', { name: 'Try now' });
    const press = () =>
      now
        .first()
        .click({ timeout: 500 })
        .catch(() => undefined);
    let isBack = false;
    void back.then(() => (isBack = true));
    while (!isBack) await Promise.race([back, press()]);
    return back;
  }

  for (const [name, way] of Object.entries(ways)) {
    describe(`over ${name}`, () => {
      it('comes back to its room after the line was cut, and loses no message', async () => {
        const room = await world.room();
        const line = await world.line();
        const ben = await world.open(`<xmpp-room ${world.guests(way)} room="${room}" nick="Ben"></xmpp-room>`);
        await ben.hears('xmpp-room-joined');
        const ann = await world.open(
          `<xmpp-room service="${line[way]}" domain="guest.localhost" anonymous room="${room}" nick="Ann"></xmpp-room>`,
          { mayFail },
        );
        await ann.hears('xmpp-room-joined');
        await ann.say('Before');
        await ben.sees('Before');
        ann.forget();

        line.cut();
        // BOSH goes on trying by itself before it calls a connection lost.
        if (way === 'websocket') {
          await ann.hears('xmpp-disconnected', { willRetry: true });
          await ann.page.getByRole('status').filter({ hasText: 'Reconnecting' }).waitFor();
        }
        await ann.say('Meanwhile');
        await ann.messages('Meanwhile').getByText('Sending', { exact: true }).waitFor();
        await ben.say('Where are you?');

        line.mend();
        if (way === 'websocket') await comesBack(ann);

        await ann.seesSent('Meanwhile');
        await ann.sees('Where are you?');
        await ann.sees('Before');
        await ann.page.getByRole('status').filter({ hasText: 'Reconnecting' }).waitFor({ state: 'detached' });
        await ann.say('After');
        await ben.sees('After');
        await ben.sees('Meanwhile');
      });

      it('comes back after the server was started again, and sends a private message once', async () => {
        const [aliceName, bobName] = [await world.account('alice'), await world.account('bob')];
        const room = await world.room();
        const page = (other) => `<xmpp-login ${world.members(way)}></xmpp-login>
          <xmpp-chat with="${other}@localhost"></xmpp-chat><xmpp-room room="${room}"></xmpp-room>`;
        const [alice, bob] = [
          await world.open(page(bobName), { mayFail }),
          await world.open(page(aliceName), { mayFail }),
        ];
        await Promise.all([alice.signIn(aliceName), bob.signIn(bobName)]);
        await Promise.all([alice, bob].map((person) => person.hears('xmpp-room-joined')));
        await alice.say('Before', alice.chat);
        await bob.sees('Before', bob.chat);
        for (const person of [alice, bob]) person.forget();

        await world.server.halt('SIGKILL');
        if (way === 'websocket') await Promise.all([alice, bob].map((person) => person.hears('xmpp-disconnected')));
        await alice.say('Meanwhile', alice.chat);
        await alice.say('To all, meanwhile', alice.room);
        await world.server.restart();
        await comesBack(bob);
        await bob.hears('xmpp-room-joined', { room });
        await comesBack(alice);

        await alice.hears('xmpp-room-joined', { room });
        await alice.seesSent('Meanwhile', alice.chat);
        await bob.sees('Meanwhile', bob.chat);
        await alice.seesSent('To all, meanwhile', alice.room);
        await bob.sees('To all, meanwhile', bob.room);
        await bob.say('Welcome back', bob.chat);
        await alice.sees('Welcome back', alice.chat);
        await bob.sees('Meanwhile', bob.chat);
        assert.deepEqual(alice.heard('xmpp-error'), []);
      });
    });
  }
});
