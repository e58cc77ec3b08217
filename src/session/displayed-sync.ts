import { StanzaError } from '../core/errors.js';
import { toBare, type BareJid, type Jid } from '../core/jid.js';
import type { DisplayedElsewhere, DomainEvent } from '../protocol/events.js';
import { keepsPrivately, PRIVATELY } from '../protocol/xep-0223-private.js';
import {
  ALL_PRIVATELY,
  createDisplayed,
  displayedQuery,
  publishDisplayed,
  readDisplayed,
} from '../protocol/xep-0490-displayed.js';
import type { Entry } from '../stores/entries.js';
import type { CommandContext } from './commands/command.js';

/** What is read right after something was told waits for so long, to be told once, in ms. */
const REST = 2000;
/** Of how many conversations the server shall keep it: of as many as it can, or where it does not know that word of these. */
const LIMITS = ['max', '200'];

/** XEP-0490: what was seen here is read on our other devices, and the other way round. Only ever forward. */
export class DisplayedSync {
  readonly #context: CommandContext;
  /** Up to where conversations were seen, as our server has it. */
  readonly #known = new Map<Jid, DisplayedElsewhere>();
  /** What was read here and is not told yet. */
  readonly #read = new Set<Jid>();
  /** Our server keeps such things for us, and has told what it had. */
  #isOffered = false;
  /** It takes no more options than every server knows. */
  #isPlain = false;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(context: CommandContext) {
    this.#context = context;
    void this.#load();
  }

  /** Acts on an event that the stores know already. */
  react(event: DomainEvent): void {
    switch (event.kind) {
      case 'features-discovered':
        return event.jid === this.#account ? void this.#load() : undefined;
      case 'connection-changed':
        return this.#tellSoon();
      case 'displayed-elsewhere':
        return void this.#known.set(event.conversation, event);
      case 'message-received':
        return this.#apply(event.conversation, event.stanzaId);
      case 'archive-page-received':
        for (const jid of new Set(event.messages.map(({ conversation }) => conversation))) this.#apply(jid);
        return this.#tellSoon();
      case 'conversation-read':
        this.#read.add(event.conversation);
        return this.#tellSoon();
      case 'signed-out':
        this.#isOffered = false;
        this.#known.clear();
        this.#read.clear();
    }
  }

  /** A message came that we may have seen elsewhere before it was here. */
  #apply(jid: Jid, stanzaId = this.#known.get(jid)?.stanzaId): void {
    const known = this.#known.get(jid);
    if (known && known.stanzaId === stanzaId) this.#context.dispatch(known);
  }

  async #load(): Promise<void> {
    const { isGuest, stores, transport, dispatch } = this.#context;
    const account = this.#account;
    const features = account && stores.features.value.get(account);
    this.#isOffered = false;
    if (isGuest || !features || !keepsPrivately(features)) return;
    const onResult = (answer: Element) => readDisplayed(answer, account).forEach((each) => dispatch(each));
    try {
      await transport.request(displayedQuery(), { onResult });
    } catch (error) {
      // Otherwise nobody has told anything yet.
      if (!(error instanceof StanzaError && error.condition === 'item-not-found')) return;
    }
    this.#isOffered = true;
    this.#tellSoon();
  }

  /** The first is told at once: who has read may leave. */
  #tellSoon(): void {
    const isOnline = this.#context.stores.connection.value.status === 'online';
    if (this.#rest || !this.#isOffered || !isOnline || !this.#read.size) return;
    const go = () => {
      this.#rest = undefined;
      this.#tellSoon();
    };
    this.#rest = setTimeout(go, REST);
    void this.#tell();
  }

  async #tell(): Promise<void> {
    for (const jid of [...this.#read]) {
      this.#read.delete(jid);
      const news = this.#newsOf(jid);
      if (!news) continue;
      try {
        await this.#publish(news);
        this.#known.set(jid, news);
      } catch (error) {
        // Who refuses one refuses all; what was on its way when the stream broke goes with the next one.
        if (error instanceof StanzaError) this.#isOffered = false;
        else this.#read.add(jid);
        return;
      }
    }
  }

  async #publish(displayed: DisplayedElsewhere): Promise<void> {
    const { transport } = this.#context;
    const publication = { ...displayed, by: this.#archiveOf(displayed.conversation) };
    try {
      if (!this.#isPlain) return void (await transport.request(publishDisplayed(publication, ALL_PRIVATELY)));
    } catch (error) {
      if (!(error instanceof StanzaError)) throw error;
      this.#isPlain = true;
      await this.#create();
    }
    await transport.request(publishDisplayed(publication, PRIVATELY));
  }

  /** Some servers know these options only when the node is made. */
  async #create(): Promise<void> {
    for (const max_items of LIMITS) {
      try {
        return void (await this.#context.transport.request(createDisplayed({ ...ALL_PRIVATELY, max_items })));
      } catch (error) {
        // It is there already: whether it is private is asked with each publication.
        if (!(error instanceof StanzaError) || error.condition === 'conflict') return;
      }
    }
  }

  /** Up to where a conversation was read here, if that is further than anybody has told. */
  #newsOf(conversation: Jid): DisplayedElsewhere | undefined {
    const { conversations, archives } = this.#context.stores;
    const entries = conversations.value.get(conversation)?.entries ?? [];
    const place = entries.findLastIndex((entry) => entry.kind === 'message' && !entry.isOwn && entry.stanzaId);
    const stanzaId = stanzaIdOf(entries[place]);
    const known = this.#known.get(conversation)?.stanzaId;
    if (!stanzaId || known === stanzaId) return undefined;
    const told = known ? entries.findLastIndex((entry) => stanzaIdOf(entry) === known) : -1;
    if (told > place) return undefined;
    // What another client has seen may be newer than all that is here yet.
    if (known && told < 0 && archives.value.byJid.get(this.#archiveOf(conversation))?.isCaughtUp === false) {
      this.#read.add(conversation);
      return undefined;
    }
    return { kind: 'displayed-elsewhere', conversation, stanzaId };
  }

  /** Who names its messages. */
  #archiveOf(conversation: Jid): BareJid {
    const isRoom = this.#context.stores.conversations.value.get(conversation)?.type === 'groupchat';
    return isRoom ? (conversation as BareJid) : (this.#account as BareJid);
  }

  get #account(): BareJid | undefined {
    const { self } = this.#context;
    return self && toBare(self);
  }
}

function stanzaIdOf(entry: Entry | undefined): string | undefined {
  return entry?.kind === 'message' ? entry.stanzaId : undefined;
}
