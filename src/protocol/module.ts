import type { BareJid, FullJid, Jid } from '../core/jid.js';
import { jidOf, toBare } from '../core/jid.js';
import type { DomainEvent } from './events.js';

/** What a module may know of the world when it reads a stanza. All facts: no clock, no store, no stream. */
export interface ParseContext {
  /** Our own full JID on this stream. */
  readonly self: FullJid;
  /** When the stanza came, in ms since the epoch. */
  readonly now: number;
  /** The nick under which we are in, or are entering, a room; `undefined` for JIDs that are no room of ours. */
  nickIn(room: BareJid): string | undefined;
  /** Whether a room or server has said (XEP-0030) that it does this. */
  hasFeature(jid: BareJid, feature: string): boolean;
  /** Whether a room of ours has yet to send its subject: until then it tells us its history (XEP-0045 §7.1). */
  isEntering?(room: BareJid): boolean;
  /** Whether a JID is known to be a room, ours or not. */
  isRoom?(jid: BareJid): boolean;
  /** Which archive (XEP-0313) a query of ours that is still open went to. */
  archiveAsked?(queryId: string): BareJid | undefined;
  /** XEP-0421: under which id we are in a room, where it gives such. */
  ownOccupantId?(room: BareJid): string | undefined;
}

/** One capability, mostly one XEP: what it announces, what it reads, what it answers. Pure. */
export interface ProtocolModule<E extends DomainEvent = DomainEvent> {
  /** Namespaces that our answer to disco#info lists (XEP-0030). */
  readonly features?: readonly string[];
  /** What a stanza says. `[]` for anything odd; never throws, whatever strangers send. */
  parse?(stanza: Element, context: ParseContext): readonly E[];
  /** What an `<iq>` of type `get` or `set` is answered with, without `id` and `to`; `undefined` if it is not ours. */
  answer?(iq: Element, context: ParseContext): Element | undefined;
}

const NS_CLIENT = 'jabber:client';

/**
 * Who sent us a stanza of this kind. `undefined` where there is nothing to read: another kind, another namespace,
 * addressed to somebody else, or a sender without a name. Every module asks it of every stanza, so the cheapest comes first.
 */
export function senderOf(stanza: Element, kind: 'message' | 'presence', { self }: ParseContext): Jid | undefined {
  if (stanza.localName !== kind || stanza.namespaceURI !== NS_CLIENT) return undefined;
  const to = stanza.getAttribute('to');
  if (to !== null && to !== self) {
    const jid = jidOf(to);
    if (!jid || toBare(jid) !== toBare(self)) return undefined;
  }
  return jidOf(stanza.getAttribute('from'));
}

/** Whether our own account says it: the server leaves `from` out or writes our bare JID (RFC 6120 §8.1.2.1). */
export function isFromAccount(stanza: Element, { self }: ParseContext): boolean {
  const from = stanza.getAttribute('from');
  return from === null || jidOf(from) === toBare(self);
}
