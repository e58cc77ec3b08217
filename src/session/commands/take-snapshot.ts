import { toBare, type BareJid, type FullJid, type Jid } from '../../core/jid.js';
import type { Conversation, Entry } from '../../stores/entries.js';
import { VERSION, type Snapshot } from '../snapshot.js';
import type { Stores } from '../stores.js';

/** What is kept at most: more would cost the page that goes more than the one that comes saves. */
const FULL = { conversations: 20, entries: 100, behind: 1000, occupants: 500, contacts: 1000 };
/**
 * What we say stands where we said it: what came while it was on its way stands before it here, and behind it in the archive.
 * So what was cut off is looked for from a little behind the cut.
 */
const OVERLAP = 20;
/**
 * What we said so lately, in ms, the archive may have behind what came since: cut off, it would be told later and stand behind
 * what we said after it. So more than the usual number of entries is kept, up to `behind`.
 */
const LATELY = 120_000;
/** Where that finds no room. */
const SMALL = { conversations: 3, entries: 30, behind: 30, occupants: 0, contacts: 0 };

/** What the stores know now, as far as the next page needs it at once; `isSmall` where there is little room. */
export function takeSnapshot(
  stores: Stores,
  own: Pick<Snapshot, 'account' | 'presence' | 'places'> & { readonly jid: FullJid },
  isSmall = false,
): Snapshot {
  const { conversations, rooms, occupants, avatars, roster, requests, voiceRequests, invitations } = stores;
  const { presences, features, archives } = stores;
  const most = isSmall ? SMALL : FULL;
  const isFew = ({ size }: { readonly size: number }) => size <= most.contacts;
  const isKept = (room: BareJid) => (occupants.value.get(room)?.byNick.size ?? 0) <= most.occupants;
  const { byJid, complete, oldest } = archives.value;
  const isBehind = ({ jid, type }: Conversation) =>
    byJid.get(type === 'chat' ? toBare(own.jid) : (jid as BareJid))?.isCaughtUp === false;
  const kept = [...conversations.value.values()].sort((one, other) => lastOf(other) - lastOf(one));
  const shown = kept.slice(0, most.conversations).flatMap((conversation) => {
    if (!isBehind(conversation)) return cut(conversation, most);
    // Where its archive goes on is somewhere in it: without that nothing of it can be put in order.
    if (conversation.entries.length > most.behind) return [];
    return { ...conversation, telling: conversations.telling(conversation.jid) ?? { isByArchive: true } };
  });
  const isWhole = ({ jid, entries }: Conversation) => conversations.value.get(jid)?.entries.length === entries.length;
  const whole = new Set(shown.filter(isWhole).map(({ jid }) => jid));
  return {
    ...own,
    version: VERSION,
    at: Date.now(),
    conversations: shown,
    lastKey: conversations.lastKey,
    // A room that is too full to keep is entered again: it tells who is in.
    rooms: [...rooms.value.values()].map((room) => (isKept(room.jid) ? room : { ...room, state: 'left' })),
    occupants: [...occupants.value]
      .filter(([room]) => isKept(room))
      .map(([room, { byNick }]) => [room, [...byNick.values()]]),
    roster:
      roster.value.isLoaded && isFew(roster.value.items)
        ? { items: [...roster.value.items.values()], version: roster.value.version }
        : undefined,
    requests: [...requests.value.values()],
    voiceRequests: [...voiceRequests.value],
    invitations: [...invitations.value],
    avatars: [...avatars.value.byJid].slice(-most.occupants),
    presences: isFew(presences.value) ? [...presences.value].map(([account, all]) => [account, [...all]]) : [],
    features: [...features.value].map(([jid, known]) => [jid, { ...known, features: [...known.features] }]),
    archives: {
      last: [...byJid].flatMap(([jid, { last }]) => (last === undefined ? [] : [[jid, last] as const])),
      // Of what is cut off there is something older to load again.
      complete: [...complete].filter((jid) => whole.has(jid)),
      oldest: [...oldest]
        .filter(([jid]) => whole.has(jid))
        .concat(shown.filter((each) => !isWhole(each)).flatMap(startOf)),
    },
  };
}

/** Where to look for what was cut off. */
function startOf({ jid, entries }: Conversation): [Jid, string][] {
  const archived = entries.flatMap((entry) => (entry.kind === 'message' ? (entry.stanzaId ?? []) : []));
  const id = archived[Math.min(OVERLAP, archived.length - 1)];
  return id === undefined ? [] : [[jid, id]];
}

function cut(conversation: Conversation, most: typeof FULL): Conversation {
  const { entries } = conversation;
  const now = Date.now();
  const isUntold = (entry: Entry) => entry.kind === 'message' && !!entry.isOwn && !entry.stanzaId;
  const untold = entries.findIndex((entry) => isUntold(entry) && now - entry.at < LATELY);
  const count = untold < 0 ? most.entries : Math.max(most.entries, entries.length - untold);
  return { ...conversation, entries: entries.slice(-Math.min(count, most.behind)) };
}

function lastOf({ entries }: Conversation): number {
  return entries.findLast((entry: Entry) => entry.kind === 'message')?.at ?? 0;
}
