import { html, nothing, type TemplateResult } from 'lit';
import type { FirstStrings } from '../strings/strings.js';

export interface NickFormView {
  readonly strings: FirstStrings;
  /** What is proposed. */
  readonly nick: string;
  readonly asksPassword: boolean;
  /** An answer is under way. */
  readonly isBusy: boolean;
  /** Why the last try failed. */
  readonly alert?: string | undefined;
  /** Another way in. */
  readonly other?: unknown;
  join(nick: string, password: string | undefined): void;
}

/** Asks under which name somebody enters a room, and for the room's password. */
export function nickForm({ strings, nick, asksPassword, isBusy, alert, other, join }: NickFormView): TemplateResult {
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    if (!isBusy) join(textOf(data, 'nick'), asksPassword ? textOf(data, 'password') : undefined);
  };
  return html`<form part="form" class="panel" novalidate @submit=${onSubmit}>
    <b>${strings.chooseNickname}</b>
    ${alert ? html`<div role="alert" part="alert" class="alert">${alert}</div>` : nothing}
    <label
      >${strings.nickname}
      <input
        part="field"
        class="input"
        name="nick"
        autocomplete="nickname"
        spellcheck="false"
        maxlength="255"
        .value=${nick}
      />
    </label>
    ${
      asksPassword
        ? html`<label
            >${strings.roomPassword}
            <input part="field" class="input" id="password" name="password" type="password" autocomplete="off" />
          </label>`
        : nothing
    }
    <button part="button" class="button" aria-disabled=${isBusy}>
      ${isBusy ? html`<span class="spinner"></span> ${strings.joining}` : strings.join}
    </button>
    ${other}
  </form>`;
}

function textOf(data: FormData, name: string): string {
  const text = data.get(name);
  return typeof text === 'string' ? text : '';
}
