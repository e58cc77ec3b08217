/**
 * Every check, on any machine: installs what is missing, runs the steps, and closes with `N passed, N failed`.
 *
 * `node test/run.mjs live node` runs only the steps named.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SetupError, ensureBuild, ensurePackages, ensurePrograms, root } from './support/setup.mjs';

const browser = ['chromium', 'fonts-dejavu-core', 'fonts-noto-color-emoji'];
const servers = ['prosody', 'prosody-modules', 'ejabberd'];
const otherClient = ['python3-slixmpp', 'python3-aiohttp'];
const nodeTest = ['node', '--test', '--test-reporter=spec'];

/** `count` reads the numbers of tests out of what a step printed; a step without it is one check by itself. */
const steps = {
  typecheck: { command: ['npx', 'tsc'] },
  lint: { command: ['npx', 'eslint', '.'] },
  format: { command: ['npx', 'prettier', '--check', '.'] },
  build: { command: ['npm', 'run', '--silent', 'build'] },
  unit: { command: ['npx', 'wtr', '--coverage'], needs: browser, count: countPlain },
  node: {
    command: [...nodeTest, ...testFiles((path) => !path.startsWith('test/live/'))],
    isBuilt: true,
    count: countNode,
  },
  live: {
    command: [...nodeTest, '--test-concurrency=2', ...testFiles((path) => path.startsWith('test/live/'))],
    needs: [...browser, ...servers, ...otherClient],
    isBuilt: true,
    count: countNode,
  },
};

function testFiles(isWanted) {
  const files = readdirSync(join(root, 'test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.mjs'))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
  return files.filter(isWanted).sort();
}

function countPlain(output) {
  const [, passed, failed] = output.match(/(\d+) passed, (\d+) failed\s*$/) ?? [];
  return { passed: Number(passed ?? 0), failed: Number(failed ?? 0) };
}

/** A test that was skipped or left for later proved nothing: it counts as failed. */
function countNode(output) {
  const of = (word) => Number(output.match(new RegExp(`^ℹ ${word} (\\d+)`, 'm'))?.[1] ?? 0);
  return { passed: of('pass'), failed: of('fail') + of('cancelled') + of('skipped') + of('todo') };
}

async function run(name, { command, count }) {
  const start = Date.now();
  console.log(`\n── ${name}: ${command.slice(0, 3).join(' ')}`);
  const { code, output } = await execute(command);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  const result = code === 0 && !count ? { passed: 1, failed: 0 } : (count?.(output) ?? { passed: 0, failed: 0 });
  // It broke outside of its tests, or had none.
  if (result.failed === 0 && (code !== 0 || result.passed === 0)) result.failed = 1;
  console.log(`── ${name}: ${result.failed ? 'FAILED' : 'ok'} in ${seconds} s`);
  return result;
}

function execute([program, ...args]) {
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 20 * 60_000,
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      process.stdout.write(text);
    });
    child.stderr.pipe(process.stderr);
    child.once('error', (error) => done({ code: error.code, output }));
    child.once('close', (code, signal) => done({ code: code ?? signal, output }));
  });
}

async function main(names) {
  const chosen = names.length > 0 ? names : Object.keys(steps);
  const unknown = chosen.find((name) => !steps[name]);
  if (unknown) throw new SetupError(`No step "${unknown}". There are: ${Object.keys(steps).join(', ')}`);

  ensurePackages();
  ensurePrograms([...new Set(chosen.flatMap((name) => steps[name].needs ?? []))]);
  if (!chosen.includes('build') && chosen.some((name) => steps[name].isBuilt)) ensureBuild();

  const start = Date.now();
  const results = [];
  for (const name of chosen) results.push({ name, ...(await run(name, steps[name])) });
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);

  console.log(`\n${chosen.join(', ')}: ${((Date.now() - start) / 1000).toFixed(0)} s`);
  for (const { name, passed, failed } of results)
    if (failed) console.log(`  ${name}: ${failed} of ${passed + failed} failed`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`\n${error.message}`);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
