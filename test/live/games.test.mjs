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

    await alice.page.getByText(new RegExp(`^\\s*${bob.jid}.* invites you to ${room}`)).waitFor();
    await alice.page.getByRole('button', { name: 'Decline' }).click();

    assert.match(await bob.page.evaluate('window.declined'), new RegExp(`^${alice.jid}`));
    await alice.page.getByRole('button', { name: 'Decline' }).waitFor({ state: 'detached' });
  });
});
