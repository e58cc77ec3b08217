/** Several rooms in one element, against a real Prosody, in a real browser. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, ways } from '../support/live.mjs';
import { startProsody } from '../support/servers.mjs';

describe('Several rooms in one element', () => {
  const world = live(startProsody);

  it('are all entered and heard; each has its draft, and the one that is shown is so on the next page', async () => {
    const [hall, tea] = [await world.room('hall'), await world.room('tea')];
    const at = (rooms, nick) =>
      world.open(`<xmpp-room ${world.guests(ways.WebSocket)} room="${rooms}" nick="${nick}"></xmpp-room>`);
    const [nova, mira] = [await at(`${hall} ${tea}`, 'Nova'), await at(tea, 'Mira')];
    for (const room of [hall, tea]) await nova.hears('xmpp-room-joined', { room, nick: 'Nova' });
    await mira.occupant(/^Nova\b/).waitFor();
    const tab = (name) => nova.page.getByRole('tab', { name });
    const field = nova.page.getByRole('textbox', { name: 'Message' });
    await field.fill('Half a thought');

    await mira.say('Nova, tea is ready');

    await nova.hears('xmpp-message', { conversation: tea, body: 'Nova, tea is ready', mention: true });
    await tab(/^tea.*1 unread, you are mentioned/).click();
    await nova.sees('Nova, tea is ready');
    assert.equal(await field.inputValue(), '');
    await nova.say('Coming');
    await mira.sees('Coming');

    await nova.page.reload();
    await nova.page.getByRole('tab', { name: /^tea/, selected: true }).waitFor();
    await nova.sees('Coming');
    await mira.say('Still there?');
    await nova.sees('Still there?');
    await tab(/^hall/).click();
    assert.equal(await field.inputValue(), 'Half a thought');
    await nova.say('All alone in the hall');
    await nova.seesSent('All alone in the hall');
    assert.equal(await mira.messages('All alone in the hall').count(), 0);
  });
});
