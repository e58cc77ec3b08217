// A server whose every word is known: pages over HTTP with gzip, and XMPP rooms over WebSocket (RFC 7395), filled as the
// address says: ws://…/ws?occupants=1000&history=50. With `slow`, frames take as long as they do on Slow 4G.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { WebSocketServer } from 'ws';
import { SLOW_4G } from './slow.mjs';
import { ROOM, roomMessage, roomPresence } from './stanzas.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';
const mechanisms = `<mechanisms xmlns="${SASL}"><mechanism>ANONYMOUS</mechanism></mechanisms>`;
const bind = '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>';

/** Epoch time in ms with its fractions, as pages tell it by `performance.timeOrigin + performance.now()`. */
export const now = () => performance.timeOrigin + performance.now();

/** One way of a slow line: what goes in comes out later, in the same order. */
class Lane {
  #bytesPerMs;
  #latency;
  #isFreeAt = 0;
  #waiting = [];

  constructor({ bytesPerSecond, latency }) {
    this.#bytesPerMs = bytesPerSecond / 1000;
    this.#latency = latency;
  }

  pass(bytes, arrive) {
    this.#isFreeAt = Math.max(this.#isFreeAt, now()) + bytes / this.#bytesPerMs;
    if (this.#waiting.push({ at: this.#isFreeAt + this.#latency, arrive }) === 1) this.#wait();
  }

  #wait() {
    setTimeout(
      () => {
        while (this.#waiting[0]?.at <= now()) this.#waiting.shift().arrive();
        if (this.#waiting.length) this.#wait();
      },
      Math.max(0, this.#waiting[0].at - now()),
    );
  }
}

/** One client's stream. Messages are said in the first of its rooms. */
class Stream {
  /** How many frames the client sent. */
  sent = 0;
  /** When each message was sent, by its number. */
  sentAt = [];
  #socket;
  #occupants;
  #history;
  #isAuthenticated = false;
  #down;

  constructor(socket, { occupants, history, isSlow }) {
    this.#socket = socket;
    this.#occupants = occupants;
    this.#history = history;
    const up = isSlow && new Lane({ bytesPerSecond: SLOW_4G.up, latency: SLOW_4G.frameLatency });
    this.#down = isSlow && new Lane({ bytesPerSecond: SLOW_4G.down, latency: SLOW_4G.frameLatency });
    const receive = (data) => this.#receive(String(data));
    socket.on('message', (data) => (up ? up.pass(data.length, () => receive(data)) : receive(data)));
  }

  /** Messages at an exact rate; where the machine was late, those due go at once. */
  async burst({ perSecond, seconds }) {
    const start = now();
    const first = this.sentAt.length;
    const total = perSecond * seconds;
    while (this.sentAt.length < first + total) {
      const due = Math.min(total, Math.ceil(((now() - start) / 1000) * perSecond));
      while (this.sentAt.length < first + due) this.say();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  /** Messages as fast as they go. */
  flood(count) {
    for (let index = 0; index < count; index += 1) this.say();
  }

  say({ delayed, room } = {}) {
    const number = this.sentAt.length;
    this.sentAt.push(now());
    this.#send(roomMessage({ number, nick: nickOf(number % (this.#occupants || 1)), delayed, room }));
  }

  #send(frame) {
    if (this.#down) this.#down.pass(Buffer.byteLength(frame), () => this.#socket.send(frame));
    else this.#socket.send(frame);
  }

  #receive(frame) {
    this.sent += 1;
    const [name] = /[a-z:]+/.exec(frame) ?? [];
    const answers = { open: this.#open, auth: this.#authenticate, iq: this.#answer, presence: this.#presence };
    if (name === 'close') this.#socket.close();
    else answers[name]?.call(this, frame);
  }

  #open() {
    this.#send(`<open xmlns="${FRAMING}" from="guest.localhost" id="bench" version="1.0"/>`);
    const features = this.#isAuthenticated ? bind : mechanisms;
    this.#send(`<stream:features xmlns:stream="http://etherx.jabber.org/streams">${features}</stream:features>`);
  }

  #authenticate() {
    this.#isAuthenticated = true;
    this.#send(`<success xmlns="${SASL}"/>`);
  }

  #answer(frame) {
    const id = attribute(frame, 'id');
    const to = attribute(frame, 'to');
    const from = to ? ` from="${to}"` : '';
    const result = (payload) => this.#send(`<iq xmlns="jabber:client" type="result" id="${id}"${from}>${payload}</iq>`);
    if (!/type=['"](get|set)/.test(frame)) return;
    if (frame.includes('xmpp-bind')) return result(bind.replace('/>', `><jid>${JID}</jid></bind>`));
    if (frame.includes('disco#info')) return result(isRoom(to) ? roomInfo : accountInfo);
    if (/xmpp-session|urn:xmpp:ping/.test(frame)) return result('');
    const error = '<service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>';
    this.#send(`<iq xmlns="jabber:client" type="error" id="${id}"${from}><error type="cancel">${error}</error></iq>`);
  }

  #presence(frame) {
    const to = attribute(frame, 'to');
    const [room, nick] = to?.split('/') ?? [];
    if (!nick || !isRoom(room)) return;
    if (/type=['"]unavailable/.test(frame)) this.#send(roomPresence({ room, nick, isSelf: true, isGone: true }));
    else this.#enter(room, nick);
  }

  #enter(room, nick) {
    for (let index = 0; index < this.#occupants; index += 1) this.#send(roomPresence({ room, nick: nickOf(index) }));
    this.#send(roomPresence({ room, nick, isSelf: true }));
    // The last of them was said a second ago.
    const newest = Date.now() - 1000;
    for (let left = this.#history; left > 0; left -= 1) {
      this.say({ room, delayed: new Date(newest - left * 20_000).toISOString() });
    }
    this.#send(`<message xmlns="jabber:client" from="${room}" type="groupchat"><subject>Tea</subject></message>`);
  }
}

const JID = '7e57@guest.localhost/bench';
const nickOf = (index) => `guest${index}`;
const isRoom = (jid) => !!jid && jid.slice(jid.indexOf('@') + 1) === ROOM.slice(ROOM.indexOf('@') + 1);
const info = (identity, features) =>
  `<query xmlns="http://jabber.org/protocol/disco#info">${identity}${features
    .map((feature) => `<feature var="${feature}"/>`)
    .join('')}</query>`;
const roomInfo = info('<identity category="conference" type="text" name="Lobby"/>', [
  'http://jabber.org/protocol/muc',
  'urn:xmpp:sid:0',
  'urn:xmpp:occupant-id:0',
]);
const accountInfo = info('<identity category="account" type="anonymous"/>', ['http://jabber.org/protocol/disco#info']);

function attribute(frame, name) {
  return new RegExp(`^<[^>]*? ${name}=['"]([^'"]*)`).exec(frame)?.[1];
}

/**
 * Serves pages, and rooms. `requests` and `streams` list what came since `forget()`.
 *
 * @param {string} [dist] another build of ours.
 */
export async function startServer(dist = join(root, 'dist')) {
  const folders = {
    pages: join(root, 'bench/pages'),
    dist,
    strophe: join(root, 'node_modules/strophe.js/dist'),
    converse: join(root, 'bench/node_modules/converse.js/dist'),
  };
  const server = { requests: [], streams: [] };
  const cache = new Map();
  const http = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const [, folder, ...rest] = url.pathname.split('/');
    const key = request.url;
    try {
      if (!folders[folder] || rest.includes('..')) throw new Error('No such file');
      cache.has(key) || cache.set(key, await packed(join(folders[folder], ...rest), url));
    } catch {
      return response.writeHead(404).end();
    }
    const { body, type } = cache.get(key);
    server.requests.push({ path: url.pathname, bytes: body.length });
    response.writeHead(200, {
      'content-type': type,
      'content-encoding': 'gzip',
      'content-length': body.length,
      // As a careful site would have it, for all candidates: scripts are kept, pages are not.
      'cache-control': folder === 'pages' ? 'no-cache' : 'max-age=31536000, immutable',
    });
    response.end(body);
  });
  const websockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  websockets.on('connection', (socket, { url }) => {
    const wish = new URL(url, 'http://localhost').searchParams;
    const [occupants, history] = [Number(wish.get('occupants')), Number(wish.get('history'))];
    server.streams.push(new Stream(socket, { occupants, history, isSlow: wish.has('slow') }));
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address();
  return Object.assign(server, {
    url: `http://127.0.0.1:${port}`,
    forget() {
      server.requests.length = server.streams.length = 0;
    },
    stop() {
      for (const socket of websockets.clients) socket.terminate();
      http.closeAllConnections();
      http.close();
    },
  });

  /** A file as it goes out; in pages the places in braces are filled: where the room is, and which. */
  async function packed(path, url) {
    const type = types[extname(path)] ?? 'application/octet-stream';
    const bytes = await readFile(path);
    if (!type.startsWith('text/html')) return { type, body: gzipSync(bytes, { level: 9 }) };
    const places = {
      service: url.searchParams.get('service') ?? `ws://127.0.0.1:${http.address().port}/ws${url.search}`,
      nick: url.searchParams.get('nick') ?? 'me',
      room: roomsOf(Number(url.searchParams.get('rooms') ?? 1)),
    };
    const preload = url.searchParams.has('preload') ? await preloads(dist) : '';
    const text = String(bytes)
      .replace(/\{\{(service|nick|room)\}\}/g, (_, place) => places[place].replaceAll('&', '&amp;'))
      .replace('{{preload}}', preload);
    return { type, body: gzipSync(text, { level: 9 }) };
  }
}

/** The lobby, and others beside it. */
function roomsOf(count) {
  const others = Array.from(
    { length: count - 1 },
    (_, index) => `room${index + 1}@${ROOM.slice(ROOM.indexOf('@') + 1)}`,
  );
  return [ROOM, ...others].join(' ');
}

/** What docs/performance.md advises pages to name that want to be fast: the two large chunks. */
async function preloads(dist) {
  const files = Object.keys(JSON.parse(await readFile(join(dist, 'integrity.json'), 'utf8')));
  return files
    .filter((name) => /^chunks\/(wire|registry)-/.test(name))
    .map((name) => `<link rel="modulepreload" href="/dist/${name}" />`)
    .join('');
}
