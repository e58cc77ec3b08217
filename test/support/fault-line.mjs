/** A way to a server of this machine that breaks as the ways of the world do: WebSocket and BOSH go over it alike. */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';

/** What is written to a slow line at once: more would come in lumps that no line has. */
const PIECE = 512;

/** Passes everything on to a port, until told otherwise; `mend` undoes whatever was told. */
export async function startLine(port) {
  const sockets = new Set();
  /** Came while nothing could pass: they get through when it can again, as a first packet does that is sent anew. */
  const waiting = new Set();
  let fault = {};
  let answered = 0;
  /** When the line is free again, by direction. */
  const free = { up: 0, down: 0 };

  const tcp = createServer((near) => {
    keep(near);
    near.once('close', () => waiting.delete(near));
    if (fault.isCut) near.destroy();
    else if (fault.answer) http.emit('connection', near);
    else if (fault.lost) waiting.add(near);
    else join(near);
  });
  const http = createHttpServer((request, response) => answer(request, response));

  function keep(socket) {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  }

  function join(near) {
    const far = connect(port, '127.0.0.1');
    keep(far);
    pass(near, far, 'up');
    pass(far, near, 'down');
  }

  function pass(from, to, direction) {
    /** A stream that has lost some of its bytes has no use for the rest. */
    let isBroken = false;
    let last = Promise.resolve();
    let passed = 0;
    const isLost = () => (isBroken ||= !!fault.lost?.includes(direction));
    const write = (piece) => !isLost() && !to.destroyed && to.write(piece);
    from.on('data', (bytes) => {
      passed += bytes.length;
      if (direction === 'up' && passed > (fault.most ?? Infinity)) return from.destroy();
      if (fault.isCutWithin && direction === 'up') {
        to.end(bytes.subarray(0, bytes.length / 2));
        sockets.delete(to); // It has half of it first.
        return cut();
      }
      if (!fault.slow && !from.isSlow) return void write(bytes);
      from.isSlow = true; // Whatever comes later stays behind it.
      for (let start = 0; start < bytes.length; start += PIECE) {
        const piece = bytes.subarray(start, start + PIECE);
        const arrival = arrivalOf(piece, direction);
        last = last.then(() => until(arrival)).then(() => write(piece));
      }
    });
    // The end of a connection is a packet like others.
    from.on('close', () => last.then(() => !fault.lost?.includes(direction) && to.destroy()));
  }

  function arrivalOf({ length }, direction) {
    const { bytesPerSecond = Infinity, latency = 0 } = fault.slow ?? {};
    free[direction] = Math.max(free[direction], Date.now()) + (length / bytesPerSecond) * 1000;
    return free[direction] + latency;
  }

  function answer(request, response) {
    const { status, hasCors } = fault.answer ?? { status: 502, hasCors: true };
    const isPreflight = hasCors && request.method === 'OPTIONS';
    if (!isPreflight) answered += 1;
    response.writeHead(isPreflight ? 204 : status, {
      ...(hasCors && { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' }),
      'content-type': 'text/html',
      connection: 'close',
    });
    response.end(isPreflight ? undefined : `<html><body><h1>${status}</h1></body></html>`);
    if (!isPreflight && answered >= (fault.answer?.times ?? Infinity)) mend();
  }

  function cut() {
    fault = { isCut: true };
    end();
  }

  function end() {
    for (const socket of sockets) socket.destroy();
  }

  function mend() {
    fault = {};
    free.up = free.down = 0;
    for (const near of waiting) join(near);
    waiting.clear();
  }

  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  return {
    port: tcp.address().port,
    /** How many connections of clients are open. */
    get open() {
      return [...sockets].filter(({ localPort }) => localPort === tcp.address()?.port).length;
    },
    /** How many requests the line itself has answered. */
    get answered() {
      return answered;
    },
    /** Ends all connections and takes no new ones. */
    cut,
    /** The same, in the middle of what goes up next: the server gets half of it. */
    cutWithin: () => void (fault = { isCutWithin: true }),
    /** No connection carries more bytes to the server than this: a server that ends a stream over what is too large for it. */
    limit: (most) => void (fault = { most }),
    /** Half-open: nothing passes in either direction, and nobody is told. */
    freeze: () => void (fault = { lost: ['up', 'down'] }),
    /** What goes `up` to the server, or `down` from it, is lost. */
    swallow: (direction) => void (fault = { lost: [direction] }),
    /** @param {{bytesPerSecond?: number, latency?: number}} slow in each direction, for all connections together; ms. */
    slow: (slow) => void (fault = { slow }),
    /**
     * A proxy in place of the server: answers whatever comes with this status.
     *
     * @param options `hasCors`: whether the page may read it; `times`: how often, before all is well again.
     */
    answer(status, { hasCors = true, times = Infinity } = {}) {
      answered = 0;
      fault = { answer: { status, hasCors, times } };
      end();
    },
    mend,
    async close() {
      cut();
      await new Promise((closed) => tcp.close(closed));
    },
  };
}

const until = (time) => new Promise((come) => setTimeout(come, Math.max(0, time - Date.now())));
