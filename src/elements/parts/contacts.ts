import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Contact } from '../../controllers/roster-controller.js';
import type { Jid } from '../../core/jid.js';
import type { Strings } from '../strings/strings.js';
import { avatar } from './avatar.js';
import { presenceWord, shownPresence } from './contact-presence.js';

/** What the list of contacts shows, and what it tells. */
export interface ContactList {
  readonly words: Strings;
  readonly contacts: readonly Contact[];
  /** Whose conversation is shown. */
  readonly chosen: Jid | undefined;
  /** Whose was shown last. */
  readonly recent: Jid | undefined;
  /** What the reader looks for. */
  readonly query: string;
  /** The JID that the query is, of somebody who is no contact. */
  readonly stranger: Jid | undefined;
  readonly onQuery: (query: string) => void;
  readonly onChoose: (jid: Jid) => void;
}

/** The contacts, and a field that finds them or begins a conversation with anybody. */
export function renderContacts(list: ContactList): TemplateResult {
  const { words, query, recent } = list;
  const found = contactsThatFit(list);
  const stop = found.find(({ jid }) => jid === recent) ?? found[0];
  return html`<div class="contacts" @keydown=${onKeydown}>
    <form role="search" @submit=${(event: Event) => onSubmit(event, list, found)}>
      <input
        class="input"
        aria-label=${words.findContact}
        placeholder=${words.findContact}
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        enterkeyhint="go"
        .value=${query}
        @input=${(event: Event) => list.onQuery((event.target as HTMLInputElement).value)}
      />
    </form>
    <ul aria-label=${words.contacts} class="scroll">
      ${repeat(
        found,
        ({ jid }) => jid,
        (contact) => renderContact(list, contact, contact === stop),
      )}
      ${list.stranger ? renderStranger(list, list.stranger, !stop) : nothing}
    </ul>
    ${found.length || list.stranger ? nothing : renderNobody(list)}
  </div>`;
}

function contactsThatFit({ contacts, query }: ContactList): readonly Contact[] {
  const wanted = query.trim().toLowerCase();
  return wanted
    ? contacts.filter(({ jid, name }) => jid.includes(wanted) || name.toLowerCase().includes(wanted))
    : contacts;
}

function renderContact({ words, chosen, onChoose }: ContactList, contact: Contact, isStop: boolean): TemplateResult {
  const { jid, name, status, unread, last } = contact;
  const line = last ? last.body : status;
  return html`<li>
    <button
      class="contact"
      tabindex=${isStop ? 0 : -1}
      aria-current=${jid === chosen ? 'true' : nothing}
      @click=${() => onChoose(jid)}
    >
      ${avatar(name, shownPresence(contact), jid)}
      <span class="who">
        <bdi class="name ellipsis">${name}</bdi>
        <span class="sr">${presenceWord(contact, words)}</span>
        ${
          line
            ? html`<span class="preview ellipsis"
                >${last?.isOwn ? `${words.you}: ` : ''}<bdi>${line.slice(0, 200)}</bdi></span
              >`
            : nothing
        }
      </span>
      ${
        unread
          ? html`<span part="badge" class="badge" aria-hidden="true">${unread > 99 ? '99+' : unread}</span>
              <span class="sr">${words.unread(unread)}</span>`
          : nothing
      }
    </button>
  </li>`;
}

function renderStranger({ words, onChoose }: ContactList, jid: Jid, isStop: boolean): TemplateResult {
  return html`<li>
    <button class="contact" tabindex=${isStop ? 0 : -1} @click=${() => onChoose(jid)}>
      <span class="plus" aria-hidden="true">+</span>
      <span class="who start">${words.startWith(jid)}</span>
    </button>
  </li>`;
}

function renderNobody({ words, query }: ContactList): TemplateResult {
  return query.trim()
    ? html`<p class="muted nobody" role="status">${words.nobodyFound}</p>`
    : html`<div class="muted nobody">
        <p class="name">${words.noContacts}</p>
        <p>${words.noContactsHint}</p>
      </div>`;
}

/** Enter in the field: the first that fits, else the stranger whose address it is. */
function onSubmit(event: Event, { query, stranger, onChoose }: ContactList, found: readonly Contact[]): void {
  event.preventDefault();
  const jid = found[0]?.jid ?? stranger;
  if (query.trim() && jid) onChoose(jid);
}

/** Arrows go through the field and the contacts as through one column; Tab leaves it. */
function onKeydown(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.isComposing) return;
  const column = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('input, .contact')];
  const next = column[column.indexOf(event.target as HTMLElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
