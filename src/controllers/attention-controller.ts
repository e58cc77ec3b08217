import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { toBare, type Jid } from '../core/jid.js';
import type { XmppSession } from '../session/session.js';
import { TabTurn } from '../session/tab-turn.js';

/** What a person is called to. */
export interface Call {
  readonly conversation: Jid;
  readonly from: Jid;
  readonly body: string;
  /** Of somebody whom this person does not know: nothing that they say belongs on a screen unasked. */
  readonly isStranger: boolean;
}

export interface AttentionScope {
  readonly session: XmppSession | undefined;
  /** The conversation that is shown. */
  readonly jid: Jid | undefined;
  /** All private ones are meant, not that one alone. */
  readonly isOfAll: boolean;
  /** Somebody sees the end of that conversation now. */
  readonly isSeen: boolean;
}

type SessionEvent = Parameters<Parameters<XmppSession['onEvent']>[0]>[0];
type Received = Extract<SessionEvent, { readonly kind: 'message-received' }>;

/** How a person is called. */
export type Way = 'notification' | 'sound';

/** What may call a person: private messages and mentions that come now, that they do not see, in one tab. */
export class AttentionController implements ReactiveController {
  readonly #scope: () => AttentionScope;
  readonly #ways: () => readonly Way[];
  readonly #call: (way: Way, call: Call) => void;
  #session: XmppSession | undefined;
  #stop: (() => void) | undefined;
  #isConnected = false;
  #turn: { readonly account: string; readonly tabs: TabTurn } | undefined;

  /**
   * @param ways by which this page can call now: who cannot takes no turn from those who can.
   * @param call does it.
   */
  constructor(
    host: ReactiveControllerHost,
    scope: () => AttentionScope,
    ways: () => readonly Way[],
    call: (way: Way, call: Call) => void,
  ) {
    this.#scope = scope;
    this.#ways = ways;
    this.#call = call;
    host.addController(this);
  }

  /** Whether there is something in a conversation that nobody has seen. */
  isUnread(conversation: Jid): boolean {
    return !!this.#session?.stores.conversations.value.get(conversation)?.unread;
  }

  hostConnected(): void {
    this.#isConnected = true;
  }

  hostUpdated(): void {
    // What has left the document may still render once.
    if (!this.#isConnected) return;
    const { session, jid, isSeen } = this.#scope();
    if (session) this.#listen(session);
    void this.#tabs?.see(isSeen ? jid : undefined);
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#leave();
  }

  #leave(): void {
    this.#stop?.();
    this.#stop = this.#session = undefined;
  }

  #listen(session: XmppSession): void {
    if (session === this.#session) return;
    this.#leave();
    this.#session = session;
    const stopEvents = session.onEvent((event) => {
      if (event.kind !== 'message-received' || !this.#isCall(session, event)) return;
      for (const way of this.#ways()) void this.#consider(session, event, way);
    });
    const release = () => this.#turn?.tabs.release();
    addEventListener('pagehide', release);
    this.#stop = () => {
      stopEvents();
      release();
      removeEventListener('pagehide', release);
    };
  }

  get #tabs(): TabTurn | undefined {
    const jid = this.#session?.jid;
    const account = jid && toBare(jid);
    if (account && account !== this.#turn?.account) {
      this.#turn?.tabs.release();
      this.#turn = { account, tabs: new TabTurn(account) };
    }
    return this.#turn?.tabs;
  }

  async #consider(session: XmppSession, event: Received, way: Way): Promise<void> {
    const { conversation, from, body, spoiler } = event;
    const name = event.id ?? event.originId ?? event.stanzaId ?? body;
    if (!(await this.#tabs?.isOurs(conversation, `${way} ${from} ${name}`))) return;
    // By now they may have seen it.
    if (session !== this.#session || !this.isUnread(conversation)) return;
    this.#call(way, { conversation, from, body: spoiler ?? body, isStranger: this.#isStranger(session, conversation) });
  }

  #isCall(session: XmppSession, event: Received): boolean {
    const { conversation, type, isNew, isOwn, isDelayed, isMention, ignored } = event;
    const { jid, isOfAll, isSeen } = this.#scope();
    const isMeant = isOfAll ? type === 'chat' : conversation === jid && (type === 'chat' || isMention);
    const isLive = isNew && !isOwn && !isDelayed && !ignored;
    return !!isLive && isMeant && !(isSeen && conversation === jid) && session.presence.show !== 'dnd';
  }

  /** Whom the page names is none, nor who is a contact, nor to whom one has spoken. */
  #isStranger({ stores }: XmppSession, conversation: Jid): boolean {
    if (!this.#scope().isOfAll || stores.roster.value.items.has(toBare(conversation))) return false;
    const entries = stores.conversations.value.get(conversation)?.entries ?? [];
    return !entries.some((entry) => entry.kind === 'message' && entry.isOwn);
  }
}
