import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import type { ConnectionController } from '../../controllers/connection-controller.js';
import { RegistrationController, type RegistrationForm } from '../../controllers/registration-controller.js';
import { bareJidOf, domainOf, type BareJid } from '../../core/jid.js';
import type { Strings } from '../strings/strings.js';
import { answerTo, problemWith, renderField, type Field } from './form-fields.js';
import { addressOf, problemOf, renderPassword, renderUsername, type Problem } from './login-fields.js';

export { registerStyles as styles } from './register.styles.js';

/** What comes of it. */
export interface RegisterWishes {
  /** There is an account now. */
  made(account: { readonly jid: string; readonly password: string }): void;
  /** They have one, or want none. */
  leave(): void;
}

/** The server makes no accounts, whoever asks. */
const CLOSED = /^(feature-not-implemented|service-unavailable|not-allowed|forbidden)$/;

/** Makes an account (XEP-0077): user name, password and whatever else the server asks for. */
export class RegisterView {
  readonly #host: LitElement;
  readonly #connection: ConnectionController;
  readonly #wishes: RegisterWishes;
  readonly #registration: RegistrationController;
  #words!: Strings;
  #problem: Problem | undefined;
  #isPasswordShown = false;
  /** Whose server is asked, where the page names none. */
  #chosen: string | undefined;

  constructor(host: LitElement, connection: ConnectionController, wishes: RegisterWishes) {
    this.#host = host;
    this.#connection = connection;
    this.#wishes = wishes;
    this.#registration = new RegistrationController(host, connection.session as NonNullable<typeof connection.session>);
    if (connection.domain) void this.#registration.ask(connection.domain);
  }

  /** What stands in the alert. */
  get failure(): string {
    const { error } = this.#registration;
    if (this.#problem || !error) return this.#problem?.text ?? '';
    const { condition, message } = error;
    const { registerErrors } = this.#words;
    const words = Object.hasOwn(registerErrors, condition)
      ? registerErrors[condition as keyof typeof registerErrors]
      : this.#words.errorText(condition, 'connection');
    // Only the server knows what it does not like; set apart, in whatever language that is.
    return condition === 'not-acceptable' && message !== condition ? `${words} \u2068${message}\u2069` : words;
  }

  /** What is being done. */
  get progress(): string {
    return this.#registration.isBusy ? this.#words.askingServer : '';
  }

  /** The form is gone. */
  end(): void {
    this.#registration.end();
  }

  get #domain(): string | undefined {
    return this.#connection.domain ?? this.#chosen;
  }

  get #form(): RegistrationForm | undefined {
    return this.#registration.formOf(this.#domain);
  }

  /** What is asked for beside user name and password. */
  get #others(): readonly Field[] {
    return (
      this.#form?.fields.filter(({ name, type }) => !/^(username|password)$/.test(name) && type !== 'hidden') ?? []
    );
  }

  async #onSubmit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const [username, password] = [this.#valueOf('username'), this.#valueOf('password')];
    if (this.#registration.isBusy) return;
    const { domain } = this.#connection;
    const problem = problemOf(this.#words, domain, { username, password }) ?? this.#missing;
    this.#setProblem(problem);
    if (problem) return this.#input(problem.field)?.focus();
    const jid = bareJidOf(addressOf(username, domain)) as BareJid;
    const account = { jid, password };
    if (await this.#isAnswered(domainOf(jid))) await this.#submit(account);
  }

  /** Whether all that this server asks for has been shown, and so answered. */
  async #isAnswered(domain: string): Promise<boolean> {
    if (this.#registration.formOf(domain)) return true;
    this.#chosen = domain;
    const isTold = await this.#registration.ask(domain);
    return isTold && !!this.#form?.isUsable && !this.#others.some(({ type }) => type !== 'fixed');
  }

  async #submit({ jid, password }: { readonly jid: BareJid; readonly password: string }): Promise<void> {
    const others = this.#others.map((field, index) => [field.name, this.#answerTo(field, index)] as const);
    const user = jid.slice(0, jid.indexOf('@'));
    const answers = new Map([['username', [user]], ['password', [password]], ...others]);
    if (await this.#registration.submit(answers)) return this.#wishes.made({ jid, password });
    await this.#host.updateComplete;
    if (this.#registration.error?.condition === 'conflict') this.#input('username')?.select();
  }

  get #missing(): Problem | undefined {
    for (const [index, field] of this.#others.entries()) {
      const text = problemWith(field, this.#answerTo(field, index), this.#labelOf(field), this.#words);
      if (text) return { field: `other-${index}`, text };
    }
    return undefined;
  }

  #answerTo(field: Field, index: number): readonly string[] {
    return answerTo(field, this.#host.renderRoot, `other-${index}`);
  }

  #input(id: string): HTMLInputElement | null {
    return this.#host.renderRoot.querySelector<HTMLInputElement>(`#${id}`);
  }

  #valueOf(id: string): string {
    return this.#input(id)?.value ?? '';
  }

  #setProblem(problem: Problem | undefined): void {
    this.#problem = problem;
    this.#host.requestUpdate();
  }

  readonly #onInput = (): void => this.#setProblem(undefined);

  #toggle(): void {
    this.#isPasswordShown = !this.#isPasswordShown;
    this.#host.requestUpdate();
  }

  render(words: Strings): TemplateResult {
    this.#words = words;
    const form = this.#form;
    const isClosed = CLOSED.test(this.#registration.error?.condition ?? '') || form?.isUsable === false;
    return html`${form?.instructions.map((text) => html`<p class="muted told">${text}</p>`)}
      ${isClosed ? this.#renderElsewhere(form) : this.#renderForm()}
      <button part="button" class="button quiet" type="button" @click=${() => this.#wishes.leave()}>
        ${words.haveAccount}
      </button>`;
  }

  /** There is no form of ours to be filled in. */
  #renderElsewhere(form: RegistrationForm | undefined): unknown {
    if (form?.url) {
      return html`<a part="button" class="button" href=${form.url} target="_blank" rel="noopener noreferrer">
        ${this.#words.registerAt(new URL(form.url).host)}
      </a>`;
    }
    // Instructions alone are what a server says that leads elsewhere by them.
    return form && !form.instructions.length ? html`<p class="muted">${this.#words.registerNowhere}</p>` : nothing;
  }

  #renderForm(): TemplateResult {
    const words = this.#words;
    const { domain } = this.#connection;
    const { isBusy, error } = this.#registration;
    const isTaken = error?.condition === 'conflict';
    const isWrong = (field: string) => this.#problem?.field === field;
    const view = { words, isBusy: false, onInput: this.#onInput };
    return html`<form
      part="login form"
      aria-label=${words.createAccount}
      novalidate
      @submit=${(event: SubmitEvent) => void this.#onSubmit(event)}
    >
      ${renderUsername({ ...view, domain, value: '', isWrong: isWrong('username') || isTaken })}
      ${renderPassword({
        ...view,
        isNew: true,
        isShown: this.#isPasswordShown,
        isWrong: isWrong('password'),
        toggle: () => this.#toggle(),
      })}
      ${this.#others.map((field, index) => this.#renderOther(field, `other-${index}`))}
      <button part="button" class="button" type="submit" aria-disabled=${isBusy ? 'true' : nothing}>
        ${isBusy ? html`<span class="spinner"></span>` : nothing} ${words.createAccount}
      </button>
    </form>`;
  }

  #renderOther(field: Field, id: string): TemplateResult {
    return renderField(field, {
      id,
      label: this.#labelOf(field),
      problem: this.#problem?.field === id ? this.#problem.text : undefined,
      alert: 'failure',
      autocomplete: AUTOCOMPLETE.get(field.name),
      onInput: this.#onInput,
    });
  }

  #labelOf({ name, label }: Field): string {
    const { emailAddress: email, wholeName: fullName, nickname } = this.#words;
    // Fields from before there were forms have no labels.
    return label || (new Map(Object.entries({ email, name: fullName, nick: nickname })).get(name) ?? name);
  }
}

const AUTOCOMPLETE: ReadonlyMap<string, string> = new Map([
  ['email', 'email'],
  ['name', 'name'],
  ['nick', 'nickname'],
]);
