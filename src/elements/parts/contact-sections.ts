import type { Contact } from '../../controllers/roster-controller.js';

/** A contact in the list: once in each of their groups. */
export interface Row {
  readonly key: string;
  readonly contact: Contact;
}

export interface Section {
  /** Its rows have no heading. */
  readonly isLoose: boolean;
  readonly name: string;
  readonly rows: readonly Row[];
  readonly isFolded: boolean;
}

interface Outlook {
  readonly contacts: readonly Contact[];
  /** What the reader looks for. */
  readonly query: string;
  readonly words: { readonly blocked: string };
}

/**
 * Who is looked for without sections, else by group: those in none first, the blocked last.
 *
 * @param turned those that somebody has folded, or unfolded where they are folded at first.
 */
export function sectionsOf({ contacts, query, words }: Outlook, turned: ReadonlySet<string>): readonly Section[] {
  const wanted = query.trim().toLowerCase();
  if (wanted) {
    return loose(contacts.filter(({ jid, name }) => jid.includes(wanted) || name.toLowerCase().includes(wanted)));
  }
  const [blocked, free] = [contacts.filter(({ blockedBy }) => blockedBy), contacts.filter((each) => !each.blockedBy)];
  const groups = [...new Set(free.flatMap(({ groups }) => groups))].sort((one, other) => one.localeCompare(other));
  const inGroup = (group: string) => free.filter((contact) => contact.groups.includes(group));
  return [
    ...loose(free.filter((contact) => !contact.groups.length)),
    ...groups.flatMap((group) => sectionOf(group, inGroup(group), turned.has(group))),
    ...sectionOf(words.blocked, blocked, !turned.has(words.blocked)),
  ];
}

function loose(contacts: readonly Contact[]): readonly Section[] {
  return sectionOf('', contacts, false).map((section) => ({ ...section, isLoose: true }));
}

function sectionOf(name: string, contacts: readonly Contact[], isFolded: boolean): readonly Section[] {
  const rows = contacts.map((contact) => ({ key: `${name}\n${contact.jid}`, contact }));
  return rows.length ? [{ name, rows, isLoose: false, isFolded }] : [];
}
