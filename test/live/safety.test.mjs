import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLong, live } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';

/** What keeps a room of strangers bearable. */
function journeys(world) {
  const guest = (room, nick, more = '') =>
    `<xmpp-room ${world.guests('websocket')} room="${room}" nick="${nick}" ${more}></xmpp-room>`;

  async function enters(room, nick, more) {
    const each = await world.open(guest(room, nick, more));
    await each.hears('xmpp-room-joined', { room });
    return each;
  }

  const fill = async ({ page }, text) => {
    await page.getByRole('textbox', { name: /^In your words/ }).fill(text);
    await page.getByRole('button', { name: 'Send report' }).click();
  };

  it('who is reported is told of to the address that the page names', async () => {
    const [room, keeperName] = [await world.room(), await world.account('keeper')];
    const keeper = await world.elsewhere(keeperName);
    await keeper.appears();
    const troll = await enters(room, 'Troll');
    const nova = await enters(room, 'Nova', `report-to="${keeperName}@localhost"`);
    await troll.say('buy my coins');
    await nova.sees('buy my coins');

    await nova.occupant(/^Troll/).click();
    await nova.page.getByRole('menuitem', { name: 'Report…' }).click();
    await fill(nova, 'every day');

    await nova.page.getByText(`Your report was sent to ${keeperName}@localhost.`).waitFor();
    await keeper.hears('message', {
      body: new RegExp(`^Report: Spam\nRoom: ${room}\nNickname: Troll\n[^]*buy my coins$`),
    });
  });

  it('a report to nobody says that it has not arrived', async () => {
    const room = await world.room();
    await enters(room, 'Troll');
    const nova = await enters(room, 'Nova', 'report-to="nobody-of-that-name@localhost"');

    await nova.occupant(/^Troll/).click();
    await nova.page.getByRole('menuitem', { name: 'Report…' }).click();
    await fill(nova, 'every day');

    await nova.alert(/./).waitFor();
  });
}

describe('A room of strangers, on Prosody', () => {
  const world = live(startProsody);
  journeys(world);

  it('who is reported is told of to whoever answers for the room', async () => {
    const [name, room] = [await world.account('ann'), await world.room()];
    await world.server.changeRoom(room, { contact: `${name}@localhost` });
    const ann = await world.open(`<xmpp-login ${world.members('websocket')}></xmpp-login><xmpp-chat></xmpp-chat>`);
    await ann.signIn(name);
    await ann.hears('xmpp-connected');
    const enters = (nick) => world.enter(room, nick);
    const [troll, nova] = [await enters('Troll'), await enters('Nova')];
    await troll.say('buy my coins');

    await nova.sees('buy my coins');
    await nova.room.getByRole('log').focus();
    await nova.page.keyboard.press('ArrowUp');
    await nova.room.locator('[part~="message"]:focus').waitFor();
    await nova.page.keyboard.press('Enter');
    await nova.page.getByRole('menuitem', { name: 'Report…' }).click();
    await nova.page.getByRole('button', { name: 'Send report' }).click();

    await nova.page.getByText(`Your report was sent to ${name}@localhost.`).waitFor();
    await ann.page.getByRole('button', { name: /Report: Spam/ }).click();
    await ann.page.getByRole('log').getByText('buy my coins').waitFor();
  });
});

describe('A room that gives hats', () => {
  const world = live(startProsody);

  it('shows them with whoever wears them, and not what somebody puts on by themselves', async () => {
    const [name, room] = [await world.account('terry'), await world.room()];
    await world.server.changeRoom(room, { hats: { [`${name}@localhost`]: ['Host', 'Moderator'] } });
    const nova = await world.open(`<xmpp-room ${world.guests('websocket')} room="${room}" nick="Nova"></xmpp-room>`);
    await nova.hears('xmpp-room-joined', { room });
    const terry = await world.open(`<xmpp-login ${world.members('websocket')}></xmpp-login>
      <xmpp-room room="${room}" nick="Terry"></xmpp-room>`);
    await terry.signIn(name);
    await terry.hears('xmpp-room-joined', { room });

    await nova.occupant('Terry, Participant, Badge: Host, Badge: Moderator').waitFor();
    await nova.page.evaluate(async (to) => {
      const { sessionNamed, xml } = await import('/dist/xmpp-elements.js');
      const hat = xml`<hat xmlns="urn:xmpp:hats:0" uri="urn:example:boss" title="Boss"/>`;
      sessionNamed().send(
        xml`<presence to="${to}"><show>away</show><hats xmlns="urn:xmpp:hats:0">${hat}</hats></presence>`,
      );
    }, `${room}/Nova`);
    await terry.occupant('Nova, Participant').getByText('Away').waitFor();
  });
});

describe('A room that is slow', () => {
  const world = live(startProsody);

  it('keeps what is written too soon until it may be sent, and learns when that changes', async () => {
    const room = await world.room();
    await world.server.changeRoom(room, { slow: 3 });
    const enters = (nick) => world.enter(room, nick);
    const [nova, mira] = [await enters('Nova'), await enters('Mira')];
    await nova.page.getByText('Slow mode: one message every 3 s').waitFor();

    await nova.say('one');
    await nova.page
      .locator('.pace')
      .getByText(/^You can write again in [123] s$/)
      .first()
      .waitFor();
    await nova.say('two');
    assert.equal(await nova.page.getByRole('textbox', { name: 'Message' }).inputValue(), 'two');
    await nova.page.getByText('Slow mode: one message every 3 s').waitFor();
    await nova.page.keyboard.press('Enter');

    await nova.seesSent('two');
    await mira.sees('two');
    // What a page's script says too soon is the server's to refuse: nothing of it is lost.
    const refused = await nova.room.evaluate((element) => element.send('three').catch((error) => error.condition));
    assert.equal(refused, 'policy-violation');
    await nova.page.getByText('Slow mode: one message every 3 s').waitFor();
    await nova.page.getByRole('button', { name: 'Try again' }).click();
    await mira.sees('three');

    await world.server.changeRoom(room, { slow: 0 });
    await nova.page.locator('.pace').waitFor({ state: 'detached' });
    await nova.say('four');
    await nova.say('five');
    await mira.sees('five');
  });
});

describe('A room that takes so much at once', () => {
  const world = live(() => startEjabberd({ messageInterval: 2 }));

  it('gives back what is too much, which can be tried again', async () => {
    const room = await world.room();
    const enters = (nick) => world.enter(room, nick);
    const [nova, mira] = [await enters('Nova'), await enters('Mira')];
    for (const text of ['one', 'two', 'three']) await nova.say(text);

    await nova.page.getByText('That was a lot at once. Wait a moment, then try again.').first().waitFor();
    const again = nova.page.getByRole('button', { name: 'Try again' });
    // Until the room takes them: how many it keeps for later is its own affair.
    while ((await mira.room.locator('[part~="message"]').count()) < 3) {
      if (await again.count())
        await again
          .first()
          .click({ timeout: 500 })
          .catch(() => undefined);
    }

    for (const text of ['one', 'two', 'three']) await mira.sees(text);
    await nova.seesSent('three');
  });
});

function callingJourneys(world) {
  it('who is called by a proposal is called for whoever reads it, by whatever name', async () => {
    const room = await world.room();
    const enters = (nick) => world.enter(room, nick);
    const [nova, witch] = [await enters('Nova'), await enters('Third Witch')];
    await nova.occupant(/^Third Witch/).waitFor();
    const field = nova.page.getByRole('textbox', { name: 'Message' });

    await field.pressSequentially('well, @thi');
    await nova.page.getByRole('option', { name: 'Third Witch' }).waitFor();
    await field.press('Enter');
    await field.press('Enter');

    await witch.hears('xmpp-message', { body: 'well, @Third Witch ', mention: true });
    const seen = await witch.sees('well, @Third Witch');
    await seen.locator('[part~="mention"]').getByText('@Third Witch').waitFor();
  });
}

describe('Calling somebody, on Prosody', () => callingJourneys(live(startProsody)));

if (isLong) describe('Calling somebody, on ejabberd', () => callingJourneys(live(startEjabberd)));

// It names nobody who answers for a room.
describe('A room of strangers, on ejabberd', () => journeys(live(startEjabberd)));
