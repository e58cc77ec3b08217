import { css, html, nothing, type TemplateResult } from 'lit';
import { bareJidOf, localOf } from '../../core/jid.js';
import { Dialog } from './dialog.js';
import type { DeskView } from './room-bar.js';
import { renderDesk, renderProblem, roomDialogStyles } from './room-dialog.js';

export const styles = css`
  ${roomDialogStyles}
`;

/** How much one can write. */
const MOST = 300;

/** Asks once more whether a room shall be closed for good, why, and where people may go instead. */
export function open(view: DeskView): void {
  const { desk, words, host, title } = view;
  let isBusy = false;
  let error: unknown;
  let isOdd = false;
  const close = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    const written = (data.get('alternative') as string).trim();
    const alternative = bareJidOf(written);
    isOdd = !!written && !(alternative && localOf(alternative));
    error = undefined;
    if (isOdd) {
      dialog.update();
      return dialog.focus('[name=alternative]');
    }
    isBusy = true;
    dialog.update();
    try {
      await (await desk.administration()).close({ reason: (data.get('reason') as string).trim(), alternative });
      return dialog.close();
    } catch (failure) {
      error = failure;
    }
    isBusy = false;
    dialog.update();
  };
  const dialog: Dialog = new Dialog(
    host,
    words.closeQuestion(title),
    () => renderDesk(view, words.closeQuestion(title), renderForm(), () => dialog.close()),
    { isFirm: true },
  );
  dialog.focus('[name=reason]');

  function renderForm(): TemplateResult {
    const { strings } = view;
    // Enter in a field must not do it.
    const onClose = ({ currentTarget }: Event) => {
      if (!isBusy) void close((currentTarget as HTMLButtonElement).form as HTMLFormElement);
    };
    return html`<p>${words.closeNote}</p>
      <form novalidate>
        <div class="field">
          <label for="closing-reason">${strings.reasonOptional}</label>
          <input id="closing-reason" class="input" name="reason" autocomplete="off" dir="auto" maxlength=${MOST} />
        </div>
        <div class="field">
          <label for="closing-alternative">${words.alternative}</label>
          <input
            id="closing-alternative"
            class="input"
            name="alternative"
            dir="ltr"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            aria-invalid=${isOdd}
            aria-describedby=${isOdd ? 'closing-problem' : nothing}
          />
          ${isOdd ? html`<small id="closing-problem" class="wrong">${strings.errorText('jid-malformed')}</small>` : nothing}
        </div>
        ${renderProblem(view, error, words.settingsErrors)}
        <div class="buttons">
          <button part="button" type="button" class="button firm" aria-disabled=${isBusy} @click=${onClose}>
            ${words.close}
          </button>
          <button part="button" type="button" class="button quiet" @click=${() => dialog.close()}>
            ${strings.cancel}
          </button>
        </div>
      </form>`;
  }
}
