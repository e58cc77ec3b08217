import { expect } from '@open-wc/testing';
import { useFakeTimers } from 'sinon';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { fakeRoom, joinedRoom, LOBBY, type FakeRoom, type OccupantFacts } from '../support/room.js';
import { turn } from '../support/rooms.js';
import { connectedSession } from '../support/fake-transport.js';
import { waitUntil } from '../support/wait.js';

const NS_VOICE = 'http://jabber.org/protocol/muc#request';
const NS_REGISTER = 'jabber:iq:register';
const MODERATOR = { role: 'moderator' };

const field = (name: string, value: string) => `<field var="${name}"><value>${value}</value></field>`;
/** As Prosody and ejabberd forward it. */
const request = (nick: string, from = LOBBY, jid = `${nick.toLowerCase()}@example.org/1`) =>
  `<message xmlns="jabber:client" from="${from}" type="normal"><x xmlns="jabber:x:data" type="form"><title>Voice Request</title>
    ${field('FORM_TYPE', NS_VOICE)}${field('muc#jid', jid)}${field('muc#roomnick', nick)}${field('muc#role', 'participant')}
    ${field('muc#request_allow', '0')}</x></message>`;
const cards = ({ element }: FakeRoom) =>
  [...(element.shadowRoot?.querySelectorAll('[role=status] .voice') ?? [])].map(shownText);
const fieldsOf = (message: Element | undefined) =>
  [...(message?.getElementsByTagName('field') ?? [])].map((each) => `${each.getAttribute('var')}=${each.textContent}`);
const told = ({ server }: FakeRoom) => fieldsOf(server.sent.findLast((each) => each.querySelector('x[type=submit]')));

async function asking(own: OccupantFacts, ...nicks: string[]): Promise<FakeRoom> {
  const room = await joinedRoom({}, own);
  for (const nick of nicks) {
    room.occupant(nick, { role: 'visitor' });
    room.server.receive(request(nick));
  }
  await room.shown();
  return room;
}

describe('Whoever has no voice', () => {
  it('asks for it with one press, and writes as soon as they have it', async () => {
    const room = await joinedRoom({}, { role: 'visitor' });
    expect(allByRole(room.element, 'textbox', 'Message')).to.be.empty;
    byRole(room.element, 'button', 'Ask to speak').click();
    await waitUntil(() => told(room).length);
    await room.shown();

    expect(told(room)).to.deep.equal([`FORM_TYPE=${NS_VOICE}`, 'muc#role=participant']);
    expect(room.server.last('message')?.getAttribute('to')).to.equal(LOBBY);
    expect(allByRole(room.element, 'button', 'Ask to speak')).to.be.empty;
    expect(shownText(room.element.shadowRoot?.querySelector('.voice') as Element)).to.equal(
      'You have asked. A moderator can let you write.',
    );

    room.occupant('Player 42', { role: 'participant', codes: [110] });
    await room.shown();
    expect(byRole<HTMLTextAreaElement>(room.element, 'textbox', 'Message').disabled).to.equal(false);

    room.occupant('Player 42', { role: 'visitor', codes: [110] });
    await room.shown();
    expect(allByRole(room.element, 'button', 'Ask to speak')).to.have.length(1);
  });

  it('hears that the room did not even pass it on, and can ask again', async () => {
    const room = await joinedRoom({}, { role: 'visitor' });
    byRole(room.element, 'button', 'Ask to speak').click();
    await waitUntil(() => told(room).length);

    room.server
      .receive(`<message xmlns="jabber:client" type="error" from="${LOBBY}" id="${room.server.last('message')?.id}">
      <error type="wait"><resource-constraint xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);
    await room.shown();

    expect(shownText(room.element.shadowRoot?.querySelector('.voice') as Element)).to.equal(
      'You have asked already. Wait a while before you ask again. Ask to speak',
    );
  });

  it('can ask again after a minute in which nobody has said yes: of a no nobody is told', async () => {
    const room = await joinedRoom({}, { role: 'visitor' });
    const buttons = () => allByRole(room.element, 'button', 'Ask to speak');
    const said = () => shownText(room.element.shadowRoot?.querySelector('.voice') as Element);
    await waitUntil(() => buttons().length);
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asks = async () => {
      buttons()[0]?.click();
      for (let turns = 0; buttons().length && turns < 1000; turns += 1) await turn();
      expect(said()).to.equal('You have asked. A moderator can let you write.');
    };

    try {
      await asks();
      clock.tick(59_000);
      await room.shown();
      expect(buttons()).to.have.length(0);
      clock.tick(1000);
      await room.shown();
      expect(said()).to.equal('Nobody has let you write yet. You can ask again. Ask to speak');
      await asks();
    } finally {
      clock.restore();
    }
    expect(room.server.sent.filter((each) => each.querySelector('x[type=submit]'))).to.have.length(2);
  });

  it('keeps what they have begun to write', async () => {
    const room = await joinedRoom();
    const input = byRole<HTMLTextAreaElement>(room.element, 'textbox', 'Message');
    input.value = 'half a sen';
    input.dispatchEvent(new InputEvent('input'));
    room.occupant('Player 42', { role: 'visitor', codes: [110] });
    await room.shown();

    room.occupant('Player 42', { codes: [110] });
    await room.shown();

    expect(byRole<HTMLTextAreaElement>(room.element, 'textbox', 'Message').value).to.equal('half a sen');
  });
});

describe('A moderator', () => {
  it('sees who asks to speak, and lets them, or does not', async () => {
    const room = await asking(MODERATOR, 'Nova', 'Troll');
    expect(cards(room)).to.deep.equal(['Nova asks to speak Approve Deny', 'Troll asks to speak Approve Deny']);

    allByRole(room.element, 'button', 'Approve')[0]?.click();
    await waitUntil(() => cards(room).length === 1);
    expect(told(room)).to.deep.equal([
      `FORM_TYPE=${NS_VOICE}`,
      'muc#role=participant',
      'muc#jid=nova@example.org/1',
      'muc#roomnick=Nova',
      'muc#request_allow=true',
    ]);
    byRole(room.element, 'button', 'Deny').click();
    await waitUntil(() => !cards(room).length);
    expect(told(room).slice(-2)).to.deep.equal(['muc#roomnick=Troll', 'muc#request_allow=false']);
  });

  it('is no longer asked once another moderator has answered, or who asked has gone', async () => {
    const room = await asking(MODERATOR, 'Nova', 'Ben');

    room.occupant('Nova', { role: 'participant' });
    room.gone('Ben');
    await room.shown();

    expect(cards(room)).to.deep.equal([]);
  });

  it('believes the room alone, and of who is here and silent', async () => {
    const room = await asking(MODERATOR);
    room.occupant('Mallory', { role: 'visitor' });
    room.occupant('Nova');

    room.server.receive(request('Mallory', `${LOBBY}/Mallory`));
    room.server.receive(request('Mallory', 'other@rooms.example.org'));
    room.server.receive(request('Mallory').replace('type="normal"', 'type="groupchat"'));
    room.server.receive(request('Nova'));
    room.server.receive(request('Nobody'));
    await room.shown();

    expect(cards(room)).to.deep.equal([]);
    room.server.receive(request('Mallory'));
    await room.shown();
    expect(cards(room)).to.have.length(1);
  });

  it('is shown a few at a time', async () => {
    const room = await asking(MODERATOR, 'A', 'B', 'C', 'D', 'E');

    expect(cards(room)).to.have.length(3);
  });

  it('is the only one who sees it', async () => {
    expect(cards(await asking({}, 'Nova'))).to.deep.equal([]);
  });
});

describe('At the door of a room', () => {
  const destroyed = (room: FakeRoom, jid: string) =>
    room.server
      .receive(`<presence xmlns="jabber:client" type="unavailable" from="${LOBBY}/Player 42"><x xmlns="http://jabber.org/protocol/muc#user">
      <item affiliation="none" role="none"/><destroy jid="${jid}"><reason>We moved</reason></destroy><status code="110"/></x></presence>`);

  it('that is closed, one button leads to the other room', async () => {
    const room = await joinedRoom();
    destroyed(room, 'den@rooms.example.org');
    await room.shown();

    expect(shownText(byRole(room.element, 'alert'))).to.equal('This room was closed. Reason: We moved');
    byRole(room.element, 'button', 'Go to den@rooms.example.org').click();
    await waitUntil(() => room.server.last('presence')?.getAttribute('to') === 'den@rooms.example.org/Player 42');

    expect(room.element.room).to.equal('den@rooms.example.org');
  });

  it('that was closed before they came, it is the same', async () => {
    const room = await fakeRoom();
    await waitUntil(() => room.server.sent.some((sent) => sent.getAttribute('to') === `${LOBBY}/Player 42`));
    room.server.receive(`<presence xmlns="jabber:client" type="error" from="${LOBBY}/Player 42"><error type="cancel">
      <gone xmlns="urn:ietf:params:xml:ns:xmpp-stanzas">xmpp:den@rooms.example.org?join</gone></error></presence>`);
    await room.shown();

    expect(shownText(byRole(room.element, 'alert'))).to.equal('This room was closed.');
    expect(allByRole(room.element, 'button', 'Go to den@rooms.example.org')).to.have.length(1);
  });

  it('that is closed in favour of itself, or of nothing that is a room, nothing is offered', async () => {
    for (const jid of [LOBBY, 'a b@@', '']) {
      const room = await joinedRoom();
      destroyed(room, jid);
      await room.shown();

      expect(allByRole(room.element, 'button', /^Go to/)).to.be.empty;
    }
  });

  const FORM = `<iq xmlns="jabber:client" type="result"><query xmlns="${NS_REGISTER}"><x xmlns="jabber:x:data" type="form">
    <field type="hidden" var="FORM_TYPE"><value>http://jabber.org/protocol/muc#register</value></field>
    <field type="text-single" label="Nickname" var="muc#register_roomnick"><required/></field></x></query></iq>`;
  const failure = `<iq xmlns="jabber:client" type="error"><error type="auth"><registration-required xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`;

  /** A member of the server, whom the room does not know. */
  async function refused(answer: (iq: Element) => string): Promise<FakeRoom> {
    const { name, server } = await connectedSession();
    const room = await fakeRoom({ session: name, anonymous: false, nick: 'Alice' });
    await waitUntil(() => server.last('presence')?.getAttribute('to') === `${LOBBY}/Alice`);
    server.answers.set(NS_REGISTER, answer);
    server.receive(`<presence xmlns="jabber:client" type="error" from="${LOBBY}/Alice">
      <error type="auth"><registration-required xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></presence>`);
    await room.shown();
    return { ...room, server };
  }

  it('for members only, one can ask to be one, and comes in', async () => {
    const room = await refused((iq) =>
      iq.getAttribute('type') === 'get' ? FORM : '<iq xmlns="jabber:client" type="result"/>',
    );
    await waitUntil(() => allByRole(room.element, 'button', 'Ask for membership').length);
    const joins = () => room.server.sent.filter((each) => each.getAttribute('to') === `${LOBBY}/Alice`).length;
    const before = joins();
    byRole(room.element, 'button', 'Ask for membership').click();
    await waitUntil(() => allByRole(room.element, 'textbox', 'Nickname').length);
    byRole<HTMLInputElement>(room.element, 'textbox', 'Nickname').value = 'Alice';

    const form = byRole(room.element, 'form', 'Ask for membership');
    byRole(form, 'button', 'Ask for membership').click();

    await waitUntil(() => joins() > before);
    const sent = room.server.requests.findLast((iq) => iq.firstElementChild?.namespaceURI === NS_REGISTER);
    expect(fieldsOf(sent)).to.deep.equal([
      'FORM_TYPE=http://jabber.org/protocol/muc#register',
      'muc#register_roomnick=Alice',
    ]);
  });

  it('that takes nobody, nothing is offered', async () => {
    const room = await refused(() => failure);

    await waitUntil(() => room.server.requests.some((iq) => iq.firstElementChild?.namespaceURI === NS_REGISTER));
    await room.shown();

    expect(shownText(byRole(room.element, 'alert'))).to.equal('This room is for members only.');
    expect(allByRole(room.element, 'button', 'Ask for membership')).to.be.empty;
  });

  it('nothing is offered to guests, who have another address tomorrow', async () => {
    const room = await fakeRoom();
    await waitUntil(() => room.server.sent.some((sent) => sent.getAttribute('to') === `${LOBBY}/Player 42`));
    room.server.answers.set(NS_REGISTER, () => FORM);
    room.refuse('registration-required');
    await room.shown();

    expect(room.server.requests.some((iq) => iq.firstElementChild?.namespaceURI === NS_REGISTER)).to.equal(false);
  });
});
