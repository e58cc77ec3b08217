import { expect, nextFrame, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import sinon from 'sinon';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { joinedRoom, LOBBY, type FakeRoom } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const MINUTE = 60_000;

const messagesIn = ({ element }: FakeRoom) => [...(element.shadowRoot?.querySelectorAll('[part=message]') ?? [])];
const bodiesIn = (room: FakeRoom) => messagesIn(room).map((row) => row.querySelector('[part=body]')?.textContent);
const logIn = ({ element }: FakeRoom) => byRole(element, 'log', 'Messages');
const top = (element: Element) => element.getBoundingClientRect().top;

/** Mira talks. */
function tell({ server }: FakeRoom, count: number): void {
  for (let index = 0; index < count; index += 1) {
    server.receive(`<message xmlns="jabber:client" type="groupchat" id="line-${index}" from="${LOBBY}/Mira">
      <body>line ${index}</body></message>`);
  }
}

async function scrollTo(room: FakeRoom, scrollTop: number): Promise<void> {
  const log = logIn(room);
  const scrolled = oneEvent(log, 'scroll');
  log.scrollTop = scrollTop;
  await scrolled;
  await room.shown();
}

/** The message in the middle of the log: the one that the reader looks at. */
function readRow(room: FakeRoom): Element {
  const { top, height } = logIn(room).getBoundingClientRect();
  const row = messagesIn(room).find((message) => message.getBoundingClientRect().bottom > top + height / 2);
  if (!row) throw new Error('There is nothing in the middle.');
  return row;
}

describe('The messages of a conversation', () => {
  let hasFocus: sinon.SinonStub;

  beforeEach(() => (hasFocus = sinon.stub(document, 'hasFocus').returns(true)));
  afterEach(() => hasFocus.restore());

  it('stand in the order of the conversation, each with author, time, body and state', async () => {
    const room = await joinedRoom();
    const at = new Date(Date.now() - MINUTE);

    room.say('Mira', 'Hello', { at });
    void room.element.send('Hi, Mira');
    await room.shown();

    const [first, second] = messagesIn(room);
    expect(bodiesIn(room)).to.deep.equal(['Hello', 'Hi, Mira']);
    expect(first?.querySelector('[part=author]')?.textContent).to.equal('Mira');
    expect(first?.querySelector('time')?.dateTime).to.equal(at.toISOString());
    expect(second?.querySelector('[part=author]')?.textContent).to.equal('Player 42');
    expect(second?.querySelector('[part=state]')?.textContent).to.equal('Sending');
  });

  it('are groups where one author speaks on within five minutes', async () => {
    const room = await joinedRoom();
    const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE);

    room.say('Mira', 'one', { at: ago(20) });
    room.say('Mira', 'two', { at: ago(19) });
    room.say('Mira', 'three', { at: ago(2) });
    room.say('Nova', 'four', { at: ago(1) });
    await room.shown();

    const hasAvatar = messagesIn(room).map((row) => row.querySelector('[part=avatar]') !== null);
    expect(hasAvatar).to.deep.equal([true, false, true, true]);
  });

  it('are parted by days: today, yesterday, or the date', async () => {
    const room = await joinedRoom();
    const days = (count: number) => new Date(Date.now() - count * 24 * 60 * MINUTE);

    room.say('Mira', 'long ago', { at: new Date('2020-02-29T12:00:00Z') });
    room.say('Mira', 'then', { at: days(1) });
    room.say('Mira', 'now');
    await room.shown();

    const parts = [...logIn(room).querySelectorAll('.day')].map((day) => day.textContent);
    expect(parts).to.deep.equal(['February 29, 2020', 'Yesterday', 'Today']);
  });

  it('have a line above the first one that came while nobody looked, which stays while somebody does', async () => {
    const room = await joinedRoom();
    room.say('Mira', 'seen');
    await room.shown();

    hasFocus.returns(false);
    room.say('Mira', 'not seen');
    await room.shown();
    expect(room.element.unread).to.equal(1);
    hasFocus.returns(true);
    dispatchEvent(new Event('focus'));
    await waitUntil(() => room.element.unread === 0);
    await room.shown();

    const divider = logIn(room).querySelector('.new');
    expect(divider?.textContent).to.equal('New');
    expect(divider?.nextElementSibling?.querySelector('[part=body]')?.textContent).to.equal('not seen');
  });

  it('count as read only while the reader is at the end of them', async () => {
    const room = await joinedRoom();
    tell(room, 100);
    await waitUntil(() => room.element.unread === 0, 'all is read');
    await scrollTo(room, -1000);

    room.say('Mira', 'further down');
    await room.shown();

    expect(room.element.unread).to.equal(1);
    byRole(room.element, 'button', /^Jump to latest/).click();
    await waitUntil(() => room.element.unread === 0);
    expect(logIn(room).scrollTop).to.equal(0);
  });

  it('are marked where they name the reader', async () => {
    const room = await joinedRoom();

    room.say('Mira', 'Player 42: are you in?');
    await room.shown();

    expect(messagesIn(room)[0]?.textContent).to.contain('Mentions you');
  });

  it('say in words what became of them, and can be sent again', async () => {
    const room = await joinedRoom();
    const sending = room.element.send('Anybody here?').catch((error: unknown) => error);
    await room.shown();
    const id = room.server.last('message')?.id ?? '';

    room.server.receive(`<message xmlns="jabber:client" type="error" id="${id}" from="lobby@rooms.example.org">
      <error type="auth"><forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);
    await sending;
    await room.shown();

    const [message] = messagesIn(room);
    expect(message?.querySelector('[part=state]')?.textContent).to.contain('Not sent');
    byRole(room.element, 'button', 'Try again').click();
    await room.shown();
    expect(messagesIn(room)[0]?.querySelector('[part=state]')?.textContent).to.equal('Sending');

    room.say('Player 42', 'Anybody here?', { id });
    await room.shown();
    expect(messagesIn(room)[0]?.querySelector('[part=state]')?.textContent).to.equal('Sent');
    expect(messagesIn(room)).to.have.length(1);
  });

  it('can be given up where they were not sent, by keyboard too, which goes on in the log', async () => {
    const room = await joinedRoom();
    room.say('Mira', 'Hello');
    const sending = room.element.send('Never mind').catch((error: unknown) => error);
    await room.shown();
    room.server.receive(`<message xmlns="jabber:client" type="error" id="${room.server.last('message')?.id ?? ''}"
      from="${LOBBY}"><error type="auth"><forbidden xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`);
    await sending;
    await room.shown();

    byRole(room.element, 'button', 'Discard').focus();
    await sendKeys({ press: 'Enter' });
    await room.shown();

    expect(bodiesIn(room)).to.deep.equal(['Hello']);
    expect(room.element.shadowRoot?.activeElement).to.equal(logIn(room));
  });

  it('are text, whatever is in them', async () => {
    const room = await joinedRoom();
    const body = '<img src=x onerror=alert(1)> &amp; <script>1</script>';

    room.say('Mira', body);
    await room.shown();

    expect(bodiesIn(room)).to.deep.equal([body]);
    expect(logIn(room).querySelector('img, script')).to.equal(null);
  });

  it('make links of addresses, and of nothing that could do harm', async () => {
    const room = await joinedRoom();

    room.say(
      'Mira',
      'see (https://a.example/x_(y)?q=1). Not javascript:alert(1) or data:text/html,x, but xmpp:b@c.example!',
    );
    await room.shown();

    const links = [...logIn(room).querySelectorAll('a')];
    expect(links.map(({ textContent }) => textContent)).to.deep.equal([
      'https://a.example/x_(y)?q=1',
      'xmpp:b@c.example',
    ]);
    expect(links.every(({ target }) => target === '_blank')).to.equal(true);
    expect(links[0]?.rel.split(' ')).to.include.members(['noopener', 'noreferrer', 'nofollow', 'ugc']);
  });

  it('show what hides in a nickname', async () => {
    const room = await joinedRoom();

    room.say('No\u200bva\u202e', 'Hello');
    await room.shown();

    expect(messagesIn(room)[0]?.querySelector('[part=author]')?.textContent).to.equal('No\ufffdva\ufffd');
  });

  it('are folded where they are very long, and unfold without a jump', async () => {
    const room = await joinedRoom();
    tell(room, 30);
    room.say('Mira', 'word '.repeat(2000));
    await room.shown();
    const row = messagesIn(room).at(-1) as Element;
    expect(row.querySelector('[part=body]')?.textContent?.length).to.be.below(5100);
    const before = top(row);

    byRole(room.element, 'button', 'Show more').click();
    await room.shown();

    expect(row.querySelector('[part=body]')?.textContent).to.have.length(10_000);
    expect(top(row)).to.be.closeTo(before, 1);
  });

  it('come with notices of what happens in the room', async () => {
    const room = await joinedRoom();

    room.occupant('Mira');
    room.occupant('Nova');
    room.gone('Nova', { codes: [307], reason: 'spam' });
    room.subject('Finals', 'Mira');
    await room.shown();

    const notices = [...logIn(room).querySelectorAll('[part=notice]')].map(shownText);
    expect(notices).to.deep.equal([
      'Mira and Nova joined',
      'Nova was removed. Reason: spam',
      'Mira changed the subject to “Finals”',
    ]);
  });

  it('are the room’s own where the room itself speaks', async () => {
    const room = await joinedRoom();

    room.say('', 'The server restarts at ten.');
    await room.shown();

    expect(messagesIn(room)[0]?.querySelector('[part=author]')?.textContent).to.equal('lobby');
    expect(bodiesIn(room)).to.deep.equal(['The server restarts at ten.']);
  });

  it('leave out who comes and goes where the page wishes so', async () => {
    const room = await joinedRoom({ noJoins: true });

    room.occupant('Mira');
    room.gone('Mira');
    room.say('Nova', 'Hello');
    await room.shown();

    expect(shownText(logIn(room))).not.to.contain('joined');
    expect(bodiesIn(room)).to.deep.equal(['Hello']);
  });

  it('are read out as they come, but not in a flood', async () => {
    const room = await joinedRoom();
    room.say('Mira', 'Hello');
    await room.shown();
    expect(logIn(room).getAttribute('aria-live')).to.equal('polite');

    tell(room, 50);
    await room.shown();

    expect(logIn(room).getAttribute('aria-live')).to.equal('off');
  });
});

describe('The log of a long conversation', () => {
  let hasFocus: sinon.SinonStub;

  beforeEach(() => (hasFocus = sinon.stub(document, 'hasFocus').returns(true)));
  afterEach(() => hasFocus.restore());

  it('stays at its end while messages come', async () => {
    const room = await joinedRoom();
    tell(room, 200);
    await room.shown();

    room.say('Nova', 'the latest');
    await room.shown();

    const last = messagesIn(room).at(-1) as Element;
    expect(last.textContent).to.contain('the latest');
    expect(last.getBoundingClientRect().bottom).to.be.below(logIn(room).getBoundingClientRect().bottom);
    expect(allByRole(room.element, 'button', /^Jump/)).to.have.length(0);
  });

  it('keeps 5,000 messages with no more than 500 in the document, the latest at the end', async function () {
    this.timeout(60_000);
    const room = await joinedRoom();

    tell(room, 5000);
    await room.shown();

    expect(messagesIn(room).length).to.be.within(100, 500);
    expect(bodiesIn(room).at(-1)).to.equal('line 4999');
  });

  it('does not move what is read when messages come', async () => {
    const room = await joinedRoom();
    tell(room, 200);
    await room.shown();
    await scrollTo(room, -900);
    const row = readRow(room);
    const before = top(row);

    for (let index = 0; index < 5; index += 1) {
      room.say('Nova', 'more '.repeat(40 * index + 1));
      await room.shown();
    }

    expect(top(row)).to.be.closeTo(before, 0.5);
    expect(shownText(byRole(room.element, 'button', /^Jump/))).to.equal('Jump to latest 5');
  });

  it('does not move what is read when older messages come in above it', async () => {
    const room = await joinedRoom();
    tell(room, 1200);
    await room.shown();
    const first = bodiesIn(room)[0];

    let [row, before] = [readRow(room), 0];
    while (bodiesIn(room)[0] === first) {
      row = readRow(room);
      await scrollTo(room, logIn(room).scrollTop - 400);
      if (!row.isConnected) break;
      before = top(row);
    }
    await room.shown();

    expect(row.isConnected).to.equal(true);
    expect(top(row)).to.be.closeTo(before, 0.5);
    expect(messagesIn(room).length).to.be.at.most(500);
  });

  it('slides up to the very first message, and back to the latest by the button', async () => {
    const room = await joinedRoom();
    tell(room, 1200);
    await room.shown();

    const log = logIn(room);
    while (bodiesIn(room)[0] !== 'line 0') {
      await scrollTo(room, log.clientHeight - log.scrollHeight);
      expect(messagesIn(room).length).to.be.at.most(500);
    }
    expect(bodiesIn(room)).not.to.include('line 1199');
    byRole(room.element, 'button', /^Jump/).click();
    await room.shown();

    expect(bodiesIn(room).at(-1)).to.equal('line 1199');
    expect(log.scrollTop).to.equal(0);
  });

  it('slides down again as the reader scrolls down', async () => {
    const room = await joinedRoom();
    tell(room, 1200);
    await room.shown();
    const log = logIn(room);
    while (bodiesIn(room)[0] !== 'line 0') await scrollTo(room, log.clientHeight - log.scrollHeight);

    while (bodiesIn(room).at(-1) !== 'line 1199') {
      await scrollTo(room, log.scrollTop > -10 ? -40 : -1);
      await nextFrame();
    }

    expect(messagesIn(room).length).to.be.at.most(500);
  });

  it('does not render a message again that did not change', async () => {
    const room = await joinedRoom();
    room.say('Mira', 'first');
    room.say('Nova', 'second');
    await room.shown();
    const text = messagesIn(room)[0]?.querySelector('[part=body]')?.firstChild?.nextSibling;
    let changes = 0;
    const observer = new MutationObserver((records) => (changes += records.length));
    observer.observe(messagesIn(room)[0] as Element, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });

    room.say('Nova', 'third');
    await room.shown();

    expect(text?.isConnected).to.equal(true);
    expect(changes).to.equal(0);
    observer.disconnect();
  });

  it('is reached by the keyboard', async () => {
    const room = await joinedRoom();

    logIn(room).focus();

    expect(room.element.shadowRoot?.activeElement === logIn(room)).to.equal(true);
  });

  it('is where it was after the element moved', async () => {
    const room = await joinedRoom();
    tell(room, 300);
    await room.shown();
    await scrollTo(room, -1500);
    const body = readRow(room).textContent;

    const elsewhere = document.createElement('div');
    document.body.append(elsewhere);
    elsewhere.append(room.element);
    await room.shown();

    expect(logIn(room).scrollTop).to.be.below(-1000);
    expect(readRow(room).textContent).to.equal(body);
    elsewhere.remove();
  });
});
