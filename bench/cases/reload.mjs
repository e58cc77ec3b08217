let count = 0;

/**
 * A guest goes from one page to the next, with a real Prosody, where the room has said 50 messages. Over WebSocket no server
 * goes on with a guest: each page is another one.
 */
export const reload = {
  name: 'reload',
  candidates: ['floor', 'converse', 'ours'],
  needs: 'prosody',
  repetitions: 7,
  quick: 3,

  async run(open, { websocket }) {
    // A stream that can be resumed keeps its nickname for a while.
    const trial = await open(`service=${encodeURIComponent(websocket)}&nick=me${(count += 1)}`);
    const isThere = (await trial.ask('whenPainted', 49)) && (await trial.ask('whenUsable'));
    if (!isThere) return {};
    const before = await trial.ask('whenKnown');
    // What comes after the room is there has come.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await trial.reload();
    const painted = await trial.ask('whenPainted', 49);
    const usable = await trial.ask('whenUsable');
    const origin = await trial.origin;
    const same = Number((await trial.ask('whenKnown')) === before);
    const socket = await trial.ask('socketAt');
    return {
      'last page painted, ms': painted && painted - origin,
      'socket open, ms': socket && socket - origin,
      'usable, ms': usable && usable - origin,
      'same identity': same,
    };
  },
};
