/** XEP-0045 §6.4: what a room says about itself to whoever is not in it. Builds on service discovery and data forms. */
import { childIn, childrenIn } from '../../core/stanza.js';
import { NS_DATA, readForm } from '../xep-0004-forms.js';

const NS_INFO = 'http://jabber.org/protocol/disco#info';
const NS_ROOM_INFO = 'http://jabber.org/protocol/muc#roominfo';

/** What it is about, and how many are in. */
export interface RoomInfo {
  readonly description: string;
  readonly occupants?: number | undefined;
}

/** The form in an answer to disco#info. What is no number of people is none. */
export function roomInfoIn(result: Element): RoomInfo {
  const query = childIn(result, NS_INFO, 'query');
  const forms = query ? childrenIn(query, NS_DATA, 'x').map((form) => readForm(form).fields) : [];
  const fields = forms.find((all) => all.some(({ name, value }) => name === 'FORM_TYPE' && value === NS_ROOM_INFO));
  const valueOf = (wanted: string) => fields?.find(({ name }) => name === `muc#roominfo_${wanted}`)?.value.trim() ?? '';
  const occupants = valueOf('occupants');
  return {
    description: valueOf('description'),
    occupants: /^\d{1,7}$/.test(occupants) ? Number(occupants) : undefined,
  };
}

/** Whether a room does not wish to be found (§4.2). */
export function isHidden(features: readonly string[]): boolean {
  return features.includes('muc_hidden');
}
