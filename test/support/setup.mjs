/**
 * Gets a fresh machine ready for `npm start` and `npm test`. Only Node's own modules are used here: nothing else may be
 * installed yet.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumPath } from './chromium.mjs';
import { pythonPath } from './slixmpp-peer.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Something that ends the command with words instead of a stack. */
export class SetupError extends Error {}

const onPath = (program) => process.env.PATH.split(delimiter).some((folder) => existsSync(join(folder, program)));

/** What may be missing: Debian's package, and how to tell that it, or the same thing from elsewhere, is here. */
const programs = {
  prosody: { isHere: () => onPath('prosody') },
  'prosody-modules': { isHere: () => !onPath('dpkg-query') || existsSync('/usr/lib/prosody/modules/mod_sasl2') },
  ejabberd: { isHere: () => onPath('erl') && onPath('ejabberdctl') },
  chromium: { isHere: () => existsSync(chromiumPath()) },
  'fonts-dejavu-core': { isHere: () => hasFont('DejaVuSans.ttf') },
  'fonts-noto-color-emoji': { isHere: () => hasFont('NotoColorEmoji.ttf') },
  'python3-slixmpp': { isHere: () => hasModule('slixmpp') },
  // With which slixmpp uploads files.
  'python3-aiohttp': { isHere: () => hasModule('aiohttp') },
};

function hasModule(name) {
  return spawnSync(pythonPath(), ['-c', `import ${name}`]).status === 0;
}

function hasFont(file) {
  if (!onPath('dpkg-query')) return true;
  return ['dejavu', 'noto'].some((family) => existsSync(join('/usr/share/fonts/truetype', family, file)));
}

/** Installs what is missing of the named Debian packages. */
export function ensurePrograms(names) {
  const isMissing = (name) => !programs[name].isHere();
  const missing = names.filter(isMissing);
  if (missing.length === 0) return;
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    console.log(`Installing ${missing.join(', ')}`);
    withoutServices(() => {
      apt('update', '-qq');
      apt('install', '-y', '-qq', '--no-install-recommends', ...missing);
    });
  }
  const left = missing.filter(isMissing);
  if (left.length > 0) throw new SetupError(howToGet(left));
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new SetupError(`apt-get ${args.join(' ')} failed.`);
}

/** Debian starts what it installs. We want the programs, not servers on this machine's ports. */
function withoutServices(install) {
  const policy = '/usr/sbin/policy-rc.d';
  const isOurs = !existsSync(policy);
  const before = new Set(pidsOf('epmd'));
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    install();
  } finally {
    if (isOurs) rmSync(policy, { force: true });
    // ejabberd's installation asks ejabberdctl, which leaves Erlang's port mapper behind.
    for (const pid of pidsOf('epmd').filter((pid) => !before.has(pid))) process.kill(pid);
  }
}

function pidsOf(program) {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && nameOf(entry) === program)
    .map(Number);
}

function nameOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return ''; // ended meanwhile
  }
}

function howToGet(names) {
  const command = process.env.npm_lifecycle_event === 'start' ? 'start' : 'test';
  const ports = command === 'start' ? ' -p 8000:8000 -e HOST=0.0.0.0' : '';
  return [
    `Missing: ${names.join(', ')}.`,
    'On Debian, Ubuntu or their like:',
    `  sudo apt-get install -y --no-install-recommends ${names.join(' ')}`,
    'Elsewhere, in a container that installs what it needs itself:',
    `  docker run --rm -it${ports} -v "$PWD":/xmpp-elements -w /xmpp-elements node:22-bookworm npm ${command}`,
    names.includes('chromium') ? 'A Chromium or Chrome in another place: CHROMIUM=/path/to/it' : '',
  ].join('\n');
}

/** `npm ci`, unless node_modules is what the lock file says. */
export function ensurePackages() {
  if (isInstalled()) return;
  console.log('Installing npm packages');
  // No package of ours needs its install script, and some would download a browser.
  const env = { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1', PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' };
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new SetupError('npm ci failed.');
}

function isInstalled() {
  const hidden = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  const wanted = Object.entries(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages);
  // Optional ones are for other platforms.
  return wanted.every(
    ([path, { version, optional }]) => !path || installed[path]?.version === version || (optional && !installed[path]),
  );
}

/** Builds, unless dist is newer than all that it is made from. */
export function ensureBuild() {
  const built = join(root, 'custom-elements.json'); // what the build writes last
  const sources = ['src', 'rollup.config.mjs', 'package-lock.json', 'tsconfig.json'];
  if (existsSync(built) && sources.every((path) => newest(join(root, path)) < statSync(built).mtimeMs)) return;
  console.log('Building');
  try {
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  } catch {
    throw new SetupError('The build failed.');
  }
}

function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
