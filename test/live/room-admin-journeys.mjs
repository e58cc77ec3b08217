import assert from 'node:assert/strict';
import { it } from 'node:test';

/** One point. */
const RED = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);

/** What whoever keeps a room does about it, and what the others see of that. */
export function roomAdminJourneys(world, way) {
  const element = (room, nick) => `<xmpp-room room="${room}" nick="${nick}"></xmpp-room>`;
  const guest = (room, nick) => `<xmpp-room ${world.guests(way)} room="${room}" nick="${nick}"></xmpp-room>`;

  /** Somebody with an account, in a room: whoever comes first owns it. */
  async function member(name, room) {
    const account = await world.account(name);
    const person = await world.open(`<xmpp-login ${world.members(way)}></xmpp-login>${element(room, account)}`);
    await person.signIn(account);
    return Object.assign(person, { account, jid: `${account}@localhost` });
  }

  async function owner(room) {
    const person = await member('Ann', room);
    await person.hears('xmpp-room-joined', { room });
    await menuOf(person).waitFor();
    return person;
  }

  const fresh = () => `${world.named('kept')}@rooms.localhost`;
  const menuOf = ({ page }) => page.getByRole('button', { name: 'Room', exact: true });
  const dialogOf = ({ page }) => page.getByRole('dialog');

  async function choose(person, item) {
    await menuOf(person).click();
    await person.page.getByRole('menuitem', { name: item }).click();
    return dialogOf(person);
  }

  /** Fills in the settings, by the names that all servers give the fields. */
  async function set(person, values) {
    const dialog = await choose(person, 'Room settings');
    await dialog.getByRole('button', { name: 'Save' }).waitFor();
    for (const [label, value] of values) {
      const field = dialog.getByLabel(label).first();
      if (typeof value === 'boolean') await field.setChecked(value);
      else await field.fill(value);
    }
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  const MODERATED = /moderated/i;
  const MEMBERS_ONLY = /members.only|only allow members/i;

  it('an owner sets the room otherwise, and everybody is told so', async () => {
    const room = fresh();
    const ann = await owner(room);
    const ben = await world.open(guest(room, 'Ben'));
    await ben.hears('xmpp-room-joined');
    await menuOf(ben).click();
    assert.equal(await ben.page.getByRole('menuitem', { name: 'Room settings' }).count(), 0);
    await ben.page.keyboard.press('Escape');

    const dialog = await choose(ann, 'Room settings');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await set(ann, [
      [/^(room )?title$/i, 'The Ölberg Café'],
      [/description/i, 'Where *everybody* meets'],
      [MEMBERS_ONLY, false],
    ]);

    await ben.page.getByText('The room’s settings changed.').waitFor();
    await ben.page.getByRole('heading', { name: 'The Ölberg Café' }).waitFor();
    await ben.page.getByRole('button', { name: 'The Ölberg Café' }).click();
    await dialogOf(ben).getByText('Where *everybody* meets').waitFor();
    await dialogOf(ben).getByText('2 here').waitFor();
    await dialogOf(ben).getByText(room).waitFor();
    await ben.page.keyboard.press('Escape');
    await dialogOf(ben).waitFor({ state: 'detached' });
    await ann.page.getByRole('heading', { name: 'The Ölberg Café' }).waitFor();
  });

  it('a guest goes on under another nickname, which is theirs on the next page, too', async () => {
    const room = fresh();
    const ann = await owner(room);
    // No nickname from the page: it is the visitor's own to choose.
    const ben = await world.open(guest(room, ''));
    await ben.page.getByRole('textbox', { name: 'Nickname' }).fill('Ben');
    await ben.page.getByRole('button', { name: 'Join', exact: true }).click();
    await ben.hears('xmpp-room-joined', { room, nick: 'Ben' });

    const dialog = await choose(ben, 'Change nickname');
    const field = dialog.getByRole('textbox', { name: 'Nickname' });
    assert.equal(await field.inputValue(), 'Ben');
    await field.fill(ann.account);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'That nickname is taken.' }).waitFor();
    await field.fill('Benjamin');
    await field.press('Enter');
    await dialog.waitFor({ state: 'detached' });

    await ann.occupant(/^Benjamin\b/).waitFor();
    await ann.page.getByText('Ben is now Benjamin').waitFor();
    ben.forget();
    await ben.page.reload();
    await ben.hears('xmpp-room-joined', { room, nick: 'Benjamin' });
  });

  it('a moderator says what the room is about, and takes it back', async () => {
    const room = fresh();
    const ann = await owner(room);
    const ben = await world.open(guest(room, 'Ben'));
    await ben.hears('xmpp-room-joined');

    for (const text of ['Tea & <biscuits>', '']) {
      const dialog = await choose(ann, 'Change subject');
      await dialog.getByRole('textbox', { name: 'Subject' }).fill(text);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });
      const told = text ? `changed the subject to “${text}”` : 'removed the subject';
      await ben.page.getByText(`${ann.account} ${told}`).waitFor();
      const subject = ben.room.locator('[part=subject]');
      await (text ? subject.getByText(text).waitFor() : subject.waitFor({ state: 'detached' }));
    }
  });

  it('a member invites somebody by way of the room, who is let into one for members only', async () => {
    const room = fresh();
    const ann = await owner(room);
    await set(ann, [[MEMBERS_ONLY, true]]);
    const account = await world.account('Ben');
    const ben = await world.open(
      `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-room nick="Ben" muc="rooms.localhost"></xmpp-room>`,
    );
    await ben.signIn(account);
    await ben.hears('xmpp-connected');

    const dialog = await choose(ann, 'Invite somebody');
    await dialog.getByRole('textbox', { name: 'Address' }).fill('no address');
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
    await dialog.getByText('This is not a valid address.').waitFor();
    await dialog.getByRole('textbox', { name: 'Address' }).fill(`${account}@localhost`);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Tea?');
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
    await dialog.getByText(/has been invited/).waitFor();

    assert.equal((await ben.hears('xmpp-invite', { room })).reason, 'Tea?');
    await ben.page.getByRole('button', { name: 'Join', exact: true }).click();
    await ben.hears('xmpp-room-joined', { room, nick: 'Ben' });
    await ann.occupant(/^Ben\b/).waitFor();

    const other = await world.account('Carl');
    const carl = await world.open(`<xmpp-login ${world.members(way)}></xmpp-login><xmpp-chat></xmpp-chat>`);
    await carl.signIn(other);
    await carl.hears('xmpp-connected');
    await dialog.getByRole('textbox', { name: 'Address' }).fill(`${other}@localhost`);
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
    await carl.page.getByRole('button', { name: 'Decline' }).click();
    await ann.page.getByText(`${other.toLowerCase()}@localhost does not want to come.`).waitFor();
  });

  it('an owner gives the room a picture, which everybody sees, who comes late, too', async () => {
    const room = fresh();
    const ann = await owner(room);
    const ben = await world.open(guest(room, 'Ben'));
    await ben.hears('xmpp-room-joined');

    const dialog = await choose(ann, 'Room picture');
    const choosing = ann.page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Choose a picture' }).click();
    await (await choosing).setFiles({ name: 'red.png', mimeType: 'image/png', buffer: RED });
    await dialog.getByText('Everybody here has the new picture.').waitFor();
    await seesRed(ann, 'header .avatar canvas');
    await seesRed(ben, 'header .avatar canvas');
    const late = await world.open(guest(room, 'Late'));
    await seesRed(late, 'header .avatar canvas');
    if (world.server.describesPictures) {
      const list = await world.open(`<xmpp-room ${world.guests(way)} muc="rooms.localhost"></xmpp-room>`);
      await list.page.getByRole('searchbox').fill(room.split('@')[0]);
      await seesRed(list, '.rooms .avatar canvas');
    }

    await dialog.getByRole('button', { name: 'Remove the picture' }).click();
    await dialog.getByText('The room has no picture any more.').waitFor();
    for (const { room: element } of [ann, ben, late])
      await element.locator('header .avatar canvas').waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Remove the picture' }).waitFor({ state: 'detached' });
  });

  /** The room's picture is drawn there, all of it red, as JPEG has it. */
  const seesRed = async ({ room, page }, place) => {
    const canvas = room.locator(place);
    await canvas.waitFor();
    await page.waitForFunction(
      (element) => {
        const [red, green, blue] = element.getContext('2d').getImageData(9, 9, 1, 1).data;
        return element.isConnected && red > 250 && green < 5 && blue < 5;
      },
      await canvas.elementHandle(),
    );
  };

  it('an owner makes members and bans people, and lets them in again', async () => {
    const room = fresh();
    const ann = await owner(room);
    const ben = await member('Ben', room);
    await ben.hears('xmpp-room-joined', { room });

    const dialog = await choose(ann, 'Members and banned people');
    await dialog.getByText('Nobody is in this list.').waitFor();
    await dialog.getByRole('textbox', { name: 'Add a member' }).fill(ben.jid);
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByRole('listitem').filter({ hasText: ben.jid }).waitFor();
    await dialog.getByRole('button', { name: 'Owners' }).click();
    await dialog.getByRole('listitem').filter({ hasText: ann.jid.toLowerCase() }).waitFor();
    await dialog.getByRole('button', { name: new RegExp(`^Remove ${ann.jid}`, 'i') }).click();
    await dialog.getByRole('alert').waitFor();

    await dialog.getByRole('button', { name: 'Banned' }).click();
    await dialog.getByRole('textbox', { name: 'Ban an address' }).fill(ben.jid);
    await dialog.getByRole('button', { name: 'Ban', exact: true }).click();
    await ben.alert('You were banned from the room.').waitFor();
    await dialog.getByRole('button', { name: new RegExp(`^Unban ${ben.jid}`, 'i') }).click();
    await dialog.getByText('Nobody is in this list.').waitFor();
    await ben.room.evaluate((each) => each.join());
    await ann.occupant(new RegExp(`^${ben.account}\\b`)).waitFor();
  });

  it('who has no voice asks for it, and is heard as soon as a moderator approves', async () => {
    const room = fresh();
    const ann = await owner(room);
    await set(ann, [[MODERATED, true]]);
    await silence(ann);
    const ben = await world.open(guest(room, 'Ben'));
    await ben.hears('xmpp-room-joined');
    await ann.occupant('Ben, Visitor').waitFor();

    await ben.page.getByRole('button', { name: 'Ask to speak' }).click();
    await ann.page.getByText('Ben asks to speak').waitFor();
    await ann.page.getByRole('button', { name: 'Approve' }).click();

    await ben.page.getByRole('textbox', { name: 'Message' }).waitFor();
    await ann.page.getByText('Ben asks to speak').waitFor({ state: 'detached' });
    await ann.occupant('Ben, Participant').waitFor();
    await ben.say('Thank you');
    await ann.sees('Thank you');
  });

  it('who is denied stays silent, and is told what the server says when they ask again', async () => {
    const room = fresh();
    const ann = await owner(room);
    await set(ann, [[MODERATED, true]]);
    await silence(ann);
    const ben = await member('Ben', room);
    await ben.hears('xmpp-room-joined', { room });
    const isSilent = () => ann.occupant(new RegExp(`^${ben.account}, Visitor`)).waitFor();
    await isSilent();
    const card = ann.page.getByText(`${ben.account} asks to speak`);
    const ask = ben.page.getByRole('button', { name: 'Ask to speak' });

    await ask.click();
    await card.waitFor();
    await ann.page.getByRole('button', { name: 'Deny' }).click();
    await card.waitFor({ state: 'detached' });
    // XEP-0045 has nothing that tells of a no.
    await ben.page.getByText('You have asked. A moderator can let you write.').waitFor();
    assert.equal(await ask.count(), 0);
    await isSilent();

    await ben.page.reload();
    await ask.click();
    const refused = ben.page.getByText('You have asked already. Wait a while before you ask again.');
    await Promise.race([refused.waitFor(), card.waitFor()]);
    // Prosody passes on whatever is asked; ejabberd has one wait for half an hour.
    assert.equal((await refused.count()) > 0, !!world.server.refusesHaste);
    if (world.server.refusesHaste) return void (await ask.waitFor());
    await ann.page.getByRole('button', { name: 'Approve' }).click();
    await ben.page.getByRole('textbox', { name: 'Message' }).waitFor();
  });

  /** Newcomers get no voice by themselves. */
  async function silence(ann) {
    const dialog = await choose(ann, 'Room settings');
    await dialog.getByRole('button', { name: 'Save' }).waitFor();
    for (const label of [/users as participants/i, /default users/i]) {
      const field = dialog.getByLabel(label).first();
      if (await field.count()) await field.setChecked(false);
    }
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  it('a room for members only takes in who asks, where it takes anybody', async (test) => {
    const room = fresh();
    const ann = await owner(room);
    await set(ann, [[MEMBERS_ONLY, true]]);
    const ben = await member('Ben', room);
    await ben.alert('This room is for members only.').waitFor();

    const offer = ben.page.getByRole('button', { name: 'Ask for membership' });
    if (!(await world.server.takesMembers)) {
      test.diagnostic('no registration with rooms');
      assert.equal(await offer.count(), 0);
      return;
    }
    await offer.click();
    const dialog = dialogOf(ben);
    await dialog.getByRole('textbox', { name: 'Nickname' }).fill(ben.account);
    await dialog.getByRole('button', { name: 'Ask for membership' }).click();
    await ben.hears('xmpp-room-joined', { room });
    await ann.occupant(new RegExp(`^${ben.account}\\b`)).waitFor();
    const lists = await choose(ann, 'Members and banned people');
    await lists.getByRole('listitem').filter({ hasText: ben.jid.toLowerCase() }).waitFor();
  });

  it('an owner closes the room, and one press leads the others to the next', async () => {
    const [room, next] = [fresh(), fresh()];
    const nova = await member('Nova', next);
    await nova.hears('xmpp-room-joined', { room: next });
    const ann = await owner(room);
    const ben = await world.open(guest(room, 'Ben'));
    await ben.hears('xmpp-room-joined');

    const dialog = await choose(ann, 'Close this room…');
    await dialog.getByRole('textbox', { name: 'Reason (optional)' }).fill('We moved');
    await dialog.getByRole('textbox', { name: /^Address of another room/ }).fill(next);
    await dialog.getByRole('button', { name: 'Close the room' }).click();

    await ann.alert('This room was closed.').waitFor();
    await ben.alert('We moved').waitFor();
    await ben.page.getByRole('button', { name: `Go to ${next}` }).click();
    await ben.hears('xmpp-room-joined', { room: next });
    await nova.occupant(/^Ben\b/).waitFor();

    // Who comes late is told the same, where the server remembers.
    if (!world.server.remembersClosed) return;
    const late = await world.open(guest(room, 'Late'));
    await late.alert('We moved').waitFor();
    await late.page.getByRole('button', { name: `Go to ${next}` }).click();
    await nova.occupant(/^Late\b/).waitFor();
  });
}
