import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { BookmarksController } from '../../controllers/bookmarks-controller.js';
import { RoomDeskController } from '../../controllers/room-desk-controller.js';
import type { BareJid } from '../../core/jid.js';
import type { Room } from '../../stores/rooms-store.js';
import { roomStringsFor, type RoomStrings } from '../strings/room/room-strings.js';
import type { Strings } from '../strings/strings.js';
import type { DialogHost } from './dialog.js';
import { icon } from './icon.js';
import { menuStyles, renderMenu, type MenuItem } from './menu.js';

export const styles = css`
  ${menuStyles}

  .room-menu {
    position: relative;
    flex: none;
  }

  .room-menu > .menu {
    inset-block-start: 100%;
    inset-inline-end: 0;
    inline-size: max-content;
    max-inline-size: min(280px, 100cqi - 24px);
  }

  .room-menu .alert {
    margin: 4px;
  }

  /* What its parts say above the field where one writes, or in its place. */
  .room-notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 12px;
    padding: 8px 12px;
    border-block-start: 1px solid var(--_border);
    background: var(--_surface);
    font-size: 13px;
  }

  .room-notice p {
    flex: 1 1 160px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .room-notice .button {
    padding: 5px 12px;
  }
`;

/** What a dialog about a room works with. */
export interface DeskView {
  readonly host: DialogHost;
  readonly desk: RoomDeskController;
  /** Of the room, as it is shown. */
  readonly title: string;
  readonly words: RoomStrings;
  readonly strings: Strings;
  /** The room's picture, of so many px. */
  picture(size: number): unknown;
  readonly actions: Pick<RoomBarActions, 'changeNick' | 'setSubject'>;
}

/** What the element does for it. */
export interface RoomBarActions {
  lazily<Part extends object>(load: () => Promise<Part & { readonly styles?: CSSResult }>): Part | undefined;
  picture(size: number): unknown;
  /** Shows another room. */
  goTo(room: BareJid): void;
  /** Tries to enter. */
  join(): void;
  /** Whether somebody only reads along, under a name that means nothing. */
  isSpectating(): boolean;
  changeNick(nick: string): Promise<void>;
  setSubject(text: string): Promise<void>;
}

/** In the header of a room, and at its end: what else there is to know and to do about it. */
export class RoomBar {
  readonly #host: DialogHost;
  readonly #actions: RoomBarActions;
  readonly #bookmarks: BookmarksController;
  #desk: RoomDeskController | undefined;
  #words: RoomStrings | undefined;
  #strings!: Strings;
  #title = '';
  #isOpen = false;
  /** Somebody wants to know about the room, and waits for its words. */
  #isAsked = false;

  constructor(host: DialogHost, actions: RoomBarActions) {
    this.#host = host;
    this.#actions = actions;
    this.#bookmarks = new BookmarksController(host);
  }

  /** Which room it is about; asked before everything else. */
  show(session: RoomDeskController['session'], room: BareJid, title: string, strings: Strings): this {
    if (this.#desk?.session !== session || this.#desk.room !== room) {
      this.#desk?.end();
      this.#isOpen = this.#isAsked = false;
      this.#desk = new RoomDeskController(this.#host, session, room);
    }
    this.#bookmarks.configure(session);
    this.#title = title;
    this.#strings = strings;
    this.#words = roomStringsFor(strings.lang, () => this.#host.requestUpdate());
    if (this.#words && this.#isAsked) this.#open(about);
    return this;
  }

  /** What the room's name is a way to. */
  get aboutWords(): string | undefined {
    return this.#words?.aboutRoom;
  }

  /** Tells about the room, as soon as there are words for it. */
  openAbout(): void {
    if (this.#words) this.#open(about);
    else this.#isAsked = true;
  }

  /** Opens the settings of a room that is one's own. */
  setUp(): void {
    if (this.#desk?.powers.settings) this.#open(forms, 'settings');
  }

  /** For whoever is in. */
  renderMenu(): unknown {
    const words = this.#words;
    if (!words) return nothing;
    const toggle = () => this.#setOpen(!this.#isOpen);
    return html`<div class="room-menu">
      <button
        class="tool"
        aria-label=${words.room}
        title=${words.room}
        aria-haspopup="menu"
        aria-expanded=${this.#isOpen}
        @click=${toggle}
      >
        ${icon('more')}
      </button>
      ${this.#isOpen ? this.#renderOpen(words) : nothing}
    </div>`;
  }

  #renderOpen(words: RoomStrings): TemplateResult {
    const { error } = this.#bookmarks;
    return renderMenu({
      label: words.room,
      items: this.#items(words),
      head: error
        ? html`<p role="alert" part="alert" class="alert">${this.#strings.errorText(error.condition)}</p>`
        : nothing,
      close: (isLeft) => this.#close(isLeft),
    });
  }

  /** In place of the field, for whoever has no voice. */
  renderVoice(): unknown {
    return this.#view && this.#actions.lazily(voice)?.renderAsking(this.#view, this.#host);
  }

  /** Who asks us for leave to speak. */
  renderRequests(): unknown {
    const desk = this.#desk as RoomDeskController;
    if (desk.state?.role !== 'visitor') desk.forgetAsking();
    const isAsked = this.#view && desk.requests.length;
    return isAsked ? this.#actions.lazily(voice)?.renderRequests(this.#view) : nothing;
  }

  /** Who writes to us alone, where the page has no other place that shows it. */
  renderWhispers(): unknown {
    const view = this.#view;
    return view?.desk.whispers.length ? this.#actions.lazily(whispers)?.renderWhispers(view) : nothing;
  }

  /** Who does not want to come. */
  renderDeclined(): unknown {
    const view = this.#view;
    return view?.desk.declined.length ? this.#actions.lazily(changes)?.renderDeclined(view) : nothing;
  }

  /** Where the room would not have us: what else can be done. */
  renderDoor({ condition, leaveReason, alternative }: Room): unknown {
    const isMembersOnly = condition === 'registration-required' || leaveReason === 'members-only';
    if (!this.#view || !(alternative || isMembersOnly)) return nothing;
    const { goTo, join } = this.#actions;
    const part = this.#actions.lazily(door);
    const open = () => this.#open(forms, 'membership', join);
    return alternative
      ? part?.renderAlternative(this.#view, alternative, goTo)
      : part?.renderMembership(this.#view, { host: this.#host, open });
  }

  get #view(): DeskView | undefined {
    const [desk, words] = [this.#desk, this.#words];
    if (!desk || !words) return undefined;
    const { picture } = this.#actions;
    return {
      host: this.#host,
      desk,
      title: this.#title,
      words,
      strings: this.#strings,
      picture,
      actions: this.#actions,
    };
  }

  #items(words: RoomStrings): readonly MenuItem[] {
    const desk = this.#desk as RoomDeskController;
    const { powers, room, state } = desk;
    const item = (label: string, act: () => void, isDangerous = false): MenuItem => ({
      label,
      isDangerous,
      act: () => {
        this.#close(true);
        act();
      },
    });
    return [
      item(words.aboutRoom, () => this.#open(about)),
      ...(this.#bookmarks.isOffered
        ? [
            {
              label: words.keepRoom,
              isChecked: this.#bookmarks.has(room),
              act: () => void this.#bookmarks.toggle(room, state?.name ?? '', state?.nick),
            },
          ]
        : []),
      ...(this.#actions.isSpectating() ? [] : [item(words.changeNick, () => this.#open(changes, 'nick'))]),
      ...(desk.mayInvite ? [item(words.invite, () => this.#open(changes, 'invite'))] : []),
      ...(desk.maySetSubject ? [item(words.changeSubject, () => this.#open(changes, 'subject'))] : []),
      ...(powers.settings ? [item(words.settings, () => this.#open(forms, 'settings'))] : []),
      ...(desk.takesPicture ? [item(words.picture, () => this.#open(picture))] : []),
      ...(powers.lists ? [item(words.members, () => this.#open(members))] : []),
      ...(powers.settings ? [item(words.closeRoom, () => this.#open(closing), true)] : []),
    ];
  }

  /** Opens a dialog as soon as its code is here. */
  #open<More extends readonly unknown[]>(
    load: () => Promise<{ open(view: DeskView, ...more: More): void; readonly styles?: CSSResult }>,
    ...more: More
  ): void {
    this.#isAsked = false;
    this.#actions.lazily(load);
    void this.#host.updateComplete.then(() => {
      const view = this.#view;
      if (view) this.#actions.lazily(load)?.open(view, ...more);
    });
  }

  /** The keyboard goes on from the button. */
  #close(isLeft: boolean | undefined): void {
    this.#setOpen(false);
    if (isLeft) this.#host.renderRoot.querySelector<HTMLElement>('.room-menu > .tool')?.focus();
  }

  #setOpen(isOpen: boolean): void {
    this.#isOpen = isOpen;
    this.#bookmarks.forgive();
    this.#host.requestUpdate();
  }
}

const about = () => import('./room-about.js');
const forms = () => import('./room-forms.js');
const changes = () => import('./room-changes.js');
const picture = () => import('./room-picture.js');
const members = () => import('./room-members.js');
const closing = () => import('./room-closing.js');
const voice = () => import('./room-voice.js');
const whispers = () => import('./room-private.js');
const door = () => import('./room-door.js');
