import { css, html, nothing, render } from 'lit';
import type { Strings } from '../strings/strings.js';

export const reasonStyles = css`
  .reason {
    box-sizing: border-box;
    inline-size: min(360px, calc(100% - 32px));
    padding: 20px;
    border: 1px solid var(--_border);
    border-radius: 14px;
    background: var(--_bg);
    color: var(--_text);
    box-shadow: var(--_shadow);
  }

  .reason::backdrop {
    background: rgb(0 0 0 / 0.4);
  }

  .reason form {
    display: grid;
    gap: 12px;
  }

  .reason h3 {
    margin: 0;
    font-size: 16px;
    line-height: 22px;
    overflow-wrap: anywhere;
  }

  .reason label {
    display: grid;
    gap: 4px;
    font-size: 13px;
    font-weight: 600;
  }

  .reason .input {
    box-sizing: border-box;
    font-size: var(--_font-size);
    font-weight: 400;
  }

  .reason .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
  }

  .reason .firm {
    background: var(--_danger);
    color: var(--_bg);
  }
`;

export interface ReasonDialog {
  readonly strings: Strings;
  /** What is asked, or what was to be done. */
  readonly title: string;
  /** What the button says that does it; without it there is nothing to be done but to read `alert`. */
  readonly submit?: string;
  /** What went wrong. */
  readonly alert?: string;
  /** Does it, for this reason; or throws. */
  act?(reason: string): Promise<void>;
  wordsFor(error: unknown): string;
}

/** Asks once more, and why, before something is done to somebody; then the keyboard goes back to where it was. */
export function openReasonDialog(root: ShadowRoot, asked: ReasonDialog): void {
  const { strings, title, submit, act, wordsFor } = asked;
  const dialog = document.createElement('dialog');
  dialog.className = 'reason';
  dialog.setAttribute('aria-label', title);
  // What is pressed in here is no business of the room behind it.
  dialog.addEventListener('keydown', (event) => event.stopPropagation());
  dialog.addEventListener('close', () => dialog.remove());
  const close = () => dialog.close();
  let isBusy = false;
  const onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const reason = new FormData(event.target as HTMLFormElement).get('reason');
    draw();
    try {
      await act?.(typeof reason === 'string' ? reason.trim() : '');
      close();
    } catch (error) {
      isBusy = false;
      draw(wordsFor(error));
    }
  };
  const draw = (alert?: string) =>
    render(
      html`<form @submit=${onSubmit}>
        <h3>${title}</h3>
        ${
          submit
            ? html`<label
                >${strings.reasonOptional}
                <input class="input" name="reason" autocomplete="off" maxlength="300" />
              </label>`
            : nothing
        }
        <div role="alert" class=${alert ? 'alert' : ''}>${alert}</div>
        <div class="buttons">
          <button type="button" class="button quiet" @click=${close}>${submit ? strings.cancel : strings.close}</button>
          ${submit ? html`<button class="button firm" aria-disabled=${isBusy}>${submit}</button>` : nothing}
        </div>
      </form>`,
      dialog,
    );
  draw(asked.alert);
  root.append(dialog);
  dialog.showModal();
  dialog.querySelector<HTMLElement>('input, button')?.focus();
}
