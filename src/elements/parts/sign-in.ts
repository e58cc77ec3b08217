import { adoptStyles, css, html, render, type CSSResultOrNative, type TemplateResult } from 'lit';
import type { ConnectionController } from '../../controllers/connection-controller.js';
import { XmppError } from '../../core/errors.js';
import { controls } from '../controls.styles.js';
import type { Strings } from '../strings/strings.js';
import { tokens } from '../tokens.styles.js';
import { Dialog, dialogStyles, type DialogHost } from './dialog.js';
import { LoginView, styles as loginStyles } from './login-view.js';

export const styles = css`
  ${dialogStyles}

  .sign-in-end {
    inline-size: 100%;
    min-block-size: 42px;
    margin-block-start: 10px;
  }
`;

export interface SignInHost extends DialogHost {
  readonly theme: string;
  readonly remember: 'none' | 'tab' | 'device';
  connect(signIn: Parameters<ConnectionController['connect']>[0]): Promise<void>;
  disconnect(): Promise<void>;
  focusComposer(): void;
}

const within = css`
  :host {
    max-inline-size: none;
    border: 0;
    border-radius: 0;
    background: none;
    box-shadow: none;
    contain: none;
  }

  .base {
    padding: 0;
  }
`;

/** What a form for signing in needs of an element. */
type Form = ConstructorParameters<typeof LoginView>[0];

/** A form in a dialog: a guest signs in with their account, and stays where they are. */
export class SignIn {
  readonly #host: SignInHost;
  readonly #box = document.createElement('div');
  readonly #root: ShadowRoot;
  readonly #view: LoginView;
  readonly #dialog: Dialog;
  /** The attempt under way. */
  #attempt: object | undefined;
  #error: XmppError | undefined;
  #words: () => Strings;

  constructor(host: SignInHost, words: () => Strings) {
    this.#host = host;
    this.#words = words;
    // The form has the same classes as the conversation behind it.
    this.#root = this.#box.attachShadow({ mode: 'open' });
    adoptStyles(this.#root, [tokens, controls, loginStyles, within] as CSSResultOrNative[]);
    this.#view = new LoginView(this.#form, this.#state, () => undefined);
    this.#dialog = new Dialog(host, words().signIn, () => this.#render());
    this.#focus('input');
  }

  #render(): TemplateResult {
    this.#box.setAttribute('theme', this.#host.theme);
    this.#box.dir = this.#words().dir;
    render(this.#view.render(this.#words()), this.#root);
    return html`${this.#box}<button class="button quiet sign-in-end" @click=${() => this.#close()}>
        ${this.#words().close}
      </button>`;
  }

  #focus(selector: string): void {
    this.#root.querySelector<HTMLElement>(selector)?.focus();
  }

  get #status(): string {
    return this.#attempt ? 'connecting' : 'offline';
  }

  get #form(): Form {
    const status = () => this.#status;
    return {
      jid: '',
      anonymous: false,
      tokenUrl: '',
      register: false,
      remember: this.#host.remember,
      renderRoot: this.#root,
      shadowRoot: this.#root,
      get status() {
        return status();
      },
      updateComplete: Promise.resolve(true),
      requestUpdate: () => this.#dialog.update(),
      connect: (signIn) => this.#connect(signIn),
      disconnect: () => this.#goBack(),
    };
  }

  /** Of the account that is yet to be: the guest's own is nothing to sign out of. */
  get #state(): ConstructorParameters<typeof LoginView>[1] {
    const error = () => this.#error;
    return {
      jid: undefined,
      isGuest: false,
      canConnect: false,
      context: 'connection',
      // Guests have a domain of their own, mostly.
      domain: undefined,
      show: 'available',
      state: { status: 'offline', isResumed: false },
      get error() {
        return error();
      },
      retryNow: () => undefined,
      setShow: () => undefined,
      signOut: () => this.#goBack(),
    };
  }

  async #connect(signIn: Parameters<ConnectionController['connect']>[0]): Promise<void> {
    const attempt = (this.#attempt = {});
    this.#error = undefined;
    this.#dialog.update();
    try {
      await this.#host.connect(signIn);
      this.#attempt = undefined;
      await this.#enter();
    } catch (error) {
      if (attempt !== this.#attempt) return;
      if (error instanceof XmppError) this.#error = error;
      await this.#goBack();
      throw error;
    }
  }

  /** Nobody has signed in: the guest is there again. */
  async #goBack(): Promise<void> {
    this.#attempt = undefined;
    this.#dialog.update();
    await this.#host.connect({ anonymous: true }).catch(() => undefined); // Its state tells.
  }

  /** Whoever signed in to speak goes on by that. */
  async #enter(): Promise<void> {
    this.#dialog.close();
    await this.#host.updateComplete;
    this.#host.focusComposer();
  }

  #close(): void {
    if (this.#attempt) void this.#goBack();
    this.#dialog.close();
  }
}
