/**
 * `npm start`: the demo pages with a real Prosody behind them, all on one address as a site would have it, and gone after
 * Ctrl+C. PORT chooses the port, HOST the interface.
 */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { startProsody } from '../test/support/servers.mjs';
import { SetupError, ensureBuild, ensurePackages, ensurePrograms, root } from '../test/support/setup.mjs';

const port = Number(process.env.PORT ?? 8000);
const host = process.env.HOST ?? '127.0.0.1';
const types = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

async function main() {
  ensurePackages();
  ensurePrograms(['prosody']);
  ensureBuild();

  let prosody;
  const server = createServer((incoming, answer) => {
    if (!incoming.url.startsWith('/http-bind')) return void serve(incoming, answer);
    if (prosody) passOn(prosody.httpPort, incoming, answer);
    else answer.writeHead(503).end();
  });
  server.on('upgrade', (incoming, socket, head) => {
    if (prosody) tunnel(prosody.httpPort, incoming, socket, head);
    else socket.destroy();
  });
  // The port comes first: without it there is nothing to start a server for.
  await listen(server);

  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await prosody?.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => void stop().then(() => process.exit(0)));

  try {
    prosody = await startProsody();
    await Promise.all([
      ...['alice', 'bob', 'support'].map((name) => prosody.register(name, name)),
      prosody.createRoom('lobby'),
      prosody.createRoom('arcade', { owner: 'alice@localhost' }),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }

  const address = `http://localhost:${port}`;
  console.log(`
  ${address}/                a lobby for guests
  ${address}/lobby.html      a game with a lobby (alice keeps order there)
  ${address}/members.html    sign in as alice or bob (the password is the name)
  ${address}/help-desk.html  a shop whose visitors ask support (who signs in as a member)
  ${address}/themed.html     other looks

  WebSocket ${address.replace('http', 'ws')}/xmpp-websocket, BOSH ${address}/http-bind
  Ctrl+C stops everything.`);
}

function listen(server) {
  return new Promise((done, fail) => {
    server.once('error', (error) => {
      const isTaken = error.code === 'EADDRINUSE';
      const words = `Port ${port} is taken, perhaps by another npm start. Choose another: PORT=${port + 1} npm start`;
      fail(isTaken ? new SetupError(words) : error);
    });
    server.listen(port, host, done);
  });
}

/** demo/ is the root of the site; dist/ lies beside it. */
async function serve(incoming, answer) {
  const file = fileOf(incoming.url);
  const found = file && (await stat(file).catch(() => undefined));
  if (!found?.isFile()) return void answer.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
  answer.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
    'access-control-allow-origin': '*',
  });
  if (extname(file) !== '.html') return void createReadStream(file).pipe(answer);
  // The pages name the usual port, as they would on a site of their own.
  answer.end((await readFile(file, 'utf8')).replaceAll('localhost:8000', `localhost:${port}`));
}

function fileOf(url) {
  try {
    const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname)).replace(/^\/demo(?=\/)/, '');
    return join(root, path.startsWith('/dist/') ? '' : 'demo', path.endsWith('/') ? `${path}index.html` : path);
  } catch {
    return undefined; // not an address
  }
}

/** BOSH, on the page's own origin: what a reverse proxy in front of a site does. */
function passOn(port, incoming, answer) {
  const { url: path, method, headers } = incoming;
  const onward = request({ host: '127.0.0.1', port, path, method, headers }, (reply) => {
    answer.writeHead(reply.statusCode, reply.headers);
    reply.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  answer.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

/** WebSocket, likewise. */
function tunnel(port, { url, rawHeaders }, socket, head) {
  const onward = connect(port, '127.0.0.1', () => {
    const headers = rawHeaders.map((text, index) => (index % 2 ? `${text}\r\n` : `${text}: `)).join('');
    onward.write(`GET ${url} HTTP/1.1\r\n${headers}\r\n`);
    onward.write(head);
    socket.pipe(onward).pipe(socket);
  });
  socket.on('error', () => onward.destroy()).on('close', () => onward.destroy());
  onward.on('error', () => socket.destroy()).on('close', () => socket.destroy());
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
