import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { candidates } from './candidates.mjs';
import { bytes } from './cases/bytes.mjs';
import { cycles } from './cases/cycles.mjs';
import { loads } from './cases/load.mjs';
import { messages } from './cases/messages.mjs';
import { occupants } from './cases/occupants.mjs';
import { rates } from './cases/rate.mjs';
import { reloads } from './cases/reload.mjs';
import { rooms } from './cases/rooms.mjs';
import { typing } from './cases/typing.mjs';
import { writeCurves } from './curves.mjs';
import { LIMIT, Trial, launch, within } from './measure.mjs';
import { startProsodyWithRoom } from './prosody.mjs';
import { rowsOf, table, withNumbers } from './report.mjs';
import { startServer } from './server.mjs';

const cases = [bytes, ...loads, ...messages, ...occupants, ...rooms, ...rates, typing, cycles, ...reloads];
/** What every change should be held against; the others are for those who ask for them. */
const USUAL = ['bytes', 'load', 'messages-5000', 'rate-20'];

/**
 * Runs cases, each for every candidate in turn, and prints how they compare.
 *
 * @param {{names: string[], quick?: boolean, repetitions?: string, dist?: string, only?: string[], json?: string,
 *   curves?: string, page?: string, absent?: ReadonlySet<string>}} options `names`: of cases, or `all`; `only`: candidates;
 *   `json`: a file with numbers of other cases, which these are added to; `curves`: a folder that they are drawn into; `page`:
 *   a page that shows the medians of all that the file has; `absent`: packages that are not here.
 */
export async function compare({
  names,
  quick = false,
  repetitions,
  dist,
  only,
  json,
  curves,
  page,
  absent = new Set(),
}) {
  const chosen = casesNamed(names);
  const isHere = (candidate) => !absent.has(candidate.package);
  const isWanted = (each, { name }) => (only ?? each.candidates).includes(name);
  const takingPartIn = (each) => candidates.filter((candidate) => isHere(candidate) && isWanted(each, candidate));
  // A browser of our own keeps two processors busy at most.
  const isBusy = loadavg()[0] > cpus().length / 2;
  const server = await startServer(dist && resolve(dist));
  const prosody = chosen.some(({ needs }) => needs === 'prosody') ? await startProsodyWithRoom() : undefined;
  const browser = await launch();
  const date = new Date().toISOString();
  const report = json && existsSync(json) ? JSON.parse(readFileSync(json, 'utf8')) : { cases: [] };
  Object.assign(report, { date, machine: machineOf(browser) });
  try {
    for (const each of chosen) {
      const times = Number(repetitions ?? (quick ? each.quick : each.repetitions));
      const results = await resultsOf(each, takingPartIn(each), times, { browser, server, prosody });
      const { name, curve } = each;
      const place = report.cases.findIndex((known) => known.name === name);
      report.cases.splice(place < 0 ? report.cases.length : place, place < 0 ? 0 : 1, { name, curve, date, results });
    }
  } finally {
    await browser.close();
    server.stop();
    await prosody?.stop();
  }
  const order = cases.map(({ name }) => name);
  report.cases.sort((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
  console.log(
    `\n${report.date.slice(0, 10)}, ${report.machine}\n\n${table(report.cases.flatMap((each) => rowsOf(each)))}`,
  );
  if (isBusy) console.log('\nThe machine was busy with other things: of these, believe counts and main thread only.');
  console.log(`\nAll numbers: ${written(report, json)}`);
  if (page) writeFileSync(page, withNumbers(readFileSync(page, 'utf8'), report));
  if (curves) console.log(`Curves: ${writeCurves(report, curves).join(', ')}`);
}

function casesNamed(names) {
  if (names.includes('all')) return cases;
  const wanted = names.length ? names : USUAL;
  const unknown = wanted.find((name) => !cases.some((each) => each.name === name));
  if (unknown) throw new Error(`No case “${unknown}”. There are: ${cases.map(({ name }) => name).join(', ')}, all`);
  return cases.filter(({ name }) => wanted.includes(name));
}

/** Interleaved: what else the machine does meets all candidates alike. */
async function resultsOf(each, taking, times, world) {
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
  const open = async (query, options) => {
    const trial = await Trial.open(world, candidate, query, options);
    trials.push(trial);
    return trial;
  };
  try {
    return (await within(each.run(open, world.prosody ?? {}), 3 * LIMIT)) ?? {};
  } finally {
    await Promise.all(trials.map((trial) => within(trial.close(), 10_000)));
  }
}

function machineOf(browser) {
  return `Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0].model.trim()}`;
}

function written(report, json) {
  const folder = join(tmpdir(), 'xmpp-elements-bench');
  mkdirSync(folder, { recursive: true });
  const path = json ?? join(folder, `${report.date.replaceAll(':', '-')}.json`);
  const isNumber = (value) => typeof value === 'number' && !Number.isInteger(value);
  const text = JSON.stringify(report, (_, value) => (isNumber(value) ? Number(value.toPrecision(5)) : value), 1);
  writeFileSync(path, `${text}\n`);
  return path;
}
