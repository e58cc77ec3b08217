/** Somebody who plays has one keyboard: what is typed in an element is its own, and whoever leaves it goes on where they were. */
export class Manners {
  readonly #host: HTMLElement;
  /** What had the keyboard before somebody came in. */
  #before: HTMLElement | undefined;
  /** Keys that were pressed in here. */
  readonly #pressed = new Set<string>();

  constructor(host: HTMLElement) {
    this.#host = host;
    for (const type of ['keydown', 'keypress', 'keyup'] as const) host.addEventListener(type, this.#keep);
    // Before what is inside, which may keep it to itself.
    host.addEventListener('keydown', ({ code }) => this.#pressed.add(code), true);
    host.addEventListener('focusin', this.#onEnter);
    host.addEventListener('focusout', this.#onLeave);
  }

  /** The keyboard goes back to where it was before. Tells whether there is such a place. */
  giveBack(): boolean {
    // The key that brings somebody out comes up elsewhere.
    addEventListener('keyup', this.#keep, { capture: true, once: true });
    // In Safari, Escape is pressed, too: at once, and where the keyboard is by then.
    addEventListener('keypress', this.#keep, true);
    setTimeout(() => removeEventListener('keypress', this.#keep, true));
    this.#before?.focus({ preventScroll: true });
    return !this.#host.shadowRoot?.activeElement;
  }

  readonly #keep = (event: KeyboardEvent): void => {
    const { target, currentTarget, type, code, key } = event;
    // What the page has put in is the page's, and it may keep Tab within a dialog of its own.
    if (currentTarget === this.#host && (target !== currentTarget || key === 'Tab')) return;
    // A game that saw a key go down has to see it come up.
    if (type !== 'keyup' || this.#pressed.delete(code)) event.stopPropagation();
  };

  readonly #onEnter = (event: FocusEvent): void => {
    const before = event.relatedTarget as HTMLElement | null;
    if (!before || this.#host.contains(before)) return;
    this.#pressed.clear();
    // Whoever walks here by keyboard, and opens it, comes back to the button.
    const isByButton = (event.composedPath()[0] as Element).matches('.launcher:focus-visible');
    this.#before = isByButton ? undefined : before;
  };

  readonly #onLeave = (event: FocusEvent): void => {
    const [left] = event.composedPath() as Element[];
    // Neither what went with the keyboard in it, nor another window, means that somebody has left.
    queueMicrotask(() => {
      if (left?.isConnected && !this.#host.shadowRoot?.activeElement) this.#before = undefined;
    });
  };
}
