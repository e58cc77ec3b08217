// A server that says exactly what a test tells it to, over WebSocket and BOSH: the hostile and the broken ones.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const FEATURES = 'xmlns:stream="http://etherx.jabber.org/streams"';
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const SASL2 = 'urn:xmpp:sasl:2';

/** One stream of a client, over either transport: what it said, and a way to answer. */
class Stream {
  inbox = [];
  waiting = [];
  lastId = '';

  constructor({ write, close, drop }) {
    Object.assign(this, { write, close, drop });
  }

  receive(frame) {
    this.lastId = /^<iq[^>]* id="([^"]*)"/.exec(frame)?.[1] ?? this.lastId;
    this.inbox.push(frame);
    this.waiting = this.waiting.filter((look) => !look());
  }

  /** The next frame that has this text in it; those before it are passed over. */
  next(text) {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.inbox.findIndex((frame) => frame.includes(text));
        if (found < 0) return false;
        resolve(this.inbox[found]);
        this.inbox.splice(0, found + 1);
        return true;
      };
      if (!look()) this.waiting.push(look);
    });
  }

  send(text) {
    this.write(text.replaceAll('{{id}}', this.lastId));
  }

  async run(steps) {
    for (const step of steps) {
      if (step.expect) await this.next(step.expect);
      if (step.send) this.send(step.send);
      if (step.features) await this.offer(step.features);
      if (step.scram) await this.scram(step.scram);
      if (step.token) await this.token(step.token);
      if (step.bind) await this.bind(step.bind);
      if (step.close) this.close();
      if (step.drop) this.drop();
    }
  }

  /** Answers the opening of a stream with what is on offer. */
  async offer(features) {
    await this.next(this.isBosh ? '<stream/>' : '<open');
    if (!this.isBosh) {
      this.send('<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" from="example.org" id="s1" version="1.0"/>');
    }
    this.send(`<stream:features ${FEATURES}>${features}</stream:features>`);
  }

  /** RFC 5802 from the server's side, with the faults that a test asks for. */
  async scram({
    password = 'secret',
    iterations = 4096,
    isForeignNonce,
    signature,
    success,
    challengeTwice,
    inline,
    salt,
  }) {
    const auth = await this.next('<auth');
    const namespace = inline === undefined ? SASL : SASL2;
    const hash = /SCRAM-SHA-(\d+)/.exec(auth)?.[1] ?? '1';
    const algorithm = `sha${hash}`;
    const first = decoded(auth).slice('n,,'.length);
    const nonce = `${isForeignNonce ? 'x' : ''}${/r=(.*)/.exec(first)[1]}${randomBytes(9).toString('base64')}`;
    const salted64 = salt ?? randomBytes(12).toString('base64');
    const challenge = `r=${nonce},s=${salted64},i=${iterations}`;
    this.send(`<challenge xmlns="${namespace}">${encoded(challenge)}</challenge>`);
    const final = decoded(await this.next('<response'));
    const [withoutProof, proof] = final.split(',p=');
    const hmac = (key, text) => createHmac(algorithm, key).update(text).digest();
    const salted = pbkdf2Sync(
      password,
      Buffer.from(salted64, 'base64'),
      iterations,
      createHash(algorithm).digest().length,
      algorithm,
    );
    const clientKey = hmac(salted, 'Client Key');
    const exchange = [first, challenge, withoutProof].join(',');
    const mask = hmac(createHash(algorithm).update(clientKey).digest(), exchange);
    if (clientKey.map((byte, index) => byte ^ mask[index]).toString('base64') !== proof) {
      return this.send(
        `<failure xmlns="${namespace}"><not-authorized xmlns="${SASL}"/><text>No such luck</text></failure>`,
      );
    }
    const word = `v=${signature ?? hmac(hmac(salted, 'Server Key'), exchange).toString('base64')}`;
    if (challengeTwice) {
      this.send(`<challenge xmlns="${SASL}">${encoded(word)}</challenge>`);
      await this.next('<response');
      return this.send(`<success xmlns="${SASL}"/>`);
    }
    if (inline !== undefined) return this.succeed(encoded(word), inline);
    this.send(success ?? `<success xmlns="${SASL}">${encoded(word)}</success>`);
  }

  /** HT-SHA-256-NONE (XEP-0484) from the server's side, with the faults that a test asks for. */
  async token({ token, proof, inline }) {
    const said = Buffer.from(/<initial-response>([^<]*)</.exec(await this.next('<authenticate'))[1], 'base64');
    const hmac = (text) => createHmac('sha256', token).update(text).digest();
    if (!said.equals(Buffer.concat([Buffer.from('alice\0'), hmac('Initiator')]))) {
      return this.send(`<failure xmlns="${SASL2}"><not-authorized xmlns="${SASL}"/></failure>`);
    }
    this.succeed(proof ?? hmac('Responder').toString('base64'), inline);
  }

  succeed(proof, inline) {
    this.send(`<success xmlns="${SASL2}"><additional-data>${proof}</additional-data>${inline}</success>`);
  }

  async bind(jid) {
    await this.next('<bind');
    const bind = `<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><jid>${jid}</jid></bind>`;
    this.send(`<iq xmlns="jabber:client" type="result" id="{{id}}">${bind}</iq>`);
  }
}

/** What one test has ordered: steps for the first stream, the second and so on; the last serves all further ones. */
class Scenario {
  streams = [];
  received = [];
  /** Raw HTTP answers that come before all others. */
  answers = [];
  waiting = [];

  constructor(scripts) {
    this.scripts = scripts;
  }

  begin(stream) {
    const script = this.scripts[Math.min(this.streams.length, this.scripts.length - 1)] ?? [];
    this.streams.push(stream);
    for (const go of this.waiting.splice(0)) go();
    stream.run(script);
    return stream;
  }

  get stream() {
    return this.streams.at(-1);
  }

  async ready() {
    if (!this.stream) await new Promise((resolve) => this.waiting.push(resolve));
    return this.stream;
  }

  hear(stream, frame) {
    this.received.push(frame);
    stream.receive(frame);
  }

  acceptWebSocket(socket) {
    const write = (text) => socket.send(text);
    const stream = new Stream({ write, close: () => socket.close(), drop: () => socket.terminate() });
    socket.on('message', (data) => this.hear(stream, String(data)));
    this.begin(stream);
  }

  /** XEP-0124 as far as a client can tell. */
  post(text, respond) {
    this.received.push(text);
    const raw = this.answers.shift();
    if (raw) return this.answerRaw(raw, respond);
    this.take(text, respond);
  }

  /** In the order of the requests' numbers: what overtakes waits (XEP-0124 §14.2). */
  take(text, respond) {
    const [, attributes, , payload = ''] = /^<body([^>]*?)(\/>|>(.*)<\/body>$)/s.exec(text) ?? [];
    if (attributes === undefined) return respond({ status: 400 });
    if (!/ sid="/.test(attributes)) this.beginBosh();
    const { stream } = this;
    const number = Number(/ rid="(\d+)"/.exec(attributes)?.[1]);
    if (number > stream.number + 1) return void stream.overtaking.set(number, () => this.take(text, respond));
    stream.number = Math.max(number, stream.number ?? 0);
    stream.overtaking.delete(number);
    stream.held.push(respond);
    if (!/ sid="/.test(attributes) || /restart="true"/.test(attributes)) stream.receive('<stream/>');
    for (const child of childrenOf(payload)) stream.receive(child);
    if (/type="terminate"/.test(attributes)) stream.end();
    // A new request frees the one that was held before it.
    if (stream.held.length > 1) stream.flush();
    stream.pump();
    stream.overtaking.get(number + 1)?.();
  }

  answerRaw(raw, respond) {
    if (raw.never) return;
    if (raw.isLate) return void (this.late = () => respond(raw));
    respond(raw);
    if (this.late) setTimeout(this.late, 100);
    this.late = undefined;
  }

  beginBosh() {
    const stream = new Stream({ write: (text) => stream.write(text) });
    let isFirst = true;
    let buffer = '';
    Object.assign(stream, {
      isBosh: true,
      held: [],
      /** Of the last request that was read; and those that came before their time. */
      number: undefined,
      overtaking: new Map(),
      write: (text) => {
        buffer += text;
        setTimeout(stream.pump);
      },
      pump: () => {
        if (stream.isGone)
          for (const respond of stream.held.splice(0)) respond({ status: 404, body: '<html>gone</html>' });
        if (stream.held.length && (buffer || stream.ending)) stream.flush(stream.ending);
      },
      flush: (more = '') => {
        const session = isFirst ? ` sid="${randomBytes(6).toString('hex')}" wait="60" requests="2" hold="1"` : '';
        isFirst = false;
        stream.held.shift()?.({
          body: `<body xmlns="http://jabber.org/protocol/httpbind"${session}${more}>${buffer}</body>`,
        });
        buffer = '';
      },
      end: () => stream.endBy(' type="terminate"'),
      close: () => stream.endBy(' type="terminate" condition="item-not-found"'),
      endBy: (ending) => {
        stream.ending = ending;
        stream.pump();
      },
      drop: () => {
        stream.isGone = true;
        stream.pump();
      },
    });
    this.begin(stream);
  }
}

const encoded = (text) => Buffer.from(text).toString('base64');
const decoded = (frame) => Buffer.from(/>([^<]+)</.exec(frame)?.[1] ?? '', 'base64').toString();

/** Top-level elements of a text that Strophe has written. */
function childrenOf(text) {
  const found = [];
  let depth = 0;
  let start = 0;
  for (const { 0: tag, index } of text.matchAll(/<\/?[^>]+>/g)) {
    if (tag[1] !== '/' && depth++ === 0) start = index;
    if (tag[1] === '/' || tag.endsWith('/>')) depth -= 1;
    if (depth === 0) found.push(text.slice(start, index + tag.length));
  }
  return found;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** For web-test-runner: tests order a server by POST /__scripted and work it by /__scripted/ID/VERB; see scripted.ts. */
export function scriptedServerPlugin() {
  const scenarios = new Map();
  /** What this host says of itself, by path under /.well-known/. */
  const hostMeta = new Map();
  const http = createServer(async (request, response) => {
    const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
    const scenario = scenarios.get(request.url.split('/')[1]);
    if (request.method === 'OPTIONS') return response.writeHead(200, headers).end();
    if (!scenario) return response.writeHead(404, headers).end();
    scenario.post(await bodyOf(request), ({ status = 200, type = 'text/xml', body = '' }) => {
      response.writeHead(status, { ...headers, 'content-type': type }).end(body);
    });
  });
  const websockets = new WebSocketServer({ server: http });
  websockets.on('connection', (socket, request) => {
    const scenario = scenarios.get(request.url.split('/')[1]);
    if (scenario) scenario.acceptWebSocket(socket);
    else socket.close();
  });

  const verbs = {
    send: async (scenario, { frame }) => (await scenario.ready()).send(frame),
    next: async (scenario, { text }) => (await scenario.ready()).next(text),
    run: async (scenario, { steps }) => (await scenario.ready()).run(steps),
    close: async (scenario) => (await scenario.ready()).close(),
    drop: async (scenario) => (await scenario.ready()).drop(),
    answer: async (scenario, { answers }) => void scenario.answers.push(...answers),
    received: async (scenario) => scenario.received,
    streams: async (scenario) => scenario.streams.length,
  };

  return {
    name: 'scripted-server',
    serverStart: () => new Promise((resolve) => http.listen(0, '127.0.0.1', resolve)),
    serverStop() {
      http.closeAllConnections();
      http.close();
    },
    async serve({ path, request, req }) {
      const [, root, id, verb] = path.split('/');
      if (root === '.well-known' && hostMeta.has(id)) return hostMeta.get(id);
      if (root !== '__scripted') return undefined;
      const order = JSON.parse((request.method === 'POST' && (await bodyOf(req))) || '{}');
      if (order.hostMeta) {
        hostMeta.clear();
        for (const [name, answer] of Object.entries(order.hostMeta)) hostMeta.set(name, answer);
        return { body: '{}', type: 'json' };
      }
      if (!id) {
        const name = randomBytes(6).toString('hex');
        scenarios.set(name, new Scenario(order.scripts));
        return { body: JSON.stringify({ id: name, port: http.address().port }), type: 'json' };
      }
      const result = await verbs[verb](scenarios.get(id), order);
      return { body: JSON.stringify(result ?? null), type: 'json' };
    },
  };
}
