import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ConnectionError, XmppError, xmppErrorOf } from '../core/errors.js';
import { bareJidOf, jidOf, type FullJid } from '../core/jid.js';
import type { SessionConfig } from '../session/config.js';
import { fetchSessions, sessionsHere } from '../session/late-sessions.js';
import type { SignIn } from '../session/credentials.js';
import type { XmppSession } from '../session/session.js';
import type { Connection } from '../stores/connection-store.js';
import type { Show } from '../stores/presences-store.js';
import type { Notify } from './notices.js';
import { StoreController } from './store-controller.js';

/** The connection attributes of an element, as the page wrote them. */
export interface ConnectionAttributes {
  readonly session: string;
  readonly service: string;
  readonly domain: string;
  readonly jid: string;
  readonly password: string;
  readonly anonymous: boolean;
  readonly tokenUrl: string;
  readonly tokenCrossOrigin: boolean;
  readonly mechanism: string;
  readonly remember: string;
  readonly noAutoConnect: boolean;
}

type Host = ReactiveControllerHost & Element;

/** While what sessions are made of is on its way. */
const COMING: Connection = { status: 'connecting', isResumed: false };
const NOT_COMING: Connection = { status: 'failed', condition: 'service-unreachable', isResumed: false };

/** The connection that every element shares: configures it, opens it, tells its state. */
export class ConnectionController implements ReactiveController {
  readonly #host: Host;
  readonly #notify: Notify;
  readonly #store: StoreController;
  readonly #connectsByItself: () => boolean;
  #attributes: ConnectionAttributes | undefined;
  #session: XmppSession | undefined;
  #arrival: Promise<void> | undefined;
  #stop: (() => void) | undefined;
  #error: XmppError | undefined;
  /** The attributes have yet to be acted on. */
  #isDue = false;

  /** @param connectsByItself whether `anonymous` means at once; a sign-in form offers it instead. */
  constructor(host: Host, notify: Notify, { connectsByItself }: { readonly connectsByItself: () => boolean }) {
    this.#host = host;
    this.#notify = notify;
    this.#connectsByItself = connectsByItself;
    this.#store = new StoreController(host);
    host.addController(this);
  }

  /** The session of the `session` attribute, as soon as there can be one. */
  get session(): XmppSession | undefined {
    return this.#session;
  }

  /**
   * The same, waited for.
   *
   * @throws {ConnectionError} `service-unreachable`: its code cannot be had.
   */
  async whole(): Promise<XmppSession> {
    await fetchSessions();
    if (!this.#session && this.#attributes) this.#apply(this.#attributes);
    return this.#session ?? this.#named;
  }

  /** Settles when the session is here, or will not be. */
  get arrival(): Promise<unknown> | undefined {
    return this.#arrival;
  }

  get state(): Connection {
    return this.#session?.stores.connection.value ?? (this.#error ? NOT_COMING : COMING);
  }

  get status(): Connection['status'] {
    return this.state.status;
  }

  get jid(): FullJid | undefined {
    return this.#session?.jid;
  }

  /** Guests have no account, so no contacts, no password and another address every time. */
  get isGuest(): boolean {
    return !!this.#session?.isGuest;
  }

  get domain(): string | undefined {
    return this.#session ? this.#session.config.domain : this.#attributes?.domain || undefined;
  }

  /** Whether `connect()` would know as whom, without asking anybody. */
  get canConnect(): boolean {
    if (!this.#session) return true;
    const { isAnonymous, domain, jid, password, tokenUrl } = this.#session.config;
    return !!tokenUrl || (isAnonymous && !!domain) || (!!jid && !!password) || !!this.#session.remembered;
  }

  /** Who signs us in: a person, or whose words the page has; or the site, to which no password was typed. */
  get context(): 'connection' | 'site' {
    return this.#session?.isBySite ? 'site' : 'connection';
  }

  /** What went wrong last, until the next attempt. */
  get error(): XmppError | undefined {
    return this.#error;
  }

  /** What sessions are made of has come, and the attributes have yet to be taken. */
  get isLate(): boolean {
    return !this.#session && !!sessionsHere();
  }

  /** Takes the attributes, at first and after every change; connects where they say all that it takes. */
  configure(attributes: ConnectionAttributes): void {
    this.#attributes = attributes;
    if (sessionsHere()) return this.#apply(attributes);
    const { anonymous, jid, tokenUrl, noAutoConnect, service, domain, session } = attributes;
    const isAtOnce = anonymous && !jid && !tokenUrl && !noAutoConnect && this.#connectsByItself();
    this.#arrival ??= fetchSessions(isAtOnce ? [service, domain, session || 'default'] : undefined)
      .then(
        () => this.#host.requestUpdate(),
        (error: unknown) => this.fail(error),
      )
      .finally(() => (this.#arrival = undefined));
  }

  #apply(attributes: ConnectionAttributes): void {
    const session = this.#named;
    const isFirst = session !== this.#session;
    if (isFirst) this.#join(session);
    const { service, domain, jid, anonymous, tokenUrl } = attributes;
    const saysNothing = !service && !domain && !jid && !anonymous && !tokenUrl;
    if (saysNothing) return;
    try {
      const isChanged = session.configure(configOf(attributes), this.#host);
      this.#isDue = this.status === 'offline' || (isChanged && (!isFirst || this.status === 'failed'));
      this.#error = undefined;
    } catch (error) {
      return this.fail(error);
    }
    this.#connectByItself();
  }

  /** Signs in: with these words, else as the attributes say. */
  async connect(signIn?: SignIn): Promise<void> {
    this.#error = undefined;
    this.#host.requestUpdate();
    try {
      await (this.#session ?? (await this.whole())).connect(signIn);
    } catch (error) {
      this.#failedToConnect(error);
      throw error;
    }
  }

  async disconnect(): Promise<void> {
    await (this.#session ?? (await this.whole())).disconnect();
  }

  async signOut(): Promise<void> {
    this.#error = undefined;
    await this.#session?.signOut();
  }

  /** How available we say we are. */
  get show(): Show {
    return this.#session?.presence.show ?? 'available';
  }

  setShow(show: Show): void {
    this.#session?.setPresence(show);
    this.#host.requestUpdate();
  }

  retryNow(): void {
    this.#session?.retryNow();
  }

  /** Keeps what went wrong for the host and tells the page of it. */
  fail(error: unknown): void {
    this.#error = xmppErrorOf(error);
    this.#notify('xmpp-error', { condition: this.#error.condition, error: this.#error });
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    if (!this.#session) return;
    this.#join(this.#named);
    this.#connectByItself();
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  get #named(): XmppSession {
    const sessionNamed = sessionsHere() as NonNullable<ReturnType<typeof sessionsHere>>;
    return sessionNamed(this.#attributes?.session || undefined);
  }

  #join(session: XmppSession): void {
    this.#stop?.();
    this.#store.unfollow();
    this.#session = session;
    const { connection } = session.stores;
    this.#store.follow(connection);
    // An element that left again before its first render must not stay behind as a listener.
    if (this.#host.isConnected) this.#stop = connection.subscribe((state, previous) => this.#tell(state, previous));
  }

  #tell(state: Connection, previous: Connection): void {
    if (state.status === previous.status) return;
    const { status, condition: reason } = state;
    if (status === 'connecting' || status === 'online') this.#error = undefined;
    if (status === 'failed') this.#error = new ConnectionError(reason ?? 'connection-lost');
    this.#notify('xmpp-status', { status, previous: previous.status, reason });
    if (status === 'online') this.#notify('xmpp-connected', { jid: state.jid ?? '', resumed: state.isResumed });
    else if (previous.status === 'online') {
      this.#notify('xmpp-disconnected', { reason: reason ?? 'wished', willRetry: status === 'reconnecting' });
    }
    // What fails while somebody signs in is told to them by `connect`.
    if (this.#error && status === 'failed' && previous.status !== 'connecting') this.fail(this.#error);
  }

  #connectByItself(): void {
    const { anonymous, password, tokenUrl, remember, noAutoConnect } = this.#attributes ?? {};
    const session = this.#session;
    if (!this.#isDue || !session || !this.#host.isConnected) return;
    this.#isDue = false;
    // Whoever was signed in on the page before is so on this one.
    const remembered = !password && !!session.remembered;
    const isComplete = (anonymous && this.#connectsByItself()) || password || tokenUrl || remembered;
    if (noAutoConnect || !isComplete) return;
    // Nobody waits for it: a failure is told, and tried again where that can help.
    session.connect({ remember }, { isAsked: false }).catch((error: unknown) => this.#failedToConnect(error));
  }

  /** Whoever gave the attempt up knows. */
  #failedToConnect(error: unknown): void {
    if (!(error instanceof XmppError && error.condition === 'offline')) this.fail(error);
  }
}

/**
 * @throws {XmppError} `jid-malformed`, `invalid-service`, `invalid-token-url`: what the page wrote makes no sense.
 */
function configOf(attributes: ConnectionAttributes): SessionConfig {
  const { service, domain, jid, password, anonymous, tokenUrl, tokenCrossOrigin, mechanism } = attributes;
  const account = jid ? bareJidOf(jid) : undefined;
  if (jid && !account?.includes('@')) throw new XmppError('jid-malformed', `Not an account’s JID: ${jid}`);
  const host = domain ? jidOf(domain) : undefined;
  if (domain && (!host || /[@/]/.test(host))) throw new XmppError('jid-malformed', `Not a domain: ${domain}`);
  const services = service.split(/\s+/).filter(Boolean);
  for (const address of services) {
    if (!isService(address)) throw new XmppError('invalid-service', `Not a WebSocket or BOSH address: ${address}`);
  }
  return {
    services,
    domain: host ?? (account && account.slice(account.indexOf('@') + 1)),
    jid: account,
    password: password || undefined,
    isAnonymous: anonymous,
    ...(tokenUrl && {
      tokenUrl: endpointOf(tokenUrl, tokenCrossOrigin),
      isTokenCrossOrigin: tokenCrossOrigin,
      mechanism: mechanism === 'PLAIN' ? mechanism : 'OAUTHBEARER',
    }),
  };
}

function isService(address: string): boolean {
  return /^(wss?|https?):$/.test(urlOf(address)?.protocol ?? '');
}

/** Where cookies go, and whence comes who we are: that is the page's own server, unless the page says otherwise. */
function endpointOf(address: string, isCrossOrigin: boolean): string {
  const url = urlOf(address);
  const isAllowed = url && /^https?:$/.test(url.protocol) && (isCrossOrigin || url.origin === globalThis.origin);
  if (!isAllowed) throw new XmppError('invalid-token-url', `Not an address of this site’s server: ${address}`);
  return url.href;
}

function urlOf(address: string): URL | undefined {
  try {
    return new URL(address, document.baseURI);
  } catch {
    return undefined;
  }
}
