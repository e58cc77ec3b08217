import { css, render, type LitElement, type ReactiveController } from 'lit';

export const dialogStyles = css`
  .dialog {
    box-sizing: border-box;
    inline-size: min(380px, 100vw - 24px);
    max-block-size: calc(100dvh - 24px);
    padding: 20px;
    border: 1px solid var(--_border);
    border-radius: 16px;
    background: var(--_bg);
    color: var(--_text);
    box-shadow: var(--_shadow);
    overflow: hidden auto;
    overscroll-behavior: contain;
    overflow-wrap: anywhere;
    animation: come 0.1s;
  }

  .dialog::backdrop {
    background: rgb(0 0 0 / 0.45);
  }

  .dialog h2 {
    font-size: 17px;
    font-weight: 650;
    line-height: 24px;
  }

  /* Where one writes, the field lies over what measures it; here it stands below its label. */
  .dialog textarea {
    grid-area: auto;
  }

  .dialog .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
`;

/** An element with a connection. */
export type DialogHost = LitElement & { readonly status: string };

/** What stands over the page until it is closed; the keyboard goes back to where it was. */
export class Dialog implements ReactiveController {
  readonly #host: DialogHost;
  readonly #wasOnline: boolean;
  readonly #content: () => unknown;
  readonly #onClose: (() => void) | undefined;
  readonly #box = document.createElement('dialog');
  #isOpen = true;

  /**
   * @param label what screen readers call it.
   * @param content what is in it, asked again whenever the host renders.
   * @param options `onClose`: told once it is closed, by whatever; `isFirm`: a press beside it does not, as what somebody
   *   has written in it would be lost.
   */
  constructor(
    host: DialogHost,
    label: string,
    content: () => unknown,
    { onClose, isFirm = false }: { readonly onClose?: () => void; readonly isFirm?: boolean } = {},
  ) {
    this.#host = host;
    this.#content = content;
    this.#onClose = onClose;
    this.#wasOnline = host.status !== 'offline';
    this.#box.className = 'dialog';
    this.#box.setAttribute('aria-label', label);
    // What is pressed in here is no business of the conversation behind it.
    this.#box.addEventListener('keydown', (event) => event.stopPropagation());
    this.#box.addEventListener('close', () => this.close());
    this.#box.addEventListener('click', (event) => !isFirm && this.#isBeside(event) && this.close());
    host.addController(this);
    this.update();
    host.renderRoot.append(this.#box);
    this.#box.showModal();
  }

  hostUpdated(): void {
    // What it tells is for whoever was signed in.
    if (this.#wasOnline && this.#host.status === 'offline') this.close();
    else this.update();
  }

  /** Something in it is another by now. */
  update(): void {
    render(this.#content(), this.#box);
  }

  hostDisconnected(): void {
    this.close();
  }

  /** Puts the keyboard on the first of these. */
  focus(selector: string): void {
    this.#box.querySelector<HTMLElement>(selector)?.focus();
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#host.removeController(this);
    this.#box.close();
    this.#box.remove();
    this.#onClose?.();
  }

  /** On what is behind it. */
  #isBeside({ target, clientX, clientY }: MouseEvent): boolean {
    const { left, right, top, bottom } = this.#box.getBoundingClientRect();
    const isIn = clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
    return target === this.#box && !isIn;
  }
}
