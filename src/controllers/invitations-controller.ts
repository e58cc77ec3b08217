import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { resourceOf, toBare } from '../core/jid.js';
import type { XmppSession } from '../session/session.js';
import type { Invitation } from '../stores/invitations-store.js';
import { StoreController } from './store-controller.js';

export type { Invitation };

/** Who invites, for one element of all that could show it: the first one in the document does. */
export class InvitationsController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #store: StoreController;
  #session: XmppSession | undefined;
  #isConnected = false;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    this.#store = new StoreController(host);
    host.addController(this);
  }

  show(session: XmppSession | undefined): void {
    if (session === this.#session) return;
    this.#leave();
    this.#store.unfollow();
    this.#session = session;
    if (!session) return;
    this.#store.follow(session.tellers);
    if (this.#isConnected) this.#enter();
  }

  /** Those that this element has to show. */
  get invitations(): readonly Invitation[] {
    return this.#isFirst ? this.#all.filter(({ isTold }) => isTold) : [];
  }

  /** Hands over those that the page has yet to hear of. */
  tell(emit: (invitation: Invitation) => boolean): void {
    if (!this.#isFirst) return;
    for (const invitation of this.#all.filter(({ isTold }) => !isTold)) {
      this.#session?.tellInvitation(invitation);
      // The page sees to it itself: it has said neither yes nor no.
      if (!emit(invitation) && !invitation.game) this.settle(invitation, true);
    }
  }

  settle(invitation: Invitation, accepts: boolean): void {
    this.#session?.settleInvitation(invitation, accepts);
  }

  /** As the roster calls them, else by their address: strangers have no name. */
  nameOf({ from, room }: Invitation): string {
    const name = this.#session?.stores.roster.value.items.get(toBare(from))?.name;
    if (name) return name;
    const where = toBare(from);
    const isOccupant = where === room || this.#session?.stores.rooms.value.has(where);
    return (isOccupant && resourceOf(from)) || where;
  }

  hostConnected(): void {
    this.#isConnected = true;
    this.#enter();
  }

  hostDisconnected(): void {
    this.#isConnected = false;
    this.#leave();
  }

  get #all(): readonly Invitation[] {
    return [...(this.#session?.stores.invitations.value.values() ?? [])];
  }

  get #isFirst(): boolean {
    const tellers = this.#session?.tellers.value ?? [];
    const isBefore = (one: Element) => !!(this.#host.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING);
    return tellers.includes(this.#host) && !tellers.some(isBefore);
  }

  #enter(): void {
    const tellers = this.#session?.tellers;
    if (tellers && !tellers.value.includes(this.#host)) tellers.set([...tellers.value, this.#host]);
  }

  #leave(): void {
    const tellers = this.#session?.tellers;
    if (tellers?.value.includes(this.#host)) tellers.set(tellers.value.filter((one) => one !== this.#host));
  }
}
