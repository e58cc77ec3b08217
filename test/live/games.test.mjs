/** What games ask of a chat: invitations, who plays what, matches. Against a real Prosody, in a real browser. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, ways } from '../support/live.mjs';
import { startProsody } from '../support/servers.mjs';

/** Calls a method of a page's session. */
const session = ({ page }, method, ...args) =>
  page.evaluate(
    async ([name, given]) => {
      const { sessionNamed } = await import('/dist/xmpp-elements.js');
      return sessionNamed()[name](...given);
    },
    [method, args],
  );

describe('Games', () => {
  const world = live(startProsody);
  const way = ways.WebSocket;

  async function member(name, body) {
    const account = await world.account(name);
    const person = await world.open(`<xmpp-login ${world.members(way)}></xmpp-login>${body}`);
    await person.signIn(account);
    await person.hears('xmpp-connected');
    return Object.assign(person, { jid: `${account}@localhost`, account });
  }

  it('invites somebody to a room, who joins where the page has a place for it', async () => {
    const room = await world.room();
    const alice = await member('alice', '<xmpp-chat></xmpp-chat><xmpp-room nick="Alice"></xmpp-room>');
    const bob = await member('bob', `<xmpp-room room="${room}" nick="Bob"></xmpp-room>`);
    await bob.hears('xmpp-room-joined');

    await session(bob, 'invite', room, alice.jid, 'Tea?');

    const { from, reason } = await alice.hears('xmpp-invite', { room });
    assert.match(from, new RegExp(`^${bob.jid}/`));
    assert.equal(reason, 'Tea?');
    assert.equal(alice.heard('xmpp-room-joined').length, 0, 'nobody is taken anywhere');
    await alice.page.getByText(`${bob.jid} invites you to ${room}`).waitFor();
    await alice.page.getByRole('button', { name: 'Join', exact: true }).click();

    await alice.hears('xmpp-room-joined', { room, nick: 'Alice' });
    await bob.occupant(/^Alice\b/).waitFor();
    assert.equal(alice.heard('xmpp-invite').length, 1);
  });

  it('lets the room ask, and tells it that somebody does not want to', async () => {
    const room = await world.room();
    const alice = await member('alice', '<xmpp-chat></xmpp-chat>');
    const bob = await member('bob', `<xmpp-room room="${room}" nick="Bob"></xmpp-room>`);
    await bob.hears('xmpp-room-joined');

    // As other clients invite: by way of the room.
    await bob.page.evaluate(
      async ([to, whom]) => {
        const { sessionNamed, xml } = await import('/dist/xmpp-elements.js');
        const ns = 'http://jabber.org/protocol/muc#user';
        window.declined = new Promise((resolve) => {
          sessionNamed().onStanza({ name: 'message', namespace: ns }, (stanza) => {
            const [decline] = stanza.getElementsByTagName('decline');
            if (decline) resolve(decline.getAttribute('from'));
          });
        });
        sessionNamed().send(
          xml`<message to="${to}"><x xmlns="${ns}"><invite xmlns="${ns}" to="${whom}"/></x></message>`,
        );
      },
      [room, alice.jid],
    );

    // A room may tell the inviter's nick, or their address.
    await alice.page.getByText(new RegExp(`(Bob|${bob.jid}) invites you to ${room}`)).waitFor();
    await alice.page.getByRole('button', { name: 'Decline' }).click();

    assert.match(await bob.page.evaluate('window.declined'), new RegExp(`^${alice.jid}`));
    await alice.page.getByRole('button', { name: 'Decline' }).waitFor({ state: 'detached' });
  });

  it('tells what a guest plays to who is in the room, and what a member plays to contacts', async () => {
    const room = await world.room();
    const guest = await world.open(`<xmpp-room ${world.guests(way)} room="${room}" nick="Nova"></xmpp-room>`);
    await guest.hears('xmpp-room-joined');
    const alice = await member('alice', `<xmpp-room room="${room}" nick="Alice"></xmpp-room><xmpp-chat></xmpp-chat>`);
    const bob = await member('bob', `<xmpp-chat with="${alice.jid}"></xmpp-chat>`);
    await alice.hears('xmpp-room-joined');

    await session(guest, 'publishGame', { name: 'Chess', uri: 'https://chess.example/' });
    await alice
      .occupant(/^Nova\b/)
      .getByText('plays Chess')
      .waitFor();
    await session(guest, 'publishGame');
    await alice
      .occupant(/^Nova\b/)
      .getByText('plays Chess')
      .waitFor({ state: 'detached' });

    await bob.page.evaluate(
      async ([to]) => {
        const { sessionNamed, xml } = await import('/dist/xmpp-elements.js');
        sessionNamed().send(xml`<presence to="${to}" type="subscribe"/>`);
        sessionNamed().send(xml`<presence to="${to}" type="subscribed"/>`);
      },
      [alice.jid],
    );
    await alice.page.getByRole('button', { name: 'Accept' }).click();
    await bob.chat.getByText('Online', { exact: true }).waitFor();

    await session(alice, 'publishGame', { name: 'Go' });
    await bob.chat.getByText('plays Go').waitFor();
    await session(alice, 'publishGame');
    await bob.chat.getByText('plays Go').waitFor({ state: 'detached' });
  });

  it('invites a room to a match, and begins with who accepts', async () => {
    const room = await world.room();
    const at = (nick) => world.open(`<xmpp-room ${world.guests(way)} room="${room}" nick="${nick}"></xmpp-room>`);
    const [nova, mira, rex] = [await at('Nova'), await at('Mira'), await at('Rex')];
    for (const person of [nova, mira, rex]) await person.hears('xmpp-room-joined');
    const [game, uri] = ['Chess', 'https://chess.example/4711'];

    const { id } = await nova.room.evaluate(
      (element, wish) => element.inviteToMatch({ ...wish, expires: Date.now() + 600_000, text: 'Blitz?' }),
      { game, uri },
    );

    const invited = await mira.hears('xmpp-invite', { room });
    assert.deepEqual(invited.game, { id, name: game, uri });
    assert.equal(invited.from, `${room}/Nova`);
    await mira.page.getByText('Nova invites you to play').waitFor();
    await mira.page.getByRole('button', { name: 'Accept' }).click();
    await rex.page.getByRole('button', { name: 'Decline' }).click();

    await nova.hears('xmpp-match', { id, from: `${room}/Mira`, own: false, accepted: true });
    await nova.hears('xmpp-match', { id, from: `${room}/Rex`, own: false, accepted: false });
    await mira.hears('xmpp-match', { id, uri, own: true, accepted: true });
    await nova.page.getByText('Mira accepts').waitFor();
    await nova.page.getByText('Rex declines').waitFor();
    await mira.page.getByText('You accepted').waitFor();
    assert.equal(mira.heard('xmpp-invite').length, 1);
  });

  it('invites one to a match, who has been away', async () => {
    const alice = await member('alice', '<xmpp-chat></xmpp-chat>');
    const bobName = await world.account('bob');
    const sent = await session(alice, 'inviteToMatch', `${bobName}@localhost`, { game: 'Go', uri: 'goserver:4711' });

    const bob = await world.open(
      `<xmpp-login ${world.members(way)}></xmpp-login><xmpp-chat with="${alice.jid}"></xmpp-chat>`,
    );
    await bob.signIn(bobName);

    await bob.page.getByText('goserver:4711').waitFor();
    assert.equal(await bob.page.getByRole('link', { name: /goserver/ }).count(), 0);
    await bob.page.getByRole('button', { name: 'Accept' }).click();
    await alice.hears('xmpp-match', { id: sent.id, own: false, accepted: true });
  });
});
