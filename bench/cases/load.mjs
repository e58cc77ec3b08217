/** From the navigation to a field that one can write in, and to the last of 50 messages of history on screen. */
export const load = {
  name: 'load',
  candidates: ['floor', 'ours'],
  repetitions: 15,
  quick: 7,

  async run(open) {
    const trial = await open('occupants=20&history=50');
    const painted = await trial.ask('whenPainted', 49);
    await trial.ask('whenUsable');
    const origin = await trial.origin;
    const usable = await trial.ask('usableAt');
    return {
      'usable, ms': usable - origin,
      'newest painted, ms': painted && painted - origin,
      'main thread, ms': await trial.work(),
      'longest task, ms': await trial.ask('longestTask'),
      'heap, MB': await trial.heap(),
      elements: await trial.ask('elements'),
    };
  },
};
