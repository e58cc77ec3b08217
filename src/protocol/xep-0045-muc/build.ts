/** XEP-0045 §7, §8.1, §10.1.2: what we say to a room. Builds on RFC 6121 presence. */
import { XmppError } from '../../core/errors.js';
import type { BareJid, FullJid, Jid } from '../../core/jid.js';
import { isBare, withResource } from '../../core/jid.js';
import { type OwnPresence, presence } from '../rfc-6121-presence.js';
import { xml } from '../xml.js';
import { NS_MUC, NS_MUC_OWNER, NS_MUC_USER } from './namespaces.js';

/** How we wish to come in. */
export interface JoinWish extends Partial<Omit<OwnPresence, 'to'>> {
  readonly room: BareJid;
  readonly nick: string;
  readonly password?: string | undefined;
  /** How many of the messages from before to be told at most. */
  readonly maxStanzas?: number | undefined;
  /** None older than so many seconds: unlike a point in time it holds where clocks differ. */
  readonly seconds?: number | undefined;
}

/**
 * Asks to be let in (§7.2).
 *
 * @throws {XmppError} `jid-malformed`: no room could take this nick.
 */
export function joinPresence(wish: JoinWish): Element {
  const { room, nick, password, maxStanzas, seconds } = wish;
  const hasHistory = maxStanzas !== undefined || seconds !== undefined;
  const join = presence({ show: 'available', ...wish, to: occupantJid(room, nick) });
  join.append(
    xml`<x xmlns="${NS_MUC}">${[
      hasHistory && xml`<history xmlns="${NS_MUC}" maxstanzas="${maxStanzas}" seconds="${seconds}"/>`,
      password && xml`<password xmlns="${NS_MUC}">${password}</password>`,
    ]}</x>`,
  );
  return join;
}

/** Says goodbye (§7.14). */
export function leavePresence(room: BareJid, nick: string): Element {
  return presence({ to: occupantJid(room, nick), show: undefined });
}

/**
 * Takes another nick (§7.6).
 *
 * @param game what we play: the room knows no more of us from then on.
 * @throws {XmppError} `jid-malformed`: no room could take this nick.
 */
export function changeNickPresence(room: BareJid, nick: string, game?: OwnPresence['game']): Element {
  return presence({ to: occupantJid(room, nick), show: 'available', game });
}

/** Marks what is said to an occupant in private (§7.5): who has a copy of it alone knows so that it is of a room. */
export function privateMark(to: Jid, type: 'chat' | 'groupchat'): Element | undefined {
  return type === 'chat' && !isBare(to) ? xml`<x xmlns="${NS_MUC_USER}"/>` : undefined;
}

/** Sets what a room is about (§8.1). */
export function subjectMessage({
  room,
  subject,
  id,
}: {
  readonly room: BareJid;
  readonly subject: string;
  readonly id: string;
}): Element {
  return xml`<message to="${room}" type="groupchat" id="${id}"><subject>${subject}</subject></message>`;
}

/** Opens a new room as it is (§10.1.2): some servers keep others out until then. */
export function instantRoom(room: BareJid): Element {
  return xml`<iq type="set" to="${room}"><query xmlns="${NS_MUC_OWNER}"><x xmlns="jabber:x:data" type="submit"/></query></iq>`;
}

function occupantJid(room: BareJid, nick: string): FullJid {
  const jid = nick.trim() ? withResource(room, nick) : undefined;
  if (!jid) throw new XmppError('jid-malformed');
  return jid;
}
