/** XEP-0004: Data Forms, version 2.13.1 — https://xmpp.org/extensions/xep-0004.html */
import { childIn, childrenIn, textOf } from '../core/stanza.js';
import { xml } from './xml.js';

export const NS_DATA = 'jabber:x:data';
const NS_MEDIA = 'urn:xmpp:media-element';

/** How a field is filled in. Of a list one takes one, of several lines one writes the first. */
export type FieldType = 'text-single' | 'text-private' | 'list-single' | 'boolean' | 'hidden' | 'fixed';

/** Something that a form asks for, or says. */
export interface FormField {
  /** Its `var`. */
  readonly name: string;
  readonly type: FieldType;
  /** In the words of whoever asks; may be empty. */
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
  readonly isRequired: boolean;
  /** It is about a picture or a sound (XEP-0221), and makes no sense without. */
  readonly hasMedia: boolean;
}

/** What somebody asks for. */
export interface DataForm {
  readonly instructions: readonly string[];
  readonly fields: readonly FormField[];
}

/** Reads a form of type `form`. Fields that have no name and say nothing are left out. */
export function readForm(form: Element): DataForm {
  return {
    instructions: childrenIn(form, NS_DATA, 'instructions').map(trimmed).filter(Boolean),
    fields: childrenIn(form, NS_DATA, 'field')
      .map(readField)
      .filter(({ name, type, value }) => (type === 'fixed' ? value : name)),
  };
}

/** The answer to a form: all that is hidden goes back as it came. */
export function submittedForm({ fields }: DataForm, values: ReadonlyMap<string, string>): Element {
  const answers = fields
    .filter(({ name, type }) => type !== 'fixed' && (type === 'hidden' || values.has(name)))
    .map(
      ({ name, type, value }) =>
        xml`<field xmlns="${NS_DATA}" var="${name}"><value>${type === 'hidden' ? value : values.get(name)}</value></field>`,
    );
  return xml`<x xmlns="${NS_DATA}" type="submit">${answers}</x>`;
}

const TYPES: Readonly<Record<string, FieldType>> = {
  'text-private': 'text-private',
  'list-single': 'list-single',
  'list-multi': 'list-single',
  boolean: 'boolean',
  hidden: 'hidden',
  fixed: 'fixed',
};

function readField(field: Element): FormField {
  const type = field.getAttribute('type') ?? '';
  return {
    name: field.getAttribute('var') ?? '',
    type: Object.hasOwn(TYPES, type) ? (TYPES[type] as FieldType) : 'text-single',
    label: (field.getAttribute('label') ?? '').trim(),
    value: childrenIn(field, NS_DATA, 'value')
      .map(({ textContent }) => textContent)
      .join('\n'),
    options: childrenIn(field, NS_DATA, 'option').map((option) => {
      const value = textOf(option, 'value') ?? '';
      return { value, label: option.getAttribute('label') ?? value };
    }),
    isRequired: !!childIn(field, NS_DATA, 'required'),
    hasMedia: !!childIn(field, NS_MEDIA, 'media'),
  };
}

function trimmed({ textContent }: Element): string {
  return textContent.replace(/\s+/g, ' ').trim();
}
