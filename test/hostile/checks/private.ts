import { expect } from '@open-wc/testing';
import { stub } from 'sinon';
import type { BareJid, Jid } from '../../../src/core/jid.js';
import { alicesPage, BOB, MALLORY, messagesIn, ROOM } from '../alices-page.js';
import { bodyOf, type Check, type Checks } from '../entries.js';

/** Whatever is said in it is nobody's word. */
const shownNowhere =
  (...words: readonly string[]): Check =>
  async (input) => {
    const page = await alicesPage();

    await page.receive(input);

    page.expectNothing(...words);
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
  await page.session.sendMessage(BOB as Jid, 'mine', 'MINE-TO-BOB');
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
  'carbons-02': shownNowhere('pay me'),
  'carbons-04': shownNowhere('pay me'),
  'carbons-05': shownNowhere('pay me'),

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

    for (const jid of [BOB, ROOM]) expect(page.bodies(jid)).not.to.include('pay me');
    for (const element of [page.bob, page.room]) expect(messagesIn(element)).to.have.lengthOf(0);
  },

  'forward-01': shownNowhere('spoof'),
  'mam-02': shownNowhere('old lie'),
  'mam-05': shownNowhere('old lie'),

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
    void page.session.sendMessage(ROOM as Jid, 'what I wrote', 'MY-PENDING').then(() => (isSent = true));
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
    const before = [server.sent.length, server.requests.length];

    const resources = Array.from({ length: 50 }, (_, index) =>
      input.replace('evil.example/x', `evil.example/${index}`),
    );
    await page.receive(input, ...resources);

    expect([server.sent.length, server.requests.length]).to.deep.equal(before);
  },

  'presence-04': async (input) => {
    const page = await alicesPage();

    await page.receive(input);

    expect(page.session.stores.presences.of(BOB as BareJid)).to.include({ priority: 127, show: 'available' });
    expect(page.bob.shadowRoot?.querySelector('[part=subject]')?.textContent?.trim()).to.equal('Online');
  },

  'correction-01': bobsMessageStays,
  'retract-01': bobsMessageStays,

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
    const vibrate = stub(navigator, 'vibrate');
    const notified = stub(window, 'Notification');
    const play = stub(HTMLMediaElement.prototype, 'play');
    const sound = stub(window, 'AudioContext');

    await page.receive(input);

    for (const fake of [vibrate, notified, play, sound]) expect(fake.called).to.equal(false);
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
