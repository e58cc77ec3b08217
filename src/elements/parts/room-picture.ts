import { css, html, nothing, type TemplateResult } from 'lit';
import { avatar } from './avatar.js';
import { Dialog } from './dialog.js';
import type { DeskView } from './room-bar.js';
import { renderDesk, renderProblem, roomDialogStyles } from './room-dialog.js';
import { squarePicture } from './square-picture.js';

export const styles = css`
  ${roomDialogStyles}

  .picture-now {
    display: flex;
    align-items: center;
    gap: 16px;
    min-inline-size: 0;
  }

  .picture-now .avatar {
    inline-size: 96px;
    block-size: 96px;
    border-radius: 28px;
    font-size: 40px;
  }

  .picture-now [role='status']:not(:empty) {
    margin-block-start: 6px;
  }
`;

/** In px, on a screen of twice the density. */
const LARGE = 192;

/** Opens what gives a room another picture, or none (XEP-0486). */
export function open(view: DeskView): void {
  new RoomPicture(view);
}

class RoomPicture {
  readonly #view: DeskView;
  readonly #dialog: Dialog;
  #isBusy = false;
  /** What came of it. */
  #outcome = '';
  #problem = '';
  #error: unknown;

  constructor(view: DeskView) {
    this.#view = view;
    this.#dialog = new Dialog(view.host, view.words.picture, () => this.#render());
    this.#dialog.focus('.buttons button');
  }

  #render(): TemplateResult {
    const { desk, title, words, picture } = this.#view;
    const problem = this.#problem
      ? html`<p role="alert" part="alert" class="alert">${this.#problem}</p>`
      : renderProblem(this.#view, this.#error, words.pictureErrors);
    const content = html`<div class="picture-now">
        ${avatar(title, undefined, title, picture(LARGE))}
        <div>
          <p class="muted">${words.pictureNote}</p>
          <p role="status">${this.#outcome}</p>
        </div>
      </div>
      ${problem}
      <input type="file" accept="image/*" hidden @change=${this.#onChosen} />
      <div class="buttons">
        <button part="button" class="button" aria-disabled=${this.#isBusy} @click=${this.#choose}>
          ${this.#isBusy ? html`<span class="spinner"></span>` : nothing} ${words.choosePicture}
        </button>
        ${
          desk.hasPicture
            ? html`<button
                part="button"
                class="button quiet"
                aria-disabled=${this.#isBusy}
                @click=${() => void this.#set(undefined)}
              >
                ${words.removePicture}
              </button>`
            : nothing
        }
      </div>`;
    return renderDesk(this.#view, words.picture, content, () => this.#dialog.close());
  }

  readonly #choose = ({ currentTarget }: Event): void => {
    const desk = (currentTarget as Element).closest('.desk');
    if (!this.#isBusy) desk?.querySelector<HTMLInputElement>('[type=file]')?.click();
  };

  readonly #onChosen = async ({ currentTarget }: Event): Promise<void> => {
    const input = currentTarget as HTMLInputElement;
    const [file] = input.files ?? [];
    // The same one may be chosen again.
    input.value = '';
    if (!file || this.#isBusy) return;
    const picture = await squarePicture(file);
    if (picture) return this.#set(picture);
    this.#outcome = '';
    this.#problem = this.#view.words.noPicture;
    this.#dialog.update();
  };

  async #set(picture: Blob | undefined): Promise<void> {
    if (this.#isBusy) return;
    const { desk, words } = this.#view;
    this.#problem = this.#outcome = '';
    this.#error = undefined;
    this.#isBusy = true;
    this.#dialog.update();
    try {
      await (await desk.administration()).setPicture(picture);
      this.#outcome = picture ? words.pictureSet : words.pictureGone;
    } catch (error) {
      this.#error = error;
    }
    this.#isBusy = false;
    this.#dialog.update();
    // The button that takes it away goes with it.
    if (!picture) this.#dialog.focus('.buttons button');
  }
}
