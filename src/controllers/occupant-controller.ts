import { bareJidOf, jidOf, resourceOf, toBare, withResource, type BareJid, type Jid } from '../core/jid.js';
import type { OccupantReport } from '../session/commands/report-occupant.js';
import type { XmppSession } from '../session/session.js';
import type { Message } from '../stores/entries.js';
import type { Ignored } from '../stores/ignored.js';
import type { Room } from '../stores/rooms-store.js';
import type { Occupant } from '../stores/occupants-store.js';

/** Somebody of a room, who may have left it. */
export interface Person {
  readonly nick: string;
  readonly occupantId?: string | undefined;
  /** As they are in the room now; `undefined`: they are not. */
  readonly occupant?: Occupant | undefined;
}

/** What may be done to somebody. */
export interface Powers {
  readonly kick?: boolean;
  readonly ban?: boolean;
  readonly silence?: boolean;
  readonly voice?: boolean;
  readonly promote?: boolean;
  readonly demote?: boolean;
}

/** How many of somebody's messages a report names, the last ones. */
const REPORTED = 10;
/** XEP-0045 §5.2: who stands above whom. */
const RANKS = { outcast: 0, none: 1, member: 2, admin: 3, owner: 4 } as const;

/** What one can do about somebody in a room. It comes with its view. */
export class OccupantController {
  readonly #session: XmppSession;
  readonly #room: BareJid;

  constructor(session: XmppSession, room: BareJid) {
    this.#session = session;
    this.#room = room;
  }

  /** Whoever has this nick now, unless it is we. */
  called(nick: string): Person | undefined {
    const occupant = this.#byNick(nick);
    return occupant && !this.#isOwn(nick) ? { nick, occupantId: occupant.occupantId, occupant } : undefined;
  }

  /** Who wrote a message, unless it was we. Somebody else may have their nick by now. */
  authorOf({ from, occupantId, isOwn, kind }: Message): Person | undefined {
    const nick = resourceOf(from);
    if (isOwn || kind !== 'message' || !nick) return undefined;
    const namesake = this.#byNick(nick);
    const occupant = occupantId
      ? this.#all.find((each) => each.occupantId === occupantId)
      : namesake?.occupantId
        ? undefined
        : namesake;
    if (occupant && this.#isOwn(occupant.nick)) return undefined;
    return { nick: occupant?.nick ?? nick, occupantId, occupant };
  }

  /** Under which key we ignore them. */
  ignored({ nick, occupantId, occupant }: Person): Ignored | undefined {
    const key = this.#session.stores.ignored.keyOf(this.#room, { nick, jid: occupant?.jid, occupantId });
    return this.#session.stores.ignored.value.find((each) => each.room === this.#room && each.key === key);
  }

  /** By which name of theirs they would be ignored; `undefined`: there is none that holds. */
  nameOf({ nick, occupantId, occupant }: Person): Ignored | undefined {
    const room = this.#room;
    if (occupantId) return { room, by: 'occupant-id', key: occupantId, nick };
    if (!occupant) return undefined;
    const jid = occupant.jid && bareJidOf(toBare(occupant.jid));
    return jid ? { room, by: 'jid', key: jid, nick } : { room, by: 'nick', key: nick, nick };
  }

  /** Where they can be written to alone; `undefined`: they are not in. */
  addressOf({ occupant }: Person): Jid | undefined {
    return occupant && withResource(this.#room, occupant.nick);
  }

  setIgnored(ignored: Ignored, isIgnored: boolean): void {
    this.#session.setIgnored(ignored, isIgnored);
  }

  /** What our role and affiliation allow us to do to them (XEP-0045 §5). The room has the last word. */
  powersOver({ occupant }: Person): Powers {
    const own = this.#own;
    if (!occupant || !own) return {};
    const isAdmin = RANKS[own.affiliation] >= RANKS.admin;
    const rank = RANKS[occupant.affiliation];
    const isBelow = rank < RANKS[own.affiliation];
    // Nobody puts out their equals, but those who are nothing in particular.
    const isWithin = isBelow || (rank === RANKS[own.affiliation] && rank < RANKS.admin);
    const isModerator = occupant.role === 'moderator';
    const mayAct = own.role === 'moderator' && isWithin && (isAdmin || !isModerator);
    const isModerated = this.#has('muc_moderated');
    return {
      kick: mayAct,
      ban: isAdmin && isBelow,
      silence: mayAct && occupant.role === 'participant' && isModerated,
      voice: mayAct && occupant.role === 'visitor',
      promote: isAdmin && isBelow && !isModerator,
      demote: isAdmin && isBelow && isModerator,
    };
  }

  /** Whether we may have the room take a message back (XEP-0425). */
  canRemove(message: Message, author: Person | undefined): boolean {
    const own = this.#own;
    const isOfHigher = own && author?.occupant && RANKS[author.occupant.affiliation] > RANKS[own.affiliation];
    const isOffered = this.#has('urn:xmpp:message-moderate:1') || this.#has('urn:xmpp:message-moderate:0');
    return own?.role === 'moderator' && isOffered && !isOfHigher && !message.retracted && !!message.stanzaId;
  }

  async remove({ stanzaId = '' }: Message, reason: string): Promise<void> {
    await this.#session.removeMessage(this.#room, { stanzaId, reason });
  }

  async setRole({ nick }: Person, role: 'none' | 'visitor' | 'participant' | 'moderator', reason = ''): Promise<void> {
    await this.#session.changeOccupant(this.#room, { nick, role, reason });
  }

  /** By their account, where the room shows it to us; else it may know by their nick whom we mean. */
  async ban({ nick, occupant }: Person, reason: string): Promise<void> {
    const jid = occupant?.jid && toBare(occupant.jid);
    const who = jid ? { jid } : { nick };
    await this.#session.changeOccupant(this.#room, { ...who, affiliation: 'outcast', reason });
  }

  /**
   * To whom somebody can be reported: to the page's address, else to the first of those who answer for the room. Neither
   * to ourselves nor to them; `undefined`: nobody is named.
   */
  reportsGoTo({ occupant }: Person, address: string): Jid | undefined {
    const wished = jidOf(address);
    const named = wished ? [wished] : (this.#session.stores.features.value.get(this.#room)?.contacts ?? []);
    const [self, them] = [this.#session.jid, occupant?.jid].map((jid) => jid && toBare(jid));
    return named.find((jid) => toBare(jid) !== self && toBare(jid) !== them);
  }

  /** What they said last, as far as it is here. */
  saidBy({ nick, occupantId }: Person): readonly Message[] {
    const { entries = [] } = this.#session.stores.conversations.value.get(this.#room) ?? {};
    const isTheirs = (message: Message) =>
      occupantId || message.occupantId ? message.occupantId === occupantId : resourceOf(message.from) === nick;
    return entries
      .filter((entry): entry is Message => entry.kind === 'message' && !entry.isOwn && isTheirs(entry))
      .slice(-REPORTED);
  }

  /** See `reportOccupant` in the session's commands. */
  async report(report: OccupantReport): Promise<void> {
    await this.#session.reportOccupant(this.#room, report);
  }

  get room(): BareJid {
    return this.#room;
  }

  /** We are in. */
  get #own(): Room | undefined {
    const room = this.#session.stores.rooms.value.get(this.#room);
    return room?.state === 'joined' ? room : undefined;
  }

  #has(feature: string): boolean {
    return !!this.#session.stores.features.value.get(this.#room)?.features.has(feature);
  }

  get #all(): readonly Occupant[] {
    return [...(this.#session.stores.occupants.value.get(this.#room)?.byNick.values() ?? [])];
  }

  #byNick(nick: string): Occupant | undefined {
    return this.#session.stores.occupants.value.get(this.#room)?.byNick.get(nick);
  }

  #isOwn(nick: string): boolean {
    return this.#session.stores.rooms.value.get(this.#room)?.nick === nick;
  }
}
