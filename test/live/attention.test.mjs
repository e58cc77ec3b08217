/** Several tabs of one person, and what calls them: against a real Prosody, in a real browser. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, ways } from '../support/live.mjs';
import { startProsody } from '../support/servers.mjs';

describe('Somebody with several tabs who looks at none of them', () => {
  const world = live(startProsody);

  /** Runs in each page: nobody looks at it, and what it would show is noted. */
  function lookAway() {
    document.hasFocus = () => false;
    window.shownNow = [];
    window.Notification = class {
      static permission = 'granted';
      constructor(title, { body }) {
        window.shownNow.push(body);
      }
      close() {}
    };
    // How often it has wanted to be the one who calls, and has heard whether it is.
    window.turns = { wanted: 0, decided: 0 };
    const request = navigator.locks.request.bind(navigator.locks);
    navigator.locks.request = (name, options, callback) => {
      if (!name.startsWith('xmpp-elements tell')) return request(name, options, callback);
      const decide = () => (window.turns.decided += 1);
      window.turns.wanted += 1;
      const granted = (lock) => {
        decide();
        return callback(lock);
      };
      return request(name, options, granted).catch((error) => {
        decide();
        throw error;
      });
    };
  }

  const tabWith = async (person, body) => {
    const page = await person.page.context().newPage();
    await page.goto(world.site.publish(body));
    return page;
  };
  const isIn = (page) =>
    page.waitForFunction(
      () => document.querySelector('xmpp-room')?.joined && document.querySelector('xmpp-room').unread === 0,
    );

  /** What each of the tabs has shown, once they have heard of so many messages in all, and it is decided who calls. */
  async function shownIn(tabs, text, count) {
    for (const page of tabs) {
      await page.locator('[part~="message"]').filter({ hasText: text }).waitFor();
      await page.waitForFunction(
        (wanted) => !wanted || (window.turns.wanted === wanted && window.turns.decided === wanted),
        (await page.locator('xmpp-room[notifications]').count()) && count,
      );
    }
    const [page] = tabs;
    await page.waitForFunction(async () => {
      const { pending } = await navigator.locks.query();
      return !pending.some(({ name }) => /xmpp-elements (tell|see)/.test(name));
    });
    return Promise.all(tabs.map((each) => each.evaluate(() => window.shownNow)));
  }

  it('is called by one of them, and by another one when that has left the room or is closed', async () => {
    const [room, account] = [await world.room(), await world.account('mira')];
    const element = `<xmpp-room ${world.members(ways.WebSocket)} room="${room}" nick="Mira" notifications></xmpp-room>`;
    const person = await world.open(`<xmpp-login ${world.members(ways.WebSocket)} remember="device"></xmpp-login>`, {
      before: (page) => page.context().addInitScript(lookAway),
    });
    await person.page.getByRole('checkbox', { name: 'Stay signed in' }).check();
    await person.signIn(account);
    await person.hears('xmpp-connected');
    const tabs = [];
    for (let count = 0; count < 3; count += 1) {
      tabs.push(await tabWith(person, element));
      await isIn(tabs[count]);
    }
    const nova = await world.enter(room, 'Nova');

    await nova.say('Mira, the first');
    const first = await shownIn(tabs, 'Mira, the first', 1);
    assert.deepEqual(first.flat(), ['Mira, the first']);

    const caller = first.findIndex(({ length }) => length);
    await tabs[caller].evaluate(() => document.querySelector('xmpp-room').leave());
    const others = tabs.filter((_, index) => index !== caller);
    await nova.say('Mira, the second');
    const second = await shownIn(others, 'Mira, the second', 2);
    assert.deepEqual(second.flat(), ['Mira, the second']);

    const [last] = others.filter((_, index) => !second[index].length);
    await others.find((page) => page !== last).close();
    await nova.say('Mira, the third');
    assert.deepEqual(await shownIn([last], 'Mira, the third', 3), [['Mira, the third']]);
  });

  it('is called by the one that can, though others hear of it, too; and not while they read it in one', async () => {
    const [room, account] = [await world.room(), await world.account('mira')];
    const element = (more) =>
      `<xmpp-room ${world.members(ways.WebSocket)} room="${room}" nick="Mira" ${more}></xmpp-room>`;
    const person = await world.open(`<xmpp-login ${world.members(ways.WebSocket)}></xmpp-login>`, {
      before: (page) => page.context().addInitScript(lookAway),
    });
    await person.page.getByRole('checkbox', { name: 'Stay signed in' }).check();
    await person.signIn(account);
    await person.hears('xmpp-connected');
    const counts = await tabWith(person, element('title-badge'));
    await isIn(counts);
    const calls = await tabWith(person, element('notifications'));
    await isIn(calls);
    const nova = await world.enter(room, 'Nova');

    await nova.say('Mira, the first');
    assert.deepEqual(await shownIn([counts, calls], 'Mira, the first', 1), [[], ['Mira, the first']]);
    await counts.waitForFunction(() => /^\(1\)/.test(document.title));

    await counts.evaluate(() => {
      document.hasFocus = () => true;
      dispatchEvent(new Event('focus'));
    });
    await counts.waitForFunction(() => document.querySelector('xmpp-room').unread === 0);
    await nova.say('Mira, the second');
    assert.deepEqual(await shownIn([counts, calls], 'Mira, the second', 2), [[], ['Mira, the first']]);
  });
});
