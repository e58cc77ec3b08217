import { XmppError } from '../core/errors.js';
import { toBare, type Jid } from '../core/jid.js';
import type { MessageDiscarded, MessageFailed, MessageSent } from '../protocol/events.js';
import type { CommandContext } from './commands/command.js';
import type { OutboxStorage } from './outbox-storage.js';
import { changeOf, queued, type Outgoing } from './outgoing.js';

interface Waiting extends Outgoing {
  /** This stream has it; a resumed one still has. */
  isOnWire: boolean;
  /** Another stream may have carried it before. */
  isRepeated: boolean;
  /** An earlier page wrote it: so it is in a copy of this tab, too. */
  isInherited: boolean;
  /** How many streams in a row have died with it at the head of the queue. */
  deaths: number;
  /** How far our archive was known when it went: if it is there, it is behind that. */
  after?: string | undefined;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Whatever was first in the queue at so many deaths of a stream is what they died of. */
const DEADLY = 2;
/** One that died in silence may have had a dead line, too: it counts less. */
const SILENT = 0.5;

/**
 * Messages that the server does not have yet, in the order of writing. At least once on the wire: what a lost stream
 * may have swallowed goes out again with the same id, and whoever has it already knows it by that. Kept over page loads.
 */
export class Outbox {
  readonly #context: CommandContext;
  readonly #isReady: (outgoing: Outgoing & { readonly isRepeated: boolean }) => boolean;
  readonly #storage: OutboxStorage;
  readonly #waiting = new Map<string, Waiting>();
  /** Whose messages these are, once it is known. */
  #account: string | undefined;
  /** Whether no other tab has a copy of what an earlier page left. */
  #claimed: Promise<boolean> | undefined;
  #isAlone = false;
  /** The server will be asked once more what it has. */
  #isAsking = false;

  /** @param isReady whether a message can go now: online, and in a room joined. */
  constructor(
    context: CommandContext,
    storage: OutboxStorage,
    isReady: (outgoing: Outgoing & { readonly isRepeated: boolean }) => boolean,
  ) {
    this.#context = context;
    this.#storage = storage;
    this.#isReady = isReady;
  }

  /** Sends now, or as soon as it can be. Resolves when the server has it. */
  add(outgoing: Outgoing): Promise<void> {
    return new Promise((resolve, reject) => {
      const fresh = { isOnWire: false, isRepeated: false, isInherited: false, deaths: 0 };
      const waiting = { ...outgoing, ...fresh, resolve, reject };
      this.#waiting.set(outgoing.id, waiting);
      // What is tried again comes last, on the next page too.
      this.#storage.remove(outgoing.id);
      this.#keep(waiting);
      this.flush();
    });
  }

  /**
   * Somebody signs in, or comes as a guest: what earlier pages have left of them is shown, and waits again. So does what
   * others have left while this page was away (bfcache).
   */
  inherit(account: string): void {
    // Another one's messages wait until it is sure that they have gone.
    if (this.#account !== undefined && this.#account !== account) return;
    const isFirst = this.#account === undefined;
    const early = isFirst ? [...this.#waiting.values()] : [];
    this.#account = account;
    const hidden = new Set<Jid>();
    for (const { isOnWire, deaths, after, condition, ...outgoing } of this.#storage.take(account)) {
      const { conversation, id } = outgoing;
      const event = queued(outgoing);
      const isShown =
        event.kind === 'change-queued' ? this.#waiting.has(id) : this.#context.stores.conversations.has(event);
      if (isShown && !isFirst) continue;
      if (!isShown) hidden.add(conversation);
      // Of many the earlier page may have left only the last to be shown: all stand in the order of writing.
      const isBehind = hidden.has(conversation) && this.#context.stores.conversations.waits(event);
      if (!isShown || isBehind) this.#context.dispatch(event);
      if (condition !== undefined) this.#context.dispatch({ kind: 'message-failed', conversation, id, condition });
      else {
        const nobody = { resolve: () => undefined, reject: () => undefined };
        this.#waiting.set(id, {
          ...outgoing,
          isOnWire,
          isRepeated: false,
          isInherited: true,
          deaths,
          after,
          ...nobody,
        });
      }
    }
    // What was written before it was known by whom was written last.
    for (const waiting of early) {
      const { id } = waiting;
      this.#waiting.delete(id);
      this.#waiting.set(id, waiting);
      this.#keep(waiting);
      this.#context.dispatch(queued(waiting));
    }
    if (isFirst) this.#settleStrays();
  }

  /** Sends whatever can go. */
  flush(): void {
    let isAnySent = false;
    // What was written later goes later, even if it need not wait itself.
    const held = new Set<Jid>();
    for (const waiting of this.#waiting.values()) {
      const { conversation } = waiting;
      const isHeld = held.has(conversation) || (waiting.isInherited && !this.#isAlone);
      if (waiting.isOnWire) continue;
      if (isHeld || !this.#isReady(waiting)) {
        held.add(conversation);
        continue;
      }
      waiting.isOnWire = true;
      waiting.after = waiting.type === 'chat' ? this.#known : undefined;
      this.#keep(waiting);
      try {
        this.#context.transport.send(this.#context.wire.stanzaFor(waiting));
      } catch {
        waiting.isOnWire = false;
        this.#keep(waiting);
        break; // Offline after all: it stays, and goes with the next stream.
      }
      isAnySent ||= isOfStream(waiting);
    }
    if (isAnySent) this.confirm();
  }

  /** Asks the stream whether the server has what it carries. A room says so itself, by its echo. */
  confirm(): void {
    const chats = this.#onWire;
    if (!chats.length) return;
    this.#context.transport.flushed().then(
      () => this.#arrived(chats),
      (error: unknown) => this.#confirmAgain(error),
    );
  }

  /** If the stream ended the messages stay, and go with the next one; an answer that was lost on the way is asked for again. */
  #confirmAgain(error: unknown): void {
    const isLost = error instanceof XmppError && error.condition === 'timeout';
    if (!isLost || this.#isAsking) return;
    this.#isAsking = true;
    queueMicrotask(() => {
      this.#isAsking = false;
      this.confirm();
    });
  }

  /** Whether the same message was first at so many deaths that the old stream must not go on: it would carry it once more. */
  get isDeadly(): boolean {
    return [...this.#waiting.values()].some(({ deaths }) => deaths >= DEADLY);
  }

  /**
   * The first that waits and that another stream, or an earlier page, may have carried: to a room, or without one, in private. `after`: the id
   * in our archive behind which it is, if it is there. A room has told what came before it.
   */
  unsureOf(room: Jid | undefined): { readonly conversation: Jid; readonly after?: string | undefined } | undefined {
    return [...this.#waiting.values()].find(
      ({ isRepeated, isInherited, isOnWire, type, conversation }) =>
        (isOnWire ? isInherited : isRepeated) && (room ? conversation === room : type === 'chat'),
    );
  }

  /** The stream died. What was first in its queue may be why; what could not be read was broken on its way. */
  lost(condition?: string): void {
    if (condition === 'not-well-formed') return;
    const death = condition === 'timeout' ? SILENT : 1;
    let isFirst = true;
    for (const waiting of this.#waiting.values()) {
      this.#count(waiting, waiting.isOnWire && isFirst ? waiting.deaths + death : 0);
      isFirst &&= !waiting.isOnWire;
    }
  }

  /** The old stream goes on, and sends by itself once more what it carried and the server has not confirmed. */
  resume(): void {
    const open = this.#context.transport.unconfirmed();
    if (open) this.#arrived(this.#onWire.filter(({ id }) => !open.has(id)));
    void this.#claim();
    this.confirm();
  }

  /** A new stream, or one that has lost its queue, knows nothing of what the old one carried. */
  restart(): void {
    for (const waiting of [...this.#waiting.values()]) {
      const { conversation, id, deaths } = waiting;
      // To change the same thing once more changes nothing.
      waiting.isRepeated ||= waiting.isOnWire && !waiting.change;
      waiting.isOnWire = false;
      // The next page may go on with this stream, and must not take its acks for this message's.
      this.#keep(waiting);
      // Alone it fails, and the rest goes on.
      if (deaths >= DEADLY) {
        this.#context.dispatch({ kind: 'message-failed', conversation, id, condition: 'policy-violation' });
      }
    }
    void this.#claim();
  }

  /** The server has it. */
  sent({ conversation, id }: Omit<MessageSent, 'kind'>): void {
    const waiting = this.#take(conversation, id);
    this.#storage.remove(id);
    const change = waiting && changeOf(waiting);
    if (change) this.#context.dispatch(change);
    waiting?.resolve();
  }

  /** The conversation shows it, so the server has it, if it was waiting here. */
  shown(conversation: Jid, id: string | undefined): void {
    if (!id) return;
    if (this.#waiting.get(id)?.conversation === conversation) {
      this.#context.dispatch({ kind: 'message-sent', conversation, id });
    } else this.#storage.remove(id); // It had failed, as far as we knew.
  }

  /** It waits for a person from now on, on the next page as well. */
  failed({ conversation, id, condition, text }: Omit<MessageFailed, 'kind'>): void {
    const waiting = this.#take(conversation, id);
    if (waiting?.change) this.#storage.remove(id);
    else if (waiting) this.#keep(waiting, condition);
    waiting?.reject(new XmppError(condition, text));
  }

  /** It came back, and goes once more. Tells whether it was waiting here. */
  takeBack(id: string): boolean {
    const waiting = this.#waiting.get(id);
    if (!waiting) return false;
    waiting.isOnWire = false;
    this.#keep(waiting);
    return true;
  }

  /** A person gave it up. */
  discarded({ conversation, id }: Omit<MessageDiscarded, 'kind'>): void {
    this.#take(conversation, id)?.reject(new XmppError('cancelled'));
    this.#storage.remove(id);
  }

  /** There is no way to this conversation any more: what waits for one has failed. */
  giveUp(conversation: Jid, condition: string): void {
    for (const waiting of [...this.#waiting.values()]) {
      if (waiting.conversation !== conversation) continue;
      this.#context.dispatch({ kind: 'message-failed', conversation, id: waiting.id, condition });
    }
  }

  /** A guest has signed in: what they wrote to rooms waits on, as the account's. */
  moveTo(account: string): void {
    for (const { id, type, reject } of [...this.#waiting.values()]) {
      this.#storage.remove(id);
      if (type === 'groupchat') continue;
      this.#waiting.delete(id);
      reject(new XmppError('offline'));
    }
    this.#account = account;
    for (const waiting of this.#waiting.values()) this.#keep(waiting);
  }

  /** Gives up all: the person signed out. */
  clear(): void {
    for (const { id, reject } of this.#waiting.values()) {
      this.#storage.remove(id);
      reject(new XmppError('offline'));
    }
    this.#waiting.clear();
    this.#account = undefined;
  }

  get #onWire(): readonly Waiting[] {
    return [...this.#waiting.values()].filter((waiting) => waiting.isOnWire && isOfStream(waiting));
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

  #count(waiting: Waiting, deaths: number): void {
    if (waiting.deaths === deaths) return;
    waiting.deaths = deaths;
    this.#keep(waiting);
  }

  #keep(waiting: Waiting, condition?: string): void {
    const account = this.#account;
    const { resolve, reject, isRepeated, isInherited, ...kept } = waiting;
    if (account !== undefined) this.#storage.put({ account, ...kept, condition });
  }

  /** The last message in our archive that we are sure of. */
  get #known(): string | undefined {
    const { stores, self } = this.#context;
    return self && stores.archives.value.byJid.get(toBare(self))?.last;
  }

  /** A copy of this tab has inherited the same: only one of them may send it. */
  async #claim(): Promise<void> {
    if (this.#isAlone) return;
    const isAlone = await (this.#claimed ??= this.#context.wire.ownsTab(this.#storage.owner));
    this.#isAlone = true;
    if (!isAlone) {
      for (const { conversation, id, isInherited } of [...this.#waiting.values()]) {
        if (isInherited) this.#context.dispatch({ kind: 'message-discarded', conversation, id });
      }
    }
    this.flush();
  }

  /** What waited on an earlier page and does no longer has arrived. */
  #settleStrays(): void {
    for (const { jid, entries } of this.#context.stores.conversations.value.values()) {
      for (const entry of [...entries]) {
        if (entry.kind !== 'message') continue;
        const id = entry.state === 'sending' ? entry.key : entry.changing;
        if (id && !this.#waiting.has(id)) this.#context.dispatch({ kind: 'message-sent', conversation: jid, id });
      }
    }
  }
}

/** Of whose arrival the stream tells; of a message to a room, the room does. */
function isOfStream({ type, change }: Outgoing): boolean {
  return type === 'chat' || !!change;
}
