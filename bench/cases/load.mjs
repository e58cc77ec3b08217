let count = 0;

/** From the navigation to a field that one can write in, and to the last of 50 messages of history on screen. */
const loaded = (name, { query = '', ...options } = {}, rest = {}) => ({
  name,
  candidates: ['floor', 'converse', 'preloaded', 'ours'],
  repetitions: 15,
  quick: 5,
  ...rest,

  async run(open, { websocket }) {
    // Whoever goes leaves the nickname only in a moment.
    const ofProsody = () => `service=${encodeURIComponent(websocket)}&nick=guest${(count += 1)}`;
    const trial = await open(rest.needs ? ofProsody() : `occupants=20&history=50${query}`, options);
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
});

const slower = { repetitions: 7, quick: 3 };

export const loads = [
  loaded('load'),
  loaded('load-prosody', {}, { ...slower, needs: 'prosody', candidates: ['floor', 'ours'] }),
  loaded('load-slow-4g', { query: '&slow' }, slower),
  loaded('load-4x-cpu', { slowdown: 4 }, slower),
  loaded('load-both', { query: '&slow', slowdown: 4 }, slower),
];
