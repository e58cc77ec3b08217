import { expect } from '@open-wc/testing';
import { recallNick } from '../../src/session/nick-memory.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { fakeRoom, LOBBY, type FakeRoom } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

/** A guest who reads. */
async function reader(attributes = {}): Promise<FakeRoom> {
  const room = await fakeRoom({ spectator: true, nick: '', ...attributes });
  await room.admit();
  return room;
}

const ownNick = ({ session }: FakeRoom) => [...session.stores.rooms.value.values()][0]?.nick ?? '';
const alert = ({ element }: FakeRoom) => element.shadowRoot?.querySelector('[role=alert]');

/** The room agrees to another nick. */
function rename(room: FakeRoom, nick: string): void {
  const before = ownNick(room);
  room.server.receive(`<presence xmlns="jabber:client" type="unavailable" from="${LOBBY}/${before}">
    <x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="none" role="participant" nick="${nick}"/>
    <status code="303"/><status code="110"/></x></presence>`);
  room.occupant(nick, { codes: [110] });
}

async function pressSpeak({ element }: FakeRoom): Promise<void> {
  await waitUntil(() => allByRole(element, 'button', 'Join the conversation').length);
  byRole(element, 'button', 'Join the conversation').click();
}

async function choose({ element }: FakeRoom, nick: string): Promise<void> {
  await waitUntil(() => allByRole(element, 'textbox', 'Nickname').length);
  const field = byRole<HTMLInputElement>(element, 'textbox', 'Nickname');
  field.value = nick;
  field.form?.requestSubmit();
}

describe('A spectator', () => {
  it('reads at once, asked for nothing, under a name that says so', async () => {
    const room = await reader();
    room.say('Nova', 'Hello there');
    await room.shown();

    expect(ownNick(room)).to.match(/^Guest \d{4}$/);
    expect(shownText(byRole(room.element, 'log', 'Messages'))).to.contain('Hello there');
    expect(allByRole(room.element, 'textbox', 'Nickname')).to.be.empty;
    expect(allByRole(room.element, 'textbox', 'Message')).to.be.empty;
    const refusal = await room.element.send('Hi').catch((error: { condition: string }) => error.condition);
    expect(refusal).to.equal('not-in-room');
  });

  it('is heard after one button and a nickname, which is kept', async () => {
    const room = await reader();
    await pressSpeak(room);
    await waitUntil(() => room.element.shadowRoot?.activeElement?.matches('[name=nick]'));
    await choose(room, 'Mira');
    await waitUntil(() => room.server.last('presence')?.getAttribute('to') === `${LOBBY}/Mira`);
    rename(room, 'Mira');

    await waitUntil(() => allByRole(room.element, 'textbox', 'Message').length === 1);
    await waitUntil(() => room.element.shadowRoot?.activeElement?.matches('textarea'));
    void room.element.send('Hi').catch(() => undefined);
    await waitUntil(() => room.server.last('message')?.querySelector('body')?.textContent === 'Hi');

    expect(recallNick(room.session.nickOwner)).to.equal('Mira');
  });

  it('is not asked for a nickname that the page knows', async () => {
    const room = await reader({ nick: 'Player 42' });
    expect(ownNick(room), 'nobody hears of it yet').to.match(/^Guest/);

    await pressSpeak(room);
    await waitUntil(() => room.server.last('presence')?.getAttribute('to') === `${LOBBY}/Player 42`);
    rename(room, 'Player 42');

    await waitUntil(() => allByRole(room.element, 'textbox', 'Message').length === 1);
  });

  it('reads why a nickname is not to be had, and chooses another', async () => {
    const room = await reader();
    await pressSpeak(room);
    await choose(room, 'Nova');
    await waitUntil(() => room.server.last('presence')?.getAttribute('to') === `${LOBBY}/Nova`);

    room.server.receive(`<presence xmlns="jabber:client" type="error" from="${LOBBY}/Nova"
      id="${room.server.last('presence')?.id ?? ''}">
      <error type="cancel"><conflict xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></presence>`);
    await waitUntil(() => alert(room));

    expect(shownText(alert(room) as Element)).to.equal('That nickname is taken.');
    expect(room.element.joined, 'and reads on').to.equal(true);
  });

  it('is given another number where somebody has the first', async () => {
    const room = await fakeRoom({ spectator: true, nick: '' });
    await waitUntil(() => room.server.last('presence')?.getAttribute('to')?.includes('Guest'));
    const first = ownNick(room);

    room.refuse('conflict');
    await waitUntil(() => ownNick(room) !== first);
    await room.admit();

    expect(ownNick(room)).to.match(/^Guest \d{4}$/);
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`meets no barrier that axe knows, ${theme}`, async () => {
      const room = await reader({ theme });
      await waitUntil(() => allByRole(room.element, 'button', 'Join the conversation').length);
      await expect(room.element).to.be.accessible();

      await pressSpeak(room);
      await waitUntil(() => allByRole(room.element, 'textbox', 'Nickname').length);

      await expect(room.element).to.be.accessible();
    });
  }
});
