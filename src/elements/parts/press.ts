/** How long a finger rests on something before its menu opens, in ms; how far it may slip meanwhile, in px. */
const LONG_PRESS = 500;
const SLIP = 10;

/** A finger that rests on something: not every browser calls that a wish for a menu (`contextmenu`). */
export class LongPress {
  #press: { readonly x: number; readonly y: number; readonly timer: ReturnType<typeof setTimeout> } | undefined;

  /** A finger came down. `open` is called if it rests. */
  start({ clientX: x, clientY: y }: PointerEvent, open: () => void): void {
    this.end();
    this.#press = { x, y, timer: setTimeout(open, LONG_PRESS) };
  }

  /** It has moved: too far, and it scrolls. */
  move({ clientX, clientY }: PointerEvent): void {
    const { x = clientX, y = clientY } = this.#press ?? {};
    if (Math.hypot(clientX - x, clientY - y) > SLIP) this.end();
  }

  end(): void {
    clearTimeout(this.#press?.timer);
    this.#press = undefined;
  }
}
