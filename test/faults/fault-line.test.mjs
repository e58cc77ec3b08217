import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startLine } from '../support/fault-line.mjs';

describe('A line with faults', () => {
  let server;
  let line;
  /** What the server has read, over all connections. */
  let read = '';
  before(async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        read += bytes;
        socket.write(`got ${bytes}`);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(async () => {
    await line?.close();
    line = await startLine(server.address().port);
    read = '';
  });
  after(async () => {
    await line.close();
    server.close();
  });

  async function client() {
    const socket = connect(line.port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  }
  const answer = async (socket) => String((await once(socket, 'data'))[0]);
  /** Whatever was on its way before this has arrived by then. */
  async function settled() {
    const other = await startLine(server.address().port);
    const socket = connect(other.port, '127.0.0.1');
    socket.write('.');
    await once(socket, 'data');
    await other.close();
  }

  it('passes on what comes, both ways', async () => {
    const socket = await client();

    socket.write('one');

    assert.equal(await answer(socket), 'got one');
    assert.equal(line.open, 1);
  });

  it('ends what is open when it is cut, and takes others once it is mended', async () => {
    const socket = await client();
    socket.write('one');
    await answer(socket);

    line.cut();
    await once(socket, 'close');
    const refused = await client();
    await once(refused, 'close');
    line.mend();

    const next = await client();
    next.write('two');
    assert.equal(await answer(next), 'got two');
  });

  it('ends in the middle of what goes up, where it is told so', async () => {
    const socket = await client();
    line.cutWithin();

    socket.write('one two');
    await once(socket, 'close');

    while (!read) await settled();
    assert.equal(read.replaceAll('.', ''), 'one');
  });

  it('loses what comes while frozen, and is no use to that connection ever after', async () => {
    const socket = await client();
    socket.write('one');
    await answer(socket);

    line.freeze();
    socket.write('lost');
    await settled();
    const early = await client();
    early.write('early');
    line.mend();
    socket.write('late');

    assert.equal(await answer(early), 'got early');
    assert.match(read, /^one\.?early$/);
    assert.equal(socket.destroyed, false);
  });

  it('loses one direction only', async () => {
    const socket = await client();
    socket.write('one');
    await answer(socket);
    const heard = [];
    socket.on('data', (bytes) => heard.push(String(bytes)));

    line.swallow('down');
    socket.write('two');
    while (!read.includes('two')) await settled();

    assert.deepEqual(heard, []);
  });

  it('takes its time, and keeps the order', async () => {
    const socket = await client();
    const since = Date.now();
    line.slow({ bytesPerSecond: 10_000, latency: 50 });

    for (let count = 0; count < 10; count += 1) socket.write(`${count}`.repeat(100));
    let heard = '';
    for await (const bytes of socket) {
      heard += bytes;
      if (heard.replaceAll('got ', '').length === 1000) break;
    }

    // 1,000 bytes at 10 in a ms, and twice 50 ms on the way.
    assert.ok(Date.now() - since >= 195, `${Date.now() - since} ms`);
    assert.match(read, /^0+1+2+3+4+5+6+7+8+9+$/);
  });

  it('answers in place of the server, as often as it is told', async () => {
    line.answer(404, { times: 1 });
    const post = () => fetch(`http://127.0.0.1:${line.port}/`, { method: 'POST', body: 'hello' });

    const first = await post();

    assert.equal(first.status, 404);
    assert.equal(first.headers.get('access-control-allow-origin'), '*');
    assert.equal(read, '');
    await post().catch(() => undefined); // This server speaks no HTTP.
    assert.match(read, /^POST/);
  });

  it('answers without a word to the page that asked, where it is told so', async () => {
    line.answer(502, { hasCors: false });

    const { status, headers } = await fetch(`http://127.0.0.1:${line.port}/`);

    assert.equal(status, 502);
    assert.equal(headers.get('access-control-allow-origin'), null);
  });
});
