import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { XmppError, xmppErrorOf } from '../core/errors.js';
import { isBare, jidOf, localOf, resourceOf, toBare, type BareJid, type Jid } from '../core/jid.js';
import type { XmppSession } from '../session/session.js';
import type { Conversation } from '../stores/entries.js';
import type { Show } from '../stores/presences-store.js';
import type { Subscription } from '../stores/roster-store.js';
import type { Notify } from './notices.js';
import { StoreController } from './store-controller.js';

/** Somebody to talk to: of the roster, or of a conversation that there is. */
export interface Contact {
  readonly jid: Jid;
  /** As the roster calls them, else their local part; in a room, their nick. */
  readonly name: string;
  readonly groups: readonly string[];
  /** `undefined`: not in the roster, a stranger. */
  readonly subscription: Subscription | undefined;
  /** We asked to see when they are available, and they have not answered. */
  readonly isPending: boolean;
  /** They ask to see when we are available, in these words; `''` where they give none. */
  readonly request?: string | undefined;
  /** By what of the list of the blocked they are: their own JID, or their whole domain. */
  readonly blockedBy?: Jid | undefined;
  /** What a stranger calls themselves. A claim, not an identity. */
  readonly claimedNick?: string | undefined;
  /** `undefined`: unavailable, or not for us to know. */
  readonly show: Show | undefined;
  readonly status: string;
  /** What they play, while they are available: the name of it. */
  readonly game?: string | undefined;
  readonly unread: number;
  /** What was said last, and when. */
  readonly last?: { readonly body: string; readonly at: number; readonly isOwn: boolean } | undefined;
}

type Report = Parameters<XmppSession['setBlocked']>[2];

/** The people of the roster and of private conversations. */
export class RosterController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #notify: Notify;
  readonly #store: StoreController;
  #session: XmppSession | undefined;
  #only: Jid | undefined;
  #stop: (() => void) | undefined;
  #error: XmppError | undefined;
  /** Whom we have asked from here to let us see when they are available. */
  readonly #asked = new Set<BareJid>();

  constructor(host: ReactiveControllerHost, notify: Notify) {
    this.#host = host;
    this.#notify = notify;
    this.#store = new StoreController(host);
    host.addController(this);
  }

  /** Follows this session; `only` where one contact is shown and the others do not matter. */
  show(session: XmppSession | undefined, only?: Jid): void {
    if (session === this.#session && only === this.#only) return;
    this.#store.unfollow();
    this.#session = session;
    this.#only = only;
    this.#error = undefined;
    if (!session) return;
    const { roster, presences, conversations, requests, blocked, games } = session.stores;
    const account = only && toBare(only);
    this.#store.follow(roster, account ? ({ items }) => items.get(account) : undefined);
    this.#store.follow(requests, account ? (all) => all.get(account) : undefined);
    this.#store.follow(blocked);
    this.#store.follow(games, account ? (all) => all.get(account) : undefined);
    this.#store.follow(presences, account ? (all) => all.get(account) : undefined);
    if (!account) this.#store.follow(conversations);
    this.#stop?.();
    if (this.#store.isConnected) this.#listen(session);
  }

  /** Everybody, whomever we have blocked too: those with a conversation first and the latest of them on top, then by name. */
  get contacts(): readonly Contact[] {
    if (!this.#session) return [];
    const { roster, conversations, blocked } = this.#session.stores;
    const talkedTo = [...conversations.value.values()].filter(({ type }) => type === 'chat').map(({ jid }) => jid);
    return [...new Set<Jid>([...roster.value.items.keys(), ...talkedTo, ...blocked.value.jids])]
      .map((jid) => this.contactOf(jid))
      .sort((one, other) => (other.last?.at ?? 0) - (one.last?.at ?? 0) || one.name.localeCompare(other.name));
  }

  /** Who asks to see when we are available. */
  get requests(): readonly Contact[] {
    const asking = [...(this.#session?.stores.requests.value.keys() ?? [])];
    return asking.map((jid) => this.contactOf(jid)).filter(({ blockedBy }) => !blockedBy);
  }

  /** The server keeps contacts for us. */
  get hasRoster(): boolean {
    return !!this.#session?.stores.roster.value.isLoaded;
  }

  /** The server blocks for us. */
  get canBlock(): boolean {
    return !!this.#session?.stores.blocked.value.isOffered;
  }

  /** Whoever runs the server wants to hear why somebody is blocked. */
  get canReport(): boolean {
    return !!this.#session?.stores.blocked.value.takesReports;
  }

  /** Why the last change was not made. */
  get error(): XmppError | undefined {
    return this.#error;
  }

  contactOf(jid: Jid): Contact {
    const stores = this.#session?.stores;
    const account = toBare(jid);
    const item = stores?.roster.value.items.get(account);
    const conversation = stores?.conversations.value.get(jid);
    const blockedBy = stores?.blocked.by(jid);
    const presence = blockedBy ? undefined : stores?.presences.of(account);
    const request = stores?.requests.value.get(account);
    const last = conversation?.entries.findLast((entry) => entry.kind === 'message');
    return {
      jid,
      name: isBare(jid) ? item?.name || localOf(jid) || jid : resourceOf(jid),
      groups: item?.groups ?? [],
      subscription: item?.subscription,
      isPending: !!item?.isPending,
      request: request?.text,
      blockedBy,
      claimedNick: item || !isBare(jid) ? undefined : (claimedNickIn(conversation) ?? request?.claimedNick),
      show: presence?.show,
      status: presence?.status ?? '',
      game: presence && stores?.games.value.get(account)?.name,
      unread: conversation?.unread ?? 0,
      last: last?.kind === 'message' ? { body: last.body, at: last.at, isOwn: last.isOwn } : undefined,
    };
  }

  /** The JID that somebody typed: a whole one, or a user name of our own domain; `undefined` for anything else. */
  jidFrom(text: string): BareJid | undefined {
    const written = text.trim();
    const domain = this.#session?.config.domain;
    const jid = jidOf(written.includes('@') || !domain ? written : `${written}@${domain}`);
    return jid && isBare(jid) && localOf(jid) ? jid : undefined;
  }

  /** Puts somebody into the roster, and asks to see when they are available. Tells whether it worked, as the next ones do. */
  add(jid: BareJid): Promise<boolean> {
    this.#asked.add(jid);
    return this.#try((session) => session.addContact(jid));
  }

  /** Names or groups a contact otherwise. */
  change(jid: BareJid, change: { readonly name?: string; readonly groups?: readonly string[] }): Promise<boolean> {
    return this.#try((session) => session.changeContact(jid, change));
  }

  remove(jid: BareJid): Promise<boolean> {
    return this.#try((session) => session.removeContact(jid));
  }

  /** Lets somebody who asks see when we are available, or does not. */
  answer(jid: BareJid, accepts: boolean): Promise<boolean> {
    return this.#try((session) => session.answerRequest(jid, accepts));
  }

  setBlocked(jid: Jid, isBlocked: boolean, report?: Report): Promise<boolean> {
    return this.#try((session) => session.setBlocked(jid, isBlocked, report));
  }

  /** See `fetchProfile` in the session's commands. */
  profile(jid: Jid): ReturnType<XmppSession['profile']> {
    return (this.#session as XmppSession).profile(jid);
  }

  /** Somebody has read of it, and goes on. */
  forgetError(): void {
    this.#error = undefined;
  }

  async #try(act: (session: XmppSession) => Promise<void> | void): Promise<boolean> {
    this.#error = undefined;
    this.#host.requestUpdate();
    try {
      if (this.#session) await act(this.#session);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  #fail(error: unknown): void {
    this.#error = xmppErrorOf(error);
    this.#notify('xmpp-error', { condition: this.#error.condition, error: this.#error });
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    if (this.#session && !this.#stop) this.#listen(this.#session);
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #listen(session: XmppSession): void {
    const only = this.#only && toBare(this.#only);
    this.#stop = session.onEvent((event) => {
      if (event.kind === 'subscription-failed' && this.#asked.delete(event.from)) {
        return this.#fail(new XmppError(event.condition, `${event.from} could not be asked.`));
      }
      if (event.kind !== 'presence-changed' || (only && toBare(event.from) !== only)) return;
      this.#notify('xmpp-presence', { jid: event.from, show: event.show ?? 'unavailable', status: event.status });
    });
  }
}

function claimedNickIn(conversation: Conversation | undefined): string | undefined {
  const named = conversation?.entries.findLast(
    (entry) => entry.kind === 'message' && !entry.isOwn && entry.claimedNick,
  );
  return named?.kind === 'message' ? named.claimedNick : undefined;
}
