import { percentile } from '../report.mjs';

const SECONDS = 8;
const PER_SECOND = 100;

/** Writing while 100 messages a second arrive: from each keypress until what it wrote is on screen. */
export const typing = {
  name: 'typing',
  candidates: ['floor', 'batched', 'converse', 'ours'],
  repetitions: 3,
  quick: 1,

  async run(open) {
    const trial = await open('occupants=20&history=50');
    await trial.ask('whenPainted', 49);
    const coming = trial.stream.burst({ perSecond: PER_SECOND, seconds: SECONDS });
    await trial.type((SECONDS - 2) * 10, 10);
    await coming;
    const delays = (await trial.ask('keypresses')) ?? [];
    return {
      'keypress to paint, ms': percentile(delays, 0.5),
      'keypress to paint, p95, ms': percentile(delays, 0.95),
      'keypresses seen': delays.length,
    };
  },
};
