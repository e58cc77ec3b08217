import { resourceOf, type Jid } from '../../core/jid.js';
import type { CompletionActions } from './completions.js';

const MOST = 6;
const MOST_MENTIONS = 20;
/** An @ where a word begins, and what is written of a nick behind it. */
const CALLED = /(?:^|[\s(])@([^\s@]{0,40})$/u;
/** The word before the caret. */
const WORD = /(?:^|[\s(])([^\s@:(]{1,40})$/u;

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Nicks for `@no`, while it is typed, and for the beginning of one with Tab; and whom a text calls. */
export class NickCompletion {
  readonly #actions: CompletionActions;
  readonly #changed: () => void;
  /** Nicks that were taken from the proposals: they are meant wherever they stand. */
  readonly #taken = new Set<string>();
  /** The part of the text that a proposal would replace. */
  #place: Place | undefined;
  #query: string | undefined;
  /** Where the word begins whose proposals are wanted without an @, or not wanted with one. */
  #wanted: number | undefined;
  #dismissed: number | undefined;
  proposals: readonly Jid[] = [];
  /** Which of them Enter takes. */
  at = 0;

  constructor(actions: CompletionActions, changed: () => void) {
    this.#actions = actions;
    this.#changed = changed;
  }

  /** @param field where somebody writes; `undefined`: nobody does. */
  look(field: HTMLTextAreaElement | undefined): void {
    const { selectionStart: caret = 0, selectionEnd = -1, value = '' } = field ?? {};
    const before = caret === selectionEnd ? value.slice(0, caret) : '';
    const called = CALLED.exec(before)?.[1];
    const word = called ?? WORD.exec(before)?.[1];
    const start = word === undefined ? -1 : caret - word.length - (called === undefined ? 0 : 1);
    if (start !== this.#wanted) this.#wanted = undefined;
    if (start !== this.#dismissed) this.#dismissed = undefined;
    const isOpen = called === undefined ? this.#wanted !== undefined : this.#dismissed === undefined;
    const query = isOpen ? word : undefined;
    this.#place = { start, end: caret };
    if (query === this.#query) return;
    this.#query = query;
    this.at = 0;
    const found = query === undefined ? [] : this.#matching(query, called !== undefined);
    // What is written whole needs nothing: Enter is for the message.
    this.proposals = found.length === 1 && resourceOf(found[0] as Jid) === query ? [] : found;
  }

  handle(event: KeyboardEvent): boolean {
    const { key, target } = event;
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false;
    const proposal = this.proposals[this.at];
    if (!proposal) {
      if (key !== 'Tab' || !this.#complete(target as HTMLTextAreaElement)) return false;
    } else if (key === 'ArrowDown' || key === 'ArrowUp') this.#move(key === 'ArrowDown' ? 1 : -1);
    else if (key === 'Enter' || key === 'Tab') this.take(proposal);
    else if (key === 'Escape') this.#dismiss();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  take(jid: Jid): void {
    const nick = resourceOf(jid);
    const { start = 0, end = 0 } = this.#place ?? {};
    const isCalled = this.#wanted === undefined;
    this.#taken.add(nick);
    this.#wanted = undefined;
    // Whoever is named first is spoken to.
    this.#actions.replace(isCalled ? `@${nick} ` : start ? `${nick} ` : `${nick}: `, start, end);
  }

  /** Longer nicks go before those that they begin with. */
  mentionsIn(text: string): readonly (Place & { readonly jid: Jid })[] {
    if (!text.includes('@') && !this.#taken.size) return [];
    const people = this.#actions.people().filter((jid) => text.includes(resourceOf(jid)));
    const found: (Place & { readonly jid: Jid })[] = [];
    for (const jid of people.sort((one, other) => other.length - one.length)) {
      const nick = resourceOf(jid);
      const word = nick.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
      const sign = this.#taken.has(nick) ? '@?' : '@';
      const pattern = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}_@])${sign}${word}(?![\\p{L}\\p{M}\\p{N}_])`, 'gu');
      for (const { 0: whole, index } of text.matchAll(pattern)) {
        const place = { start: index, end: index + whole.length, jid };
        if (!found.some(({ start, end }) => place.start < end && place.end > start)) found.push(place);
      }
    }
    return found.sort((one, other) => one.start - other.start).slice(0, MOST_MENTIONS);
  }

  /** Tab: the only one who can be meant, or a choice of several. Tells whether there is anybody. */
  #complete(field: HTMLTextAreaElement): boolean {
    const { selectionStart: caret, selectionEnd, value } = field;
    const word = caret === selectionEnd ? WORD.exec(value.slice(0, caret))?.[1] : undefined;
    const [only, ...more] = word ? this.#matching(word, false) : [];
    if (!word || !only) return false;
    this.#wanted = caret - word.length;
    this.#place = { start: this.#wanted, end: caret };
    if (more.length) this.#changed();
    else this.take(only);
    return true;
  }

  /** Those that begin so; with an @, then those that have it within. */
  #matching(query: string, isAnywhere: boolean): readonly Jid[] {
    const wanted = query.toLowerCase();
    const placeOf = (jid: Jid) => resourceOf(jid).toLowerCase().indexOf(wanted);
    const people = this.#actions.people();
    const first = people.filter((jid) => placeOf(jid) === 0);
    return [...first, ...(isAnywhere ? people.filter((jid) => placeOf(jid) > 0) : [])].slice(0, MOST);
  }

  #move(by: 1 | -1): void {
    this.at = (this.at + by + this.proposals.length) % this.proposals.length;
    this.#changed();
  }

  #dismiss(): void {
    this.#dismissed = this.#place?.start;
    this.#wanted = undefined;
    this.#changed();
  }
}
