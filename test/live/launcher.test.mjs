import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, ways } from '../support/live.mjs';
import { startProsody } from '../support/servers.mjs';

describe('A help desk behind a button, with Prosody', () => {
  const world = live(startProsody);

  it('is asked by a visitor without an account, whose nickname comes along, and answers', async () => {
    const desk = await world.account('support');
    const agent = await world.open(`<xmpp-login ${world.members(ways.WebSocket)}></xmpp-login><xmpp-chat></xmpp-chat>`);
    await agent.signIn(desk);
    await agent.hears('xmpp-connected');
    const visitor = await world.open(
      `<xmpp-chat launcher with="${desk}@localhost" ${world.guests(ways.WebSocket)} nick="Ada"></xmpp-chat>`,
    );
    const { page } = visitor;
    const button = page.getByRole('button', { name: `Open chat with ${desk}` });
    await button.waitFor();
    assert.deepEqual(visitor.streams, [], 'nobody is connected who did not ask for it');

    await button.click();
    const field = page.getByRole('textbox', { name: 'Message' });
    await page.waitForFunction(() => document.activeElement.shadowRoot?.activeElement?.localName === 'textarea');
    await page.keyboard.type('Is my order on its way?');
    await page.keyboard.press('Enter');

    const asking = agent.page.getByRole('button', { name: /^Ada .*Is my order on its way\?/ });
    await asking.waitFor();
    await page.getByText(`${desk} is away. Your message will be delivered when they are back.`).waitFor();
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    assert.equal(await button.getAttribute('aria-expanded'), 'false');
    assert.equal(
      await page.evaluate(() => document.activeElement.shadowRoot.activeElement.className),
      'launcher',
      'the keyboard is back where it was',
    );

    await asking.click();
    await agent.say('It left this morning.', agent.chat);

    await page.getByRole('button', { name: `Open chat with ${desk}, 1 unread` }).click();
    await visitor.sees('It left this morning.');
    await visitor.hears('xmpp-unread', { unread: 0 });
    assert.equal(await page.getByText(/ is away\. /).count(), 0, 'who answers is there');
    assert.equal(visitor.streams.length, 1);
  });
});
