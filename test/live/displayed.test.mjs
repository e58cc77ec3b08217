import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isLong, live } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';

/** Somebody with two devices, and another one who writes to them. */
function journeys(world) {
  async function devices(roomOf = () => '') {
    const [aliceName, bobName] = [await world.account('alice'), await world.account('bob')];
    const login = `<xmpp-login ${world.members('websocket')}></xmpp-login>`;
    const open = async (body, name) => {
      const device = await world.open(login + body);
      await device.signIn(name);
      await device.hears('xmpp-connected');
      return device;
    };
    const [desk, phone, bob] = await Promise.all([
      open(`<xmpp-chat></xmpp-chat>${roomOf('Desk')}`, aliceName),
      // Nobody looks at the room there.
      open(`<xmpp-chat></xmpp-chat>${roomOf('Phone').replace('<xmpp-room', '<xmpp-room hidden')}`, aliceName),
      open(`<xmpp-chat with="${aliceName}@localhost"></xmpp-chat>${roomOf('Bob')}`, bobName),
    ]);
    return { desk, phone, bob, aliceName, bobName };
  }

  const contact = ({ page }, name) => page.getByRole('list', { name: 'Contacts' }).getByRole('button', { name });
  const unread = (name, count) => new RegExp(`^${name} .*\\b${count} unread`);
  const read = (name) => new RegExp(`^${name} (?!.*unread)`);

  it('what is read on one device is read on the other', async () => {
    const { desk, phone, bob, bobName } = await devices();
    await bob.say('Are you there?', bob.chat);
    await bob.say('It is me', bob.chat);
    await contact(phone, unread(bobName, 2)).waitFor();

    await contact(desk, unread(bobName, 2)).click();

    await contact(phone, read(bobName)).waitFor();
    await bob.say('And now?', bob.chat);
    await desk.sees('And now?');
    // The list shows what was said last: it has come, and is read.
    await contact(phone, new RegExp(`^${bobName} And now\\?$`)).waitFor();
    assert.deepEqual([...desk.heard('xmpp-error'), ...phone.heard('xmpp-error')], []);
  });

  it('what was read meanwhile is read on a device that comes back, and on the next page', async () => {
    const { desk, phone, bob, aliceName, bobName } = await devices();
    await bob.say('Are you there?', bob.chat);
    await contact(phone, unread(bobName, 1)).waitFor();
    await phone.page.evaluate(async () => {
      const { sessionNamed } = await import('/dist/xmpp-elements.js');
      await sessionNamed().disconnect();
    });
    await bob.say('It is me', bob.chat);

    await contact(desk, unread(bobName, 2)).click();
    await desk.sees('It is me');
    await desk.page.getByRole('textbox', { name: 'Message' }).waitFor();
    await desk.page.evaluate(async (jid) => {
      const { sessionNamed } = await import('/dist/xmpp-elements.js');
      const { stores } = await sessionNamed().whole();
      await stores.conversations.waitFor((all) => !all.get(jid).unread);
    }, `${bobName}@localhost`);
    phone.forget();
    await phone.page.evaluate(
      async ([jid, password]) => document.querySelector('xmpp-chat').connect({ jid, password }),
      [`${aliceName}@localhost`, aliceName],
    );

    await contact(phone, new RegExp(`^${bobName} It is me$`)).waitFor();
    await phone.page.reload();
    await phone.hears('xmpp-connected');
    await contact(phone, new RegExp(`^${bobName} It is me$`)).waitFor();
  });

  it('what is read of a room on one device is read on the other', async () => {
    const room = await world.room();
    const { desk, phone, bob } = await devices((nick) => `<xmpp-room room="${room}" nick="${nick}"></xmpp-room>`);
    await Promise.all([desk, phone, bob].map((person) => person.hears('xmpp-room-joined')));
    await desk.room.evaluate((element) => element.toggleAttribute('hidden', true));
    await bob.say('Who plays?', bob.room);
    await Promise.all([desk, phone].map((device) => device.hears('xmpp-unread', { conversation: room, unread: 1 })));

    await desk.room.evaluate((element) => element.toggleAttribute('hidden', false));

    await phone.hears('xmpp-unread', { conversation: room, unread: 0 });
  });
}

describe('Two devices, on Prosody', () => journeys(live(startProsody)));

if (isLong) describe('Two devices, on ejabberd', () => journeys(live(startEjabberd)));
