import type { BareJid, Jid } from '../core/jid.js';
import { toBare } from '../core/jid.js';
import type { MessageReceived } from '../protocol/events.js';
import { placeOf, type Conversation, type Entry, type Message } from './entries.js';
import { MessageIndex } from './message-index.js';

type Unread = Pick<Conversation, 'unread' | 'mentions' | 'firstUnread'>;

/** Conversations that strangers began and nobody here has looked at yet; a flood of them must not fill the page. */
const MAX_STRANGERS = 200;

/** The conversations as they are written: who may begin one, where entries stand, what is unread. */
export class ConversationBook {
  readonly #onChange: (conversations: ReadonlyMap<Jid, Conversation>) => void;
  #byJid: ReadonlyMap<Jid, Conversation> = new Map();
  readonly #index = new Map<Jid, MessageIndex>();
  readonly #contacts = new Set<BareJid>();
  readonly #strangers = new Set<Jid>();
  #keys = 0;

  constructor(onChange: (conversations: ReadonlyMap<Jid, Conversation>) => void) {
    this.#onChange = onChange;
  }

  /** The last of the keys that are ours to give. */
  get lastKey(): number {
    return this.#keys;
  }

  /** Goes on from what an earlier page knew. */
  restore(conversations: readonly Conversation[], lastKey: number, contacts: Iterable<BareJid>): void {
    this.#keys = lastKey;
    for (const contact of contacts) this.meetContact(contact);
    for (const conversation of conversations) {
      const { jid, type, entries, unread } = conversation;
      const index = this.indexOf(conversation);
      for (const entry of entries) if (entry.kind === 'message') index.remember(entry);
      if (unread && type === 'chat' && !this.#contacts.has(toBare(jid))) this.#strangers.add(jid);
    }
    this.#set(new Map(conversations.map((conversation) => [conversation.jid, conversation])));
  }

  get all(): Iterable<Conversation> {
    return this.#byJid.values();
  }

  get(jid: Jid): Conversation | undefined {
    return this.#byJid.get(jid);
  }

  /** A conversation, or the beginning of one. */
  open(jid: Jid, type: Conversation['type']): Conversation {
    return this.get(jid) ?? { jid, type, entries: [], unread: 0, mentions: 0 };
  }

  indexOf({ jid, type }: Pick<Conversation, 'jid' | 'type'>): MessageIndex {
    let index = this.#index.get(jid);
    if (!index) this.#index.set(jid, (index = new MessageIndex(type)));
    return index;
  }

  /** The message that we have already, whatever it is called this time. */
  find(event: MessageReceived): Message | undefined {
    return this.#index.get(event.conversation)?.find(event);
  }

  /** One of ours, by the id that we gave it. */
  own(jid: Jid, id: string): Message | undefined {
    return this.#index.get(jid)?.own(id);
  }

  /** Whether there is a place for it: strangers get no more of them than a reader can look at. */
  accepts({ conversation, isOwn, type }: MessageReceived): boolean {
    const isKnown = isOwn || type === 'groupchat' || this.#byJid.has(conversation);
    return isKnown || this.#contacts.has(toBare(conversation)) || this.#strangers.size < MAX_STRANGERS;
  }

  meetContact(jid: BareJid): void {
    this.#contacts.add(jid);
  }

  /** Notes who is a stranger, and that we have answered one. */
  meet({ conversation: jid, isOwn, type }: Pick<MessageReceived, 'conversation' | 'isOwn' | 'type'>): void {
    if (isOwn) this.#strangers.delete(jid);
    else if (!this.get(jid) && type === 'chat' && !this.#contacts.has(toBare(jid))) this.#strangers.add(jid);
  }

  /** None of a stranger's choice. Ours are UUIDs. */
  newKey(): string {
    return `${(this.#keys += 1)}`;
  }

  put(conversation: Conversation): void {
    this.#set(new Map(this.#byJid).set(conversation.jid, conversation));
  }

  /** Writes an entry at a place. Who watches hears of it with the next `put`. */
  insert(conversation: Conversation, place: number, entry: Entry): void {
    (conversation.entries as Entry[]).splice(place, 0, entry);
    if (entry.kind === 'message') this.indexOf(conversation).remember(entry);
  }

  /** Strikes an entry out. Who watches hears of it with the next `put`. */
  remove({ entries }: Conversation, entry: Entry): void {
    const place = entries.lastIndexOf(entry);
    if (place >= 0) (entries as Entry[]).splice(place, 1);
  }

  replace(conversation: Conversation, before: Message, after: Message): void {
    const entries = conversation.entries as Entry[];
    entries[entries.lastIndexOf(before)] = after;
    this.indexOf(conversation).remember(after);
    this.put({ ...conversation });
  }

  /** Writes the messages of a conversation that are now other ones, and counts again what of it is unread. */
  rewrite(jid: Jid, change: (message: Message) => Message): void {
    const conversation = this.get(jid);
    if (!conversation) return;
    const entries = conversation.entries as Entry[];
    for (const [place, before] of entries.entries()) {
      const after = before.kind === 'message' ? change(before) : before;
      if (after === before || after.kind !== 'message') continue;
      entries[place] = after;
      this.indexOf(conversation).remember(after);
    }
    this.put({ ...conversation, ...unreadAfter(conversation) });
  }

  /** The reader has seen all of it. */
  read(jid: Jid): void {
    const conversation = this.get(jid);
    this.#strangers.delete(jid);
    if (conversation?.unread) this.put({ ...conversation, unread: 0, mentions: 0, firstUnread: undefined });
  }

  /** The reader has seen it up to an entry. */
  readTo(jid: Jid, key: string): void {
    const conversation = this.get(jid);
    this.#strangers.delete(jid);
    const after = conversation && unreadAfter(conversation, key);
    // What was read stays so.
    if (after && after.unread < conversation.unread) this.put({ ...conversation, ...after });
  }

  /** Whoever of us spoke, here or elsewhere, has read what was said before. */
  count(conversation: Conversation, { isOwn, isDelayed, isMention, key, ignored }: Message, isUnread: boolean): void {
    const known = this.get(conversation.jid) ?? conversation;
    const { entries, unread, mentions, firstUnread } = known;
    if (isOwn && isUnread) return this.put({ ...conversation, ...unreadAfter(known, key) });
    const isNew = !isOwn && isUnread && ignored === undefined;
    // What was missed may stand before what came live.
    const isFirst = !firstUnread || (isDelayed && placeOf(entries, key) < placeOf(entries, firstUnread));
    this.put({
      ...conversation,
      unread: unread + (isNew ? 1 : 0),
      mentions: mentions + (isNew && isMention ? 1 : 0),
      firstUnread: isNew && isFirst ? key : firstUnread,
    });
  }

  clear(): void {
    this.#index.clear();
    this.#contacts.clear();
    this.#strangers.clear();
    this.#set(new Map());
  }

  #set(conversations: ReadonlyMap<Jid, Conversation>): void {
    this.#byJid = conversations;
    this.#onChange(conversations);
  }
}

function unreadAfter({ entries, firstUnread }: Conversation, key?: string): Unread {
  if (!firstUnread) return { unread: 0, mentions: 0, firstUnread };
  const read = placeOf(entries, key) + 1;
  const later = entries
    .slice(Math.max(read, placeOf(entries, firstUnread)))
    .filter((entry): entry is Message => entry.kind === 'message' && !entry.isOwn && entry.ignored === undefined);
  const mentions = later.filter(({ isMention }) => isMention).length;
  return { unread: later.length, mentions, firstUnread: later[0]?.key };
}
