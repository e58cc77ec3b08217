import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLong, live } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';

/** Two contacts, each at a page with their conversation and a room. */
async function pair(world) {
  const [aliceName, bobName] = [await world.account('alice'), await world.account('bob')];
  const room = await world.room();
  const page = (other) => `<xmpp-login ${world.members('websocket')}></xmpp-login>
    <xmpp-chat with="${other}@localhost"></xmpp-chat><xmpp-room room="${room}"></xmpp-room>`;
  const [alice, bob] = [await world.open(page(bobName)), await world.open(page(aliceName))];
  for (const [person, name] of [
    [alice, aliceName],
    [bob, bobName],
  ]) {
    await person.signIn(name);
    await person.hears('xmpp-room-joined');
  }
  return { alice, bob, aliceName, bobName };
}

/** Has them see when the other is there. */
async function befriend({ alice, bob, aliceName, bobName }) {
  await alice.page.evaluate(async (jid) => {
    const { sessionNamed } = await import('/dist/xmpp-elements.js');
    await (await sessionNamed().whole()).addContact(jid);
  }, `${bobName}@localhost`);
  // He accepts by adding her, and nobody is told of a message who may not see when its reader is there.
  await bob.page.evaluate(async (jid) => {
    const { sessionNamed } = await import('/dist/xmpp-elements.js');
    const session = await sessionNamed().whole();
    const { requests, roster } = session.stores;
    await requests.waitFor((all) => all.has(jid));
    await session.addContact(jid);
    await roster.waitFor(({ items }) => /from|both/.test(items.get(jid)?.subscription));
  }, `${aliceName}@localhost`);
}

/** The menu of the last message in a conversation, by keyboard. */
async function choose(person, where, item, role = 'menuitem') {
  await where.getByRole('log').focus();
  await where.locator('[part~="message"]').last().hover();
  await person.page.keyboard.press('ArrowUp');
  await where.locator('[part~="message"]:focus').waitFor();
  await person.page.keyboard.press('Enter');
  await where.getByRole(role, { name: item, exact: true }).click();
}

function journeys(start) {
  const world = live(start);

  it('a message is delivered and read, corrected, and taken back, for both', async () => {
    const { alice, bob } = await pair(world);

    await alice.say('Helo', alice.chat);
    await bob.sees('Helo', bob.chat);
    await alice.seesSent('Helo', alice.chat);
    await alice.page.keyboard.press('ArrowUp');
    await alice.chat.getByText('Editing a message').waitFor();
    await alice.page.keyboard.type('!');
    await alice.page.keyboard.press('Enter');
    await (await bob.sees('Helo!', bob.chat)).getByText('Edited').waitFor();
    await (await alice.sees('Helo!', alice.chat)).getByText('Edited').waitFor();

    await choose(alice, alice.chat, 'Delete');
    await alice.chat.getByRole('menuitem', { name: 'Delete', exact: true }).click();

    await bob.sees('Message deleted', bob.chat);
    await alice.sees('Message deleted', alice.chat);
    assert.equal(await bob.messages('Helo', bob.chat).count(), 0);
  });

  it('a message that is not to be styled (XEP-0393) is shown to the letter', async () => {
    const { alice, bob, bobName } = await pair(world);

    await alice.say('*Hello*', alice.chat);
    await alice.page.evaluate(async (to) => {
      const { sessionNamed, xml } = await import('/dist/xmpp-elements.js');
      const unstyled = xml`<unstyled xmlns="urn:xmpp:styling:0"/>`;
      sessionNamed().send(xml`<message to="${to}" type="chat" id="u1"><body>*Code*</body>${unstyled}</message>`);
    }, `${bobName}@localhost`);

    const styled = (text) => bob.messages(text, bob.chat).locator('strong').count();
    await bob.sees('*Hello*', bob.chat);
    await bob.sees('*Code*', bob.chat);
    await bob.messages('*Hello*', bob.chat).locator('strong').waitFor();
    assert.deepEqual([await styled('*Hello*'), await styled('*Code*')], [1, 0]);
  });

  it('a message of a room is answered and reacted to, and says so to everybody', async () => {
    const { alice, bob } = await pair(world);

    await alice.say('Who plays?', alice.room);
    await bob.sees('Who plays?', bob.room);
    await choose(bob, bob.room, '👍', 'menuitemcheckbox');
    await bob.room.getByRole('button', { name: '👍 1' }).waitFor();
    await alice.room.getByRole('button', { name: '👍 1', pressed: false }).click();
    await bob.room.getByRole('button', { name: '👍 2', pressed: true }).waitFor();

    await choose(bob, bob.room, 'Reply');
    await bob.page.keyboard.type('I do');
    await bob.page.keyboard.press('Enter');

    const answer = alice.messages('I do', alice.room);
    await answer.getByRole('button', { name: /^In reply to alice\d+: Who plays\?$/ }).waitFor();
    assert.equal(await answer.locator('[part=body]').innerText(), 'I do');
  });

  it('between contacts, the state of a message goes from sent to delivered to read', async () => {
    const people = await pair(world);
    const { alice, bob } = people;
    await befriend(people);
    await alice.page.bringToFront();

    await alice.say('Are you there?', alice.chat);
    const message = await alice.sees('Are you there?', alice.chat);
    await message.getByText(/^(Delivered|Read)$/).waitFor();
    await bob.page.bringToFront();
    await bob.chat.getByRole('textbox', { name: 'Message' }).focus();

    await message.getByText('Read', { exact: true }).waitFor();
  });
}

describe('What becomes of a message, on ejabberd', () => journeys(startEjabberd));
if (isLong) describe('What becomes of a message, on Prosody', () => journeys(startProsody));
