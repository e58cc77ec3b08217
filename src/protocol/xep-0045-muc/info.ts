/** XEP-0045 §6.4: what a room says about itself to whoever is not in it. Builds on service discovery and data forms. */
import type { Jid } from '../../core/jid.js';
import { jidOf } from '../../core/jid.js';
import { childIn, childrenIn } from '../../core/stanza.js';
import { NS_DATA, readForm, valueIn } from '../xep-0004-forms.js';

const NS_INFO = 'http://jabber.org/protocol/disco#info';
const NS_ROOM_INFO = 'http://jabber.org/protocol/muc#roominfo';

/** What it is about, and how many are in. */
export interface RoomInfo {
  readonly description: string;
  readonly occupants?: number | undefined;
  /** What is being talked about. */
  readonly subject: string;
  /** In which language: BCP 47, as the room says. */
  readonly language: string;
  /** Whom to turn to. */
  readonly contacts: readonly Jid[];
}

/** How many contacts are read. */
const MOST_CONTACTS = 10;

/** The form in an answer to disco#info. What is no number of people is none. */
export function roomInfoIn(result: Element): RoomInfo {
  const query = childIn(result, NS_INFO, 'query');
  const forms = query ? childrenIn(query, NS_DATA, 'x').map(readForm) : [];
  const form = forms.find((each) => valueIn(each, 'FORM_TYPE') === NS_ROOM_INFO);
  const valuesOf = (wanted: string) => form?.fields.find(({ name }) => name === `muc#roominfo_${wanted}`)?.values ?? [];
  const textOf = (wanted: string) => valuesOf(wanted).join('\n').trim();
  const occupants = textOf('occupants');
  return {
    description: textOf('description'),
    occupants: /^\d{1,7}$/.test(occupants) ? Number(occupants) : undefined,
    subject: textOf('subject'),
    language: textOf('lang'),
    contacts: valuesOf('contactjid')
      .flatMap((text) => jidOf(text) ?? [])
      .slice(0, MOST_CONTACTS),
  };
}

/** Whether a room does not wish to be found (§4.2). */
export function isHidden(features: readonly string[]): boolean {
  return features.includes('muc_hidden');
}
