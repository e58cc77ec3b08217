import assert from 'node:assert/strict';
import { it } from 'node:test';

/** What a room of strangers asks for: not to hear somebody, and to keep order. */
export function strangersJourneys(world, way) {
  const guest = (room, nick) => `<xmpp-room ${world.guests(way)} room="${room}" nick="${nick}"></xmpp-room>`;

  /** Somebody signed in whose room it is, as whoever comes first owns it; and guests. */
  async function roomOf(owner, ...nicks) {
    const name = await world.account(owner);
    const room = `${world.named('fresh')}@rooms.localhost`;
    const host = await world.open(
      `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-room room="${room}" nick="${owner}"></xmpp-room>`,
    );
    await host.signIn(name);
    await host.hears('xmpp-room-joined', { room });
    const guests = [];
    for (const nick of nicks) {
      const each = await world.open(guest(room, nick));
      await each.hears('xmpp-room-joined');
      await host.occupant(new RegExp(`^${nick}\\b`)).waitFor();
      guests.push(each);
    }
    return { room, name, host, guests };
  }

  async function choose(person, nick, item) {
    await person.occupant(new RegExp(`^${nick}\\b`)).click();
    await person.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  it('one talks to somebody alone over the room, where the page has no other place, and nobody else hears of it', async () => {
    const { host, guests } = await roomOf('Ann', 'Nova', 'Ben');
    const [nova, ben] = guests;
    const talk = ({ page }, name) => page.getByRole('dialog', { name });

    await choose(nova, 'Ben', 'Message Ben');
    await nova.say('Between you and me', talk(nova, /^Ben \(/));
    await ben.page.getByText('Nova writes to you in private').waitFor();
    assert.equal(await ben.messages('Between you and me').count(), 0);
    await ben.page.getByRole('button', { name: 'Read', exact: true }).click();
    await ben.sees('Between you and me', talk(ben, /^Nova \(/));
    await ben.page.getByText('Nova writes to you in private').waitFor({ state: 'detached' });
    await ben.say('I see', talk(ben, /^Nova \(/));
    await nova.sees('I see', talk(nova, /^Ben \(/));

    await ben.page.keyboard.press('Escape');
    await talk(ben, /^Nova \(/).waitFor({ state: 'detached' });
    await ben.say('Good morning, all');
    await host.sees('Good morning, all');
    for (const text of ['Between you and me', 'I see']) assert.equal(await host.messages(text).count(), 0);
    assert.equal(host.heard('xmpp-message').filter(({ body }) => body !== 'Good morning, all').length, 0);
    assert.equal(ben.heard('xmpp-connected').length, 1, 'what is over the room tells nothing twice');
  });

  it('whom one ignores is not heard, under another nick and after a reload neither, until one stops', async () => {
    const { host, guests } = await roomOf('Ann', 'Troll', 'Ben');
    const [troll, ben] = guests;
    await troll.say('Buy my coins');
    await host.sees('Buy my coins');

    await choose(host, 'Troll', 'Ignore Troll');

    await host.occupant('Troll, Participant, Ignored').waitFor();
    await host.page.getByText('A message of somebody you ignore').waitFor();
    await troll.room.evaluate((element) => element.changeNick('Angel'));
    await host.occupant('Angel, Participant, Ignored').waitFor();
    await troll.say('Ann: it is me again');
    await ben.sees('Ann: it is me again');
    await ben.say('Never mind');
    await host.sees('Never mind');
    assert.equal(await host.messages('it is me again').count(), 0);
    assert.equal(host.heard('xmpp-message').filter(({ body }) => body.includes('again')).length, 0);

    await host.page.reload();
    await host.occupant('Angel, Participant, Ignored').waitFor();
    await troll.say('Still there?');
    await ben.say('Yes');
    await host.sees('Yes');
    assert.equal(await host.messages('Still there?').count(), 0);

    await choose(host, 'Angel', 'Stop ignoring Angel');
    await host.sees('Still there?');
    await host.occupant('Angel, Participant').waitFor();
  });

  it('an owner removes a message, a person and their account', async (test) => {
    const { host, guests } = await roomOf('Ann', 'Troll', 'Spammer', 'Ben');
    const [troll, spammer, ben] = guests;
    await troll.say('Buy my coins');
    await ben.sees('Buy my coins');
    const message = await host.sees('Buy my coins');

    await host.room.getByRole('log').focus();
    await message.hover();
    await host.page.keyboard.press('ArrowUp');
    await host.room.locator('[part~="message"]:focus').waitFor();
    await host.page.keyboard.press('Enter');
    await host.page.getByRole('menuitem', { name: 'Ignore Troll' }).waitFor();
    const removal = host.page.getByRole('menuitem', { name: 'Remove message…' });
    // Not every server's rooms have XEP-0425.
    if (await removal.count()) {
      await removal.click();
      await answer(host, 'Remove', 'spam');
      await ben.page.getByText('Removed by a moderator').waitFor();
      assert.equal(await ben.messages('Buy my coins').count(), 0);
    } else {
      test.diagnostic('no XEP-0425');
      await host.page.keyboard.press('Escape');
    }

    await choose(host, 'Troll', 'Kick…');
    await answer(host, 'Remove', 'enough');
    await troll.alert('You were removed from the room.').waitFor();
    await troll.alert('enough').waitFor();
    await ben.occupant(/^Troll\b/).waitFor({ state: 'detached' });

    await choose(host, 'Spammer', 'Ban…');
    await answer(host, 'Ban');
    await spammer.alert('You were banned from the room.').waitFor();

    await choose(host, 'Ben', 'Make moderator');
    await ben.occupant('Ben (you), Moderator').waitFor();
    await choose(host, 'Ben', 'Remove as moderator');
    await ben.occupant('Ben (you), Participant').waitFor();
  });

  async function answer(person, button, reason = '') {
    const dialog = person.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Reason (optional)' }).fill(reason);
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }
}
