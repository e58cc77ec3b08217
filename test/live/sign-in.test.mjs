/** A guest signs in with an account and stays where they are: against a real Prosody, in a real browser. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, ways } from '../support/live.mjs';
import { startProsody } from '../support/servers.mjs';

describe('A guest with an account', () => {
  const world = live(startProsody);

  const signIn = async ({ page }, account, password = account) => {
    await page.getByRole('button', { name: 'I have an account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Sign in' });
    await dialog.getByRole('textbox', { name: 'XMPP address' }).fill(`${account}@localhost`);
    await dialog.getByLabel('Password', { exact: true }).fill(password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    return dialog;
  };
  const draft = ({ page }) => page.getByRole('textbox', { name: 'Message' }).inputValue();

  for (const [name, way] of Object.entries(ways)) {
    it(`reads along as a guest, signs in, and is heard as themselves; over ${name}`, async () => {
      const [room, account] = [await world.room(), await world.account('alice')];
      const nova = await world.open(`<xmpp-room ${world.guests(way)} room="${room}" nick="Nova"></xmpp-room>`);
      await nova.hears('xmpp-room-joined');
      await nova.say('Hello everybody');
      await nova.seesSent('Hello everybody');
      const reader = await world.open(`<xmpp-room ${world.guests(way)} room="${room}" spectator></xmpp-room>`, {
        mayFail: /401|403|closed|WebSocket/,
      });
      await reader.sees('Hello everybody');
      reader.forget();

      await signIn(reader, account, 'wrong').then((dialog) =>
        dialog.getByRole('alert').filter({ hasText: 'do not fit' }).waitFor(),
      );
      await reader.hears('xmpp-room-joined');
      await reader.sees('Hello everybody');
      const dialog = reader.page.getByRole('dialog', { name: 'Sign in' });
      await dialog.getByLabel('Password', { exact: true }).fill(account);
      await dialog.getByRole('button', { name: 'Sign in' }).click();

      await reader.hears('xmpp-room-joined', { room, nick: account });
      await dialog.waitFor({ state: 'detached' });
      await nova.occupant(new RegExp(`^${account}\\b`)).waitFor();
      await reader.say('It is me');
      await nova.sees('It is me');
      await reader.sees('Hello everybody');

      // The next page of the tab, which is for guests.
      await reader.page.reload();
      await reader.sees('It is me');
      await reader.page.getByRole('textbox', { name: 'Message' }).waitFor();
      await reader.say('And still am');
      await nova.sees('And still am');
      const message = nova.messages('And still am');
      assert.match(await message.textContent(), new RegExp(account));
    });
  }

  it('is known in other tabs and on later visits where they stay signed in, and in this tab alone where not', async () => {
    const room = await world.room();
    const body = `<xmpp-room ${world.guests(ways.WebSocket)} room="${room}" nick="Mira"></xmpp-room>`;
    const nova = await world.enter(room, 'Nova');

    for (const stays of [true, false]) {
      const account = await world.account('alice');
      const visitor = await world.open(body.replace('nick="Mira"', 'spectator'));
      await visitor.page.getByRole('button', { name: 'I have an account' }).click();
      const dialog = visitor.page.getByRole('dialog', { name: 'Sign in' });
      await dialog.getByRole('checkbox', { name: 'Stay signed in' }).setChecked(stays);
      await dialog.getByRole('textbox', { name: 'XMPP address' }).fill(`${account}@localhost`);
      await dialog.getByLabel('Password', { exact: true }).fill(account);
      await dialog.getByRole('button', { name: 'Sign in' }).click();
      await visitor.hears('xmpp-room-joined', { room, nick: account });
      const context = visitor.page.context();
      const address = visitor.page.url();
      const speaks = async (text) => {
        const page = await context.newPage();
        await page.goto(address);
        if (!stays) {
          await page.getByRole('button', { name: 'Join the conversation' }).waitFor();
          await page.getByRole('button', { name: 'I have an account' }).waitFor();
          return page;
        }
        await page.getByRole('textbox', { name: 'Message' }).fill(text);
        await page.keyboard.press('Enter');
        assert.match(await (await nova.sees(text)).textContent(), new RegExp(account));
        return page;
      };

      const other = await speaks('In another tab');
      await Promise.all([other.close(), visitor.page.close()]);
      const later = await speaks('On a later visit');
      await later.close();
    }
  });

  it('keeps draft, place and messages, where the page signs them in', async () => {
    const [room, account] = [await world.room(), await world.account('alice')];
    const at = (nick) =>
      world.open(`<xmpp-room ${world.guests(ways.WebSocket)} room="${room}"></xmpp-room>`).then(async (person) => {
        await person.page.getByRole('textbox', { name: 'Nickname' }).fill(nick);
        await person.page.getByRole('button', { name: 'Join', exact: true }).click();
        await person.hears('xmpp-room-joined', { room, nick });
        return person;
      });
    const [nova, mira] = [await at('Nova'), await at('Mira')];
    for (let number = 1; number <= 30; number += 1)
      await nova.room.evaluate((element, text) => element.send(text), `Line ${number} of 30`);
    await mira.say('I was here as a guest');
    await mira.seesSent('I was here as a guest');
    await mira.page.getByRole('textbox', { name: 'Message' }).fill('Half a thought');
    await mira.messages('Line 12 of 30').scrollIntoViewIfNeeded();
    const place = async () => (await mira.messages('Line 12 of 30').boundingBox()).y;
    const before = await place();

    await mira.room.evaluate((element, name) => element.connect({ jid: `${name}@localhost`, password: name }), account);

    await mira.hears('xmpp-room-joined', { room, nick: account });
    await nova.occupant(new RegExp(`^${account}\\b`)).waitFor();
    assert.equal(await draft(mira), 'Half a thought');
    assert.ok(Math.abs((await place()) - before) <= 1, 'the reader’s place');
    await nova.say('Welcome back');
    await mira.sees('Welcome back');
    assert.equal(await mira.messages(/Line \d+ of 30/).count(), 30);
    assert.equal(await mira.messages('I was here as a guest').count(), 1);
  });
});
