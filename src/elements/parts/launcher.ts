import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { LauncherController } from '../../controllers/launcher-controller.js';
import { launcher } from '../launcher.styles.js';
import type { Strings } from '../strings/strings.js';
import { icon } from './icon.js';

/** How the element takes its place in the page. */
export const styles = launcher;

export interface LauncherView {
  readonly strings: Strings;
  /** What the button opens. */
  readonly label: string;
  /** How many messages nobody has seen. */
  readonly unread: number;
}

type Host = LitElement & { open: boolean; readonly session: string };

/** The round button that opens a conversation in place, and the way back to it. */
export class Launcher implements ReactiveController {
  readonly #host: Host;
  readonly #memory: LauncherController;
  /** Somebody pressed the button, and is on the way in. */
  #isEntering = false;
  #wasOpen = false;

  constructor(host: Host, place: string) {
    this.#host = host;
    this.#memory = new LauncherController(host, place);
    host.addController(this);
  }

  /** Somebody has opened it, on this page or on one before. */
  get wasOpened(): boolean {
    return this.#memory.wasOpened;
  }

  /** The keyboard goes back to the button, unless the page has it again. */
  close(isBack = false): void {
    this.#host.open = this.#isEntering = false;
    if (!isBack) void this.#host.updateComplete.then(() => this.#find('.launcher')?.focus());
  }

  hostUpdated(): void {
    const { open } = this.#host;
    // What has come into view is read from now on.
    if (open && !this.#wasOpen) void this.#host.updateComplete.then(() => this.#host.requestUpdate());
    this.#wasOpen = open;
    if (this.#isEntering) this.#enter();
  }

  /** Is always there, so that nobody who opens it loses the way back. */
  renderButton({ strings, label, unread }: LauncherView): TemplateResult {
    const { open } = this.#host;
    return html`<button
      part="launcher"
      class="launcher"
      aria-label=${unread && !open ? `${label}, ${strings.unread(unread)}` : label}
      aria-haspopup="dialog"
      aria-expanded=${open}
      @click=${this.#toggle}
    >
      ${open ? icon('close') : BUBBLE}
      ${unread && !open ? html`<span part="badge" class="badge">${unread > 99 ? '99+' : unread}</span>` : nothing}
    </button>`;
  }

  /** @param title of the line in which it stands, where nothing else says one. */
  renderClose({ close }: Strings, title: string | undefined): TemplateResult {
    return html`${title ? html`<h2 part="title" class="who ellipsis">${title}</h2>` : nothing}<button
        class="tool close"
        aria-label=${close}
        @click=${() => this.close()}
      >
        ${icon('close')}
      </button>`;
  }

  readonly #toggle = (event: Event): void => {
    if (this.#host.open) return this.close();
    // Safari's buttons do not take the keyboard when they are pressed.
    (event.currentTarget as HTMLElement).focus();
    this.#host.open = this.#isEntering = true;
  };

  /**
   * The keyboard goes in with whoever pressed the button: at first to the dialog, and on to where one writes as soon as one
   * can, unless they have gone elsewhere by then. A phone's keyboard would cover what there is to read.
   */
  #enter(): void {
    const { shadowRoot } = this.#host;
    const dialog = this.#find('[role=dialog]');
    const isStill = [dialog, this.#find('.launcher')].includes(shadowRoot?.activeElement as HTMLElement);
    const isCoarse = matchMedia('(pointer: coarse)').matches;
    const field = this.#find('.composer textarea:enabled') ?? this.#find('[role=dialog] input:enabled');
    this.#isEntering = isStill && !field && !isCoarse;
    if (isStill) ((!isCoarse && field) || dialog)?.focus();
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.renderRoot.querySelector<HTMLElement>(selector);
  }
}

const BUBBLE = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <path
    d="M12 4c5 0 9 3.1 9 7.2s-4 7.2-9 7.2c-.9 0-1.8-.1-2.6-.3L5 20.5l.8-3.6C4 15.6 3 13.5 3 11.2 3 7.1 7 4 12 4Z"
  ></path>
</svg>`;
