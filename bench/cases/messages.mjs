const SCROLLED = 3000;

/** So many messages as fast as the server can send them, until the last is on screen. */
const received = (count, rest) => ({
  name: `messages-${count}`,
  curve: { of: 'messages', at: count },
  candidates: ['floor', 'batched', 'ours'],
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
    if (!painted) return {};
    const result = {
      'settled, ms': painted - trial.stream.sentAt[50],
      'main thread, ms': (await trial.work()) - before,
      'longest task, ms': await trial.ask('longestTask'),
      'heap, MB': await trial.heap(),
      'memory of the process, MB': await trial.memory(),
      elements: await trial.ask('elements'),
    };
    const { perSecond, longest } = await trial.ask('scroll', SCROLLED);
    return { ...result, 'scrolling, frames/s': perSecond, 'longest frame, ms': longest };
  },
});

export const messages = [
  received(1000),
  received(5000),
  // The plain floor forces one layout a message: it would not be done in a minute.
  received(10_000, { candidates: ['batched', 'ours'], repetitions: 3 }),
  received(20_000, { candidates: ['batched', 'ours'], repetitions: 3, quick: 1 }),
];
