import type { FirstStrings } from '../strings/strings.js';

/** Writes times in one language. A formatter costs more than what it formats: each is made once, when it is first needed. */
export class Times {
  readonly lang: string;
  #clock: Intl.DateTimeFormat | undefined;
  #day: Intl.DateTimeFormat | undefined;
  #dayOfYear: Intl.DateTimeFormat | undefined;

  constructor(lang: string) {
    this.lang = lang;
  }

  clock(at: number): string {
    this.#clock ??= new Intl.DateTimeFormat(this.lang, { timeStyle: 'short' });
    return this.#clock.format(at);
  }

  /** “Today”, “Yesterday”, or the date. */
  day(at: number, { today, yesterday }: FirstStrings): string {
    const now = new Date();
    if (isSameDay(at, now)) return today;
    if (isSameDay(at, new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return yesterday;
    if (new Date(at).getFullYear() === now.getFullYear()) {
      this.#day ??= new Intl.DateTimeFormat(this.lang, { weekday: 'long', day: 'numeric', month: 'long' });
      return this.#day.format(at);
    }
    this.#dayOfYear ??= new Intl.DateTimeFormat(this.lang, { dateStyle: 'long' });
    return this.#dayOfYear.format(at);
  }
}

/** Whether two times are of one day, here where the reader is. */
export function isSameDay(one: number | Date, other: number | Date): boolean {
  if (Math.abs(Number(one) - Number(other)) > 90_000_000) return false; // 25 hours: the longest day there is.
  return new Date(one).getDate() === new Date(other).getDate();
}
