import { html, nothing, type TemplateResult } from 'lit';
import type { RegistrationForm } from '../../controllers/registration-controller.js';
import { jidOf } from '../../core/jid.js';
import type { Strings } from '../strings/strings.js';
import { shownNick } from './nick.js';

/** Something that a data form (XEP-0004) asks for. */
export type Field = RegistrationForm['fields'][number];

/** How a field is shown. */
export interface FieldView {
  /** Of its control, as long as it is one of a kind in the element. */
  readonly id: string;
  readonly label: string;
  /** What is wrong with the answer; said below the field, unless `alert` is the id of what says it. */
  readonly problem?: string | undefined;
  readonly alert?: string | undefined;
  readonly autocomplete?: string | undefined;
  onInput(): void;
}

/** A field of a form by whomever: with a label, what it is about, and what is wrong with the answer. */
export function renderField(field: Field, view: FieldView): TemplateResult {
  const { type, values, isRequired, description } = field;
  const { id, label, problem, alert, onInput } = view;
  if (type === 'fixed')
    return html`<p class="muted told fixed">${shownNick([label, ...values].filter(Boolean).join('\n'))}</p>`;
  const hint = description && description !== label ? `${id}-hint` : undefined;
  const wrong = problem && (alert ?? `${id}-problem`);
  const notes = html`${hint ? html`<small id=${hint} class="muted hint"><bdi>${shownNick(description)}</bdi></small>` : nothing}${
    problem && !alert ? html`<small id=${`${id}-problem`} class="wrong">${problem}</small>` : nothing
  }`;
  const describedBy = [hint, wrong].filter(Boolean).join(' ') || nothing;
  if (type === 'boolean') {
    return html`<label class="check"
        ><input
          id=${id}
          type="checkbox"
          aria-describedby=${describedBy}
          .defaultChecked=${isTrue(values[0])}
          @change=${onInput}
        /><bdi>${label}</bdi></label
      >${notes}`;
  }
  if (type === 'list-multi') {
    return html`<fieldset id=${id} class="choices" aria-describedby=${describedBy} @change=${onInput}>
        <legend><bdi>${label}</bdi></legend>
        ${optionsOf(field).map(
          (option) =>
            html`<label class="check"
              ><input type="checkbox" .value=${option.value} .defaultChecked=${values.includes(option.value)} /><bdi
                >${shownNick(option.label)}</bdi
              ></label
            >`,
        )}
      </fieldset>
      ${notes}`;
  }
  const isLong = /-multi$/.test(type);
  return html`<div part="field" class="field">
    <label for=${id}><bdi>${label}</bdi></label>
    ${
      type === 'list-single'
        ? html`<select
            id=${id}
            class="input select"
            aria-invalid=${!!problem}
            aria-describedby=${describedBy}
            @change=${onInput}
          >
            ${values[0] ? nothing : html`<option value=""></option>`}
            ${optionsOf(field).map(
              ({ label, value }) =>
                html`<option value=${value} ?selected=${value === values[0]}>${shownNick(label)}</option>`,
            )}
          </select>`
        : isLong
          ? html`<textarea
              id=${id}
              class="input"
              rows="3"
              dir=${type === 'jid-multi' ? 'ltr' : 'auto'}
              ?required=${isRequired}
              aria-invalid=${!!problem}
              aria-describedby=${describedBy}
              .defaultValue=${values.join('\n')}
              @input=${onInput}
            ></textarea>`
          : html`<input
              id=${id}
              class="input"
              type=${type === 'text-private' ? 'password' : 'text'}
              dir=${type === 'jid-single' ? 'ltr' : 'auto'}
              autocomplete=${view.autocomplete ?? (type === 'text-private' ? 'new-password' : 'off')}
              ?required=${isRequired}
              aria-invalid=${!!problem}
              aria-describedby=${describedBy}
              .defaultValue=${values.join(' ')}
              @input=${onInput}
            />`
    }${notes}
  </div>`;
}

/** What somebody has filled in. */
export function answerTo({ type }: Field, root: ParentNode, id: string): readonly string[] {
  const control = root.querySelector<HTMLInputElement>(`#${id}`);
  if (!control) return [];
  switch (type) {
    case 'boolean':
      return [control.checked ? '1' : '0'];
    case 'list-multi':
      return [...control.querySelectorAll<HTMLInputElement>('input:checked')].map(({ value }) => value);
    case 'text-multi':
      return control.value ? control.value.split(/\r?\n/) : [];
    case 'jid-multi':
      return control.value.split(/\s+/).filter(Boolean);
    case 'jid-single':
      return [control.value.trim()].filter(Boolean);
    default:
      return control.value ? [control.value] : [];
  }
}

/** Why an answer cannot be taken. */
export function problemWith(
  field: Field,
  answer: readonly string[],
  label: string,
  words: Strings,
): string | undefined {
  const isEmpty = !answer.some((value) => value.trim());
  if (field.isRequired && field.type !== 'boolean' && isEmpty) return words.fieldMissing(label);
  const isOdd = /^jid/.test(field.type) && answer.some((value) => !jidOf(value));
  return isOdd ? words.errorText('jid-malformed') : undefined;
}

/** What is set and not on offer stays, until somebody chooses another one. */
function optionsOf({ options, values }: Field): Field['options'] {
  const strangers = values.filter((value) => value && !options.some((option) => option.value === value));
  return [...options, ...strangers.map((value) => ({ value, label: value }))];
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}
