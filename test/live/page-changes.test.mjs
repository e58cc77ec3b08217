import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, networkErrors } from '../support/live.mjs';
import { startProsody } from '../support/servers.mjs';

describe('A page change', () => {
  const world = live(startProsody);
  const number = (count, from = 1) => Array.from({ length: count }, (_, index) => `No. ${from + index}`);
  const shownIn = (where) =>
    where.locator('[part~="body"]').evaluateAll((all) => all.map(({ textContent }) => textContent.trim()));

  /** A member in a room, behind a line of their own, and a guest who talks to them. */
  async function talk(count) {
    const room = await world.room();
    const ann = await world.open(`<xmpp-room ${world.guests('websocket')} room="${room}" nick="Ann"></xmpp-room>`);
    await ann.hears('xmpp-room-joined');
    const line = await world.line();
    const name = await world.account('ben');
    const ben = await world.open(
      `<xmpp-login service="${line.websocket}" domain="localhost"></xmpp-login>
        <xmpp-room room="${room}" nick="Ben"></xmpp-room>`,
      { mayFail: networkErrors },
    );
    await ben.signIn(name);
    await ben.hears('xmpp-room-joined');
    for (const text of number(count)) await ann.room.evaluate((element, text) => void element.send(text), text);
    await ben.sees(`No. ${count}`);
    return { ann, ben, line, name, room };
  }

  it('is none to others where the page only exchanges its body, as Turbo and the like do', async () => {
    const { ann, ben } = await talk(3);
    ann.forget();

    await ben.page.evaluate(() => {
      const body = document.createElement('body');
      body.append(...[...document.body.children].map((element) => element.cloneNode(false)));
      document.body = body;
    });

    await ben.sees('No. 3');
    await ben.say('Still here');
    await ann.sees('Still here');
    assert.deepEqual(ben.streams.length, 1);
    assert.deepEqual(ann.heard('xmpp-occupant-left'), []);
  });

  it('shows what was there before there is a stream, and goes on as if nothing had been', async () => {
    const { ann, ben, line } = await talk(20);
    await ben.page.getByRole('textbox', { name: 'Message' }).fill('Half a thou');
    const log = ben.page.getByRole('log');
    await log.evaluate((box) => (box.scrollTop = -300));
    await ben.page.getByRole('button', { name: /^Jump to latest/ }).waitFor();
    await ann.say('You have not seen this');
    await ben.hears('xmpp-unread', { unread: 1 });
    const topOf = (text) =>
      ben.messages(text).evaluate((row) => {
        const box = row.closest('[role="log"]');
        return Math.round(row.getBoundingClientRect().top - box.getBoundingClientRect().top);
      });
    const before = await topOf('No. 12');
    ben.forget();
    ann.forget();

    line.cut();
    await ben.page.reload();
    await ben.sees('No. 20');
    assert.deepEqual(await shownIn(ben.room), [...number(20), 'You have not seen this']);
    assert.equal(await ben.page.getByRole('textbox', { name: 'Message' }).inputValue(), 'Half a thou');
    assert.ok(Math.abs((await topOf('No. 12')) - before) <= 1, 'reads on where they were');
    assert.equal(await ben.room.evaluate((element) => element.unread), 1);
    await ben.occupant(/^Ann/).waitFor();
    assert.deepEqual(ben.heard('xmpp-connected'), []);
    await ann.say('While you were away');

    line.mend();
    const now = ben.page.getByRole('button', { name: 'Try now' });
    await Promise.race([ben.hears('xmpp-connected'), now.first().click()]);

    await ben.hears('xmpp-connected', { resumed: true });
    await ben.sees('While you were away');
    await ben.page.getByRole('textbox', { name: 'Message' }).press('Enter');
    await ann.sees('Half a thou');
    assert.deepEqual(ann.heard('xmpp-occupant-left'), []);
    assert.deepEqual(ann.heard('xmpp-occupant-joined'), []);
    assert.deepEqual(await shownIn(ben.room), [
      ...number(20),
      'You have not seen this',
      'While you were away',
      'Half a thou',
    ]);
  });
});
