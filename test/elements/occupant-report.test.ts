import { expect } from '@open-wc/testing';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { joinedRoom, LOBBY, NS_OCCUPANT_ID, type FakeRoom } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const NS_INFO = 'http://jabber.org/protocol/disco#info';
const KEEPER = 'keeper@example.org';
const items = ({ element }: FakeRoom) => allByRole(element, 'menuitem').map(shownText);
const row = ({ element }: FakeRoom, nick: string) => byRole(element, 'listitem', new RegExp(`^${nick}\\b`));
const dialog = ({ element }: FakeRoom) => element.shadowRoot?.querySelector('dialog');
const reported = ({ server }: FakeRoom) =>
  server.sent.filter((each) => each.querySelector('report')?.namespaceURI === 'urn:xmpp:reporting:1');

/** A room of Troll, who has said two things, and Nova. */
async function lobby(attributes = {}, contacts: readonly string[] = []): Promise<FakeRoom> {
  const room = await joinedRoom(attributes, { occupantId: 'id-0' });
  const values = contacts.map((jid) => `<value>${jid}</value>`).join('');
  const form = `<x xmlns="jabber:x:data" type="result">
    <field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#roominfo</value></field>
    <field var="muc#roominfo_contactjid">${values}</field></x>`;
  room.server.answers.set(
    NS_INFO,
    () => `<iq xmlns="jabber:client" type="result"><query xmlns="${NS_INFO}"><feature var="${NS_OCCUPANT_ID}"/>
      <feature var="urn:xmpp:sid:0"/>${form}</query></iq>`,
  );
  const { element } = room;
  element.style.cssText = 'inline-size: 760px; block-size: 560px';
  await element.leave();
  room.gone('Player 42', { codes: [110] });
  const entered = element.join();
  await room.admit(undefined, { occupantId: 'id-0' });
  await entered;
  room.occupant('Troll', { occupantId: 'id-2', jid: 'troll@example.org/x' });
  room.occupant('Nova', { occupantId: 'id-1' });
  room.say('Troll', 'buy my coins', { occupantId: 'id-2', stanzaId: 's1' });
  room.say('Nova', 'no', { occupantId: 'id-1', stanzaId: 's2' });
  room.say('Troll', 'last chance', { occupantId: 'id-2', stanzaId: 's3' });
  await room.shown();
  return room;
}

async function open(room: FakeRoom, nick: string): Promise<readonly string[]> {
  row(room, nick).dispatchEvent(new PointerEvent('pointermove', { bubbles: true, composed: true }));
  await room.element.updateComplete;
  row(room, nick).click();
  await waitUntil(() => items(room).length);
  return items(room);
}

async function report(room: FakeRoom, nick: string): Promise<void> {
  await open(room, nick);
  byRole(room.element, 'menuitem', 'Report…').click();
  await waitUntil(() => dialog(room));
}

describe('Somebody in a room who is reported', () => {
  it('is so to nobody where nobody is named, and not to oneself or to them', async () => {
    expect(await open(await lobby(), 'Troll')).to.deep.equal(['Ignore Troll']);
    expect(await open(await lobby({}, ['nonsense@@', 'troll@example.org']), 'Troll')).to.deep.equal(['Ignore Troll']);
    expect(await open(await lobby({}, [KEEPER]), 'Troll')).to.deep.equal(['Ignore Troll', 'Report…']);
  });

  it('is told of in words and by the ids of their messages, to whom the page names', async () => {
    const room = await lobby({ reportTo: KEEPER }, ['owner@example.org']);
    await report(room, 'Troll');
    expect(dialog(room)?.textContent).to.contain(KEEPER);
    byRole<HTMLInputElement>(room.element, 'textbox', /^In your words/).value = ' every day ';
    byRole(room.element, 'button', 'Send report').click();
    await waitUntil(() => reported(room).length);

    const [message] = reported(room);
    const body = message?.querySelector('body')?.textContent ?? '';
    expect(message?.getAttribute('to')).to.equal(KEEPER);
    expect(body.replace(/\[.*?\]/g, '[time]').split('\n')).to.deep.equal([
      'Report: Spam',
      `Room: ${LOBBY}`,
      'Nickname: Troll',
      'XMPP address: troll@example.org/x',
      'Occupant ID: id-2',
      'In the words of the reporter: every day',
      'What was said:',
      '[time] buy my coins',
      '[time] last chance',
    ]);
    const ids = [...(message?.querySelectorAll('stanza-id') ?? [])];
    expect(ids.map((id) => [id.getAttribute('by'), id.getAttribute('id')])).to.deep.equal([
      [LOBBY, 's1'],
      [LOBBY, 's3'],
    ]);
    const told = `Your report was sent to ${KEEPER}.`;
    await waitUntil(() => allByRole(room.element, 'status', told).length, undefined, { timeout: 4000 });
    expect(room.session.stores.ignored.value, 'nobody is ignored unasked').to.be.empty;
    byRole(room.element, 'button', 'Close').click();
    expect(room.element.shadowRoot?.activeElement).to.equal(row(room, 'Troll'));
  });

  it('is ignored as well, if that is wished', async () => {
    const room = await lobby({ reportTo: KEEPER });
    await report(room, 'Troll');
    byRole(room.element, 'checkbox', 'Ignore Troll as well').click();
    byRole(room.element, 'button', 'Send report').click();

    await waitUntil(() => room.session.stores.ignored.value.length === 1, undefined, { timeout: 4000 });
  });

  it('is not, as far as one is told, where the report comes back; what was written stays', async () => {
    const room = await lobby({ reportTo: KEEPER });
    await report(room, 'Troll');
    byRole<HTMLInputElement>(room.element, 'textbox', /^In your words/).value = 'every day';
    byRole(room.element, 'checkbox', 'Ignore Troll as well').click();
    byRole(room.element, 'button', 'Send report').click();
    await waitUntil(() => reported(room).length);
    room.server.receive(`<message xmlns="jabber:client" type="error" from="${KEEPER}" id="${reported(room)[0]?.id}">
      <error type="cancel"><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);

    await waitUntil(() => allByRole(room.element, 'alert').some((alert) => shownText(alert)));
    expect(byRole<HTMLInputElement>(room.element, 'textbox', /^In your words/).value).to.equal('every day');
    expect(room.session.stores.ignored.value).to.be.empty;
    expect(byRole(room.element, 'button', 'Send report')).to.exist;
  });

  it('is so for one message, from its menu', async () => {
    const room = await lobby({ reportTo: KEEPER });
    byRole(room.element, 'log', 'Messages').focus();
    await room.element.updateComplete;
    const log = byRole(room.element, 'log', 'Messages');
    log.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true, composed: true }));
    await room.element.updateComplete;
    const last = [...(room.element.shadowRoot?.querySelectorAll<HTMLElement>('[part~=message]') ?? [])].at(-1);
    last?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
    await waitUntil(() => items(room).includes('Report…'));

    byRole(room.element, 'menuitem', 'Report…').click();
    await waitUntil(() => dialog(room));
    byRole(room.element, 'button', 'Send report').click();

    await waitUntil(() => reported(room).length);
    expect(reported(room)[0]?.querySelectorAll('stanza-id')).to.have.length(1);
    expect(reported(room)[0]?.querySelector('body')?.textContent).to.not.contain('buy my coins');
    // Half faded in, nothing has its colours yet.
    await Promise.all(room.element.shadowRoot?.getAnimations().map(({ finished }) => finished) ?? []);
    await expect(room.element).to.be.accessible();
  });
});
