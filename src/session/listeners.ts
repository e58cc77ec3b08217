import { jidOf, toBare } from '../core/jid.js';

/** Callbacks of the page and of elements. A mistake in one is reported as its own, and stops nobody else. */
export class Listeners<Told> {
  readonly #all = new Set<(told: Told) => void>();

  /** Returns the way out. */
  add(listener: (told: Told) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(told: Told): void {
    for (const listener of [...this.#all]) {
      try {
        listener(told);
      } catch (error) {
        reportError(error);
      }
    }
  }
}

/** Which stanzas an `onStanza` callback wants; what is left out does not matter. */
export interface StanzaFilter {
  readonly name?: 'message' | 'presence' | 'iq';
  readonly type?: string;
  /** A full JID, or a bare one for all its resources. */
  readonly from?: string;
  /** The namespace of a direct child. */
  readonly namespace?: string;
}

/** Tells the stanzas that are wanted from others. */
export function wantedBy({ name, type, from, namespace }: StanzaFilter): (stanza: Element) => boolean {
  const wanted = jidOf(from);
  return (stanza) => {
    const sender = jidOf(stanza.getAttribute('from'));
    return (
      (!name || stanza.localName === name) &&
      (!type || stanza.getAttribute('type') === type) &&
      (!from || (!!sender && (sender === wanted || toBare(sender) === wanted))) &&
      (!namespace || [...stanza.children].some(({ namespaceURI }) => namespaceURI === namespace))
    );
  };
}
