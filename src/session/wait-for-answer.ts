import { StanzaError, TimeoutError, type XmppError } from '../core/errors.js';
import type { DomainEvent } from '../protocol/events.js';
import type { CommandContext } from './commands/command.js';

const TIMEOUT = 20_000;

/**
 * Waits for the event that answers a wish which has no `<iq>`.
 *
 * @param read `true`: granted; a condition: refused; `undefined`: about something else.
 * @throws {StanzaError} refused.
 * @throws {TimeoutError} nobody answered.
 */
export function waitForAnswer(
  { onEvent }: CommandContext,
  read: (event: DomainEvent) => true | string | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (error?: XmppError) => {
      clearTimeout(timer);
      stop();
      if (error) reject(error);
      else resolve();
    };
    const stop = onEvent((event) => {
      const answer = event.kind === 'connection-changed' && event.status !== 'online' ? 'offline' : read(event);
      if (answer === true) end();
      else if (answer) end(new StanzaError(answer));
    });
    const timer = setTimeout(() => end(new TimeoutError()), TIMEOUT);
  });
}
