/** XEP-0004: Data Forms, version 2.13.1 — https://xmpp.org/extensions/xep-0004.html */
import { bounded } from '../core/bounded.js';
import { childIn, childrenIn, textOf } from '../core/stanza.js';
import { xml } from './xml.js';

export const NS_DATA = 'jabber:x:data';
const NS_MEDIA = 'urn:xmpp:media-element';
/** Nobody fills in more than this: further fields, or options of one, are not read. */
const MOST_FIELDS = 300;
const MOST_OPTIONS = 300;
/** How much of somebody's words is kept, in characters. */
const LONGEST_LABEL = 300;
const LONGEST_TEXT = 1000;

const TYPES = [
  'text-single',
  'text-multi',
  'text-private',
  'list-single',
  'list-multi',
  'jid-single',
  'jid-multi',
  'boolean',
  'hidden',
  'fixed',
] as const;

/** How a field is filled in. What nobody knows is a line of text. */
export type FieldType = (typeof TYPES)[number];

/** Something that a form asks for, or says. */
export interface FormField {
  /** Its `var`. */
  readonly name: string;
  readonly type: FieldType;
  /** In the words of whoever asks; may be empty. */
  readonly label: string;
  /** More about it, likewise. */
  readonly description: string;
  readonly values: readonly string[];
  readonly options: readonly { readonly label: string; readonly value: string }[];
  readonly isRequired: boolean;
  /** It is about a picture or a sound (XEP-0221), and makes no sense without. */
  readonly hasMedia: boolean;
}

/** What somebody asks for. */
export interface DataForm {
  readonly title: string;
  readonly instructions: readonly string[];
  readonly fields: readonly FormField[];
}

/** What somebody filled in, by the names of the fields. */
export type FormAnswers = ReadonlyMap<string, readonly string[]>;

/** Reads a form of type `form`, or of `result`. Fields that have no name and say nothing, or had their turn, are left out. */
export function readForm(form: Element): DataForm {
  const names = new Set<string>();
  return {
    title: bounded(textOf(form, 'title'), LONGEST_LABEL),
    instructions: childrenIn(form, NS_DATA, 'instructions')
      .map(({ textContent }) => bounded(textContent, LONGEST_TEXT))
      .filter(Boolean)
      .slice(0, MOST_FIELDS),
    fields: childrenIn(form, NS_DATA, 'field')
      .slice(0, MOST_FIELDS)
      .map(readField)
      .filter(({ name, type, values, label }) => {
        const isNew = name && !names.has(name);
        names.add(name);
        return type === 'fixed' ? values.some(Boolean) || label : isNew;
      }),
  };
}

/** The first value of a field; `''` where there is none. */
export function valueIn({ fields }: DataForm, wanted: string): string {
  return fields.find(({ name }) => name === wanted)?.values[0] ?? '';
}

/** The answer to a form: all that is hidden goes back as it came. */
export function submittedForm({ fields }: DataForm, answers: FormAnswers): Element {
  const told = fields
    .filter(({ name, type }) => type !== 'fixed' && (type === 'hidden' || answers.has(name)))
    .map(({ name, type, values }) => {
      const answer = type === 'hidden' ? values : (answers.get(name) ?? []);
      return xml`<field xmlns="${NS_DATA}" var="${name}">${answer.map(valueOf)}</field>`;
    });
  return xml`<x xmlns="${NS_DATA}" type="submit">${told}</x>`;
}

/** Says that nobody fills it in (§3.1). */
export function cancelledForm(): Element {
  return xml`<x xmlns="${NS_DATA}" type="cancel"/>`;
}

function valueOf(value: string): Element {
  return xml`<value xmlns="${NS_DATA}">${value}</value>`;
}

function readField(field: Element): FormField {
  const type = field.getAttribute('type');
  return {
    name: field.getAttribute('var') ?? '',
    type: TYPES.find((known) => known === type) ?? 'text-single',
    label: bounded(field.getAttribute('label'), LONGEST_LABEL),
    description: bounded(textOf(field, 'desc'), LONGEST_TEXT),
    values: childrenIn(field, NS_DATA, 'value').map(({ textContent }) => textContent),
    options: childrenIn(field, NS_DATA, 'option')
      .slice(0, MOST_OPTIONS)
      .map((option) => {
        const value = textOf(option, 'value') ?? '';
        return { value, label: bounded(option.getAttribute('label'), LONGEST_LABEL) || value };
      }),
    isRequired: !!childIn(field, NS_DATA, 'required'),
    hasMedia: !!childIn(field, NS_MEDIA, 'media'),
  };
}
