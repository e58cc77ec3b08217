import type { BareJid, FullJid, Jid } from '../core/jid.js';
import type {
  FeaturesDiscovered,
  Game,
  Occupant,
  Show,
  SubscriptionRequested,
  VoiceRequested,
} from '../protocol/events.js';
import type { Avatar } from '../stores/avatars-store.js';
import type { Conversation, Entry } from '../stores/entries.js';
import type { Invitation } from '../stores/invitations-store.js';
import type { Presence } from '../stores/presences-store.js';
import type { Room } from '../stores/rooms-store.js';
import type { RosterItem } from '../stores/roster-store.js';
import type { Telling } from '../stores/tellings.js';
import { keyOf, read, write } from '../transport/kept.js';
import type { Place } from './places.js';
import type { Stores } from './stores.js';

/** What a page leaves to the next one of its tab, which paints it before there is a stream. Plain data: JSON. */
export interface Snapshot {
  readonly version: typeof VERSION;
  /** Whose it is: an account's bare JID, or for guests the domain. */
  readonly account: string;
  readonly jid: FullJid;
  /** When, in ms since the epoch. */
  readonly at: number;
  readonly presence: { readonly show: Show; readonly status: string; readonly game?: Game | undefined };
  /** `telling`: how far an archive had come that was still telling what had been missed. */
  readonly conversations: readonly (Conversation & { readonly telling?: Telling | undefined })[];
  readonly lastKey: number;
  readonly rooms: readonly Room[];
  readonly occupants: readonly (readonly [BareJid, readonly Occupant[]])[];
  readonly roster: { readonly items: readonly RosterItem[]; readonly version?: string | undefined } | undefined;
  readonly requests?: readonly SubscriptionRequested[];
  readonly voiceRequests?: readonly (readonly [BareJid, readonly VoiceRequested[]])[];
  readonly invitations?: readonly (readonly [string, Invitation])[];
  readonly avatars?: readonly (readonly [Jid, Avatar])[];
  readonly presences: readonly (readonly [BareJid, readonly (readonly [string, Presence])[]])[];
  readonly features: readonly (readonly [Jid, FeatureList])[];
  readonly archives: {
    readonly last: readonly (readonly [BareJid, string])[];
    readonly complete: readonly Jid[];
    readonly oldest: readonly (readonly [Jid, string])[];
  };
  readonly places: readonly (readonly [Jid, Place])[];
}

type FeatureList = Omit<FeaturesDiscovered, 'kind' | 'jid'>;

/** Another form of it is another number: a page of another release does not read it. */
export const VERSION = 1;
/** The server keeps nobody waiting for longer; what is older is loaded again, from the archives. In ms. */
const MAX_AGE = 24 * 3600_000;

const snapshotKey = (owner: string) => keyOf(owner, 'snapshot');
const wholeKey = (owner: string) => keyOf(owner, 'whole');

/**
 * Keeps a snapshot for the next page of this tab.
 *
 * @param isWhole nothing can have been heard after it: who goes on with the stream goes on from it.
 * @returns whether there was room for it.
 */
export function keepSnapshot(owner: string, snapshot: Snapshot, isWhole: boolean): boolean {
  const isKept = write('sessionStorage', snapshotKey(owner), snapshot);
  write('sessionStorage', wholeKey(owner), isKept && isWhole ? { at: snapshot.at } : undefined);
  return isKept;
}

/** From now on more is heard than the snapshot knows: it is still something to paint, but nothing to go on from. */
export function outdateSnapshot(owner: string): void {
  write('sessionStorage', wholeKey(owner), undefined);
}

/** What an earlier page of this tab has left of an account, and whether it is whole. */
export function keptSnapshot(owner: string, account: string): { snapshot: Snapshot; isWhole: boolean } | undefined {
  const snapshot = read('sessionStorage', snapshotKey(owner)) as Snapshot | undefined;
  const isOurs = snapshot?.version === VERSION && snapshot.account === account;
  if (!isOurs || !(Date.now() - snapshot.at < MAX_AGE)) return undefined;
  const whole = read('sessionStorage', wholeKey(owner)) as { readonly at: number } | undefined;
  return { snapshot, isWhole: whole?.at === snapshot.at };
}

/**
 * Fills the stores with what an earlier page knew.
 *
 * @throws {TypeError} it is none of ours, whatever it calls itself. What was filled in by then has to be emptied again.
 */
export function restoreSnapshot(stores: Stores, snapshot: Snapshot): void {
  const {
    jid,
    conversations,
    lastKey,
    rooms,
    occupants,
    roster,
    requests = [],
    voiceRequests = [],
    invitations = [],
    avatars = [],
    presences,
    features,
    archives,
  } = snapshot;
  if (!conversations.every(({ entries }) => entries.every(isEntry))) throw new TypeError('Not a snapshot');
  stores.connection.set({ ...stores.connection.value, jid });
  if (roster) {
    const items = new Map(roster.items.map((item) => [item.jid, item]));
    stores.roster.set({ items, version: roster.version, isLoaded: true });
  }
  stores.avatars.set({ byJid: new Map(avatars) });
  stores.requests.set(new Map(requests.map((request) => [request.from, request])));
  stores.voiceRequests.set(new Map(voiceRequests));
  stores.invitations.set(new Map(invitations));
  stores.conversations.restore(conversations, lastKey, stores.roster.value.items.keys());
  stores.rooms.set(new Map(rooms.map((room) => [room.jid, room])));
  stores.occupants.set(
    new Map(occupants.map(([room, all]) => [room, { byNick: new Map(all.map((each) => [each.nick, each])) }])),
  );
  stores.presences.set(new Map(presences.map(([account, resources]) => [account, new Map(resources)])));
  stores.features.set(new Map(features.map(([of, known]) => [of, { ...known, features: new Set(known.features) }])));
  stores.archives.set({
    byJid: new Map(archives.last.map(([archive, last]) => [archive, { last, isCaughtUp: true }])),
    complete: new Set(archives.complete),
    oldest: new Map(archives.oldest),
  });
}

function isEntry(entry: Entry): boolean {
  const isText = (...texts: unknown[]) => texts.every((text) => typeof text === 'string');
  return isText(entry.key) && Number.isFinite(entry.at) && (entry.kind !== 'message' || isText(entry.body, entry.from));
}
