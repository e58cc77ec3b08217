import { ConnectionError, StanzaError, TimeoutError } from '../../core/errors.js';
import type { BareJid } from '../../core/jid.js';
import { joinPresence } from '../../protocol/xep-0045-muc/build.js';
import type { Room } from '../../stores/rooms-store.js';
import type { CommandContext } from './command.js';

export interface JoinOptions {
  readonly nick: string;
  readonly password?: string | undefined;
  /** How many messages of the room's history to ask for. */
  readonly maxStanzas?: number | undefined;
  /** Only those of the last so many seconds: what came before is known. */
  readonly seconds?: number | undefined;
  /** Gives up: no more tries. */
  readonly signal: AbortSignal;
}

const TIMEOUT = 30_000;
/** A room that somebody is just setting up is locked (XEP-0045 §10.1.2); most are done within a moment. */
const LOCKED_RETRIES = [1000, 2000, 4000];

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
  { signal, ...options }: JoinOptions,
): Promise<void> {
  const own = await context.presence();
  for (const retryIn of [0, ...LOCKED_RETRIES]) {
    if (!signal.aborted) context.dispatch({ kind: 'room-entering', room, nick: options.nick });
    if (retryIn) await pause(retryIn, signal);
    if (signal.aborted) throw new ConnectionError('offline');
    context.transport.send(joinPresence({ room, ...own, ...options }));
    const { state, condition, leaveReason, text } = await answerOf(context, room, signal);
    if (state === 'joined') return;
    // Out, and the room did not say so: a new stream has begun, and it is for that one to enter.
    if (state !== 'refused' && !leaveReason) throw new ConnectionError('connection-lost');
    const isLocked = condition === 'item-not-found' && retryIn !== LOCKED_RETRIES.at(-1);
    if (!isLocked) throw new StanzaError(condition ?? leaveReason ?? 'undefined-condition', { text: text ?? '' });
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
