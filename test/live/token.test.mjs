import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { live, ways } from '../support/live.mjs';
import { startProsody } from '../support/servers.mjs';

/** What a browser says by itself of an answer that is a failure. */
const failures = /^Failed to load resource: the server responded with a status of/;

describe('A site that signs its visitors in', () => {
  const world = live(startProsody);

  /** An account of the server's, which no person types. */
  async function account() {
    const user = world.named('alice');
    const password = `s3cret-${user}`;
    await world.server.register(user, password);
    return { jid: `${user}@localhost`, password };
  }

  /** The site's endpoint: says this, one after the other and the last for ever, to the visitor that it knows by a cookie. */
  function endpoint(...answers) {
    const path = `/${world.named('token')}`;
    const asked = [];
    world.site.serve(path, async (request, answer) => {
      asked.push(request.headers);
      const { status = 200, headers, body } = answers[Math.min(asked.length, answers.length) - 1];
      const isKnown = /visitor=ann/.test(request.headers.cookie ?? '') || headers;
      answer.writeHead(isKnown ? status : 401, { 'content-type': 'application/json', ...headers });
      answer.end(typeof body === 'string' ? body : JSON.stringify(await (typeof body === 'function' ? body() : body)));
    });
    return { path, asked };
  }

  const visitor = (page) => {
    const { origin } = new URL(world.site.publish(''));
    return page.context().addCookies([{ name: 'visitor', value: 'ann', url: origin }]);
  };

  const page = (way, url, room, more = '') =>
    `<xmpp-room ${world.members(way)} token-url="${url}" room="${room}" nick="Ann" ${more}></xmpp-room>`;

  /** Everything that the page has left anywhere. */
  const left = ({ page }) =>
    page.evaluate(async () =>
      JSON.stringify([
        { ...sessionStorage },
        { ...localStorage },
        await indexedDB.databases(),
        await caches.keys(),
        document.cookie,
        document.documentElement.outerHTML,
      ]),
    );

  for (const [name, way] of Object.entries(ways)) {
    describe(`over ${name}`, () => {
      it('brings them online, on the next page without being asked where it names them; the password is kept nowhere', async () => {
        const alice = await account();
        const { path, asked } = endpoint({ body: alice });
        const room = await world.room();
        const ann = await world.open(page(way, path, room, `jid="${alice.jid}"`), { before: visitor });

        await ann.hears('xmpp-room-joined', { room, nick: 'Ann' });
        await ann.say('Hello');
        await ann.seesSent('Hello');
        assert.equal((await ann.hears('xmpp-connected')).jid.split('/')[0], alice.jid);
        const kept = await left(ann);
        assert.match(kept, /xmpp-elements:default/);
        assert.doesNotMatch(kept, /s3cret/);

        ann.forget();
        await ann.page.reload();
        await ann.hears('xmpp-room-joined', { room, nick: 'Ann' });
        assert.equal(asked.length, 1);
        assert.doesNotMatch(await left(ann), /s3cret/);
      });

      it('is asked again when it was at fault, and when it showed a page', async () => {
        const { path, asked } = endpoint(
          { status: 500, body: 'Internal Server Error' },
          { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Back soon</title>' },
          { body: await account() },
        );
        const room = await world.room();
        const ann = await world.open(page(way, path, room), { before: visitor, mayFail: failures });

        await ann.hears('xmpp-error', {
          condition: 'token-unavailable',
          message: 'You could not be signed in by this page. Try again.',
        });
        await ann.hears('xmpp-status', { status: 'reconnecting', reason: 'token-unavailable' });
        await ann.hears('xmpp-room-joined', { room });
        assert.equal(asked.length, 3);
      });

      it('is asked once more when the server refuses what it said', async () => {
        const alice = await account();
        const { path, asked } = endpoint({ body: { ...alice, password: 'old' } }, { body: alice });
        const room = await world.room();
        const ann = await world.open(page(way, path, room), { before: visitor });

        await ann.hears('xmpp-room-joined', { room });

        assert.equal(asked.length, 2);
        assert.deepEqual(ann.heard('xmpp-error'), []);
      });
    });
  }

  it('is asked again after the connection broke, where nothing may be kept', async () => {
    const { path, asked } = endpoint({ body: await account() });
    const room = await world.room();
    const line = await world.line();
    const ann = await world.open(
      `<xmpp-room service="${line.websocket}" domain="localhost" token-url="${path}" remember="none" room="${room}" nick="Ann">
      </xmpp-room>`,
      { before: visitor, mayFail: /WebSocket connection to/ },
    );
    await ann.hears('xmpp-room-joined', { room });
    ann.forget();

    line.cut();
    await ann.hears('xmpp-status', { status: 'reconnecting' });
    line.mend();

    await ann.hears('xmpp-connected');
    assert.ok(asked.length >= 2);
  });

  it('says so where it does not know its visitor, and is not asked again by itself', async () => {
    const { path, asked } = endpoint({ body: await account() });
    const ann = await world.open(page('websocket', path, await world.room()), { mayFail: failures });

    await ann.alert('This site did not sign you in to the chat. Sign in to the site again.').waitFor();
    await ann.hears('xmpp-error', { condition: 'not-authorized' });
    assert.equal(asked.length, 1);

    await visitor(ann.page);
    await ann.page.getByRole('button', { name: 'Try again' }).click();
    await ann.hears('xmpp-room-joined');
  });

  it('may be another origin only where the page says so', async () => {
    const alice = await account();
    const { origin } = new URL(world.site.publish(''));
    const headers = { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' };
    const { path, asked } = endpoint({ headers, body: alice });
    const elsewhere = `${world.site.elsewhere}${path}`;
    const room = await world.room();

    const ann = await world.open(page('websocket', elsewhere, room));
    await ann.alert('The sign-in address on this page is not valid.').waitFor();
    await ann.hears('xmpp-error', { condition: 'invalid-token-url' });
    assert.equal(asked.length, 0);

    const ben = await world.open(page('websocket', elsewhere, room, 'token-cross-origin'));
    await ben.hears('xmpp-room-joined', { room });
    assert.equal(asked[0].origin, origin);
  });

  it('opens a BOSH session for them, with which this page and the next go on', async () => {
    const alice = await account();
    const { path, asked } = endpoint({ body: () => openSession(world.server.bosh, alice) });
    const room = await world.room();
    const ann = await world.open(page('bosh', path, room, `jid="${alice.jid}"`), { before: visitor });

    const { jid, resumed } = await ann.hears('xmpp-connected');
    await ann.hears('xmpp-room-joined', { room });
    assert.deepEqual([jid, resumed], [`${alice.jid}/site`, true]);

    ann.forget();
    await ann.page.reload();
    assert.deepEqual(await ann.hears('xmpp-connected'), { jid, resumed: true });
    await ann.say('Still here');
    await ann.seesSent('Still here');
    assert.equal(asked.length, 1);
    assert.deepEqual(ann.streams, []);
  });
});

/** What a site's server does for BOSH prebind (XEP-0206 §8): signs in, and leaves the session to the page. */
async function openSession(bosh, { jid, password }) {
  let rid = 4711;
  let sid = '';
  const post = async (attributes, content = '') => {
    const body = `<body xmlns="http://jabber.org/protocol/httpbind" rid="${rid}" ${sid} ${attributes}>${content}</body>`;
    rid += 1;
    const reply = await fetch(bosh, { method: 'POST', body, headers: { 'content-type': 'text/xml' } });
    return reply.text();
  };
  const xmpp = 'xmlns:xmpp="urn:xmpp:xbosh"';
  const [user, domain] = jid.split('@');
  const opened = await post(`to="${domain}" wait="20" hold="1" ver="1.6" xmpp:version="1.0" ${xmpp}`);
  const [, id] = /\bsid=["']([^"']+)/.exec(opened);
  sid = `sid="${id}"`;
  const plain = Buffer.from(`\0${user}\0${password}`).toString('base64');
  await post('', `<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="PLAIN">${plain}</auth>`);
  await post(`to="${domain}" xmpp:restart="true" ${xmpp}`);
  const bind = '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>site</resource></bind>';
  const bound = await post('', `<iq xmlns="jabber:client" type="set" id="b">${bind}</iq>`);
  return { jid: /<jid>([^<]+)/.exec(bound)[1], sid: id, rid };
}
