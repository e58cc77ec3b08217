/**
 * npm run test:faults [-- --messages 100 --server prosody --transport websocket --fault cut --seed 1
 * --json file --trace file]: for
 * every fault, over every transport and to every server, numbered messages both ways; what was lost, doubled or out of
 * order. `--fault`, `--server` and `--transport` may be lists with commas.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SetupError, ensureBuild, ensurePackages, ensurePrograms } from '../support/setup.mjs';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000' },
    every: { type: 'string', default: '20' },
    server: { type: 'string' },
    transport: { type: 'string' },
    fault: { type: 'string' },
    seed: { type: 'string', default: '1' },
    limit: { type: 'string', default: '120' },
    dist: { type: 'string' },
    json: { type: 'string' },
    trace: { type: 'string' },
  },
});

ensurePackages();
ensurePrograms(['chromium', 'fonts-dejavu-core', 'prosody', 'prosody-modules', 'ejabberd']);
if (!values.dist) ensureBuild();
// Not before there are packages to be imported.
const [{ chromium }, { chromiumFlags, chromiumPath }, { startSite }, servers, { faults }, { perform }, report] =
  await Promise.all([
    import('playwright-core'),
    import('../support/chromium.mjs'),
    import('../support/live.mjs'),
    import('../support/servers.mjs'),
    import('./faults.mjs'),
    import('./stage.mjs'),
    import('./tally.mjs'),
  ]);

const starters = { prosody: servers.startProsody, ejabberd: servers.startEjabberd };
const chosen = {
  servers: listOf('server', Object.keys(starters)),
  ways: listOf('transport', ['websocket', 'bosh']),
  faults: listOf('fault', Object.keys(faults)),
};

function listOf(option, known) {
  const wanted = values[option]?.split(',') ?? known;
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown) throw new SetupError(`No ${option} “${unknown}”. There are: ${known.join(', ')}`);
  return wanted;
}

/** The same numbers for the same seed (mulberry32). */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function rowsOf(world, name, way) {
  const fault = faults[name];
  const options = {
    name,
    fault,
    way,
    messages: Math.max(10, Math.round(Number(values.messages) * (fault.share ?? 1))),
    every: fault.every ?? Number(values.every),
    limit: Number(values.limit) * 1000,
    trace: values.trace,
    // Each fault has times of its own, whichever others run.
    random: generator(
      Number(values.seed) + [...`${name}${way}`].reduce((sum, letter) => sum + letter.charCodeAt(0), 0),
    ),
  };
  try {
    return await perform(world, options);
  } catch (error) {
    return [{ fault: name, server: world.server.kind, transport: way, isBad: true, notes: [String(error.stack)] }];
  }
}

const rows = [];
// Pages that were left are kept for who comes back, as in the browsers of people.
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  args: chromiumFlags,
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
});
console.log(report.header());
for (const kind of chosen.servers) {
  const server = Object.assign(await starters[kind](), { kind });
  const site = await startSite(() => server, values.dist);
  const world = { server, site, browser };
  for (const way of chosen.ways) {
    for (const name of chosen.faults.filter((each) => faults[each].ways?.includes(way) ?? true)) {
      const found = await rowsOf(world, name, way);
      for (const row of found) console.log(report.lineOf(row));
      rows.push(...found);
    }
  }
  await Promise.all([site.close(), server.stop()]);
}
await browser.close();

const failed = rows.filter((row) => !report.isGood(row)).length;
if (values.json) writeFileSync(values.json, JSON.stringify(rows, null, 2));
console.log(`${rows.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
