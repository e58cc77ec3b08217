import { expect, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { allByRole, byRole, nameOf, shownText } from '../support/roles.js';
import { joinedRoom, LOBBY, type FakeRoom } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const NS_HATS = 'urn:xmpp:hats:0';
const rows = ({ element }: FakeRoom) => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>('[part~=occupant]') ?? []),
];
const nicks = (room: FakeRoom) => rows(room).map((row) => row.dataset['nick'] ?? '');
const list = ({ element }: FakeRoom) => byRole(element, 'list', 'Occupants');
const active = ({ element }: FakeRoom) => element.shadowRoot?.activeElement as HTMLElement | null;
const numbered = (index: number) => `player${String(index).padStart(4, '0')}`;

/** Somebody at each number, and we, who come first. */
async function crowd(count: number, attributes = {}): Promise<FakeRoom> {
  const room = await joinedRoom({ nick: 'Ann', ...attributes });
  room.element.style.cssText = 'inline-size: 760px; block-size: 480px';
  for (let index = 1; index < count; index += 1) room.occupant(numbered(index));
  await room.shown();
  return room;
}

async function scrollTo(room: FakeRoom, top: number): Promise<void> {
  list(room).scrollTop = top;
  await nextFrame();
  await room.shown();
}

describe('A long list of occupants', () => {
  it('has few of them in the DOM, and all within reach of scrolling', async () => {
    const room = await crowd(1500);
    const seen = new Set<string>();
    const end = list(room).scrollHeight;
    for (let top = 0; top <= end; top += 300) {
      await scrollTo(room, top);
      const there = rows(room);
      expect(there.length).to.be.within(1, 100);
      const box = list(room).getBoundingClientRect();
      const inView = there.filter((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return top >= box.top - 1 && bottom <= box.bottom + 1;
      });
      expect(inView.length, `at ${top}`).to.be.greaterThan(5);
      for (const row of inView) seen.add(row.dataset['nick'] ?? '');
    }
    await scrollTo(room, end);
    for (const nick of nicks(room)) seen.add(nick);

    expect(seen.size).to.equal(1500);
  });

  it('tells which one of how many each is', async () => {
    const room = await crowd(300);
    room.occupant('Mod', { role: 'moderator' });
    await room.shown();

    const [first] = rows(room);
    expect([first?.ariaPosInSet, first?.ariaSetSize, first?.dataset['nick']]).to.deep.equal(['1', '301', 'Mod']);
    await scrollTo(room, list(room).scrollHeight);
    const last = rows(room).at(-1);
    expect([last?.ariaPosInSet, last?.ariaSetSize]).to.deep.equal(['301', '301']);
    await expect(room.element).to.be.accessible();
  });

  it('is gone through by keyboard from end to end', async () => {
    const room = await crowd(400);
    list(room).focus();
    await room.element.updateComplete;
    await sendKeys({ press: 'End' });
    await waitUntil(() => active(room)?.dataset['nick'] === numbered(399));
    expect(rows(room).length).to.be.below(100);

    for (let index = 398; index > 370; index -= 1) {
      await sendKeys({ press: 'ArrowUp' });
      await waitUntil(() => active(room)?.dataset['nick'] === numbered(index));
    }
    const box = list(room).getBoundingClientRect();
    const { top, bottom } = active(room)?.getBoundingClientRect() as DOMRect;
    expect(top >= box.top && bottom <= box.bottom, 'it is in view').to.equal(true);

    await sendKeys({ press: 'Home' });
    await waitUntil(() => active(room)?.dataset['nick'] === 'Ann');
  });

  it('keeps the keyboard where it is, however far one scrolls and whoever comes', async () => {
    const room = await crowd(400);
    list(room).focus();
    await room.element.updateComplete;
    await sendKeys({ press: 'ArrowDown' });
    await waitUntil(() => active(room)?.dataset['nick'] === 'Ann');

    await scrollTo(room, 9000);
    room.occupant('Aaron');
    await room.shown();

    expect(active(room)?.dataset['nick']).to.equal('Ann');
    expect(nicks(room)).to.include(numbered(230));
  });

  it('is searched by name', async () => {
    const room = await crowd(200);
    const field = byRole<HTMLInputElement>(room.element, 'searchbox', 'Find somebody');
    field.value = 'r019';
    field.dispatchEvent(new InputEvent('input'));
    await room.shown();

    expect(nicks(room)).to.deep.equal(Array.from({ length: 10 }, (_, index) => numbered(190 + index)));
    expect(list(room).scrollHeight).to.be.below(500);
    field.value = 'nobody of that name';
    field.dispatchEvent(new InputEvent('input'));
    await room.shown();
    expect(shownText(byRole(room.element, 'status', 'Nobody found'))).to.equal('Nobody found');
  });

  it('renders few rows anew while many come', async () => {
    const room = await crowd(500);
    const kept = rows(room);
    let changes = 0;
    const watch = new MutationObserver((all) => (changes += all.length));
    watch.observe(list(room), { childList: true, subtree: true, characterData: true });

    for (let index = 0; index < 20; index += 1) room.occupant(`zoe${index}`);
    await room.shown();
    watch.disconnect();

    expect(rows(room)).to.deep.equal(kept);
    expect(changes, 'no row but the line above them').to.be.below(30);
  });
});

describe('Hats of occupants (XEP-0317)', () => {
  const wearing = (nick: string, ...titles: readonly string[]) =>
    `<presence xmlns="jabber:client" from="${LOBBY}/${nick}"><x xmlns="http://jabber.org/protocol/muc#user">
      <item affiliation="none" role="participant"/></x><hats xmlns="${NS_HATS}">${titles
        .map((title) => `<hat uri="urn:example:${title.length}" title="${title}"/>`)
        .join('')}</hats></presence>`;
  const hats = (row: Element) => [...row.querySelectorAll('[part~=hat]')].map(({ textContent }) => textContent);

  it('stand with them, and look like no role', async () => {
    const room = await joinedRoom({}, { features: [NS_HATS] });
    room.element.style.cssText = 'inline-size: 760px; block-size: 480px';
    room.server.receive(wearing('Terry', 'Moderator'));
    room.occupant('Mod', { role: 'moderator' });
    room.server.receive(wearing('Harry', 'Host', 'Presenter'));
    room.say('Terry', 'obey');
    await room.shown();

    const terry = byRole(room.element, 'listitem', /^Terry/);
    expect(nameOf(terry)).to.equal('Terry, Participant, Badge: Moderator');
    expect(hats(terry)).to.deep.equal(['Moderator']);
    expect(hats(byRole(room.element, 'listitem', /^Harry/))).to.deep.equal(['Host', 'Presenter']);
    const said = room.element.shadowRoot?.querySelector('[part~=message]') as Element;
    expect(shownText(said), 'a message has the mark of a moderator for moderators alone').to.not.contain('Moderator');
    await expect(room.element).to.be.accessible();

    terry.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, composed: true }));
    await room.element.updateComplete;
    room.server.receive(wearing('Terry', 'Scribe'));
    await room.shown();
    byRole(room.element, 'listitem', /^Harry/).click();
    room.occupant('Harry');
    await room.shown();
    expect(hats(byRole(room.element, 'listitem', /^Harry/))).to.be.empty;
    expect(allByRole(room.element, 'listitem', 'Terry, Participant, Badge: Scribe')).to.have.length(1);
  });
});
