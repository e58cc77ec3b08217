import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

/** What archives (XEP-0313) and copies (XEP-0280) are for, with every server that has them, over one way to it. */
export function archiveJourneys(world, way) {
  const chat = (other) =>
    `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-chat with="${other}@localhost"></xmpp-chat>`;
  const guest = (room, nick) => `<xmpp-room ${world.guests(way)} room="${room}" nick="${nick}"></xmpp-room>`;
  const number = (count, from = 1) => Array.from({ length: count }, (_, index) => `No. ${from + index}`);

  /** What an element shows, in the order of reading. */
  const shownIn = async (where) => (await where.locator('[part~="body"]').allTextContents()).map((text) => text.trim());

  async function scrollsUpTo(person, text) {
    const body = person.page.locator('[part~="body"]').getByText(text, { exact: true });
    const log = person.page.getByRole('log');
    await log.hover();
    for (let pages = 0; pages < 50 && !(await body.count()); pages += 1) {
      await person.page.mouse.wheel(0, -3000);
      await log.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
    await body.waitFor();
  }

  async function pair() {
    const names = [await world.account('alice'), await world.account('bob')];
    const bob = await world.open(chat(names[0]));
    await bob.signIn(names[1]);
    await bob.hears('xmpp-connected');
    return { names, bob };
  }

  describe('the archive of an account', () => {
    it('shows in a browser that was never here before what was said, and more on scrolling up', async () => {
      const {
        names: [name, peer],
        bob,
      } = await pair();
      for (const text of number(70)) await bob.chat.evaluate((element, text) => void element.send(text), text);
      await bob.seesSent('No. 70');

      const alice = await world.open(chat(peer));
      await alice.signIn(name);

      await alice.sees('No. 70');
      await scrollsUpTo(alice, 'No. 1');
      assert.deepEqual(await shownIn(alice.chat), number(70));
      assert.equal(await alice.chat.evaluate((element) => element.unread), 0);
    });

    it('tells a second tab of the same account what the first one says and is told', async () => {
      const {
        names: [name, peer],
        bob,
      } = await pair();
      const [one, two] = [await world.open(chat(peer)), await world.open(chat(peer))];
      for (const tab of [one, two]) {
        await tab.signIn(name);
        await tab.hears('xmpp-connected');
      }

      await one.say('From the first');
      await two.sees('From the first');
      await two.hears('xmpp-message', { body: 'From the first', own: true });
      await bob.say('To both');
      await Promise.all([one.sees('To both'), two.sees('To both')]);
      await two.say('From the second');

      await one.sees('From the second');
      await bob.sees('From the second');
      assert.equal(await one.chat.evaluate((element) => element.unread), 0);
    });
  });

  describe('the archive of a room', () => {
    it('shows what was said long before, on scrolling up', async () => {
      const room = await world.room();
      const ann = await world.open(guest(room, 'Ann'));
      await ann.hears('xmpp-room-joined');
      for (const text of number(70)) await ann.room.evaluate((element, text) => void element.send(text), text);
      await ann.seesSent('No. 70');

      const ben = await world.open(guest(room, 'Ben'));
      await ben.sees('No. 70');

      await scrollsUpTo(ben, 'No. 1');

      assert.deepEqual(await shownIn(ben.room), number(70));
    });
  });
}
