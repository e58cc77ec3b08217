import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { RosterController, type Contact } from '../controllers/roster-controller.js';
import { XmppError } from '../core/errors.js';
import { isBare, jidOf, localOf, toBare, type Jid } from '../core/jid.js';
import { composer } from './composer.styles.js';
import { controls } from './controls.styles.js';
import { XmppConversationElement } from './conversation-element.js';
import { conversation } from './conversation.styles.js';
import { log } from './log.styles.js';
import { avatar } from './parts/avatar.js';
import { presenceWord, shownPresence } from './parts/contact-presence.js';
import type { ContactDialog } from './parts/contact-dialogs.js';
import type { ContactList } from './parts/contacts.js';
import { icon } from './parts/icon.js';
import { shownNick } from './parts/nick.js';
import { renderAlert, renderPanel } from './parts/panels.js';
import { tokens } from './tokens.styles.js';
import { chat } from './xmpp-chat.styles.js';

/**
 * A private conversation: with the one whom the page names, or with any contact.
 *
 * @slot header - Instead of the contact's name and availability.
 * @slot header-end - At the end of the header.
 * @slot empty - Where nobody has said anything yet.
 * @slot composer-start - In the field where one writes, before the text.
 * @slot composer-end - After it.
 * @slot footer - Below everything.
 *
 * @csspart base - The whole.
 * @csspart header - The line that names the contact.
 * @csspart title - The contact's name.
 * @csspart subject - How available they are.
 * @csspart log - The messages.
 * @csspart message - One of them.
 * @csspart author - Who wrote it.
 * @csspart time - When.
 * @csspart body - What.
 * @csspart state - Whether it was sent.
 * @csspart composer - Where one writes.
 * @csspart input - The field of it.
 * @csspart send-button - Its button.
 * @csspart match - An invitation to a match.
 * @csspart avatar - A picture of somebody.
 * @csspart badge - How many messages nobody has seen: of a contact, or on the launcher.
 * @csspart launcher - The round button that opens it in place.
 * @csspart banner - What to know about the connection.
 * @csspart notice - What stands in place of a conversation.
 * @csspart button - A button with words.
 * @csspart alert - A failure.
 *
 * @fires xmpp-message - A message is shown for the first time.
 * @fires xmpp-message-sent - The server has our message.
 * @fires xmpp-before-send - A message is about to be queued; cancelable, its text may be changed.
 * @fires xmpp-invite - Somebody invites to a room or a match; cancelable.
 * @fires xmpp-match - A match was accepted or declined.
 * @fires xmpp-unread - The counters changed.
 * @fires xmpp-presence - A contact's presence.
 * @fires xmpp-status - The state of the connection changed.
 * @fires xmpp-connected - Online.
 * @fires xmpp-disconnected - Offline.
 * @fires xmpp-error - Something that the user should know failed.
 */
export class XmppChatElement extends XmppConversationElement {
  static override styles = [tokens, controls, conversation, log, composer, chat];

  /** The bare JID of the other side; without it there is a list of contacts to choose from. */
  @property() with = '';

  @state() private chosen: Jid | undefined;
  @state() private query = '';

  readonly #roster = new RosterController(this, this.notify.bind(this));
  #list: ContactList | undefined;
  /** Whose conversation was shown last: there the keyboard comes back to in the list. */
  #recent: Jid | undefined;
  /** Where the keyboard goes on after the next render. */
  #next: (() => void) | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { session, jid, status } = this.connection;
    if (changed.has('with')) this.#takePeer();
    // Whoever signs in next has other conversations; whoever signs in now may have chosen one already.
    if (!this.with && !jid && status !== 'connecting') this.chosen = undefined;
    this.#roster.show(session, this.with ? this.chosen : undefined);
    this.conversation.show(session, this.chosen);
  }

  protected override updated(): void {
    super.updated();
    this.#next?.();
    this.#next = undefined;
  }

  /** How many messages nobody here has seen: of the other side, else of everybody. */
  override get unread(): number {
    return this.with ? super.unread : this.#roster.contacts.reduce((sum, { unread }) => sum + unread, 0);
  }

  /** The JID of the other side, as far as there is one. */
  get peer(): string | undefined {
    return this.chosen;
  }

  /** The roster, everybody with whom there is a conversation, and whoever is blocked. */
  get contacts(): readonly Contact[] {
    return this.#roster.contacts.map((contact) => ({ ...contact }));
  }

  /** Shows the conversation with somebody: a contact, or the occupant of a room; nothing where `with` names another one. */
  openConversation(jid: string): void {
    const other = jidOf(jid);
    if (this.with || !other) return;
    if (this.launcher) this.open = true;
    this.#choose(other);
  }

  protected override get place(): string {
    return this.with;
  }

  protected override labelOf(name: string): string {
    return this.strings.openChat(this.with && name);
  }

  protected override get isOfAll(): boolean {
    return !this.with;
  }

  protected override nameOf(conversation: Jid): string {
    return this.#named(this.#roster.contactOf(conversation)).name;
  }

  protected override goTo(conversation: Jid): void {
    if (this.with) super.goTo(conversation);
    else this.#choose(conversation);
  }

  protected override get canSend(): boolean {
    const isOnItsWay = this.status === 'connecting' || this.status === 'reconnecting';
    return !!this.chosen && (!!this.connection.jid || isOnItsWay);
  }

  #takePeer(): void {
    const jid = jidOf(this.with);
    // A bare word is a valid domain to XMPP, but whoever wrote it meant a name.
    this.chosen = jid && (localOf(jid) || jid.includes('.')) ? toBare(jid) : undefined;
    if (!this.with || this.chosen) return;
    const error = new XmppError('jid-malformed', `Not a contact’s JID: ${this.with}`);
    this.notify('xmpp-error', { condition: error.condition, error });
  }

  #choose(jid: Jid): void {
    this.chosen = this.#recent = jid;
    this.#find('');
    // On a phone the keyboard would cover what there is to read.
    this.#next = () => (matchMedia('(pointer: coarse)').matches ? this.#focus('.talk') : this.focusComposer());
  }

  #find(query: string): void {
    this.query = query;
    this.#roster.forgetError();
  }

  #goBack(): void {
    this.chosen = undefined;
    this.#next = () => this.#focus('.contact[tabindex="0"]');
  }

  /** Opens a dialog about somebody. */
  readonly #open = (what: ContactDialog, jid: Jid): void => {
    this.lazily(contactDialogs);
    void this.updateComplete.then(() =>
      this.lazily(contactDialogs)?.dialogs[what]({
        host: this,
        roster: this.#roster,
        words: this.partStrings,
        contact: () => this.#named(this.#roster.contactOf(jid)),
        pictureOf: (of) => this.pictureOf(of),
      }),
    );
  };

  #focus(selector: string): void {
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  /** As the person at the screen knows them. */
  #named(contact: Contact): Contact {
    const { jid, claimedNick } = contact;
    const name = shownNick(claimedNick ?? contact.name);
    // Anybody can call themselves anything.
    const where = claimedNick ? jid : isBare(jid) ? '' : localOf(jid);
    return { ...contact, name: where ? this.strings.occupantOf(name, where) : name };
  }

  get #peer(): Contact | undefined {
    return this.chosen && this.#named(this.#roster.contactOf(this.chosen));
  }

  protected override render(): unknown {
    const { strings } = this;
    const peer = this.#peer;
    if (!this.with)
      return this.renderFrame(strings.contacts, undefined, () => this.renderObstacle() ?? this.#renderBoth(peer));
    return this.renderFrame(peer?.name ?? strings.messages, peer && this.#renderHeader(peer), () =>
      !peer ? renderAlert(strings.errorText('jid-malformed')) : (this.renderObstacle() ?? this.#renderTalk(peer)),
    );
  }

  /** Side by side where there is room for both, one after the other where there is not. */
  #renderBoth(peer: Contact | undefined): TemplateResult {
    const { strings, query, chosen } = this;
    const contacts = this.#roster.contacts.map((contact) => this.#named(contact));
    const written = this.#roster.jidFrom(query);
    const isStranger = written && !contacts.some(({ jid }) => jid === written);
    const part = this.lazily(contactList);
    this.#list ??= part && new part.ContactList(this, this.#roster);
    return html`<div class="both ${peer ? 'open' : ''}">
      ${this.#list?.render({
        words: this.partStrings,
        contacts,
        requests: this.#roster.requests.map((contact) => this.#named(contact)),
        chosen,
        recent: this.#recent,
        query,
        stranger: isStranger ? written : undefined,
        alert: this.#alert,
        find: (text) => this.#find(text),
        choose: (jid) => this.#choose(jid),
        open: this.#open,
        pictureOf: (jid) => this.pictureOf(jid),
      })}
      ${
        peer
          ? html`<section class="talk" aria-label=${peer.name} tabindex="-1">
              ${this.renderHeader(this.#renderHeader(peer))} ${this.#renderTalk(peer)}
            </section>`
          : html`<div class="talk">${renderPanel(strings.chooseContact)}</div>`
      }
    </div>`;
  }

  #renderHeader(peer: Contact): TemplateResult {
    const { strings } = this;
    const { jid, name, status, game } = peer;
    const more = [status, game && strings.plays(shownNick(game))].filter(Boolean);
    const word = presenceWord(peer, strings);
    return html`${
        this.with
          ? nothing
          : html`<button class="tool back" aria-label=${strings.back} @click=${this.#goBack}>${icon('back')}</button>`
      }
      ${avatar(name, shownPresence(peer), jid, this.pictureOf(jid)?.draw())}
      <div class="who">
        <h2 part="title" class="ellipsis"><bdi>${name}</bdi></h2>
        ${
          word
            ? html`<p part="subject" class="muted ellipsis">
                ${word}${more.map((words) => html`${' · '}<bdi>${words}</bdi>`)}
              </p>`
            : nothing
        }
        <button
          class="link about"
          aria-label=${strings.about(name)}
          aria-haspopup="dialog"
          @click=${() => this.#open('about', jid)}
        ></button>
      </div>
      <slot name="header-end"></slot>`;
  }

  /** Why the last change of a contact was not made. */
  get #alert(): string | undefined {
    const { error } = this.#roster;
    return error && this.strings.errorText(error.condition);
  }

  /** A visitor wrote, and nobody seems to be there. Guests see of few people whether they are. */
  #isLeftAlone({ show, last }: Contact): boolean {
    const { entries, composing } = this.conversation;
    const since = Date.now() - THERE;
    const isAnswering = entries.some((entry) => entry.kind === 'message' && !entry.isOwn && entry.at > since);
    return !!last?.isOwn && !show && !composing.length && !isAnswering;
  }

  #renderTalk(peer: Contact): TemplateResult {
    const { strings, connection } = this;
    const { jid, name, subscription, request, blockedBy } = peer;
    const isWaiting = !connection.jid && !this.conversation.entries.length;
    const alert = this.#alert;
    const isPerson = this.#roster.hasRoster && isBare(jid) && !!localOf(jid) && !blockedBy;
    // Whom the page names is no stranger to it; and where there is a list, who asks stands on top of that.
    const isStranger = isPerson && !this.with && !subscription;
    const isAsking = isPerson && !!this.with && request !== undefined;
    const part = isStranger || isAsking || blockedBy || alert ? this.lazily(contactBar) : undefined;
    const bar = { words: this.partStrings, roster: this.#roster, peer, isStranger, isAsking, alert, open: this.#open };
    return html`<div class="column">
      ${part?.renderBar(bar)}
      ${this.renderConversation({
        instead: blockedBy && (part?.renderBlocked(bar) ?? nothing),
        look: 'bubbles',
        title: name,
        isWaiting,
        placeholder: isWaiting ? strings.connecting : undefined,
        authorOf: ({ isOwn }) => ({ name: isOwn ? strings.you : name }),
        hint: strings.sayHello,
        typing: this.conversation.composing.length ? [name] : [],
        note: this.with && connection.isGuest ? (this.#isLeftAlone(peer) ? strings.isAway(name) : '') : undefined,
      })}
    </div>`;
  }
}

/** For how long somebody who wrote is taken to be there, in ms. */
const THERE = 600_000;

const contactList = () => import('./parts/contacts.js');
const contactDialogs = () => import('./parts/contact-dialogs.js');
const contactBar = () => import('./parts/contact-bar.js');
