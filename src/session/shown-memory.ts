import { keyOf, read, write } from '../transport/kept.js';

/** Which of several rooms is shown, kept for the next page of this tab: by the rooms that there are to choose from. */

const keyFor = (session: string, rooms: readonly string[]) => keyOf(session, `shown:${rooms.join(' ')}`);

export function recallShown(session: string, rooms: readonly string[]): string | undefined {
  const { room } = (read('sessionStorage', keyFor(session, rooms)) ?? {}) as { readonly room?: unknown };
  return rooms.find((known) => known === room);
}

export function keepShown(session: string, rooms: readonly string[], room: string): void {
  write('sessionStorage', keyFor(session, rooms), { room });
}
