import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, ways } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';

// Neither archive has full text search, here: one finds by reading on in it.
const way = ways.WebSocket;
const lines = Array.from({ length: 110 }, (_, index) => `No. ${index + 1}`);

const saysAll = (where, texts) =>
  where.evaluate((element, texts) => texts.forEach((text) => void element.send(text)), texts);

/** Looks for a word that was said long before, and goes to the message that has it. */
async function finds(person, word, message) {
  const { page } = person;
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  const field = page.getByRole('searchbox', { name: 'Search in this conversation' });
  await field.fill(word);
  await field.press('Enter');
  await page.getByRole('status').filter({ hasText: 'Nothing found' }).waitFor();
  await page.getByRole('button', { name: 'Search older messages' }).click();
  await page.getByRole('search').getByRole('listitem').filter({ hasText: message }).locator('mark').waitFor();
  await field.press('ArrowDown');
  await page.keyboard.press('Enter');
  const row = await person.sees(message);
  await row.and(page.locator(':focus')).waitFor();
  assert.ok(await row.evaluate((element) => element.getBoundingClientRect().top > 0), 'it is in view');
  await field.press('Escape');
  await page.getByRole('search').waitFor({ state: 'detached' });
}

describe('Looking for a message with Prosody', () => {
  const world = live(startProsody);

  it('finds what was said to each other long before, and goes there', async () => {
    const names = [await world.account('alice'), await world.account('bob')];
    const chat = (other) =>
      `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-chat with="${other}@localhost"></xmpp-chat>`;
    const [earlier, bob] = [await world.open(chat(names[1])), await world.open(chat(names[0]))];
    for (const [index, person] of [earlier, bob].entries()) {
      await person.signIn(names[index]);
      await person.hears('xmpp-connected');
    }
    await saysAll(bob.chat, ['A CAFÉ at the harbour', ...lines]);
    await earlier.sees(lines.at(-1));

    const alice = await world.open(chat(names[1]));
    await alice.signIn(names[0]);
    await alice.sees(lines.at(-1));

    await finds(alice, 'cafe', 'A CAFÉ at the harbour');
  });
});

describe('Looking for a message with ejabberd', () => {
  const world = live(startEjabberd);

  it('finds what was said in a room before one came, and goes there', async () => {
    const room = await world.room();
    const guest = (nick) => `<xmpp-room ${world.guests(way)} room="${room}" nick="${nick}"></xmpp-room>`;
    const ann = await world.open(guest('Ann'));
    await ann.hears('xmpp-room-joined');
    await saysAll(ann.room, ['The straße to the harbour', ...lines]);
    await ann.seesSent(lines.at(-1));

    const ben = await world.open(guest('Ben'));
    await ben.sees(lines.at(-1));

    await finds(ben, 'STRASSE', 'The straße to the harbour');
  });
});
