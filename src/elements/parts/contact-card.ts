import { css, html, nothing, type TemplateResult } from 'lit';
import type { Contact, RosterController } from '../../controllers/roster-controller.js';
import type { Strings } from '../strings/strings.js';
import { avatar } from './avatar.js';
import { renderBody } from './body.js';
import type { DialogView } from './contact-dialogs.js';
import { presenceWord, shownPresence } from './contact-presence.js';
import { Dialog } from './dialog.js';
import { icon } from './icon.js';

export const cardStyles = css`
  .card {
    position: relative;
    display: grid;
    gap: 16px;
  }

  .card .close {
    position: absolute;
    inset-block-start: -10px;
    inset-inline-end: -10px;
  }

  .card .head {
    display: flex;
    align-items: center;
    gap: 16px;
    padding-inline-end: 24px;
  }

  .card .head > div {
    min-inline-size: 0;
  }

  .card .avatar {
    inline-size: 72px;
    block-size: 72px;
    border-radius: 22px;
    font-size: 30px;
  }

  .card .avatar i {
    inset: auto 0 0 auto;
    inline-size: 18px;
    block-size: 18px;
    border-width: 3px;
  }

  .card .head p {
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
  }

  .card dl {
    display: grid;
    gap: 12px;
    margin: 0;
  }

  .card dt,
  .card h3 {
    color: var(--_muted);
    font-size: 12px;
    line-height: 16px;
  }

  .card dd {
    margin: 0;
    white-space: pre-line;
  }

  .card .address {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 8px;
  }

  .card .address .link {
    flex: none;
    margin-inline-end: -6px;
  }

  .card a {
    color: var(--_accent);
  }

  .card section {
    display: grid;
    gap: 12px;
    padding-block-start: 14px;
    border-block-start: 1px solid var(--_border);
  }

  .card h3 {
    font-weight: 600;
  }
`;

/** In which of these a time that has passed is told: the largest of which there is a whole one. In seconds. */
const UNITS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

type Profile = Awaited<ReturnType<RosterController['profile']>>;
type Facts = Awaited<Profile['facts']>;

/** What is known of somebody, and what they say of themselves. */
export function openCard(view: DialogView): void {
  new ContactCard(view);
}

class ContactCard {
  readonly #view: DialogView;
  readonly #dialog: Dialog;
  #facts: Facts = [];
  #lastSeen: number | undefined;
  #isCopied = false;

  constructor(view: DialogView) {
    this.#view = view;
    const contact = view.contact();
    this.#dialog = new Dialog(view.host, view.words.about(contact.name), () => this.#render());
    void this.#load(contact);
  }

  async #load({ jid }: Contact): Promise<void> {
    const { roster } = this.#view;
    try {
      const { facts, lastSeen } = await roster.profile(jid);
      void facts.then((found) => this.#update(() => (this.#facts = found)));
      void lastSeen.then((at) => this.#update(() => (this.#lastSeen = at)));
    } catch {
      // There is no way to ask: the card says what is known.
    }
  }

  #update(change: () => void): void {
    change();
    this.#dialog.update();
  }

  #render(): TemplateResult {
    const { words, contact: contactNow, pictureOf } = this.#view;
    const contact = contactNow();
    const { jid, name, status, show, groups } = contact;
    const word = presenceWord(contact, words);
    const lines = [
      word && html`${word}${status ? html`${' · '}<bdi>${status}</bdi>` : nothing}`,
      !show && this.#lastSeen !== undefined && words.lastSeen(ago(this.#lastSeen, words.lang)),
    ];
    return html`<div class="card">
      <button class="tool close" aria-label=${words.close} @click=${() => this.#dialog.close()}>
        ${icon('close')}
      </button>
      <div class="head">
        ${avatar(name, shownPresence(contact), jid, pictureOf(jid)?.draw(LARGE))}
        <div>
          <h2><bdi>${name}</bdi></h2>
          ${lines.map((line) => (line ? html`<p>${line}</p>` : nothing))}
        </div>
      </div>
      <dl>
        <div>
          <dt>${words.address}</dt>
          <dd class="address"><bdi dir="ltr">${jid}</bdi>${this.#renderCopy(jid, words)}</dd>
        </div>
        ${groups.length ? renderFact(words.groups, new Intl.ListFormat(words.lang).format(groups)) : nothing}
      </dl>
      ${this.#renderFacts(words)}
    </div>`;
  }

  #renderCopy(jid: string, words: Strings): unknown {
    if (!('clipboard' in navigator)) return nothing;
    // A page may have forbidden it: then it is not said to be copied.
    const copy = () =>
      void navigator.clipboard.writeText(jid).then(
        () => this.#update(() => (this.#isCopied = true)),
        () => undefined,
      );
    return html`<button part="button" class="link" @click=${copy}>${words.copy}</button
      ><span class="sr" role="status">${this.#isCopied ? words.copied : nothing}</span>`;
  }

  #renderFacts(words: Strings): unknown {
    if (!this.#facts.length) return nothing;
    return html`<section aria-label=${words.ownWords}>
      <h3>${words.ownWords}</h3>
      <dl>
        ${this.#facts.map(({ kind, text }) => renderFact(words[kind], kind === 'website' ? renderBody(text) : text))}
      </dl>
    </section>`;
  }
}

/** In px, on a screen of twice the density. */
const LARGE = 144;

function renderFact(label: string, text: unknown): TemplateResult {
  return html`<div>
    <dt>${label}</dt>
    <dd><bdi dir="auto">${text}</bdi></dd>
  </div>`;
}

/** “3 hours ago” */
function ago(at: number, lang: string): string {
  const seconds = Math.max(0, Date.now() - at) / 1000;
  const [unit, length] = UNITS.find(([, length]) => seconds >= length) ?? ['minute', 60];
  return new Intl.RelativeTimeFormat(lang, { numeric: 'auto' }).format(-Math.floor(seconds / length), unit);
}
