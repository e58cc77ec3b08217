import { expect } from '@open-wc/testing';
import { stub } from 'sinon';
import type { BareJid, Jid } from '../../../src/core/jid.js';
import { archiveResult, chatFrom } from '../../support/archive.js';
import { goodbye } from '../../support/rooms.js';
import { ALICE, alicesPage, BOB, MALLORY, messagesIn, ROOM, type AlicesPage } from '../alices-page.js';
import { bodyOf, type Check, type Checks } from '../entries.js';

/** Whatever is said in it is nobody's word. */
const shownNowhere =
  (...words: readonly string[]): Check =>
  async (input) => {
    const page = await alicesPage();

    await page.receive(input);

    page.expectNothing(...words);
  };

/** A copy of a message is nobody's word, but that of our own account is. */
const isCarbonOnlyFromUs: Check = async (input) => {
  const page = await alicesPage();

  await page.receive(input);
  page.expectNothing('pay me');
  await page.receive(input.replace(/ from="[^"]*"/, ` from="${ALICE}"`));

  expect(messagesIn(page.bob).map(({ body }) => body)).to.deep.equal(['pay me']);
};

/**
 * Alice's archive is asked, and tells what bob once said; before it ends, this comes. `Q1` stands for the name of the
 * question, which is told.
 */
async function whileAsked({ session, server, archives, shown }: AlicesPage, input: string): Promise<string> {
  let queryId = '';
  archives.meanwhile = () => {
    queryId = archives.questions.at(-1)?.queryId ?? '';
    server.receive(input.replace('"Q1"', `"${queryId}"`));
    server.receive(archiveResult({ archive: ALICE, queryId }, 'true', chatFrom(`${BOB}/p`, 'the truth')));
  };
  await session.loadOlder('carol@example.org' as Jid, 20);
  archives.meanwhile = undefined;
  await shown();
  return queryId;
}

const isNoAnswer: Check = async (input) => {
  const page = await alicesPage();

  await whileAsked(page, input);

  expect(page.bodies(BOB)).to.deep.equal(['the truth']);
  expect(page.text()).not.to.contain('old lie');
};

/** Bob's message stays as it was, whatever mallory claims of it. */
const bobsMessageStays: Check = async (input) => {
  const page = await alicesPage();
  await page.bobWrites('from bob', 'BOB1');

  await page.receive(input);

  expect(messagesIn(page.bob).map(({ body }) => body)).to.deep.equal(['from bob']);
  expect(page.bodies(MALLORY)).to.deep.equal([bodyOf(input)]);
};

/** A message of alice's to bob that the server has, known as MINE-TO-BOB. */
async function sentToBob() {
  const page = await alicesPage();
  await page.session.sendMessage(BOB as Jid, 'mine', { id: 'MINE-TO-BOB' });
  await page.shown();
  const mine = () => messagesIn(page.bob).find(({ body }) => body === 'mine');
  expect(mine()?.state).to.equal('Sent');
  return { page, mine };
}

const staysSent: Check = async (input) => {
  const { page, mine } = await sentToBob();

  await page.receive(input);

  expect(mine()?.state).to.equal('Sent');
};

/** Messages between two, and those that pretend to be. */
export const privateChecks: Checks = {
  'carbons-02': isCarbonOnlyFromUs,
  'carbons-04': isCarbonOnlyFromUs,
  'carbons-05': isCarbonOnlyFromUs,

  'carbons-07': async (input) => {
    const page = await alicesPage();

    await page.receive(input);

    // The first one as what it is, or none at all.
    expect(page.bodies(BOB).join()).to.be.oneOf(['', 'a']);
    expect(page.bodies('carol@example.org')).to.deep.equal([]);
  },

  'carbons-08': async (input) => {
    const page = await alicesPage();

    await page.receive(input);
    await page.room.leave();
    await page.deliver(goodbye(ROOM, 'al', [110]), input.replace('i1', 'i2'));

    expect(page.session.stores.rooms.value.get(ROOM as BareJid)?.state).to.equal('left');
    expect(page.bodies(`${ROOM}/bob`)).to.deep.equal(['pay me', 'pay me']);
    for (const jid of [BOB, ROOM]) expect(page.bodies(jid)).to.deep.equal([]);
    for (const element of [page.bob, page.room]) expect(messagesIn(element)).to.have.lengthOf(0);
  },

  'forward-01': shownNowhere('spoof'),
  'mam-01': isNoAnswer,
  'mam-02': isNoAnswer,

  'mam-05': async (input) => {
    const page = await alicesPage();
    const queryId = await whileAsked(page, '<message xmlns="jabber:client"/>');

    await page.receive(input.replace('"Q1"', `"${queryId}"`));

    expect(page.bodies(BOB)).to.deep.equal(['the truth']);
    expect(page.text()).not.to.contain('old lie');
  },

  'mam-08': async (input) => {
    const page = await alicesPage();
    const live = chatFrom(`${BOB}/p`, 'dup', { id: 'o1', archiveId: 'm1' });
    await page.receive(live);
    await page.receive(`<message xmlns="jabber:client" from="${ALICE}"><received xmlns="urn:xmpp:carbons:2">
      <forwarded xmlns="urn:xmpp:forward:0">${live}</forwarded></received></message>`);

    await whileAsked(page, input);
    // Without the archive's id, what its sender calls it tells.
    await page.receive(chatFrom(`${BOB}/p`, 'dup', { id: 'o1' }));

    expect(page.bodies(BOB)).to.have.members(['the truth', 'dup']);
    expect(messagesIn(page.bob).filter(({ body }) => body === 'dup')).to.have.lengthOf(1);
  },

  'ids-02': async (input) => {
    const page = await alicesPage();
    await page.receive(`<message xmlns="jabber:client" from="${BOB}/p" type="chat" id="b1"><body>from bob</body>
      <origin-id xmlns="urn:xmpp:sid:0" id="BOBS-ORIGIN"/></message>`);
    const mallory = await page.chatWith(MALLORY);

    await page.receive(input);

    expect(messagesIn(mallory).map(({ body }) => body)).to.deep.equal(['new']);
    expect(messagesIn(page.bob).map(({ body }) => body)).to.deep.equal(['from bob']);
  },

  'ids-03': async (input) => {
    const page = await alicesPage();
    let isSent = false;
    void page.session.sendMessage(ROOM as Jid, 'what I wrote', { id: 'MY-PENDING' }).then(() => (isSent = true));
    await page.shown();

    await page.receive(input);

    const [other, mine] = messagesIn(page.room);
    expect(mine).to.include({ body: 'what I wrote', isOwn: true, state: 'Sending' });
    expect(other).to.include({ body: 'not what I wrote', isOwn: false, author: 'mallory' });
    expect(isSent).to.equal(false);
  },

  'presence-01': async (input) => {
    const page = await alicesPage();
    const { length } = page.server.sent;

    await page.receive(input);

    expect(page.server.sent).to.have.lengthOf(length);
    expect(page.contacts.contacts.map(({ jid }) => jid)).to.deep.equal([BOB]);
    // Whoever shows the request shows whose it is, before what they call themselves.
    expect(page.text()).to.match(/^(?![^]*accept me)|mallory@evil\.example[^]*accept me/);
  },

  'presence-02': async (input) => {
    const page = await alicesPage();
    const { length } = page.server.sent;

    await page.receive(input);

    expect(page.server.sent).to.have.lengthOf(length);
    expect(page.contacts.contacts.map(({ jid }) => jid)).to.deep.equal([BOB]);
  },

  'presence-03': async (input) => {
    const page = await alicesPage();
    const { server } = page;
    // What the account's own server is asked meanwhile, for the rooms that it keeps, tells nobody else anything.
    const told = () => [server.sent.length, server.requests.filter((iq) => iq.hasAttribute('to')).length];
    const before = told();

    const resources = Array.from({ length: 50 }, (_, index) =>
      input.replace('evil.example/x', `evil.example/${index}`),
    );
    await page.receive(input, ...resources);

    expect(told()).to.deep.equal(before);
  },

  'presence-04': async (input) => {
    const page = await alicesPage();

    await page.receive(input);

    expect(page.session.stores.presences.of(BOB as BareJid)).to.include({ priority: 127, show: 'available' });
    expect(page.bob.shadowRoot?.querySelector('[part=subject]')?.textContent?.trim()).to.equal('Online');
  },

  'correction-01': bobsMessageStays,
  'retract-01': bobsMessageStays,

  'correction-04': async (input) => {
    const page = await alicesPage();
    await page.bobWrites('from bob', 'BOB1');

    await page.receive(input);

    expect(messagesIn(page.bob).map(({ body }) => body)).to.deep.equal(['edited']);
    const earlier = page.messages(BOB).map((message) => message.earlier?.map(({ body }) => body));
    expect(earlier).to.deep.equal([['from bob']]);
  },

  'correction-05': async (input) => {
    const page = await alicesPage();
    await page.say('bob', 'in the room', 'BOB1');

    await page.receive(input);

    expect(messagesIn(page.room).map(({ body }) => body)).to.deep.equal(['in the room']);
  },

  'correction-06': async (input) => {
    const page = await alicesPage();

    await page.receive(input);

    expect(messagesIn(page.bob).map(({ body }) => body)).to.deep.equal(['edited']);
  },

  'receipts-02': staysSent,
  'receipts-05': staysSent,

  'receipts-04': async (input) => {
    const { page, mine } = await sentToBob();

    await page.receive(input);

    expect(mine()?.state).to.match(/^Not sent/);
    expect(mine()?.element.querySelector('button')?.textContent).to.equal('Try again');
  },

  'receipts-06': async (input) => {
    const page = await alicesPage();
    const { length } = page.server.sent;

    await page.receive(input);

    expect(page.server.sent).to.have.lengthOf(length);
    page.expectNothing('loop');
  },

  'flood-03': async (input) => {
    const page = await alicesPage();
    const unread = page.session.unread;

    await page.deliver(input);

    page.expectNothing();
    expect(page.session.unread).to.equal(unread);
  },

  'attention-01': async (input) => {
    const page = await alicesPage();
    // Only Chromium can shake a device.
    const vibrate = 'vibrate' in navigator ? [stub(navigator, 'vibrate')] : [];
    const notified = stub(window, 'Notification');
    const play = stub(HTMLMediaElement.prototype, 'play');
    const sound = stub(window, 'AudioContext');

    await page.receive(input);

    for (const fake of [...vibrate, notified, play, sound]) expect(fake.called).to.equal(false);
    expect(page.bodies(MALLORY)).to.deep.equal(['ring']);
  },

  'from-01': shownNowhere('no from'),
  'from-02': shownNowhere('empty from'),

  'from-05': async (input) => {
    const page = await alicesPage();
    const toOther = input.replace('alice@example.org/OTHER', 'alice@example.org.evil.example/w1');

    await page.receive(toOther, input.replace('alice@example.org/OTHER', 'carol@example.org'));
    page.expectNothing('not for me');
    await page.receive(input);

    expect(messagesIn(page.bob).map(({ body }) => body)).to.deep.equal(['not for me']);
  },

  'from-06': async (input) => {
    const page = await alicesPage();

    await page.receive(input);

    const stranger = await page.chatWith('__proto__@example.org');
    expect(messagesIn(stranger).map(({ author, body }) => [author, body])).to.deep.equal([['__proto__', 'proto']]);
    for (const storage of [localStorage, sessionStorage]) expect(Object.keys(storage)).not.to.include('__proto__');
  },

  'from-08': shownNowhere(),
};
