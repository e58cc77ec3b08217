/** So many messages as fast as the server can send them, until the last is on screen. */
const received = (count, rest) => ({
  name: `messages-${count}`,
  repetitions: 5,
  quick: 2,
  ...rest,

  async run(open) {
    const trial = await open('occupants=20&history=50');
    await trial.ask('whenPainted', 49);
    await trial.ask('forgetTasks');
    const before = await trial.work();
    trial.stream.flood(count);
    const painted = await trial.ask('whenPainted', 49 + count);
    return {
      'settled, ms': painted && painted - trial.stream.sentAt[50],
      'main thread, ms': painted && (await trial.work()) - before,
      'longest task, ms': painted && (await trial.ask('longestTask')),
      'heap, MB': painted && (await trial.heap()),
      elements: painted && (await trial.ask('elements')),
    };
  },
});

export const messages = [
  received(5000),
  // The plain floor forces one layout a message: it would not be done in a minute.
  received(20_000, { candidates: ['batched', 'ours'], repetitions: 3, quick: 1 }),
];
