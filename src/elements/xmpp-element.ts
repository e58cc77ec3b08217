import { adoptStyles, LitElement, type CSSResult, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { ConnectionController } from '../controllers/connection-controller.js';
import { ConnectionError } from '../core/errors.js';
import { fetchCode } from '../core/fetch-code.js';
import type { Notify } from '../controllers/notices.js';
import { emit } from './events.js';
import { en } from './strings/en.js';
import { fetchPartStrings, stringsFor, type FirstStrings, type Strings } from './strings/strings.js';
import type { ErrorContext } from './strings/words.js';

/** What the three elements share: the connection attributes, the look's attributes, the state of the connection. */
export abstract class XmppElement extends LitElement {
  /** Addresses of the server, space-separated, tried in order: `wss:` is WebSocket, `https:` is BOSH. Otherwise discovered from `domain`. */
  @property() service = '';
  /** The XMPP domain: lets people type a bare user name; needed for guests. */
  @property() domain = '';
  /** An account given by the page: a bare JID. */
  @property() jid = '';
  /** Its password. For closed demos only; taken out of the DOM at once. */
  @property() password = '';
  /** Guests come in by SASL ANONYMOUS. */
  @property({ type: Boolean }) anonymous = false;
  /**
   * An address on the site's own server that says, to a `GET` with the visitor's cookies, as whom to sign in:
   * `{"jid", "token"}`, `{"jid", "password"}` or, for BOSH, `{"jid", "sid", "rid"}`, each with an optional `expires`.
   */
  @property({ attribute: 'token-url' }) tokenUrl = '';
  /** That server may be of another origin, and gets its cookies there (CORS). */
  @property({ type: Boolean, attribute: 'token-cross-origin' }) tokenCrossOrigin = false;
  /** By which SASL mechanism a token is told to the XMPP server. */
  @property() mechanism: 'OAUTHBEARER' | 'PLAIN' = 'OAUTHBEARER';
  /** How long a sign-in survives: never a password, only a token that can be revoked or SCRAM keys. The visitor’s “Stay signed in” makes it `device`. */
  @property() remember: 'none' | 'tab' | 'device' = 'tab';
  /** The wished nickname. */
  @property() nick = '';
  /** Which shared connection; elements of one name use one. */
  @property() session = 'default';
  /** Waits for `connect()`. */
  @property({ type: Boolean, attribute: 'no-auto-connect' }) noAutoConnect = false;
  /** `auto` follows the system. */
  @property({ reflect: true }) theme: 'auto' | 'light' | 'dark' = 'auto';
  /** BCP 47; otherwise the closest `lang` in the page, then the browser's. */
  @property() override lang = '';

  protected readonly connection = new ConnectionController(this, this.notify.bind(this), {
    connectsByItself: () => this.connectsByItself,
  });

  readonly #parts = new Map<unknown, unknown>();
  readonly #loading = new Map<unknown, Promise<void>>();
  readonly #styles = [...(this.constructor as typeof LitElement).elementStyles];

  /** The `dir` that we set, as opposed to the page. */
  #ownDir = '';

  /** Whether `anonymous` means at once. A sign-in form offers it instead. */
  protected get connectsByItself(): boolean {
    return true;
  }

  /** `offline`, `connecting`, `online`, `reconnecting` or `failed`. */
  get status(): string {
    return this.connection.session ? this.connection.status : 'offline';
  }

  /** The words of the element's language. Looked up at each render: a `lang` around the element may be another one now. */
  protected strings: FirstStrings = en;

  /** The same with the words of lazy parts, for one that is here: they came with it. */
  protected get partStrings(): Strings {
    return this.strings as Strings;
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.strings = stringsFor(this);
    // Words and layout go the same way, whatever the page around does; a page that wrote `dir` itself has its will. To
    // write the same again would have all below styled anew.
    const { dir } = this.strings;
    if (this.dir !== dir && (!this.dir || this.dir === this.#ownDir)) this.dir = this.#ownDir = dir;
    const { isLate } = this.connection;
    if (isLate || CONNECTION_PROPERTIES.some((name) => changed.has(name))) this.connection.configure(this);
    // An attribute would show it to everybody who reads the DOM.
    if (this.hasAttribute('password')) {
      const { password } = this;
      this.removeAttribute('password');
      this.password = password;
      if (!isLocal(location.hostname)) console.warn(`<${this.localName}>: a password in HTML is for closed demos.`);
    }
  }

  /**
   * A part of the view that is fetched when it is first shown, with its styles; `undefined` until it is here, and
   * `updateComplete` waits for it.
   *
   * @param load one function a part: it names it, too.
   */
  protected lazily<Part extends object>(load: () => Promise<Part & { readonly styles?: CSSResult }>): Part | undefined {
    const part = this.#parts.get(load) as Part | undefined;
    if (!part && !this.#loading.has(load)) this.#loading.set(load, this.#fetch(load));
    return part;
  }

  async #fetch(load: () => Promise<{ readonly styles?: CSSResult }>): Promise<void> {
    try {
      const [part] = await Promise.all([fetchCode(load), fetchPartStrings()]);
      if (part.styles) {
        this.#styles.push(part.styles);
        adoptStyles(this.renderRoot as ShadowRoot, this.#styles);
      }
      this.#parts.set(load, part);
    } catch (error) {
      reportError(error); // The next render tries again.
    }
    this.#loading.delete(load);
    this.requestUpdate();
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    let isComplete = await super.getUpdateComplete();
    while (this.#loading.size || this.connection.arrival) {
      await Promise.all([...this.#loading.values(), this.connection.arrival]);
      isComplete = await super.getUpdateComplete();
    }
    return isComplete;
  }

  /** There is no session yet: what a page calls in this moment waits. */
  protected get isEarly(): boolean {
    return !!this.connection.arrival;
  }

  /**
   * Signs in and stays connected: with these words, else as the attributes say.
   *
   * @throws {ConnectionError} why it failed; `condition` tells.
   */
  connect(options?: {
    readonly jid?: string;
    readonly password?: string;
    readonly anonymous?: boolean;
  }): Promise<void> {
    // A page that asks before it shows the element means what it has set.
    if (!this.hasUpdated) this.connection.configure(this);
    return this.connection.connect({ remember: this.remember, ...options });
  }

  /** Ends the connection that all elements of this session share. */
  disconnect(): Promise<void> {
    return this.connection.disconnect();
  }

  /** Makes the public event of what a controller tells. */
  protected notify(...[type, detail]: Parameters<Notify>): void {
    if (type === 'xmpp-error') {
      const { condition, error } = detail as { condition: string; error: Error };
      emit(this, type, { condition, message: this.strings.errorText(condition, this.contextOf(error)), error });
    } else emit(this, type, detail as never);
  }

  /** Where an error was met: the same condition says another thing to who signs in than to who enters a room. */
  protected contextOf(error: Error): ErrorContext | undefined {
    return error instanceof ConnectionError ? this.connection.context : undefined;
  }
}

const CONNECTION_PROPERTIES = [
  ...['service', 'domain', 'jid', 'password', 'anonymous', 'session', 'noAutoConnect'],
  ...['tokenUrl', 'tokenCrossOrigin', 'mechanism'],
];

function isLocal(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);
}
