import { Strophe } from 'strophe.js';
import { Bosh } from 'strophe.js/bosh';
import { readFrame } from './frames.js';
import type { HardenedConnection } from './hardened-connection.js';

type BoshRequest = InstanceType<typeof Bosh>['_requests'][number];

/** A BOSH answer, whatever is in it; a proxy's or a portal's page is none. */
const BODY = /^\s*(<\?xml\s[^>]*\?>\s*)?<body[\s/>]/;

/** Strophe's BOSH with answers checked before they are read, quick sending, and faults of proxies told from the server's. */
export class HardenedBosh extends Bosh {
  readonly #connection: HardenedConnection;

  constructor(connection: HardenedConnection) {
    super(connection);
    this.#connection = connection;
  }

  override _reqToData({ xhr }: BoshRequest): Element | undefined {
    const body = readFrame(xhr.responseText)?.firstElementChild;
    return body?.localName === 'body' && body.namespaceURI === Strophe.NS.HTTPBIND ? body : undefined;
  }

  override _onRequestStateChange(take: (request: BoshRequest) => void, request: BoshRequest): void {
    const { xhr } = request;
    // Told to Strophe as the gateway error that it is: the same request goes out again, with the same rid.
    const isNoAnswer = xhr.readyState === 4 && xhr.status >= 200 && xhr.status < 400 && !BODY.test(xhr.responseText);
    if (isNoAnswer) Object.defineProperty(xhr, 'status', { value: 502 });
    super._onRequestStateChange(take, request);
  }

  override _hitError(status: number): void {
    // While nothing is at stake yet, another address, or a later attempt, is better than waiting for this one.
    if (this.#connection.authenticated) super._hitError(status);
    else this.#connection.fail('service-unreachable', `HTTP ${status}`);
  }

  override _onIdle(): void {
    const { authenticated, disconnecting, _data } = this.#connection;
    // Strophe polls once signed in; before that, too, a server may answer in a later body (Tigase's features).
    const isIdle = !authenticated && !disconnecting && this._requests.length === 0 && _data.length === 0;
    if (isIdle && this.sid) this._no_auth_received();
    else super._onIdle();
  }

  override _send(): void {
    // If something waits already, its time is set, and must not be put off by what comes after.
    if (this.#connection._data.length < 2) this.#connection._scheduleIdle();
  }

  override _sendTerminate(presence: Element | null): void {
    // What was sent just before goes along: there will be no other request.
    const last = new DocumentFragment();
    last.append(...this.#connection._data.filter((stanza) => stanza !== 'restart'), ...(presence ? [presence] : []));
    this.#connection._data = [];
    super._sendTerminate(last as unknown as Element);
  }

  /** Sends the last request so that it outlives the page. Should it go out both ways, it has one rid and counts once. */
  outlive(): void {
    const last = this._requests.at(-1);
    const options = { method: 'POST', keepalive: true, mode: 'no-cors', credentials: 'omit' } as const;
    // Nobody is left to tell of a failure.
    if (last) fetch(this.#connection.service, { ...options, body: last.data }).catch(() => undefined);
  }
}
