import type { Entry } from '../../stores/entries.js';

/** How many entries come in and go out at once. */
const PAGE = 100;
/** How many are in the DOM at most. */
export const WINDOW = 400;

/** Which entries of a conversation are in the DOM: the last ones, or, while its reader is elsewhere, those around them. */
export class RowWindow {
  #start = 0;
  /** Of the first of them; without it the window follows the end. */
  #startKey: string | undefined;

  get followsEnd(): boolean {
    return this.#startKey === undefined;
  }

  get hasEarlier(): boolean {
    return this.#start > 0;
  }

  hasLater(entries: readonly Entry[]): boolean {
    return !this.followsEnd && this.#start + WINDOW < entries.length;
  }

  /** From where to where they are. */
  of(entries: readonly Entry[]): readonly [start: number, end: number] {
    if (this.#startKey !== undefined) {
      // Entries may have come in above it.
      const isThere = entries[this.#start]?.key === this.#startKey;
      const start = isThere ? this.#start : entries.findIndex(({ key }) => key === this.#startKey);
      if (start >= 0) {
        this.#start = start;
        return [start, Math.min(start + WINDOW, entries.length)];
      }
      this.follow();
    }
    // In steps: cutting one off for each that comes in would touch both ends of the DOM every time.
    this.#start = Math.max(0, (Math.floor(entries.length / PAGE) - 1) * PAGE);
    return [this.#start, entries.length];
  }

  follow(): void {
    this.#startKey = undefined;
  }

  /** Stays where it is, whatever comes. */
  stay(entries: readonly Entry[]): void {
    this.#startKey ??= entries[this.#start]?.key;
  }

  /** Goes to where one of them is in it, with a page before that. */
  goTo(entries: readonly Entry[], place: number): void {
    this.#startAt(entries, place - PAGE);
  }

  goBack(entries: readonly Entry[]): void {
    // A page at a time, however few there are: all that fit would be made in one frame.
    this.#startAt(entries, this.#start - PAGE);
  }

  goOn(entries: readonly Entry[]): void {
    this.#startAt(entries, Math.min(this.#start + PAGE, entries.length - WINDOW));
  }

  #startAt(entries: readonly Entry[], start: number): void {
    this.#start = Math.max(0, start);
    this.#startKey = entries[this.#start]?.key;
  }
}
