import type { Jid } from '../../core/jid.js';
import { XmppError } from '../../core/errors.js';
import { domainOf, isBare, localOf, toBare, type BareJid } from '../../core/jid.js';
import { discoInfo, discoItems, readDiscoInfo, readDiscoItems, moreItemsAfter } from '../../protocol/xep-0030-disco.js';
import { isHidden, roomInfoIn, type RoomInfo } from '../../protocol/xep-0045-muc/info.js';
import { NS_CHANNEL_SEARCH } from '../../protocol/xep-0433-channel-search.js';
import { roomAvatarIn } from '../../protocol/xep-0486-muc-avatars.js';
import type { CommandContext } from './command.js';

/** How many of a server's services are asked at most what they are. */
const MAX_ASKED = 20;
/** How many rooms are asked for at once. */
const PAGE = 100;

/** A room, as its service lists it. */
export interface ListedRoom {
  readonly jid: BareJid;
  /** What the service calls it; may be empty. */
  readonly name: string;
}

/** Some of the rooms of a service. */
export interface RoomsPage {
  readonly rooms: readonly ListedRoom[];
  /** After which item there are more. */
  readonly next?: string | undefined;
}

/** What a room says about itself. */
export interface RoomDescription extends RoomInfo {
  readonly name: string;
  readonly features: readonly string[];
  /** It does not wish to be found. */
  readonly isHidden: boolean;
}

/**
 * XEP-0045 §6.1: finds the server's own service for rooms; `undefined` where it has none.
 *
 * @throws {StanzaError} the server would not say what it has.
 */
export async function findRoomService(context: CommandContext): Promise<Jid | undefined> {
  const services = await servicesOf(context);
  return services.find((jid) =>
    // Others of the category are gateways to chats of other kinds.
    context.stores.features.value
      .get(jid)
      ?.identities.some(({ category, type }) => category === 'conference' && type === 'text'),
  );
}

/**
 * XEP-0433 §4.1: finds who looks for words among rooms: the service itself whose rooms are listed, or another one of our own
 * server's. Nobody else is told what somebody looks for.
 *
 * @throws {StanzaError} the server would not say what it has.
 */
export async function findSearchService(context: CommandContext, rooms: Jid | undefined): Promise<Jid | undefined> {
  const { stores, wire } = context;
  const offers = (jid: Jid) => !!stores.features.value.get(jid)?.features.has(NS_CHANNEL_SEARCH);
  if (rooms && !stores.features.value.has(rooms)) await wire.discover(context, rooms).catch(notTold);
  return rooms && offers(rooms) ? rooms : (await servicesOf(context)).find(offers);
}

/** What the server has, each asked what it is. */
async function servicesOf(context: CommandContext): Promise<readonly Jid[]> {
  const { self, transport, stores, wire } = context;
  if (!self) return [];
  const answer = await transport.request(discoItems(domainOf(self) as Jid));
  const items = readDiscoItems(answer)
    .map(({ jid }) => jid)
    .slice(0, MAX_ASKED);
  const unknown = items.filter((jid) => !stores.features.value.has(jid));
  await Promise.all(unknown.map((jid) => wire.discover(context, jid).catch(notTold)));
  return items;
}

/** Who does not say what it is has nothing for us. */
function notTold(error: unknown): void {
  if (!(error instanceof XmppError)) throw error;
}

/**
 * XEP-0045 §6.3: the rooms that a service tells of.
 *
 * @param after the item at which an earlier page ended (XEP-0059).
 * @throws {StanzaError} it would not say.
 */
export async function listRooms({ transport }: CommandContext, service: Jid, after?: string): Promise<RoomsPage> {
  const answer = await transport.request(discoItems(service, { max: PAGE, after }));
  const rooms = readDiscoItems(answer)
    .filter(({ jid }) => localOf(jid) && isBare(jid) && domainOf(jid) === service)
    .map(({ jid, name }) => ({ jid: toBare(jid), name }));
  const next = moreItemsAfter(answer);
  return { rooms, next: next === after ? undefined : next };
}

/**
 * XEP-0045 §6.4: what a room says about itself.
 *
 * @throws {StanzaError} `item-not-found`: there is none; or it would not say.
 */
export async function describeRoom({ transport, dispatch }: CommandContext, room: BareJid): Promise<RoomDescription> {
  const answer = await transport.request(discoInfo(room));
  const { identities, features } = readDiscoInfo(answer, room);
  const avatar = roomAvatarIn(answer, room);
  if (avatar) dispatch(avatar);
  const name = identities.find(({ category }) => category === 'conference')?.name ?? '';
  return { name, features, ...roomInfoIn(answer), isHidden: isHidden(features) };
}
