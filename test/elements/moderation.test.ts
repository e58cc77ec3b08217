import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { StanzaError } from '../../src/core/errors.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { joinedRoom, LOBBY, NS_OCCUPANT_ID, type FakeRoom, type OccupantFacts } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const NS_ADMIN = 'http://jabber.org/protocol/muc#admin';
const NS_MODERATE = 'urn:xmpp:message-moderate:1';
const NS_MODERATE_0 = 'urn:xmpp:message-moderate:0';
const FEATURES = [NS_OCCUPANT_ID, 'urn:xmpp:sid:0', 'muc_moderated'];
const OWNER = { role: 'moderator', affiliation: 'owner' };
const ADMIN = { role: 'moderator', affiliation: 'admin' };
const MODERATOR = { role: 'moderator', affiliation: 'none' };

const items = ({ element }: FakeRoom) => allByRole(element, 'menuitem').map(shownText);
const active = ({ element }: FakeRoom) => element.shadowRoot?.activeElement;
const dialog = ({ element }: FakeRoom) => element.shadowRoot?.querySelector('dialog');
const row = ({ element }: FakeRoom, nick: string) => byRole(element, 'listitem', new RegExp(`^${nick}\\b`));

async function lobby(own: OccupantFacts, features: readonly string[] = [], attributes = {}): Promise<FakeRoom> {
  const room = await joinedRoom(attributes, { features: [...FEATURES, ...features], occupantId: 'id-0', ...own });
  room.element.style.cssText = 'inline-size: 760px; block-size: 560px';
  room.server.answers.set(NS_ADMIN, () => '<iq xmlns="jabber:client" type="result"/>');
  await room.shown();
  return room;
}

async function openFor(room: FakeRoom, nick: string, how: OccupantFacts = {}): Promise<readonly string[]> {
  room.occupant(nick, { occupantId: `id-${nick}`, ...how });
  await room.shown();
  row(room, nick).dispatchEvent(new PointerEvent('pointermove', { bubbles: true, composed: true }));
  await room.element.updateComplete;
  row(room, nick).click();
  await waitUntil(() => items(room).some((item) => item.endsWith(nick)));
  return items(room);
}

/** The menu of the last message, by keyboard. */
async function openMessage(room: FakeRoom): Promise<void> {
  byRole(room.element, 'log', 'Messages').focus();
  await room.element.updateComplete;
  for (const press of ['ArrowUp', 'Enter']) {
    await sendKeys({ press });
    await room.element.updateComplete;
  }
  await waitUntil(() => items(room).some((item) => item.startsWith('Ignore')));
}

async function choose(room: FakeRoom, item: string): Promise<void> {
  byRole(room.element, 'menuitem', item).click();
  await room.shown();
}

/** In the question that is asked. */
async function answer(room: FakeRoom, button: string, reason = ''): Promise<void> {
  await waitUntil(() => dialog(room));
  byRole<HTMLInputElement>(room.element, 'textbox', 'Reason (optional)').value = reason;
  byRole(room.element, 'button', button).click();
  await room.shown();
}

const asked = ({ server }: FakeRoom): Record<string, string | null | undefined> => {
  const iq = server.requests.findLast((each) => each.firstElementChild?.namespaceURI === NS_ADMIN);
  const item = iq?.querySelector('item');
  const attributes: Record<string, string> = {};
  for (const { name, value } of item?.attributes ?? []) if (name !== 'xmlns') attributes[name] = value;
  return { to: iq?.getAttribute('to'), ...attributes, reason: item?.textContent };
};

/** The command's code comes when it is first needed. */
const isAsked = (room: FakeRoom, facts: Record<string, string>): Promise<void> =>
  waitUntil(() => Object.entries(facts).every(([name, value]) => asked(room)[name] === value), JSON.stringify(facts));

describe('Whoever keeps order in a room', () => {
  it('is offered what their role and affiliation allow', async () => {
    const common = (nick: string) => [`Ignore ${nick}`];
    const keep = ['Mute', 'Kick…'];

    const guest = await lobby({});
    expect(await openFor(guest, 'Nova')).to.deep.equal(common('Nova'));

    const moderator = await lobby(MODERATOR);
    expect(await openFor(moderator, 'Nova')).to.deep.equal([...common('Nova'), ...keep]);
    expect(await openFor(moderator, 'Mute1', { role: 'visitor' })).to.deep.equal([
      ...common('Mute1'),
      'Give voice',
      'Kick…',
    ]);
    expect(await openFor(moderator, 'Peer', MODERATOR)).to.deep.equal(common('Peer'));
    expect(await openFor(moderator, 'Chief', ADMIN)).to.deep.equal(common('Chief'));
    expect(await openFor(moderator, 'Member', { affiliation: 'member' })).to.deep.equal(common('Member'));

    const admin = await lobby(ADMIN);
    expect(await openFor(admin, 'Nova')).to.deep.equal([...common('Nova'), 'Mute', 'Make moderator', 'Kick…', 'Ban…']);
    expect(await openFor(admin, 'Peer', MODERATOR)).to.deep.equal([
      ...common('Peer'),
      'Remove as moderator',
      'Kick…',
      'Ban…',
    ]);
    expect(await openFor(admin, 'Equal', ADMIN)).to.deep.equal(common('Equal'));
    expect(await openFor(admin, 'Boss', OWNER)).to.deep.equal(common('Boss'));
  });

  it('puts somebody out, for a reason, after one question', async () => {
    const room = await lobby(MODERATOR);
    await openFor(room, 'Troll');
    await choose(room, 'Kick…');
    expect(dialog(room)?.getAttribute('aria-label')).to.equal('Remove Troll from the room?');
    expect(active(room)?.matches('input')).to.equal(true);

    await answer(room, 'Remove', ' spam ');

    await waitUntil(() => !dialog(room));
    expect(asked(room)).to.deep.equal({ to: LOBBY, nick: 'Troll', role: 'none', reason: 'spam' });
    expect(active(room)).to.equal(row(room, 'Troll'));
  });

  it('puts nobody out by mistake', async () => {
    const room = await lobby(MODERATOR);
    await openFor(room, 'Troll');
    await choose(room, 'Kick…');
    await waitUntil(() => dialog(room));

    byRole(room.element, 'button', 'Cancel').click();
    await room.shown();

    await waitUntil(() => !dialog(room));
    expect(asked(room)['to']).to.equal(undefined);
  });

  it('bans an account, where the room shows it, else whoever has the nick', async () => {
    const room = await lobby(ADMIN);
    await openFor(room, 'Troll', { jid: 'troll@example.org/phone' });
    await choose(room, 'Ban…');
    await answer(room, 'Ban', 'spam');
    await isAsked(room, { affiliation: 'outcast' });
    expect(asked(room)).to.deep.equal({
      to: LOBBY,
      jid: 'troll@example.org',
      affiliation: 'outcast',
      reason: 'spam',
    });

    await waitUntil(() => !dialog(room));
    await openFor(room, 'Other');
    await choose(room, 'Ban…');
    await answer(room, 'Ban');

    await isAsked(room, { nick: 'Other' });
    expect(asked(room)).to.deep.equal({ to: LOBBY, nick: 'Other', affiliation: 'outcast', reason: '' });
  });

  it('takes somebody’s voice, gives it back, and makes moderators', async () => {
    const room = await lobby(OWNER);
    await openFor(room, 'Nova');
    await choose(room, 'Mute');
    await isAsked(room, { nick: 'Nova', role: 'visitor' });

    await openFor(room, 'Nova', { role: 'visitor' });
    await choose(room, 'Give voice');
    await isAsked(room, { nick: 'Nova', role: 'participant' });

    await openFor(room, 'Nova');
    await choose(room, 'Make moderator');
    await isAsked(room, { nick: 'Nova', role: 'moderator' });
  });

  it('is told in words what the room refuses', async () => {
    const room = await lobby(ADMIN);
    room.server.answers.set(NS_ADMIN, () => {
      throw new StanzaError('not-allowed');
    });
    await openFor(room, 'Troll');
    await choose(room, 'Kick…');

    await answer(room, 'Remove');
    await waitUntil(() => shownText(byRole(room.element, 'alert')) === 'That is not allowed here.');
    byRole(room.element, 'button', 'Cancel').click();
    await waitUntil(() => !dialog(room));
    await openFor(room, 'Troll');
    await choose(room, 'Make moderator');

    await waitUntil(() => dialog(room));
    expect(shownText(byRole(room.element, 'alert'))).to.equal('That is not allowed here.');
  });

  for (const [feature, path] of [
    [NS_MODERATE, 'moderate'],
    [NS_MODERATE_0, 'apply-to'],
  ] as const) {
    it(`has the room take a message back (${feature})`, async () => {
      const room = await lobby(MODERATOR, [feature]);
      const namespace = path === 'moderate' ? NS_MODERATE : 'urn:xmpp:fasten:0';
      room.server.answers.set(namespace, () => '<iq xmlns="jabber:client" type="result"/>');
      room.say('Troll', 'BUY COINS', { occupantId: 'id-Troll', stanzaId: 's1' });
      await room.shown();

      await openMessage(room);
      await choose(room, 'Remove message…');
      await answer(room, 'Remove', 'spam');

      await waitUntil(() => !dialog(room));
      const iq = room.server.requests.at(-1);
      expect([iq?.getAttribute('to'), iq?.firstElementChild?.localName]).to.deep.equal([LOBBY, path]);
      expect(iq?.firstElementChild?.id).to.equal('s1');
      expect(iq?.querySelector('moderate > reason')?.textContent).to.equal('spam');
      expect(iq?.querySelector('moderate > retract')?.namespaceURI).to.match(/^urn:xmpp:message-retract:[01]$/);
    });
  }

  it('is offered no removal where the room has none, nor of what is one’s own', async () => {
    const room = await lobby(MODERATOR);
    room.say('Troll', 'BUY COINS', { occupantId: 'id-Troll', stanzaId: 's1' });
    await room.shown();

    await openMessage(room);

    expect(items(room)).to.not.include('Remove message…');
  });

  for (const theme of ['light', 'dark'] as const) {
    it(`is asked accessibly, ${theme}`, async () => {
      const room = await lobby(ADMIN, [], { theme });
      await openFor(room, 'Troll');
      await choose(room, 'Ban…');
      await waitUntil(() => dialog(room));

      await expect(room.element).to.be.accessible();
    });
  }
});
