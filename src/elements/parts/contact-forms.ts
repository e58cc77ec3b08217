import { html, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Strings } from '../strings/strings.js';
import { focusFirst } from './menu.js';

/** A question about a contact, asked in place. */
export interface ContactForm {
  readonly words: Strings;
  /** As the person at the screen knows them. */
  readonly name: string;
  cancel(): void;
}

/** Asks what to call a contact. */
export function renameForm(form: ContactForm, name: string, save: (name: string) => void): TemplateResult {
  const { words } = form;
  return renderForm(form, {
    label: words.rename,
    submit: words.save,
    fields: html`<label
      >${words.contactName}
      <input class="input" name="name" autocomplete="off" spellcheck="false" maxlength="255" .value=${name} />
    </label>`,
    onSubmit: (data) => save(textOf(data.get('name'))),
  });
}

/** Asks in which groups a contact is: of those that there are, or in a new one. */
export function groupsForm(
  form: ContactForm,
  { all, own }: { readonly all: readonly string[]; readonly own: readonly string[] },
  save: (groups: readonly string[]) => void,
): TemplateResult {
  const { words } = form;
  return renderForm(form, {
    label: words.changeGroups,
    submit: words.save,
    fields: html`${all.map(
        (group) =>
          html`<label class="check"
            ><input type="checkbox" name="group" .value=${group} .checked=${own.includes(group)} /><bdi class="ellipsis"
              >${group}</bdi
            ></label
          >`,
      )} <label>${words.newGroup}<input class="input" name="group" autocomplete="off" maxlength="255" /></label>`,
    onSubmit: (data) => save([...new Set(data.getAll('group').map(textOf))].filter(Boolean)),
  });
}

/** Asks once whether somebody shall be no contact any more. */
export function removeForm(form: ContactForm, remove: () => void): TemplateResult {
  const { words, name } = form;
  return renderForm(form, {
    label: words.removeContact,
    submit: words.remove,
    fields: html`<p>${words.removeQuestion(name)}</p>`,
    onSubmit: remove,
  });
}

interface Fields {
  readonly label: string;
  readonly submit: string;
  readonly fields: TemplateResult;
  onSubmit(data: FormData): void;
}

function renderForm({ words, cancel }: ContactForm, { label, submit, fields, onSubmit }: Fields): TemplateResult {
  const submitted = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit(new FormData(event.target as HTMLFormElement));
  };
  const onKeydown = (event: KeyboardEvent) => {
    // The arrows are the field's own, and Escape means this question.
    event.stopPropagation();
    if (event.key === 'Escape') cancel();
  };
  return html`<form
    class="ask"
    aria-label=${label}
    novalidate
    @submit=${submitted}
    @keydown=${onKeydown}
    ${ref(focusFirst)}
  >
    ${fields}
    <div class="buttons">
      <button class="button">${submit}</button>
      <button type="button" class="button quiet" @click=${cancel}>${words.cancel}</button>
    </div>
  </form>`;
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value.trim() : '';
}
