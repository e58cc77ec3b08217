import { XmppError } from '../core/errors.js';
import { toBare, type FullJid, type Jid } from '../core/jid.js';
import type { UploadOptions } from '../session/commands/upload-file.js';
import type { MessageOptions, XmppSession } from '../session/session.js';
import type { Message } from '../stores/entries.js';
import { ReadingController } from './reading-controller.js';

/** How much of a message is quoted for clients that do not show what is answered. */
const QUOTED = 500;
/** XEP-0085 §5.1: who has not typed for a while has paused. */
const PAUSE = 5000;

/** How files come into one conversation, whichever is shown. */
export interface FileWay {
  readonly to: Jid;
  /** In bytes. */
  readonly maxSize: number;
  /** See `uploadFile` in the session's commands. */
  upload(file: File, options: UploadOptions): Promise<string>;
  /** Says something of a file: mostly its address, and nothing else. */
  send(text: string, address: string | undefined): Promise<unknown>;
}

/** One conversation, private or in a room, in which somebody writes, too. */
export class ConversationController extends ReadingController {
  /** What we call ourselves to somebody who does not know us yet. */
  nick = '';
  #isComposing = false;
  #pauseTimer: ReturnType<typeof setTimeout> | undefined;
  /** As whom, so on which stream, the server was asked where it takes files. */
  #askedAs: FullJid | undefined;

  /**
   * Sends a message. Resolves when the server has it.
   *
   * @throws {XmppError} the condition under which it came back.
   */
  async send(body: string, more?: Pick<MessageOptions, 'reply' | 'mentions'>): Promise<{ id: string }> {
    this.#stopComposing();
    if (!this.session || !this.jid) throw new XmppError('jid-malformed', 'No conversation is shown.');
    return this.session.sendMessage(this.jid, body, { ...more, nick: this.#introduction });
  }

  /**
   * Says what was written: as a message, as an answer to the one that it is about, or in its place.
   *
   * @param mentions whom it calls.
   * @throws {XmppError} the condition under which it came back.
   */
  async say(body: string, mentions?: MessageOptions['mentions']): Promise<void> {
    const { intent } = this;
    if (!this.cancelIntent('')) this.draft = '';
    if (intent?.kind !== 'edit' || !this.session || !this.jid)
      return void (await this.send(body, { reply: this.#replyTo(intent?.message), mentions }));
    this.#stopComposing();
    if (body !== intent.message.body) await this.#correct(intent.message, body);
  }

  async #correct(message: Message, body: string): Promise<void> {
    const { jid } = this;
    try {
      await this.#change({ kind: 'correction', target: message.id ?? '' }, body);
    } catch (error) {
      // What was written is there again, unless something else is being written by now.
      if (jid === this.jid && !this.draft && !this.intent) {
        this.startEdit(message);
        this.draft = body;
      }
      throw error;
    }
  }

  /** What the draft is about. */
  get intent(): { readonly kind: 'reply' | 'edit'; readonly message: Message } | undefined {
    const intent = this.jid && this.session?.placeIn(this.jid).intent;
    const message = intent && this.entries.find(({ key }) => key === intent.key);
    return message?.kind === 'message' && !message.retracted ? { kind: intent?.kind ?? 'reply', message } : undefined;
  }

  /** The next thing that is said answers a message (XEP-0461). */
  startReply({ key }: Message): void {
    this.cancelIntent();
    this.#place({ intent: { kind: 'reply', key, before: this.draft } });
  }

  /** What is written next is how a message of ours shall read (XEP-0308). */
  startEdit({ key, body }: Message): void {
    this.cancelIntent();
    this.#place({ intent: { kind: 'edit', key, before: this.draft }, draft: body });
  }

  /** The draft is about no message any more. Tells whether it was. */
  cancelIntent(draft?: string): boolean {
    const intent = this.jid && this.session?.placeIn(this.jid).intent;
    if (!intent) return false;
    this.#place({ intent: undefined, draft: intent.kind === 'edit' ? (intent.before ?? '') : (draft ?? this.draft) });
    return true;
  }

  /** What is written here and not sent yet. Kept for the next page of this tab. */
  get draft(): string {
    return (this.jid && this.session?.placeIn(this.jid).draft) ?? '';
  }

  set draft(text: string) {
    if (this.jid) this.session?.changePlace(this.jid, { draft: text });
  }

  /** Sends a failed message of ours once more, as the same message. */
  retry(key: string): void {
    const message = this.entries.find((entry) => entry.key === key);
    if (message?.kind !== 'message' || message.state !== 'failed' || !message.id || !this.jid) return;
    // How it ends stands on the message itself.
    const { id, body, mentions, reply, attachment, match } = message;
    this.session
      ?.sendMessage(this.jid, body, { id, mentions, reply, attachment, match, nick: this.#introduction })
      .catch(() => undefined);
  }

  /** Gives up a failed message of ours. */
  discard(key: string): void {
    const message = this.entries.find((entry) => entry.key === key);
    if (message?.kind !== 'message' || message.state !== 'failed' || !message.id || !this.jid) return;
    this.session?.discardMessage(this.jid, message.id);
  }

  /** What others call a message; `undefined` while it has no name that they know. */
  nameOf({ stanzaId, originId, id, state }: Message): string | undefined {
    if (state === 'sending' || state === 'failed') return undefined;
    return this.conversation?.type === 'groupchat' ? stanzaId : (id ?? originId);
  }

  /** Whether we may say that one of ours reads otherwise, or was not meant. */
  canChange(message: Message): boolean {
    return message.isOwn && !message.retracted && !!message.id && this.nameOf(message) !== undefined;
  }

  /** The last message of ours, which is what one most likely wants to change. */
  get lastOwn(): Message | undefined {
    return this.entries.findLast((entry): entry is Message => entry.kind === 'message' && this.canChange(entry));
  }

  /**
   * Takes a message of ours back (XEP-0424).
   *
   * @param words what people read whose client knows no retractions.
   */
  async retract(message: Message, words: string): Promise<void> {
    const target = this.nameOf(message);
    if (target) await this.#change({ kind: 'retraction', target }, words);
  }

  /** Adds our reaction to a message, or takes it back (XEP-0444). */
  react(key: string, emoji: string): void {
    const message = this.entries.find((entry) => entry.key === key);
    const target = message?.kind === 'message' && this.nameOf(message);
    if (!target) return;
    const before = message.reactions?.find(({ isOwn }) => isOwn)?.emojis ?? [];
    const emojis = before.includes(emoji) ? before.filter((other) => other !== emoji) : [...before, emoji];
    this.#change({ kind: 'reactions', target, emojis }).catch(() => undefined); // The page was told.
  }

  /** Invites the other side, or the room, to a match. See `XmppSession.inviteToMatch` for what it throws. */
  async inviteToMatch(match: Parameters<XmppSession['inviteToMatch']>[1]): Promise<{ id: string }> {
    if (!this.session || !this.jid) throw new XmppError('jid-malformed', 'No conversation is shown.');
    return this.session.inviteToMatch(this.jid, match);
  }

  /** Answers an invitation to a match. Tells whether that worked. */
  async answer(key: string, accepts: boolean): Promise<boolean> {
    const message = this.entries.find((entry) => entry.key === key);
    if (message?.kind !== 'message' || !this.session || !this.jid) return false;
    try {
      await this.session.answerMatch(this.jid, message, accepts);
      return true;
    } catch (error) {
      if (error instanceof XmppError) this.notify('xmpp-error', { condition: error.condition, error });
      return false;
    }
  }

  async #change(change: Parameters<XmppSession['changeMessage']>[1], body?: string): Promise<void> {
    if (!this.session || !this.jid) return;
    try {
      await this.session.changeMessage(this.jid, change, body);
    } catch (error) {
      if (error instanceof XmppError) this.notify('xmpp-error', { condition: error.condition, error });
      throw error;
    }
  }

  /** XEP-0172 §4.2: our nickname goes along with the first that we say to somebody who is no contact. */
  get #introduction(): string | undefined {
    const [session, jid] = [this.session, this.jid];
    if (!session?.jid || !jid || session.stores.roster.value.items.has(toBare(jid))) return undefined;
    const self = toBare(session.jid);
    // A guest has another address every time.
    const isKnown = ({ isOwn, from, state }: Message) => isOwn && toBare(from) === self && state !== 'failed';
    return this.entries.some((entry) => entry.kind === 'message' && isKnown(entry)) ? undefined : this.nick;
  }

  #replyTo(message: Message | undefined): MessageOptions['reply'] {
    const id = message && this.nameOf(message);
    return message && id ? { id, to: message.from, quoted: message.body.slice(0, QUOTED) } : undefined;
  }

  #place(change: Parameters<XmppSession['changePlace']>[1]): void {
    if (this.jid) this.session?.changePlace(this.jid, change);
    this.host.requestUpdate();
  }

  /** The reader typed, or emptied the field. */
  typed(text: string): void {
    if (!text.trim()) return this.#stopComposing('active');
    clearTimeout(this.#pauseTimer);
    this.#pauseTimer = setTimeout(() => this.#stopComposing('paused'), PAUSE);
    if (this.#isComposing) return;
    this.#isComposing = true;
    if (this.jid) this.session?.setChatState(this.jid, 'composing');
  }

  protected override looksAway(): void {
    this.#stopComposing('paused');
  }

  /** The way of files into this conversation; `undefined` while we know of none. */
  get files(): FileWay | undefined {
    const [session, to] = [this.session, this.jid];
    const service = session?.stores.features.uploadService;
    if (!session || !to || !service) return undefined;
    return {
      to,
      maxSize: service.maxFileSize,
      upload: (file, options) => session.uploadFile(file, options),
      send: (text, attachment) => session.sendMessage(to, text, { attachment, nick: this.#introduction }),
    };
  }

  /** Whether files can be sent, to whomever: no longer once somebody signs out. */
  get takesFiles(): boolean {
    return !!this.session?.stores.features.uploadService;
  }

  /** Somebody may want to send files: asks once a stream where the server takes them. */
  findFiles(): void {
    const { session } = this;
    if (session?.status !== 'online' || session.jid === this.#askedAs) return;
    this.#askedAs = session.jid;
    // A server that would not say has none, as far as we are concerned.
    session.findUploadService().catch(() => undefined);
  }

  #stopComposing(state?: 'active' | 'paused'): void {
    clearTimeout(this.#pauseTimer);
    if (!this.#isComposing) return;
    this.#isComposing = false;
    if (state && this.jid) this.session?.setChatState(this.jid, state);
  }
}
