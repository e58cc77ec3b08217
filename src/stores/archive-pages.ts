import type { Jid } from '../core/jid.js';
import type { ArchivePageReceived, MessageReceived } from '../protocol/events.js';
import type { ConversationBook } from './conversation-book.js';
import { isOpen, placeOf, type Entry, type Gap, type Message } from './entries.js';
import type { Telling, Tellings } from './tellings.js';

/** Makes a message of an archive one of a conversation. */
type Making = (event: MessageReceived) => Message;

/** Writes an archive's pages (XEP-0313) into the conversations, in the archive's order. */
export class ArchivePages {
  readonly #book: ConversationBook;
  readonly #tellings: Tellings;
  readonly #make: Making;
  /** Our account's archive has yet to tell all that we missed. */
  #isBehind = false;

  constructor(book: ConversationBook, tellings: Tellings, make: Making) {
    this.#book = book;
    this.#tellings = tellings;
    this.#make = make;
  }

  /** From now on the archives have to tell what is missing. */
  fallBehind(latest: (jid: Jid) => Message | undefined): void {
    for (const { jid, type } of this.#book.all) {
      // Of conversations that began while we were behind already the archive has yet to tell the beginning.
      if (type === 'groupchat' || !this.#isBehind) this.#tellings.expect(jid, latest(jid)?.key, true);
    }
    this.#isBehind = true;
  }

  clear(): void {
    this.#isBehind = false;
  }

  /**
   * A page stands before all, in a gap, or behind what we were sure of and before what came since.
   *
   * @param messages those of the page's that are messages, and not changes of others.
   */
  add(event: ArchivePageReceived, messages: readonly MessageReceived[]): void {
    const { part, isComplete, isAccount, isAfterGap, gap, conversation } = event;
    const isCatchingUp = part === 'newer' || part === 'latest';
    const told = () => this.#tellings.jids.filter((jid) => isCatchingUp && this.#isOf(event, jid));
    const isMissed = part === 'newer' || (part === 'latest' && !!isAfterGap);
    if (isAfterGap) for (const jid of told()) this.#openGap(jid, this.#tellings.of(jid) as Telling);
    const ends = new Map<Jid, string | undefined>();
    const start = (jid: Jid) => {
      if (gap) return isAfterGap ? gap : this.#entryBefore(jid, gap);
      const telling = isCatchingUp ? this.#tellings.of(jid) : undefined;
      return !telling && isAgain(jid) ? this.#startAgain(jid, messages) : (telling?.last ?? telling?.since);
    };
    const isAgain = (jid: Jid) => {
      if (!isCatchingUp || isAfterGap) return false;
      const telling = this.#tellings.of(jid);
      // What began while we were behind has yet to be told from its beginning.
      return telling ? !!telling.isAgain : !(isAccount && this.#isBehind);
    };
    // It goes on with what we have on the other side of the gap.
    let isJoined = isComplete;
    for (const message of messages) {
      if (!this.#book.accepts(message)) continue;
      const { conversation: jid } = message;
      const telling = { isByArchive: true, ...this.#tellings.of(jid), isAgain: isAgain(jid) };
      const after = ends.has(jid) ? ends.get(jid) : start(jid);
      // What is told again stands where it was told before.
      const moves = (part === 'newer' && !telling.isAgain) || part === 'older';
      const end = this.#insert(message, after, { part, isMissed, moves });
      ends.set(jid, end);
      if (isCatchingUp) this.#tellings.put(jid, { ...telling, last: end });
      const isBehindGap =
        this.#placeOf(jid, isAfterGap ? this.#book.find(message)?.key : end) > this.#placeOf(jid, gap);
      isJoined ||= isAfterGap ? !isBehindGap : isBehindGap;
    }
    if (gap && isJoined && conversation) this.#closeGap(conversation, gap);
    if (part !== 'latest' && !isComplete) return;
    for (const jid of told()) this.#tellings.end(jid);
    if (isCatchingUp && isAccount) this.#isBehind = false;
  }

  /** Puts a message of an archive behind another, or first. Returns what the next one goes behind. */
  #insert(
    event: MessageReceived,
    after: string | undefined,
    { part, isMissed, moves }: { part: ArchivePageReceived['part']; isMissed: boolean; moves: boolean },
  ): string | undefined {
    const book = this.#book;
    const conversation = book.open(event.conversation, event.type);
    const { jid, entries } = conversation;
    const same = book.find(event);
    const isLoose = same?.isOwn && part !== 'older' && same.key !== after && this.#isElsewhere(same, event, after);
    if (same && !isOpen(same) && !isLoose) {
      const { stanzaId, occupantId = same.occupantId } = event;
      if (stanzaId && !same.stanzaId) book.replace(conversation, same, { ...same, stanzaId, occupantId });
      const stays = standsWhereWritten(same, event.type);
      if (moves && this.#isMisplaced(same, event, after)) {
        if (stays) return after;
        const known = book.find(event) as Message;
        book.remove(conversation, known);
        book.insert(conversation, placeOf(entries, after) + 1, known);
        book.put({ ...conversation });
        return known.key;
      }
      // What is older stands before all, though some of ours may stand later here than in the archive.
      if (part === 'older' && stays) return after;
      return this.#placeOf(jid, same.key) > this.#placeOf(jid, after) ? same.key : after;
    }
    const [least, most] = same && event.type === 'chat' ? placesFor(same, entries) : [0, Infinity];
    if (same) book.remove(conversation, same);
    const message = same ? arrived(same, event) : this.#make(event);
    const place = Math.min(Math.max(placeOf(entries, after) + 1, least), most);
    book.meet(event);
    book.insert(conversation, place, message);
    book.count(conversation, message, isMissed);
    const start = placeOf(entries, after);
    // What we wrote can stand behind what the archive has yet to tell.
    const isAhead = standsWhereWritten(message, event.type) && this.#isAnyBetween(jid, event.type, start, place);
    return start > place || isAhead ? after : message.key;
  }

  /** What we wrote stands only where we wrote it, or where it came a second time, and this is where everybody sees it. */
  #isElsewhere({ key, stanzaId }: Message, event: MessageReceived, after: string | undefined): boolean {
    if (event.type === 'chat') return !stanzaId;
    const { conversation: jid } = event;
    return !!stanzaId && stanzaId !== event.stanzaId && this.#placeOf(jid, key) > this.#placeOf(jid, after);
  }

  /**
   * It came after others that the archive has after it, or before such as it has before: a server may hand out what it kept in
   * any order.
   */
  #isMisplaced({ key }: Message, { conversation: jid, type }: MessageReceived, after: string | undefined): boolean {
    const [place, least] = [this.#placeOf(jid, key), this.#placeOf(jid, after)];
    return this.#isAnyBetween(jid, type, Math.min(place, least), place < least ? least + 1 : place);
  }

  /** Whether there are messages behind one place and before another that the archive has in this order. */
  #isAnyBetween(jid: Jid, type: MessageReceived['type'], from: number, to: number): boolean {
    return this.#entries(jid)
      .slice(from + 1, to)
      .some((entry) => entry.kind === 'message' && !isOpen(entry) && !standsWhereWritten(entry, type));
  }

  #isOf({ archive, isAccount }: ArchivePageReceived, jid: Jid): boolean {
    return this.#book.get(jid)?.type === 'groupchat' ? jid === archive : isAccount;
  }

  /** Marks that something is missing behind what we were sure of. */
  #openGap(jid: Jid, telling: Telling): void {
    const conversation = this.#book.get(jid);
    const end = telling.last ?? telling.since;
    if (!conversation || end === undefined) return;
    const gap: Gap = { kind: 'gap', key: this.#book.newKey(), at: Date.now() };
    this.#book.insert(conversation, placeOf(conversation.entries, end) + 1, gap);
    this.#tellings.put(jid, { ...telling, last: gap.key });
    this.#book.put({ ...conversation });
  }

  #closeGap(jid: Jid, gap: string): void {
    const conversation = this.#book.get(jid);
    const entry = conversation?.entries[this.#placeOf(jid, gap)];
    if (!conversation || !entry) return;
    this.#book.remove(conversation, entry);
    this.#book.put({ ...conversation });
  }

  /** All has been told, and an archive tells from further back, to find something of ours: before the first that we have. */
  #startAgain(jid: Jid, messages: readonly MessageReceived[]): string | undefined {
    const places = messages.flatMap((message) => {
      const same = message.conversation === jid ? this.#book.find(message) : undefined;
      return same ? this.#placeOf(jid, same.key) : [];
    });
    return this.#entries(jid)[Math.min(...places) - 1]?.key;
  }

  #entryBefore(jid: Jid, key: string): string | undefined {
    return this.#entries(jid)[this.#placeOf(jid, key) - 1]?.key;
  }

  #placeOf(jid: Jid, key: string | undefined): number {
    return placeOf(this.#entries(jid), key);
  }

  #entries(jid: Jid): readonly Entry[] {
    return this.#book.get(jid)?.entries ?? [];
  }
}

/** What we said to one person stands where we wrote it, which need not be where the archive has it; a room hands it out to us. */
function standsWhereWritten({ isOwn }: Message, type: MessageReceived['type']): boolean {
  return !!isOwn && type === 'chat';
}

/**
 * Between which places a message of ours may stand once it is taken out: what we wrote stays in the order of writing, also
 * where the archive tells only some of it.
 */
function placesFor(message: Message, entries: readonly Entry[]): readonly [least: number, most: number] {
  const isOurs = (entry: Entry | undefined) => entry?.kind === 'message' && entry.isOwn && entry.state !== 'failed';
  const place = entries.lastIndexOf(message);
  let least = place;
  while (least > 0 && !isOurs(entries[least - 1])) least -= 1;
  let most = place;
  while (most < entries.length - 1 && !isOurs(entries[most + 1])) most += 1;
  return [least, most];
}

/** A message of ours that the archive has: what was open about it is settled. */
function arrived(same: Message, { stanzaId, from, body, at, occupantId }: MessageReceived): Message {
  if (!isOpen(same)) return { ...same, stanzaId };
  return { ...same, stanzaId, from, body, at, isDelayed: true, occupantId, condition: undefined, state: 'sent' };
}
