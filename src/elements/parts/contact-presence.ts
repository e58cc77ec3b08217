import type { Contact } from '../../controllers/roster-controller.js';
import type { Show } from '../../stores/presences-store.js';
import type { FirstStrings } from '../strings/strings.js';

/** How available somebody is; `undefined` where they never let us see it: they may be there all the same. */
export function shownPresence({ show, subscription, blockedBy }: Contact): Show | 'unavailable' | undefined {
  return show ?? (!blockedBy && (subscription === 'to' || subscription === 'both') ? 'unavailable' : undefined);
}

/** The same in words, or why nothing can be known of it. */
export function presenceWord(contact: Contact, words: FirstStrings): string {
  const presence = shownPresence(contact);
  if (contact.blockedBy) return words.blocked;
  if (!presence) return contact.isPending ? words.notAnswered : '';
  return presence === 'available' ? words.online : words[presence === 'unavailable' ? 'offline' : presence];
}
