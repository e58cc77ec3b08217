let count = 0;

const common = { needs: 'prosody', repetitions: 7, quick: 3 };

/**
 * A guest goes from one page to the next, with a real Prosody, where the room has said 50 messages. Without Converse.js: its
 * page never shows the last of them again, and trials of others between its own did not all finish.
 */
export const reloads = [
  { ...common, name: 'reload', candidates: ['floor', 'ours'], run: (open, { websocket }) => reload(open, websocket) },
  // Over WebSocket no server goes on with a guest, and each page is another one. Over BOSH it is the same.
  { ...common, name: 'reload-bosh', candidates: ['ours'], run: (open, { bosh }) => reload(open, bosh) },
];

async function reload(open, service) {
  // A stream that can be resumed keeps its nickname for a while.
  const trial = await open(`service=${encodeURIComponent(service)}&nick=me${(count += 1)}`);
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
    ...(socket && { 'socket open, ms': socket - origin }),
    'usable, ms': usable && usable - origin,
    'same identity': same,
  };
}
