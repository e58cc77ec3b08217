/** What a visit transfers before anybody has typed anything, gzip, the first one and the next, and what it says to join. */
export const bytes = {
  name: 'bytes',
  candidates: ['floor', 'converse', 'ours'],
  repetitions: 1,
  quick: 1,

  async run(open) {
    const trial = await open('occupants=20&history=50');
    const cold = await settled(trial);
    const { sent } = trial.stream;
    await trial.reload();
    const warm = await settled(trial);
    return {
      'transferred, kB': sizeOf(cold),
      requests: cold.length,
      'next visit, kB': sizeOf(warm),
      'requests of it': warm.length,
      'frames sent to join': sent,
    };
  },
};

const sizeOf = (requests) => requests.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;

/** What was asked for until there was nothing more to ask for. */
async function settled(trial) {
  await trial.ask('whenPainted', 49);
  await trial.ask('whenUsable');
  let before = -1;
  while (before !== trial.requests.length) {
    before = trial.requests.length;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return trial.requests;
}
