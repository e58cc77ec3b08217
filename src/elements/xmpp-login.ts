import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { bareJidOf, localOf, toBare } from '../core/jid.js';
import type { Show } from '../stores/presences-store.js';
import { avatar } from './parts/avatar.js';
import { controls } from './controls.styles.js';
import { tokens } from './tokens.styles.js';
import { XmppElement } from './xmpp-element.js';
import { loginStyles } from './xmpp-login.styles.js';

/** What to sign in with; `undefined`: what the page's attributes say. */
type SignIn = Parameters<XmppElement['connect']>[0];

/** What of a sign-in makes no sense, before any server is asked. */
interface Problem {
  readonly field: 'username' | 'password';
  readonly text: string;
}

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
  static override styles = [tokens, controls, loginStyles];

  /** A one-line bar once signed in. */
  @property({ type: Boolean, reflect: true }) compact = false;
  /** How long a sign-in survives: `none`, `tab` or `device`. The visitor’s “Stay signed in” makes it `device`. */
  @property() remember: 'none' | 'tab' | 'device' = 'tab';

  @state() private problem: Problem | undefined;
  @state() private isPasswordShown = false;
  @query('#username') private readonly username!: HTMLInputElement | null;
  @query('#password') private readonly secret!: HTMLInputElement | null;

  /** What to sign in with once more, should another client take our place. Kept until signed out. */
  #signIn: SignIn;
  #forgetful: 'none' | 'tab' = 'tab';
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
    if (isLost) this.renderRoot.querySelector<HTMLElement>('[tabindex="-1"], input')?.focus();
  }

  /** Somebody is signed in, or was until just now and can be again without typing. */
  get #hasAccount(): boolean {
    const { connection } = this;
    return !!connection.jid && (this.status !== 'failed' || this.#canSignInAgain);
  }

  get #canSignInAgain(): boolean {
    return !!(this.#signIn?.password || this.#signIn?.anonymous || this.connection.canConnect);
  }

  get #isBusy(): boolean {
    return this.status === 'connecting';
  }

  get #isRefused(): boolean {
    return this.connection.error?.condition === 'not-authorized';
  }

  /** What stands in the alert. */
  get #failure(): string {
    const { error, state } = this.connection;
    const condition = error?.condition ?? (state.status === 'failed' ? state.condition : undefined);
    return this.problem?.text ?? (condition ? this.strings.errorText(condition, 'connection') : '');
  }

  get #progress(): string {
    if (this.status === 'reconnecting') return `${this.strings.reconnecting}…`;
    return this.#isBusy ? this.strings.signingIn : '';
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { username, secret } = this;
    if (this.#isBusy || !username || !secret) return;
    this.problem = this.#problemOf(username.value, secret.value);
    if (this.problem) return (this.problem.field === 'username' ? username : secret).focus();
    await this.#enter({ jid: username.value, password: secret.value });
    if (this.#isRefused && this.shadowRoot?.activeElement) secret.select();
  }

  #problemOf(username: string, password: string): Problem | undefined {
    const { domain } = this.connection;
    const words = this.strings;
    const name = username.trim();
    const jid = bareJidOf(domain && !name.includes('@') ? `${name}@${domain}` : name);
    if (!name) return { field: 'username', text: domain ? words.userNameMissing : words.addressMissing };
    if (!jid || !localOf(jid)) {
      return { field: 'username', text: domain ? words.userNameMalformed : words.addressMalformed };
    }
    return password ? undefined : { field: 'password', text: words.passwordMissing };
  }

  async #enter(signIn: SignIn): Promise<void> {
    this.problem = undefined;
    this.#signIn = signIn;
    // Why it failed is kept by the controller, and stands in the alert.
    await this.connect(signIn).catch(() => undefined);
    if (this.#isRefused) this.#signIn = { jid: signIn?.jid };
  }

  #onOtherButton({ detail: clicks }: MouseEvent): void {
    // The second click of a double click is not meant for what the button has become.
    if (clicks > 1) return;
    if (this.#isBusy) void this.disconnect();
    else void this.#enter({ anonymous: true });
  }

  #onSignOut(): void {
    this.#signIn = undefined;
    this.isPasswordShown = false;
    void this.connection.signOut();
  }

  #onInput(): void {
    this.problem = undefined;
  }

  #onRemember(event: Event): void {
    if (this.remember !== 'device') this.#forgetful = this.remember === 'none' ? 'none' : 'tab';
    this.remember = (event.target as HTMLInputElement).checked ? 'device' : this.#forgetful;
  }

  #onAvailability(event: Event): void {
    this.connection.setShow((event.target as HTMLSelectElement).value as Show);
  }

  protected override render(): TemplateResult {
    const failure = this.#failure;
    const progress = this.#progress;
    const isRetrying = this.status === 'reconnecting';
    // Live regions stay where they are, empty or not: screen readers miss the first words of a new one.
    return html`<div part="base" class="base" lang=${this.strings.lang}>
      ${this.#hasAccount ? nothing : this.#renderTitle()}
      <p part="alert" role="alert" id="failure" class=${failure ? 'alert' : 'sr'}>${failure}</p>
      <div class=${isRetrying ? 'notice' : 'sr'} part="notice">
        <p role="status">${progress}</p>
        ${
          isRetrying
            ? html`<button part="button" class="link" @click=${() => this.connection.retryNow()}>
                ${this.strings.tryNow}
              </button>`
            : nothing
        }
      </div>
      ${this.#hasAccount ? this.#renderAccount() : this.#renderForm()}
    </div>`;
  }

  #renderTitle(): TemplateResult {
    const { domain } = this.connection;
    return html`<slot name="title">
      <div part="title">
        <h2>${this.strings.signIn}</h2>
        ${domain ? html`<p class="muted">${this.strings.signInTo(domain)}</p>` : nothing}
      </div>
    </slot>`;
  }

  #renderForm(): TemplateResult {
    const words = this.strings;
    const isBusy = this.#isBusy;
    return html`<form part="login form" aria-label=${words.signIn} novalidate @submit=${this.#onSubmit}>
      ${this.#renderUsername()} ${this.#renderPassword()}
      <label class="check">
        <input type="checkbox" .checked=${this.remember === 'device'} @change=${this.#onRemember} />
        ${words.staySignedIn}
      </label>
      <button part="button" class="button" type="submit" aria-disabled=${isBusy ? 'true' : nothing}>
        ${isBusy ? html`<span class="spinner"></span>` : nothing} ${words.signIn}
      </button>
      ${
        this.anonymous || isBusy
          ? html`${isBusy ? nothing : html`<p class="or">${words.or}</p>`}
              <button part="button" class="button quiet" type="button" @click=${this.#onOtherButton}>
                ${isBusy ? words.cancel : words.joinAsGuest}
              </button>`
          : nothing
      }
    </form>`;
  }

  #renderUsername(): TemplateResult {
    const { domain } = this.connection;
    const isWrong = this.problem?.field === 'username';
    return html`<div part="field" class="field">
      <label for="username">${domain ? this.strings.userName : this.strings.address}</label>
      <input
        id="username"
        class="input"
        name="username"
        autocomplete="username"
        autocapitalize="none"
        spellcheck="false"
        inputmode=${domain ? 'text' : 'email'}
        placeholder=${domain ? nothing : this.strings.addressExample}
        required
        ?readonly=${this.#isBusy}
        aria-invalid=${isWrong}
        aria-describedby=${isWrong ? 'failure' : nothing}
        .value=${this.#signIn?.jid ?? this.jid}
        @input=${this.#onInput}
      />
    </div>`;
  }

  #renderPassword(): TemplateResult {
    const isWrong = this.problem?.field === 'password' || this.#isRefused;
    return html`<div part="field" class="field">
      <label for="password">${this.strings.password}</label>
      <div class="secret">
        <input
          id="password"
          class="input"
          name="password"
          type=${this.isPasswordShown ? 'text' : 'password'}
          autocomplete="current-password"
          autocapitalize="none"
          spellcheck="false"
          required
          ?readonly=${this.#isBusy}
          aria-invalid=${isWrong}
          aria-describedby=${isWrong ? 'failure' : nothing}
          @input=${this.#onInput}
        />
        <button
          part="button"
          class="link"
          type="button"
          aria-label=${this.strings.showPassword}
          aria-pressed=${this.isPasswordShown}
          @click=${() => (this.isPasswordShown = !this.isPasswordShown)}
        >
          ${this.strings.show}
        </button>
      </div>
    </div>`;
  }

  #renderAccount(): TemplateResult {
    const words = this.strings;
    const isOut = this.status === 'failed';
    const name = this.#accountName;
    return html`<section part="login" class="account" aria-label=${name} tabindex="-1">
      ${avatar(name, this.status === 'online' ? this.connection.show : undefined)} ${this.#renderIdentity(name)}
      ${
        isOut
          ? html`<button part="button" class="button" @click=${() => this.#enter(this.#signIn)}>
              ${words.signInAgain}
            </button>`
          : this.#renderAvailability()
      }
      <slot name="signed-in"></slot>
      <button part="button" class="button quiet" @click=${this.#onSignOut}>${words.signOut}</button>
    </section>`;
  }

  /** A guest's JID is made up by the server, and says nothing to anybody. */
  get #accountName(): string {
    const { jid, isGuest } = this.connection;
    return !jid || isGuest ? this.strings.guest : toBare(jid);
  }

  #renderIdentity(name: string): TemplateResult {
    return html`<p class="name ellipsis"><bdi>${name}</bdi></p>`;
  }

  #renderAvailability(): TemplateResult {
    const words = this.strings;
    const { show: chosen } = this.connection;
    return html`<select class="input select" aria-label=${words.availability} @change=${this.#onAvailability}>
      ${AVAILABILITIES.map((show) => html`<option value=${show} .selected=${show === chosen}>${words[show]}</option>`)}
    </select>`;
  }
}

const AVAILABILITIES = ['available', 'away', 'xa', 'dnd'] as const;
