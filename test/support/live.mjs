/**
 * What the live journeys share: a real server, a site with pages, a real Chromium, and people in browsers of their own
 * who act by roles and names. Whatever a page complains of (exceptions, console errors, violations of its strict
 * Content Security Policy) fails the journey.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { extname, join } from 'node:path';
import { after, afterEach, before } from 'node:test';
import { chromium } from 'playwright-core';
import { chromiumFlags, chromiumPath } from './chromium.mjs';
import { startLine } from './fault-line.mjs';
import { Heard } from './heard.mjs';
import { root } from './setup.mjs';
import { SlixmppPeer } from './slixmpp-peer.mjs';

/**
 * How long anything may take, in ms. More than BOSH waits for an answer: ejabberd loses a request that overtakes the one
 * before it, and what was in it arrives only with the next stream.
 */
const PATIENCE = 75_000;
const types = { '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.map': 'application/json' };
const events = [
  'xmpp-status',
  'xmpp-connected',
  'xmpp-disconnected',
  'xmpp-error',
  'xmpp-before-send',
  'xmpp-message',
  'xmpp-message-sent',
  'xmpp-unread',
  'xmpp-room-joined',
  'xmpp-room-left',
  'xmpp-occupant-joined',
  'xmpp-occupant-left',
  'xmpp-presence',
  'xmpp-invite',
  'xmpp-match',
];

/** What a browser says by itself when an address does not answer. */
export const networkErrors = /^(Failed to load resource: net::ERR_|WebSocket connection to )/;
/** ejabberd answers a goodbye after the socket has been closed, and the browser says so. */
const lateGoodbye = /Data frame received after close/;

/** Whether there is time for what is the same on both servers to be seen on both: `LIVE=long npm test live`. */
export const isLong = process.env.LIVE === 'long';

/** The two ways to a server, by name. */
export const ways = { WebSocket: 'websocket', BOSH: 'bosh' };

/**
 * Sets up a file of journeys, inside of `describe`: one server, one site, one browser for all of them.
 *
 * @param start `startProsody` or `startEjabberd`.
 * @param options `stay`: people stay where they are from one journey to the next.
 */
export function live(start, { stay = false } = {}) {
  const world = new World();
  before(async () => {
    [world.server, world.site, world.browser] = await Promise.all([
      start(),
      startSite(() => world.server),
      chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags }),
    ]);
  });
  (stay ? after : afterEach)(() => world.clear());
  after(async () => {
    await Promise.all([world.browser?.close(), world.site?.close(), world.server?.stop()]);
  });
  return world;
}

class World {
  server;
  site;
  browser;
  #people = [];
  #cleanups = [];
  #count = 0;

  /** A name that nobody else has. */
  named(name) {
    this.#count += 1;
    return `${name}${this.#count}`;
  }

  /** A new account, whose password is its name. */
  async account(name) {
    const user = this.named(name);
    await this.server.register(user, user);
    return user;
  }

  /** A new public room. */
  async room(name = 'lobby') {
    const room = this.named(name);
    await this.server.createRoom(room);
    return `${room}@rooms.localhost`;
  }

  /** The connection attributes of a page for members, or for guests. */
  members(way) {
    return `service="${this.server[way]}" domain="localhost"`;
  }

  guests(way) {
    return `service="${this.server[way]}" domain="guest.localhost" anonymous`;
  }

  /**
   * Somebody opens a page with this HTML in its body, in a browser that nobody else uses.
   *
   * @param options `script`, the tag that loads the elements; `mayFail`, the complaints that belong to the journey;
   *   `before`, called with the page before it loads; `url`, another page than one of ours.
   */
  async open(body, { script, mayFail, before, url, ...context } = {}) {
    const person = await Person.in(this.browser, { mayFail, ...context });
    this.#people.push(person);
    await before?.(person.page);
    await person.page.goto(url ?? this.site.publish(body, { script }));
    return person;
  }

  /** A guest goes into a room, over WebSocket. */
  async enter(room, nick) {
    const guest = await this.open(`<xmpp-room ${this.guests('websocket')} room="${room}" nick="${nick}"></xmpp-room>`);
    await guest.hears('xmpp-room-joined', { room });
    return guest;
  }

  /** Somebody at a client of another family, with an account of that name. */
  async elsewhere(user) {
    const peer = await SlixmppPeer.in({ port: this.server.clientPort, user });
    this.#cleanups.push(() => peer.end());
    return peer;
  }

  /** A way to the server that can break. */
  async line() {
    const line = await startLine(this.server.httpPort);
    this.#cleanups.push(() => line.close());
    return Object.assign(line, addressesOver(line, this.server));
  }

  /** Everybody goes home. */
  async clear() {
    const people = this.#people.splice(0);
    const complaints = people.flatMap((person) => person.complaints);
    await Promise.all([
      ...people.map(({ page }) => page.context().close()),
      ...this.#cleanups.splice(0).map((end) => end()),
    ]);
    assert.deepEqual(complaints, [], 'a page complained');
  }
}

/** Somebody at a page. */
class Person {
  page;
  complaints = [];
  /** Sockets, and sessions of BOSH, that the page has opened. */
  streams = [];
  #heard = new Heard(PATIENCE);

  static async in(browser, { mayFail, ...options }) {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    context.setDefaultTimeout(PATIENCE);
    const person = new Person();
    await context.exposeBinding('tellTest', (source, type, detail) => person.#hear(type, detail));
    await context.addInitScript(listen, events);
    person.page = await context.newPage();
    person.#watch(mayFail);
    return person;
  }

  /** The detail of an event that the page sends, or has sent, with these properties. */
  hears(type, properties) {
    return this.#heard.waitFor(type, properties);
  }

  /** The details of all events of a type so far. */
  heard(type) {
    return this.#heard.of(type);
  }

  /** Forgets the events so far. */
  forget() {
    this.#heard.forget();
  }

  get login() {
    return this.page.locator('xmpp-login');
  }

  get chat() {
    return this.page.locator('xmpp-chat');
  }

  get room() {
    return this.page.locator('xmpp-room');
  }

  async signIn(name, password = name) {
    await this.page.getByRole('textbox', { name: /^(User name|XMPP address)$/ }).fill(name);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  /** Writes a message, in this part of the page. */
  async say(text, where = this.page) {
    const field = where.getByRole('textbox', { name: 'Message' });
    await field.fill(text);
    await field.press('Enter');
  }

  /** The messages with this text, in this part of the page. */
  messages(text, where = this.page) {
    return where.locator('[part~="message"]').filter({ hasText: text });
  }

  /** Sees one message with this text, and in the end no second one. */
  async sees(text, where = this.page) {
    const found = this.messages(text, where);
    await found.first().waitFor();
    assert.equal(await found.count(), 1, `“${text}” is there once`);
    return found;
  }

  /** Sees that the server has a message of theirs. */
  async seesSent(text, where = this.page) {
    const message = await this.sees(text, where);
    await message.getByText('Sent', { exact: true }).waitFor();
    return message;
  }

  alert(words) {
    return this.page.getByRole('alert').filter({ hasText: words });
  }

  occupant(name, where = this.page) {
    return where.getByRole('list', { name: 'Occupants' }).getByRole('listitem', { name });
  }

  #hear(type, detail) {
    if (type === 'securitypolicyviolation') this.complaints.push(`CSP: ${JSON.stringify(detail)}`);
    else this.#heard.add(type, detail);
  }

  #watch(mayFail) {
    const complain = (text) => {
      if (!mayFail?.test(text) && !lateGoodbye.test(text)) this.complaints.push(text);
    };
    this.page.on('pageerror', (error) => complain(`exception: ${error.stack}`));
    this.page.on('console', (line) => line.type() === 'error' && complain(line.text()));
    this.page.on('dialog', (dialog) => {
      complain(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    this.page.on('websocket', (socket) => this.streams.push(socket.url()));
    this.page.on('request', (request) => {
      const isFirst = request.method() === 'POST' && /<body[^>]*xmpp:version/.test(request.postData() ?? '');
      if (isFirst && !/ sid=/.test(request.postData())) this.streams.push(request.url());
    });
  }
}

/** Runs in the page, before anything of its own. */
function listen(names) {
  for (const name of names) {
    const tell = ({ detail }) =>
      window.tellTest(
        name,
        JSON.parse(JSON.stringify(detail, (key, value) => (value instanceof Error ? undefined : value))),
      );
    document.addEventListener(name, tell);
  }
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample, sourceFile }) =>
    window.tellTest('securitypolicyviolation', { violatedDirective, blockedURI, sample, sourceFile }),
  );
}

/**
 * A site with pages, the elements' files and the server's own host-meta. It is `localhost` to its pages; to those who
 * call it 127.0.0.1 it is another origin.
 */
export async function startSite(server, dist = join(root, 'dist')) {
  const pages = new Map();
  const backends = new Map();
  const http = createServer(async (request, answer) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (backends.has(pathname)) return void (await backends.get(pathname)(request, answer));
    if (pages.has(pathname))
      return void answer.writeHead(200, pages.get(pathname).headers).end(pages.get(pathname).html);
    const file = await read(pathname).catch(() => undefined);
    if (!file) return void answer.writeHead(404).end();
    answer.writeHead(200, {
      'content-type': types[extname(pathname)] ?? 'text/plain',
      'access-control-allow-origin': '*',
    });
    answer.end(file);
  });
  const read = async (pathname) => {
    if (pathname.startsWith('/dist/')) return readFile(join(dist, pathname.slice('/dist/'.length)));
    if (pathname === '/page.css')
      return 'body{margin:0}xmpp-room,xmpp-chat{block-size:320px}[hidden]{display:none!important}';
    if (!pathname.startsWith('/.well-known/')) return undefined;
    const reply = await fetch(new URL(pathname, server().hostMeta));
    return reply.ok ? reply.text() : undefined;
  };
  await listening(http);
  const { port } = http.address();
  const elsewhere = `http://127.0.0.1:${port}`;
  return {
    elsewhere,
    /** What the site's own server does at a path. */
    serve: (path, handle) => void backends.set(path, handle),
    publish(body, { script = '<script type="module" src="/dist/xmpp-elements.js"></script>' } = {}) {
      const path = `/${pages.size + 1}.html`;
      const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
        <link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">${script}</head><body>${body}</body></html>`;
      const scripts = script.includes(elsewhere) ? `'self' ${elsewhere}` : "'self'";
      pages.set(path, {
        html,
        headers: {
          'content-type': 'text/html',
          'content-security-policy': [
            "default-src 'none'",
            `script-src ${scripts}`,
            "style-src 'self'",
            // The icon above, which nobody shall ask the site for; and what people send each other.
            'img-src data: http://127.0.0.1:*',
            'media-src http://127.0.0.1:*',
            "connect-src 'self' ws://127.0.0.1:* http://127.0.0.1:*",
            "require-trusted-types-for 'script'",
            'trusted-types lit-html xmpp-elements',
          ].join('; '),
        },
      });
      return `http://localhost:${port}${path}`;
    },
    close: () => closed(http),
  };
}

/** A server's addresses by way of a line. */
export function addressesOver(line, { websocket, bosh, httpPort }) {
  const over = (address) => address.replace(`:${httpPort}`, `:${line.port}`);
  return { websocket: over(websocket), bosh: over(bosh) };
}

/** A port at which nobody listens. */
export async function deadPort() {
  const tcp = createTcpServer();
  await listening(tcp);
  const { port } = tcp.address();
  await closed(tcp);
  return port;
}

const listening = (server) => new Promise((done) => server.listen(0, '127.0.0.1', done));

const closed = (server) =>
  new Promise((done) => {
    server.close(done);
    server.closeAllConnections?.();
  });
