import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLong, live, ways } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';

/** One point, red. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const notes = Buffer.from('Notes with an ü\n'.repeat(1000));

const chatOver = (world, way, other) =>
  `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-chat with="${other}@localhost"></xmpp-chat>`;
const send = (person) => person.page.getByRole('button', { name: 'Send', exact: true }).click();

/** Files (XEP-0363) that people send each other. */
function fileJourneys(world, way) {
  async function pair() {
    const names = [await world.account('alice'), await world.account('bob')];
    const people = await Promise.all(names.map((_, index) => world.open(chatOver(world, way, names[1 - index]))));
    for (const [index, person] of people.entries()) await person.signIn(names[index]);
    for (const person of people) await person.hears('xmpp-connected');
    return people;
  }

  const attach = async (person, ...files) => {
    await person.page.getByRole('button', { name: 'Attach files' }).waitFor();
    await person.page.locator('input[type=file]').setInputFiles(files);
  };
  const named = (name, buffer, mimeType) => ({ name, buffer, mimeType });

  /** What is found at the address of a message. */
  async function download(message) {
    const reply = await fetch(await message.getByRole('link').getAttribute('href'));
    assert.equal(reply.status, 200);
    return Buffer.from(await reply.arrayBuffer());
  }

  it('come as they were sent, one after the other, and a picture is shown when it is asked for', async () => {
    const [alice, bob] = await pair();
    const asked = [];
    bob.page.on('request', (request) => asked.push(request.url()));

    await attach(alice, named('a-point.png', picture, 'image/png'), named('notes.txt', notes, 'text/plain'));
    await alice.page.getByRole('list', { name: 'Files' }).getByRole('listitem').nth(1).waitFor();
    await send(alice);
    const [first, second] = [await bob.sees('a-point.png'), await bob.sees('notes.txt')];

    const links = bob.page.locator('[part~="body"] a');
    // Addresses, until what shows files is fetched.
    await links.filter({ hasText: /^\s*notes\.txt\s*$/ }).waitFor();
    assert.deepEqual(
      (await links.allTextContents()).map((text) => text.trim()),
      ['a-point.png', 'notes.txt'],
    );
    assert.deepEqual(await download(first), picture);
    assert.deepEqual(await download(second), notes);
    assert.deepEqual(
      asked.filter((url) => url.endsWith('.png')),
      [],
      'nothing is fetched before it is asked for',
    );
    await bob.page.getByRole('button', { name: 'Show a-point.png' }).click();
    const image = bob.page.getByRole('button', { name: 'Open a-point.png' }).locator('img');
    await image.evaluate((element) => element.decode());
    assert.equal(await image.evaluate((element) => element.naturalWidth), 1);
    await alice.page.getByText('Sent', { exact: true }).first().waitFor({ state: 'attached' });
  });

  it('are sent into a room by a guest who drops them there', async () => {
    const room = await world.room();
    const guest = (nick) =>
      world.open(`<xmpp-room ${world.guests(way)} room="${room}" nick="${nick}" media="auto"></xmpp-room>`);
    const [ann, ben] = [await guest('Ann'), await guest('Ben')];
    await Promise.all([ann.hears('xmpp-room-joined'), ben.hears('xmpp-room-joined')]);
    await ann.page.getByRole('button', { name: 'Attach files' }).waitFor();

    await ann.room.evaluate(
      (element, bytes) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(bytes)], 'point.png', { type: 'image/png' }));
        for (const type of ['dragover', 'drop'])
          element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      },
      [...picture],
    );
    await ann.page.getByRole('list', { name: 'Files' }).getByRole('listitem').waitFor();
    await send(ann);

    const image = ben.page.getByRole('button', { name: 'Open point.png' }).locator('img');
    await image.scrollIntoViewIfNeeded();
    await image.evaluate((element) => element.decode());
    assert.equal(await image.evaluate((element) => element.naturalWidth), 1);
  });
}

describe('Files that Prosody keeps', () => {
  const world = live(startProsody);
  describe('over WebSocket', () => fileJourneys(world, ways.WebSocket));

  it('that are too large are refused before anything of them is sent, and what is written stays', async () => {
    const name = await world.account('alice');
    const alice = await world.open(chatOver(world, ways.WebSocket, name));
    await alice.signIn(name);
    const sent = [];
    alice.page.on('request', (request) => request.method() === 'PUT' && sent.push(request.url()));
    await alice.page.getByRole('textbox', { name: 'Message' }).fill('Look at this');

    await alice.page.getByRole('button', { name: 'Attach files' }).waitFor();
    await alice.page.locator('input[type=file]').evaluate((input) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(11 * 1024 * 1024)], 'film.mp4', { type: 'video/mp4' }));
      input.files = data.files;
      input.dispatchEvent(new Event('change'));
    });

    await alice.alert('Too large: at most 10 MB').waitFor();
    assert.equal(await alice.page.getByRole('textbox', { name: 'Message' }).inputValue(), 'Look at this');
    await send(alice);
    await alice.seesSent('Look at this');
    assert.deepEqual(sent, []);
  });
});

if (isLong)
  describe('Files that ejabberd keeps', () => {
    const world = live(startEjabberd);
    describe('over WebSocket', () => fileJourneys(world, ways.WebSocket));
  });
