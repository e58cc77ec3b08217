import { css, html, nothing, type TemplateResult } from 'lit';
import { conditionOf, type Affiliated } from '../../controllers/room-desk-controller.js';
import { fold } from '../../core/fold.js';
import { jidOf, toBare, type Jid } from '../../core/jid.js';
import { wordsFor } from '../strings/room/room-strings.js';
import { keyed } from './keyed.js';
import { Dialog } from './dialog.js';
import { shownNick } from './nick.js';
import type { DeskView } from './room-bar.js';
import { renderDesk, renderProblem, renderWaiting, roomDialogStyles } from './room-dialog.js';

export const styles = css`
  ${roomDialogStyles}

  .desk .kinds {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }

  .desk .kinds .button {
    padding: 5px 12px;
  }

  .desk .kinds .button:not([aria-pressed='true']) {
    background: var(--_surface-2);
    color: var(--_text);
  }

  .desk .affiliated {
    max-block-size: max(160px, 100dvh - 480px);
    overflow: hidden auto;
    overscroll-behavior: contain;
  }

  .desk .affiliated li {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 44px;
    padding-block: 4px;
    border-block-end: 1px solid var(--_border);
  }

  .desk .affiliated li > div {
    flex: 1;
    min-inline-size: 0;
  }

  .desk .affiliated small {
    display: block;
    color: var(--_muted);
    font-size: 12px;
    line-height: 16px;
  }

  .desk .addition {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 8px;
    align-items: stretch;
  }
`;

const KINDS = ['member', 'admin', 'owner', 'outcast'] as const;
type Kind = (typeof KINDS)[number];
/** How many are shown at first, and more each time. */
const STEP = 100;

/** Opens the lists of who has which affiliation. */
export function open(view: DeskView): void {
  new RoomMembers(view);
}

class RoomMembers {
  readonly #view: DeskView;
  readonly #dialog: Dialog;
  #kind: Kind = 'member';
  /** `undefined`: the room has yet to say. */
  #all: readonly Affiliated[] | undefined;
  #query = '';
  #limit = STEP;
  #isBusy = false;
  #error: unknown;
  /** What is wrong with the address that somebody wrote. */
  #problem: string | undefined;
  /** What was done last. */
  #said = '';

  constructor(view: DeskView) {
    this.#view = view;
    this.#dialog = new Dialog(view.host, view.words.members, () => this.#render(), { isFirm: true });
    void this.#load('member');
  }

  async #load(kind: Kind): Promise<void> {
    this.#kind = kind;
    this.#all = this.#error = this.#problem = undefined;
    this.#query = this.#said = '';
    this.#limit = STEP;
    this.#dialog.update();
    try {
      const administration = await this.#view.desk.administration();
      const all = await administration.affiliated(kind);
      if (kind === this.#kind) this.#all = all;
    } catch (error) {
      if (kind === this.#kind) this.#error = error;
    }
    this.#dialog.update();
  }

  #render(): TemplateResult {
    const { words } = this.#view;
    const content = html`<div class="kinds" role="group" aria-label=${words.list}>
        ${KINDS.map(
          (kind) =>
            html`<button
              part="button"
              class="button"
              aria-pressed=${kind === this.#kind}
              @click=${() => void this.#load(kind)}
            >
              ${words.affiliations[kind]}
            </button>`,
        )}
      </div>
      ${renderProblem(this.#view, this.#error, words.listErrors)}
      ${this.#all ? this.#renderList(this.#all) : this.#error === undefined ? renderWaiting(this.#view) : nothing}`;
    return renderDesk(this.#view, words.members, content, () => this.#dialog.close());
  }

  #renderList(all: readonly Affiliated[]): TemplateResult {
    const { words } = this.#view;
    const query = fold(this.#query.trim());
    const found = query ? all.filter(({ jid, nick }) => fold(`${jid} ${nick}`).includes(query)) : all;
    const hidden = found.length - this.#limit;
    return html`<input
        part="field"
        class="input"
        type="search"
        aria-label=${words.findInList}
        placeholder=${words.findInList}
        autocomplete="off"
        .value=${this.#query}
        @input=${this.#onInput}
      />
      <div class="affiliated">
        <ul role="list" aria-label=${words.affiliations[this.#kind]}>
          ${keyed(
            found.slice(0, this.#limit),
            ({ jid }) => jid,
            (each) => this.#renderOne(each),
          )}
        </ul>
        ${found.length ? nothing : html`<p class="muted">${words.nobodyInList}</p>`}
        ${
          hidden > 0
            ? html`<button part="button" class="link" @click=${this.#onMore}>
                ${words.moreOf(Math.min(hidden, STEP))}
              </button>`
            : nothing
        }
      </div>
      <p class="muted" role="status">${this.#said}</p>
      ${this.#renderAddition()}`;
  }

  #renderOne({ jid, nick, reason }: Affiliated): TemplateResult {
    const { words, strings } = this.#view;
    const isBanned = this.#kind === 'outcast';
    const name = shownNick(jid);
    return html`<li>
      <div>
        <bdi>${name}</bdi>
        ${[nick, reason].map((text) => (text ? html`<small><bdi>${shownNick(text)}</bdi></small>` : nothing))}
      </div>
      <button
        part="button"
        class="link"
        aria-label=${isBanned ? words.unban(name) : words.removeFromList(name)}
        @click=${() => void this.#remove(jid)}
      >
        ${isBanned ? words.unbanNow : strings.remove}
      </button>
    </li>`;
  }

  #renderAddition(): TemplateResult {
    const { words, strings } = this.#view;
    const isOdd = this.#problem !== undefined;
    return html`<form novalidate @submit=${(event: SubmitEvent) => void this.#onAdd(event)}>
      <div class="field">
        <label for="addition">${words.addToList[this.#kind]}</label>
        <div class="addition">
          <input
            id="addition"
            class="input"
            name="jid"
            dir="ltr"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            placeholder=${strings.addressExample}
            aria-invalid=${isOdd}
            aria-describedby=${isOdd ? 'addition-problem' : nothing}
          />
          <button part="button" class="button" aria-disabled=${this.#isBusy}>
            ${this.#kind === 'outcast' ? strings.banNow : strings.add}
          </button>
        </div>
        ${isOdd ? html`<small id="addition-problem" role="alert" class="wrong">${this.#problem}</small>` : nothing}
      </div>
    </form>`;
  }

  readonly #onInput = (event: InputEvent): void => {
    this.#query = (event.target as HTMLInputElement).value;
    this.#limit = STEP;
    this.#dialog.update();
  };

  readonly #onMore = (): void => {
    this.#limit += STEP;
    this.#dialog.update();
  };

  async #remove(jid: Jid): Promise<void> {
    this.#error = undefined;
    const condition = await this.#set(jid, 'none');
    if (condition) return;
    const { words } = this.#view;
    this.#all = this.#all?.filter((each) => each.jid !== jid);
    this.#said = words.removed(shownNick(jid));
    this.#dialog.update();
    // Its button is gone.
    this.#dialog.focus('[type=search]');
  }

  async #onAdd(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const written = jidOf((new FormData(form).get('jid') as string).trim());
    const kind = this.#kind;
    const { words, strings } = this.#view;
    const jid = written && toBare(written);
    if (!jid) {
      this.#problem = strings.errorText('jid-malformed');
      this.#dialog.update();
      return this.#dialog.focus('#addition');
    }
    this.#problem = undefined;
    const condition = await this.#set(jid, kind, true);
    if (condition || kind !== this.#kind) return;
    form.reset();
    this.#all = [{ jid, nick: '', reason: '' }, ...(this.#all ?? []).filter((each) => each.jid !== jid)];
    this.#said = words.added(shownNick(jid));
    this.#dialog.update();
  }

  /** Tells why it could not be done: a condition; at the field, for what was written there. */
  async #set(jid: Jid, affiliation: Kind | 'none', isWritten = false): Promise<string | undefined> {
    const { desk, words, strings } = this.#view;
    if (this.#isBusy) return 'busy';
    this.#isBusy = true;
    this.#said = '';
    this.#dialog.update();
    try {
      await desk.setAffiliation(jid, affiliation);
      return undefined;
    } catch (error) {
      const condition = conditionOf(error);
      if (isWritten) this.#problem = wordsFor(words.listErrors, condition) ?? strings.errorText(condition);
      else this.#error = error;
      return condition || 'undefined-condition';
    } finally {
      this.#isBusy = false;
      this.#dialog.update();
    }
  }
}
