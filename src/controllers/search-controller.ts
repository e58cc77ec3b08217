import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { XmppError } from '../core/errors.js';
import { fold } from '../core/fold.js';
import type { Jid } from '../core/jid.js';
import type { XmppSession } from '../session/session.js';
import type { Conversation, Entry, Message } from '../stores/entries.js';
import type { ReadingController } from './reading-controller.js';

/** How many are found at once. */
const PAGE = 30;
/** How long somebody who types pauses before the archive is asked, in ms. */
const PAUSE = 700;
/** How many pages of older messages are loaded at most, to come to one or to find one. */
const MAX_PAGES = 20;

type FoundPage = NonNullable<Awaited<ReturnType<XmppSession['searchArchive']>>>;

type Received = Extract<FoundPage['messages'][number], { readonly kind: 'message-received' }>;

/** How far the search in the archive is. `none`: it cannot be searched, only read. */
export type ArchiveState = 'idle' | 'busy' | 'done' | 'none' | 'failed';

/** What is here: those that were found, and all by their names. */
interface Known {
  readonly conversation: Conversation | undefined;
  readonly found: readonly Message[];
  readonly byName: ReadonlyMap<string, Message>;
}

/** Looks for words in one conversation: in what is here, and in what its archive has where that can be searched. */
export class SearchController implements ReactiveController {
  archive: ArchiveState = 'idle';
  /** Older messages are being loaded. */
  isLoading = false;
  readonly #host: ReactiveControllerHost;
  readonly #session: XmppSession;
  readonly #conversation: ReadingController;
  readonly #folded = new WeakMap<Message, string>();
  #words: readonly string[] = [];
  #text = '';
  /** The last page of the archive's. */
  #page: FoundPage | undefined;
  /** What they had, the newest first. */
  #archived: readonly Message[] = [];
  /** How many may be shown. */
  #limit = PAGE;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Aborted by other words, or the end. */
  #asking = new AbortController();
  /** Aborted by those, or another wish. */
  #loading = new AbortController();
  #known: Known | undefined;

  constructor(host: ReactiveControllerHost, session: XmppSession, conversation: ReadingController) {
    this.#host = host;
    this.#session = session;
    this.#conversation = conversation;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#abort();
  }

  /** Ends it. */
  stop(): void {
    this.#abort();
    this.#host.removeController(this);
  }

  /** What is looked for, as it is compared. */
  get words(): readonly string[] {
    return this.#words;
  }

  /**
   * Looks for a message that has all of these words.
   *
   * @param isTyping more of them may come: the archive waits for a pause. `undefined`: it is not asked.
   */
  find(text: string, isTyping: boolean | undefined): void {
    const words = fold(text).split(/\s+/u).filter(Boolean);
    if (words.join(' ') !== this.#words.join(' ')) {
      this.#abort();
      this.#words = words;
      this.#text = text.trim();
      this.#page = undefined;
      this.#archived = [];
      this.#limit = PAGE;
      this.#known = undefined;
      this.archive = 'idle';
    }
    if (!words.length || !(this.archive === 'idle' || (this.archive === 'failed' && !isTyping))) return;
    clearTimeout(this.#timer);
    if (isTyping === undefined) return;
    if (isTyping) this.#timer = setTimeout(() => void this.#askArchive(), PAUSE);
    else void this.#askArchive();
  }

  /** What was found, the newest first. */
  get found(): readonly Message[] {
    return this.#all.slice(0, this.#limit);
  }

  /** What else can be done to find more: `older` messages have to be loaded, where the archive cannot be searched. */
  get next(): 'more' | 'older' | undefined {
    if (this.#all.length > this.#limit || (this.archive === 'done' && this.#page?.before !== undefined)) return 'more';
    return this.archive === 'none' && this.#conversation.hasOlder ? 'older' : undefined;
  }

  /** Does it. */
  async more(): Promise<void> {
    const { length } = this.#all;
    const isHere = length > this.#limit;
    this.#limit += PAGE;
    this.#host.requestUpdate();
    if (isHere) return;
    if (this.archive === 'none') await this.#loadUntil(() => this.#all.length > length);
    else await this.#askArchive();
  }

  /** The key of a message that was found, once it is here; `undefined` where it is out of reach. */
  async reach(message: Message): Promise<string | undefined> {
    const isIt = (entry: Entry): entry is Message =>
      entry.kind === 'message' &&
      (entry.key === message.key ||
        (!!message.stanzaId && entry.stanzaId === message.stanzaId) ||
        // It is a correction, and what it corrects is here.
        !!entry.earlier?.some(({ by }) => by === message.id));
    const here = () => this.#conversation.entries.findLast(isIt)?.key;
    if (here() === undefined) await this.#loadUntil(() => here() !== undefined);
    return here();
  }

  /** Older messages do not come any more. */
  cancel(): void {
    this.#loading.abort();
    this.isLoading = false;
  }

  get #all(): readonly Message[] {
    const { found, byName } = this.#here;
    if (!this.#archived.length) return found;
    const keys = new Set(found.map(({ key }) => key));
    const others = this.#archived
      // As it reads here by now.
      .map((message) => byName.get(message.stanzaId ?? '') ?? byName.get(message.key) ?? message)
      // An archive looks into what is hidden, too.
      .filter((message) => !message.retracted && (message.spoiler === undefined || this.#has(message)))
      .filter(({ key }) => !keys.has(key) && keys.add(key));
    return [...found, ...others].sort((one, other) => other.at - one.at);
  }

  get #here(): Known {
    const { conversation, entries } = this.#conversation;
    if (this.#known && this.#known.conversation === conversation) return this.#known;
    const messages = entries.filter((entry) => entry.kind === 'message');
    const names = messages.flatMap((message) =>
      [message.key, message.stanzaId ?? ''].map((name) => [name, message] as const),
    );
    this.#known = {
      conversation,
      found: messages.filter((message) => this.#has(message)).reverse(),
      byName: new Map(names.filter(([name]) => name)),
    };
    return this.#known;
  }

  #has(message: Message): boolean {
    if (message.retracted || !this.#words.length) return false;
    let folded = this.#folded.get(message);
    if (folded === undefined) this.#folded.set(message, (folded = fold(textOf(message))));
    return this.#words.every((word) => folded.includes(word));
  }

  async #askArchive(): Promise<void> {
    const { jid } = this.#conversation;
    if (!jid) return;
    clearTimeout(this.#timer);
    const { signal } = this.#asking;
    this.archive = 'busy';
    this.#host.requestUpdate();
    let page: FoundPage | undefined;
    let outcome: ArchiveState = 'failed';
    try {
      page = await this.#session.searchArchive(jid, { text: this.#text, max: PAGE, after: this.#page });
      outcome = page ? 'done' : 'none';
    } catch (error) {
      if (!(error instanceof XmppError)) throw error;
    }
    if (signal.aborted) return;
    if (page) {
      this.#page = page;
      this.#archived = [...this.#archived, ...this.#messagesOf(page, jid)];
    }
    this.archive = outcome;
    this.#host.requestUpdate();
  }

  #messagesOf({ messages }: FoundPage, jid: Jid): readonly Message[] {
    const said = messages.flatMap((each): Received[] => {
      if (each.conversation !== jid) return [];
      if (each.kind === 'message-received') return [each];
      // XEP-0308: what corrects a message is shown in its place.
      return each.kind === 'message-corrected' ? [{ ...each.message, replaces: each.target }] : [];
    });
    const isCorrected = ({ id, from }: Received) =>
      said.some(({ replaces, from: by }) => replaces !== undefined && replaces === id && by === from);
    const { conversations } = this.#session.stores;
    return said
      .filter((each) => !isCorrected(each))
      .map((each) => conversations.find(each) ?? messageOf(each))
      .reverse();
  }

  async #loadUntil(isEnough: () => boolean): Promise<void> {
    this.#loading.abort();
    const { signal } = (this.#loading = new AbortController());
    this.isLoading = true;
    this.#host.requestUpdate();
    const conversation = this.#conversation;
    try {
      for (let page = 0; page < MAX_PAGES && !isEnough() && conversation.hasOlder && !signal.aborted; page += 1)
        await conversation.loadOlder();
    } catch (error) {
      // It would not go on: what is looked for is out of reach, and that is said where it is shown.
      if (!(error instanceof XmppError)) throw error;
    }
    if (signal.aborted) return;
    this.isLoading = false;
    this.#host.requestUpdate();
  }

  /** What was under way is of no use any more. */
  #abort(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#asking = new AbortController();
    this.cancel();
    if (this.archive === 'busy') this.archive = 'idle';
  }
}

/** A message that is not here, as it would be. */
function messageOf(event: Received): Message {
  const key = `archive ${event.stanzaId ?? ''}`;
  return { ...event, kind: 'message', key, state: event.isOwn ? 'sent' : 'received' };
}

/** What of a message is looked through, and shown of it: what hides until it is asked for does not come out here. */
export function textOf({ body, spoiler }: Message): string {
  return spoiler ?? body;
}
