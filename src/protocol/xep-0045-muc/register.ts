/** XEP-0045 §7.10: registering with a room. Builds on XEP-0077 and data forms (XEP-0004). */
import type { BareJid } from '../../core/jid.js';
import { childIn } from '../../core/stanza.js';
import { NS_DATA, readForm, submittedForm, type DataForm, type FormAnswers } from '../xep-0004-forms.js';
import { xml } from '../xml.js';

const NS_REGISTER = 'jabber:iq:register';

/** Asks what a room wants to know of its members. */
export function membershipRequest(room: BareJid): Element {
  return xml`<iq type="get" to="${room}"><query xmlns="${NS_REGISTER}"/></iq>`;
}

/** The answer to that: `registered`, or a form; `undefined`: it asks for nothing that can be answered. */
export function membershipIn(result: Element): DataForm | 'registered' | undefined {
  const query = childIn(result, NS_REGISTER, 'query');
  if (query && childIn(query, NS_REGISTER, 'registered')) return 'registered';
  const form = query && childIn(query, NS_DATA, 'x');
  return form && readForm(form);
}

/** Tells a room what it wants to know. */
export function membershipWish(room: BareJid, form: DataForm, answers: FormAnswers): Element {
  return xml`<iq type="set" to="${room}"><query xmlns="${NS_REGISTER}">${submittedForm(form, answers)}</query></iq>`;
}
