import type { Logger } from '../core/log.js';
import { protocolModules } from '../protocol/index.js';
import type { DomainEvent } from '../protocol/events.js';
import type { ParseContext } from '../protocol/module.js';

/**
 * Reads one stanza: every module says what it means, the first one that has an answer gives it.
 *
 * A module that throws is a fault of ours, set off by a stranger's stanza: it is logged, and the others go on.
 */
export function route(
  stanza: Element,
  context: ParseContext,
  dispatch: (event: DomainEvent) => void,
  log: Logger,
): Element | undefined {
  const isRequest = stanza.localName === 'iq' && /^[gs]et$/.test(stanza.getAttribute('type') ?? '');
  let answer: Element | undefined;
  let isRead = false;
  for (const module of protocolModules) {
    try {
      for (const event of module.parse?.(stanza, context) ?? []) {
        isRead = true;
        dispatch(event);
      }
      if (isRequest) answer ??= module.answer?.(stanza, context);
    } catch (error) {
      log.warn('A stanza could not be read.', stanza.localName, error);
    }
  }
  if (!isRead && !answer) log.debug('A stanza meant nothing to us.', stanza.localName, stanza.getAttribute('type'));
  return answer;
}
