import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { fakeRoom, joinedRoom, type FakeRoom } from '../support/room.js';

const fieldIn = ({ element }: FakeRoom) => byRole<HTMLTextAreaElement>(element, 'textbox', 'Message');
const sendIn = ({ element }: FakeRoom) => byRole<HTMLButtonElement>(element, 'button', 'Send');
const sentBy = ({ server }: FakeRoom) =>
  server.sent.map((stanza) => stanza.querySelector('body')?.textContent).filter((body) => body !== undefined);

async function write(room: FakeRoom, text: string): Promise<void> {
  const field = fieldIn(room);
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await room.shown();
}

function press(room: FakeRoom, key: string, init: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...init });
  fieldIn(room).dispatchEvent(event);
  return event;
}

describe('The composer', () => {
  it('sends by Enter, and is empty then', async () => {
    const room = await joinedRoom();
    fieldIn(room).focus();

    await sendKeys({ type: 'Hello there' });
    await sendKeys({ press: 'Enter' });
    await room.shown();

    expect(sentBy(room)).to.deep.equal(['Hello there']);
    expect(fieldIn(room).value).to.equal('');
  });

  it('breaks the line by Shift+Enter', async () => {
    const room = await joinedRoom();
    fieldIn(room).focus();

    await sendKeys({ type: 'one' });
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ up: 'Shift' });
    await sendKeys({ type: 'two' });

    expect(fieldIn(room).value).to.equal('one\ntwo');
    expect(sentBy(room)).to.deep.equal([]);
  });

  it('leaves Enter to whoever composes letters', async () => {
    const room = await joinedRoom();
    await write(room, 'にほん');

    press(room, 'Enter', { isComposing: true });
    const safari = press(room, 'Enter', { keyCode: 229 });

    expect(safari.defaultPrevented).to.equal(false);
    expect(fieldIn(room).value).to.equal('にほん');
  });

  it('sends by the button, which can be pressed only where there is something to send', async () => {
    const room = await joinedRoom();
    expect(sendIn(room).disabled).to.equal(true);
    await write(room, '  \n ');
    expect(sendIn(room).disabled).to.equal(true);

    await write(room, 'Hello');
    sendIn(room).click();
    await room.shown();

    expect(sentBy(room)).to.include('Hello');
    expect(room.element.shadowRoot?.activeElement === fieldIn(room)).to.equal(true);
  });

  it('grows with its text, and not without end', async () => {
    const room = await joinedRoom();
    const low = fieldIn(room).offsetHeight;

    await write(room, 'one\ntwo\nthree');
    const high = fieldIn(room).offsetHeight;
    await write(room, 'line\n'.repeat(200));

    expect(high).to.be.above(low + 30);
    expect(fieldIn(room).offsetHeight).to.be.within(high, 160);
  });

  it('lets the page change or refuse what is sent', async () => {
    const room = await joinedRoom();
    room.element.addEventListener('xmpp-before-send', (event) => {
      event.detail.text = event.detail.text.replace('fool', '****');
      if (event.detail.text.includes('secret')) event.preventDefault();
    });

    await write(room, 'you fool');
    press(room, 'Enter');
    await write(room, 'the secret');
    press(room, 'Enter');
    await room.shown();

    expect(sentBy(room)).to.deep.equal(['you ****']);
    expect(fieldIn(room).value, 'a refused message is not lost').to.equal('the secret');
  });

  it('tells the page what it is about to send, and to whom', async () => {
    const room = await joinedRoom();
    await write(room, 'Hello');
    const asked = oneEvent(room.element, 'xmpp-before-send');

    press(room, 'Enter');

    expect((await asked).detail).to.deep.equal({ text: 'Hello', to: 'lobby@rooms.example.org' });
  });

  it('counts near the limit, and sends nothing beyond it', async () => {
    const room = await joinedRoom({ maxLength: 200 });
    await write(room, 'x'.repeat(50));
    expect(room.element.shadowRoot?.textContent).not.to.contain('150 left');

    await write(room, 'x'.repeat(190));
    expect(room.element.shadowRoot?.textContent).to.contain('10 left');
    await write(room, 'x'.repeat(203));
    press(room, 'Enter');

    expect(room.element.shadowRoot?.textContent).to.contain('3 too many');
    expect(sendIn(room).disabled).to.equal(true);
    expect(sentBy(room)).to.deep.equal([]);
  });

  it('says why one cannot write yet', async () => {
    const room = await fakeRoom();

    expect(fieldIn(room).disabled).to.equal(true);
    expect(fieldIn(room).placeholder).to.match(/^(Connecting|Joining)…$/);
  });

  it('invites with the words of the page', async () => {
    const room = await joinedRoom({ placeholder: 'Ask us anything' });

    expect(fieldIn(room).placeholder).to.equal('Ask us anything');
  });

  it('is shut where the room gives no voice', async () => {
    const room = await joinedRoom();

    room.occupant('Player 42', { role: 'visitor', codes: [110] });
    await room.shown();

    expect(allByRole(room.element, 'textbox', 'Message')).to.be.empty;
    expect(shownText(room.element.shadowRoot?.querySelector('.voice') as Element)).to.equal(
      'You can read here, but not write. Ask to speak',
    );
  });

  it('keeps the draft when the connection drops', async () => {
    const room = await joinedRoom();
    await write(room, 'half a sen');

    room.server.refusal = 'connection-lost';
    room.server.drop();
    await room.shown();

    expect(fieldIn(room).value).to.equal('half a sen');
    expect(fieldIn(room).disabled).to.equal(false);
  });

  it('keeps the draft of each room', async () => {
    const room = await joinedRoom();
    await write(room, 'for the lobby');

    room.element.room = 'other@rooms.example.org';
    await room.shown();
    expect(fieldIn(room).value).to.equal('');
    room.element.room = 'lobby@rooms.example.org';
    await room.shown();

    expect(fieldIn(room).value).to.equal('for the lobby');
  });

  it('keeps the draft when the element moves', async () => {
    const room = await joinedRoom();
    await write(room, 'half a sen');
    const elsewhere = document.createElement('div');
    document.body.append(elsewhere);

    elsewhere.append(room.element);
    await room.shown();

    expect(fieldIn(room).value).to.equal('half a sen');
    elsewhere.remove();
  });

  it('tells the room that somebody is writing', async () => {
    const room = await joinedRoom();

    await write(room, 'H');

    expect(room.server.last('message')?.querySelector('composing')).not.to.equal(null);
  });

  it('is left by Escape, and reached by the page', async () => {
    const room = await joinedRoom();

    room.element.focusComposer();
    expect(room.element.shadowRoot?.activeElement === fieldIn(room)).to.equal(true);
    await sendKeys({ press: 'Escape' });

    expect(document.activeElement === document.body).to.equal(true);
  });
});
