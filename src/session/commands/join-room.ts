import { ConnectionError, StanzaError, TimeoutError } from '../../core/errors.js';
import type { BareJid } from '../../core/jid.js';
import { otherNick } from '../../core/nick.js';
import { joinPresence } from '../../protocol/xep-0045-muc/build.js';
import type { Room } from '../../stores/rooms-store.js';
import type { CommandContext } from './command.js';

export interface JoinOptions {
  readonly nick: string;
  readonly password?: string | undefined;
  /** What we missed will be asked of the room's archive: it need tell nothing itself. */
  readonly isByArchive?: boolean | undefined;
  /** The nick that we had there before the stream ended: whoever has it now may be ourselves, until the server notices. */
  readonly ghost?: string | undefined;
  /** How many messages of the room's history to ask for. */
  readonly maxStanzas?: number | undefined;
  /** Only those of the last so many seconds: what came before is known. */
  readonly seconds?: number | undefined;
  /** Gives up: no more tries. */
  readonly signal: AbortSignal;
}

const TIMEOUT = 30_000;
/** A room that somebody is just setting up is locked (XEP-0045 §10.1.2), or our own ghost is in; most have gone within a moment. */
const RETRIES = [1000, 2000, 4000];

/**
 * XEP-0045 §7.2: enters a room under a nick.
 *
 * @throws {StanzaError} `conflict` (the nick is taken), `not-authorized` (a password is needed), `registration-required`
 *   (members only), `forbidden` (banned), `item-not-found` (locked or absent), `service-unavailable` (full), …
 * @throws {TimeoutError} the room did not answer.
 * @throws {ConnectionError} the stream ended first, or `signal` gave up.
 */
export async function joinRoom(
  context: CommandContext,
  room: BareJid,
  { signal, isByArchive, ghost, ...options }: JoinOptions,
): Promise<void> {
  const own = await context.presence();
  let { nick } = options;
  for (let tries = 0, wait: number | undefined; ; wait = RETRIES[tries], tries += 1) {
    if (!signal.aborted) context.dispatch({ kind: 'room-entering', room, nick, isByArchive });
    if (wait) await pause(wait, signal);
    if (signal.aborted) throw new ConnectionError('offline');
    context.transport.send(joinPresence({ room, ...own, ...options, nick }));
    const { state, condition, leaveReason, text } = await answerOf(context, room, signal);
    if (state === 'joined') return;
    // Out, and the room did not say so: a new stream has begun, and it is for that one to enter.
    if (state !== 'refused' && !leaveReason) throw new ConnectionError('connection-lost');
    const isGhost = condition === 'conflict' && nick === ghost;
    const isLast = tries >= RETRIES.length;
    // Whoever it is that has our nick, we were here before and go on by another.
    if (isGhost && isLast) nick = otherNick(nick);
    else if (isLast || !(isGhost || condition === 'item-not-found')) {
      throw new StanzaError(condition ?? leaveReason ?? 'undefined-condition', { text: text ?? '' });
    }
  }
}

/** What the room has become once it answered. */
async function answerOf(context: CommandContext, room: BareJid, signal: AbortSignal): Promise<Partial<Room>> {
  const { stores, dispatch } = context;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), TIMEOUT);
  try {
    const isAnswered = (value: typeof stores.rooms.value) => value.get(room)?.state !== 'entering';
    const rooms = await stores.rooms.waitFor(isAnswered, { signal: AbortSignal.any([limit.signal, signal]) });
    return rooms.get(room) ?? {};
  } catch {
    if (signal.aborted) throw new ConnectionError('offline');
    if (stores.connection.value.status === 'online') {
      dispatch({ kind: 'room-refused', room, condition: 'timeout' });
      throw new TimeoutError('The room did not answer.');
    }
  } finally {
    clearTimeout(timer);
  }
  // There was nobody who could have answered. A resumed stream may still bring it.
  await stores.connection.waitFor(({ status }) => status === 'online');
  return answerOf(context, room, signal);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
