import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { XmppError } from '../core/errors.js';
import { resourceOf, toBare, type FullJid, type Jid } from '../core/jid.js';
import type { XmppSession } from '../session/session.js';
import type { Conversation, Entry } from '../stores/conversations-store.js';
import type { Notify } from './notices.js';
import { StoreController } from './store-controller.js';

/** XEP-0085 §5.1: who has not typed for a while has paused. */
const PAUSE = 5000;

/** One conversation, private or in a room: what was said, who is composing, and what its reader does. */
export class ConversationController implements ReactiveController {
  readonly #notify: Notify;
  readonly #store: StoreController;
  #session: XmppSession | undefined;
  #jid: Jid | undefined;
  #stop: (() => void) | undefined;
  #isComposing = false;
  #pauseTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, notify: Notify) {
    this.#notify = notify;
    this.#store = new StoreController(host);
    host.addController(this);
  }

  /** Shows this conversation of this session from now on. */
  show(session: XmppSession, jid: Jid | undefined): void {
    if (session === this.#session && jid === this.#jid) return;
    this.#leave();
    this.#session = session;
    this.#jid = jid;
    if (jid) this.#enter(session, jid);
  }

  get jid(): Jid | undefined {
    return this.#jid;
  }

  get conversation(): Conversation | undefined {
    return this.#jid && this.#session?.stores.conversations.value.get(this.#jid);
  }

  get entries(): readonly Entry[] {
    return this.conversation?.entries ?? [];
  }

  get unread(): number {
    return this.conversation?.unread ?? 0;
  }

  get mentions(): number {
    return this.conversation?.mentions ?? 0;
  }

  /** Who else is composing, in the order in which they started: full JIDs. */
  get composing(): readonly FullJid[] {
    return (this.#jid && this.#session?.stores.typing.value.get(this.#jid)) ?? [];
  }

  /**
   * Sends a message. Resolves when the server has it.
   *
   * @throws {XmppError} the condition under which it came back.
   */
  async send(body: string): Promise<{ id: string }> {
    this.#stopComposing();
    if (!this.#session || !this.#jid) throw new XmppError('jid-malformed', 'No conversation is shown.');
    return this.#session.sendMessage(this.#jid, body);
  }

  /** Sends a failed message of ours once more, as the same message. */
  retry(key: string): void {
    const message = this.entries.find((entry) => entry.key === key);
    if (message?.kind !== 'message' || message.state !== 'failed' || !message.id || !this.#jid) return;
    // How it ends stands on the message itself.
    this.#session?.sendMessage(this.#jid, message.body, message.id).catch(() => undefined);
  }

  /** The reader typed, or emptied the field. */
  typed(text: string): void {
    if (!text.trim()) return this.#stopComposing('active');
    clearTimeout(this.#pauseTimer);
    this.#pauseTimer = setTimeout(() => this.#stopComposing('paused'), PAUSE);
    if (this.#isComposing) return;
    this.#isComposing = true;
    if (this.#jid) this.#session?.setChatState(this.#jid, 'composing');
  }

  /** The reader has seen it all. */
  markRead(): void {
    if (this.#jid) this.#session?.markRead(this.#jid);
  }

  hostConnected(): void {
    if (this.#session && this.#jid && !this.#stop) this.#listen(this.#session, this.#jid);
  }

  hostDisconnected(): void {
    this.#stopComposing('paused');
    this.#stop?.();
    this.#stop = undefined;
  }

  #enter(session: XmppSession, jid: Jid): void {
    this.#store.follow(session.stores.conversations, (conversations) => conversations.get(jid));
    this.#store.follow(session.stores.typing, (typing) => typing.get(jid));
    if (this.#store.isConnected) this.#listen(session, jid);
  }

  #leave(): void {
    this.#stopComposing('paused');
    this.#stop?.();
    this.#stop = undefined;
    this.#store.unfollow();
  }

  #listen(session: XmppSession, jid: Jid): void {
    const stopEvents = session.onEvent((event) => {
      if (!('conversation' in event) || event.conversation !== jid) return;
      if (event.kind === 'message-sent') this.#notify('xmpp-message-sent', { conversation: jid, id: event.id });
      if ((event.kind === 'message-queued' || event.kind === 'message-received') && event.isNew) {
        const isReceived = event.kind === 'message-received';
        this.#notify('xmpp-message', {
          conversation: jid,
          from: event.from,
          nick: toBare(event.from) === toBare(jid) && event.type === 'groupchat' ? resourceOf(event.from) : undefined,
          body: event.body,
          id: (isReceived ? (event.originId ?? event.id ?? event.stanzaId) : event.id) ?? '',
          own: !isReceived || event.isOwn,
          history: isReceived && event.isDelayed,
          mention: isReceived && event.isMention,
        });
      }
    });
    const stopUnread = session.stores.conversations.subscribe((now, before) => {
      const [after, previous] = [now.get(jid), before.get(jid)];
      if ((after?.unread ?? 0) === (previous?.unread ?? 0)) return;
      const { unread = 0, mentions = 0 } = after ?? {};
      this.#notify('xmpp-unread', { conversation: jid, unread, mentions, total: session.unread });
    });
    this.#stop = () => {
      stopEvents();
      stopUnread();
    };
  }

  #stopComposing(state?: 'active' | 'paused'): void {
    clearTimeout(this.#pauseTimer);
    if (!this.#isComposing) return;
    this.#isComposing = false;
    if (state && this.#jid) this.#session?.setChatState(this.#jid, state);
  }
}
