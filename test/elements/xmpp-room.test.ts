import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import sinon from 'sinon';
import type { XmppRoomElement } from '../../src/elements/xmpp-room.js';
import { allByRole, byRole, nameOf, shownText } from '../support/roles.js';
import { fakeRoom, joinedRoom, LOBBY, type FakeRoom } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const textOf = ({ element }: FakeRoom) => shownText(byRole(element, 'region'));
const nicknameIn = ({ element }: FakeRoom) => byRole<HTMLInputElement>(element, 'textbox', 'Nickname');

async function enterAs(room: FakeRoom, nick: string): Promise<void> {
  nicknameIn(room).value = nick;
  byRole(room.element, 'button', 'Join').click();
  await room.shown();
}

describe('<xmpp-room>', () => {
  it('has its name beside its picture, also where its page reads from right to left and its name does not', async () => {
    const { element } = await joinedRoom({ lang: 'ar' });
    await waitUntil(() => element.dir === 'rtl');
    await element.updateComplete;
    const box = (selector: string) => element.shadowRoot?.querySelector(selector)?.getBoundingClientRect() as DOMRect;

    expect(box('header .avatar').left - box('[part=title] button').right).to.be.within(0, 24);
  });

  describe('at the door', () => {
    it('says that an address is malformed, and tells the page', async () => {
      const room = await fakeRoom();
      const told = oneEvent<HTMLElementEventMap['xmpp-error']>(room.element, 'xmpp-error');

      room.element.room = 'not a @ room';

      expect((await told).detail.condition).to.equal('jid-malformed');
      await room.shown();
      expect(shownText(byRole(room.element, 'alert'))).to.equal('This is not a valid address.');
    });

    it('says that a service is malformed, and tells the page', async () => {
      const told: string[] = [];
      const onError = (event: HTMLElementEventMap['xmpp-error']) => told.push(event.detail.condition);
      document.body.addEventListener('xmpp-error', onError);

      const element = await fixture<XmppRoomElement>(
        html`<xmpp-room
          session="malformed"
          room=${LOBBY}
          service="ftp://x"
          domain="example.org"
          anonymous
        ></xmpp-room>`,
      );

      expect(told).to.deep.equal(['invalid-service']);
      expect(shownText(byRole(element, 'alert'))).to.contain('not valid');
      document.body.removeEventListener('xmpp-error', onError);
    });

    it('waits where nobody has signed in', async () => {
      const room = await fakeRoom({ anonymous: false });

      expect(textOf(room)).to.contain('Sign in to chat');
      expect(allByRole(room.element, 'alert')).to.have.length(0);
    });

    it('connects when asked to, where the page wants that', async () => {
      const room = await fakeRoom({ noAutoConnect: true });
      expect(room.server.attempts).to.have.length(0);

      byRole(room.element, 'button', 'Connect').click();
      await room.admit();

      expect(room.element.status).to.equal('online');
    });

    it('comes in by the site’s word, and says what helps where that fails', async () => {
      const site = sinon.stub(window, 'fetch');
      site.onFirstCall().resolves(new Response('', { status: 401 }));
      site.onSecondCall().resolves(Response.json({ jid: 'alice@example.org', token: 't' }));
      const room = await fakeRoom({ anonymous: false, noAutoConnect: true });
      room.element.tokenUrl = '/token';
      room.element.noAutoConnect = false;

      await waitUntil(() => room.element.status === 'failed');
      await room.shown();
      expect(shownText(byRole(room.element, 'alert'))).to.equal(
        'This site did not sign you in to the chat. Sign in to the site again.',
      );
      byRole(room.element, 'button', 'Try again').click();
      await waitUntil(() => room.element.status === 'online');
      site.restore();
    });

    it('shows that it is connecting, under the room’s name', async () => {
      const room = await fakeRoom({ nick: '' });
      room.server.hold = new Promise(() => {});
      await room.element.disconnect();

      void room.element.connect();
      await room.shown();

      expect(shownText(byRole(room.element, 'heading'))).to.equal('lobby');
      expect(byRole<HTMLTextAreaElement>(room.element, 'textbox', 'Message').placeholder).to.equal('Connecting…');
    });

    it('says why it could not connect, and tries again', async () => {
      const room = await fakeRoom({ noAutoConnect: true });
      room.server.refusal = 'service-unreachable';
      await room.element.connect().catch(() => undefined);
      await room.shown();
      expect(shownText(byRole(room.element, 'alert'))).to.contain('cannot be reached');

      room.server.refusal = undefined;
      byRole(room.element, 'button', 'Try again').click();
      await room.admit();

      expect(byRole(room.element, 'log', 'Messages')).to.exist;
    });

    it('asks a guest for a nickname, and goes on in the composer', async () => {
      const room = await fakeRoom({ nick: '' });
      await waitUntil(() => allByRole(room.element, 'textbox', 'Nickname').length);

      nicknameIn(room).focus();
      await enterAs(room, 'Nova');
      await room.admit();

      expect(room.server.last('presence')?.getAttribute('to')).to.equal(`${LOBBY}/Nova`);
      expect(room.element.shadowRoot?.activeElement?.getAttribute('aria-label')).to.equal('Message');
    });

    it('says that a nickname is missing', async () => {
      const room = await fakeRoom({ nick: '' });
      await waitUntil(() => allByRole(room.element, 'textbox', 'Nickname').length);

      await enterAs(room, '   ');

      expect(shownText(byRole(room.element, 'alert'))).to.equal('Choose a nickname first.');
    });

    it('proposes another nickname where the wished one is taken', async () => {
      const room = await fakeRoom();
      await waitUntil(() => room.server.sent.some((sent) => sent.getAttribute('to') === `${LOBBY}/Player 42`));

      const told = oneEvent<HTMLElementEventMap['xmpp-error']>(room.element, 'xmpp-error');
      room.refuse('conflict');
      expect((await told).detail).to.include({ condition: 'conflict', message: 'That nickname is taken.' });
      await room.shown();

      expect(shownText(byRole(room.element, 'alert'))).to.equal('That nickname is taken.');
      expect(nicknameIn(room).value).to.equal('Player 43');
      byRole(room.element, 'button', 'Join').click();
      await room.admit();
      expect(room.session.stores.rooms.value.get(LOBBY as never)?.nick).to.equal('Player 43');
    });

    it('asks for the room’s password, and keeps it while another nickname is sought', async () => {
      const room = await fakeRoom();
      await waitUntil(() => room.server.sent.some((sent) => sent.getAttribute('to') === `${LOBBY}/Player 42`));
      room.refuse('not-authorized');
      await room.shown();

      const password = byRole<HTMLInputElement>(room.element, 'password', 'Room password');
      password.value = 'open sesame';
      byRole(room.element, 'button', 'Join').click();
      await waitUntil(() => room.server.last('presence')?.querySelector('password')?.textContent === 'open sesame');
      room.refuse('conflict');
      await room.shown();
      byRole(room.element, 'button', 'Join').click();
      await room.admit();

      expect(room.server.last('presence')?.querySelector('password')?.textContent).to.equal('open sesame');
    });

    for (const [condition, words] of [
      ['forbidden', 'You are banned from this room.'],
      ['registration-required', 'This room is for members only.'],
    ]) {
      it(`says that there is no way in: ${condition}`, async () => {
        const room = await fakeRoom();
        await waitUntil(() => room.server.sent.some((sent) => sent.getAttribute('to') === `${LOBBY}/Player 42`));

        room.refuse(condition as string);
        await room.shown();

        expect(shownText(byRole(room.element, 'alert'))).to.equal(words);
        expect(allByRole(room.element, 'button', 'Join again')).to.have.length(0);
      });
    }
  });

  describe('inside', () => {
    it('is a region named by the room, with name, subject and the number of occupants', async () => {
      const room = await joinedRoom();
      room.occupant('Nova');
      room.subject('Be nice', 'Nova');
      await room.shown();

      expect(nameOf(byRole(room.element, 'region'))).to.equal('lobby');
      expect(shownText(byRole(room.element, 'heading'))).to.equal('lobby');
      expect(shownText(room.element.shadowRoot?.querySelector('[part=subject]') as Element)).to.equal('Be nice');
      expect(textOf(room)).to.contain('2 here');
      expect(room.element.joined).to.equal(true);
    });

    it('invites to speak first', async () => {
      const room = await joinedRoom();

      expect(textOf(room)).to.contain('No messages yet');
    });

    it('lists the occupants by role, each named by nick and role', async () => {
      const room = await joinedRoom();

      room.occupant('Mira', { show: 'away' });
      room.occupant('Nova', { role: 'moderator' });
      room.occupant('eve', { role: 'visitor' });
      await room.shown();

      expect(allByRole(room.element, 'listitem').map((item) => nameOf(item, 'listitem'))).to.deep.equal([
        'Nova, Moderator',
        'Mira, Participant',
        'Player 42 (you), Participant',
        'eve, Visitor',
      ]);
      const list = shownText(byRole(room.element, 'list', 'Occupants'));
      expect(list).to.contain('Moderators · 1').and.to.contain('Participants · 2').and.to.contain('Visitors · 1');
      expect(list).to.contain('Away');
    });

    it('hides the occupants by a button, or for good', async () => {
      const room = await joinedRoom();
      const button = byRole(room.element, 'button', 'Occupants');
      expect(button.getAttribute('aria-expanded')).to.equal('true');

      button.click();
      await room.shown();
      expect(allByRole(room.element, 'list')).to.have.length(0);
      room.element.noOccupants = true;
      await room.shown();

      expect(allByRole(room.element, 'button', 'Occupants')).to.have.length(0);
    });

    it('has one column where it is narrow: the occupants are a sheet', async () => {
      const room = await joinedRoom();
      room.element.style.inlineSize = '344px';
      await waitUntil(() => !allByRole(room.element, 'list').length, 'the list is away');

      byRole(room.element, 'button', 'Occupants').click();
      await room.shown();
      const sheet = byRole(room.element, 'list', 'Occupants');
      expect(sheet.getBoundingClientRect().width).to.be.above(300);
      room.element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
      await room.shown();

      expect(allByRole(room.element, 'list')).to.have.length(0);
    });

    it('has no header or composer where the page wants none', async () => {
      const room = await joinedRoom({ noHeader: true, noComposer: true });

      expect(allByRole(room.element, 'heading')).to.have.length(0);
      expect(allByRole(room.element, 'textbox')).to.have.length(0);
      expect(nameOf(byRole(room.element, 'region'))).to.equal('lobby');
    });

    it('says who is writing', async () => {
      const room = await joinedRoom();

      room.server.receive(`<message xmlns="jabber:client" type="groupchat" from="${LOBBY}/Mira">
        <composing xmlns="http://jabber.org/protocol/chatstates"/></message>`);
      await room.shown();

      expect(textOf(room)).to.contain('Mira is typing…');
    });

    it('gives the page plain copies of the occupants', async () => {
      const room = await joinedRoom();

      const [self] = room.element.occupants;

      expect(structuredClone(self)).to.include({ nick: 'Player 42', role: 'participant', affiliation: 'none' });
    });

    it('tells the page who comes and goes, but not who was there', async () => {
      const room = await fakeRoom();
      const told: string[] = [];
      room.element.addEventListener('xmpp-room-joined', ({ detail }) => told.push(`joined as ${detail.nick}`));
      room.element.addEventListener('xmpp-occupant-joined', ({ detail }) => told.push(`+ ${detail.nick}`));
      room.element.addEventListener('xmpp-occupant-left', ({ detail }) => told.push(`- ${detail.nick}`));
      await waitUntil(() => room.server.sent.some((sent) => sent.getAttribute('to') === `${LOBBY}/Player 42`));

      room.occupant('Nova');
      await room.admit();
      room.occupant('Mira');
      room.gone('Nova');

      expect(told).to.deep.equal(['joined as Player 42', '+ Mira', '- Nova']);
    });

    it('sends for the page, and resolves when the room has it', async () => {
      const room = await joinedRoom();

      const sending = room.element.send('Hello');
      await room.shown();
      room.say('Player 42', 'Hello', { id: room.server.last('message')?.id ?? '' });

      expect((await sending).id).to.equal(room.server.last('message')?.id);
    });

    it('sends nothing where we are not in', async () => {
      const room = await fakeRoom({ nick: '' });

      const error: unknown = await room.element.send('Hello').catch((reason: unknown) => reason);

      expect(error).to.include({ condition: 'not-in-room' });
    });

    it('changes subject and nickname for the page', async () => {
      const room = await joinedRoom();

      const setting = room.element.setSubject('Finals');
      room.subject('Finals', 'Player 42');
      await setting;
      const renaming = room.element.changeNick('Nova');
      room.server.receive(`<presence xmlns="jabber:client" type="unavailable" from="${LOBBY}/Player 42">
        <x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="none" role="participant" nick="Nova"/>
        <status code="303"/><status code="110"/></x></presence>`);
      room.occupant('Nova', { codes: [110] });
      await renaming;
      await room.shown();

      expect(textOf(room)).to.contain('Finals');
      expect(nameOf(allByRole(room.element, 'listitem')[0] as HTMLElement)).to.equal('Nova (you), Participant');
    });
  });

  describe('when things go wrong', () => {
    it('reconnects under a banner, with messages and composer as they were', async () => {
      const room = await joinedRoom();
      room.say('Mira', 'Hello');
      await room.shown();
      const { bottom } = (room.element.shadowRoot?.querySelector('[part=message]') as Element).getBoundingClientRect();
      sinon.stub(Math, 'random').returns(0.999);
      room.server.refusal = 'connection-lost';

      room.server.drop();
      await room.shown();
      sinon.restore();

      const banner = byRole(room.element, 'status', /^Reconnecting/);
      expect(shownText(banner)).to.match(
        /^Reconnecting in \d+ s\. Messages are kept and sent when you are back\. Try now$/,
      );
      const row = room.element.shadowRoot?.querySelector('[part=message]') as Element;
      expect(row.getBoundingClientRect().bottom).to.equal(bottom);
      expect(byRole<HTMLTextAreaElement>(room.element, 'textbox', 'Message').disabled).to.equal(false);

      room.server.refusal = undefined;
      byRole(room.element, 'button', 'Try now').click();
      await room.admit();
      expect(allByRole(room.element, 'status', /^Reconnecting/)).to.have.length(0);
      expect(textOf(room)).to.contain('Hello');
    });

    it('keeps the messages when the connection is gone for good, and says why', async () => {
      const room = await joinedRoom();
      room.say('Mira', 'Hello');

      room.server.drop('conflict');
      await room.shown();

      expect(shownText(byRole(room.element, 'alert'))).to.contain('opened elsewhere');
      expect(textOf(room)).to.contain('Hello');
      expect(byRole(room.element, 'button', 'Try again')).to.exist;
    });

    it('says who was kicked and why, and lets them come back', async () => {
      const room = await joinedRoom();

      room.gone('Player 42', { codes: [307, 110], reason: 'No spoilers' });
      await room.shown();

      expect(shownText(byRole(room.element, 'alert'))).to.equal('You were removed from the room. Reason: No spoilers');
      byRole(room.element, 'button', 'Join again').click();
      await room.admit();
      expect(room.element.joined).to.equal(true);
    });

    for (const [codes, words] of [
      [[301, 110], 'You were banned from the room.'],
      [[322, 110], 'This room is now for members only.'],
    ] as const) {
      it(`has no way back: ${words}`, async () => {
        const room = await joinedRoom();

        room.gone('Player 42', { codes });
        await room.shown();

        expect(shownText(byRole(room.element, 'alert'))).to.equal(words);
        expect(allByRole(room.element, 'button', 'Join again')).to.have.length(0);
      });
    }

    it('says that the room was closed', async () => {
      const room = await joinedRoom();

      room.server.receive(`<presence xmlns="jabber:client" type="unavailable" from="${LOBBY}/Player 42">
        <x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="none" role="none"/><destroy/></x></presence>`);
      await room.shown();

      expect(shownText(byRole(room.element, 'alert'))).to.equal('This room was closed.');
    });

    it('stays out after leaving, until one joins again', async () => {
      const room = await joinedRoom();
      const left = oneEvent<HTMLElementEventMap['xmpp-room-left']>(room.element, 'xmpp-room-left');

      await room.element.leave();
      room.gone('Player 42', { codes: [110] });
      expect((await left).detail.room).to.equal(LOBBY);
      await room.shown();
      expect(room.element.joined).to.equal(false);
      byRole(room.element, 'button', 'Join again').click();
      await room.admit();

      expect(room.element.joined).to.equal(true);
    });
  });

  describe('in the document', () => {
    it('stays in the room when it moves', async () => {
      const room = await joinedRoom();
      room.say('Mira', 'Hello');
      await room.shown();
      const sent = room.server.sent.length;
      const elsewhere = document.createElement('div');
      document.body.append(elsewhere);

      elsewhere.append(room.element);
      await room.shown();

      expect(room.server.sent).to.have.length(sent);
      expect(textOf(room)).to.contain('Hello');
      room.say('Mira', 'Still there?');
      await room.shown();
      expect(textOf(room)).to.contain('Still there?');
      elsewhere.remove();
    });

    it('leaves the room a while after it was removed', async () => {
      const room = await joinedRoom();
      const clock = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });

      room.element.remove();
      await clock.tickAsync(10_000);
      clock.restore();

      const goodbye = room.server.last('presence');
      expect(goodbye?.getAttribute('to')).to.equal(`${LOBBY}/Player 42`);
      expect(goodbye?.getAttribute('type')).to.equal('unavailable');
    });

    it('shows another room when the page says so', async () => {
      const room = await joinedRoom();
      room.say('Mira', 'Hello');
      await room.shown();

      room.element.room = 'other@rooms.example.org';
      await room.shown();

      expect(shownText(byRole(room.element, 'heading'))).to.equal('other');
      expect(textOf(room)).not.to.contain('Hello');
    });

    it('speaks the language of the page', async () => {
      const room = await joinedRoom();

      room.element.lang = 'de';
      await waitUntil(() => allByRole(room.element, 'log', 'Nachrichten').length);

      expect(textOf(room)).to.contain('1 hier');
    });
  });
});
