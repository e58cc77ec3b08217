/**
 * Real XMPP servers on loopback, each in a folder of its own; they touch neither /etc nor /var.
 *
 * Hosts: `localhost` (accounts), `guest.localhost` (anonymous), `rooms.localhost` (rooms), `upload.localhost`, and on Prosody
 * `search.localhost`, which looks for words among rooms (XEP-0433).
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, realpathSync, rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));

/**
 * @param {{dir?: string, httpPort?: number}} [options] `dir`: a folder that was used before keeps its accounts, rooms and
 *   archives; without it the server gets a new one, which `stop` removes.
 */
export async function startProsody(options = {}) {
  const server = await prepare('prosody', options);
  const config = join(server.dir, 'prosody.cfg.lua');
  await writeFile(config, withInstalledModules(await readFile(config, 'utf8')));
  const ctl = (...args) => run('prosodyctl', ['--config', config, ...args]);
  return running(server, ['prosody', '--config', config, '-F'], {
    /** Its rooms tell which picture they have to whoever asks what they are (XEP-0486), not only to who is in. */
    describesPictures: true,
    /** Its rooms for members only take in who asks (XEP-0045 §7.10). */
    takesMembers: true,
    /** Rooms that are closed go on to say so, and where to go instead. */
    remembersClosed: true,
    bosh: '/http-bind',
    websocket: '/xmpp-websocket',
    register: async (user, password, host = 'localhost') => void (await ctl('register', user, host, password)),
    /** A public, persistent room that anybody may enter; with an `owner`, it is theirs. */
    createRoom: async (name, { service = 'rooms.localhost', owner } = {}) => {
      const room = `${name}@${service}`;
      const setOwner = owner ? `room:set_affiliation(true, "${owner}", "owner")` : '';
      await ctl(
        'shell',
        `>local rooms = prosody.hosts["${service}"].modules.muc
          local room = rooms.get_room_from_jid("${room}") or assert(rooms.create_room("${room}"))
          room:set_public(true) room:set_persistent(true) ${setOwner} return room:save(true)`.replace(/\s+/g, ' '),
      );
    },
    /**
     * What a room is like from now on; everybody in it is told that something has changed. See mod_room_manners.lua.
     *
     * @param {{contact?: string, slow?: number, hats?: Record<string, string[]>, keywords?: string}} manners `hats`: titles
     *   by bare JID; `keywords`: under which `search.localhost` finds it, too.
     */
    changeRoom: async (room, manners) => {
      const host = room.slice(room.indexOf('@') + 1);
      const changes = Object.entries(manners).map(([name, value]) => `room._data.${name} = ${luaOf(value)}`);
      await ctl(
        'shell',
        `>local room = prosody.hosts["${host}"].modules.muc.get_room_from_jid("${room}")
          local st = require "util.stanza"
          ${changes.join(' ')}
          room:broadcast_message(st.message({type="groupchat", from="${room}"})
            :tag("x", {xmlns="http://jabber.org/protocol/muc#user"}):tag("status", {code="104"}))
          return room:save(true)`.replace(/\s+/g, ' '),
      );
    },
  });
}

function luaOf(value) {
  if (Array.isArray(value)) return `{${value.map(luaOf).join(', ')}}`;
  if (typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `["${key}"] = ${luaOf(inner)}`)
    .join(', ')}}`;
}

/**
 * @param {{dir?: string, httpPort?: number, messageInterval?: number}} [options] as for `startProsody`; `messageInterval`:
 *   rooms take one message of an occupant in so many seconds, and keep a second one for later.
 */
export async function startEjabberd(options = {}) {
  const server = await prepare('ejabberd', options);
  const api = async (command, body) => {
    const answer = await fetch(`http://127.0.0.1:${server.httpPort}/api/${command}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`ejabberd ${command}: ${await answer.text()}`);
  };
  return running(server, ['sh', join(server.dir, 'run.sh')], {
    bosh: '/bosh',
    websocket: '/ws',
    register: (user, password, host = 'localhost') => api('register', { user, host, password }),
    /** Who asks for voice twice in half an hour is refused. */
    refusesHaste: true,
    /** A public, persistent room that anybody may enter. */
    createRoom: (name, { service = 'rooms.localhost' } = {}) =>
      api('create_room', { name, service, host: 'localhost' }),
  });
}

/** Lays the configuration into the server's folder. */
async function prepare(kind, { dir, httpPort, messageInterval = 0 }) {
  const folder = resolve(dir ?? (await mkdtemp(join(tmpdir(), `${kind}-`))));
  const [clientPort, anyPort] = await freePorts(2);
  const values = {
    DIR: folder,
    HTTP_PORT: httpPort ?? anyPort,
    CLIENT_PORT: clientPort,
    MESSAGE_INTERVAL: messageInterval,
  };
  await mkdir(join(folder, 'data'), { recursive: true });
  await mkdir(join(folder, 'upload'), { recursive: true });
  await cp(join(here, kind), folder, { recursive: true });
  for (const name of await readdir(join(here, kind), { withFileTypes: true })) {
    if (!name.isFile()) continue;
    const file = join(folder, name.name);
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace(/\{\{(\w+)\}\}/g, (_, key) => values[key]),
    );
  }
  return { kind, dir: folder, httpPort: values.HTTP_PORT, clientPort, isTemporary: !dir };
}

/** Different ones: each is held until all are found. */
async function freePorts(count) {
  const probes = await Promise.all(
    Array.from({ length: count }, async () => {
      const probe = createServer().listen(0, '127.0.0.1');
      await once(probe, 'listening');
      return probe;
    }),
  );
  const ports = probes.map((probe) => probe.address().port);
  await Promise.all(probes.map((probe) => once(probe.close(), 'close')));
  return ports;
}

/** Versions and packagings of Prosody differ in their modules; one that is named but missing would only fill the log. */
function withInstalledModules(config) {
  const folders = [join(here, 'prosody/modules'), '/usr/lib/prosody/modules', '/usr/local/lib/prosody/modules'];
  const program = process.env.PATH.split(delimiter)
    .map((path) => join(path, 'prosody'))
    .find(existsSync);
  if (program) folders.push(join(dirname(realpathSync(program)), '../lib/prosody/modules'));
  const isInstalled = (name) =>
    folders.some((folder) =>
      [`mod_${name}.lua`, `mod_${name}/mod_${name}.lua`, `${name}/mod_${name}.lua`].some((file) =>
        existsSync(join(folder, file)),
      ),
    );
  return config.replace(/modules_enabled = \{[^}]*\}/g, (list) =>
    list.replace(/"(\w+)",?/g, (entry, name) => (isInstalled(name) ? entry : '')),
  );
}

async function running(server, command, { bosh, websocket, ...actions }) {
  const { dir, httpPort, clientPort, isTemporary } = server;
  const start = () => launch(command, dir, `http://127.0.0.1:${httpPort}${bosh}`);
  const remove = () => isTemporary && rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  let end = await start();
  process.once('exit', remove);
  return {
    dir,
    httpPort,
    /** For clients that are no pages: TCP without TLS. */
    clientPort,
    bosh: `http://127.0.0.1:${httpPort}${bosh}`,
    websocket: `ws://127.0.0.1:${httpPort}${websocket}`,
    // ejabberd answers this one only to a Host that it serves.
    hostMeta: `http://localhost:${httpPort}/.well-known/host-meta`,
    ...actions,
    /** The same server again: same address, accounts, rooms and archives. `SIGKILL` makes it a crash. */
    async restart(signal = 'SIGTERM') {
      await end(signal);
      end = await start();
    },
    /** Ends the process, and only it: `restart` brings it back. */
    halt: (signal = 'SIGTERM') => end(signal),
    async stop() {
      await end('SIGTERM');
      process.off('exit', remove);
      remove();
    },
  };
}

/** Resolves, once the server answers, with the function that ends it. */
async function launch([program, ...args], dir, url) {
  const child = spawn(program, args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = join(dir, 'out.txt');
  const out = createWriteStream(log, { flags: 'a' });
  child.stdout.pipe(out, { end: false });
  child.stderr.pipe(out, { end: false });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  let failure;
  const ended = new Promise((done) =>
    child
      .once('error', (error) => done((failure = error)))
      .once('exit', (code, signal) => done((failure = new Error(`ended with ${code ?? signal}`)))),
  ).then(() => process.off('exit', endWithUs));

  const limit = Date.now() + 30_000;
  while (!(await fetch(url).then(Boolean, () => false))) {
    if (failure || Date.now() > limit) {
      child.kill('SIGKILL');
      const said = await readFile(log, 'utf8').catch(() => '');
      throw new Error(`${program} did not start in ${dir}\n${said.slice(-2000)}`, { cause: failure });
    }
    await new Promise((again) => setTimeout(again, 50));
  }

  return async (signal) => {
    if (failure) return;
    child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(force);
  };
}
