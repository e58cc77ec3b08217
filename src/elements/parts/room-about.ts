import { css, html, nothing, type TemplateResult } from 'lit';
import { conditionOf, type RoomDescription } from '../../controllers/room-desk-controller.js';
import { avatar } from './avatar.js';
import { Dialog } from './dialog.js';
import { shownNick } from './nick.js';
import type { DeskView } from './room-bar.js';
import { renderDesk, renderWaiting, roomDialogStyles } from './room-dialog.js';

export const styles = css`
  ${roomDialogStyles}

  .about-head {
    display: flex;
    align-items: center;
    gap: 16px;
    min-inline-size: 0;
  }

  .about-head .avatar {
    inline-size: 64px;
    block-size: 64px;
    border-radius: 20px;
    font-size: 27px;
  }

  .desk dl {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    margin: 0;
  }

  .desk dt {
    color: var(--_muted);
    font-size: 12px;
    line-height: 16px;
  }

  .desk dd {
    margin: 0;
    white-space: pre-line;
  }
`;

/** In px, on a screen of twice the density. */
const LARGE = 128;
/** How much of what a room says is shown, in characters. */
const MOST = 2000;

/** Opens what a room says about itself. */
export function open(view: DeskView): void {
  new RoomAbout(view);
}

class RoomAbout {
  readonly #view: DeskView;
  readonly #dialog: Dialog;
  #description: RoomDescription | undefined;
  #problem: string | undefined;

  constructor(view: DeskView) {
    this.#view = view;
    this.#dialog = new Dialog(view.host, view.words.aboutRoom, () => this.#render());
    void this.#load();
  }

  async #load(): Promise<void> {
    const { desk, strings } = this.#view;
    try {
      this.#description = await (await desk.administration()).describe();
    } catch (error) {
      this.#problem = strings.errorText(conditionOf(error));
    }
    this.#dialog.update();
  }

  #render(): TemplateResult {
    const { desk, title, words, strings, picture } = this.#view;
    const said = this.#description;
    const content = html`<div class="about-head">
        ${avatar(title, undefined, title, picture(LARGE))}
        <bdi dir="ltr" class="muted">${desk.room}</bdi>
      </div>
      ${this.#problem ? html`<p role="alert" part="alert" class="alert">${this.#problem}</p>` : nothing}
      ${
        said
          ? html`<dl>
              ${this.#renderFact(words.description, said.description)}
              ${this.#renderFact(words.subject, desk.state?.subject || said.subject)}
              ${this.#renderFact(words.people, said.occupants === undefined ? '' : strings.here(said.occupants))}
              ${this.#renderFact(words.language, languageOf(said.language, strings.lang))}
              ${this.#renderFact(words.contacts, said.contacts.join('\n'))}
              ${this.#renderFact(words.properties, this.#properties(said.features).join('\n'))}
            </dl>`
          : this.#problem
            ? nothing
            : renderWaiting(this.#view)
      }`;
    return renderDesk(this.#view, title, content, () => this.#dialog.close());
  }

  #properties(features: readonly string[]): readonly string[] {
    const { words, desk } = this.#view;
    // Rooms say it by another feature, or by a status code on entry.
    const isKept = desk.state?.isLogged && !features.includes('urn:xmpp:mam:2');
    const all = isKept ? [...features, 'urn:xmpp:mam:2'] : features;
    return Object.entries(words.features).flatMap(([feature, text]) => (all.includes(feature) ? text : []));
  }

  #renderFact(label: string, text: string): unknown {
    return text
      ? html`<div>
          <dt>${label}</dt>
          <dd><bdi dir="auto">${text.slice(0, MOST)}</bdi></dd>
        </div>`
      : nothing;
  }
}

/** By its name in ours; as it is written where it is none. */
function languageOf(tag: string, lang: string): string {
  try {
    return (tag && new Intl.DisplayNames(lang, { type: 'language' }).of(tag)) || '';
  } catch {
    return shownNick(tag).slice(0, 40); // No language tag.
  }
}
