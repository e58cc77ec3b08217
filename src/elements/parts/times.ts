import type { Strings } from '../strings/strings.js';

/** Writes times in one language. Made once per language: a formatter costs more than what it formats. */
export class Times {
  readonly lang: string;
  readonly #clock: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #dayOfYear: Intl.DateTimeFormat;

  constructor(lang: string) {
    this.lang = lang;
    this.#clock = new Intl.DateTimeFormat(lang, { timeStyle: 'short' });
    this.#day = new Intl.DateTimeFormat(lang, { weekday: 'long', day: 'numeric', month: 'long' });
    this.#dayOfYear = new Intl.DateTimeFormat(lang, { dateStyle: 'long' });
  }

  clock(at: number): string {
    return this.#clock.format(at);
  }

  /** “Today”, “Yesterday”, or the date. */
  day(at: number, { today, yesterday }: Strings): string {
    const now = new Date();
    if (isSameDay(at, now)) return today;
    if (isSameDay(at, new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return yesterday;
    return (new Date(at).getFullYear() === now.getFullYear() ? this.#day : this.#dayOfYear).format(at);
  }
}

/** Whether two times are of one day, here where the reader is. */
export function isSameDay(one: number | Date, other: number | Date): boolean {
  if (Math.abs(Number(one) - Number(other)) > 90_000_000) return false; // 25 hours: the longest day there is.
  return new Date(one).getDate() === new Date(other).getDate();
}
