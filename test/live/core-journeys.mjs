import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

/** What has to work with every server, over one way to it: sign in, talk to one, talk in a room, come as a guest. */
export function coreJourneys(world, way) {
  describe('signing in', () => {
    it('lets a member in by the form', async () => {
      const name = await world.account('alice');
      const alice = await world.open(`<xmpp-login ${world.members(way)}></xmpp-login>`);

      await alice.signIn(name);

      await alice.page.getByText(`${name}@localhost`, { exact: true }).waitFor();
      await alice.page.getByRole('combobox', { name: 'Availability' }).waitFor();
      assert.match((await alice.hears('xmpp-connected')).jid, new RegExp(`^${name}@localhost/.+`));
      const statuses = alice.heard('xmpp-status').map(({ status }) => status);
      assert.deepEqual(statuses, ['connecting', 'online']);
    });

    it('tells of a wrong password, and takes the right one after it', async () => {
      const name = await world.account('alice');
      const alice = await world.open(`<xmpp-login ${world.members(way)}></xmpp-login>`);

      await alice.signIn(name, 'something else');

      await alice.alert('That user name and password do not fit together.').waitFor();
      const { condition, message } = await alice.hears('xmpp-error');
      assert.deepEqual(
        { condition, message },
        {
          condition: 'not-authorized',
          message: 'That user name and password do not fit together.',
        },
      );

      await alice.page.getByLabel('Password', { exact: true }).fill(name);
      await alice.page.getByLabel('Password', { exact: true }).press('Enter');

      await alice.page.getByRole('button', { name: 'Sign out' }).waitFor();
      assert.equal((await alice.page.getByRole('alert').textContent()).trim(), '');
    });

    it('shows the form again after signing out, and nothing of what was said', async () => {
      const [name, other] = [await world.account('alice'), await world.account('bob')];
      const alice = await world.open(
        `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-chat with="${other}@localhost"></xmpp-chat>`,
      );
      await alice.signIn(name);
      await alice.say('Between us');
      await alice.seesSent('Between us');

      await alice.page.getByRole('button', { name: 'Sign out' }).click();

      await alice.page.getByRole('form', { name: 'Sign in' }).waitFor();
      await alice.page.getByText('Sign in to chat', { exact: true }).waitFor();
      await alice.messages('Between us').waitFor({ state: 'detached' });
      await alice.hears('xmpp-disconnected', { willRetry: false });
    });
  });

  describe('a private chat', () => {
    it('goes both ways, with what was sent and who is typing', async () => {
      const [aliceName, bobName] = [await world.account('alice'), await world.account('bob')];
      const page = (other) =>
        `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-chat with="${other}@localhost"></xmpp-chat>`;
      const [alice, bob] = await Promise.all([world.open(page(bobName)), world.open(page(aliceName))]);
      await Promise.all([alice.signIn(aliceName), bob.signIn(bobName)]);
      await Promise.all([alice.hears('xmpp-connected'), bob.hears('xmpp-connected')]);
      await alice.page.getByRole('region', { name: bobName }).waitFor();

      await alice.say('Art thou not Romeo?');

      await alice.seesSent('Art thou not Romeo?');
      await bob.sees('Art thou not Romeo?');
      const heard = await bob.hears('xmpp-message', { body: 'Art thou not Romeo?' });
      assert.match(heard.from, new RegExp(`^${aliceName}@localhost/`));
      // Whether it is history depends on whose presence came first: a server holds what comes before Bob's.
      assert.deepEqual([heard.own, heard.conversation], [false, `${aliceName}@localhost`]);
      assert.equal((await alice.hears('xmpp-message-sent')).id, heard.id);

      // A chat state goes only to somebody who has shown that they understand it: by their own message.
      await bob.page.getByRole('textbox', { name: 'Message' }).pressSequentially('Neither, fair saint');
      await alice.page.getByText(`${bobName} is typing…`).waitFor();
      await bob.page.getByRole('textbox', { name: 'Message' }).press('Enter');

      await alice.sees('Neither, fair saint');
      await alice.hears('xmpp-message', { body: 'Neither, fair saint', own: false, history: false });
      await alice.page.getByText(`${bobName} is typing…`).waitFor({ state: 'hidden' });
      await bob.seesSent('Neither, fair saint');
    });
  });

  describe('a room', () => {
    const guest = (room, nick) =>
      `<xmpp-room ${world.guests(way)} room="${room}" ${nick ? `nick="${nick}"` : ''}></xmpp-room>`;

    it('takes a guest in at once', async () => {
      const room = await world.room();
      const visitor = await world.open(guest(room, 'Player 42'));

      await visitor.occupant(/^Player 42 \(you\), Participant$/).waitFor();

      assert.deepEqual(await visitor.hears('xmpp-room-joined'), { room, nick: 'Player 42' });
      await visitor.page.getByRole('region', { name: room.split('@')[0] }).waitFor();
      await visitor.page.getByText('No messages yet').waitFor();
    });

    // Over BOSH nothing is begun before its code is there.
    if (way === 'websocket') {
      it('lets a guest in while code is still coming, on one connection and with nothing said twice', async () => {
        const streams = [];
        let letCome;
        const isIn = new Promise((resolve) => (letCome = resolve));
        const before = async (page) => {
          page.on('websocket', (socket) => {
            const sent = [];
            streams.push(sent);
            socket.on('framesent', ({ payload }) => sent.push(payload));
            // What it was bound to is the last thing that the server says of itself.
            socket.on('framereceived', ({ payload }) => /<jid>/.test(payload) && letCome());
          });
          await page.route(/\/chunks\/wire-/, async (route) => {
            await isIn;
            await route.continue();
          });
        };
        const visitor = await world.open(guest(await world.room(), 'Early'), { before });

        await visitor.hears('xmpp-room-joined');
        await visitor.say('Here I am');
        await visitor.sees('Here I am');

        assert.equal(streams.length, 1);
        const [sent] = streams;
        const names = sent.map((frame) => /^<([\w:]+)/.exec(frame)?.[1]);
        assert.deepEqual(names.slice(0, 4), ['open', 'auth', 'open', 'iq']);
        const [opened, signedIn, bound] = [/^<open /, /^<auth /, /:xmpp-bind"/].map(
          (word) => sent.filter((frame) => word.test(frame)).length,
        );
        assert.deepEqual({ opened, signedIn, bound }, { opened: 2, signedIn: 1, bound: 1 });
      });
    }

    it('asks a guest without a nickname for one', async () => {
      const visitor = await world.open(guest(await world.room()));

      await visitor.page.getByRole('textbox', { name: 'Nickname' }).fill('Nova');
      await visitor.page.getByRole('button', { name: 'Join', exact: true }).click();

      await visitor.hears('xmpp-room-joined', { nick: 'Nova' });
      await visitor.occupant(/^Nova \(you\)/).waitFor();
    });

    it('is for three who talk', async () => {
      const room = await world.room();
      const ann = await world.open(guest(room, 'Ann'));
      await ann.hears('xmpp-room-joined');
      const ben = await world.open(guest(room, 'Ben'));
      await ann.hears('xmpp-occupant-joined', { nick: 'Ben', role: 'participant' });
      const cat = await world.open(guest(room, 'Cat'));
      await cat.hears('xmpp-room-joined');

      for (const person of [ann, ben, cat]) {
        for (const nick of ['Ann', 'Ben', 'Cat']) await person.occupant(new RegExp(`^${nick}\\b`)).waitFor();
      }
      await ann.page.getByText('Ben and Cat joined').waitFor();
      assert.deepEqual(cat.heard('xmpp-occupant-joined'), [], 'the first list is no news');

      await ben.say('Good evening');

      await Promise.all([ann, ben, cat].map((person) => person.sees('Good evening')));
      await ben.seesSent('Good evening');
      const heard = await ann.hears('xmpp-message', { body: 'Good evening' });
      assert.deepEqual([heard.nick, heard.own, heard.mention, heard.conversation], ['Ben', false, false, room]);

      await cat.room.evaluate((element) => element.leave());

      await cat.hears('xmpp-room-left', { room, reason: 'left' });
      await cat.page.getByText('You are no longer in the room.').waitFor();
      await ann.hears('xmpp-occupant-left', { nick: 'Cat' });
      await ann.occupant(/^Cat\b/).waitFor({ state: 'detached' });
    });

    it('sees nobody leave who reloads the page while signed in', async () => {
      const room = await world.room();
      const ann = await world.open(guest(room, 'Ann'));
      await ann.hears('xmpp-room-joined');
      const name = await world.account('ben');
      const ben = await world.open(
        `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-room room="${room}" nick="Ben"></xmpp-room>`,
      );
      await ben.signIn(name);
      // Ann may see Ben before he has heard that his stream can be resumed.
      await ben.hears('xmpp-room-joined', { nick: 'Ben' });
      await ann.hears('xmpp-occupant-joined', { nick: 'Ben' });

      ben.forget();
      await ben.page.reload();

      await ben.hears('xmpp-connected', { resumed: true });
      await ben.hears('xmpp-room-joined', { nick: 'Ben' });
      await ben.say('Still here');
      await ann.sees('Still here');
      assert.deepEqual(ann.heard('xmpp-occupant-left'), []);
    });

    it('takes a guest in again by the same name after a reload', async () => {
      const room = await world.room();
      const cat = await world.open(guest(room, 'Cat'));
      await cat.hears('xmpp-room-joined');

      await cat.page.reload();

      await cat.occupant(/^Cat \(you\)/).waitFor();
    });

    it('is made for whoever comes first, and open for the second', async () => {
      const name = await world.account('alice');
      const room = `${world.named('fresh')}@rooms.localhost`;
      const alice = await world.open(
        `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-room room="${room}"></xmpp-room>`,
      );
      await alice.signIn(name);
      await alice.hears('xmpp-room-joined', { room, nick: name });
      await alice.occupant(new RegExp(`^${name} \\(you\\), Moderator`)).waitFor();

      const ben = await world.open(guest(room, 'Ben'));

      await ben.hears('xmpp-room-joined');
      await ben.say('Is this open?');
      await alice.sees('Is this open?');
    });

    it('offers a choice when the nickname is taken', async () => {
      const room = await world.room();
      const first = await world.open(guest(room, 'Nova'));
      await first.hears('xmpp-room-joined');
      const second = await world.open(guest(room, 'Nova'));

      await second.alert('That nickname is taken.').waitFor();
      await second.hears('xmpp-error', { condition: 'conflict', message: 'That nickname is taken.' });
      await second.page.getByRole('textbox', { name: 'Nickname' }).fill('Supernova');
      await second.page.getByRole('button', { name: 'Join', exact: true }).click();

      await second.hears('xmpp-room-joined', { nick: 'Supernova' });
      await first.occupant(/^Supernova\b/).waitFor();
      await first.occupant(/^Nova \(you\)/).waitFor();
    });

    it('shows the subject that its owner sets', async () => {
      const name = await world.account('owner');
      const room = `${world.named('fresh')}@rooms.localhost`;
      const owner = await world.open(
        `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-room room="${room}"></xmpp-room>`,
      );
      await owner.signIn(name);
      await owner.hears('xmpp-room-joined');
      const ben = await world.open(guest(room, 'Ben'));
      await ben.hears('xmpp-room-joined');

      await owner.room.evaluate((element) => element.setSubject('Tea at five'));

      await ben.page.locator('[part~="subject"]').getByText('Tea at five').waitFor();
      await ben.page.getByText(`${name} changed the subject to “Tea at five”`).waitFor();
      // A newcomer sees it too, but as nobody's news.
      const cat = await world.open(guest(room, 'Cat'));
      await cat.page.locator('[part~="subject"]').getByText('Tea at five').waitFor();
      assert.equal(await cat.page.getByText('changed the subject').count(), 0);
    });
  });
}
