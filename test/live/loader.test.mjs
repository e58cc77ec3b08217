import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, networkErrors, ways } from '../support/live.mjs';
import { startProsody } from '../support/servers.mjs';

const script = '<script type="module" src="/dist/xmpp-elements.loader.js"></script>';

describe('A page with the loader, with Prosody', () => {
  const world = live(startProsody);

  /** Opens a page, and writes down what it fetches of ours, and what it sends. */
  async function visit(body, options = {}) {
    const [fetched, sent] = [[], []];
    const before = async (page) => {
      page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
      page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
      await options.before?.(page);
    };
    const visitor = await world.open(body, { script, ...options, before });
    await visitor.page.waitForLoadState('load');
    const ours = () => fetched.filter((path) => path.startsWith('/dist/'));
    const stanzas = () => sent.filter((frame) => /^<(iq|message|presence)/.test(frame));
    return { visitor, page: visitor.page, ours, stanzas };
  }

  const farBelow = (html) => `${'<p>Far above</p>'.repeat(200)}${html}`;
  const room = (jid) => `<xmpp-room room="${jid}" nick="Ada" ${world.guests(ways.WebSocket)}></xmpp-room>`;

  it('fetches nothing more before an element nears the view, and keeps its place', async () => {
    const { page, visitor, ours } = await visit(farBelow(room(await world.room())));
    assert.deepEqual(ours(), ['/dist/xmpp-elements.loader.js']);
    const placeOf = () => visitor.room.evaluate((element) => element.getBoundingClientRect().height);
    const before = await placeOf();
    assert.ok(before > 100, `${before} px`);

    await page.mouse.wheel(0, 10_000);
    await visitor.hears('xmpp-room-joined');

    assert.ok(ours().includes('/dist/xmpp-elements.js'));
    assert.equal(await placeOf(), before, 'nothing on the page moves');
    await visitor.say('hello');
    await visitor.sees('hello');
  });

  it('fetches no more than a room shows, and enters it with a few stanzas', async () => {
    const { page, visitor, ours, stanzas } = await visit(room(await world.room()));
    await visitor.hears('xmpp-room-joined');
    assert.ok(stanzas().length <= 12, stanzas().join('\n'));
    await page.getByRole('list', { name: 'Occupants' }).getByText('Ada').waitFor();
    await visitor.say('hello');
    await visitor.sees('hello');
    await page.getByRole('button', { name: 'Room', exact: true }).waitFor();

    const names = ours().map((path) => path.replace(/^\/dist\/(chunks\/(.*)-\w+\.js$)?/, '$2'));
    // What one can do about the room, a moment later than the rest.
    const later = ['bookmarks-controller', 'menu', 'room-bar'];
    // This server takes files.
    const first = ['en-parts', 'files', 'occupants', 'registry', 'wire', 'xmpp-elements.js', 'xmpp-elements.loader.js'];
    assert.deepEqual(names.sort(), [...first, ...later].sort());
  });

  it('opens the way to the server while the code that goes it is still coming', async () => {
    const sockets = [];
    const before = async (page) => {
      const opened = new Promise((resolve) => page.on('websocket', (socket) => resolve(sockets.push(socket))));
      await page.route(/\/chunks\/(registry|wire)-/, async (route) => {
        await opened;
        await route.continue();
      });
    };

    const { visitor } = await visit(room(await world.room()), { before });

    await visitor.hears('xmpp-room-joined');
    assert.equal(sockets.length, 1);
  });

  it('fetches for one that is there at once, or comes later', async () => {
    const jid = await world.room();
    const there = await visit(room(jid));
    await there.visitor.hears('xmpp-room-joined');

    const later = await visit('<main></main>');
    assert.equal(later.ours().length, 1);
    await later.page.evaluate(
      ([tag, attributes]) => {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        document.querySelector('main').append(element);
      },
      [
        'xmpp-room',
        { room: jid, nick: 'Bo', service: world.server.websocket, domain: 'guest.localhost', anonymous: '' },
      ],
    );
    await later.visitor.hears('xmpp-room-joined');
  });

  it('shows the button of a launcher, fetches when it is pressed by keyboard, and writes where somebody types', async () => {
    const desk = await world.account('support');
    const { page, visitor, ours } = await visit(
      `<xmpp-chat launcher with="${desk}@localhost" ${world.guests(ways.WebSocket)} nick="Ada"></xmpp-chat>`,
    );
    const button = page.getByRole('button', { name: /^Open chat/ });
    await button.waitFor();
    assert.deepEqual(ours(), ['/dist/xmpp-elements.loader.js']);
    const boxOf = () => button.boundingBox();
    const before = await boxOf();

    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement.shadowRoot?.activeElement?.localName === 'textarea');
    await page.keyboard.type('Is anybody there?');
    await page.keyboard.press('Enter');

    await visitor.sees('Is anybody there?');
    assert.equal(await page.getByRole('button', { name: /^Open chat/ }).count(), 1, 'one button stands there');
    assert.deepEqual(await boxOf(), before, 'where it stood');
  });

  it('opens a launcher that the page opens', async () => {
    const desk = await world.account('support');
    const { page, ours } = await visit(
      `<xmpp-chat launcher with="${desk}@localhost" ${world.guests(ways.WebSocket)}></xmpp-chat>`,
    );
    assert.equal(ours().length, 1);

    await page.evaluate(() => document.querySelector('xmpp-chat').setAttribute('open', ''));

    await page.getByRole('textbox', { name: 'Message' }).waitFor();
  });

  it('goes on at once with who has been online before in this tab', async () => {
    const name = await world.account('alice');
    const login = `<xmpp-login ${world.members(ways.WebSocket)}></xmpp-login>`;
    const { page, visitor } = await visit(login);
    await visitor.signIn(name);
    await visitor.hears('xmpp-connected');
    // What is answered after the stream could be resumed.
    await page.waitForFunction(async () => {
      const { sessionNamed } = await import('/dist/xmpp-elements.js');
      return (await sessionNamed().whole()).stores.roster.value.isLoaded;
    });
    visitor.forget();

    await page.goto(world.site.publish(farBelow(login), { script }));

    assert.equal((await visitor.hears('xmpp-connected')).resumed, true);
  });

  it('tries again when the button is pressed again after the network had failed', async () => {
    const desk = await world.account('support');
    let isDown = true;
    const { page } = await visit(
      `<xmpp-chat launcher with="${desk}@localhost" ${world.guests(ways.WebSocket)}></xmpp-chat>`,
      {
        mayFail: networkErrors,
        before: (opened) =>
          opened.route('**/xmpp-elements.js*', (route) =>
            isDown ? route.abort('internetdisconnected') : route.continue(),
          ),
      },
    );
    const button = page.getByRole('button', { name: /^Open chat/ });
    const failed = page.waitForEvent('requestfailed');
    await button.click();
    await failed;
    await page.locator('xmpp-chat button[aria-busy]').waitFor({ state: 'detached' });
    isDown = false;

    await button.click();

    await page.getByRole('textbox', { name: 'Message' }).waitFor();
  });
});
