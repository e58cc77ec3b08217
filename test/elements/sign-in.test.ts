import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { fakeRoom, joinedRoom, LOBBY, type FakeRoom } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const HAVE = 'I have an account';
const ownNick = ({ session }: FakeRoom) => [...session.stores.rooms.value.values()][0]?.nick ?? '';
const log = ({ element }: FakeRoom) => byRole(element, 'log', 'Messages');
const messages = ({ element }: FakeRoom) =>
  [...(element.shadowRoot?.querySelectorAll('.message .body') ?? [])].map((body) => body.textContent?.trim());

/** The form: it stands in a shadow root of its own. */
async function form({ element }: FakeRoom): Promise<HTMLElement> {
  await waitUntil(() => allByRole(element, 'button', HAVE).length);
  byRole(element, 'button', HAVE).click();
  await waitUntil(() => element.shadowRoot?.querySelector('dialog > div')?.shadowRoot?.querySelector('#username'));
  return element.shadowRoot?.querySelector('dialog > div') as HTMLElement;
}

async function signIn(room: FakeRoom, jid = 'alice@example.net'): Promise<HTMLElement> {
  const box = await form(room);
  byRole<HTMLInputElement>(box, 'textbox', 'XMPP address').value = jid;
  byRole<HTMLInputElement>(box, 'password').value = 'secret';
  byRole(box, 'button', 'Sign in').click();
  return box;
}

describe('A guest with an account', () => {
  it('signs in at the door, and enters under the account’s name', async () => {
    const room = await fakeRoom({ nick: '' });
    await waitUntil(() => allByRole(room.element, 'textbox', 'Nickname').length);

    await signIn(room);
    await room.admit();

    expect(ownNick(room)).to.equal('alice');
    expect(room.session.isGuest).to.equal(false);
    await waitUntil(() => !room.element.shadowRoot?.querySelector('dialog'));
  });

  it('signs in where they read along, and is heard at once', async () => {
    const room = await fakeRoom({ spectator: true, nick: '' });
    await room.admit();
    room.say('Nova', 'Hello there', { id: '1', stanzaId: 's1' });
    await room.shown();

    await signIn(room);
    await waitUntil(() => room.server.last('presence')?.getAttribute('to') === `${LOBBY}/alice`);
    room.occupant('alice', { codes: [110] });
    room.say('Nova', 'Hello there', { id: '1', stanzaId: 's1', at: new Date() });
    room.subject('');
    await room.shown();

    await waitUntil(() => allByRole(room.element, 'textbox', 'Message').length === 1);
    expect(messages(room), 'what was there is there, once').to.deep.equal(['Hello there']);
  });

  it('keeps the draft, the messages and the place of reading, also where the page signs them in', async () => {
    const room = await joinedRoom();
    room.element.nick = '';
    for (let number = 1; number <= 60; number += 1)
      room.say('Nova', `Line ${number}`, { id: `line-${number}`, stanzaId: `s${number}` });
    await room.shown();
    const field = byRole<HTMLTextAreaElement>(room.element, 'textbox', 'Message');
    field.focus();
    await sendKeys({ type: 'Half a thought' });
    const box = log(room);
    box.scrollTop = -400;
    await room.shown();
    const top = () =>
      [...(room.element.shadowRoot?.querySelectorAll<HTMLElement>('.message') ?? [])]
        .find((row) => shownText(row).includes('Line 40'))
        ?.getBoundingClientRect().top;
    const before = top();

    await room.element.connect({ jid: 'alice@example.net', password: 'secret' });
    await waitUntil(() => room.server.last('presence')?.getAttribute('to') === `${LOBBY}/alice`);
    room.occupant('alice', { codes: [110] });
    room.say('Nova', 'Line 60', { id: 'line-60', stanzaId: 's60', at: new Date() });
    room.subject('');
    await room.shown();

    expect(byRole<HTMLTextAreaElement>(room.element, 'textbox', 'Message').value).to.equal('Half a thought');
    expect(messages(room).filter((body) => body === 'Line 60')).to.have.length(1);
    expect(messages(room)).to.have.length(60);
    expect(top()).to.be.closeTo(before ?? NaN, 1);
  });

  it('sends as the account what waited to be sent by the guest', async () => {
    const room = await joinedRoom();
    room.element.nick = '';
    room.server.drop();
    void room.element.send('On my way').catch(() => undefined);

    await room.element.connect({ jid: 'alice@example.net', password: 'secret' });
    await waitUntil(() => room.server.last('presence')?.getAttribute('to') === `${LOBBY}/alice`);
    room.occupant('alice', { codes: [110] });
    room.subject('');

    await waitUntil(() => room.server.last('message')?.querySelector('body')?.textContent === 'On my way');
    await room.shown();
    expect(messages(room)).to.deep.equal(['On my way']);
  });

  it('goes on ignoring whom the guest ignored', async () => {
    const room = await joinedRoom();
    room.session.setIgnored({ room: LOBBY as never, by: 'occupant-id', key: 'troll', nick: 'Troll' } as never, true);

    await room.element.connect({ jid: 'alice@example.net', password: 'secret' });

    expect(room.session.stores.ignored.value.map(({ key }) => key)).to.deep.equal(['troll']);
    room.session.setIgnored({ room: LOBBY as never, by: 'occupant-id', key: 'troll', nick: 'Troll' } as never, false);
  });

  it('is the guest again, with the reason, where the password was wrong', async () => {
    const room = await fakeRoom({ spectator: true, nick: '' });
    await room.admit();
    room.say('Nova', 'Hello there');
    await room.shown();
    const nick = ownNick(room);
    // Of guests it asks nothing.
    const isGuest = () => room.server.attempts.at(-1)?.credentials.kind === 'anonymous';
    Object.defineProperty(room.server, 'refusal', { get: () => (isGuest() ? undefined : 'not-authorized') });
    const box = await form(room);
    byRole<HTMLInputElement>(box, 'textbox', 'XMPP address').value = 'alice@example.net';
    byRole<HTMLInputElement>(box, 'password').value = 'wrong';
    byRole(box, 'button', 'Sign in').click();
    await waitUntil(() => room.server.attempts.some(({ credentials }) => credentials.kind === 'password'));

    await waitUntil(() => isGuest() && room.element.status === 'online');
    await waitUntil(() => room.server.last('presence')?.getAttribute('to') === `${LOBBY}/${nick}`);
    expect(room.session.isGuest).to.equal(true);
    expect(shownText(byRole(box, 'alert'))).to.equal('That user name and password do not fit together.');
    expect(messages(room)).to.deep.equal(['Hello there']);
    await sendKeys({ press: 'Escape' });
    expect(room.element.shadowRoot?.querySelector('dialog')).to.equal(null);
  });

  it('is not asked where the page does not want it, nor who has one', async () => {
    const room = await fakeRoom({ nick: '', noSignIn: true });
    await waitUntil(() => allByRole(room.element, 'textbox', 'Nickname').length);
    await room.element.updateComplete;
    expect(allByRole(room.element, 'button', HAVE)).to.be.empty;

    room.element.noSignIn = false;
    await waitUntil(() => allByRole(room.element, 'button', HAVE).length);
    await room.element.connect({ jid: 'alice@example.net', password: 'secret' });
    await room.shown();
    expect(allByRole(room.element, 'button', HAVE)).to.be.empty;
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`meets no barrier that axe knows, ${theme}`, async () => {
      const room = await fakeRoom({ theme, nick: '' });
      await waitUntil(() => allByRole(room.element, 'button', HAVE).length);
      await expect(room.element).to.be.accessible();
      const box = await form(room);
      await Promise.all(box.parentElement?.getAnimations().map(({ finished }) => finished) ?? []);
      await expect(room.element).to.be.accessible();
    });
  }
});
