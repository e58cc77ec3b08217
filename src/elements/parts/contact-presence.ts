import type { Contact } from '../../controllers/roster-controller.js';
import type { Show } from '../../stores/presences-store.js';
import type { Strings } from '../strings/strings.js';

/** How available somebody is; `undefined` where they never let us see it: they may be there all the same. */
export function shownPresence({ show, subscription }: Contact): Show | 'unavailable' | undefined {
  return show ?? (subscription === 'to' || subscription === 'both' ? 'unavailable' : undefined);
}

export function presenceWord(contact: Contact, words: Strings): string {
  const presence = shownPresence(contact);
  if (!presence) return '';
  return presence === 'available' ? words.online : words[presence === 'unavailable' ? 'offline' : presence];
}
