import { XmppError } from '../../core/errors.js';
import { newId } from '../../core/id.js';
import { toBare, type BareJid, type Jid } from '../../core/jid.js';
import { reportMessage, reportOf, type Report } from '../../protocol/xep-0377-reporting.js';
import type { CommandContext } from './command.js';

/** What is reported of somebody in a room, and to whom. */
export interface OccupantReport extends Report {
  readonly to: Jid;
  /** All of it, for a person to read. */
  readonly body: string;
  /** Which messages are meant: the ids that the room gave them. */
  readonly stanzaIds: readonly string[];
}

/** How long somebody's server may take to say that there is nobody of that address, in ms. */
const GRACE = 1500;

/**
 * XEP-0377: tells those who keep order in a room of somebody there. Nobody is blocked for it.
 *
 * @throws {XmppError} it came back, under this condition.
 * @throws {ConnectionError} there is no stream, or it ended before the server had it.
 */
export async function reportOccupant(
  { transport, onEvent }: CommandContext,
  room: BareJid,
  { to, body, stanzaIds, ...why }: OccupantReport,
): Promise<void> {
  const id = newId();
  let stop: () => void = () => undefined;
  const failure = new Promise<never>((_, reject) => {
    stop = onEvent((event) => {
      const isIt = event.kind === 'message-failed' && event.id === id && toBare(event.conversation) === toBare(to);
      if (isIt) reject(new XmppError(event.condition, event.text));
    });
  });
  try {
    transport.send(reportMessage(to, { id, body, report: reportOf(why, { by: room, stanzaIds }) }));
    const arrived = transport.flushed().then(() => new Promise<void>((done) => setTimeout(done, GRACE)));
    await Promise.race([failure, arrived]);
  } finally {
    stop();
  }
}
