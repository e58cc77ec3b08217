import { XmppError } from '../core/errors.js';
import { bareJidOf, type BareJid, type Jid } from '../core/jid.js';
import type { DataForm } from '../protocol/xep-0004-forms.js';
import {
  channelSearch,
  channelSearchForm,
  channelSearchFormIn,
  channelsIn,
  type FoundRooms,
} from '../protocol/xep-0433-channel-search.js';
import type { CommandContext } from './commands/command.js';
import {
  describeRoom,
  findRoomService,
  findSearchService,
  listRooms,
  type RoomDescription,
  type RoomsPage,
} from './commands/list-rooms.js';

/** How many are asked for at once of those that are looked for. */
const FOUND_AT_ONCE = 30;

/** Who looks for words, and by which form. */
interface Searcher {
  readonly jid: Jid;
  readonly form: DataForm;
}

/** The rooms of one service: which there are, and what they say about themselves. */
export class RoomDirectory {
  readonly #context: CommandContext;
  #service: Jid | undefined;
  #searcher: Promise<Searcher | undefined> | undefined;

  /** @param service its address; otherwise it is the server's own. */
  constructor(context: CommandContext, service: Jid | undefined) {
    this.#context = context;
    this.#service = service;
  }

  /**
   * Some of its rooms.
   *
   * @param after `next` of an earlier page.
   * @throws {XmppError} `no-rooms`: the server has no such service.
   * @throws {StanzaError} it would not say.
   */
  async page(after?: string): Promise<RoomsPage> {
    return listRooms(this.#context, await this.#found(), after);
  }

  /**
   * Some of the rooms that the server knows under these words, of this service or another (XEP-0433).
   *
   * @param after `next` of an earlier page.
   * @returns `undefined`: nobody there looks for words.
   * @throws {StanzaError} they would not: `resource-constraint`, too often; `bad-request`, not for these words; …
   */
  async search(query: string, after?: string): Promise<FoundRooms | undefined> {
    this.#searcher ??= this.#findSearcher().catch((error: unknown) => {
      this.#searcher = undefined;
      throw error;
    });
    const searcher = await this.#searcher;
    if (!searcher) return undefined;
    const { jid, form } = searcher;
    const found = channelsIn(
      await this.#context.transport.request(channelSearch(jid, form, query, { max: FOUND_AT_ONCE, after })),
    );
    return found.next === after ? { rooms: found.rooms } : found;
  }

  /** See `describeRoom` in the commands. */
  async describe(room: BareJid): Promise<RoomDescription> {
    return describeRoom(this.#context, room);
  }

  /**
   * The address of a room that is yet to be made.
   *
   * @throws {XmppError} `room-exists`; `jid-malformed`: no room can be called so; or as `page`.
   */
  async addressFor(name: string): Promise<BareJid> {
    const room = bareJidOf(`${slugOf(name)}@${await this.#found()}`);
    if (!room || !slugOf(name)) throw new XmppError('jid-malformed', `No name for a room: ${name}`);
    const isThere = await this.describe(room).then(
      () => true,
      () => false, // There is none, or it is nobody's business: the door will tell.
    );
    if (isThere) throw new XmppError('room-exists', `There is a room ${room}.`);
    return room;
  }

  async #findSearcher(): Promise<Searcher | undefined> {
    const jid = await findSearchService(this.#context, this.#service);
    const form = jid && channelSearchFormIn(await this.#context.transport.request(channelSearchForm(jid)));
    return jid && form && { jid, form };
  }

  async #found(): Promise<Jid> {
    this.#service ??= await findRoomService(this.#context);
    if (!this.#service) throw new XmppError('no-rooms', 'The server has no service for rooms.');
    return this.#service;
  }
}

/** “Ann's Café!” → `anns-café`: letters and digits of any language, the rest is left out or joins them. */
function slugOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{M}\p{N}._]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 100);
}
