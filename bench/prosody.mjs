// A real server, with a room in which 50 messages have been said.
import { Peer } from '../test/support/peer.mjs';
import { startProsody } from '../test/support/servers.mjs';
import { ROOM, bodyOf } from './stanzas.mjs';

const HISTORY = 50;

export async function startProsodyWithRoom() {
  const server = await startProsody();
  await server.createRoom(ROOM.split('@')[0]);
  await server.changeRoom(ROOM, { history_length: HISTORY });
  await server.register('tea', 'tea');
  const peer = await Peer.in({ websocket: server.websocket, user: 'tea' });
  await peer.join(ROOM, 'tea');
  for (let number = 0; number < HISTORY; number += 1) peer.send(ROOM, 'groupchat', bodyOf(number));
  while (peer.unconfirmed) await new Promise((resolve) => setTimeout(resolve, 50));
  return Object.assign(server, {
    stop: ((stop) => async () => {
      await peer.end();
      await stop.call(server);
    })(server.stop),
  });
}
