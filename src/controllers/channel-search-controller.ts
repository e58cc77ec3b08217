import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { StanzaError, type XmppError } from '../core/errors.js';
import { jidOf, type BareJid } from '../core/jid.js';
import type { XmppSession } from '../session/session.js';

type RoomDirectory = Awaited<ReturnType<XmppSession['roomDirectory']>>;
type Found = NonNullable<Awaited<ReturnType<RoomDirectory['search']>>>;

/** Whoever types is not asked for after each letter, in ms. */
const PAUSE = 300;
/** Who is asked too often says so, and mostly when to ask again; else we wait for so long, in s, each time twice as long. */
const REST = 5;
const LONGEST_REST = 600;

/** What a service finds that looks for words among rooms (XEP-0433), where there is one. */
export class ChannelSearchController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #session: XmppSession | undefined;
  #muc = '';
  #directory: Promise<RoomDirectory> | undefined;
  #query = '';
  #found: Found = { rooms: [] };
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Of what is asked now; another one has overtaken what came before. */
  #round: object = {};
  #isBusy = false;
  #error: XmppError | undefined;
  /** Nobody is asked before then, in ms of the page. */
  #restsUntil = 0;
  #rests = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Whose services, from now on. */
  configure(session: XmppSession | undefined, muc: string): void {
    if (session === this.#session && muc === this.#muc) return;
    this.#session = session;
    this.#muc = muc;
    this.#directory = undefined;
    this.#restsUntil = this.#rests = 0;
    this.look('');
  }

  /** What was found so far, best first. */
  get rooms(): Found['rooms'] {
    return this.#found.rooms;
  }

  get hasMore(): boolean {
    return this.#found.next !== undefined;
  }

  /** An answer is due. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Why there is none. */
  get error(): XmppError | undefined {
    return this.#error;
  }

  has(room: BareJid): boolean {
    return this.#found.rooms.some(({ jid }) => jid === room);
  }

  /** Somebody looks for this now; for nothing: `''`. */
  look(written: string): void {
    const query = written.trim();
    if (query === this.#query) return;
    this.#query = query;
    this.#found = { rooms: [] };
    this.#error = undefined;
    this.#ask(PAUSE);
  }

  more(): void {
    if (this.hasMore && !this.#isBusy) this.#ask(0, this.#found.next);
  }

  hostConnected(): void {
    if (this.#isBusy) this.#ask(PAUSE);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  #ask(pause: number, after?: string): void {
    clearTimeout(this.#timer);
    const round = (this.#round = {});
    this.#isBusy = !!this.#query && !!this.#session;
    if (this.#isBusy) {
      const wait = Math.max(pause, this.#restsUntil - performance.now());
      this.#timer = setTimeout(() => void this.#search(round, after), wait);
    }
    this.#host.requestUpdate();
  }

  async #search(round: object, after?: string): Promise<void> {
    try {
      const directory = await (this.#directory ??= this.#open());
      const found = await directory.search(this.#query, after);
      if (round !== this.#round) return;
      const before = after === undefined ? [] : this.#found.rooms;
      const known = new Set(before.map(({ jid }) => jid));
      const rooms = [...before, ...(found?.rooms ?? []).filter(({ jid }) => !known.has(jid))];
      this.#found = { rooms, next: found?.next };
      this.#error = undefined;
      this.#rests = 0;
    } catch (error) {
      this.#rest(error);
      if (round !== this.#round) return;
      // What else went wrong is nothing to whoever looks for a room: what is listed is searched all the same.
      this.#error = isTooOften(error) ? error : undefined;
      if (!this.#error) this.#found = { rooms: this.#found.rooms };
      else if (after === undefined) return this.#ask(0);
    }
    this.#isBusy = false;
    this.#host.requestUpdate();
  }

  #open(): Promise<RoomDirectory> {
    const service = this.#muc ? jidOf(this.#muc) : undefined;
    const opening = (this.#session as XmppSession).roomDirectory(service);
    opening.catch(() => (this.#directory = undefined));
    return opening;
  }

  /** They have been asked too often (§4.2.2.5): not before the time that they say, or longer each time. */
  #rest(error: unknown): void {
    if (!isTooOften(error)) return;
    const { retryAfter } = error;
    const least = (retryAfter === undefined ? REST : 1) * 2 ** this.#rests;
    this.#rests += 1;
    this.#restsUntil = performance.now() + Math.min(Math.max(retryAfter ?? 0, least), LONGEST_REST) * 1000;
  }
}

function isTooOften(error: unknown): error is StanzaError {
  return error instanceof StanzaError && error.condition === 'resource-constraint';
}
