import { css, html, nothing, type TemplateResult } from 'lit';
import { bareJidOf, localOf } from '../../core/jid.js';
import { Dialog } from './dialog.js';
import { shownNick } from './nick.js';
import type { DeskView } from './room-bar.js';
import { renderDesk, renderProblem, roomDialogStyles } from './room-dialog.js';

export const styles = css`
  ${roomDialogStyles}

  .declined small {
    display: block;
    color: var(--_muted);
    font-size: 12px;
  }
`;

/** So many are shown at once; the others follow. */
const SHOWN = 2;

/** What is written into a field, by its name. */
type Written = (name: string) => string;

interface Field {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly maxLength: number;
  /** It is an address. */
  readonly isAddress?: boolean;
  readonly isLong?: boolean;
}

/** What is asked, and what comes of it. */
interface Asking {
  readonly title: string;
  readonly submit: string;
  readonly fields: readonly [Field, ...Field[]];
  readonly errors: Readonly<Record<string, string>>;
  /** What is missing or malformed, in words: of the first field. */
  problemWith(written: Written): string | undefined;
  /** What to say of it; `undefined`: it is seen. */
  act(written: Written): Promise<string | undefined>;
}

/** Opens what asks for another nickname, another subject, or whom to invite. */
export function open(view: DeskView, what: 'nick' | 'subject' | 'invite'): void {
  new ChangeDialog(view, { nick, subject, invite }[what](view));
}

/** Who does not want to come, of those who were invited. */
export function renderDeclined({ desk, words, strings }: DeskView): TemplateResult {
  return html`<div role="status">
    ${desk.declined.slice(0, SHOWN).map(
      (declined) =>
        html`<div part="notice" class="room-notice declined">
          <p>
            <bdi>${words.declined(declined.jid)}</bdi>
            ${declined.reason ? html`<small><bdi>${shownNick(declined.reason)}</bdi></small>` : nothing}
          </p>
          <button part="button" class="button quiet" @click=${() => desk.forgetDeclined(declined)}>
            ${strings.close}
          </button>
        </div>`,
    )}
  </div>`;
}

function nick({ desk, words, strings, actions }: DeskView): Asking {
  return {
    title: words.changeNick,
    submit: strings.save,
    fields: [{ name: 'nick', label: strings.nickname, value: desk.state?.nick ?? '', maxLength: 255 }],
    // Who is in already is told otherwise than at the door.
    errors: { 'not-acceptable': strings.errorText('not-acceptable', 'join'), 'jid-malformed': strings.chooseNickname },
    problemWith: (written) => (written('nick') ? undefined : strings.chooseNickname),
    act: async (written) => void (await actions.changeNick(written('nick'))),
  };
}

function subject({ desk, words, strings, actions }: DeskView): Asking {
  const value = desk.state?.subject ?? '';
  return {
    title: words.changeSubject,
    submit: strings.save,
    fields: [{ name: 'subject', label: words.subject, value, maxLength: 1000, isLong: true }],
    errors: {},
    problemWith: () => undefined,
    act: async (written) => void (await actions.setSubject(written('subject'))),
  };
}

function invite({ desk, words, strings }: DeskView): Asking {
  const whom = (written: Written) => {
    const jid = bareJidOf(written('address'));
    return jid && localOf(jid) ? jid : undefined;
  };
  return {
    title: words.invite,
    submit: words.inviteNow,
    fields: [
      { name: 'address', label: words.inviteAddress, maxLength: 1000, isAddress: true },
      { name: 'reason', label: strings.reasonOptional, maxLength: 300 },
    ],
    errors: words.inviteErrors,
    problemWith: (written) => (whom(written) ? undefined : strings.errorText('jid-malformed')),
    act: async (written) => {
      const jid = whom(written);
      if (!jid) return undefined;
      await desk.invite(jid, written('reason'));
      return words.invited(jid);
    },
  };
}

class ChangeDialog {
  readonly #view: DeskView;
  readonly #asking: Asking;
  readonly #dialog: Dialog;
  #isBusy = false;
  #problem: string | undefined;
  #outcome = '';
  #error: unknown;

  constructor(view: DeskView, asking: Asking) {
    this.#view = view;
    this.#asking = asking;
    this.#dialog = new Dialog(view.host, asking.title, () => this.#render(), { isFirm: true });
    this.#dialog.focus('form .input');
  }

  #render(): TemplateResult {
    const { title, submit, fields, errors } = this.#asking;
    const content = html`<form aria-label=${title} novalidate @submit=${this.#onSubmit}>
      ${fields.map((field, index) => this.#renderField(field, index ? undefined : this.#problem))}
      ${renderProblem(this.#view, this.#error, errors)}
      <p role="status" ?hidden=${!this.#outcome}>${this.#outcome}</p>
      <div class="buttons">
        <button part="button" class="button" aria-disabled=${this.#isBusy}>
          ${this.#isBusy ? html`<span class="spinner"></span>` : nothing} ${submit}
        </button>
        <button part="button" type="button" class="button quiet" @click=${() => this.#dialog.close()}>
          ${this.#outcome ? this.#view.strings.close : this.#view.strings.cancel}
        </button>
      </div>
    </form>`;
    return renderDesk(this.#view, title, content, () => this.#dialog.close());
  }

  #renderField(field: Field, problem: string | undefined): TemplateResult {
    const { name, label, value = '', maxLength, isAddress, isLong } = field;
    const id = `change-${name}`;
    const hint = problem ? `${id}-problem` : nothing;
    return html`<div class="field">
      <label for=${id}>${label}</label>
      ${
        isLong
          ? html`<textarea
              id=${id}
              class="input"
              name=${name}
              dir="auto"
              maxlength=${maxLength}
              .value=${value}
            ></textarea>`
          : html`<input
              id=${id}
              class="input"
              name=${name}
              dir=${isAddress ? 'ltr' : 'auto'}
              autocomplete="off"
              autocapitalize=${isAddress ? 'none' : nothing}
              spellcheck=${isAddress ? 'false' : nothing}
              maxlength=${maxLength}
              aria-invalid=${!!problem}
              aria-describedby=${hint}
              .value=${value}
            />`
      }
      ${problem ? html`<small id=${hint} class="wrong">${problem}</small>` : nothing}
    </div>`;
  }

  readonly #onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.#isBusy) return;
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const written: Written = (name) => (data.get(name) as string).trim();
    this.#outcome = '';
    this.#error = undefined;
    this.#problem = this.#asking.problemWith(written);
    if (this.#problem) return this.#again();
    this.#isBusy = true;
    this.#dialog.update();
    try {
      const said = await this.#asking.act(written);
      if (said === undefined) return this.#dialog.close();
      this.#outcome = said;
      form.reset();
    } catch (error) {
      this.#error = error;
    }
    this.#isBusy = false;
    this.#again();
  };

  /** What was written can be mended, or the next one be invited. */
  #again(): void {
    this.#dialog.update();
    this.#dialog.focus('form .input');
  }
}
