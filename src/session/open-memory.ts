/** Whether a conversation that opens from a button is open, kept for the next page of this tab. */
import { keyOf, read, write } from '../transport/kept.js';

const nameOf = (owner: string, place: string) => keyOf(owner, `open:${place}`);

/** `undefined`: nobody has opened it in this tab. */
export function recallOpen(owner: string, place: string): boolean | undefined {
  const kept = read('sessionStorage', nameOf(owner, place)) as { readonly isOpen?: unknown } | undefined;
  return kept && kept.isOpen === true;
}

export function keepOpen(owner: string, place: string, isOpen: boolean): void {
  write('sessionStorage', nameOf(owner, place), { isOpen });
}
