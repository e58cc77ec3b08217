/** What a first visit transfers before anybody has typed anything, gzip, and what it says to join. */
export const bytes = {
  name: 'bytes',
  candidates: ['floor', 'ours'],
  repetitions: 1,
  quick: 1,

  async run(open) {
    const trial = await open('occupants=20&history=50');
    await trial.ask('whenPainted', 49);
    const { requests } = trial;
    return {
      'transferred, kB': requests.reduce((sum, { bytes }) => sum + bytes, 0) / 1000,
      requests: requests.length,
      'frames sent to join': trial.stream.sent,
    };
  },
};
