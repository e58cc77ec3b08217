/** XEP-0045 §6.4: what a room says about itself to whoever asks. Builds on XEP-0128, reads XEP-0500. */
import { bareJidOf, type BareJid } from '../../core/jid.js';
import { extendedInfoIn } from '../xep-0128-info.js';

const NS_ROOM_INFO = 'http://jabber.org/protocol/muc#roominfo';
/** A room has not more people who answer for it than a person would look at. */
const MAX_CONTACTS = 10;

/** What it is about, and how many are in. */
export interface RoomInfo {
  readonly description: string;
  readonly occupants?: number | undefined;
  /** What is being talked about. */
  readonly subject: string;
  /** In which language: BCP 47, as the room says. */
  readonly language: string;
  /** Whom to turn to. */
  readonly contacts: readonly BareJid[];
}

/** Likewise, as far as it is for those who are in. */
export interface RoomRules {
  /** Who answers for it; `undefined`: nobody is named. */
  readonly contacts?: readonly BareJid[] | undefined;
  /** XEP-0500: how many seconds lie at least between two messages of one occupant; `undefined`: as few as one likes. */
  readonly slowMode?: number | undefined;
}

/** The form in an answer to disco#info. What is no number of people is none. */
export function roomInfoIn(info: Element): RoomInfo {
  const valuesOf = roomFieldIn(info);
  const textOf = (name: string) => valuesOf(name).join('\n').trim();
  const occupants = textOf('occupants');
  return {
    description: textOf('description'),
    occupants: /^\d{1,7}$/.test(occupants) ? Number(occupants) : undefined,
    subject: textOf('subject'),
    language: textOf('lang'),
    contacts: contactsOf(valuesOf),
  };
}

/** What of that form matters inside. */
export function roomRulesIn(info: Element): RoomRules {
  const valuesOf = roomFieldIn(info);
  const contacts = contactsOf(valuesOf);
  const seconds = valuesOf('slow_mode_duration')[0] ?? '';
  return {
    contacts: contacts.length ? contacts : undefined,
    slowMode: /^\d{1,6}$/.test(seconds) ? Number(seconds) || undefined : undefined,
  };
}

type ValuesOf = (name: string) => readonly string[];

function contactsOf(valuesOf: ValuesOf): readonly BareJid[] {
  return valuesOf('contactjid')
    .flatMap((text) => bareJidOf(text) ?? [])
    .slice(0, MAX_CONTACTS);
}

function roomFieldIn(info: Element): ValuesOf {
  const valuesOf = extendedInfoIn(info, NS_ROOM_INFO);
  return (name) => valuesOf(`muc#roominfo_${name}`);
}

/** Whether a room does not wish to be found (§4.2). */
export function isHidden(features: readonly string[]): boolean {
  return features.includes('muc_hidden');
}
