import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { ConnectionController } from '../../controllers/connection-controller.js';
import { toBare } from '../../core/jid.js';
import type { Show } from '../../stores/presences-store.js';
import type { Strings } from '../strings/strings.js';
import { avatar } from './avatar.js';
import { problemOf, renderPassword, renderUsername, type Problem } from './login-fields.js';
import type { RegisterView } from './register-view.js';

export { loginStyles as styles } from '../xmpp-login.styles.js';

/** The element that it is the view of. */
interface LoginHost extends Pick<LitElement, 'requestUpdate' | 'updateComplete' | 'renderRoot' | 'shadowRoot'> {
  readonly status: string;
  readonly jid: string;
  readonly anonymous: boolean;
  readonly tokenUrl: string;
  readonly register: boolean;
  remember: 'none' | 'tab' | 'device';
  connect(signIn: SignIn): Promise<void>;
  disconnect(): Promise<void>;
}

/** What it asks of the connection, or of what stands for one. */
type LoginConnection = Pick<
  ConnectionController,
  | 'jid'
  | 'isGuest'
  | 'domain'
  | 'canConnect'
  | 'context'
  | 'error'
  | 'state'
  | 'show'
  | 'setShow'
  | 'retryNow'
  | 'signOut'
>;

/** What to sign in with; `undefined`: what the page's attributes say. */
type SignIn = Parameters<ConnectionController['connect']>[0];

/** The form, and what stands in its place once signed in. Fetched when first shown: a page for guests has none. */
export class LoginView {
  readonly #host: LoginHost;
  readonly #connection: LoginConnection;
  #words!: Strings;
  #problem: Problem | undefined;
  #isPasswordShown = false;
  /** What to sign in with once more, should another client take our place. Kept until signed out. */
  #signIn: SignIn;
  #forgetful: 'none' | 'tab' = 'tab';
  readonly #lazily: Lazily;
  /** Somebody wants an account. */
  #isRegistering = false;
  #register: RegisterView | undefined;

  constructor(host: LoginHost, connection: LoginConnection, lazily: Lazily) {
    this.#host = host;
    this.#connection = connection;
    this.#lazily = lazily;
  }

  /** Somebody is signed in, or was until just now and can be again without typing. */
  get #hasAccount(): boolean {
    const connection = this.#connection;
    return !!connection.jid && (this.#host.status !== 'failed' || this.#canSignInAgain);
  }

  get #canSignInAgain(): boolean {
    return !!(this.#signIn?.password || this.#signIn?.anonymous || this.#connection.canConnect);
  }

  get #isBusy(): boolean {
    return this.#host.status === 'connecting';
  }

  get #isRefused(): boolean {
    const { error, context } = this.#connection;
    return error?.condition === 'not-authorized' && context === 'connection';
  }

  /** The site is about to sign its visitor in: there is nothing to ask. */
  get #isBySite(): boolean {
    return this.#connection.context === 'site' && /^(connecting|reconnecting)$/.test(this.#host.status);
  }

  /** What stands in the alert. */
  get #failure(): string {
    if (this.#register) return this.#register.failure;
    const { error, state } = this.#connection;
    const condition = error?.condition ?? (state.status === 'failed' ? state.condition : undefined);
    return this.#problem?.text ?? (condition ? this.#words.errorText(condition, this.#connection.context) : '');
  }

  get #progress(): string {
    if (this.#register) return this.#register.progress;
    if (this.#host.status === 'reconnecting') return `${this.#words.reconnecting}…`;
    return this.#isBusy ? this.#words.signingIn : '';
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const [username, secret] = [this.#input('username'), this.#input('password')];
    if (this.#isBusy || !username || !secret) return;
    const written = { username: username.value, password: secret.value };
    const problem = problemOf(this.#words, this.#connection.domain, written);
    this.#setProblem(problem);
    if (problem) return (problem.field === 'username' ? username : secret).focus();
    await this.#enter({ jid: username.value, password: secret.value, remember: this.#host.remember });
    if (this.#isRefused && this.#host.shadowRoot?.activeElement) secret.select();
  }

  async #enter(signIn: SignIn): Promise<void> {
    this.#setProblem(undefined);
    this.#signIn = signIn;
    // Why it failed is kept by the controller, and stands in the alert.
    await this.#host.connect(signIn).catch(() => undefined);
    if (this.#isRefused) this.#signIn = { jid: signIn?.jid };
  }

  #onOtherButton({ detail: clicks }: MouseEvent): void {
    // The second click of a double click is not meant for what the button has become.
    if (clicks > 1) return;
    if (this.#isBusy) void this.#host.disconnect();
    else void this.#enter({ anonymous: true });
  }

  #input(id: string): HTMLInputElement | null {
    return this.#host.renderRoot.querySelector<HTMLInputElement>(`#${id}`);
  }

  #setProblem(problem: Problem | undefined): void {
    this.#problem = problem;
    this.#host.requestUpdate();
  }

  #togglePassword(): void {
    this.#isPasswordShown = !this.#isPasswordShown;
    this.#host.requestUpdate();
  }

  #setRegistering(isRegistering: boolean): void {
    this.#isRegistering = isRegistering;
    this.#isPasswordShown = false;
    this.#setProblem(undefined);
  }

  /** What makes an account, while somebody wants one and nobody is signed in. */
  #registerIn(asksNothing: boolean): RegisterView | undefined {
    if (asksNothing || !this.#host.register) this.#isRegistering = false;
    const part = this.#isRegistering && this.#lazily(registerView);
    if (part) {
      // Only an element for signing in offers it.
      this.#register ??= new part.RegisterView(
        this.#host as unknown as LitElement,
        this.#connection as ConnectionController,
        {
          made: (account) => {
            this.#setRegistering(false);
            void this.#enter({ ...account, remember: this.#host.remember });
          },
          leave: () => this.#setRegistering(false),
        },
      );
    } else {
      this.#register?.end();
      this.#register = undefined;
    }
    return this.#register;
  }

  #onSignOut(): void {
    this.#signIn = undefined;
    this.#isPasswordShown = false;
    void this.#connection.signOut();
  }

  #onRemember(event: Event): void {
    if (this.#host.remember !== 'device') this.#forgetful = this.#host.remember === 'none' ? 'none' : 'tab';
    this.#host.remember = (event.target as HTMLInputElement).checked ? 'device' : this.#forgetful;
  }

  #onAvailability(event: Event): void {
    this.#connection.setShow((event.target as HTMLSelectElement).value as Show);
  }

  render(words: Strings): TemplateResult {
    this.#words = words;
    const asksNothing = this.#hasAccount || this.#isBySite;
    const register = this.#registerIn(asksNothing);
    const main = register ? register.render(words) : this.#renderMain(asksNothing);
    const failure = this.#failure;
    const progress = this.#progress;
    const isRetrying = this.#host.status === 'reconnecting';
    // Live regions stay where they are, empty or not: screen readers miss the first words of a new one.
    return html`<div part="base" class="base" lang=${this.#words.lang}>
      ${asksNothing ? nothing : this.#renderTitle()}
      <p part="alert" role="alert" id="failure" class=${failure ? 'alert' : 'sr'}>${failure}</p>
      <div class=${isRetrying || this.#isBySite ? 'notice' : 'sr'} part="notice">
        <p role="status">${progress}</p>
        ${
          isRetrying
            ? html`<button part="button" class="link" @click=${() => this.#connection.retryNow()}>
                ${this.#words.tryNow}
              </button>`
            : nothing
        }
      </div>
      ${main}
    </div>`;
  }

  #renderMain(asksNothing: boolean): unknown {
    return this.#hasAccount ? this.#renderAccount() : asksNothing ? nothing : this.#renderForm();
  }

  #renderTitle(): TemplateResult {
    const { domain } = this.#connection;
    return html`<slot name="title">
      <div part="title">
        <h2>${this.#register ? this.#words.createAccount : this.#words.signIn}</h2>
        ${domain ? html`<p class="muted">${this.#words.signInTo(domain)}</p>` : nothing}
      </div>
    </slot>`;
  }

  #renderForm(): TemplateResult {
    const words = this.#words;
    const isBusy = this.#isBusy;
    return html`<form
      part="login form"
      aria-label=${words.signIn}
      novalidate
      @submit=${(event: SubmitEvent) => void this.#onSubmit(event)}
    >
      ${this.#renderUsername()} ${this.#renderPassword()}
      <label class="check">
        <input
          type="checkbox"
          .checked=${this.#host.remember === 'device'}
          @change=${(event: Event) => this.#onRemember(event)}
        />
        ${words.staySignedIn}
      </label>
      <button part="button" class="button" type="submit" aria-disabled=${isBusy ? 'true' : nothing}>
        ${isBusy ? html`<span class="spinner"></span>` : nothing} ${words.signIn}
      </button>
      ${
        this.#host.anonymous || isBusy
          ? html`${isBusy ? nothing : html`<p class="or">${words.or}</p>`}
              <button
                part="button"
                class="button quiet"
                type="button"
                @click=${(event: MouseEvent) => this.#onOtherButton(event)}
              >
                ${isBusy ? words.cancel : words.joinAsGuest}
              </button>`
          : nothing
      }
      ${
        this.#host.tokenUrl && !isBusy
          ? html`<button part="button" class="button quiet" type="button" @click=${() => this.#enter(undefined)}>
              ${this.#host.status === 'failed' ? words.tryAgain : words.connect}
            </button>`
          : nothing
      }
      ${
        this.#host.register && !isBusy
          ? html`<button part="button" class="button quiet" type="button" @click=${() => this.#setRegistering(true)}>
              ${words.createAccount}
            </button>`
          : nothing
      }
    </form>`;
  }

  #renderUsername(): TemplateResult {
    return renderUsername({
      words: this.#words,
      domain: this.#connection.domain,
      value: this.#signIn?.jid ?? this.#host.jid,
      isBusy: this.#isBusy,
      isWrong: this.#problem?.field === 'username',
      onInput: () => this.#setProblem(undefined),
    });
  }

  #renderPassword(): TemplateResult {
    return renderPassword({
      words: this.#words,
      isBusy: this.#isBusy,
      isWrong: this.#problem?.field === 'password' || this.#isRefused,
      isShown: this.#isPasswordShown,
      onInput: () => this.#setProblem(undefined),
      toggle: () => this.#togglePassword(),
    });
  }

  #renderAccount(): TemplateResult {
    const words = this.#words;
    const isOut = this.#host.status === 'failed';
    const name = this.#accountName;
    return html`<section part="login" class="account" aria-label=${name} tabindex="-1">
      ${avatar(name, this.#host.status === 'online' ? this.#connection.show : undefined)} ${this.#renderIdentity(name)}
      ${
        isOut
          ? html`<button part="button" class="button" @click=${() => this.#enter(this.#signIn)}>
              ${words.signInAgain}
            </button>`
          : this.#renderAvailability()
      }
      <slot name="signed-in"></slot>
      <button part="button" class="button quiet" @click=${() => this.#onSignOut()}>${words.signOut}</button>
    </section>`;
  }

  /** A guest's JID is made up by the server, and says nothing to anybody. */
  get #accountName(): string {
    const { jid, isGuest } = this.#connection;
    return !jid || isGuest ? this.#words.guest : toBare(jid);
  }

  #renderIdentity(name: string): TemplateResult {
    return html`<p class="name ellipsis"><bdi>${name}</bdi></p>`;
  }

  #renderAvailability(): TemplateResult {
    const words = this.#words;
    const { show: chosen } = this.#connection;
    return html`<select
      class="input select"
      aria-label=${words.availability}
      @change=${(event: Event) => this.#onAvailability(event)}
    >
      ${AVAILABILITIES.map((show) => html`<option value=${show} .selected=${show === chosen}>${words[show]}</option>`)}
    </select>`;
  }
}

/** As `XmppElement.lazily`. */
type Lazily = <Part extends object>(load: () => Promise<Part>) => Part | undefined;

const registerView = () => import('./register-view.js');

const AVAILABILITIES = ['available', 'away', 'xa', 'dnd'] as const;
