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

const NS_STANZA_ERRORS = 'urn:ietf:params:xml:ns:xmpp-stanzas';

/** RFC 6120 §8.3: somebody answered with an error. */
export class StanzaError extends XmppError {
  override name = 'StanzaError';
  /** What may help: `cancel`, `continue`, `modify`, `auth` or `wait`. */
  readonly type: string;

  constructor(condition: string, { type = 'cancel', text = '' }: { type?: string; text?: string } = {}) {
    super(condition, text || condition);
    this.type = type;
  }

  /** Reads the error of a stanza of type `error`; an unreadable one is `undefined-condition`. */
  static from(stanza: Element): StanzaError {
    const error = childIn(stanza, stanza.namespaceURI ?? '', 'error');
    if (!error) return new StanzaError('undefined-condition');
    const defined = [...error.children].filter((child) => child.namespaceURI === NS_STANZA_ERRORS);
    return new StanzaError(defined.find((child) => child.localName !== 'text')?.localName ?? 'undefined-condition', {
      type: error.getAttribute('type') ?? 'cancel',
      text: defined.find((child) => child.localName === 'text')?.textContent ?? '',
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
