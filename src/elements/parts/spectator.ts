import { css, html, type LitElement, type TemplateResult } from 'lit';
import type { RoomController } from '../../controllers/room-controller.js';
import type { Strings } from '../strings/strings.js';
import { nickForm } from './nick-form.js';

export const styles = css`
  .spectator {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
    padding: 8px 12px;
    border-block-start: 1px solid var(--_border);
    background: var(--_surface);
  }

  .spectator p {
    flex: 1 1 150px;
    margin: 0;
    color: var(--_muted);
  }

  .conversation > .panel {
    flex: none;
    block-size: auto;
    padding: 12px;
    border-block-start: 1px solid var(--_border);
    background: var(--_surface);
  }
`;

/** In place of the field, for somebody who reads: one button to be heard, then their nickname, if nobody knows it. */
export class Spectator {
  readonly #host: LitElement & { focusComposer(): void };
  readonly #room: RoomController;
  #isAsking = false;
  #isBusy = false;

  constructor(host: LitElement & { focusComposer(): void }, room: RoomController) {
    this.#host = host;
    this.#room = room;
  }

  /** @param other another way to be heard. */
  render(strings: Strings, other: unknown): TemplateResult {
    if (this.#isAsking) return this.#renderForm(strings, other);
    return html`<div class="spectator">
      <p>${strings.readingAlong}</p>
      <button part="button" class="button" @click=${this.#onSpeak}>${strings.speak}</button>
      ${other}
    </div>`;
  }

  #renderForm(strings: Strings, other: unknown): TemplateResult {
    const { error } = this.#room;
    return nickForm({
      strings,
      nick: '',
      asksPassword: false,
      isBusy: this.#isBusy,
      alert: error && strings.errorText(error.condition, 'join'),
      other,
      join: (nick) => void this.#speak(nick),
    });
  }

  readonly #onSpeak = (): void => {
    const { speakersNick } = this.#room;
    if (speakersNick) return void this.#speak(speakersNick);
    this.#ask();
  };

  #ask(): void {
    this.#isAsking = true;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      const isElsewhere = !this.#host.matches(':focus-within') && document.activeElement !== document.body;
      if (!isElsewhere) this.#host.renderRoot.querySelector<HTMLElement>('[name=nick]')?.focus();
    });
  }

  async #speak(nick: string): Promise<void> {
    this.#isBusy = true;
    this.#host.requestUpdate();
    try {
      await this.#room.speak(nick);
      this.#isAsking = false;
      await this.#host.updateComplete;
      // Who went on playing meanwhile is not called back.
      if (this.#host.matches(':focus-within') || document.activeElement === document.body) this.#host.focusComposer();
    } catch {
      this.#ask(); // The room's controller keeps why.
    } finally {
      this.#isBusy = false;
      this.#host.requestUpdate();
    }
  }
}
