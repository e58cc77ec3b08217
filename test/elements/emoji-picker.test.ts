import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { EmojiBook, toned } from '../../src/elements/parts/emoji-book.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { joinedRoom, type FakeRoom } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const fieldIn = ({ element }: FakeRoom) => byRole<HTMLTextAreaElement>(element, 'textbox', 'Message');
const buttonIn = ({ element }: FakeRoom) => byRole(element, 'button', 'Emoji');
const searchIn = ({ element }: FakeRoom) => element.shadowRoot?.querySelector<HTMLInputElement>('[type=search]');
const active = ({ element }: FakeRoom) => element.shadowRoot?.activeElement as HTMLElement;
const isOpen = ({ element }: FakeRoom) => allByRole(element, 'dialog', 'Emoji').length === 1;
const named = ({ element }: FakeRoom, name: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(`[role=option][aria-label="${name}"]`) as HTMLElement;
const optionsIn = ({ element }: FakeRoom) => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>('.picker [role=option]') ?? []),
];
const groupsIn = ({ element }: FakeRoom) =>
  allByRole(element, 'group').map((group) => group.getAttribute('aria-label') ?? '');
const proposals = ({ element }: FakeRoom) => allByRole(element, 'option').map(shownText);

async function press(room: FakeRoom, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await sendKeys({ press: key });
    await room.element.updateComplete;
  }
}

async function type(room: FakeRoom, text: string): Promise<void> {
  fieldIn(room).focus();
  await sendKeys({ type: text });
  await room.element.updateComplete;
}

async function open(room: FakeRoom): Promise<void> {
  buttonIn(room).click();
  await waitUntil(() => isOpen(room) && active(room) === searchIn(room));
}

async function search(room: FakeRoom, words: string): Promise<void> {
  await sendKeys({ type: words });
  await room.element.updateComplete;
}

describe('The emojis', () => {
  it('are all drawn in colour, named, and there once', () => {
    const { groups } = new EmojiBook('en');
    const emojis = groups.flat();

    expect(groups).to.have.length(9);
    expect(new Set(emojis.map(({ text }) => text)).size).to.equal(emojis.length);
    for (const { text, names } of emojis) {
      expect(text, names[0]).to.match(/\p{Emoji_Presentation}|\ufe0f/u);
      for (const name of names) expect(name, text).to.match(/^[a-z0-9+-][\p{L}\d+' &().,’-]*$/u);
    }
  });

  it('have a skin tone where they are one person or hand', () => {
    const inTone = ['👍', '✌️', '🤷‍♀️', '🧑‍💻', '👋🏿', '👨‍👩‍👧', '😀', '❤️'].map((text) => toned(text, '🏽'));

    expect(inTone).to.deep.equal(['👍🏽', '✌🏽', '🤷🏽‍♀️', '🧑🏽‍💻', '👋🏿', '👨‍👩‍👧', '😀', '❤️']);
  });

  it('are flags in the language of the reader, without accents too', () => {
    const german = new EmojiBook('de');

    expect(german.search('deutschl')[0]?.text).to.equal('🇩🇪');
    expect(german.search('osterreich')[0]?.label).to.equal('Österreich');
    expect(german.groups.at(-1)?.map(({ text }) => text)).to.not.include('🇿🇿');
  });
});

describe('The emoji picker', () => {
  beforeEach(() => localStorage.removeItem('xmpp-elements:emoji'));

  it('opens within its element, to be searched at once', async () => {
    const room = await joinedRoom();

    await open(room);

    const picker = byRole(room.element, 'dialog', 'Emoji').getBoundingClientRect();
    const box = room.element.getBoundingClientRect();
    expect(buttonIn(room).getAttribute('aria-expanded')).to.equal('true');
    expect(picker.top).to.be.above(box.top);
    expect(picker.bottom).to.be.below(fieldIn(room).getBoundingClientRect().top);
    expect(picker.left).to.be.above(box.left);
    expect(picker.right).to.be.below(box.right);
    expect(groupsIn(room)[0]).to.equal('Smileys');
    expect(groupsIn(room).at(-1)).to.equal('Flags');
  });

  it('stays within an element that is narrow and low', async () => {
    const room = await joinedRoom();
    room.element.style.cssText = 'inline-size: 280px; block-size: 220px';

    await open(room);

    const picker = byRole(room.element, 'dialog', 'Emoji').getBoundingClientRect();
    const box = room.element.getBoundingClientRect();
    expect([picker.left > box.left, picker.right < box.right]).to.deep.equal([true, true]);
    expect([picker.top >= box.top, picker.bottom <= box.bottom]).to.deep.equal([true, true]);
  });

  it('writes what was searched for where the caret stands, and leaves one writing', async () => {
    const room = await joinedRoom();
    await type(room, 'ab');
    fieldIn(room).setSelectionRange(1, 1);
    await open(room);

    await search(room, 'rocket');
    await press(room, 'Enter');

    expect(fieldIn(room).value).to.equal('a🚀b');
    expect(active(room)).to.equal(fieldIn(room));
    expect(fieldIn(room).selectionStart).to.equal('a🚀'.length);
    expect(isOpen(room)).to.equal(false);
    expect(byRole<HTMLButtonElement>(room.element, 'button', 'Send').disabled).to.equal(false);
  });

  it('stays open for more with Shift', async () => {
    const room = await joinedRoom();
    await open(room);

    await search(room, 'rocket');
    await sendKeys({ down: 'Shift' });
    await press(room, 'Enter');
    await sendKeys({ up: 'Shift' });
    await press(room, 'Enter');

    expect(fieldIn(room).value).to.equal('🚀🚀');
    expect(isOpen(room)).to.equal(false);
  });

  it('is gone through with the arrows, from group to group', async () => {
    const room = await joinedRoom();
    await open(room);
    const [first, second] = optionsIn(room) as [HTMLElement, HTMLElement];
    const columnOf = (option: HTMLElement) => Math.round(option.getBoundingClientRect().left);

    await press(room, 'ArrowDown');
    expect(active(room)).to.equal(first);
    await press(room, 'ArrowRight');
    expect(active(room)).to.equal(second);
    expect(optionsIn(room).filter(({ tabIndex }) => tabIndex === 0)).to.deep.equal([second]);
    await press(room, 'ArrowDown');
    const below = active(room);
    expect(below.getBoundingClientRect().top).to.be.above(second.getBoundingClientRect().top);
    expect(columnOf(below)).to.equal(columnOf(second));

    const nextGroup = named(room, 'thumbs down');
    for (let rows = 0; rows < 40 && active(room) !== nextGroup; rows += 1) await press(room, 'ArrowDown');
    expect(active(room), 'the same column of the next group').to.equal(nextGroup);
    await press(room, 'ArrowUp', 'ArrowDown');
    expect(active(room)).to.equal(nextGroup);

    await press(room, 'Home', 'ArrowUp');
    expect(active(room)).to.equal(searchIn(room));
  });

  it('goes the way that is written', async () => {
    const room = await joinedRoom({ dir: 'rtl' });
    await open(room);

    await press(room, 'ArrowDown', 'ArrowLeft');

    expect(active(room)).to.equal(optionsIn(room)[1]);
  });

  it('searches for what is typed among the emojis', async () => {
    const room = await joinedRoom();
    await open(room);
    await press(room, 'ArrowDown');

    await search(room, 'pizza');

    expect(optionsIn(room).map(shownText)).to.deep.equal(['🍕']);
    expect(optionsIn(room)[0]?.tabIndex, 'Tab comes to what was found').to.equal(0);
  });

  it('says that there is none', async () => {
    const room = await joinedRoom();
    await open(room);

    await search(room, 'xyzzy');
    await press(room, 'Enter');

    expect(allByRole(room.element, 'status').map(shownText)).to.include('No emoji found');
    expect(isOpen(room)).to.equal(true);
  });

  it('is left by Escape, which goes back to the field and no further', async () => {
    const room = await joinedRoom();
    await type(room, 'Hi');
    await open(room);

    await press(room, 'Escape');

    expect(isOpen(room)).to.equal(false);
    expect(active(room)).to.equal(fieldIn(room));
    expect(fieldIn(room).value).to.equal('Hi');
  });

  it('closes where one goes on elsewhere', async () => {
    const room = await joinedRoom();
    await open(room);

    fieldIn(room).focus();
    await room.element.updateComplete;

    expect(isOpen(room)).to.equal(false);
    expect(active(room)).to.equal(fieldIn(room));
  });

  it('closes where one may no longer write', async () => {
    const room = await joinedRoom();
    await open(room);

    room.occupant('Player 42', { role: 'visitor', codes: [110] });
    await room.shown();

    expect(isOpen(room)).to.equal(false);
  });

  it('remembers the skin tone and what was used last, the last one first', async () => {
    const room = await joinedRoom();
    await open(room);
    const tone = byRole<HTMLSelectElement>(room.element, 'combobox', 'Skin tone');
    tone.value = '🏽';
    tone.dispatchEvent(new Event('change', { bubbles: true }));
    await room.element.updateComplete;

    named(room, 'thumbs up').click();
    await open(room);
    named(room, 'rocket').click();
    await open(room);

    expect(fieldIn(room).value).to.equal('👍🏽🚀');
    expect(groupsIn(room)[0]).to.equal('Recent');
    expect(optionsIn(room).slice(0, 3).map(shownText)).to.deep.equal(['🚀', '👍🏽', '😀']);
    expect(byRole<HTMLSelectElement>(room.element, 'combobox', 'Skin tone').value).to.equal('🏽');
  });

  for (const kept of ['{', '[]', 'null', '{"recent":"no","tone":7}', '{"recent":[1,"<b>",{}],"tone":"<b>"}']) {
    it(`opens where its storage holds ${kept}`, async () => {
      const room = await joinedRoom();
      localStorage.setItem('xmpp-elements:emoji', kept);

      await open(room);

      expect(groupsIn(room)[0]).to.equal('Smileys');
    });
  }
});

describe('The short name of an emoji', () => {
  beforeEach(() => localStorage.removeItem('xmpp-elements:emoji'));

  it('is proposed from its second letter, and taken by Enter', async () => {
    const room = await joinedRoom();
    await type(room, 'Well :s');
    expect(proposals(room)).to.be.empty;

    await type(room, 'm');
    await waitUntil(() => proposals(room).length === 6);
    await type(room, 'i');
    expect(proposals(room)[0]).to.equal('😄 :smile:');
    expect(fieldIn(room).getAttribute('aria-activedescendant')).to.equal(allByRole(room.element, 'option')[0]?.id);
    await press(room, 'Enter');

    expect(fieldIn(room).value).to.equal('Well 😄');
    expect(proposals(room)).to.be.empty;
    expect(fieldIn(room).hasAttribute('aria-activedescendant')).to.equal(false);
    expect(room.server.sent.filter((stanza) => stanza.querySelector('body'))).to.be.empty;
  });

  it('is chosen with the arrows, around the end, and taken by Tab', async () => {
    const room = await joinedRoom();
    await type(room, ':heart');
    await waitUntil(() => proposals(room).length === 6);
    const last = proposals(room).at(-1)?.split(' ')[0];

    await press(room, 'ArrowDown', 'ArrowUp', 'ArrowUp', 'Tab');

    expect(fieldIn(room).value).to.equal(last);
    expect(active(room)).to.equal(fieldIn(room));
  });

  it('is taken by a press, in the skin tone of the reader', async () => {
    const room = await joinedRoom();
    localStorage.setItem('xmpp-elements:emoji', '{"tone":"🏿"}');
    await type(room, ':+1 ');
    expect(proposals(room)).to.be.empty;
    await press(room, 'Backspace');
    await waitUntil(() => proposals(room).length === 1);

    byRole(room.element, 'option').click();
    await room.element.updateComplete;

    expect(fieldIn(room).value).to.equal('👍🏿');
  });

  it('becomes the emoji when it is typed whole, however fast', async () => {
    const room = await joinedRoom();
    await type(room, ':smile:');
    await waitUntil(() => fieldIn(room).value === '😄');

    await type(room, ' (:tada: and :nonsense: and :100:');

    expect(fieldIn(room).value).to.equal('😄 (🎉 and :nonsense: and 💯');
  });

  it('is not wanted after Escape, which leaves the field alone; the next one is', async () => {
    const room = await joinedRoom();
    await type(room, ':smi');
    await waitUntil(() => proposals(room).length === 6);

    await press(room, 'Escape');
    await type(room, 'le');
    expect(proposals(room)).to.be.empty;
    expect(active(room)).to.equal(fieldIn(room));
    expect(fieldIn(room).value).to.equal(':smile');

    await type(room, ' :he');
    expect(proposals(room)).to.have.length(6);
  });

  it('is no longer proposed where one writes elsewhere', async () => {
    const room = await joinedRoom();
    await type(room, 'ab :smi');
    await waitUntil(() => proposals(room).length === 6);

    await press(room, 'Home');
    expect(proposals(room)).to.be.empty;
    await press(room, 'Enter');

    expect(room.server.last('message')?.querySelector('body')?.textContent).to.equal('ab :smi');
  });

  it('is none in times and addresses, nor where nothing is called so', async () => {
    const room = await joinedRoom();
    await type(room, ':smi');
    await waitUntil(() => proposals(room).length === 6);

    for (const text of ['at 10:30', 'https:smile', 'a:smile:', 'C:smile', '::smile', ':xyzzy', ':s']) {
      fieldIn(room).value = '';
      await type(room, text);
      expect(proposals(room), text).to.be.empty;
      expect(fieldIn(room).value).to.equal(text);
    }
    await press(room, 'Enter');
    expect(room.server.last('message')?.querySelector('body')?.textContent).to.equal(':s');
  });

  it('leaves the keys to whoever composes letters', async () => {
    const room = await joinedRoom();
    await type(room, ':smi');
    await waitUntil(() => proposals(room).length === 6);

    const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, isComposing: true });
    fieldIn(room).dispatchEvent(enter);
    await room.element.updateComplete;

    expect(enter.defaultPrevented).to.equal(false);
    expect(fieldIn(room).value).to.equal(':smi');
  });
});
