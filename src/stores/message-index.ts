import type { Jid } from '../core/jid.js';
import { toBare } from '../core/jid.js';
import type { MessageReceived } from '../protocol/events.js';
import type { Message } from './entries.js';

type Sender = Pick<Message, 'from' | 'occupantId' | 'isOwn'>;

/** Finds the messages of one conversation by any of their ids. */
export class MessageIndex {
  readonly #type: MessageReceived['type'];
  readonly #byKey = new Map<string, Message>();
  /** When occupants went, in ms since the epoch. */
  readonly #gone = new Map<Jid, number>();

  constructor(type: MessageReceived['type']) {
    this.#type = type;
  }

  /**
   * The message that we have already, by the archive's id, then the sender's, then the stanza's. What a sender had to send
   * once more has two ids of the archive, and one of the sender's (XEP-0359). A stanza's own id means less: some clients
   * count from 1 at every start, so there different ids of the archive mean different messages.
   */
  find(event: MessageReceived): Message | undefined {
    for (const key of keysOf(this.#type, event)) {
      const found = this.#byKey.get(key);
      if (!found) continue;
      if (found.originId && found.originId === event.originId) return found;
      // What it was corrected to is here in its place.
      if (found.replaces && found.replaces === event.id) return found;
      const isOther =
        found.stanzaId && event.stanzaId
          ? found.stanzaId !== event.stanzaId
          : !found.originId && !event.originId && found.body !== event.body && !found.earlier;
      if (!isOther) return found;
    }
    return undefined;
  }

  /** One of ours, by the id that we gave it. */
  own(id: string): Message | undefined {
    return this.#byKey.get(ownKey(id));
  }

  /** Somebody's message, by the id that they gave it: nobody can name another one's so. */
  by(sender: Sender, id: string): Message | undefined {
    const keys = sendersOf(this.#type, sender).map((from) => keyOf(from, id));
    const found = [...(sender.isOwn ? [ownKey(id)] : []), ...keys].map((key) => this.#byKey.get(key)).find(Boolean);
    return found && this.isSame(sender, found) ? found : undefined;
  }

  /** Whether somebody is the author of a message. */
  isSame({ from, isOwn, occupantId }: Sender, message: Message): boolean {
    if (isOwn || message.isOwn) return isOwn === message.isOwn;
    if (this.#type === 'chat') return toBare(from) === toBare(message.from);
    if (occupantId ?? message.occupantId) return occupantId === message.occupantId;
    // Who goes leaves the nick to others.
    return from === message.from && !(message.at <= (this.#gone.get(from) ?? 0));
  }

  /** An occupant has gone: whoever comes by that nick may be another one. */
  release(from: Jid, at: number): void {
    this.#gone.set(from, at);
  }

  /** By the id that the archive gave it. */
  archived(stanzaId: string): Message | undefined {
    return this.#byKey.get(archiveKey(stanzaId));
  }

  /** The message that others call so: a room names its own, elsewhere its author does. `other`: who the conversation is with. */
  named(name: string, other: Jid): Message | undefined {
    if (this.#type === 'groupchat') return this.archived(name);
    return this.own(name) ?? this.by({ from: other, isOwn: false }, name);
  }

  remember(message: Message): void {
    for (const key of keysOf(this.#type, message)) this.#byKey.set(key, message);
  }

  forget(message: Message): void {
    for (const key of keysOf(this.#type, message)) this.#byKey.delete(key);
  }
}

/** A sender's ids hold for that sender only. No JID has a line break, so no two pairs make one key. */
const keyOf = (sender: string, id: string) => `by ${sender}\n${id}`;
const ownKey = (id: string) => `own ${id}`;
const archiveKey = (id: string) => `archive ${id}`;

/**
 * A room's occupants share its bare JID: there the sender is the occupant. What we are told before the room has said that
 * it gives occupants ids comes without one.
 */
function sendersOf(type: MessageReceived['type'], { from, occupantId }: Omit<Sender, 'isOwn'>): string[] {
  if (type === 'chat') return [toBare(from)];
  return occupantId ? [occupantId, from] : [from];
}

/** Every name that a message goes by, in falling order of trust. */
function keysOf(type: MessageReceived['type'], message: MessageReceived | Message): string[] {
  const { stanzaId, originId, id, isOwn } = message;
  const replaces = 'replaces' in message ? message.replaces : undefined;
  const senders = sendersOf(type, message);
  const keys = stanzaId ? [archiveKey(stanzaId)] : [];
  for (const given of new Set([originId, id, replaces])) {
    if (given && isOwn) keys.push(ownKey(given));
    // What a room remembers of us may come without a proof that it was we.
    if (given && (!isOwn || type === 'groupchat')) keys.push(...senders.map((sender) => keyOf(sender, given)));
  }
  return keys;
}
