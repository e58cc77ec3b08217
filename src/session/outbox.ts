import { XmppError } from '../core/errors.js';
import type { Jid } from '../core/jid.js';
import type { MessageFailed, MessageSent } from '../protocol/events.js';
import type { CommandContext } from './commands/command.js';

/** A message on its way to the server. */
export interface Outgoing {
  readonly conversation: Jid;
  readonly type: 'chat' | 'groupchat';
  /** `id` and `origin-id`. */
  readonly id: string;
  readonly body: string;
}

interface Waiting extends Outgoing {
  /** This stream has it; a resumed one still has. */
  isOnWire: boolean;
  /** Another stream may have carried it before. */
  isRepeated: boolean;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Messages that the server does not have yet, in the order of writing. At least once on the wire: what a lost stream
 * may have swallowed goes out again with the same id, and whoever has it already knows it by that.
 */
export class Outbox {
  readonly #context: CommandContext;
  readonly #isReady: (outgoing: Outgoing & { readonly isRepeated: boolean }) => boolean;
  readonly #waiting = new Map<string, Waiting>();

  /** @param isReady whether a message can go now: online, and in a room joined. */
  constructor(context: CommandContext, isReady: (outgoing: Outgoing & { readonly isRepeated: boolean }) => boolean) {
    this.#context = context;
    this.#isReady = isReady;
  }

  /** Sends now, or as soon as it can be. Resolves when the server has it. */
  add(outgoing: Outgoing): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(outgoing.id, { ...outgoing, isOnWire: false, isRepeated: false, resolve, reject });
      this.flush();
    });
  }

  /** Sends whatever can go. */
  flush(): void {
    let isAnySent = false;
    for (const waiting of this.#waiting.values()) {
      if (waiting.isOnWire || !this.#isReady(waiting)) continue;
      try {
        const { conversation: to, type, id, body } = waiting;
        this.#context.transport.send(this.#context.wire.chatMessage({ to, type, id, body }));
      } catch {
        break; // Offline after all: it stays, and goes with the next stream.
      }
      waiting.isOnWire = true;
      isAnySent ||= waiting.type === 'chat';
    }
    if (isAnySent) this.confirm();
  }

  /** Asks the stream whether the server has what it carries. A room says so itself, by its echo. */
  confirm(): void {
    const chats = [...this.#waiting.values()].filter(({ isOnWire, type }) => isOnWire && type === 'chat');
    // If the stream ends first the messages stay, and go with the next one.
    if (chats.length)
      this.#context.transport.flushed().then(
        () => this.#arrived(chats),
        () => undefined,
      );
  }

  /** A new stream knows nothing of what the old one carried. */
  restart(): void {
    for (const waiting of this.#waiting.values()) {
      waiting.isRepeated ||= waiting.isOnWire;
      waiting.isOnWire = false;
    }
  }

  /** The server has it. */
  sent({ conversation, id }: Omit<MessageSent, 'kind'>): void {
    this.#take(conversation, id)?.resolve();
  }

  /** The conversation shows it, so the server has it, if it was waiting here. */
  shown(conversation: Jid, id: string | undefined): void {
    if (id && this.#waiting.get(id)?.conversation === conversation) {
      this.#context.dispatch({ kind: 'message-sent', conversation, id });
    }
  }

  failed({ conversation, id, condition, text }: Omit<MessageFailed, 'kind'>): void {
    this.#take(conversation, id)?.reject(new XmppError(condition, text));
  }

  /** There is no way to this conversation any more: what waits for one has failed. */
  giveUp(conversation: Jid, condition: string): void {
    for (const waiting of [...this.#waiting.values()]) {
      if (waiting.conversation !== conversation) continue;
      this.#context.dispatch({ kind: 'message-failed', conversation, id: waiting.id, condition });
    }
  }

  /** Gives up all: the person signed out. */
  clear(): void {
    for (const { conversation, id } of [...this.#waiting.values()])
      this.failed({ conversation, id, condition: 'offline' });
  }

  #arrived(chats: readonly Waiting[]): void {
    for (const waiting of chats) {
      const { conversation, id } = waiting;
      if (this.#waiting.get(id) === waiting) this.#context.dispatch({ kind: 'message-sent', conversation, id });
    }
  }

  #take(conversation: Jid, id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting?.conversation !== conversation) return undefined;
    this.#waiting.delete(waiting.id);
    return waiting;
  }
}
