import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { XmppError } from '../core/errors.js';
import { fold } from '../core/fold.js';
import { jidOf, localOf, type BareJid } from '../core/jid.js';
import type { XmppSession } from '../session/session.js';

type RoomDirectory = Awaited<ReturnType<XmppSession['roomDirectory']>>;
type Description = Awaited<ReturnType<RoomDirectory['describe']>>;
type Listed = Awaited<ReturnType<RoomDirectory['page']>>['rooms'][number];

/** A room that one can choose. */
export interface KnownRoom {
  readonly jid: BareJid;
  readonly name: string;
  /** What the room says that it is about; `''` before it has said so. */
  readonly description: string;
  readonly occupants?: number | undefined;
}

/** How many rooms are asked at once what they are. */
const MAX_ASKED = 4;
/** How many are shown at first, and more each time. */
const STEP = 100;

/** The rooms of a service: as many as have been asked for, each with what it says about itself once it was seen. */
export class DirectoryController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #session: XmppSession | undefined;
  #muc = '';
  #directory: RoomDirectory | undefined;
  /** Of what is asked for now; another one has overtaken what came before. */
  #round: object = {};
  #isBusy = false;
  #listed: readonly Listed[] | undefined;
  #next: string | undefined;
  #limit = STEP;
  #error: XmppError | undefined;
  readonly #descriptions = new Map<BareJid, Description>();
  readonly #asked = new Set<BareJid>();
  #waiting: BareJid[] = [];
  #running = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  get error(): XmppError | undefined {
    return this.#error;
  }

  /** There is an answer, even if it is that there are none. */
  get isLoaded(): boolean {
    return !!this.#listed;
  }

  /** Whether the service has told of a room. */
  lists(room: BareJid): boolean {
    return !!this.#listed?.some(({ jid }) => jid === room);
  }

  /** Those in whose name, address or description there is the query, and whether there may be more. */
  find(query: string): { readonly rooms: readonly KnownRoom[]; readonly hasMore: boolean } {
    const words = fold(query.trim());
    const all = (this.#listed ?? []).map((room) => this.#known(room)).filter((room) => room !== undefined);
    const found = words
      ? all.filter(({ jid, name, description }) => fold(`${name} ${localOf(jid)} ${description}`).includes(words))
      : all;
    return { rooms: found.slice(0, this.#limit), hasMore: found.length > this.#limit || this.#next !== undefined };
  }

  /** Those of other rooms in which there is the query, with what they say about themselves. */
  among(others: readonly { readonly jid: BareJid; readonly name: string }[], query: string): readonly KnownRoom[] {
    const words = fold(query.trim());
    return others
      .map(({ jid, name }) => {
        const { description = '', occupants } = this.#descriptions.get(jid) ?? {};
        return { jid, name, description, occupants };
      })
      .filter(({ jid, name, description }) => fold(`${name} ${localOf(jid)} ${description}`).includes(words));
  }

  /** Whose rooms, from now on. */
  configure(session: XmppSession | undefined, muc: string): void {
    if (session === this.#session && muc === this.#muc) return;
    this.#session = session;
    this.#muc = muc;
    this.#directory = this.#listed = this.#next = this.#error = undefined;
    this.#limit = STEP;
    this.#isBusy = false;
    this.#round = {};
    this.#descriptions.clear();
    this.#forget();
  }

  hostUpdated(): void {
    const isDue = !this.#listed && !this.#isBusy && !this.#error && this.#session?.status === 'online';
    if (isDue) void this.#load();
  }

  /** Shows more of them; asks for them where all that came is shown. */
  more(): void {
    this.#limit += STEP;
    if (this.#next !== undefined && this.#limit > (this.#listed?.length ?? 0)) void this.#load(this.#next);
    this.#host.requestUpdate();
  }

  /** Asks once more; what is known stays until there is an answer. */
  reload(): void {
    this.#error = undefined;
    this.#forget();
    void this.#load();
    this.#host.requestUpdate();
  }

  /** Somebody sees a room: it is asked what it is, if nobody has yet. */
  see(room: BareJid): void {
    if (this.#asked.has(room)) return;
    this.#asked.add(room);
    this.#waiting.push(room);
    this.#askNext();
  }

  /**
   * The address of a room that is yet to be made.
   *
   * @throws {XmppError} `room-exists`, `jid-malformed`, or why it cannot be told.
   */
  async addressFor(name: string): Promise<BareJid> {
    if (!this.#directory) throw new XmppError('no-rooms');
    return this.#directory.addressFor(name);
  }

  #known({ jid, name }: Listed): KnownRoom | undefined {
    const said = this.#descriptions.get(jid);
    if (said?.isHidden) return undefined;
    // ejabberd calls a room that has no name by its address, and by how many are in.
    const listed = /^(.*) \(\d+\)$/.exec(name)?.[1] === localOf(jid) ? localOf(jid) : name;
    const { description = '', occupants } = said ?? {};
    return { jid, name: said?.name || listed || localOf(jid), description, occupants };
  }

  async #load(after?: string): Promise<void> {
    const [session, round] = [this.#session, (this.#round = {})];
    if (!session) return;
    this.#isBusy = true;
    try {
      const service = this.#muc ? jidOf(this.#muc) : undefined;
      if (this.#muc && !service) throw new XmppError('invalid-jid', `Not a service’s JID: ${this.#muc}`);
      const directory = this.#directory ?? (await session.roomDirectory(service));
      const page = await directory.page(after);
      if (round !== this.#round) return;
      this.#directory = directory;
      const before = after === undefined ? [] : (this.#listed ?? []);
      const known = new Set(before.map(({ jid }) => jid));
      this.#listed = [...before, ...page.rooms.filter(({ jid }) => !known.has(jid)).sort(byName)];
      this.#next = page.next;
    } catch (error) {
      if (round !== this.#round) return;
      this.#error = asXmppError(error);
      // The next stream asks by itself.
      if (/^(offline|connection-lost)$/.test(this.#error.condition)) this.#error = undefined;
    }
    this.#isBusy = false;
    this.#host.requestUpdate();
  }

  #askNext(): void {
    const directory = this.#directory;
    if (!directory || this.#running >= MAX_ASKED) return;
    const room = this.#waiting.shift();
    if (!room) return;
    this.#running += 1;
    directory
      .describe(room)
      .then(
        (description) => {
          this.#descriptions.set(room, description);
          this.#host.requestUpdate();
        },
        () => undefined, // It keeps to itself, or is gone: its door tells.
      )
      .finally(() => {
        this.#running -= 1;
        this.#askNext();
      });
    this.#askNext();
  }

  #forget(): void {
    this.#asked.clear();
    this.#waiting = [];
  }
}

const { compare } = new Intl.Collator();

function byName(one: Listed, other: Listed): number {
  return compare(one.name || one.jid, other.name || other.jid);
}

function asXmppError(error: unknown): XmppError {
  if (error instanceof XmppError) return error;
  return new XmppError('service-unreachable', String(error), { cause: error });
}
