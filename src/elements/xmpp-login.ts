import { nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { LoginView } from './parts/login-view.js';
import { controls } from './controls.styles.js';
import { tokens } from './tokens.styles.js';
import { XmppElement } from './xmpp-element.js';

/**
 * Signs people in and out, for all elements of its session.
 *
 * @slot title - Heading of the form, in place of “Sign in”.
 * @slot signed-in - Shown to whoever is signed in, below their name.
 * @csspart base - The whole.
 * @csspart login - The form, or what stands in its place once signed in.
 * @csspart title - Heading of the form.
 * @csspart form - The form.
 * @csspart field - A label and its field.
 * @csspart button - Each button.
 * @csspart alert - What went wrong.
 * @csspart notice - How it is going on while reconnecting.
 * @csspart avatar - The picture of whoever is signed in.
 */
export class XmppLoginElement extends XmppElement {
  static override styles = [tokens, controls];

  /** A one-line bar once signed in. */
  @property({ type: Boolean, reflect: true }) compact = false;

  /** People may make an account here, where the server lets them (XEP-0077). */
  @property({ type: Boolean }) register = false;

  #view: LoginView | undefined;
  #hadFocus = false;

  protected override get connectsByItself(): boolean {
    return false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#hadFocus = !!this.shadowRoot?.activeElement;
  }

  /** Whoever worked in what is gone now goes on in what has come. */
  protected override updated(): void {
    const isLost = this.#hadFocus && !this.shadowRoot?.activeElement;
    if (isLost) this.renderRoot.querySelector<HTMLElement>('[tabindex="-1"], input, .button')?.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const part = this.lazily(view);
    if (part && this.connection.session) {
      this.#view ??= new part.LoginView(this, this.connection, (load) => this.lazily(load));
    }
    return this.#view?.render(this.partStrings) ?? nothing;
  }
}

const view = () => import('./parts/login-view.js');
