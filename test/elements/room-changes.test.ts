import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { fakeRoom, joinedRoom, LOBBY, type FakeRoom, type OccupantFacts } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const NS_USER = 'http://jabber.org/protocol/muc#user';
const NS_INFO = 'http://jabber.org/protocol/disco#info';

const dialog = ({ element }: FakeRoom) => element.shadowRoot?.querySelector('dialog');
const active = ({ element }: FakeRoom) => element.shadowRoot?.activeElement;
const alerts = ({ element }: FakeRoom) => allByRole(element, 'alert').map(shownText);

async function opened(item: string, room: FakeRoom): Promise<FakeRoom> {
  await waitUntil(() => allByRole(room.element, 'button', 'Room').length, 'there is a menu');
  byRole(room.element, 'button', 'Room').click();
  await room.shown();
  byRole(room.element, 'menuitem', item).click();
  await waitUntil(() => dialog(room)?.querySelector('form'), 'open');
  await room.shown();
  return room;
}

const guest = (own: OccupantFacts = {}) => joinedRoom({}, own);

async function member(own: OccupantFacts = {}): Promise<FakeRoom> {
  const room = await fakeRoom({ anonymous: false, jid: 'alice@example.org', password: 'secret' });
  await room.admit('Ali', own);
  return room;
}

function write(room: FakeRoom, name: string, text: string): void {
  byRole<HTMLInputElement>(room.element, 'textbox', name).value = text;
}

const press = (room: FakeRoom, name: string) => byRole(room.element, 'button', name).click();

describe('Another nickname, by the menu of a room', () => {
  const asked = ({ server }: FakeRoom) =>
    server.sent.findLast(({ localName, attributes }) => localName === 'presence' && attributes.getNamedItem('to'));

  it('is asked for with the one of now, and had when the room says so', async () => {
    const room = await opened('Change nickname', await guest());
    const field = byRole<HTMLInputElement>(room.element, 'textbox', 'Nickname');
    expect(field.value).to.equal('Player 42');
    expect(active(room) === field).to.equal(true);

    write(room, 'Nickname', ' Nova ');
    press(room, 'Save');
    await waitUntil(() => asked(room)?.getAttribute('to') === `${LOBBY}/Nova`);
    room.server.receive(`<presence xmlns="jabber:client" type="unavailable" from="${LOBBY}/Player 42">
      <x xmlns="${NS_USER}"><item nick="Nova" affiliation="none" role="participant"/><status code="303"/><status code="110"/></x></presence>`);
    room.occupant('Nova', { codes: [110] });

    await waitUntil(() => !dialog(room));
    expect(room.session.stores.rooms.value.get(LOBBY as never)?.nick).to.equal('Nova');
  });

  it('stays in the field where somebody has it, which is said', async () => {
    const room = await opened('Change nickname', await guest());
    write(room, 'Nickname', 'Mira');
    press(room, 'Save');
    await waitUntil(() => asked(room)?.getAttribute('to') === `${LOBBY}/Mira`);

    room.server.receive(`<presence xmlns="jabber:client" type="error" from="${LOBBY}/Mira"><error type="cancel">
      <conflict xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></presence>`);

    await waitUntil(() => alerts(room).length);
    expect(alerts(room)).to.deep.equal(['That nickname is taken.']);
    expect(byRole<HTMLInputElement>(room.element, 'textbox', 'Nickname').value).to.equal('Mira');
    expect(room.element.joined).to.equal(true);
  });

  it('is not none', async () => {
    const room = await opened('Change nickname', await guest());
    const before = asked(room);

    write(room, 'Nickname', '  ');
    press(room, 'Save');
    await room.shown();

    const field = byRole(room.element, 'textbox', 'Nickname');
    expect(field.getAttribute('aria-invalid')).to.equal('true');
    const hint = room.element.shadowRoot?.getElementById(field.getAttribute('aria-describedby') ?? '');
    expect(hint?.textContent).to.equal('Choose a nickname');
    expect(asked(room)).to.equal(before);
  });

  it('is not offered to who only reads along', async () => {
    const room = await fakeRoom({ spectator: true, nick: '' });
    await room.admit();
    await waitUntil(() => allByRole(room.element, 'button', 'Room').length, 'there is a menu');

    press(room, 'Room');
    await room.shown();

    expect(allByRole(room.element, 'menuitem').map(shownText)).to.deep.equal(['About this room']);
  });
});

describe('Another subject, by the menu of a room', () => {
  it('is written over the one of now; Escape leaves it', async () => {
    const room = await guest({ role: 'moderator' });
    room.subject('Tea', 'Nova');
    await opened('Change subject', room);
    expect(byRole<HTMLTextAreaElement>(room.element, 'textbox', 'Subject').value).to.equal('Tea');
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !dialog(room));

    await opened('Change subject', room);
    write(room, 'Subject', 'Biscuits <b>');
    room.subject('Coffee', 'Nova');
    await room.shown();
    expect(byRole<HTMLTextAreaElement>(room.element, 'textbox', 'Subject').value, 'not what others say').to.equal(
      'Biscuits <b>',
    );
    press(room, 'Save');
    await waitUntil(() => room.server.last('message')?.querySelector('subject')?.textContent === 'Biscuits <b>');
    room.subject('Biscuits <b>', 'Player 42');

    await waitUntil(() => !dialog(room));
  });

  it('stands below its label', async () => {
    const room = await opened('Change subject', await guest({ role: 'moderator' }));
    const field = byRole(room.element, 'textbox', 'Subject');
    const label = dialog(room)?.querySelector('label') as HTMLElement;

    expect(label.getBoundingClientRect().bottom).to.be.at.most(field.getBoundingClientRect().top);
  });

  it('is for moderators', async () => {
    const room = await opened('Change subject', await guest({ role: 'moderator' }));
    write(room, 'Subject', 'Mine');
    press(room, 'Save');
    await waitUntil(() => room.server.last('message')?.querySelector('subject'));

    room.server
      .receive(`<message xmlns="jabber:client" type="error" from="${LOBBY}" id="${room.server.last('message')?.id}">
      <error type="auth"><forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);

    await waitUntil(() => alerts(room).length);
    expect(alerts(room)).to.deep.equal(['You are not allowed to do that.']);
  });
});

describe('An invitation, by the menu of a room', () => {
  const sent = ({ server }: FakeRoom) => server.sent.filter((each) => each.querySelector('invite'));
  const invited = (room: FakeRoom) => allByRole(room.element, 'status').map(shownText);

  it('goes by way of the room, one after the other', async () => {
    const room = await opened('Invite somebody', await member());
    for (const name of ['bob', 'carol']) {
      write(room, 'Address of whom you invite', `${name}@example.org`);
      write(room, 'Reason (optional)', name === 'bob' ? 'Tea & <b>' : '');
      press(room, 'Invite');
      await waitUntil(() => invited(room).includes(`${name}@example.org has been invited.`));
    }

    const [bob, carol] = sent(room);
    expect(bob?.getAttribute('to')).to.equal(LOBBY);
    expect(bob?.querySelector('invite')?.namespaceURI).to.equal(NS_USER);
    expect(bob?.querySelector('invite')?.getAttribute('to')).to.equal('bob@example.org');
    expect(bob?.querySelector('reason')?.textContent).to.equal('Tea & <b>');
    expect(carol?.querySelector('reason')).to.equal(null);
    expect(byRole<HTMLInputElement>(room.element, 'textbox', 'Address of whom you invite').value).to.equal('');
  });

  it('that is declined is told to who has sent it, once, and no other is', async () => {
    const room = await opened('Invite somebody', await member());
    write(room, 'Address of whom you invite', 'bob@example.org');
    press(room, 'Invite');
    await waitUntil(() => invited(room).includes('bob@example.org has been invited.'));
    const decline = (from: string, by = LOBBY) =>
      room.server.receive(`<message xmlns="jabber:client" from="${by}"><x xmlns="${NS_USER}"><decline from="${from}">
        <reason>Too &lt;b>busy</reason></decline></x></message>`);
    const notices = () => [...(room.element.shadowRoot?.querySelectorAll('.declined') ?? [])].map(shownText);

    decline('mallory@evil.example');
    decline('bob@example.org', `${LOBBY}/Mallory`);
    for (let times = 0; times < 3; times += 1) decline('bob@example.org/phone');
    await waitUntil(() => notices().length);
    await room.shown();

    expect(notices()).to.deep.equal(['bob@example.org does not want to come. Too <b>busy Close']);
    (room.element.shadowRoot?.querySelector('.declined .button') as HTMLElement).click();
    await waitUntil(() => !notices().length);
  });

  it('that the room does not pass on is told, in words', async () => {
    const room = await opened('Invite somebody', await member());
    room.server.answers.set(NS_INFO, () => {
      const id = sent(room).at(-1)?.id ?? '';
      room.server.receive(`<message xmlns="jabber:client" type="error" from="${LOBBY}" id="${id}"><error type="auth">
        <forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);
      return `<iq xmlns="jabber:client" type="result"><query xmlns="${NS_INFO}"/></iq>`;
    });

    write(room, 'Address of whom you invite', 'bob@example.org');
    press(room, 'Invite');

    await waitUntil(() => alerts(room).length);
    expect(alerts(room)).to.deep.equal(['You may not invite anybody to this room.']);
    expect(byRole<HTMLInputElement>(room.element, 'textbox', 'Address of whom you invite').value).to.equal(
      'bob@example.org',
    );
  });

  for (const odd of ['', 'example.org', 'a b@@', 'bob@example.org/phone']) {
    it(`is not sent to “${odd}”`, async () => {
      const room = await opened('Invite somebody', await member());

      write(room, 'Address of whom you invite', odd);
      press(room, 'Invite');
      await room.shown();

      expect(shownText(dialog(room) as Element)).to.contain('This is not a valid address.');
      expect(sent(room)).to.have.length(0);
    });
  }

  for (const theme of ['light', 'dark'] as const) {
    it(`is asked for accessibly, ${theme}`, async () => {
      const room = await member();
      room.element.theme = theme;
      await opened('Invite somebody', room);
      press(room, 'Invite');
      await room.shown();
      await Promise.all((dialog(room) as Element).getAnimations().map(({ finished }) => finished));

      await expect(room.element).to.be.accessible();
    });
  }
});
