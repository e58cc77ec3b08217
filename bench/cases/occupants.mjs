/** Entering a room of many: from the navigation until the newest message, which comes last, is on screen. */
const entered = (count, candidates = ['floor', 'ours']) => ({
  name: `occupants-${count}`,
  curve: { of: 'occupants', at: count },
  candidates,
  repetitions: 7,
  quick: 3,

  async run(open) {
    const trial = await open(`occupants=${count}&history=1`);
    const painted = await trial.ask('whenPainted', 0);
    const origin = await trial.origin;
    return {
      'settled, ms': painted && painted - origin,
      'main thread, ms': await trial.work(),
      'longest task, ms': await trial.ask('longestTask'),
      'heap, MB': await trial.heap(),
      'memory of the process, MB': await trial.memory(),
      elements: await trial.ask('elements'),
      'occupants known': await trial.look('count'),
    };
  },
});

export const occupants = [entered(100), entered(1000, ['floor', 'converse', 'ours']), entered(2500), entered(5000)];
