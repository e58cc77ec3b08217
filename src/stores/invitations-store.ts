import { toBare } from '../core/jid.js';
import type { DomainEvent, RoomInvited } from '../protocol/events.js';
import { Store } from './store.js';

/** Strangers may invite as often as they like: past so many, or so many of one of them, the rest is dropped. */
const MOST = 20;
const MOST_OF_ONE = 5;

/** Somebody wants us somewhere. */
export interface Invitation extends Omit<RoomInvited, 'kind'> {
  /** The page has heard of it. */
  readonly isTold: boolean;
}

/** Who invites us, by room, in the order of inviting. */
export class InvitationsStore extends Store<ReadonlyMap<string, Invitation>> {
  constructor() {
    super(new Map());
  }

  /** Whether there is a place for it. XEP-0249 §4: of several to one room one is shown. */
  accepts({ room, from }: RoomInvited): boolean {
    const { value } = this;
    const ofOne = [...value.values()].filter((other) => toBare(other.from) === toBare(from));
    return !value.has(room) && value.size < MOST && ofOne.length < MOST_OF_ONE;
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'room-invited': {
        if (!this.accepts(event)) return;
        const { room, from, reason, password, isByRoom } = event;
        return this.#put(room, { room, from, reason, password, isByRoom, isTold: false });
      }
      case 'invitation-told': {
        const invitation = this.value.get(event.room);
        return invitation && !invitation.isTold ? this.#put(event.room, { ...invitation, isTold: true }) : undefined;
      }
      case 'invitation-settled':
      case 'room-entering':
        return this.#drop(event.room);
      case 'signed-out':
        if (this.value.size) this.set(new Map());
    }
  }

  #put(key: string, invitation: Invitation): void {
    this.set(new Map(this.value).set(key, invitation));
  }

  #drop(key: string): void {
    const after = new Map(this.value);
    if (after.delete(key)) this.set(after);
  }
}
