import { css, html, nothing, type TemplateResult } from 'lit';
import type { FormAnswers, RoomForm } from '../../controllers/room-desk-controller.js';
import { Dialog } from './dialog.js';
import { answerTo, problemWith, renderField, type Field } from './form-fields.js';
import { shownNick } from './nick.js';
import type { DeskView } from './room-bar.js';
import { renderDesk, renderProblem, renderWaiting, roomDialogStyles } from './room-dialog.js';

export const styles = css`
  ${roomDialogStyles}

  .desk .told {
    white-space: pre-line;
    font-size: 13px;
  }

  .desk .fixed {
    margin-block-start: 6px;
    font-weight: 600;
  }

  .desk .hint {
    font-size: 12px;
    line-height: 16px;
  }

  .desk .check {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 28px;
  }

  .desk .check input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--_accent);
  }

  .desk .check + :is(.hint, .wrong) {
    margin-block-start: -12px;
    padding-inline-start: 28px;
  }

  .desk .choices {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-inline-size: 0;
    max-block-size: 200px;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: hidden auto;
  }

  .desk legend {
    padding: 0;
    font-size: 13px;
    font-weight: 600;
  }

  .desk form > .buttons {
    position: sticky;
    inset-block-end: -20px;
    margin: 0 -20px -20px;
    padding: 12px 20px 20px;
    border-block-start: 1px solid var(--_border);
    background: var(--_bg);
  }
`;

/** What a form is for. */
interface FormUse {
  readonly title: string;
  readonly submit: string;
  readonly errors: Readonly<Record<string, string>>;
  /** Asks the room for it; `registered`: there is nothing to be filled in any more. */
  load(): Promise<RoomForm | 'registered'>;
  send(form: RoomForm, answers: FormAnswers): Promise<void>;
  /** It was not sent. */
  cancelled?(): void;
  done?(): void;
}

/** Opens a form of the room's: how it is set, or what it wants to know of its members. */
export function open(view: DeskView, what: 'settings' | 'membership', done?: () => void): void {
  const { words, strings, desk } = view;
  const asked = desk.administration();
  const uses: Readonly<Record<typeof what, FormUse>> = {
    settings: {
      title: words.settings,
      submit: strings.save,
      errors: words.settingsErrors,
      load: async () => (await asked).settings(),
      send: async (form, answers) => (await asked).changeSettings(form, answers),
      // A room that does not hear it stays as it is, too.
      cancelled: () => void asked.then((each) => each.cancelSettings()).catch(() => undefined),
    },
    membership: {
      title: words.askForMembership,
      submit: words.askForMembership,
      errors: words.membershipErrors,
      load: async () => (await asked).membership(),
      send: async (form, answers) => (await asked).askForMembership(form, answers),
      done: () => done?.(),
    },
  };
  new FormDialog(view, uses[what]);
}

class FormDialog {
  readonly #view: DeskView;
  readonly #use: FormUse;
  readonly #dialog: Dialog;
  #form: RoomForm | undefined;
  #isBusy = false;
  #isSent = false;
  #error: unknown;
  /** By the index of the field. */
  readonly #problems = new Map<number, string>();

  constructor(view: DeskView, use: FormUse) {
    this.#view = view;
    this.#use = use;
    const onClose = () => this.#form && !this.#isSent && use.cancelled?.();
    this.#dialog = new Dialog(view.host, use.title, () => this.#render(), { onClose, isFirm: true });
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      const form = await this.#use.load();
      if (form === 'registered') return this.#finish();
      this.#form = form;
    } catch (error) {
      this.#error = error;
    }
    this.#dialog.update();
    this.#dialog.focus(this.#form ? 'form :is(input, select, textarea)' : '.close');
  }

  #render(): TemplateResult {
    const { title, errors } = this.#use;
    const form = this.#form;
    const content = form
      ? this.#renderForm(form)
      : this.#error === undefined
        ? renderWaiting(this.#view)
        : renderProblem(this.#view, this.#error, errors);
    return renderDesk(this.#view, title, content, () => this.#dialog.close());
  }

  #renderForm(form: RoomForm): TemplateResult {
    const { strings } = this.#view;
    const { title, submit, errors } = this.#use;
    return html`<form aria-label=${title} novalidate @submit=${(event: Event) => void this.#onSubmit(event, form)}>
      ${form.instructions.map((text) => html`<p class="muted told"><bdi>${shownNick(text)}</bdi></p>`)}
      ${form.fields.map((field, index) =>
        field.type === 'hidden'
          ? nothing
          : renderField(field, {
              id: idOf(index),
              label: labelOf(field),
              problem: this.#problems.get(index),
              onInput: () => this.#problems.delete(index) && this.#dialog.update(),
            }),
      )}
      ${renderProblem(this.#view, this.#error, errors)}
      <div class="buttons">
        <button part="button" class="button" aria-disabled=${this.#isBusy}>
          ${this.#isBusy ? html`<span class="spinner"></span>` : nothing} ${submit}
        </button>
        <button part="button" type="button" class="button quiet" @click=${() => this.#dialog.close()}>
          ${strings.cancel}
        </button>
      </div>
    </form>`;
  }

  async #onSubmit(event: Event, form: RoomForm): Promise<void> {
    event.preventDefault();
    if (this.#isBusy) return;
    const answers = this.#answers(event.target as HTMLFormElement, form);
    this.#error = undefined;
    if (!answers) return this.#dialog.update();
    this.#setBusy(true);
    try {
      await this.#use.send(form, answers);
      this.#finish();
    } catch (error) {
      this.#error = error;
    }
    this.#setBusy(false);
  }

  /** `undefined`: something is missing, and said to be. */
  #answers(box: HTMLFormElement, { fields }: RoomForm): FormAnswers | undefined {
    const answers = new Map<string, readonly string[]>();
    this.#problems.clear();
    for (const [index, field] of fields.entries()) {
      if (/^(hidden|fixed)$/.test(field.type)) continue;
      const answer = answerTo(field, box, idOf(index));
      const problem = problemWith(field, answer, labelOf(field), this.#view.strings);
      if (problem) this.#problems.set(index, problem);
      answers.set(field.name, answer);
    }
    const [first] = this.#problems.keys();
    if (first === undefined) return answers;
    this.#dialog.update();
    this.#dialog.focus(`#${idOf(first)}`);
    return undefined;
  }

  #finish(): void {
    this.#isSent = true;
    this.#dialog.close();
    this.#use.done?.();
  }

  #setBusy(isBusy: boolean): void {
    this.#isBusy = isBusy;
    this.#dialog.update();
  }
}

const idOf = (index: number) => `asked-${index}`;

function labelOf({ label, name, type }: Field): string {
  return shownNick(label || (type === 'fixed' ? '' : name));
}
