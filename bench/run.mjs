// npm run bench [-- case …] [--quick] [--repetitions=N] [--only=ours,floor] [--dist=folder] [--json=file] [--curves=folder] [--page=file]
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureBuild, ensurePackages, ensurePrograms } from '../test/support/setup.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean' },
    repetitions: { type: 'string' },
    only: { type: 'string' },
    dist: { type: 'string' },
    json: { type: 'string' },
    curves: { type: 'string' },
    page: { type: 'string' },
  },
});
const only = values.only?.split(',');
ensurePackages();
ensurePrograms([
  'chromium',
  ...(positionals.some((name) => /^(reload.*|load-prosody|all)$/.test(name)) ? ['prosody', 'prosody-modules'] : []),
]);
if (!values.dist) ensureBuild();
const absent = new Set(!only || only.includes('converse') ? missingOthers() : ['converse.js']);
// Not before there are packages to be imported.
const { compare } = await import('./compare.mjs');
await compare({ ...values, only, absent, names: positionals });

/** What we are compared with, in a package of its own: installed here, and by nothing else. Without it the rest is measured. */
function missingOthers() {
  const { devDependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
  const missing = () =>
    Object.entries(devDependencies)
      .filter(([name, version]) => versionOf(name) !== version)
      .map(([name]) => name);
  if (!missing().length) return [];
  console.log(`Installing ${missing().join(', ')} in bench`);
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  spawnSync('npm', ['ci', ...options], { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] });
  const left = missing();
  if (left.length) console.log(`${left.join(', ')} cannot be had here, and is left out.`);
  return left;
}

function versionOf(name) {
  const path = join(here, 'node_modules', name, 'package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).version : undefined;
}
