import { html, nothing, type TemplateResult } from 'lit';
import { bareJidOf, localOf } from '../../core/jid.js';
import type { Strings } from '../strings/strings.js';

/** What of the words makes no sense, before any server is asked. `field` is the id of where they stand. */
export interface Problem {
  readonly field: string;
  readonly text: string;
}

/** @param domain of the page, where a bare user name will do. */
export function problemOf(
  words: Strings,
  domain: string | undefined,
  { username, password }: { readonly username: string; readonly password: string },
): Problem | undefined {
  const name = username.trim();
  const jid = bareJidOf(addressOf(name, domain));
  if (!name) return { field: 'username', text: domain ? words.userNameMissing : words.addressMissing };
  if (!jid || !localOf(jid)) {
    return { field: 'username', text: domain ? words.userNameMalformed : words.addressMalformed };
  }
  return password ? undefined : { field: 'password', text: words.passwordMissing };
}

/** The whole address that a person means. */
export function addressOf(username: string, domain: string | undefined): string {
  const name = username.trim();
  return domain && !name.includes('@') ? `${name}@${domain}` : name;
}

interface FieldView {
  readonly words: Strings;
  readonly isBusy: boolean;
  readonly isWrong: boolean;
  onInput(): void;
}

interface UsernameView extends FieldView {
  readonly domain: string | undefined;
  readonly value: string;
}

/** Where one writes who one is. */
export function renderUsername({ words, isBusy, isWrong, onInput, domain, value }: UsernameView): TemplateResult {
  return html`<div part="field" class="field">
    <label for="username">${domain ? words.userName : words.address}</label>
    <input
      id="username"
      class="input"
      name="username"
      autocomplete="username"
      autocapitalize="none"
      spellcheck="false"
      inputmode=${domain ? 'text' : 'email'}
      placeholder=${domain ? nothing : words.addressExample}
      required
      ?readonly=${isBusy}
      aria-invalid=${isWrong}
      aria-describedby=${isWrong ? 'failure' : nothing}
      .value=${value}
      @input=${onInput}
    />
  </div>`;
}

interface PasswordView extends FieldView {
  readonly isNew?: boolean;
  readonly isShown: boolean;
  toggle(): void;
}

/** Where one writes the password, and the button that shows it. */
export function renderPassword(view: PasswordView): TemplateResult {
  const { words, isBusy, isWrong, isNew, isShown, onInput, toggle } = view;
  return html`<div part="field" class="field">
    <label for="password">${words.password}</label>
    <div class="secret">
      <input
        id="password"
        class="input"
        name="password"
        type=${isShown ? 'text' : 'password'}
        autocomplete=${isNew ? 'new-password' : 'current-password'}
        autocapitalize="none"
        spellcheck="false"
        required
        ?readonly=${isBusy}
        aria-invalid=${isWrong}
        aria-describedby=${isWrong ? 'failure' : nothing}
        @input=${onInput}
      />
      <button
        part="button"
        class="link"
        type="button"
        aria-label=${words.showPassword}
        aria-pressed=${isShown}
        @click=${toggle}
      >
        ${words.show}
      </button>
    </div>
  </div>`;
}
