const WARM_UP = 10;
const CYCLES = 100;

/** Leaving and entering again and again: what stays behind. */
export const cycles = {
  name: 'cycles',
  candidates: ['floor', 'ours'],
  repetitions: 1,
  quick: 1,

  async run(open) {
    const trial = await open('occupants=50&history=0');
    await trial.ask('whenUsable');
    await repeat(trial, WARM_UP);
    const before = await trial.heap();
    await repeat(trial, CYCLES);
    return { 'growth a cycle, kB': (((await trial.heap()) - before) * 1000) / CYCLES };
  },
};

async function repeat(trial, times) {
  for (let cycle = 0; cycle < times; cycle += 1) {
    await trial.look('leave');
    await trial.ask('whenUsable', false);
    await trial.look('join');
    await trial.ask('whenUsable');
  }
}
