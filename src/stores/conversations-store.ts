import type { BareJid, Jid } from '../core/jid.js';
import { toBare } from '../core/jid.js';
import type {
  DomainEvent,
  LeaveReason,
  MessageIds,
  MessageQueued,
  MessageReceived,
  OccupantLeft,
} from '../protocol/events.js';
import { Store } from './store.js';

export interface Message extends MessageIds {
  readonly kind: 'message';
  /** Names it within its conversation, from the first moment on and for good. */
  readonly key: string;
  readonly from: Jid;
  readonly body: string;
  /** When it was sent, in ms since the epoch. */
  readonly at: number;
  readonly isOwn: boolean;
  readonly isDelayed: boolean;
  readonly isMention: boolean;
  /** `received` for others' messages. Ours: queued or on the wire, taken by the server, refused. */
  readonly state: 'received' | 'sending' | 'sent' | 'failed';
  /** Why it failed: an RFC 6120 condition. */
  readonly condition?: string | undefined;
  readonly occupantId?: string | undefined;
  readonly claimedNick?: string | undefined;
}

/** Something that happened between messages. */
export interface Notice {
  readonly kind: 'notice';
  readonly key: string;
  readonly at: number;
  readonly notice:
    | { readonly type: 'traffic'; readonly joined: readonly string[]; readonly left: readonly string[] }
    | {
        readonly type: 'removed';
        readonly nick: string;
        readonly reason: LeaveReason;
        readonly text?: string | undefined;
      }
    | { readonly type: 'renamed'; readonly nick: string; readonly newNick: string }
    | { readonly type: 'subject'; readonly nick: string; readonly subject: string }
    /** The room's own words. */
    | { readonly type: 'room'; readonly text: string };
}

export type Entry = Message | Notice;

export interface Conversation {
  readonly jid: Jid;
  readonly type: 'chat' | 'groupchat';
  /** In the order of reading: the server's, then what is still being sent. Grows in place. */
  readonly entries: readonly Entry[];
  readonly unread: number;
  /** How many of the unread name us. */
  readonly mentions: number;
  /** The key of the first unread message. */
  readonly firstUnread?: string | undefined;
}

/** Conversations that strangers began and nobody here has looked at yet; a flood of them must not fill the page. */
const MAX_STRANGERS = 200;

/** How far a room has come in telling us what was said before we entered: it tells it in order. */
interface Telling {
  /** The last message that we had when we asked: what comes after it was missed. */
  readonly since?: string | undefined;
  /** The message that it told last. */
  readonly last?: string | undefined;
}

/** What has been said, by conversation. */
export class ConversationsStore extends Store<ReadonlyMap<Jid, Conversation>> {
  /** Finds a message by any of its ids. */
  readonly #index = new Map<Jid, Map<string, Message>>();
  readonly #contacts = new Set<BareJid>();
  readonly #strangers = new Set<Jid>();
  readonly #tellings = new Map<Jid, Telling>();
  #keys = 0;

  constructor() {
    super(new Map());
  }

  /** Whether a message is here already, under whichever of its ids. */
  has(event: MessageReceived | MessageQueued): boolean {
    if (event.kind === 'message-received') return !!this.find(event);
    return !!this.#index.get(event.conversation)?.has(ownKey(event.id));
  }

  /** Whether there is a place for it: strangers get no more of them than a reader can look at. */
  accepts({ conversation, isOwn, type }: MessageReceived): boolean {
    const isKnown = isOwn || type === 'groupchat' || this.value.has(conversation);
    return isKnown || this.#contacts.has(toBare(conversation)) || this.#strangers.size < MAX_STRANGERS;
  }

  /** The last message of a conversation that the server has. */
  latest(jid: Jid): Message | undefined {
    return this.value.get(jid)?.entries.findLast(isSettled);
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'message-received':
        return this.#receive(event);
      case 'message-queued':
        return this.#queue(event);
      case 'message-sent':
        return this.#settle(event.conversation, event.id, { state: 'sent' });
      case 'message-failed':
        return this.#settle(event.conversation, event.id, { state: 'failed', condition: event.condition });
      case 'conversation-read': {
        const conversation = this.value.get(event.conversation);
        this.#strangers.delete(event.conversation);
        if (conversation?.unread) this.#put({ ...conversation, unread: 0, mentions: 0, firstUnread: undefined });
        return;
      }
      case 'roster-received':
        return event.items.forEach(({ jid }) => this.#contacts.add(jid));
      case 'roster-pushed':
        return void this.#contacts.add(event.item.jid);
      case 'room-entering':
        return void this.#tellings.set(event.room, { since: this.latest(event.room)?.key });
      case 'occupant-changed':
        return event.isNew ? this.#traffic(event.room, 'joined', event.occupant.nick) : undefined;
      case 'occupant-left':
        return event.isSelf ? undefined : this.#left(event);
      case 'nick-changed':
        return this.#note(event.room, { type: 'renamed', nick: event.nick, newNick: event.newNick });
      case 'subject-changed':
        // XEP-0045 §7.1: with it a room has told all.
        this.#tellings.delete(event.room);
        // Without a nick it is the subject that every newcomer is told.
        if (event.nick) this.#note(event.room, { type: 'subject', nick: event.nick, subject: event.subject });
        return;
      case 'room-notice':
        if (event.text) this.#note(event.room, { type: 'room', text: event.text }, event.at);
        return;
      case 'signed-out':
        this.#index.clear();
        this.#contacts.clear();
        this.#strangers.clear();
        this.#tellings.clear();
        return this.set(new Map());
    }
  }

  #receive(event: MessageReceived): void {
    if (!this.accepts(event)) return;
    const conversation = this.#conversation(event.conversation, event.type);
    const same = this.find(event);
    if (!same) return this.#add(conversation, event);
    if (same.state === 'sending' || same.state === 'failed') return this.#cameBack(conversation, same, event);
    this.#told(event, same.key);
    if (same.stanzaId || !event.stanzaId) return;
    const { stanzaId, occupantId = same.occupantId } = event;
    this.#replace(conversation, same, { ...same, stanzaId, occupantId });
  }

  #add(conversation: Conversation, event: MessageReceived): void {
    const { stanzaId, originId, id, from, body, at, isOwn, isDelayed, isMention, occupantId, claimedNick } = event;
    const message: Message = {
      kind: 'message',
      key: this.#newKey(),
      stanzaId,
      originId,
      id,
      from,
      body,
      at,
      isOwn,
      isDelayed,
      isMention,
      occupantId,
      claimedNick,
      state: isOwn ? 'sent' : 'received',
    };
    const isNew = !this.value.has(conversation.jid);
    if (isOwn) this.#strangers.delete(conversation.jid);
    else if (isNew && event.type === 'chat' && !this.#contacts.has(toBare(conversation.jid))) {
      this.#strangers.add(conversation.jid);
    }
    const isMissed = this.#place(conversation, message);
    const isUnread = !isOwn && (isMissed || !isDelayed || event.type === 'chat');
    this.#put({
      ...conversation,
      unread: conversation.unread + (isUnread ? 1 : 0),
      mentions: conversation.mentions + (isUnread && isMention ? 1 : 0),
      firstUnread: conversation.firstUnread ?? (isUnread ? message.key : undefined),
    });
  }

  /** A message of ours that waited: where it stands now is where everybody sees it. */
  #cameBack(conversation: Conversation, waiting: Message, event: MessageReceived): void {
    const { stanzaId, from, body, at, isDelayed, occupantId } = event;
    const entries = conversation.entries as Entry[];
    entries.splice(entries.lastIndexOf(waiting), 1);
    const when = isDelayed ? at : waiting.at;
    const came = { stanzaId, from, body, at: when, isDelayed, occupantId, condition: undefined };
    this.#place(conversation, { ...waiting, ...came, state: 'sent' });
    this.#put({ ...conversation });
  }

  /** Puts a message where it belongs. Tells whether it is one that we missed. */
  #place({ jid, type, entries }: Conversation, message: Message): boolean {
    const indexOf = (key: string | undefined) => (key ? entries.findLastIndex((entry) => entry.key === key) : -1);
    const telling = message.isDelayed ? this.#tellings.get(jid) : undefined;
    const place = placeOf(message, entries, indexOf(telling?.last) + 1);
    const isMissed = !!telling?.since && place > indexOf(telling.since);
    (entries as Entry[]).splice(place, 0, message);
    this.#remember(jid, type, message);
    this.#told({ conversation: jid, isDelayed: message.isDelayed }, message.key);
    return isMissed;
  }

  #told({ conversation, isDelayed }: Pick<MessageReceived, 'conversation' | 'isDelayed'>, key: string): void {
    const telling = isDelayed && this.#tellings.get(conversation);
    if (telling) this.#tellings.set(conversation, { ...telling, last: key });
  }

  #queue({ conversation: jid, type, from, id, body, at }: MessageQueued): void {
    const conversation = this.#conversation(jid, type);
    const again = this.#index.get(jid)?.get(ownKey(id));
    const entries = conversation.entries as Entry[];
    if (again) entries.splice(entries.lastIndexOf(again), 1);
    const message: Message = {
      kind: 'message',
      key: id,
      id,
      originId: id,
      from,
      body,
      at,
      isOwn: true,
      isDelayed: false,
      isMention: false,
      state: 'sending',
    };
    entries.push(message);
    this.#strangers.delete(jid);
    this.#remember(jid, type, message);
    this.#put({ ...conversation });
  }

  /** Only a message of ours that waits can be settled: nobody's error or echo touches another. */
  #settle(jid: Jid, id: string, outcome: Pick<Message, 'state' | 'condition'>): void {
    const message = this.#index.get(jid)?.get(ownKey(id));
    const conversation = this.value.get(jid);
    if (!message || !conversation || message.state === outcome.state) return;
    this.#replace(conversation, message, { ...message, ...outcome });
  }

  #replace(conversation: Conversation, before: Message, after: Message): void {
    const entries = conversation.entries as Entry[];
    entries[entries.lastIndexOf(before)] = after;
    this.#remember(conversation.jid, conversation.type, after);
    this.#put({ ...conversation });
  }

  #left(event: OccupantLeft): void {
    if (event.reason === 'left') this.#traffic(event.room, 'left', event.nick);
    else this.#note(event.room, { type: 'removed', nick: event.nick, reason: event.reason, text: event.text });
  }

  /** Comings and goings without a word between them are one notice; who came and went again is none. */
  #traffic(room: BareJid, direction: 'joined' | 'left', nick: string): void {
    const conversation = this.#conversation(room, 'groupchat');
    const entries = conversation.entries as Entry[];
    const place = endOf(entries) - 1;
    const last = entries[place];
    if (last?.kind !== 'notice' || last.notice.type !== 'traffic') {
      return this.#note(room, { type: 'traffic', joined: [], left: [], [direction]: [nick] });
    }
    const back = direction === 'joined' ? 'left' : 'joined';
    const isBack = last.notice[back].includes(nick);
    const notice = isBack
      ? { ...last.notice, [back]: last.notice[back].filter((other) => other !== nick) }
      : { ...last.notice, [direction]: [...last.notice[direction], nick] };
    if (notice.joined.length + notice.left.length) entries[place] = { ...last, notice };
    else entries.splice(place, 1);
    this.#put({ ...conversation });
  }

  #note(room: BareJid, notice: Notice['notice'], at = Date.now()): void {
    const conversation = this.#conversation(room, 'groupchat');
    const entries = conversation.entries as Entry[];
    const entry: Notice = { kind: 'notice', key: this.#newKey(), at, notice };
    entries.splice(endOf(entries), 0, entry);
    this.#put({ ...conversation });
  }

  /**
   * The message that we have already, by the archive's id, then the sender's, then the stanza's. Different ids of the
   * archive mean different messages whatever the sender's ids say: some clients count from 1 at every start.
   */
  find(event: MessageReceived): Message | undefined {
    const index = this.#index.get(event.conversation);
    if (!index) return undefined;
    for (const key of keysOf(event.type, event)) {
      const found = index.get(key);
      if (!found) continue;
      const isOther =
        found.stanzaId && event.stanzaId
          ? found.stanzaId !== event.stanzaId
          : !found.originId && !event.originId && found.body !== event.body;
      if (!isOther) return found;
    }
    return undefined;
  }

  #remember(jid: Jid, type: Conversation['type'], message: Message): void {
    let index = this.#index.get(jid);
    if (!index) this.#index.set(jid, (index = new Map<string, Message>()));
    for (const key of keysOf(type, message)) index.set(key, message);
  }

  /** None of a stranger's choice. Ours are UUIDs. */
  #newKey(): string {
    return `${(this.#keys += 1)}`;
  }

  #conversation(jid: Jid, type: Conversation['type']): Conversation {
    return this.value.get(jid) ?? { jid, type, entries: [], unread: 0, mentions: 0 };
  }

  #put(conversation: Conversation): void {
    this.set(new Map(this.value).set(conversation.jid, conversation));
  }
}

/** A sender's ids hold for that sender only. No JID has a line break, so no two pairs make one key. */
const keyOf = (sender: string, id: string) => `by ${sender}\n${id}`;
const ownKey = (id: string) => `own ${id}`;

/** Every name that a message goes by, in falling order of trust. */
function keysOf(type: Conversation['type'], message: MessageReceived | Message): string[] {
  const { stanzaId, originId, id, isOwn, occupantId, from } = message;
  // A room's occupants share its bare JID: there the sender is the occupant. What we are told before the room has said
  // that it gives occupants ids comes without one.
  const senders = type === 'chat' ? [toBare(from)] : occupantId ? [occupantId, from] : [from];
  const keys = stanzaId ? [`archive ${stanzaId}`] : [];
  for (const given of originId === id ? [id] : [originId, id]) {
    if (given && isOwn) keys.push(ownKey(given));
    // What a room remembers of us may come without a proof that it was we.
    if (given && (!isOwn || type === 'groupchat')) keys.push(...senders.map((sender) => keyOf(sender, given)));
  }
  return keys;
}

function isSettled(entry: Entry): entry is Message {
  return entry.kind === 'message' && (entry.state === 'received' || entry.state === 'sent');
}

function isPending(entry: Entry): boolean {
  return entry.kind === 'message' && entry.state === 'sending';
}

/** Behind the last entry that is not still being sent. */
function endOf(entries: readonly Entry[]): number {
  let place = entries.length;
  while (place > 0 && isPending(entries[place - 1] as Entry)) place -= 1;
  return place;
}

/** Where a message stands: what is still being sent comes last; what is old between its neighbours in time, from `first` on. */
function placeOf(message: Message, entries: readonly Entry[], first: number): number {
  let place = endOf(entries);
  if (!message.isDelayed) return place;
  while (place > first && (entries[place - 1] as Entry).at > message.at) place -= 1;
  return place;
}
