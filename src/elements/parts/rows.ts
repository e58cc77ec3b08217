import type { Entry, Message } from '../../stores/entries.js';
import type { FirstStrings, Strings } from '../strings/strings.js';
import type { RowActions } from './message.js';
import { isSameDay, type Times } from './times.js';

/** Messages of one author are a group while no more than this lies between them, in ms. */
const GROUP = 5 * 60_000;

/** Rows as in a room, bubbles as between two. */
export type Look = 'rows' | 'bubbles';

export interface Author {
  readonly name: string;
  /** What they are in the room, if it is worth a word. */
  readonly tag?: string | undefined;
  readonly picture?: Picture | undefined;
  /** What the page says of them, drawn. */
  readonly marks?: unknown;
}

/** What covers the letter that stands for somebody. */
export interface Picture {
  /** Another one has another hash. */
  readonly hash: string;
  /** @param size in px, on the screen that has most of them. */
  draw(size?: number): unknown;
}

// eslint-disable-next-line @typescript-eslint/consistent-type-imports -- the module's own type has no other name.
export type Extras = typeof import('./extras.js');

/** Shows a file by its address. */
export type Media = (address: string, row: Row, actions: RowActions) => unknown;

/** An entry, and what its neighbours and its reader make of it. */
export interface Row {
  readonly entry: Entry;
  readonly author: Author;
  /** Of the other side, or of the room. */
  readonly title: string;
  readonly look: Look;
  readonly strings: FirstStrings;
  /** For `extras` and `media`: their words came with them. */
  readonly partStrings: Strings;
  readonly times: Times;
  readonly isNewDay: boolean;
  /** The first one that the reader has not seen. */
  readonly isNew: boolean;
  /** Of its author's messages in a row. */
  readonly isFirst: boolean;
  isLast: boolean;
  readonly isUnfolded: boolean;
  /** It is laid out at once, seen or not. */
  readonly isFresh: boolean;
  /** The keys of those in a row that are hidden here, as we ignore who wrote them. */
  readonly hidden: string[];
  /** XEP-0461: what it answers, if that is here. */
  readonly answered: { readonly message: Message; readonly name: string } | undefined;
  /** What shows the rarer things, once it is here. */
  readonly extras: Extras | undefined;
  /** Shows the file that it is; `undefined`: it is no more than a link, or what shows it is not here yet. */
  readonly media: Media | undefined;
  /** The page's way to draw it, which may not want to. */
  readonly hook: Media | undefined;
  /** While all of these are the same, so is what is rendered. */
  dependsOn: unknown[];
}

/** What an element knows of its entries. */
export interface EntriesView {
  readonly strings: FirstStrings;
  readonly look: Look;
  readonly hidesTraffic?: boolean;
  /** Who speaks where nobody of the conversation does: the room. */
  readonly title: string;
  authorOf(message: Message): Author;
  /** Fetches what shows the rarer things. */
  extras(): Extras | undefined;
  /** Likewise what shows files, as far as the page wants them shown. */
  media(): Media | undefined;
  /** Likewise what shows invitations to matches. */
  match(): Media | undefined;
  /** The page's own way to draw messages. */
  hook(): Media | undefined;
}

/** How entries are looked at. */
interface Outlook extends EntriesView {
  readonly times: Times;
  /** The key of the first that the reader has not seen. */
  readonly divider: string | undefined;
  /** The keys of those that are too long, or hidden, and shown as a whole all the same. */
  readonly unfolded: ReadonlySet<string>;
  /** The keys of those that were seen as they came. */
  readonly fresh: ReadonlySet<string>;
  /** The message that others call so. */
  named(name: string): Message | undefined;
}

/** What is to be rendered of these entries, which stand one after the other. */
export function rowsOf(entries: readonly Entry[], outlook: Outlook): Row[] {
  const { strings, times, look, hidesTraffic, title, authorOf, divider, unfolded, fresh, named } = outlook;
  const { extras, media, match, hook } = outlook;
  const today = new Date().toDateString();
  const rows: Row[] = [];
  for (const entry of entries) {
    if (hidesTraffic && entry.kind === 'notice' && entry.notice.type === 'traffic') continue;
    const before = rows.at(-1);
    const message = entry.kind === 'message' ? entry : undefined;
    const isHidden = message?.ignored !== undefined && !unfolded.has(entry.key);
    if (isHidden && before?.hidden[0]) {
      before.hidden.push(entry.key);
      continue;
    }
    const isNewDay = !before || !isSameDay(before.entry.at, entry.at);
    const isNew = entry.key === divider;
    const continues = !isNewDay && !isNew && !isHidden && before && !before.hidden[0] && isGroup(before.entry, entry);
    if (before && continues) before.isLast = false;
    const answered = message?.reply && named(message.reply.id);
    rows.push({
      entry,
      author: message ? authorOf(message) : { name: title },
      title,
      look,
      strings,
      partStrings: strings as Strings,
      times,
      isNewDay,
      isNew,
      isFirst: !continues,
      isLast: true,
      isUnfolded: unfolded.has(entry.key),
      isFresh: fresh.has(entry.key),
      hidden: isHidden ? [entry.key] : [],
      answered: answered && { message: answered, name: authorOf(answered).name },
      extras: (message ? needsExtras(message) : isRare(entry)) ? extras() : undefined,
      // What is hidden until it is asked for is not shown by being a picture.
      media: message?.match ? match() : message?.attachment && message.spoiler === undefined ? media() : undefined,
      hook: message && !message.retracted ? hook() : undefined,
      dependsOn: [],
    });
  }
  for (const row of rows) {
    const { entry, author, isNewDay, isNew, isFirst, isLast, isUnfolded, hidden, answered } = row;
    const day = isNewDay && today;
    const about = [
      author.marks,
      row.hook,
      author.picture?.hash,
      answered?.message,
      answered?.name,
      row.extras,
      row.media,
    ];
    row.dependsOn = [
      entry,
      author.name,
      author.tag,
      day,
      isNew,
      isFirst,
      isLast,
      isUnfolded,
      hidden.length,
      strings.lang,
      look,
      ...about,
    ];
  }
  return rows;
}

function isGroup(one: Entry, other: Entry): boolean {
  if (one.kind !== 'message' || other.kind !== 'message' || one.isOwn !== other.isOwn) return false;
  return (one.isOwn || one.from === other.from) && other.at - one.at < GROUP;
}

function isRare(entry: Entry): boolean {
  return entry.kind === 'notice' && entry.notice.type === 'settings';
}

const RICH = /[*_~`]\S|^>|^\/me |\p{Extended_Pictographic}/mu;
/** Each is asked at every render, and reads as it reads: a change makes another one. */
const known = new WeakMap<Message, boolean>();

/** Most messages are a line of plain text; what else there is comes with a chunk of its own. */
function needsExtras(message: Message): boolean {
  let needs = known.get(message);
  if (needs === undefined) {
    const { body, mentions, reply, reactions, spoiler, retracted, ignored } = message;
    needs = !!(mentions ?? reply ?? reactions ?? retracted ?? ignored) || spoiler !== undefined || RICH.test(body);
    known.set(message, needs);
  }
  return needs;
}
