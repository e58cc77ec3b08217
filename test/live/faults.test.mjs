import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, networkErrors, ways } from '../support/live.mjs';
import { Peer } from '../support/peer.mjs';
import { startProsody } from '../support/servers.mjs';
import { isGood, tally } from '../faults/tally.mjs';

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

  /** A member's page over a line that can break, with a chat and a room; and whoever is there on the other side. */
  async function talk(way) {
    const [name, other] = [await world.account('ann'), await world.account('ben')];
    const [room, line] = [await world.room(), await world.line()];
    const ann = await world.open(
      `<xmpp-chat service="${line[way]}" domain="localhost" with="${other}@localhost"></xmpp-chat>
        <xmpp-room room="${room}"></xmpp-room>`,
      { mayFail },
    );
    const account = { jid: `${name}@localhost`, password: name };
    await ann.page.evaluate((signIn) => document.querySelector('xmpp-chat').connect(signIn), account);
    await ann.hears('xmpp-room-joined');
    return { ann, name, other, room, line };
  }

  /** The machine wakes, or has another network. */
  const wake = ({ page }) => page.evaluate(() => void dispatchEvent(new Event('online')));

  /** What a conversation shows, from top to bottom. */
  const bodies = async (element) => {
    const texts = await element.locator('[part~="message"] [part~="body"]').allTextContents();
    return texts.map((text) => text.trim());
  };

  // A server's own limit is no use here: Prosody's holds for some frames and not for others.
  it('fails a message over which the stream breaks alone, and the rest goes on', async () => {
    const [aliceName, bobName] = [await world.account('alice'), await world.account('bob')];
    const line = await world.line();
    const page = (other, service) => `<xmpp-login service="${service}" domain="localhost"></xmpp-login>
      <xmpp-chat with="${other}@localhost"></xmpp-chat>`;
    const alice = await world.open(page(bobName, line.websocket), { mayFail });
    const bob = await world.open(page(aliceName, world.server.websocket));
    for (const [person, name] of [
      [alice, aliceName],
      [bob, bobName],
    ]) {
      await person.signIn(name);
      await person.hears('xmpp-connected');
    }

    line.limit(200_000);
    // Somebody who does not wait for the next try.
    await alice.page.evaluate(() => void setInterval(() => dispatchEvent(new Event('online')), 500));
    const outcome = alice.chat.evaluate(async (element) => {
      const conditionOf = (sending) =>
        sending.then(
          () => 'sent',
          ({ condition }) => condition,
        );
      const all = ['Before', 'x'.repeat(600_000), 'After'].map((text) => conditionOf(element.send(text)));
      return Promise.all(all);
    });

    assert.deepEqual(await outcome, ['sent', 'policy-violation', 'sent']);
    await bob.sees('Before');
    await bob.sees('After');
    await alice.messages('Not sent').getByRole('button', { name: 'Discard' }).click();
    await alice.messages('Not sent').waitFor({ state: 'detached' });
    await alice.seesSent('After');
  });

  for (const [name, way] of Object.entries(ways)) {
    describe(`over ${name}`, () => {
      it('carries 40 messages each way over a cut, in a chat and in a room, in order and each once', async () => {
        const { ann, name, other, room, line } = await talk(way);
        const ben = await Peer.in({ websocket: world.server.websocket, user: other });
        await ben.join(room);
        const say = async (from, to) => {
          for (let number = from; number <= to; number += 1) {
            ben.send(`${name}@localhost`, 'chat', `ben ${number}`);
            ben.send(room, 'groupchat', `ben ${number}`);
            await ann.page.evaluate((text) => {
              for (const element of document.querySelectorAll('xmpp-chat, xmpp-room')) void element.send(text);
            }, `ann ${number}`);
          }
        };

        await say(1, 20);
        line.cut();
        await say(21, 40);
        line.mend();
        await wake(ann);
        for (const type of ['chat', 'groupchat']) await ben.hears('ann 40', type);
        for (const element of [ann.chat, ann.room]) {
          await ann.messages('ben 40', element).waitFor();
          await element.getByText('Sending', { exact: true }).last().waitFor({ state: 'detached' });
        }

        const isFrom = (word) => (message) => message.body.startsWith(`${word} `);
        for (const [element, type] of Object.entries({ chat: 'chat', room: 'groupchat' })) {
          const shown = (await bodies(ann[element])).map((body) => ({ body }));
          const came = ben.received.filter((message) => message.type === type).filter(isFrom('ann'));
          for (const list of [came, shown.filter(isFrom('ann')), shown.filter(isFrom('ben'))]) {
            assert.ok(isGood(tally(40, list)), `${element}: ${list.map(({ body }) => body)}`);
          }
        }
        ben.end();
      });

      it('notices within 5 s of waking that its line is dead, and loses nothing', async () => {
        const { ann, name, other, line } = await talk(way);
        const ben = await Peer.in({ websocket: world.server.websocket, user: other });
        ann.forget();

        line.freeze();
        await ann.say('Are you there?', ann.chat);
        ben.send(`${name}@localhost`, 'chat', 'And you?');
        const woken = Date.now();
        await wake(ann);
        await ann.hears('xmpp-status', { status: 'reconnecting' });
        const took = Date.now() - woken;
        line.mend();

        assert.ok(took < 6000, `${took} ms`);
        await ben.hears('Are you there?');
        await ann.sees('And you?', ann.chat);
        await ann.seesSent('Are you there?', ann.chat);
        ben.end();
      });

      for (const direction of ['up', 'down']) {
        it(`shows a message once at the other side, though all that goes ${direction} was lost`, async () => {
          const { ann, name, other, line } = await talk(way);
          const ben = await world.open(
            `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-chat with="${name}@localhost"></xmpp-chat>`,
          );
          await ben.signIn(other);
          await ben.hears('xmpp-connected');
          await ann.say('Before', ann.chat);
          await ben.sees('Before');
          ann.forget();

          line.swallow(direction);
          await ann.say('Meanwhile', ann.chat);
          // BOSH may want another connection for it, which there is none to be had.
          if (direction === 'down' && way === 'websocket') await ben.sees('Meanwhile');
          await wake(ann);
          await ann.hears('xmpp-status', { status: 'reconnecting' });
          line.mend();
          await ann.seesSent('Meanwhile', ann.chat);
          await ann.say('After', ann.chat);

          await ben.sees('After');
          assert.deepEqual(await bodies(ben.chat), ['Before', 'Meanwhile', 'After']);
          assert.deepEqual(await bodies(ann.chat), ['Before', 'Meanwhile', 'After']);
        });
      }

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
