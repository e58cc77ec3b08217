import type { BareJid } from '../core/jid.js';
import type { DomainEvent, VoiceRequested } from '../protocol/events.js';
import { Store } from './store.js';

export type { VoiceRequested };

/** Of one room; whoever is not among them asks again. */
const MAX_REQUESTS = 50;

/** Who asks the moderators of a room for leave to speak, in the order of asking. */
export class VoiceRequestsStore extends Store<ReadonlyMap<BareJid, readonly VoiceRequested[]>> {
  constructor() {
    super(new Map());
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'voice-requested': {
        const others = this.#without(event.room, event.nick);
        if (others.length < MAX_REQUESTS) this.#put(event.room, [...others, event]);
        return;
      }
      case 'voice-request-settled':
        return this.#drop(event.room, event.nick);
      case 'occupant-left':
        return event.isSelf ? this.#put(event.room, []) : this.#drop(event.room, event.nick);
      case 'occupant-changed':
        // Another moderator has answered.
        return event.occupant.role === 'visitor' ? undefined : this.#drop(event.room, event.occupant.nick);
      case 'nick-changed': {
        const { room, nick, newNick } = event;
        const request = this.value.get(room)?.find((each) => each.nick === nick);
        return request && this.#put(room, [...this.#without(room, nick), { ...request, nick: newNick }]);
      }
      case 'stream-started':
      case 'signed-out':
        // One that goes on tells none of them again.
        if (this.value.size && !('isResumed' in event && event.isResumed)) this.set(new Map());
    }
  }

  #without(room: BareJid, nick: string): readonly VoiceRequested[] {
    return (this.value.get(room) ?? []).filter((each) => each.nick !== nick);
  }

  #drop(room: BareJid, nick: string): void {
    const after = this.#without(room, nick);
    if (after.length !== (this.value.get(room)?.length ?? 0)) this.#put(room, after);
  }

  #put(room: BareJid, requests: readonly VoiceRequested[]): void {
    const after = new Map(this.value);
    if (requests.length) after.set(room, requests);
    else if (!after.delete(room)) return;
    this.set(after);
  }
}
