import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { fakeRoom, LOBBY, type FakeRoom, type OccupantFacts } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const NS_INFO = 'http://jabber.org/protocol/disco#info';

const rules = (seconds: string) => () =>
  `<iq xmlns="jabber:client" type="result"><query xmlns="${NS_INFO}"><x xmlns="jabber:x:data" type="result">
    <field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#roominfo</value></field>
    <field var="muc#roominfo_slow_mode_duration" type="text-single"><value>${seconds}</value></field></x></query></iq>`;

async function slowRoom(seconds: string, how: OccupantFacts = {}): Promise<FakeRoom> {
  const room = await fakeRoom({ noAutoConnect: true });
  room.server.answers.set(NS_INFO, rules(seconds));
  await room.element.connect();
  await room.admit(undefined, how);
  return room;
}

const line = ({ element }: FakeRoom) => {
  const pace = element.shadowRoot?.querySelector('.pace > :first-child');
  return pace ? shownText(pace) : undefined;
};
const told = ({ element }: FakeRoom) => element.shadowRoot?.querySelector('.pace [role=status]')?.textContent;
const field = ({ element }: FakeRoom) => byRole<HTMLTextAreaElement>(element, 'textbox', 'Message');
const bodies = ({ server }: FakeRoom) =>
  server.sent.flatMap((each) => (each.localName === 'message' && each.querySelector('body')?.textContent) || []);

async function write(room: FakeRoom, text: string): Promise<void> {
  field(room).focus();
  await sendKeys({ type: text });
  await sendKeys({ press: 'Enter' });
  await room.shown();
}

/** The room says back what was sent last. */
async function echo(room: FakeRoom): Promise<void> {
  const sent = room.server.sent.findLast((each) => each.querySelector('body'));
  room.say('Player 42', sent?.querySelector('body')?.textContent ?? '', { id: sent?.id ?? '' });
  await room.shown();
}

describe('A room in slow mode', () => {
  it('says so before anybody writes', async () => {
    const room = await slowRoom('20');

    expect(line(room)).to.equal('Slow mode: one message every 20 s');
    expect(told(room)).to.equal('');
    await expect(room.element).to.be.accessible();
  });

  for (const odd of ['0', '-5', 'many', '1e9', '99999999', '']) {
    it(`is none where it says “${odd}”`, async () => {
      const room = await slowRoom(odd);

      await write(room, 'one');
      await echo(room);
      await write(room, 'two');

      expect(line(room)).to.equal(undefined);
      expect(bodies(room)).to.deep.equal(['one', 'two']);
    });
  }

  it('keeps what is written too soon, counts, and tells screen readers twice', async () => {
    const room = await slowRoom('2');
    await write(room, 'one');
    await echo(room);
    expect(line(room)).to.equal('You can write again in 2 s');
    expect(told(room)).to.equal('You can write again in 2 s');

    await write(room, 'two');
    expect(bodies(room)).to.deep.equal(['one']);
    expect(field(room).value).to.equal('two');
    expect(byRole<HTMLButtonElement>(room.element, 'button', 'Send').disabled).to.equal(true);
    expect(room.element.shadowRoot?.activeElement).to.equal(field(room));

    await waitUntil(() => line(room) === 'You can write again in 1 s');
    expect(told(room), 'not every second').to.equal('You can write again in 2 s');
    await waitUntil(() => line(room) === 'Slow mode: one message every 2 s');
    expect(told(room)).to.equal('You can write again.');
    await sendKeys({ press: 'Enter' });
    await room.shown();
    expect(bodies(room)).to.deep.equal(['one', 'two']);
  });

  it('has nobody wait for a message that was refused', async () => {
    const room = await slowRoom('20');
    await write(room, 'one');
    room.server
      .receive(`<message xmlns="jabber:client" type="error" from="${LOBBY}" id="${room.server.last('message')?.id}">
      <error type="wait"><policy-violation xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);
    await room.shown();

    expect(line(room)).to.equal('Slow mode: one message every 20 s');
    expect(allByRole(room.element, 'button', 'Try again')).to.have.length(1);
  });

  for (const affiliation of ['owner', 'admin']) {
    it(`is none for an ${affiliation}`, async () => {
      const room = await slowRoom('20', { role: 'moderator', affiliation });

      expect(line(room)).to.equal(undefined);
    });
  }

  it('begins and ends as the room is changed (status 104)', async () => {
    const room = await slowRoom('0');
    const change = async (seconds: string) => {
      room.server.answers.set(NS_INFO, rules(seconds));
      room.server.receive(`<message xmlns="jabber:client" type="groupchat" from="${LOBBY}">
        <x xmlns="http://jabber.org/protocol/muc#user"><status code="104"/></x></message>`);
      await room.shown();
    };

    await change('7');
    await waitUntil(() => line(room) === 'Slow mode: one message every 7 s');
    await change('0');
    await waitUntil(() => line(room) === undefined);
  });
});
