import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { joinedRoom, LOBBY, type FakeRoom } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const field = ({ element }: FakeRoom) => byRole<HTMLTextAreaElement>(element, 'textbox', 'Message');
const proposed = ({ element }: FakeRoom) => allByRole(element, 'option').map(shownText);
const chosen = ({ element }: FakeRoom) =>
  allByRole(element, 'option')
    .filter((each) => each.getAttribute('aria-selected') === 'true')
    .map(shownText);
const marked = ({ element }: FakeRoom) =>
  [...(element.shadowRoot?.querySelectorAll('[part~=mention]') ?? [])].map(({ textContent }) => textContent);

async function lobby(...nicks: readonly string[]): Promise<FakeRoom> {
  const room = await joinedRoom();
  room.element.style.cssText = 'inline-size: 760px; block-size: 480px';
  for (const nick of nicks) room.occupant(nick);
  await room.shown();
  return room;
}

async function type(room: FakeRoom, text: string): Promise<void> {
  field(room).focus();
  await sendKeys({ type: text });
  await room.element.updateComplete;
  await room.shown();
}

async function press(room: FakeRoom, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await sendKeys({ press: key });
    await room.element.updateComplete;
  }
}

/** What was sent last, and whom it calls where. */
async function sent(room: FakeRoom): Promise<[body: string, ...references: string[]]> {
  await press(room, 'Enter');
  const message = room.server.sent.findLast((each) => each.querySelector('body'));
  const references = [...(message?.querySelectorAll('reference') ?? [])].map((each) =>
    ['type', 'begin', 'end', 'uri'].map((name) => each.getAttribute(name)).join(' '),
  );
  return [message?.querySelector('body')?.textContent ?? '', ...references];
}

describe('Calling somebody in a room', () => {
  it('proposes people for an @, by keyboard: those that begin so first', async () => {
    const room = await lobby('Nova', 'Noah', 'Anno', 'Mira');
    await type(room, 'hi @no');

    await waitUntil(() => proposed(room).length === 3);
    expect(proposed(room)).to.deep.equal(['Noah', 'Nova', 'Anno']);
    expect(byRole(room.element, 'listbox', 'Occupants')).to.exist;
    expect(chosen(room)).to.deep.equal(['Noah']);
    expect(field(room).getAttribute('aria-activedescendant')).to.equal('proposal-0');
    await expect(room.element).to.be.accessible();

    await press(room, 'ArrowDown', 'Enter');
    expect(field(room).value).to.equal('hi @Nova ');
    expect(proposed(room)).to.be.empty;
    expect(room.element.shadowRoot?.activeElement).to.equal(field(room));
    await type(room, '👋');
    expect(await sent(room)).to.deep.equal(['hi @Nova 👋', `mention 3 8 xmpp:${LOBBY}/Nova`]);
    expect(marked(room)).to.deep.equal(['@Nova']);
  });

  it('takes one by a press, and none after Escape', async () => {
    const room = await lobby('Nova', 'Noah');
    await type(room, '@');
    await waitUntil(() => proposed(room).length === 2);
    await press(room, 'Escape');
    expect(proposed(room)).to.be.empty;
    await type(room, 'n');
    expect(proposed(room)).to.be.empty;

    await type(room, ' @nov');
    await waitUntil(() => proposed(room).length === 1);
    byRole(room.element, 'option', '').click();
    expect(field(room).value).to.equal('@n @Nova ');
  });

  it('completes the beginning of a nick with Tab; of several it asks which', async () => {
    const room = await lobby('Nova', 'Noah', 'Third Witch');
    await type(room, 'thi');
    await press(room, 'Tab');
    expect(field(room).value).to.equal('Third Witch: ');

    await type(room, 'and no');
    await press(room, 'Tab');
    await waitUntil(() => proposed(room).length === 2);
    await press(room, 'ArrowDown', 'Tab');
    expect(field(room).value).to.equal('Third Witch: and Nova ');
    expect(await sent(room)).to.deep.equal([
      'Third Witch: and Nova ',
      `mention 0 11 xmpp:${LOBBY}/Third%20Witch`,
      `mention 17 21 xmpp:${LOBBY}/Nova`,
    ]);
  });

  it('leaves Tab to the page where nobody can be meant', async () => {
    const room = await lobby('Nova');
    await type(room, 'xyz');
    await press(room, 'Tab');

    expect(field(room).value).to.equal('xyz');
    expect(room.element.shadowRoot?.activeElement).to.not.equal(field(room));
  });

  it('calls nobody by a part of a word, nor in an address', async () => {
    const room = await lobby('al', 'alan');
    await type(room, 'also al, mail me@al or @alan');

    expect(await sent(room)).to.deep.equal(['also al, mail me@al or @alan', `mention 23 28 xmpp:${LOBBY}/alan`]);
  });

  it('marks whom a message calls, between styles and links, and is told of it by address', async () => {
    const room = await lobby('Nova');
    const events: boolean[] = [];
    room.element.addEventListener('xmpp-message', ({ detail }) => events.push(detail.mention));
    const say = (body: string, begin: number, end: number, nick: string) =>
      room.server
        .receive(`<message xmlns="jabber:client" type="groupchat" id="${crypto.randomUUID()}" from="${LOBBY}/Nova">
        <body>${body}</body><reference xmlns="urn:xmpp:reference:0" type="mention" begin="${begin}" end="${end}"
        uri="xmpp:${LOBBY}/${nick}"/></message>`);

    say('*hey captain* see https://example.org/captain', 5, 12, 'Player%2042');
    say('beyond the end', 3, 400, 'Mira');
    await room.shown();

    expect(marked(room)).to.deep.equal(['captain']);
    expect(events).to.deep.equal([true, false]);
    expect(room.element.shadowRoot?.querySelector('a')?.textContent).to.equal('https://example.org/captain');
    await expect(room.element).to.be.accessible();
  });
});
