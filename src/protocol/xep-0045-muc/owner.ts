/** XEP-0045 §10: what owners ask of a room. Builds on data forms (XEP-0004). */
import type { BareJid } from '../../core/jid.js';
import { childIn } from '../../core/stanza.js';
import { cancelledForm, NS_DATA, readForm, submittedForm, type DataForm, type FormAnswers } from '../xep-0004-forms.js';
import { xml } from '../xml.js';
import { NS_MUC_OWNER } from './namespaces.js';

/** Asks how a room is set (§10.2). */
export function settingsRequest(room: BareJid): Element {
  return xml`<iq type="get" to="${room}"><query xmlns="${NS_MUC_OWNER}"/></iq>`;
}

/** The answer to that; `undefined`: there is no form in it. */
export function settingsIn(result: Element): DataForm | undefined {
  const query = childIn(result, NS_MUC_OWNER, 'query');
  const form = query && childIn(query, NS_DATA, 'x');
  return form && readForm(form);
}

/** Sets it otherwise. */
export function settingsChange(room: BareJid, form: DataForm, answers: FormAnswers): Element {
  return xml`<iq type="set" to="${room}"><query xmlns="${NS_MUC_OWNER}">${submittedForm(form, answers)}</query></iq>`;
}

/** Leaves it as it is. */
export function settingsCancel(room: BareJid): Element {
  return xml`<iq type="set" to="${room}"><query xmlns="${NS_MUC_OWNER}">${cancelledForm()}</query></iq>`;
}

/** Why a room is closed, and where people may go instead. */
export interface Closing {
  readonly reason?: string | undefined;
  readonly alternative?: BareJid | undefined;
}

/** Closes a room for good (§10.9). */
export function destroyRequest(room: BareJid, { reason, alternative }: Closing): Element {
  return xml`<iq type="set" to="${room}"><query xmlns="${NS_MUC_OWNER}">
    <destroy jid="${alternative}">${reason && xml`<reason xmlns="${NS_MUC_OWNER}">${reason}</reason>`}</destroy></query></iq>`;
}
