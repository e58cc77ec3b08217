import { LIMIT } from '../measure.mjs';

/** So many rooms at once, each with 20 occupants and 20 messages; one is shown. */
const entered = (count) => ({
  name: `rooms-${count}`,
  curve: { of: 'rooms', at: count },
  candidates: ['ours'],
  repetitions: 3,
  quick: 1,

  async run(open) {
    const trial = await open(`occupants=20&history=20&rooms=${count}`);
    await trial.ask('whenUsable');
    const expected = count * 20;
    const end = Date.now() + LIMIT;
    while (trial.stream.sentAt.length < expected) {
      if (Date.now() > end) return {};
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // What came last is worked off before this is.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return {
      'main thread, ms': await trial.work(),
      'longest task, ms': await trial.ask('longestTask'),
      'heap, MB': await trial.heap(),
      'memory of the process, MB': await trial.memory(),
      elements: await trial.ask('elements'),
    };
  },
});

export const rooms = [1, 5, 10, 20].map(entered);
