/**
 * XEP-0077: In-Band Registration, version 2.5 — https://xmpp.org/extensions/xep-0077.html. Builds on data forms
 * (XEP-0004); an address elsewhere is out-of-band data (XEP-0066), or what stands in for a CAPTCHA (XEP-0158).
 */
import { childIn, textOf } from '../core/stanza.js';
import {
  NS_DATA,
  readForm,
  submittedForm,
  valueIn,
  type DataForm,
  type FormAnswers,
  type FormField,
} from './xep-0004-forms.js';
import { element, xml } from './xml.js';

const NS_REGISTER = 'jabber:iq:register';
const NS_FEATURE = 'http://jabber.org/features/iq-register';
const NS_OOB = 'jabber:x:oob';

/** What a server wants to know of whoever wants an account. */
export interface RegistrationForm extends DataForm {
  readonly isData: boolean;
  /** Asks for a user name and a password, and for nothing that we cannot show. */
  readonly isUsable: boolean;
  /** Where accounts are made instead: an `https:` address. */
  readonly url?: string | undefined;
}

/** Whether a stream's features offer it (§8). */
export function offersRegistration(features: Element): boolean {
  return !!childIn(features, NS_FEATURE, 'register');
}

/** Asks a server what it wants to know. */
export function registrationQuestion(domain: string): Element {
  return xml`<iq type="get" to="${domain}"><query xmlns="${NS_REGISTER}"/></iq>`;
}

/** The answer to that. A data form goes before the older fields, and both before an address (§6). */
export function readRegistration(result: Element): RegistrationForm {
  const query = childIn(result, NS_REGISTER, 'query');
  const data = query && childIn(query, NS_DATA, 'x');
  const form = data ? readForm(data) : query ? olderForm(query) : { title: '', instructions: [], fields: [] };
  const oob = query && childIn(query, NS_OOB, 'x');
  const asks = (name: string) => form.fields.some((field) => field.name === name);
  return {
    ...form,
    isData: !!data,
    // What it stands for is told by the link.
    fields: form.fields.filter(({ name, hasMedia }) => !hasMedia && name !== 'captcha-fallback-url'),
    isUsable: asks('username') && asks('password') && !form.fields.some(isBeyondUs),
    url: [oob && textOf(oob, 'url')?.trim(), valueIn(form, 'captcha-fallback-url')].find(
      (url) => url && /^https:/i.test(url) && URL.canParse(url),
    ),
  };
}

/** Gives a server what it wants to know; `answers` by the names of the fields. */
export function registration(domain: string, form: RegistrationForm, answers: FormAnswers): Element {
  const told = form.isData ? submittedForm(form, answers) : form.fields.map((field) => olderAnswer(field, answers));
  return xml`<iq type="set" to="${domain}"><query xmlns="${NS_REGISTER}">${told}</query></iq>`;
}

/** A CAPTCHA by a picture or a sound, or by a hash that takes hours. */
function isBeyondUs({ name, hasMedia, isRequired, values }: FormField): boolean {
  return (hasMedia && (isRequired || name === 'ocr')) || (name === 'SHA-256' && isRequired && !values[0]);
}

/** §14: fields from before there were forms. All that is asked for has to be told. */
function olderForm(query: Element): DataForm {
  const instructions = textOf(query, 'instructions')?.replace(/\s+/g, ' ').trim();
  const fields = [...query.children].filter(
    ({ namespaceURI, localName }) => namespaceURI === NS_REGISTER && !/^(instructions|registered)$/.test(localName),
  );
  return { title: '', instructions: instructions ? [instructions] : [], fields: fields.map(olderField) };
}

function olderField({ localName: name, textContent }: Element): FormField {
  const type = name === 'password' ? 'text-private' : name === 'key' ? 'hidden' : 'text-single';
  const values = textContent ? [textContent] : [];
  return { name, type, label: '', description: '', values, options: [], isRequired: true, hasMedia: false };
}

function olderAnswer({ name, type, values }: FormField, answers: FormAnswers): Element {
  const answer = element(name, NS_REGISTER);
  answer.textContent = (type === 'hidden' ? values : answers.get(name))?.[0] ?? '';
  return answer;
}
