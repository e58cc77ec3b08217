import type { BareJid } from '../core/jid.js';
import type { Affiliation, DomainEvent, LeaveReason, Role } from '../protocol/events.js';
import { Store } from './store.js';

export interface Room {
  readonly jid: BareJid;
  /** `refused`: the room said no, or put us out; see `condition` or `leaveReason`. */
  readonly state: 'entering' | 'joined' | 'left' | 'refused';
  /** Ours: as the room knows us once joined, as we wish to be known before. */
  readonly nick: string;
  readonly role: Role;
  readonly affiliation: Affiliation;
  readonly subject: string;
  /** As the room calls itself (XEP-0030). */
  readonly name: string;
  /** An RFC 6120 condition: why it refused us. */
  readonly condition?: string | undefined;
  readonly leaveReason?: LeaveReason | undefined;
  /** What the room, or who removed us, says about it. */
  readonly text?: string | undefined;
  readonly actor?: string | undefined;
  readonly alternative?: BareJid | undefined;
  /** Status 100: everybody here sees our JID. */
  readonly isNonAnonymous: boolean;
  /** Status 170: what is said is logged. */
  readonly isLogged: boolean;
}

/** The rooms that we are in, were in, or want in. */
export class RoomsStore extends Store<ReadonlyMap<BareJid, Room>> {
  constructor() {
    super(new Map());
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'room-entering':
        return this.#change(event.room, { state: 'entering', nick: event.nick, ...UNTOLD }, true);
      case 'occupant-changed': {
        if (!event.isSelf) return;
        const { nick, role, affiliation } = event.occupant;
        const has = (code: number) => event.statusCodes.includes(code);
        const before = this.value.get(event.room);
        return this.#change(event.room, {
          state: 'joined',
          nick,
          role,
          affiliation,
          isNonAnonymous: has(100) || !!before?.isNonAnonymous,
          isLogged: has(170) || !!before?.isLogged,
        });
      }
      case 'nick-changed':
        return event.isSelf ? this.#change(event.room, { nick: event.newNick }) : undefined;
      case 'occupant-left': {
        if (!event.isSelf) return;
        const { reason: leaveReason, actor, text, alternative } = event;
        // Nobody has put us out: we are what we were as soon as we are back.
        if (event.isReturning) return this.#change(event.room, { state: 'left', leaveReason, text });
        const state = leaveReason === 'left' ? 'left' : 'refused';
        return this.#change(event.room, { state, role: 'none', leaveReason, actor, text, alternative });
      }
      case 'room-refused':
        // A wish that fails inside the room (a taken nick, say) does not put us out of it.
        if (this.value.get(event.room)?.state !== 'entering') return;
        return this.#change(event.room, {
          state: 'refused',
          condition: event.condition,
          text: event.text,
          alternative: event.alternative,
        });
      case 'room-notice':
        // §10.2.1: what it was on entry is another thing now.
        return event.statusCodes.forEach((code) => CHANGES[code] && this.#change(event.room, CHANGES[code]));
      case 'subject-changed':
        return this.#change(event.room, { subject: event.subject });
      case 'features-discovered': {
        const name = event.identities.find(({ category }) => category === 'conference')?.name;
        return name ? this.#change(event.jid as BareJid, { name }) : undefined;
      }
      case 'stream-started':
        // The new stream is in no room; whoever wants in asks again.
        for (const { jid, state } of this.value.values()) {
          if (state === 'joined' || state === 'entering') this.#change(jid, { state: 'left' });
        }
        return;
      case 'signed-out':
        return this.set(new Map());
    }
  }

  #change(jid: BareJid, changes: Partial<Room>, mayBeNew = false): void {
    const before = this.value.get(jid);
    if (!before && !mayBeNew) return;
    this.set(new Map(this.value).set(jid, { ...(before ?? newRoom(jid)), ...changes }));
  }
}

/** What a status code says of a room from now on. */
const CHANGES: Readonly<Record<number, Partial<Room>>> = {
  170: { isLogged: true },
  171: { isLogged: false },
  172: { isNonAnonymous: true },
  173: { isNonAnonymous: false },
  174: { isNonAnonymous: false },
};

/** What a room tells everybody who enters, or why it would not have them. */
const UNTOLD = {
  isNonAnonymous: false,
  isLogged: false,
  condition: undefined,
  leaveReason: undefined,
  text: undefined,
  actor: undefined,
  alternative: undefined,
};

function newRoom(jid: BareJid): Room {
  return {
    jid,
    state: 'left',
    nick: '',
    role: 'none',
    affiliation: 'none',
    subject: '',
    name: '',
    isNonAnonymous: false,
    isLogged: false,
  };
}
