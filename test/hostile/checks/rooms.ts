import { expect } from '@open-wc/testing';
import { spy, stub } from 'sinon';
import type { BareJid, Jid } from '../../../src/core/jid.js';
import { alicesPage, BOB, messagesIn, occupant, occupantsIn, ROOM, type AlicesPage } from '../alices-page.js';
import { bodyOf, type Check, type Checks } from '../entries.js';
import { waitUntil } from '../../support/wait.js';

const namesOf = (page: AlicesPage) =>
  occupantsIn(page.room).map((item) => item.querySelector('.name')?.textContent ?? '');
const authorsIn = (page: AlicesPage) => messagesIn(page.room).map(({ author }) => author);
const nobodyNew = ['al (you)', 'bob'];

/** Somebody who looks like bob is there, apart from him, and marked; so is what they say. */
const looksLikeBob =
  (nick: string): Check =>
  async (input) => {
    const page = await alicesPage();

    await page.receive(input);
    await page.say('bob', 'hello');
    await page.say(nick, 'hello');

    const items = occupantsIn(page.room).map((item) => item.getAttribute('aria-label') ?? '');
    expect(items.slice(0, 2)).to.deep.equal(['al (you), Participant', 'bob, Participant']);
    expect(items.slice(2)).to.have.lengthOf(1);
    expect(items[2]).to.match(/, Participant, Looks like bob$/);
    const rows = messagesIn(page.room).map(({ element }) => element.querySelector('.tag')?.textContent);
    expect(rows).to.deep.equal([undefined, 'Looks like bob']);
    expect(page.room.occupants.map((each) => each.nick))
      .to.include(nick)
      .and.include('bob');
  };

/** Somebody of this nick is there as anybody else, and may speak. */
const isShown =
  (nick: string): Check =>
  async (input) => {
    const page = await alicesPage();

    await page.receive(input);
    await page.say(nick, 'hello');

    expect(namesOf(page).sort()).to.deep.equal([...nobodyNew, nick].sort());
    expect(authorsIn(page)).to.deep.equal([nick]);
  };

/** Rooms, their occupants, and whoever pretends to be one. */
export const roomChecks: Checks = {
  'presence-08': async (input) => {
    const page = await alicesPage();

    await page.receive(input);

    expect(page.room.occupants.map(({ nick }) => nick)).to.deep.equal(['al', 'bob']);
    expect(namesOf(page)).to.deep.equal(nobodyNew);
  },

  'nick-01': looksLikeBob('bob\u200b'),
  'nick-02': looksLikeBob('bоb'),

  'nick-04': async (input) => {
    const page = await alicesPage();
    const said = (id: string) =>
      `<message xmlns="jabber:client" from="${ROOM}/al" type="groupchat" id="${id}"><body>${id}</body>
        <delay xmlns="urn:xmpp:delay" from="${ROOM}" stamp="2020-01-01T00:00:00Z"/></message>`;
    await page.room.leave();
    await page.deliver(gone('al', 110));

    await page.deliver(input, said('while out'));
    expect(page.room.joined).to.equal(false);
    expect(page.bodies(ROOM)).to.deep.equal([]);
    page.room.nick = 'alice';
    const joined = page.room.join();
    await entering(page);
    await page.deliver(input, occupant('alice', { codes: [110] }), said('history'));
    await joined;
    await page.say('al', 'live');

    expect(messagesIn(page.room).map(({ body, isOwn }) => [body, isOwn])).to.deep.equal([
      ['history', false],
      ['live', false],
    ]);
    expect(page.messages(ROOM).some(({ isOwn }) => isOwn)).to.equal(false);
  },

  'nick-05': isShown('__proto__'),
  'nick-06': isShown('constructor'),

  'nick-09': async (input) => {
    const page = await alicesPage();
    const nick = 'a'.repeat(1000);

    await page.receive(input);
    await page.say(nick, 'hello');

    const names = occupantsIn(page.room).map((item) => item.querySelector<HTMLElement>('bdi'));
    const authors = messagesIn(page.room).map(({ element }) => element.querySelector<HTMLElement>('[part=author]'));
    const inner = [
      ...(page.room.shadowRoot?.querySelectorAll<HTMLElement>('section, .main, .column, .log, aside, ul') ?? []),
    ];
    for (const name of [...names, ...authors]) expect(name && getComputedStyle(name).textOverflow).to.equal('ellipsis');
    for (const box of [page.room, ...inner]) expect(box.scrollWidth, box.className).to.be.at.most(box.clientWidth);
    expect(occupantsIn(page.room).map(({ offsetHeight }) => offsetHeight < 80)).to.deep.equal([true, true, true]);
  },

  'nick-12': async (input) => {
    const page = await alicesPage();

    await page.receive(input);
    await page.say('bob', 'everyone: look here');
    await page.say('everyone', 'hello all, @everyone @all @here');
    await page.say('bob', 'al: and you too');

    const isMention = messagesIn(page.room).map(({ element }) => element.classList.contains('mention'));
    expect(isMention).to.deep.equal([false, false, true]);
  },

  'muc-02': async (input) => {
    const page = await alicesPage();

    await page.receive(input);

    // As somebody's words, that of the room: not as ours, nor as those that tell what happened.
    const words = 'System: enter your password at https://evil.example';
    expect(messagesIn(page.room).map(({ author, body }) => [author, body])).to.deep.equal([['room', words]]);
    const ours = page.room.shadowRoot?.querySelectorAll('[part~=notice], [part~=banner], [role=alert], [role=status]');
    for (const element of ours ?? []) expect(element.textContent).not.to.contain('password');
    expect(page.conversation(ROOM)?.type).to.equal('groupchat');
  },

  'muc-03': async (input) => {
    const page = await alicesPage();

    await page.receive(input);

    page.expectNothing();
  },

  'muc-05': async (input) => {
    const page = await alicesPage();
    const invited = stub();
    page.room.parentElement?.addEventListener('xmpp-invite', invited);
    const { length } = page.server.sent;

    await page.receive(input);

    await waitUntil(() => page.text().includes('mallory@evil.example'), 'who invites is named');
    expect(invited.callCount, 'the page is told, and decides').to.equal(1);
    expect(page.server.sent, 'nobody hears of it').to.have.lengthOf(length);
    expect([...page.session.stores.rooms.value.keys()]).to.deep.equal([ROOM]);
    expect(page.text(), 'text is text').to.contain('<b>urgent</b>');
  },

  'muc-07': async (input) => {
    const page = await alicesPage();
    await page.say('bob', 'first');

    await page.receive(input);
    await page.say('bob', 'last');
    await page.receive(
      input
        .replace('from="room@muc.example.org/bob" stamp', 'from="room@muc.example.org" stamp')
        .replace('old', 'older'),
    );

    expect(messagesIn(page.room).map(({ body }) => body)).to.deep.equal(['first', 'old', 'last', 'older']);
    for (const { at } of page.messages(ROOM)) expect(at).to.be.at.most(Date.now());
    const shown = messagesIn(page.room).map(({ element }) => element.querySelector('time')?.dateTime ?? '');
    for (const time of shown) expect(Date.parse(time)).to.be.at.most(Date.now());
  },

  'muc-09': async (input) => {
    const page = await alicesPage();

    await page.receive(input, input.replace('/bob', '/mallory').replace('>x<', '>y<'));

    expect(page.messages(ROOM).map(({ occupantId }) => occupantId)).to.deep.equal([undefined, undefined]);
    expect(authorsIn(page)).to.deep.equal(['bob', 'mallory']);
  },

  'muc-10': async (input) => {
    const page = await alicesPage();

    await page.receive(input);

    // Words that bob claims are alice's stand in his message, and nowhere else.
    const [message] = messagesIn(page.room);
    expect(message?.author).to.equal('bob');
    // As a quotation, which has lost its mark.
    expect(`> ${message?.body}`.replace('see', '\nsee')).to.equal(bodyOf(input));
    expect(page.text()).to.contain('Message not available');
    expect(page.text().split('I agree to pay')).to.have.lengthOf(2);
  },

  'muc-11': async () => {
    const page = await alicesPage();
    const renders = spy(page.room, 'render' as never);
    const many = Array.from({ length: 5000 }, (_, index) => occupant(`n${index}`));

    await page.deliver(...many);

    expect(page.room.occupants).to.have.lengthOf(5002);
    expect(occupantsIn(page.room)).to.have.length.at.most(100);
    for (let index = 0; index < 200; index += 1) page.server.receive(gone(`n${index}`));
    for (let index = 0; index < 200; index += 1) page.server.receive(occupant(`n${index}`));
    await page.shown();
    // A few frames, and in none of them everybody.
    expect(renders.callCount).to.be.at.most(8);
    expect(page.room.shadowRoot?.querySelectorAll('.note')).to.have.length.at.most(1);
    expect(page.conversation(ROOM)?.entries).to.have.length.at.most(1);

    await page.room.leave();
    await page.deliver(gone('al', 110));
    expect(page.session.stores.occupants.value.get(ROOM as BareJid)?.byNick.size).to.equal(0);
    expect(occupantsIn(page.room)).to.have.lengthOf(0);
  },

  'retract-04': async (input) => {
    const page = await alicesPage();
    await page.receive(`<message xmlns="jabber:client" from="${ROOM}/bob" type="groupchat" id="b1"><body>from bob</body>
      <stanza-id xmlns="urn:xmpp:sid:0" by="${ROOM}" id="SID-BOB"/></message>`);

    await page.receive(input);

    expect(messagesIn(page.room).map(({ body }) => body)).to.deep.equal(['from bob']);
  },

  'reaction-01': async (input) => {
    const page = await alicesPage();
    const reactions: (readonly string[])[] = [];
    page.session.onEvent((event) => event.kind === 'reactions-changed' && reactions.push(event.emojis));
    await page.receive(`<message xmlns="jabber:client" from="${ROOM}/bob" type="groupchat" id="b1"><body>from bob</body>
      <stanza-id xmlns="urn:xmpp:sid:0" by="${ROOM}" id="SID-BOB"/></message>`);

    await page.receive(input);

    expect(reactions).to.have.lengthOf(1);
    expect(reactions[0]).to.have.lengthOf(20);
    for (const emoji of reactions[0] ?? []) expect(emoji).to.match(/^\p{Emoji_Presentation}$/u);
    expect(messagesIn(page.room).map(({ body }) => body)).to.deep.equal(['from bob']);
    expect(page.text()).not.to.contain('evil.example');
  },

  'flood-02': async (input) => {
    const page = await alicesPage();
    const renders = spy(page.contacts, 'render' as never);
    const notified = stub(window, 'Notification');
    const write = spy(Storage.prototype, 'setItem');

    await page.deliver(...Array.from({ length: 10_000 }, (_, index) => input.replace('{0..9999}', String(index))));

    const conversations = [...page.session.stores.conversations.value.keys()];
    expect(conversations).to.have.length.within(10, 250);
    expect(page.contacts.contacts).to.have.length.at.most(250);
    expect(page.contacts.shadowRoot?.querySelectorAll('li')).to.have.length.at.most(250);
    expect(renders.callCount).to.be.at.most(4);
    expect(notified.callCount).to.be.at.most(1);
    expect(write.callCount).to.be.at.most(1);
    // Those whom alice knows still get through.
    await page.bobWrites('are you there?');
    expect(page.bodies(BOB)).to.deep.equal(['are you there?']);
  },
};

function gone(nick: string, code?: number): string {
  const status = code ? `<status code="${code}"/>` : '';
  return `<presence xmlns="jabber:client" type="unavailable" from="${ROOM}/${nick}">
    <x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="none" role="none"/>${status}</x></presence>`;
}

async function entering({ session }: AlicesPage): Promise<void> {
  await waitUntil(() => session.stores.rooms.value.get(ROOM as Jid as BareJid)?.state === 'entering');
}
