import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { Contact, RosterController } from '../../controllers/roster-controller.js';
import { toBare, type BareJid, type Jid } from '../../core/jid.js';
import type { Strings } from '../strings/strings.js';
import { keyed } from './keyed.js';
import { avatar } from './avatar.js';
import { shownNick } from './nick.js';
import { calledIn } from './contact-bar.js';
import type { ContactDialog } from './contact-dialogs.js';
import { groupsForm, removeForm, renameForm } from './contact-forms.js';
import { presenceWord, shownPresence } from './contact-presence.js';
import { sectionsOf, type Row, type Section } from './contact-sections.js';
import { icon } from './icon.js';
import { renderMenu, type MenuItem } from './menu.js';
import type { Picture } from './rows.js';

export { styles } from './contacts.styles.js';

/** What the list of contacts shows, and what it tells. Everybody is named as the person at the screen knows them. */
export interface ContactsView {
  readonly words: Strings;
  readonly contacts: readonly Contact[];
  /** Who asks to see when we are available. */
  readonly requests: readonly Contact[];
  /** Whose conversation is shown. */
  readonly chosen: Jid | undefined;
  /** Whose was shown last. */
  readonly recent: Jid | undefined;
  /** What the reader looks for. */
  readonly query: string;
  /** The JID that the query is, of somebody who is no contact. */
  readonly stranger: BareJid | undefined;
  /** Why the last change was not made. */
  readonly alert: string | undefined;
  readonly find: (query: string) => void;
  readonly choose: (jid: Jid) => void;
  /** Opens a dialog about somebody. */
  readonly open: (what: ContactDialog, jid: Jid) => void;
  readonly pictureOf: (jid: Jid) => Picture | undefined;
}

/** The contacts, what can be done with each, and a field that finds them or begins with somebody else. */
export class ContactList {
  readonly #host: LitElement;
  readonly #roster: RosterController;
  #view: ContactsView | undefined;
  /** What is open below a row: one thing in the whole list. */
  #open: { readonly key: string; readonly what: 'menu' | 'rename' | 'groups' | 'remove' } | undefined;
  /** The key of the row where the keyboard is. */
  #stop: string | undefined;
  /** Sections that somebody has folded, or unfolded where they are folded at first. */
  readonly #turned = new Set<string>();
  /** What was done, for those who do not see it. */
  #news = '';

  constructor(host: LitElement, roster: RosterController) {
    this.#host = host;
    this.#roster = roster;
  }

  render(view: ContactsView): TemplateResult {
    this.#view = view;
    this.#keepFocus();
    const { words, query, stranger, requests, alert } = view;
    const sections = sectionsOf(view, this.#turned);
    const rows = sections.flatMap(({ isFolded, rows }) => (isFolded ? [] : rows));
    const stop =
      rows.find(({ key }) => key === this.#stop) ?? rows.find(({ contact }) => contact.jid === view.recent) ?? rows[0];
    this.#stop = stop?.key;
    const last = requests.at(-1);
    return html`<div class="contacts" @keydown=${onKeydown}>
      <form role="search" @submit=${this.#onSubmit}>
        <input
          class="input search"
          aria-label=${words.findContact}
          placeholder=${words.findContact}
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          enterkeyhint="go"
          .value=${query}
          @input=${(event: Event) => view.find((event.target as HTMLInputElement).value)}
        />
      </form>
      ${alert ? html`<p role="alert" part="alert" class="alert">${alert}</p>` : nothing}
      <p class="sr" role="status">${this.#news}</p>
      <p class="sr" role="status">${last && words.wantsToSee(calledIn(last))}</p>
      <div class="scroll">
        ${
          requests.length && !query.trim()
            ? html`<ul aria-label=${words.requests}>
                ${keyed(
                  requests,
                  ({ jid }) => jid,
                  (contact) => this.#renderRequest(contact),
                )}
              </ul>`
            : nothing
        }
        <ul aria-label=${words.contacts}>
          ${sections.map((section) => this.#renderSection(section, stop))}
          ${stranger ? this.#renderStranger(view, stranger, !rows.length) : nothing}
        </ul>
        ${sections.length || stranger ? nothing : renderNobody(view)}
      </div>
    </div>`;
  }

  #renderSection({ isLoose, name, rows, isFolded }: Section, stop: Row | undefined): unknown {
    const list = () =>
      keyed(
        rows,
        ({ key }) => key,
        (row) => this.#renderRow(row, row === stop),
      );
    if (isLoose) return list();
    const unread = rows.reduce((sum, { contact }) => sum + contact.unread, 0);
    return html`<li>
      <button class="group" aria-expanded=${!isFolded} @click=${() => this.#turn(name)}>
        ${icon('back')}<bdi class="ellipsis">${name}</bdi><span>· ${rows.length}</span>
        ${isFolded ? renderUnread(unread, this.#words) : nothing}
      </button>
      ${
        isFolded
          ? nothing
          : html`<ul aria-label=${name}>
              ${list()}
            </ul>`
      }
    </li>`;
  }

  #renderRow({ key, contact }: Row, isStop: boolean): TemplateResult {
    const { jid, name, status, game, unread, last, blockedBy, isPending, show } = contact;
    const words = this.#words;
    const items = this.#itemsFor(contact, key);
    const state = presenceWord(contact, words);
    // Why nothing is known of them is for everybody to read, how available they are is seen on their picture.
    const isState = blockedBy || (isPending && !show);
    const line = last && !isState ? last.body : isState ? state : status;
    const openMenu = (event: Event) => {
      if (!items.length) return;
      event.preventDefault();
      this.#show(key, 'menu');
    };
    const isOpen = this.#open?.key === key;
    return html`<li class="row" @focusin=${() => this.#enter(key)}>
      <button
        class="contact"
        tabindex=${isStop ? 0 : -1}
        aria-current=${jid === this.#view?.chosen ? 'true' : nothing}
        @click=${() => this.#choose(jid)}
        @contextmenu=${openMenu}
      >
        ${avatar(name, shownPresence(contact), jid, this.#view?.pictureOf(jid)?.draw())}
        <span class="who">
          <bdi class="name ellipsis">${name}</bdi>
          ${isState ? nothing : html`<span class="sr">${state}</span>`}
          ${game ? html`<span class="preview ellipsis"><bdi>${words.plays(shownNick(game))}</bdi></span>` : nothing}
          ${
            line
              ? html`<span class="preview ellipsis"
                  >${last?.isOwn && !isState ? `${words.you}: ` : ''}<bdi>${line.slice(0, 200)}</bdi></span
                >`
              : nothing
          }
        </span>
        ${renderUnread(unread, words)}
      </button>
      ${
        items.length
          ? html`<button
              class="tool options"
              tabindex=${isStop ? 0 : -1}
              aria-label=${words.optionsFor(name)}
              aria-haspopup="menu"
              aria-expanded=${isOpen && this.#open?.what === 'menu'}
              @mousedown=${keepMenu}
              @click=${() => this.#show(key, this.#open?.key === key ? undefined : 'menu')}
            >
              ${icon('more')}
            </button>`
          : nothing
      }
      ${isOpen ? this.#renderOpen(contact, items) : nothing}
    </li>`;
  }

  #itemsFor({ jid, name, subscription, isPending, blockedBy }: Contact, key: string): readonly MenuItem[] {
    const words = this.#words;
    const account = toBare(jid);
    const isPerson = jid === account && jid.includes('@');
    const item = (isOffered: unknown, label: string, act: () => void) => (isOffered ? [{ label, act }] : []);
    const ask = (what: 'rename' | 'groups' | 'remove') => () => this.#show(key, what);
    const isContact = subscription !== undefined;
    const isUnseen = (subscription === 'none' || subscription === 'from') && !isPending;
    const { canBlock, canReport, hasRoster } = this.#roster;
    return [
      ...item(
        isPerson && !isContact && hasRoster && !blockedBy,
        words.add,
        () => void this.#do(this.#roster.add(account)),
      ),
      ...item(isUnseen && !blockedBy, words.askAgain, () => void this.#do(this.#roster.add(account))),
      { label: words.card, act: () => this.#openDialog('about', jid) },
      ...item(isContact, words.rename, ask('rename')),
      ...item(isContact, words.changeGroups, ask('groups')),
      ...item(
        canBlock && isPerson && !blockedBy,
        words.block,
        () => void this.#do(this.#roster.setBlocked(jid, true), words.youBlocked(name)),
      ),
      ...item(canReport && isPerson && !blockedBy, words.report, () => this.#openDialog('report', jid)),
      ...item(
        blockedBy,
        words.unblock,
        () => void this.#do(this.#roster.setBlocked(blockedBy ?? jid, false), words.youUnblocked(blockedBy ?? name)),
      ),
      ...item(isContact, words.removeContact, ask('remove')),
    ];
  }

  #renderOpen({ jid, name, groups }: Contact, items: readonly MenuItem[]): TemplateResult {
    const words = this.#words;
    const form = { words, name, cancel: () => this.#close() };
    const account = toBare(jid);
    const roster = this.#roster;
    switch (this.#open?.what) {
      case 'rename':
        return renameForm(form, name, (name) => void this.#do(roster.change(account, { name })));
      case 'groups': {
        const all = new Set(this.#view?.contacts.flatMap(({ groups }) => groups));
        const change = (groups: readonly string[]) => void this.#do(roster.change(account, { groups }));
        return groupsForm(form, { all: [...all].sort(), own: groups }, change);
      }
      case 'remove':
        return removeForm(form, () => void this.#do(roster.remove(account), words.removedContact(name)));
      default:
        return renderMenu({ label: words.optionsFor(name), items, close: (isLeft) => this.#leaveMenu(isLeft) });
    }
  }

  #renderRequest(contact: Contact): TemplateResult {
    const words = this.#words;
    const { jid, name, request } = contact;
    const answer = (accepts: boolean) => () => void this.#do(this.#roster.answer(toBare(jid), accepts));
    return html`<li class="request">
      ${avatar(name, undefined, jid)}
      <div>
        <p>${words.wantsToSee(calledIn(contact))}</p>
        ${request ? html`<p class="muted"><bdi>${request.slice(0, 200)}</bdi></p>` : nothing}
      </div>
      <div class="buttons">
        <button part="button" class="button" @click=${answer(true)}>${words.accept}</button>
        <button part="button" class="button quiet" @click=${answer(false)}>${words.refuse}</button>
      </div>
    </li>`;
  }

  #renderStranger({ words }: ContactsView, jid: BareJid, isStop: boolean): TemplateResult {
    const row = (words: string, act: () => void, isStop: boolean) =>
      html`<li>
        <button class="contact" tabindex=${isStop ? 0 : -1} @click=${act}>
          <span class="plus" aria-hidden="true">+</span>
          <span class="who start">${words}</span>
        </button>
      </li>`;
    const { hasRoster } = this.#roster;
    return html`${hasRoster ? row(words.addContact(jid), () => void this.#add(jid), isStop) : nothing}
    ${row(words.startWith(jid), () => this.#choose(jid), isStop && !hasRoster)}`;
  }

  get #words(): Strings {
    return (this.#view as ContactsView).words;
  }

  /** Enter in the field: the first that fits, else the stranger whose address it is. */
  readonly #onSubmit = (event: Event): void => {
    event.preventDefault();
    const view = this.#view as ContactsView;
    if (!view.query.trim()) return;
    const found = sectionsOf(view, this.#turned)[0]?.rows[0];
    if (found) this.#choose(found.contact.jid);
    else if (view.stranger && this.#roster.hasRoster) void this.#add(view.stranger);
    else if (view.stranger) this.#choose(view.stranger);
  };

  #choose(jid: Jid): void {
    this.#stop = undefined;
    this.#view?.choose(jid);
  }

  /** What was written stays until it has worked. */
  async #add(jid: BareJid): Promise<void> {
    const written = this.#view?.query;
    if ((await this.#roster.add(jid)) && this.#view?.query === written) this.#choose(jid);
  }

  /** A form stays open with what is written in it until it has worked. */
  async #do(work: Promise<boolean>, news = ''): Promise<void> {
    const open = this.#open;
    if (open?.what === 'menu') this.#close();
    if (!(await work)) return;
    this.#news = news;
    if (open && this.#open === open) this.#close();
    else this.#host.requestUpdate();
  }

  /** The keyboard comes back to the button of its menu. */
  #openDialog(what: ContactDialog, jid: Jid): void {
    this.#close();
    this.#view?.open(what, jid);
  }

  #turn(name: string): void {
    if (!this.#turned.delete(name)) this.#turned.add(name);
    this.#host.requestUpdate();
  }

  #enter(key: string): void {
    if (key === this.#stop) return;
    this.#stop = key;
    this.#host.requestUpdate();
  }

  #show(key: string, what: 'menu' | 'rename' | 'groups' | 'remove' | undefined): void {
    this.#open = what && { key, what };
    this.#host.requestUpdate();
  }

  #leaveMenu(isLeft: boolean | undefined): void {
    // What was chosen in it may be open in its place.
    if (this.#open?.what !== 'menu') return;
    if (isLeft) this.#close();
    else this.#show('', undefined);
  }

  /** Closes what is open below a row; the keyboard goes on from its button. */
  #close(): void {
    this.#host.renderRoot.querySelector<HTMLElement>('.row:has(.menu, .ask) > .options')?.focus();
    this.#show('', undefined);
  }

  /** Whoever was at something that is gone now goes on at the row where they were, or at the next best. */
  #keepFocus(): void {
    const root = this.#host.shadowRoot;
    if (!root?.activeElement?.closest('.contacts')) return;
    void this.#host.updateComplete.then(() => {
      if (root.activeElement) return;
      const find = (selector: string) => root.querySelector<HTMLElement>(selector);
      (find('.contact[tabindex="0"]') ?? find('.search'))?.focus();
    });
  }
}

function renderUnread(unread: number, words: Strings): unknown {
  if (!unread) return nothing;
  return html`<span part="badge" class="badge" aria-hidden="true">${unread > 99 ? '99+' : unread}</span>
    <span class="sr">${words.unread(unread)}</span>`;
}

function renderNobody({ words, query }: ContactsView): TemplateResult {
  return query.trim()
    ? html`<p class="muted nobody" role="status">${words.nobodyFound}</p>`
    : html`<div class="muted nobody">
        <p class="name">${words.noContacts}</p>
        <p>${words.noContactsHint}</p>
      </div>`;
}

/** The menu would lose the focus, close, and be opened again by the click. */
function keepMenu(event: Event): void {
  if ((event.currentTarget as Element).getAttribute('aria-expanded') === 'true') event.preventDefault();
}

/** Arrows go through the field, the groups and the contacts as through one column; Tab leaves it. */
function onKeydown(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.isComposing) return;
  const column = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('.search, .group, .contact')];
  const at = column.indexOf(event.target as HTMLElement);
  const next = at < 0 ? undefined : column[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
