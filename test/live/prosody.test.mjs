import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deadPort, live, networkErrors, ways } from '../support/live.mjs';
import { startProsody } from '../support/servers.mjs';
import { coreJourneys } from './core-journeys.mjs';

describe('Prosody', () => {
  const world = live(startProsody);

  for (const [name, way] of Object.entries(ways)) {
    describe(`over ${name}`, () => {
      coreJourneys(world, way);

      const dead = async () => world.server[way].replace(/:\d+/, `:${await deadPort()}`);
      const guest = (room, nick, more = '') =>
        `<xmpp-room ${world.guests(way)} room="${room}" nick="${nick}" ${more}></xmpp-room>`;

      it('says so when nobody answers', async () => {
        const alice = await world.open(`<xmpp-login service="${await dead()}" domain="localhost"></xmpp-login>`, {
          mayFail: networkErrors,
        });

        await alice.signIn('alice');

        await alice.alert('The chat server cannot be reached.').waitFor();
        await alice.hears('xmpp-error', { condition: 'service-unreachable' });
        await alice.page.getByRole('button', { name: 'Sign in' }).waitFor();
      });

      it('takes the second address where the first is dead', async () => {
        const name = await world.account('alice');
        const alice = await world.open(
          `<xmpp-login service="${await dead()} ${world.server[way]}" domain="localhost"></xmpp-login>`,
          { mayFail: networkErrors },
        );

        await alice.signIn(name);

        await alice.page.getByRole('button', { name: 'Sign out' }).waitFor();
        assert.deepEqual(alice.heard('xmpp-error'), []);
      });

      it('counts what nobody has seen', async () => {
        const [aliceName, bobName] = [await world.account('alice'), await world.account('bob')];
        const alice = await world.open(
          `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-chat with="${bobName}@localhost"></xmpp-chat>`,
        );
        const bob = await world.open(`<xmpp-login ${world.members(way)}></xmpp-login>
          <xmpp-chat id="list"></xmpp-chat><xmpp-chat id="alice" with="${aliceName}@localhost" hidden></xmpp-chat>`);
        await Promise.all([alice.signIn(aliceName), bob.signIn(bobName)]);
        await bob.hears('xmpp-connected');

        await alice.say('First');
        await alice.say('Second');

        const conversation = `${aliceName}@localhost`;
        await bob.hears('xmpp-unread', { conversation, unread: 2, mentions: 0, total: 2 });
        await bob.page
          .getByRole('list', { name: 'Contacts' })
          .getByRole('button', { name: new RegExp(`${aliceName}.*Second.*2 unread`) })
          .waitFor();
        assert.equal(await bob.page.locator('#alice').evaluate((element) => element.unread), 2);

        await bob.page.locator('#alice').evaluate((element) => (element.hidden = false));
        await bob.page.locator('#alice').scrollIntoViewIfNeeded();

        await bob.hears('xmpp-unread', { conversation, unread: 0, total: 0 });
      });

      it('begins a conversation with anybody, from the list of contacts', async () => {
        const [aliceName, bobName] = [await world.account('alice'), await world.account('bob')];
        const page = `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-chat></xmpp-chat>`;
        const [alice, bob] = [await world.open(page), await world.open(page)];
        await Promise.all([alice.signIn(aliceName), bob.signIn(bobName)]);
        await bob.hears('xmpp-connected');
        await alice.page.getByText('No contacts yet').waitFor();

        await alice.page.getByRole('textbox', { name: 'Find or add a contact' }).fill(bobName);
        await alice.page.getByRole('button', { name: `Start a conversation with ${bobName}@localhost` }).click();
        await alice.say('We have not met');

        await bob.page.getByRole('button', { name: new RegExp(`${aliceName}.*We have not met`) }).click();
        await bob.sees('We have not met');
        await bob.say('Nice to meet you');
        await alice.sees('Nice to meet you');
      });

      it('marks what names the reader, and hides comings and goings where the page says so', async () => {
        const room = await world.room();
        const ann = await world.open(guest(room, 'Ann', 'no-joins'));
        await ann.hears('xmpp-room-joined');
        const ben = await world.open(guest(room, 'Ben'));
        await ben.hears('xmpp-room-joined');
        await ann.hears('xmpp-occupant-joined', { nick: 'Ben' });

        await ben.say('Have you seen ann?');
        await ben.say('The annals are lost');

        const named = await ann.sees('Have you seen ann?');
        await named.getByText('Mentions you').waitFor({ state: 'attached' });
        const other = await ann.sees('The annals are lost');
        assert.equal(await other.getByText('Mentions you').count(), 0);
        await ann.hears('xmpp-message', { body: 'Have you seen ann?', mention: true });
        assert.equal(await ann.page.getByText('Ben joined').count(), 0);
        const [calm, marked] = await Promise.all(
          [other, named].map((message) => message.evaluate((element) => getComputedStyle(element).backgroundColor)),
        );
        assert.notEqual(marked, calm);
      });

      it('uses one stream for three rooms and a chat', async () => {
        const [aliceName, bobName] = [await world.account('alice'), await world.account('bob')];
        const rooms = [await world.room(), await world.room(), await world.room()];
        const alice = await world.open(`<xmpp-login ${world.members(way)}></xmpp-login>
          ${rooms.map((room) => `<xmpp-room room="${room}"></xmpp-room>`).join('')}
          <xmpp-chat with="${bobName}@localhost"></xmpp-chat>`);

        await alice.signIn(aliceName);

        for (const room of rooms) await alice.hears('xmpp-room-joined', { room, nick: aliceName });
        await alice.say('Hello', alice.chat);
        await alice.seesSent('Hello', alice.chat);
        for (const [index, room] of rooms.entries()) {
          await alice.say(`To ${room}`, alice.room.nth(index));
          await alice.seesSent(`To ${room}`, alice.room.nth(index));
        }
        assert.deepEqual(alice.streams, [world.server[way]]);
      });

      it('stays in the room when its element moves, and leaves it when the element goes', async () => {
        const room = await world.room();
        const ben = await world.open(guest(room, 'Ben'));
        await ben.hears('xmpp-room-joined');
        const ann = await world.open(`<div id="here">${guest(room, 'Ann')}</div><div id="there"></div>`, {
          before: (page) => page.clock.install(),
        });
        await ben.hears('xmpp-occupant-joined', { nick: 'Ann' });
        await ann.say('Before');
        await ann.seesSent('Before');
        await ann.page.getByRole('textbox', { name: 'Message' }).fill('Half a thought');

        await ann.room.evaluate((element) => document.querySelector('#there').append(element));
        await ann.page.clock.fastForward(10_000);

        await ann.page.locator('#there xmpp-room').waitFor();
        await ann.sees('Before');
        assert.equal(await ann.page.getByRole('textbox', { name: 'Message' }).inputValue(), 'Half a thought');
        await ann.page.getByRole('button', { name: 'Send' }).click();
        await ben.sees('Half a thought');
        assert.deepEqual(ben.heard('xmpp-occupant-left'), []);

        await ann.room.evaluate((element) => element.remove());
        await ann.page.clock.fastForward(10_000);

        await ben.hears('xmpp-occupant-left', { nick: 'Ann' });
        await ben.page.getByText('Ann left').waitFor();
      });

      it('shows hostile words as words', async () => {
        const room = `${world.named('fresh')}@rooms.localhost`;
        const evil = '<img src=x onerror=alert(1)>';
        const name = await world.account('owner');
        const mallory = await world.open(
          `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-room room="${room}" nick="&lt;b>Mal&lt;/b>"></xmpp-room>`,
        );
        await mallory.signIn(name);
        await mallory.hears('xmpp-room-joined', { nick: '<b>Mal</b>' });
        const ben = await world.open(guest(room, 'Ben'));
        await ben.hears('xmpp-room-joined');
        const bodies = [
          `${evil} body`,
          '"><script>alert(2)</script>',
          'javascript:alert(3) &amp; ]]> <!-- é \u202e',
          '{{7*7}} ${7*7}',
        ];

        await mallory.room.evaluate((element, subject) => element.setSubject(subject), `${evil} subject`);
        const isForbidden = (element) => element.setSubject('Mine').catch(({ condition }) => condition);
        assert.equal(await ben.room.evaluate(isForbidden), 'forbidden');
        for (const body of bodies) await mallory.room.evaluate((element, text) => element.send(text), body);

        for (const body of bodies) await ben.sees(body);
        await ben.page.locator('[part~="subject"]').getByText(`${evil} subject`).waitFor();
        await ben.occupant(/^<b>Mal<\/b>, Moderator/).waitFor();
        assert.equal(await ben.page.locator('img, script:not([src]), b:text("Mal"), a').count(), 0);
      });
    });
  }

  describe('discovery', () => {
    const page = '<xmpp-login domain="localhost"></xmpp-login>';

    it('finds the server by the domain’s host-meta.json', async () => {
      const name = await world.account('alice');
      const alice = await world.open(page);

      await alice.signIn(name);

      await alice.page.getByRole('button', { name: 'Sign out' }).waitFor();
      assert.deepEqual(alice.streams, [world.server.websocket]);
    });

    it('finds it by host-meta where there is no JSON', async () => {
      const name = await world.account('alice');
      const alice = await world.open(page, {
        mayFail: /404/,
        before: (at) => at.route('**/host-meta.json', (route) => route.fulfill({ status: 404 })),
      });

      await alice.signIn(name);

      await alice.page.getByRole('button', { name: 'Sign out' }).waitFor();
    });

    it('says so when the domain names nothing', async () => {
      const alice = await world.open(page, {
        mayFail: /404/,
        before: (at) => at.route('**/.well-known/**', (route) => route.fulfill({ status: 404 })),
      });

      await alice.signIn('alice');

      await alice.alert('This page does not say where the chat server is.').waitFor();
      await alice.hears('xmpp-error', { condition: 'no-service' });
    });
  });
});
