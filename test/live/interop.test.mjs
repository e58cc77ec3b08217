/**
 * Private conversations with somebody who has a client of another family, slixmpp: what its plugins read of ours, and what
 * we show of what they write. README's table of specifications names these journeys.
 */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { isLong, live, ways } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';

/** One point, by its colour. */
const points = {
  red: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  blue: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/5ncLrgAAAABJRU5ErkJggg==',
};

/** A conversation between two contacts, Alice at a page and Bob elsewhere, that goes on from journey to journey. */
function conversationJourneys(world) {
  let alice, bob, aliceName, bobName, aliceJid, bobJid;

  before(async () => {
    [aliceName, bobName] = [await world.account('alice'), await world.account('bob')];
    [aliceJid, bobJid] = [`${aliceName}@localhost`, `${bobName}@localhost`];
    alice = await world.open(`<xmpp-login ${world.members(ways.WebSocket)}></xmpp-login>
      <xmpp-chat with="${bobJid}"></xmpp-chat>`);
    [bob] = await Promise.all([world.elsewhere(bobName), alice.signIn(aliceName)]);
    await bob.appears();
    await bob.does('presence', { to: aliceJid, type: 'subscribe' });
    await alice.chat.getByRole('button', { name: 'Accept' }).click();
    await bob.hears('presence', { from: aliceJid, type: 'subscribe' });
    await bob.does('presence', { to: aliceJid, type: 'subscribed' });
    await alice.chat.getByText('Online', { exact: true }).waitFor();
    await bob.hears('presence', { from: new RegExp(`^${aliceJid}/`), type: 'available' });
  });

  const sends = (body, more) => bob.does('send', { to: aliceJid, body, ...more });

  /** Alice says something, and this is what Bob's client reads. */
  async function says(body) {
    await alice.say(body, alice.chat);
    return bob.hears('message', { body });
  }

  /** Alice chooses how available she is, and Bob sees it. */
  async function isSeenAs(label, type) {
    bob.forget();
    await alice.page.getByRole('combobox', { name: 'Availability' }).selectOption({ label });
    await bob.hears('presence', { from: new RegExp(`^${aliceJid}/`), type });
  }

  const body = (message) => message.locator('[part~="body"]');

  async function choose(message, item, role = 'menuitem') {
    await message.click({ button: 'right' });
    await alice.chat.getByRole(role, { name: item, exact: true }).click();
  }

  it('messages are read as they were written (RFC 6121, XEP-0245, 0359, 0393)', async () => {
    const odd = '*bold* <b>&amp;</b> "\'\n> quoted\n`a  b` 👩‍👩‍👧 ü';

    const read = await says(odd);
    assert.equal(read.type, 'chat');
    assert.equal(read.origin_id, read.id);
    assert.equal((await says('/me waves')).body, '/me waves');

    await sends('_So_ & <i>so</i>\n> as *you* say', { type: 'normal' });
    const styled = body(await alice.sees('<i>so</i>', alice.chat));
    assert.equal(await styled.locator('em').innerText(), '_So_');
    assert.equal(await styled.getByRole('blockquote').innerText(), 'as *you* say');
    await sends('/me waves back');
    await alice.chat.getByText(`${bobName} waves back`).waitFor();
  });

  it('typing is told both ways (XEP-0085, 0334)', async () => {
    const field = alice.chat.getByRole('textbox', { name: 'Message' });
    bob.forget();
    await field.pressSequentially('Hm');
    assert.deepEqual((await bob.hears('chatstate', { chat_state: 'composing' })).hints, ['no-store']);
    await field.fill('');
    await bob.hears('chatstate', { chat_state: 'active', body: undefined });
    assert.equal((await says('I have it')).chat_state, 'active');

    const typing = alice.chat.getByText(`${bobName} is typing…`);
    await sends('', { chat_state: 'composing' });
    await typing.waitFor();
    await sends('', { chat_state: 'paused' });
    await typing.waitFor({ state: 'detached' });
    await sends('', { chat_state: 'composing' });
    await typing.waitFor();
    await sends('So have I', { chat_state: 'active' });
    await alice.sees('So have I', alice.chat);
    await typing.waitFor({ state: 'detached' });
  });

  it('a message is delivered and read, both ways (XEP-0184, 0333, 0334)', async () => {
    await alice.say('Are you there?', alice.chat);
    const { id, request_receipt, markable } = await bob.hears('message', { body: 'Are you there?' });
    assert.deepEqual({ request_receipt, markable }, { request_receipt: true, markable: true });
    const message = await alice.sees('Are you there?', alice.chat);
    await message.getByText('Delivered', { exact: true }).waitFor();
    await bob.does('mark', { to: aliceJid, id });
    await message.getByText('Read', { exact: true }).waitFor();

    await alice.page.bringToFront();
    const own = await sends('I am', { request_receipt: true, markable: true });
    assert.deepEqual((await bob.hears('receipt_received', { receipt: own })).hints, ['store']);
    assert.deepEqual((await bob.hears('marker_displayed', { displayed: own })).hints, ['store']);
  });

  it('messages are corrected, both ways (XEP-0308)', async () => {
    const { id } = await says('See you at fuor');
    await (await alice.sees('See you at fuor', alice.chat)).getByText('Delivered').waitFor();
    await alice.page.keyboard.press('ArrowUp');
    await alice.chat.getByText('Editing a message').waitFor();
    await alice.page.keyboard.press('Control+a');
    await alice.page.keyboard.type('See you at four');
    await alice.page.keyboard.press('Enter');
    assert.equal((await bob.hears('message_correction', { replace: id })).body, 'See you at four');

    const target = await sends('At for is fine');
    await alice.sees('At for is fine', alice.chat);
    await sends('At four is fine', { replace: target });
    await (await alice.sees('At four is fine', alice.chat)).getByText('Edited').waitFor();
    assert.equal(await alice.messages('At for is fine', alice.chat).count(), 0);
  });

  it('messages are taken back, both ways (XEP-0424, 0428)', async () => {
    const { id } = await says('Nobody must know');
    const message = await alice.sees('Nobody must know', alice.chat);
    await choose(message, 'Delete');
    await alice.chat.getByRole('menuitem', { name: 'Delete', exact: true }).click();
    const retraction = await bob.hears('message_retract', { retract: id });
    assert.equal(retraction.body, 'This person has deleted a message, but your app cannot do that.');
    assert.deepEqual(retraction.hints, ['store']);
    await message.waitFor({ state: 'detached' });

    // As slixmpp’s plugin does it, which depends on its version; and as it is done now.
    for (const [text, retract] of [
      ['Nor this', (id) => bob.does('retract', { to: aliceJid, id })],
      ['Nor that', (id) => sends('', { retract: id })],
    ]) {
      const target = await sends(text);
      const theirs = await alice.sees(text, alice.chat);
      const before = await alice.messages('Message deleted', alice.chat).count();
      await retract(target);
      await theirs.waitFor({ state: 'detached' });
      assert.equal(await alice.messages('Message deleted', alice.chat).count(), before + 1);
    }
    assert.equal(await alice.messages('your client does not support it', alice.chat).count(), 0);
  });

  it('messages are answered, both ways (XEP-0461, 0428)', async () => {
    const asked = await sends('Ärger 👩‍👩‍👧 mit\nzwei Zeilen?');
    await choose(await alice.sees('zwei Zeilen?', alice.chat), 'Reply');
    await alice.page.keyboard.type('None at all');
    await alice.page.keyboard.press('Enter');
    const { reply, body: whole } = await bob.hears('message_reply');
    assert.deepEqual(reply, { id: asked, to: bob.jid, words: 'None at all' });
    assert.equal(whole, '> Ärger 👩‍👩‍👧 mit\n> zwei Zeilen?\nNone at all');

    const { id, from } = await says('Who comes?');
    await sends('I do', { reply: { id, to: from, quoted: 'Who comes?' } });
    const answer = await alice.sees('I do', alice.chat);
    await answer.getByRole('button', { name: 'In reply to You: Who comes?' }).waitFor();
    assert.equal(await body(answer).innerText(), 'I do');
  });

  it('reactions are given and taken back, both ways (XEP-0444)', async () => {
    const asked = await sends('Chess?');
    const message = await alice.sees('Chess?', alice.chat);
    await choose(message, '👍', 'menuitemcheckbox');
    const given = await bob.hears('reactions');
    assert.deepEqual(given.reactions, { id: asked, values: ['👍'] });
    assert.deepEqual(given.hints, ['store']);
    bob.forget();
    await message.getByRole('button', { name: '👍 1', pressed: true }).click();
    assert.deepEqual((await bob.hears('reactions')).reactions, { id: asked, values: [] });

    const { id } = await says('At eight');
    const own = await alice.sees('At eight', alice.chat);
    await bob.does('react', { to: aliceJid, id, reactions: ['🎉', '👍'] });
    await own.getByRole('button', { name: '👍 1', pressed: false }).waitFor();
    await own.getByRole('button', { name: '🎉 1', pressed: false }).waitFor();
    await bob.does('react', { to: aliceJid, id, reactions: ['🎉'] });
    await own.getByRole('button', { name: '👍 1' }).waitFor({ state: 'detached' });
  });

  it('a spoiler is hidden until it is asked for (XEP-0382)', async () => {
    await sends('The butler', { spoiler: 'Who did it' });
    const message = await alice.sees('Who did it', alice.chat);
    assert.equal(await alice.messages('The butler', alice.chat).count(), 0);
    await message.getByRole('button', { name: 'Show hidden text' }).click();
    await alice.sees('The butler', alice.chat);
  });

  it('files are sent both ways, and come as they were (XEP-0066, 0363)', async () => {
    const notes = Buffer.from('Notes with an ü\n'.repeat(1000));
    await alice.chat.getByRole('button', { name: 'Attach files' }).waitFor();
    await alice.chat
      .locator('input[type=file]')
      .setInputFiles({ name: 'notes ü.txt', buffer: notes, mimeType: 'text/plain' });
    await alice.chat.getByRole('list', { name: 'Files' }).getByRole('listitem').waitFor();
    await alice.chat.getByRole('button', { name: 'Send', exact: true }).click();
    const { oob, body: address } = await bob.hears('message', { oob: /^http:/ });
    assert.equal(oob, address);
    assert.deepEqual(Buffer.from(await bob.does('fetch', { url: oob }), 'base64'), notes);

    const url = await bob.does('upload', { name: 'point.png', data: points.red, type: 'image/png' });
    await sends(url, { oob: url });
    await alice.chat.getByRole('button', { name: 'Show point.png' }).click();
    const image = alice.chat.getByRole('button', { name: 'Open point.png' }).locator('img');
    await image.evaluate((element) => element.decode());
    assert.equal(await image.evaluate((element) => element.naturalWidth), 1);

    await sends('Have a look', { oob: 'https://example.org/board' });
    const link = (await alice.sees('Have a look', alice.chat)).getByRole('link');
    assert.equal(await link.getAttribute('href'), 'https://example.org/board');
  });

  it('a picture is shown that they have set, of either kind (XEP-0084, 0153, 0054)', async () => {
    const picture = alice.chat.locator('header canvas');
    const isDrawn = (colour) =>
      alice.page.waitForFunction(
        ([canvas, wanted]) => {
          const pixel = canvas.isConnected && canvas.getContext('2d').getImageData(48, 48, 1, 1).data.join();
          return pixel === wanted;
        },
        [colour.element, colour.rgba],
      );
    // ejabberd forgets to tell whom it has not seen anew since they became contacts.
    await isSeenAs('Do not disturb', 'dnd');
    await isSeenAs('Available', 'available');
    await bob.does('avatar', { data: points.red, type: 'image/png' });
    await picture.waitFor();
    await isDrawn({ element: await picture.elementHandle(), rgba: '255,0,0,255' });
    await bob.does('vcard_avatar', { data: points.blue, type: 'image/png' });
    await isDrawn({ element: await picture.elementHandle(), rgba: '0,0,255,255' });
  });

  it('availability is seen both ways, with its words (RFC 6121)', async () => {
    await bob.does('presence', { show: 'dnd', status: 'At <lunch>' });
    await alice.chat.getByText('Do not disturb · At <lunch>').waitFor();
    await alice.hears('xmpp-presence', { jid: bob.jid, show: 'dnd', status: 'At <lunch>' });
    await bob.does('presence', { type: 'unavailable' });
    await alice.chat.getByText('Offline', { exact: true }).waitFor();
    await bob.appears();
    await alice.chat.getByText('Online', { exact: true }).waitFor();

    await isSeenAs('Away', 'away');
    await isSeenAs('Available', 'available');
  });

  it('what we can do is found by its hash, and a ping is answered (XEP-0030, 0115, 0199)', async () => {
    const { from } = await says('What can you do?');
    assert.equal(await bob.does('ping', { jid: from }), true);
    const features = await bob.does('caps', { jid: from });
    for (const feature of ['urn:xmpp:receipts', 'urn:xmpp:reactions:0', 'urn:xmpp:avatar:metadata+notify'])
      assert.ok(features?.includes(feature), feature);
  });

  it('another client of ours sees what we say and hear, and we what it says (XEP-0280)', async () => {
    const other = await world.elsewhere(aliceName);
    await other.does('carbons');
    await other.appears();
    await says('From the page');
    const copy = await other.hears('carbon_sent', { body: 'From the page' });
    assert.equal(copy.to, bobJid);

    await other.does('send', { to: bobJid, body: 'From another client', replace: copy.id });
    await (await alice.sees('From another client', alice.chat)).getByText('Edited').waitFor();

    await other.does('send', { to: bobJid, body: 'From elsewhere' });
    await bob.hears('message', { body: 'From elsewhere' });
    const own = await alice.sees('From elsewhere', alice.chat);
    assert.equal(await own.locator('[part~="author"]').textContent(), 'You');

    const { from } = await bob.hears('message', { body: 'From the page' });
    await bob.does('send', { to: from, body: 'To the page alone' });
    await alice.sees('To the page alone', alice.chat);
    await other.hears('carbon_received', { body: 'To the page alone' });
    await other.end();
  });

  it('what they say of themselves stands on their card (XEP-0054)', async () => {
    await bob.does('vcard', { FN: 'Robert Baumeister', URL: 'https://example.org/bob', DESC: '<b>Builds</b>' });
    await alice.chat.getByRole('button', { name: `About ${bobName}` }).click();
    const card = alice.page.getByRole('dialog', { name: `About ${bobName}` });
    await card.getByText('Robert Baumeister').waitFor();
    await card.getByRole('link', { name: 'https://example.org/bob' }).waitFor();
    await card.getByText('<b>Builds</b>').waitFor();
    await alice.page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
  });

  it('what is said while they are away is delivered when they are back (XEP-0184, 0203)', async () => {
    await bob.end();
    await alice.chat.getByText('Offline', { exact: true }).waitFor();
    await alice.say('For later', alice.chat);
    const message = await alice.seesSent('For later', alice.chat);
    bob = await world.elsewhere(bobName);
    await bob.appears();
    await bob.hears('message', { body: 'For later' });
    await message.getByText('Delivered', { exact: true }).waitFor();
  });

  it('a message that is refused says so (RFC 6120)', async () => {
    const { id } = await says('Too much');
    await bob.does('bounce', { id, condition: 'resource-constraint', text: 'Full' });
    await alice.messages('Too much', alice.chat).getByText('Not sent').waitFor();
    await alice.chat.getByText('That was a lot at once. Wait a moment, then try again.').waitFor();
  });
}

/** People who get to know each other, or do not want to. */
function contactJourneys(world) {
  async function pair() {
    const [carol, dave] = [await world.account('carol'), await world.account('dave')];
    const page = await world.open(
      `<xmpp-login ${world.members(ways.WebSocket)} nick="Carol C."></xmpp-login><xmpp-chat nick="Carol C."></xmpp-chat>`,
    );
    const [client] = await Promise.all([world.elsewhere(dave), page.signIn(carol)]);
    await client.appears();
    await page.page.getByText('No contacts yet').waitFor();
    return { carol: page, dave: client, carolJid: `${carol}@localhost`, daveJid: `${dave}@localhost`, daveName: dave };
  }

  const contact = ({ page }, name) => page.getByRole('list', { name: 'Contacts' }).getByRole('button', { name });

  it('strangers say how they are called, and become contacts (RFC 6121, XEP-0172)', async () => {
    const { carol, dave, carolJid, daveJid, daveName } = await pair();
    await dave.does('send', { to: carolJid, body: 'Do I know you?', nick: 'Dave D.' });
    await contact(carol, new RegExp(`^Dave D. \\(${daveJid}\\)`))
      .first()
      .click();
    await carol.say('You do now', carol.chat);
    assert.equal((await dave.hears('message', { body: 'You do now' })).nick, 'Carol C.');

    await dave.does('presence', { to: carolJid, type: 'subscribe', nick: 'Dave D.', status: 'May I?' });
    const asked = carol.page.getByRole('list', { name: 'Requests' });
    await asked.getByText(`Dave D. (${daveJid}) wants to see when you are online.`).waitFor();
    await asked.getByRole('button', { name: 'Accept' }).click();
    await dave.hears('presence', { from: new RegExp(`^${carolJid}`), type: 'subscribed' });
    await dave.hears('presence', { from: new RegExp(`^${carolJid}/`), type: 'available' });
    await dave.hears('presence', { from: carolJid, type: 'subscribe' });
    await contact(carol, new RegExp(`^${daveName} Has not answered yet`)).waitFor();
    await dave.does('presence', { to: carolJid, type: 'subscribed' });
    await contact(carol, new RegExp(`^${daveName} Online`)).waitFor();

    await dave.does('contact', { jid: carolJid, subscription: 'remove' });
    await contact(carol, new RegExp(`^${daveName}(?! Online)`))
      .first()
      .waitFor();
  });

  it('what is read in another client of ours is read here, and the other way round (XEP-0490, 0223)', async () => {
    const { carol, dave, carolJid, daveJid, daveName } = await pair();
    const other = await world.elsewhere(carolJid.split('@')[0]);
    await other.appears();
    await dave.does('send', { to: carolJid, body: 'One' });
    // Whoever publishes first makes the node: with its options, which slixmpp has none of.
    await contact(carol, new RegExp(`${daveName}.*1 unread`)).click();
    await carol.sees('One', carol.chat);
    const first = await other.hears('message', { body: 'One' });
    const told = async (id) => {
      for (let asks = 0; asks < 100; asks += 1) {
        const all = await other.does('displayed_ids').catch(() => ({}));
        if (all[daveJid]?.id === id) return all[daveJid];
        await new Promise((again) => setTimeout(again, 100));
      }
      return assert.fail('never told');
    };
    assert.deepEqual(await told(first.stanza_id), { by: carolJid, id: first.stanza_id });

    await carol.page.setViewportSize({ width: 400, height: 700 });
    await carol.page.getByRole('button', { name: 'Back' }).click();
    await dave.does('send', { to: carolJid, body: 'Two' });
    await contact(carol, /1 unread/).waitFor();
    const { stanza_id } = await other.hears('message', { body: 'Two' });
    await other.does('displayed', { conversation: daveJid, by: carolJid, id: stanza_id });
    await contact(carol, new RegExp(`^${daveName} Two$`)).waitFor();
    await other.end();
  });

  it('who is blocked reaches nobody, whoever blocks (XEP-0191)', async () => {
    const { carol, dave, carolJid, daveJid, daveName } = await pair();
    await dave.does('send', { to: carolJid, body: 'Buy my watches' });
    await contact(carol, new RegExp(`^${daveName}`))
      .first()
      .click();
    await carol.page.getByRole('button', { name: 'Block', exact: true }).click();
    await carol.page.getByText(`You have blocked ${daveName}.`).first().waitFor();
    const id = await dave.does('send', { to: carolJid, body: 'All of them' });
    assert.equal((await dave.hears('message_error', { id })).condition, 'service-unavailable');
    await carol.page.getByRole('button', { name: 'Unblock' }).click();
    await carol.page.getByRole('textbox', { name: 'Message' }).waitFor();
    await dave.does('send', { to: carolJid, body: 'Please' });
    await carol.sees('Please', carol.chat);
    assert.equal(await carol.messages('All of them').count(), 0);

    // Another client of Carol’s.
    const other = await world.elsewhere(carolJid.split('@')[0]);
    assert.deepEqual(await other.does('blocked'), []);
    await other.does('block', { jid: daveJid });
    await carol.page.getByText(`You have blocked ${daveName}.`).first().waitFor();
    assert.deepEqual(await other.hears('blocked'), { jids: [daveJid] });
    await carol.page.getByRole('button', { name: 'Unblock' }).click();
    assert.deepEqual(await other.hears('unblocked'), { jids: [daveJid] });

    await dave.does('block', { jid: carolJid });
    await carol.say('One of them, then', carol.chat);
    await carol.messages('One of them, then', carol.chat).getByText('Not sent').waitFor();
    assert.ok(!dave.heard('message').some(({ body }) => body === 'One of them, then'));
  });
}

function journeys(start) {
  const world = live(start, { stay: true });
  describe('in a conversation', () => conversationJourneys(world));
  describe('who gets to know us', () => contactJourneys(world));
}

describe('With another client, at Prosody', () => journeys(startProsody));

if (isLong) describe('With another client, at ejabberd', () => journeys(startEjabberd));
