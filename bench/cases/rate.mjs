import { percentile } from '../report.mjs';

const SECONDS = 10;

/** A steady stream of messages: how busy it keeps the page, and how late they are seen. */
const received = (perSecond, candidates = ['floor', 'batched', 'ours']) => ({
  name: `rate-${perSecond}`,
  candidates,
  repetitions: 3,
  quick: 1,

  async run(open) {
    const trial = await open('occupants=20&history=50');
    await trial.ask('whenPainted', 49);
    await trial.ask('forgetTasks');
    const before = await trial.metrics();
    const { stream } = trial;
    await stream.burst({ perSecond, seconds: SECONDS });
    const after = await trial.metrics();
    const share = (name) => (after[name] - before[name]) / SECONDS;
    await trial.ask('whenPainted', 49 + perSecond * SECONDS);
    const delays = delaysOf(stream.sentAt, (await trial.ask('painted')) ?? []);
    return {
      'busy share': share('TaskDuration'),
      'of it scripts': share('ScriptDuration'),
      'of it styles': share('RecalcStyleDuration'),
      'of it layout': share('LayoutDuration'),
      'layouts a message': (after.LayoutCount - before.LayoutCount) / perSecond / SECONDS,
      'send to paint, p95, ms': percentile(delays, 0.95),
      'longest task, ms': await trial.ask('longestTask'),
      // Of so many that were sent: 50 and those of ten seconds.
      'messages known': await trial.look('known'),
    };
  },
});

export const rates = [
  received(20, ['floor', 'batched', 'converse', 'ours']),
  ...[200, 500, 1000].map((perSecond) => received(perSecond)),
];

/** A message is seen with the first paint of it or of a later one. */
function delaysOf(sentAt, painted) {
  const delays = [];
  let number = 50;
  for (const [newest, at] of painted) for (; number <= newest; number += 1) delays.push(at - sentAt[number]);
  return delays;
}
