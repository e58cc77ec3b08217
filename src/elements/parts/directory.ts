import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { BookmarksController } from '../../controllers/bookmarks-controller.js';
import { ChannelSearchController } from '../../controllers/channel-search-controller.js';
import { DirectoryController, type KnownRoom } from '../../controllers/directory-controller.js';
import type { ConnectionController } from '../../controllers/connection-controller.js';
import type { XmppError } from '../../core/errors.js';
import { xmppErrorOf } from '../../core/errors.js';
import { localOf, type BareJid } from '../../core/jid.js';
import type { Strings } from '../strings/strings.js';
import { keyed } from './keyed.js';
import { avatar } from './avatar.js';
import { icon } from './icon.js';
import { shownNick } from './nick.js';
import { renderAlert, renderSkeleton } from './panels.js';

export { directoryStyles as styles } from './directory.styles.js';

/** Goes into a room, by the nickname and the password that are kept with it; or makes one, to choose its settings. */
type Choose = (room: BareJid, way: ReturnType<BookmarksController['wayInto']> & { readonly isSetUp?: boolean }) => void;

/** The rooms of a service to choose from, a field that finds them, and a form that makes another one. */
export class Directory implements ReactiveController {
  readonly #host: LitElement;
  readonly #choose: Choose;
  readonly #pictureOf: (room: BareJid) => unknown;
  readonly #rooms: DirectoryController;
  readonly #search: ChannelSearchController;
  readonly #bookmarks: BookmarksController;
  readonly #observer = new IntersectionObserver((entries) => this.#see(entries));
  #words: Strings | undefined;
  #query = '';
  /** The room where the keyboard is, or was. */
  #stop: BareJid | undefined;
  #isMaking = false;
  #isBusy = false;
  /** Why no room was made. */
  #failure: XmppError | undefined;

  /** @param pictureOf draws a room's picture, if it has one. */
  constructor(host: LitElement, choose: Choose, pictureOf: (room: BareJid) => unknown) {
    this.#pictureOf = pictureOf;
    this.#host = host;
    this.#choose = choose;
    this.#rooms = new DirectoryController(host);
    this.#search = new ChannelSearchController(host);
    this.#bookmarks = new BookmarksController(host);
    host.addController(this);
  }

  get title(): string {
    return this.#words?.rooms ?? '';
  }

  /** Somebody has left the room that they chose: the keyboard is where it was, and there may be others by now. */
  comeBack(): void {
    this.#rooms.reload();
    this.#bookmarks.reload();
    this.#focus('.room[tabindex="0"]');
  }

  hostUpdated(): void {
    for (const row of this.#host.renderRoot.querySelectorAll('.rooms li')) this.#observer.observe(row);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  renderHeader(words: Strings): TemplateResult {
    return html`<div class="who"><h2 part="title">${words.rooms}</h2></div>
      <slot name="header-end"></slot>`;
  }

  render(words: Strings, session: ConnectionController['session'], muc: string): TemplateResult {
    this.#words = words;
    this.#rooms.configure(session, muc);
    this.#search.configure(session, muc);
    this.#bookmarks.configure(session);
    const { error, isLoaded } = this.#rooms;
    if (isLoaded) return this.#renderAll(words);
    if (!error) return renderSkeleton(session?.status === 'online' ? words.lookingForRooms : words.connecting);
    const text = this.#textOf(error);
    return renderAlert(text, { label: words.tryAgain, act: () => this.#rooms.reload() });
  }

  #renderAll(words: Strings): TemplateResult {
    const listed = this.#rooms.find(this.#query);
    const hasMore = listed.hasMore || this.#search.hasMore;
    const isBusy = this.#rooms.isBusy || this.#search.isBusy;
    const error = this.#rooms.error ?? this.#bookmarks.error ?? this.#search.error;
    const kept = this.#rooms.among(this.#bookmarks.rooms, this.#query);
    // What others find stands below, so that nothing moves away from whoever is about to press it.
    const isNew = ({ jid }: KnownRoom) => !listed.rooms.some((room) => room.jid === jid);
    const all: readonly KnownRoom[] = [...listed.rooms, ...this.#search.rooms.filter(isNew)];
    const others = all.filter(({ jid }) => !this.#bookmarks.isOffered || !this.#bookmarks.has(jid));
    const rooms = [...kept, ...others];
    const stop = rooms.find(({ jid }) => jid === this.#stop) ?? rooms[0];
    return html`<div class="rooms" @keydown=${onKeydown}>
      <form role="search" @submit=${(event: Event) => this.#onFind(event, rooms[0])}>
        <input
          part="field"
          class="input"
          type="search"
          aria-label=${words.findRoom}
          placeholder=${words.findRoom}
          autocomplete="off"
          spellcheck="false"
          enterkeyhint="go"
          .value=${this.#query}
          @input=${this.#onInput}
        />
      </form>
      ${error ? html`<p role="alert" part="alert" class="alert">${this.#textOf(error)}</p>` : nothing}
      <div class="scroll">
        ${
          kept.length
            ? html`<h3 class="group">${words.yourRooms}</h3>
                <ul role="list" aria-label=${words.yourRooms}>
                  ${keyed(
                    kept,
                    ({ jid }) => jid,
                    (room) => this.#renderRoom(room, room === stop),
                  )}
                </ul>`
            : nothing
        }
        <ul role="list" aria-label=${words.rooms}>
          ${keyed(
            others,
            ({ jid }) => jid,
            (room) => this.#renderRoom(room, room === stop),
          )}
        </ul>
        <p class="muted none" role="status">${rooms.length ? '' : this.#nothingIn(words)}</p>
        ${rooms.length || this.#query.trim() ? nothing : html`<p class="muted none">${words.noRoomsHint}</p>`}
        ${
          hasMore
            ? html`<button part="button" class="button quiet" aria-disabled=${isBusy} @click=${this.#onMore}>
                ${isBusy ? html`<span class="spinner"></span>` : nothing} ${words.moreRooms}
              </button>`
            : nothing
        }
      </div>
      ${this.#isMaking ? this.#renderForm(words) : this.#renderMake(words)}
    </div>`;
  }

  #nothingIn(words: Strings): string {
    if (!this.#query.trim()) return words.noRooms;
    return this.#search.isBusy ? words.lookingForRooms : words.noRoomFound;
  }

  #renderRoom({ jid, name, description, occupants }: KnownRoom, isStop: boolean): TemplateResult {
    // Of one that is elsewhere, where.
    const address = this.#isFound(jid) ? jid : localOf(jid);
    const line = [shownNick(name) === address ? '' : address, description.slice(0, 200)].filter(Boolean);
    const words = this.#words as Strings;
    return html`<li .room=${jid}>
      <button
        class="room"
        tabindex=${isStop ? 0 : -1}
        title=${jid}
        @focus=${() => this.#enter(jid)}
        @click=${() => this.#take(jid)}
      >
        ${avatar(shownNick(name), undefined, jid, this.#pictureOf(jid))}
        <span class="who">
          <bdi class="name ellipsis">${shownNick(name)}</bdi>
          ${line.length ? html`<span class="preview ellipsis">${line.map((text, index) => html`${index ? ' · ' : ''}<bdi>${text}</bdi>`)}</span>` : nothing}
        </span>
        ${
          occupants === undefined
            ? nothing
            : html`<span class="count" aria-hidden="true">${icon('people')}${occupants}</span>
                <span class="sr">${words.here(occupants)}</span>`
        }
      </button>
      ${this.#bookmarks.isOffered ? this.#renderKeep(jid, name) : nothing}
    </li>`;
  }

  #renderKeep(jid: BareJid, name: string): TemplateResult {
    const words = this.#words as Strings;
    const isKept = this.#bookmarks.has(jid);
    const label = isKept ? words.forgetRoom(shownNick(name)) : words.keepRoom(shownNick(name));
    return html`<button
      class="tool keep"
      aria-label=${label}
      title=${label}
      @click=${() => void this.#bookmarks.toggle(jid, name)}
    >
      <span aria-hidden="true">${isKept ? '★' : '☆'}</span>
    </button>`;
  }

  #renderMake(words: Strings): TemplateResult {
    return html`<div class="make">
      <button part="button" class="button quiet" @click=${() => this.#setMaking(true)}>${words.createRoom}</button>
    </div>`;
  }

  #renderForm(words: Strings): TemplateResult {
    const failure = this.#failure;
    return html`<form
      part="form"
      class="make"
      aria-label=${words.createRoom}
      novalidate
      @submit=${(event: SubmitEvent) => void this.#onMake(event)}
    >
      ${failure ? html`<div role="alert" part="alert" class="alert">${this.#textOf(failure)}</div>` : nothing}
      <label
        >${words.roomName}
        <input part="field" class="input" name="room" autocomplete="off" maxlength="100" aria-invalid=${!!failure} />
      </label>
      <label class="set-up"><input type="checkbox" name="set-up" /> ${words.setUpRoom}</label>
      <div class="buttons">
        <button part="button" class="button" aria-disabled=${this.#isBusy}>
          ${this.#isBusy ? html`<span class="spinner"></span>` : nothing} ${words.create}
        </button>
        <button part="button" class="button quiet" type="button" @click=${() => this.#setMaking(false)}>
          ${words.cancel}
        </button>
      </div>
    </form>`;
  }

  #textOf({ condition }: XmppError): string {
    const { roomErrors, errorText } = this.#words as Strings;
    const isKnown = Object.hasOwn(roomErrors, condition);
    return isKnown ? roomErrors[condition as keyof typeof roomErrors] : errorText(condition);
  }

  readonly #onInput = (event: InputEvent): void => {
    this.#look((event.target as HTMLInputElement).value);
  };

  readonly #onMore = (): void => {
    if (!this.#rooms.isBusy) this.#rooms.more();
    this.#search.more();
  };

  #look(query: string): void {
    this.#query = query;
    this.#search.look(query);
    this.#host.requestUpdate();
  }

  /** Somebody else has told of it, and all there is to know. */
  #isFound(room: BareJid): boolean {
    return this.#search.has(room) && !this.#rooms.lists(room);
  }

  /** Enter in the field: the first that fits. */
  #onFind(event: Event, first: KnownRoom | undefined): void {
    event.preventDefault();
    if (first && this.#query.trim()) this.#take(first.jid);
  }

  async #onMake(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const name = data.get('room') as string;
    if (this.#isBusy) return;
    this.#setBusy(true);
    try {
      const room = await this.#rooms.addressFor(name);
      if (!this.#isMaking) return;
      this.#isMaking = false;
      this.#take(room, data.has('set-up'));
    } catch (error) {
      this.#failure = xmppErrorOf(error);
      this.#focus('[name=room]');
    } finally {
      this.#setBusy(false);
    }
  }

  #setBusy(isBusy: boolean): void {
    this.#isBusy = isBusy;
    if (isBusy) this.#failure = undefined;
    this.#host.requestUpdate();
  }

  #setMaking(isMaking: boolean): void {
    this.#isMaking = isMaking;
    this.#failure = undefined;
    this.#host.requestUpdate();
    this.#focus(isMaking ? '[name=room]' : '.make > .button');
  }

  #take(room: BareJid, isSetUp = false): void {
    this.#stop = room;
    this.#look('');
    this.#choose(room, { ...this.#bookmarks.wayInto(room), isSetUp });
    this.#focus('#back');
  }

  #enter(room: BareJid): void {
    if (room === this.#stop) return;
    this.#stop = room;
    this.#host.requestUpdate();
  }

  /** Whoever worked in what is gone now goes on in what has come. */
  #focus(selector: string): void {
    void this.#host.updateComplete.then(() => this.#host.renderRoot.querySelector<HTMLElement>(selector)?.focus());
  }

  #see(entries: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      const { room } = target as Element & { readonly room: BareJid };
      if (isIntersecting && !this.#isFound(room)) this.#rooms.see(room);
    }
  }
}

/** Arrows go through the field and the rooms as through one column; Tab leaves it. */
function onKeydown(event: KeyboardEvent): void {
  if (event.isComposing) return;
  const column = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>('[type=search], .room')];
  const at = column.indexOf(event.target as HTMLElement);
  const isInRoom = at > 0;
  const step: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    ...(isInRoom && { Home: 1, End: column.length - 1 }),
  };
  const next = at < 0 ? undefined : column[step[event.key] ?? -1];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
