import { toBare, type BareJid, type Jid } from '../core/jid.js';
import type { DomainEvent, MatchAnswered, MessageReceived } from '../protocol/events.js';
import { Store } from './store.js';

/** Strangers may invite as often as they like: past so many, or so many of one of them, the rest is dropped. */
const MOST = 20;
const MOST_OF_ONE = 5;

/** Somebody wants us somewhere, or says whether they come. */
export interface Invitation {
  /** `undefined`: to a match between two. */
  readonly room?: BareJid | undefined;
  readonly from: Jid;
  readonly reason: string;
  readonly password?: string | undefined;
  readonly isByRoom?: boolean;
  /** It is one to a match. That stands in its conversation: here it only waits for the page to hear of it. */
  readonly game?: { readonly id: string; readonly name: string; readonly uri: string } | undefined;
  /** It is the answer to one. */
  readonly answer?: { readonly accepts: boolean; readonly isOwn: boolean } | undefined;
  /** The page has heard of it. */
  readonly isTold: boolean;
}

/** Under which the store has it: each room once. */
export function keyOfInvitation({ room, from, game, answer }: Omit<Invitation, 'isTold'>): string {
  return game ? [game.id, from, answer ? 'answer' : ''].join('\n') : (room ?? from);
}

/** Who invites us, in the order of inviting. */
export class InvitationsStore extends Store<ReadonlyMap<string, Invitation>> {
  constructor() {
    super(new Map());
  }

  /** Whether there is a place for it. XEP-0249 §4: of several to one room one is shown. */
  accepts(invitation: Omit<Invitation, 'isTold'>): boolean {
    const { value } = this;
    const ofOne = [...value.values()].filter(({ from }) => toBare(from) === toBare(invitation.from));
    return !value.has(keyOfInvitation(invitation)) && value.size < MOST && ofOne.length < MOST_OF_ONE;
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'room-invited': {
        const { room, from, reason, password, isByRoom } = event;
        return this.#add({ room, from, reason, password, isByRoom });
      }
      case 'message-received':
        return this.#addMatch(event);
      case 'match-answered':
        return this.#addAnswer(event);
      case 'invitation-told': {
        const invitation = this.value.get(event.key);
        if (invitation?.game) return this.#drop(event.key);
        if (invitation && !invitation.isTold) this.#put({ ...invitation, isTold: true });
        return;
      }
      case 'invitation-settled':
        return this.#drop(event.key);
      case 'room-entering':
        return this.#drop(event.room);
      case 'signed-out':
        if (this.value.size) this.set(new Map());
    }
  }

  #addMatch({ match, from, conversation, type, at, isNew, isOwn, isDelayed }: MessageReceived): void {
    const isOld = !isNew || (isDelayed && type === 'groupchat') || (match?.expires ?? Infinity) <= at;
    if (!match || isOwn || isOld) return;
    const { id, game: name, uri, words: reason } = match;
    this.#add({ room: roomOf(conversation, type), from, reason, game: { id, name, uri } });
  }

  #addAnswer({ match, from, conversation, type, accepts, isOwn }: MatchAnswered): void {
    if (!match) return;
    const { id, game: name, uri } = match;
    this.#add({
      room: roomOf(conversation, type),
      from,
      reason: '',
      game: { id, name, uri },
      answer: { accepts, isOwn },
    });
  }

  #add(invitation: Omit<Invitation, 'isTold'>): void {
    if (this.accepts(invitation)) this.#put({ ...invitation, isTold: false });
  }

  #put(invitation: Invitation): void {
    this.set(new Map(this.value).set(keyOfInvitation(invitation), invitation));
  }

  #drop(key: string): void {
    const after = new Map(this.value);
    if (after.delete(key)) this.set(after);
  }
}

function roomOf(conversation: Jid, type: MessageReceived['type']): BareJid | undefined {
  return type === 'groupchat' ? toBare(conversation) : undefined;
}
