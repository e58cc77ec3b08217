/** XEP-0045 §7.1–7.7, §8–10: what a room says by presence. Reads what it carries of RFC 6121, XEP-0196, 0317 and 0421. */
import type { BareJid } from '../../core/jid.js';
import { bareJidOf, jidOf, resourceOf, toBare, withResource } from '../../core/jid.js';
import { childIn, childrenIn, textOf } from '../../core/stanza.js';
import type {
  Affiliation,
  LeaveReason,
  NickChanged,
  OccupantChanged,
  OccupantLeft,
  Role,
  RoomRefused,
} from '../events.js';
import { type ParseContext, senderOf } from '../module.js';
import { errorOf } from '../rfc-6121-message.js';
import { showOf, statusOf } from '../rfc-6121-presence.js';
import { gameIn } from '../xep-0196-gaming.js';
import { hatsIn } from '../xep-0317-hats.js';
import { occupantIdOf } from '../xep-0421-occupant-id.js';
import { NS_MUC, NS_MUC_USER } from './namespaces.js';

const AFFILIATIONS: readonly Affiliation[] = ['owner', 'admin', 'member', 'outcast'];
const ROLES: readonly Role[] = ['moderator', 'participant', 'visitor'];
const NS_STANZA_ERRORS = 'urn:ietf:params:xml:ns:xmpp-stanzas';
const SELF_PRESENCE = 110;
const NEW_NICK = 303;
/** §15.6, the more telling first: a technical removal (333) or a ban (301) may come together with a kick (307). */
const REASONS: readonly (readonly [code: number, reason: LeaveReason])[] = [
  [301, 'banned'],
  [333, 'error'],
  [307, 'kicked'],
  [321, 'affiliation'],
  [322, 'members-only'],
  [332, 'shutdown'],
];

export function parseRoomPresence(
  stanza: Element,
  context: ParseContext,
): readonly (OccupantChanged | OccupantLeft | NickChanged | RoomRefused)[] {
  const from = senderOf(stanza, 'presence', context);
  const room = from && toBare(from);
  const ownNick = room && context.nickIn(room);
  if (!room || ownNick === undefined) return [];
  const type = stanza.getAttribute('type');
  if (type === 'error') return [refused(stanza, room, context)];
  const x = childIn(stanza, NS_MUC_USER, 'x');
  const nick = resourceOf(from);
  // §7.2.1: a nick of white space alone is none.
  if (!x || !nick.trim() || (type !== null && type !== 'unavailable')) return [];

  const statusCodes = statusCodesIn(x);
  // Not every room says 110 each time, least of all with a kick.
  const isSelf = statusCodes.includes(SELF_PRESENCE) || nick === ownNick;
  if (type) return [gone(x, { room, nick, isSelf, statusCodes })];
  const item = childIn(x, NS_MUC_USER, 'item');
  const affiliation = item?.getAttribute('affiliation');
  const role = item?.getAttribute('role');
  const occupant = {
    nick,
    affiliation: AFFILIATIONS.find((known) => known === affiliation) ?? 'none',
    role: ROLES.find((known) => known === role) ?? 'none',
    show: showOf(stanza),
    status: statusOf(stanza),
    jid: jidOf(item?.getAttribute('jid')),
    occupantId: occupantIdOf(stanza, room, context),
    game: gameIn(stanza),
    hats: hatsIn(stanza, room, context),
  };
  return [{ kind: 'occupant-changed', room, occupant, isSelf, statusCodes }];
}

/** The numbers of `<status code=""/>`. */
export function statusCodesIn(x: Element): readonly number[] {
  return childrenIn(x, NS_MUC_USER, 'status')
    .map((status) => Number(status.getAttribute('code')))
    .filter((code) => Number.isInteger(code) && code > 0);
}

function gone(
  x: Element,
  { room, nick, isSelf, statusCodes }: Omit<OccupantChanged, 'kind' | 'occupant'> & { readonly nick: string },
): OccupantLeft | NickChanged {
  const item = childIn(x, NS_MUC_USER, 'item');
  // §7.6
  const renamed = statusCodes.includes(NEW_NICK) && withResource(room, item?.getAttribute('nick') ?? '');
  if (renamed) return { kind: 'nick-changed', room, nick, newNick: resourceOf(renamed), isSelf };
  const destroyed = childIn(x, NS_MUC_USER, 'destroy');
  const actor = item && childIn(item, NS_MUC_USER, 'actor');
  const told = destroyed ?? item;
  return {
    kind: 'occupant-left',
    room,
    nick,
    isSelf,
    reason: destroyed ? 'destroyed' : (REASONS.find(([code]) => statusCodes.includes(code))?.[1] ?? 'left'),
    actor: actor?.getAttribute('nick') || actor?.getAttribute('jid') || undefined,
    text: (told && textOf(told, 'reason')) || undefined,
    alternative: bareJidOf(destroyed?.getAttribute('jid')),
  };
}

/** §7.2.2–7.2.9. */
function refused(stanza: Element, room: BareJid, context: ParseContext): RoomRefused {
  const { condition, text } = errorOf(stanza);
  // Tigase says 405 of a taken nick. Elsewhere 405 means that nobody may make this room; then there is none to describe itself.
  const error = childIn(stanza, 'jabber:client', 'error');
  const code = error?.getAttribute('code');
  const isTaken = code === '409' || (code === '405' && context.hasFeature(room, NS_MUC));
  const alternative = error && roomAt(textOf(error, 'gone', NS_STANZA_ERRORS));
  return { kind: 'room-refused', room, condition: isTaken ? 'conflict' : condition, text, alternative };
}

/** The room that an address (RFC 5122) leads to. */
function roomAt(uri = ''): BareJid | undefined {
  try {
    return bareJidOf(decodeURIComponent(/^xmpp:([^?#]+)/.exec(uri.trim())?.[1] ?? ''));
  } catch {
    return undefined; // Not well escaped.
  }
}
