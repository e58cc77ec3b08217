import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isBare, jidOf, localOf, resourceOf, toBare, type BareJid, type Jid } from '../core/jid.js';
import type { XmppSession } from '../session/session.js';
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
  /** `undefined`: unavailable, or not for us to know. */
  readonly show: Show | undefined;
  readonly status: string;
  readonly unread: number;
  /** What was said last, and when. */
  readonly last?: { readonly body: string; readonly at: number; readonly isOwn: boolean } | undefined;
}

/** The people of the roster and of private conversations. */
export class RosterController implements ReactiveController {
  readonly #notify: Notify;
  readonly #store: StoreController;
  #session: XmppSession | undefined;
  #only: Jid | undefined;
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, notify: Notify) {
    this.#notify = notify;
    this.#store = new StoreController(host);
    host.addController(this);
  }

  /** Follows this session; `only` where one contact is shown and the others do not matter. */
  show(session: XmppSession, only?: Jid): void {
    if (session === this.#session && only === this.#only) return;
    this.#store.unfollow();
    this.#session = session;
    this.#only = only;
    const { roster, presences, conversations } = session.stores;
    const account = only && toBare(only);
    this.#store.follow(roster, account ? ({ items }) => items.get(account) : undefined);
    this.#store.follow(presences, account ? (all) => all.get(account) : undefined);
    if (!account) this.#store.follow(conversations);
    this.#stop?.();
    if (this.#store.isConnected) this.#listen(session);
  }

  /** Everybody, those with a conversation first and the latest of them on top, then by name. */
  get contacts(): readonly Contact[] {
    if (!this.#session) return [];
    const { roster, conversations } = this.#session.stores;
    const talkedTo = [...conversations.value.values()].filter(({ type }) => type === 'chat').map(({ jid }) => jid);
    return [...new Set<Jid>([...roster.value.items.keys(), ...talkedTo])]
      .map((jid) => this.contactOf(jid))
      .sort((one, other) => (other.last?.at ?? 0) - (one.last?.at ?? 0) || one.name.localeCompare(other.name));
  }

  contactOf(jid: Jid): Contact {
    const session = this.#session;
    const account = toBare(jid);
    const item = session?.stores.roster.value.items.get(account);
    const conversation = session?.stores.conversations.value.get(jid);
    const presence = session?.stores.presences.of(account);
    const last = conversation?.entries.findLast((entry) => entry.kind === 'message');
    return {
      jid,
      name: isBare(jid) ? item?.name || localOf(jid) || jid : resourceOf(jid),
      groups: item?.groups ?? [],
      subscription: item?.subscription,
      show: presence?.show,
      status: presence?.status ?? '',
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
      if (event.kind !== 'presence-changed' || (only && toBare(event.from) !== only)) return;
      this.#notify('xmpp-presence', { jid: event.from, show: event.show ?? 'unavailable', status: event.status });
    });
  }
}
