import type { BareJid, Jid } from '../core/jid.js';
import { withResource } from '../core/jid.js';
import type {
  ArchivePageReceived,
  ChangeQueued,
  DisplayedElsewhere,
  DomainEvent,
  MessageChange,
  MessageDisplayed,
  MessageFailed,
  MessageQueued,
  MessageReceived,
  MessageSent,
  OccupantLeft,
} from '../protocol/events.js';
import { ArchivePages } from './archive-pages.js';
import { ConversationBook } from './conversation-book.js';
import {
  endOf,
  isOpen,
  isSettled,
  placeInTime,
  placeOf,
  trafficAfter,
  type Conversation,
  type Entry,
  type Message,
  type Notice,
} from './entries.js';
import { messageFor } from './ignored.js';
import { changedBy, PendingChanges, targetOf } from './message-changes.js';
import { Store } from './store.js';
import { Tellings, type Telling } from './tellings.js';

/** What has been said, by conversation. */
export class ConversationsStore extends Store<ReadonlyMap<Jid, Conversation>> {
  readonly #book = new ConversationBook((conversations) => this.set(conversations));
  readonly #tellings = new Tellings();
  readonly #archives = new ArchivePages(this.#book, this.#tellings, (event) => this.#messageOf(event));
  readonly #pending = new PendingChanges();

  constructor() {
    super(new Map());
  }

  /** The last of the keys that are ours to give. */
  get lastKey(): number {
    return this.#book.lastKey;
  }

  /** Goes on from what an earlier page knew. */
  restore(kept: readonly (Conversation & { telling?: Telling })[], lastKey: number, contacts: Iterable<BareJid>): void {
    const conversations = kept.map(({ telling, ...conversation }) => {
      if (telling) this.#tellings.put(conversation.jid, telling);
      return conversation;
    });
    this.#book.restore(conversations, lastKey, contacts);
  }

  /** How far an archive has come that tells what we missed of a conversation. */
  telling(jid: Jid): Telling | undefined {
    return this.#tellings.of(jid);
  }

  /** Whether a message is here already, under whichever of its ids. */
  has(event: MessageReceived | MessageQueued): boolean {
    if (event.kind === 'message-received') return !!this.find(event);
    return !!this.#book.own(event.conversation, event.id);
  }

  /** Whether a message of ours is shown that the server does not have. */
  waits(event: MessageQueued | ChangeQueued): boolean {
    const message = event.kind === 'message-queued' && this.#book.own(event.conversation, event.id);
    return !!message && isOpen(message);
  }

  /** The message that we have already, whatever it is called this time. */
  find(event: MessageReceived): Message | undefined {
    return this.#book.find(event);
  }

  /** The message that a change is about, if it is here and theirs to change. */
  targetOf(change: MessageChange): Message | undefined {
    const conversation = this.value.get(change.conversation);
    return conversation && targetOf(change, this.#book.indexOf(conversation));
  }

  /** What a change would make of its message; `undefined`: nothing. */
  changedBy(change: MessageChange): Message | undefined {
    const conversation = this.value.get(change.conversation);
    return conversation && changedBy(change, this.#book.indexOf(conversation))?.after;
  }

  /** The message that others call so. */
  named(jid: Jid, name: string): Message | undefined {
    const conversation = this.value.get(jid);
    return conversation && this.#book.indexOf(conversation).named(name, jid);
  }

  /** Whether there is a place for it: strangers get no more of them than a reader can look at. */
  accepts(event: MessageReceived): boolean {
    return this.#book.accepts(event);
  }

  /** The last message of a conversation that the server has. */
  latest(jid: Jid): Message | undefined {
    return this.value.get(jid)?.entries.findLast(isSettled);
  }

  apply(event: DomainEvent): void {
    switch (event.kind) {
      case 'message-received':
        return this.#receive(event);
      case 'message-corrected':
      case 'message-retracted':
      case 'reactions-changed':
      case 'match-answered':
        return this.#change(event);
      case 'message-queued':
        return this.#queue(event);
      case 'change-queued':
        return this.#changeSoon(event);
      case 'message-sent':
        return this.#settle(event, { state: 'sent' });
      case 'message-failed':
        return this.#settle(event, { state: 'failed', condition: event.condition });
      case 'message-delivered':
        return this.#progress(event.conversation, event.id, 'delivered');
      case 'message-displayed':
        return this.#displayed(event);
      case 'displayed-elsewhere':
        return this.#displayedElsewhere(event);
      case 'message-discarded':
        return this.#discard(event.conversation, event.id);
      case 'ignore-changed':
        return this.#book.rewrite(event.ignored.room, (each) => messageFor(each, event.ignored, event.isIgnored));
      case 'conversation-read':
        return this.#book.read(event.conversation);
      case 'roster-received':
        return event.items.forEach(({ jid }) => this.#book.meetContact(jid));
      case 'roster-pushed':
        return this.#book.meetContact(event.item.jid);
      case 'room-entering':
        return this.#tellings.expect(event.room, this.latest(event.room)?.key, event.isByArchive);
      case 'archives-behind':
        return this.#archives.fallBehind((jid) => this.latest(jid));
      case 'archive-page-received':
        return this.#page(event);
      case 'occupant-changed':
        return event.isNew ? this.#traffic(event.room, 'joined', event.occupant.nick) : undefined;
      case 'occupant-left':
        return event.isSelf ? undefined : this.#left(event);
      case 'nick-changed':
        this.#release(event.room, event.nick);
        return this.#note(event.room, { type: 'renamed', nick: event.nick, newNick: event.newNick });
      case 'subject-changed':
        this.#tellings.roomEnded(event.room);
        // Without a nick it is the subject that every newcomer is told.
        if (event.nick) this.#note(event.room, { type: 'subject', nick: event.nick, subject: event.subject });
        return;
      case 'room-notice':
        if (event.text) return this.#note(event.room, { type: 'room', text: event.text }, event.at);
        return this.#set(event.room, event.statusCodes.filter(isSetting));
      case 'signed-out':
        this.#tellings.clear();
        this.#archives.clear();
        this.#pending.clear();
        return this.#book.clear();
    }
  }

  #receive(event: MessageReceived): void {
    if (!this.accepts(event)) return;
    const conversation = this.#book.open(event.conversation, event.type);
    const same = this.find(event);
    if (!same) return this.#add(conversation, event);
    if (isOpen(same)) return this.#cameBack(conversation, same, event);
    if (event.isDelayed) this.#tellings.told(event.conversation, same.key);
    // The archive's name for a message that we had without it.
    const { stanzaId, occupantId = same.occupantId } = event;
    if (stanzaId && !same.stanzaId) this.#book.replace(conversation, same, { ...same, stanzaId, occupantId });
  }

  #add(conversation: Conversation, event: MessageReceived): void {
    const message = this.#messageOf(event);
    this.#book.meet(event);
    const isMissed = this.#place(conversation, message);
    this.#book.count(conversation, message, isMissed || !event.isDelayed || event.type === 'chat');
    this.#changeLate(event.conversation, message);
  }

  #messageOf(event: MessageReceived): Message {
    const { conversation, type, isNew, wantsReceipt, ...said } = event;
    return { ...said, kind: 'message', key: this.#book.newKey(), state: said.isOwn ? 'sent' : 'received' };
  }

  #page(event: ArchivePageReceived): void {
    const messages = event.messages.filter((each) => each.kind === 'message-received');
    this.#archives.add(event, messages);
    for (const each of event.messages) {
      if (each.kind !== 'message-received') this.#change(each);
      else if (each.isNew) this.#changeLate(each.conversation, this.find(each));
    }
  }

  #change(change: MessageChange): void {
    const conversation = this.value.get(change.conversation);
    if (!conversation) return;
    const index = this.#book.indexOf(conversation);
    const changed = changedBy(change, index);
    if (changed) this.#book.replace(conversation, changed.before, changed.after);
    else if (!targetOf(change, index)) this.#pending.add(change);
  }

  /** What was said about a message before it came. */
  #changeLate(jid: Jid, message: Message | undefined): void {
    for (const change of message ? this.#pending.for(jid, message) : []) {
      const conversation = this.value.get(jid) as Conversation;
      const changed = changedBy(change, this.#book.indexOf(conversation));
      if (changed) this.#book.replace(conversation, changed.before, changed.after);
    }
  }

  /** A message of ours that waited: in a room, where it stands now is where everybody sees it. */
  #cameBack(conversation: Conversation, waiting: Message, event: MessageReceived): void {
    const { stanzaId, from, body, at, isDelayed, occupantId } = event;
    const when = isDelayed ? at : waiting.at;
    const came = { stanzaId, from, body, at: when, isDelayed, occupantId, condition: undefined };
    const message: Message = { ...waiting, ...came, state: 'sent' };
    // Between two nobody orders them: as they were written. A lost stream of ours may tell late of one.
    if (conversation.type === 'chat') return this.#book.replace(conversation, waiting, message);
    this.#book.remove(conversation, waiting);
    this.#place(conversation, message);
    this.#book.put({ ...conversation });
  }

  /** Puts a message where it belongs. Tells whether it is one that we missed. */
  #place(conversation: Conversation, message: Message): boolean {
    const { jid, entries } = conversation;
    const telling = message.isDelayed ? this.#tellings.of(jid) : undefined;
    // Only a room that tells its history goes back in time. What a stream brings late it brings in order, whatever the
    // stamps say: they are coarse, and of another clock.
    const isHistory = telling && !telling.isByArchive;
    const place = isHistory ? placeInTime(message, entries, placeOf(entries, telling.last) + 1) : endOf(entries);
    const isMissed = !!telling?.since && place > placeOf(entries, telling.since);
    this.#book.insert(conversation, place, message);
    if (message.isDelayed) this.#tellings.told(jid, message.key);
    return isMissed;
  }

  #queue({ conversation: jid, type, isNew, ...said }: MessageQueued): void {
    const conversation = this.#book.open(jid, type);
    const { id } = said;
    const again = this.#book.own(jid, id);
    // What an earlier page knew may have come in its place.
    if (again) this.#book.remove(conversation, again);
    const flags = { isOwn: true, isDelayed: false, isMention: false };
    const message: Message = { ...said, ...flags, kind: 'message', key: id, originId: id, state: 'sending' };
    this.#book.meet({ conversation: jid, type, isOwn: true });
    this.#book.insert(conversation, conversation.entries.length, message);
    this.#book.put({ ...conversation });
  }

  /** Only a message of ours that waits can be settled: nobody's error or echo touches another. */
  #settle({ conversation: jid, id }: MessageSent | MessageFailed, outcome: Pick<Message, 'state' | 'condition'>): void {
    const message = this.#book.own(jid, id);
    const conversation = this.value.get(jid);
    if (!conversation) return;
    if (!message) return this.#changeSettled(conversation, id, outcome.condition);
    if (message.state === outcome.state || (outcome.state === 'sent' && !isOpen(message))) return;
    this.#book.replace(conversation, message, { ...message, ...outcome });
  }

  /** A message of ours will read otherwise, or be gone, as soon as the server has it. */
  #changeSoon({ id, change }: ChangeQueued): void {
    const conversation = this.value.get(change.conversation);
    const message = this.targetOf(change);
    if (conversation && message?.isOwn && change.kind !== 'reactions-changed' && change.kind !== 'match-answered')
      this.#book.replace(conversation, message, { ...message, changing: id, unchanged: undefined });
  }

  #changeSettled(conversation: Conversation, id: string, condition: string | undefined): void {
    const isChanging = (entry: Entry): entry is Message => entry.kind === 'message' && entry.changing === id;
    const message = conversation.entries.findLast(isChanging);
    if (message) this.#book.replace(conversation, message, { ...message, changing: undefined, unchanged: condition });
  }

  /** How far a message of ours has come with the other side; it never goes back. */
  #progress(jid: Jid, id: string, state: 'delivered' | 'read'): void {
    const message = this.#book.own(jid, id);
    const conversation = this.value.get(jid);
    if (!message || conversation?.type !== 'chat' || !isBefore(message.state, state)) return;
    this.#book.replace(conversation, message, { ...message, state, condition: undefined });
  }

  /** XEP-0333: whoever has seen a message has seen what was said before it. */
  #displayed({ conversation: jid, isOwn, id }: MessageDisplayed): void {
    const conversation = this.value.get(jid);
    if (!conversation) return;
    const seen = this.#book.indexOf(conversation).named(id, jid);
    if (!seen) return;
    if (isOwn) return this.#book.readTo(jid, seen.key);
    if (conversation.type === 'groupchat') return;
    const { entries } = conversation;
    for (let place = placeOf(entries, seen.key); place >= 0; place -= 1) {
      const entry = entries[place] as Entry;
      if (entry.kind !== 'message' || !entry.isOwn || !entry.id) continue;
      if (entry.state === 'read') return;
      this.#progress(jid, entry.id, 'read');
    }
  }

  #displayedElsewhere({ conversation: jid, stanzaId }: DisplayedElsewhere): void {
    const conversation = this.value.get(jid);
    const seen = conversation && this.#book.indexOf(conversation).archived(stanzaId);
    if (seen) this.#book.readTo(jid, seen.key);
  }

  #discard(jid: Jid, id: string): void {
    const message = this.#book.own(jid, id);
    const conversation = this.value.get(jid);
    // What the server has cannot be unsaid so.
    if (!message || !conversation || !isOpen(message)) return;
    this.#book.remove(conversation, message);
    this.#book.indexOf(conversation).forget(message);
    this.#book.put({ ...conversation });
  }

  #left(event: OccupantLeft): void {
    this.#release(event.room, event.nick);
    if (event.reason === 'left') this.#traffic(event.room, 'left', event.nick);
    else this.#note(event.room, { type: 'removed', nick: event.nick, reason: event.reason, text: event.text });
  }

  /** Whoever comes by this nick next may be somebody else. */
  #release(room: BareJid, nick: string): void {
    const conversation = this.value.get(room);
    const from = withResource(room, nick);
    if (conversation && from) this.#book.indexOf(conversation).release(from, Date.now());
  }

  #traffic(room: BareJid, direction: 'joined' | 'left', nick: string): void {
    const conversation = this.#book.open(room, 'groupchat');
    const entries = conversation.entries as Entry[];
    const place = endOf(entries) - 1;
    const last = entries[place];
    if (last?.kind !== 'notice' || last.notice.type !== 'traffic') {
      return this.#note(room, { type: 'traffic', joined: [], left: [], [direction]: [nick] });
    }
    const notice = trafficAfter(last.notice, direction, nick);
    if (notice) entries[place] = { ...last, notice };
    else entries.splice(place, 1);
    this.#book.put({ ...conversation });
  }

  /** One notice, however many stanzas a server tells it by. */
  #set(room: BareJid, codes: readonly number[]): void {
    const last = this.value.get(room)?.entries.at(-1);
    const before = last?.kind === 'notice' && last.notice.type === 'settings' ? last.notice.codes : [];
    if (codes.some((code) => !before.includes(code))) this.#note(room, { type: 'settings', codes });
  }

  #note(room: BareJid, notice: Notice['notice'], at = Date.now()): void {
    const conversation = this.#book.open(room, 'groupchat');
    const entry: Notice = { kind: 'notice', key: this.#book.newKey(), at, notice };
    this.#book.insert(conversation, endOf(conversation.entries), entry);
    this.#book.put({ ...conversation });
  }
}

const PROGRESS = ['sent', 'delivered', 'read'];

/** What has arrived was taken by the server too, whatever we have heard of that. */
function isBefore(state: Message['state'], goal: Message['state']): boolean {
  return PROGRESS.indexOf(state) < PROGRESS.indexOf(goal);
}

/** XEP-0045 §15.6.2: 102 and 103 are about what nobody here sees. */
function isSetting(code: number): boolean {
  return code === 104 || (code >= 170 && code <= 174);
}
