import { ConnectionError, StanzaError, TimeoutError } from '../core/errors.js';
import { newId } from '../core/id.js';
import { domainOf, jidOf, toBare, type FullJid } from '../core/jid.js';
import type { RequestOptions } from './transport.js';

const LIMIT = 20_000;

interface Pending {
  readonly to: string | null;
  readonly settle: (answer: Element | Error) => void;
}

/** Our questions to others (RFC 6120 §8.2.3) and who may answer them. */
export class Requests {
  readonly #send: (iq: Element) => void;
  readonly #pending = new Map<string, Pending>();

  constructor(send: (iq: Element) => void) {
    this.#send = send;
  }

  /** As `Transport.request`. */
  ask(iq: Element, { timeout = LIMIT, signal, onResult }: RequestOptions = {}): Promise<Element> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const id = newId();
      iq.setAttribute('id', id);
      this.#send(iq);
      const settle = (answer: Element | Error) => {
        this.#pending.delete(id);
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        if (answer instanceof Error) reject(answer);
        else if (answer.getAttribute('type') === 'error') reject(StanzaError.from(answer));
        else {
          resolve(answer);
          onResult?.(answer);
        }
      };
      const onAbort = () => settle(signal?.reason as Error);
      const timer = setTimeout(() => settle(new TimeoutError()), timeout);
      signal?.addEventListener('abort', onAbort);
      this.#pending.set(id, { to: iq.getAttribute('to'), settle });
    });
  }

  /** Takes an `<iq>` of type `result` or `error`. An answer from anybody but the addressee is none. */
  answer(iq: Element, self: FullJid): void {
    const pending = this.#pending.get(iq.getAttribute('id') ?? '');
    if (pending && isFromAddressee(iq.getAttribute('from'), pending.to, self)) pending.settle(iq);
  }

  /** The stream is gone, and the answers with it. */
  end(): void {
    for (const { settle } of [...this.#pending.values()]) settle(new ConnectionError('connection-lost'));
  }
}

/** Our server stamps what others send, so no `from`, our own JID or its domain mean itself (RFC 6120 §8.1.2.1). */
function isFromAddressee(from: string | null, to: string | null, self: FullJid): boolean {
  const sender = jidOf(from);
  const addressee = jidOf(to);
  if (from !== null && sender && sender === addressee) return true;
  const account = toBare(self);
  const server = domainOf(self);
  if (to === null) return from === null || [account, server, self].includes(sender ?? '');
  return from === null && (addressee === account || addressee === server);
}
