import { ConnectionError } from '../core/errors.js';
import type { FullJid } from '../core/jid.js';
import type { ConnectionStatus, Game } from '../protocol/events.js';
import type { SignIn } from './credentials.js';
import { fetchSessions, sessionsHere } from './late-sessions.js';
import type { MatchWish } from './own-match.js';
import type { StanzaFilter } from './listeners.js';
import type { XmppSession } from './session.js';

/** A session of the page, for the page's own code: there at once, whether or not what sessions are made of has come. */
export class SessionHandle {
  /** As the `session` attribute says it. */
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** All that a session can do, once its code is here. */
  async whole(): Promise<XmppSession> {
    return (await fetchSessions())(this.name);
  }

  get status(): ConnectionStatus {
    return this.#session?.status ?? 'offline';
  }

  /** Our own full JID, once there was a stream. */
  get jid(): FullJid | undefined {
    return this.#session?.jid;
  }

  /** Unread messages of all conversations. */
  get unread(): number {
    return this.#session?.unread ?? 0;
  }

  /** See `XmppSession.connect`, and so for the next ones. */
  async connect(signIn?: SignIn): Promise<void> {
    await (await this.whole()).connect(signIn);
  }

  async disconnect(): Promise<void> {
    await (await this.whole()).disconnect();
  }

  async signOut(): Promise<void> {
    await (await this.whole()).signOut();
  }

  /** @throws {ConnectionError} `offline`. */
  send(stanza: Element): void {
    if (!this.#session) throw new ConnectionError('offline');
    this.#session.send(stanza);
  }

  onStanza(filter: StanzaFilter, callback: (stanza: Element) => void): () => void {
    let stop: (() => void) | undefined;
    let isWanted = true;
    const listen = (session: XmppSession) => {
      if (isWanted) stop = session.onStanza(filter, callback);
    };
    if (this.#session) listen(this.#session);
    else this.whole().then(listen, () => undefined); // There will be no stanzas either.
    return () => {
      isWanted = false;
      stop?.();
    };
  }

  /** Says what we play (XEP-0196); `undefined`: nothing. */
  async publishGame(game: Game | undefined): Promise<void> {
    await (await this.whole()).publishGame(game);
  }

  /** Invites somebody, or a room, to a match. */
  async inviteToMatch(to: string, match: MatchWish): Promise<{ id: string }> {
    return (await this.whole()).inviteToMatch(to, match);
  }

  /** Invites somebody to a room (XEP-0249). */
  async invite(room: string, jid: string, reason?: string): Promise<void> {
    await (await this.whole()).invite(room, jid, reason);
  }

  get #session(): XmppSession | undefined {
    return sessionsHere()?.(this.name);
  }
}

const handles = new Map<string, SessionHandle>();

/** The session that all elements with this `session` attribute share. */
export function sessionNamed(name = 'default'): SessionHandle {
  let handle = handles.get(name);
  if (!handle) handles.set(name, (handle = new SessionHandle(name)));
  return handle;
}
