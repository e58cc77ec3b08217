import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, networkErrors } from '../support/live.mjs';
import { startProsody } from '../support/servers.mjs';

describe('A page', () => {
  const world = live(startProsody);
  const guest = (room, nick) => `<xmpp-room ${world.guests('websocket')} room="${room}" nick="${nick}"></xmpp-room>`;

  describe('with something wrong in its HTML', () => {
    const mistakes = {
      room: {
        html: () => `<xmpp-room ${world.guests('websocket')} room="no room @ all" nick="Ann"></xmpp-room>`,
        condition: 'jid-malformed',
        words: 'This is not a valid address.',
      },
      with: {
        html: () => `<xmpp-chat ${world.members('websocket')} with="@nobody"></xmpp-chat>`,
        condition: 'jid-malformed',
        words: 'This is not a valid address.',
      },
      service: {
        html: () =>
          '<xmpp-room service="gopher://localhost/" domain="localhost" anonymous room="a@b.c" nick="Ann"></xmpp-room>',
        condition: 'invalid-service',
        words: 'The chat server’s address on this page is not valid.',
      },
      jid: {
        html: () =>
          `<xmpp-chat service="${world.server.websocket}" jid="not a jid" password="x" with="bob@localhost"></xmpp-chat>`,
        condition: 'jid-malformed',
        words: 'This is not a valid address.',
      },
    };

    for (const [attribute, { html, condition, words }] of Object.entries(mistakes)) {
      it(`reads that in place of the element, and hears of it: ${attribute}`, async () => {
        const reader = await world.open(html());

        await reader.hears('xmpp-error', { condition, message: words });
        await reader.alert(words).waitFor();
      });
    }

    it('hears of two elements that configure one session differently', async () => {
      const room = await world.room();
      const reader = await world.open(`<xmpp-chat ${world.guests('websocket')}></xmpp-chat>
        <xmpp-room service="wss://elsewhere.example/ws" domain="elsewhere.example" room="${room}"></xmpp-room>`);

      await reader.hears('xmpp-error', {
        condition: 'configuration-conflict',
        message: 'Another chat on this page has other connection settings.',
      });
      await reader.hears('xmpp-connected');
    });
  });

  describe('that loads the script', () => {
    it('by an address of its own has one of everything all the same', async () => {
      const name = await world.account('alice');
      const script = '<script type="module" src="/dist/xmpp-elements.js?v=2"></script>';
      const alice = await world.open(`<xmpp-login ${world.members('websocket')}></xmpp-login>`, { script });
      await alice.signIn(name, 'wrong');
      await alice.hears('xmpp-error', { condition: 'not-authorized' });
      await alice.alert('That user name and password do not fit together.').waitFor();

      await alice.signIn(name);
      await alice.hears('xmpp-connected');

      const isOne = await alice.page.evaluate(async () => {
        const copies = await Promise.all(['?v=2', ''].map((query) => import(`/dist/xmpp-elements.js${query}`)));
        return copies[0].sessionNamed() === copies[1].sessionNamed() && copies[1].sessionNamed().status === 'online';
      });
      assert.equal(isOne, true);
    });

    for (const chunk of ['registry', 'wire', 'occupants']) {
      it(`and cannot fetch the rest (${chunk}) has another try`, async () => {
        const room = await world.room();
        let isDown = true;
        const before = (page) =>
          page.route(`**/chunks/${chunk}-*`, (route) => (isDown ? route.abort() : route.continue()));
        const mayFail = (text) => networkErrors.test(text) || /dynamically imported module/.test(text);
        const reader = await world.open(guest(room, 'Ann'), { before, mayFail: { test: mayFail } });
        const missing = { registry: 'xmpp-error', wire: 'xmpp-error', occupants: 'xmpp-room-joined' }[chunk];
        await reader.hears(missing, chunk === 'occupants' ? {} : { condition: 'service-unreachable' });
        if (chunk === 'registry') await reader.alert('The chat server cannot be reached.').waitFor();
        isDown = false;

        // Another connection is tried by itself, and a part of the view with the next thing that happens.
        if (chunk === 'registry') await reader.page.getByRole('button', { name: 'Try again' }).click();
        if (chunk === 'occupants') await reader.say('Where is everybody?');

        await reader.hears('xmpp-room-joined', { nick: 'Ann' });
        await reader.page.getByRole('list', { name: 'Occupants' }).getByText('Ann').waitFor();
      });
    }
  });

  describe('with a sign-in, a chat and a room', () => {
    it('shares one session between them', async () => {
      const [aliceName, bobName] = [await world.account('alice'), await world.account('bob')];
      const room = await world.room();
      const page = `<xmpp-login ${world.members('websocket')}></xmpp-login><xmpp-chat></xmpp-chat>
        <xmpp-room room="${room}"></xmpp-room>`;
      const [alice, bob] = [await world.open(page), await world.open(page)];
      await Promise.all([alice.signIn(aliceName), bob.signIn(bobName)]);
      await Promise.all([alice, bob].map((person) => person.hears('xmpp-room-joined', { room })));

      await alice.say('To everybody', alice.room);
      await bob.sees('To everybody', bob.room);
      await bob.page.getByRole('textbox', { name: 'Find or add a contact' }).fill(`${aliceName}@localhost`);
      await bob.page.getByRole('textbox', { name: 'Find or add a contact' }).press('Enter');
      await bob.say('To you', bob.chat);

      await alice.page.getByRole('button', { name: new RegExp(`${bobName}.*To you`) }).click();
      await alice.sees('To you', alice.chat);
      assert.deepEqual([alice.streams.length, bob.streams.length], [1, 1]);

      await alice.page.getByRole('button', { name: 'Sign out' }).click();

      await bob.hears('xmpp-occupant-left', { nick: aliceName });
      await alice.page.getByRole('form', { name: 'Sign in' }).waitFor();
      assert.equal(await alice.page.getByText('To everybody').count(), 0);
      assert.equal(await alice.page.getByText('To you').count(), 0);
    });

    it('works by the keyboard alone', async () => {
      const [aliceName, bobName] = [await world.account('alice'), await world.account('bob')];
      const { page, ...alice } = await world
        .open(
          `<xmpp-login ${world.members('websocket')}></xmpp-login><xmpp-chat with="${bobName}@localhost"></xmpp-chat>`,
        )
        .then((person) => Object.assign(person, { page: person.page }));
      const tabTo = async (locator) => {
        await locator.waitFor();
        for (let step = 0; step < 20; step += 1) {
          if (await locator.evaluate((element) => element.getRootNode().activeElement === element)) return;
          await page.keyboard.press('Tab');
        }
        assert.fail(`no way by Tab to ${locator}`);
      };

      await tabTo(page.getByRole('textbox', { name: 'User name' }));
      await page.keyboard.type(aliceName);
      await page.keyboard.press('Tab');
      await page.keyboard.type(aliceName);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
      await tabTo(page.getByRole('textbox', { name: 'Message' }));
      await page.keyboard.type('One');
      await page.keyboard.press('Shift+Enter');
      await page.keyboard.type('Two');
      await page.keyboard.press('Enter');

      const body = page.locator('[part~="body"]');
      await body.waitFor();
      assert.equal(await body.innerText(), 'One\nTwo');
      await page.keyboard.press('Escape');
      assert.equal(await page.evaluate(() => document.activeElement.localName), 'body');
      assert.equal(alice.complaints.length, 0);
    });
  });

  describe('loads the elements', () => {
    const scripts = {
      'from another origin': () =>
        `<script type="module" src="${world.site.elsewhere}/dist/xmpp-elements.js"></script>`,
      'as one classic script': () => '<script defer src="/dist/xmpp-elements.classic.js"></script>',
    };

    for (const [name, script] of Object.entries(scripts)) {
      it(name, async () => {
        const room = await world.room();
        // Another language is another file, where there are files.
        const visitor = await world.open(`<div lang="de">${guest(room, 'Ann')}</div>`, { script: script() });

        await visitor.page.getByRole('textbox', { name: 'Nachricht' }).fill('Guten Tag');
        await visitor.page.getByRole('textbox', { name: 'Nachricht' }).press('Enter');

        await visitor.hears('xmpp-message-sent', { conversation: room });
      });
    }
  });
});
