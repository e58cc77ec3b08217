/** A lobby full of guests, and a troll, on a real Prosody: what that asks of a page, and of its server. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { isLong, live, ways } from '../support/live.mjs';
import { Peer } from '../support/peer.mjs';
import { startProsody } from '../support/servers.mjs';

/** How many are there. `LIVE=long`: as many as a lobby may have. */
const CROWD = isLong ? 300 : 100;
/** How many come in at the same time. */
const GROUP = 20;
const FLOOD = 300;

describe('A lobby full of guests, with Prosody', () => {
  const world = live(startProsody);
  const crowd = [];
  after(() => crowd.forEach((guest) => guest.end()));

  async function fill(room) {
    const { websocket } = world.server;
    while (crowd.length < CROWD) {
      const group = Array.from({ length: Math.min(GROUP, CROWD - crowd.length) }, async (_, index) => {
        const guest = await Peer.in({ websocket, domain: 'guest.localhost' });
        await guest.join(room, `Player ${crowd.length + index}`);
        return guest;
      });
      crowd.push(...(await Promise.all(group)));
    }
  }

  it('asks nothing of its occupants, shows few of them at once, and bears a troll', async () => {
    const room = await world.room();
    await fill(room);
    const sent = [];
    const before = (page) =>
      page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(payload)));
    const html = `<xmpp-room room="${room}" nick="Nova" ${world.guests(ways.WebSocket)}></xmpp-room>`;
    const nova = await world.open(html, { before });
    await nova.hears('xmpp-room-joined', { room, nick: 'Nova' });
    await nova.page.getByText(`${CROWD + 1} here`).waitFor();

    const rows = () => nova.page.getByRole('list', { name: 'Occupants' }).getByRole('listitem').count();
    assert.ok((await rows()) <= 100, `${await rows()} rows`);
    assert.equal(await nova.room.evaluate(({ occupants }) => occupants.length), CROWD + 1);

    const [troll] = crowd;
    for (let number = 1; number <= FLOOD; number += 1) troll.send(room, 'groupchat', `buy ${number}`);
    await nova.hears('xmpp-message', { conversation: room, body: `buy ${FLOOD}` });
    await nova.say('Good evening');
    await nova.seesSent('Good evening');
    await troll.hears('Good evening', 'groupchat');

    const player = nova.occupant(/^Player 0\b/);
    await player.click();
    await nova.page.getByRole('menuitem', { name: 'Ignore Player 0' }).click();
    await nova
      .messages(/^.*buy \d+/)
      .first()
      .waitFor({ state: 'detached' });

    for (const guest of crowd.slice(10)) guest.end();
    await nova.page.getByText('11 here').waitFor();

    const toOccupants = sent.filter((frame) => frame.startsWith('<iq') && / to="[^"]*\/[^"]*"/.test(frame));
    assert.deepEqual(toOccupants, [], 'nobody was asked for anything');
    const stanzas = sent.filter((frame) => /^<(iq|message|presence)/.test(frame));
    assert.ok(stanzas.length <= 30, `${stanzas.length} stanzas for all of it`);
  });
});
