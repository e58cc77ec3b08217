import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { candidates } from './candidates.mjs';
import { bytes } from './cases/bytes.mjs';
import { cycles } from './cases/cycles.mjs';
import { load } from './cases/load.mjs';
import { messages } from './cases/messages.mjs';
import { occupants } from './cases/occupants.mjs';
import { rates } from './cases/rate.mjs';
import { LIMIT, Trial, launch, within } from './measure.mjs';
import { rowsOf, table } from './report.mjs';
import { startServer } from './server.mjs';

const cases = [bytes, load, ...messages, ...occupants, ...rates, cycles];
/** What every change should be held against; the others are for those who ask for them. */
const USUAL = ['bytes', 'load', 'messages-5000'];

/**
 * Runs cases, each for every candidate in turn, and prints how they compare.
 *
 * @param {{names: string[], quick?: boolean, repetitions?: string, dist?: string}} options `names`: of cases, or `all`.
 */
export async function compare({ names, quick = false, repetitions, dist }) {
  const chosen = casesNamed(names);
  // A browser of our own keeps two processors busy at most.
  const isBusy = loadavg()[0] > cpus().length / 2;
  const server = await startServer(dist && resolve(dist));
  const browser = await launch();
  const report = { date: new Date().toISOString(), machine: machineOf(browser), cases: [] };
  try {
    for (const each of chosen) {
      const times = Number(repetitions ?? (quick ? each.quick : each.repetitions));
      report.cases.push({ name: each.name, results: await resultsOf(each, times, { browser, server }) });
    }
  } finally {
    await browser.close();
    server.stop();
  }
  console.log(`\n${report.date.slice(0, 10)}, ${report.machine}\n\n${table(report.cases.flatMap(rowsOf))}`);
  if (isBusy) console.log('\nThe machine was busy with other things: of these, believe counts and main thread only.');
  console.log(`\nAll numbers: ${written(report)}`);
}

function casesNamed(names) {
  if (names.includes('all')) return cases;
  const wanted = names.length ? names : USUAL;
  const unknown = wanted.find((name) => !cases.some((each) => each.name === name));
  if (unknown) throw new Error(`No case “${unknown}”. There are: ${cases.map(({ name }) => name).join(', ')}, all`);
  return cases.filter(({ name }) => wanted.includes(name));
}

/** Interleaved: what else the machine does meets all candidates alike. */
async function resultsOf(each, times, world) {
  const taking = candidates.filter(({ name }) => !each.candidates || each.candidates.includes(name));
  const results = Object.fromEntries(taking.map(({ name }) => [name, []]));
  for (let round = 0; round < times; round += 1) {
    for (const candidate of taking) {
      process.stderr.write(`${each.name} ${round + 1}/${times} ${candidate.name}\n`);
      results[candidate.name].push(await resultOf(each, candidate, world));
    }
  }
  return results;
}

async function resultOf(each, candidate, world) {
  const trials = [];
  const open = async (query) => {
    const trial = await Trial.open(world, candidate, query);
    trials.push(trial);
    return trial;
  };
  try {
    return (await within(each.run(open), 3 * LIMIT)) ?? {};
  } finally {
    await Promise.all(trials.map((trial) => within(trial.close(), 10_000)));
  }
}

function machineOf(browser) {
  return `Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0].model.trim()}`;
}

function written(report) {
  const folder = join(tmpdir(), 'xmpp-elements-bench');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${report.date.replaceAll(':', '-')}.json`);
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
  return path;
}
