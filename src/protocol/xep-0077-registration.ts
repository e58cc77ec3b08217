/**
 * XEP-0077: In-Band Registration, version 2.5 — https://xmpp.org/extensions/xep-0077.html. Builds on data forms
 * (XEP-0004); an address elsewhere is out-of-band data (XEP-0066), or what stands in for a CAPTCHA (XEP-0158).
 */
import { childIn, textOf } from '../core/stanza.js';
import { NS_DATA, readForm, submittedForm, type DataForm, type FormField } from './xep-0004-forms.js';
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
  const form = data ? readForm(data) : query ? olderForm(query) : { instructions: [], fields: [] };
  const oob = query && childIn(query, NS_OOB, 'x');
  const fallback = form.fields.find(({ name }) => name === 'captcha-fallback-url')?.value;
  const asks = (name: string) => form.fields.some((field) => field.name === name);
  return {
    isData: !!data,
    instructions: form.instructions,
    // What it stands for is told by the link.
    fields: form.fields.filter(({ name, hasMedia }) => !hasMedia && name !== 'captcha-fallback-url'),
    isUsable: asks('username') && asks('password') && !form.fields.some(isBeyondUs),
    url: [oob && textOf(oob, 'url')?.trim(), fallback].find((url) => url && /^https:/i.test(url) && URL.canParse(url)),
  };
}

/** Gives a server what it wants to know; `values` by the names of the fields. */
export function registration(domain: string, form: RegistrationForm, values: ReadonlyMap<string, string>): Element {
  const answers = form.isData ? submittedForm(form, values) : form.fields.map((field) => olderAnswer(field, values));
  return xml`<iq type="set" to="${domain}"><query xmlns="${NS_REGISTER}">${answers}</query></iq>`;
}

/** A CAPTCHA by a picture or a sound, or by a hash that takes hours. */
function isBeyondUs({ name, hasMedia, isRequired, value }: FormField): boolean {
  return (hasMedia && (isRequired || name === 'ocr')) || (name === 'SHA-256' && isRequired && !value);
}

/** §14: fields from before there were forms. All that is asked for has to be told. */
function olderForm(query: Element): DataForm {
  const instructions = textOf(query, 'instructions')?.replace(/\s+/g, ' ').trim();
  const fields = [...query.children].filter(
    ({ namespaceURI, localName }) => namespaceURI === NS_REGISTER && !/^(instructions|registered)$/.test(localName),
  );
  return { instructions: instructions ? [instructions] : [], fields: fields.map(olderField) };
}

function olderField({ localName: name, textContent: value }: Element): FormField {
  const type = name === 'password' ? 'text-private' : name === 'key' ? 'hidden' : 'text-single';
  return { name, type, label: '', value, options: [], isRequired: true, hasMedia: false };
}

function olderAnswer({ name, type, value }: FormField, values: ReadonlyMap<string, string>): Element {
  const answer = element(name, NS_REGISTER);
  answer.textContent = type === 'hidden' ? value : (values.get(name) ?? '');
  return answer;
}
