import { childIn } from './stanza.js';

/** The root of every error that leaves this library. `condition` is for code; words for people are made from it elsewhere. */
export class XmppError extends Error {
  override name = 'XmppError';
  /** An RFC 6120 condition, or one of the words that README lists. */
  readonly condition: string;

  constructor(condition: string, message: string = condition, options?: ErrorOptions) {
    super(message, options);
    this.condition = condition;
  }
}

/** Whatever was thrown, as one of ours; `undefined-condition` where it was none. */
export function xmppErrorOf(error: unknown): XmppError {
  return error instanceof XmppError ? error : new XmppError('undefined-condition', String(error), { cause: error });
}

const NS_STANZA_ERRORS = 'urn:ietf:params:xml:ns:xmpp-stanzas';

/** RFC 6120 §8.3: somebody answered with an error. */
export class StanzaError extends XmppError {
  override name = 'StanzaError';
  /** What may help: `cancel`, `continue`, `modify`, `auth` or `wait`. */
  readonly type: string;
  /** After how many seconds to try again, where they say so. */
  readonly retryAfter: number | undefined;

  constructor(
    condition: string,
    { type = 'cancel', text = '', retryAfter }: { type?: string; text?: string; retryAfter?: number | undefined } = {},
  ) {
    super(condition, text || condition);
    this.type = type;
    this.retryAfter = retryAfter;
  }

  /** Reads the error of a stanza of type `error`; an unreadable one is `undefined-condition`. */
  static from(stanza: Element): StanzaError {
    const error = childIn(stanza, stanza.namespaceURI ?? '', 'error');
    if (!error) return new StanzaError('undefined-condition');
    const defined = [...error.children].filter((child) => child.namespaceURI === NS_STANZA_ERRORS);
    const [retryAfter] = [...error.children].flatMap((child) => child.getAttribute('retry-after') ?? []);
    return new StanzaError(defined.find((child) => child.localName !== 'text')?.localName ?? 'undefined-condition', {
      type: error.getAttribute('type') ?? 'cancel',
      text: defined.find((child) => child.localName === 'text')?.textContent ?? '',
      retryAfter: /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined,
    });
  }
}

/** Why there is no stream: a SASL, stream or BOSH condition, or one of ours. */
export type ConnectionCondition =
  | 'not-authorized' // wrong credentials
  | 'no-mechanism' // the server offers no way of signing in that we would use
  | 'server-unverified' // the server could not prove that it knows the password
  | 'service-unreachable' // no address answered
  | 'no-service' // no address is known
  | 'connection-lost' // the stream broke
  | 'timeout'
  | 'conflict' // the account was opened elsewhere with our resource
  | 'offline'
  | (string & {});

/** The stream could not be had, or was lost. */
export class ConnectionError extends XmppError {
  override name = 'ConnectionError';
  declare readonly condition: ConnectionCondition;

  constructor(condition: ConnectionCondition, message?: string, options?: ErrorOptions) {
    super(condition, message, options);
  }
}

/** Nobody answered in time. */
export class TimeoutError extends XmppError {
  override name = 'TimeoutError';

  constructor(message = 'Nobody answered in time.') {
    super('timeout', message);
  }
}
