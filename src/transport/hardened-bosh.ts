import { Strophe } from 'strophe.js';
import { Bosh } from 'strophe.js/bosh';
import { toBare } from '../core/jid.js';
import { readFrame } from './frames.js';
import type { HardenedConnection } from './hardened-connection.js';
import type { BoshSession } from './kept.js';
import type { Credentials } from './transport.js';

type BoshRequest = InstanceType<typeof Bosh>['_requests'][number];

/** What servers are known to allow, in seconds, where they do not say it. */
const INACTIVITY = 60;
/** For how much longer than a server waits for us we wait for a proxy, in seconds. */
const PATIENCE = 60;
/** How long an answer that overtook another one waits for it, in ms. */
const PATIENCE_EARLY = 2000;
/** Two requests go out so far apart, in ms; where one was refused, the other can wait. */
const APART = { least: 30, refused: 300 };
/** What was sent so long ago, in ms, has come through, or never will. */
const THROUGH = 5000;
/** After two failures in a row one waits for the cube of this, in s; not all who lost the same server for the same time. */
const AGAIN = { least: 1.25, more: 0.5 };
/** A BOSH answer, whatever is in it; a proxy's or a portal's page is none. */
const BODY = /^\s*(<\?xml\s[^>]*\?>\s*)?<body[\s/>]/;

/** Strophe's BOSH with answers checked before they are read, quick sending, and faults of proxies told from the server's. */
export class HardenedBosh extends Bosh {
  readonly #connection: HardenedConnection;
  /** Answers that overtook the one before: what is in them comes behind what is in that (XEP-0124 §14.2). */
  readonly #early = new Map<BoshRequest, () => void>();
  /** When the first of the errors came that have had no answer between them. */
  #failingSince: number | undefined;
  #gap: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: HardenedConnection) {
    super(connection);
    this.#connection = connection;
  }

  /**
   * Goes on with a session of another page. What that sent with its last breath may not have left the browser, and the
   * server waits for each number: it goes out once more, empty. Who had it answers as before (XEP-0124 §14.3).
   */
  goOn({ id, rid, max, open, sent }: BoshSession): void {
    // Kept text may be anybody's, and the clock may have been set since.
    const isLately = Math.abs(Date.now() - sent) < THROUGH;
    const again = isLately && open <= 2 ? open : 0;
    this.sid = id;
    this.rid = rid - again;
    this.inactivity = max;
    for (let count = 0; count < again; count++) {
      (this.#connection._data as unknown[]).push(null);
      super._onIdle();
    }
  }

  /** What a page that begins in the meantime has to know. */
  tellNumber(): void {
    if (!this.sid) return;
    const sent = this._requests.filter(({ sends }) => sends);
    this.#connection.onRequest({
      id: this.sid,
      // A number that has not gone out is not spent: the server would wait for it.
      rid: this.rid - this._requests.length + sent.length,
      max: this.inactivity || INACTIVITY,
      open: sent.length,
      sent: Math.max(0, ...sent.map(({ date }) => Number(date) || 0)),
    });
  }

  /**
   * The second waits until the first is on its way: each takes a connection of its own, and servers let what overtakes
   * another wait (XEP-0124 §14.2; ejabberd answers neither until `wait` has passed).
   */
  override _processRequest(index: number): void {
    if (index === 0 || this.#isOnItsWay(this._requests[0])) {
      super._processRequest(index);
      return this.tellNumber();
    }
    clearTimeout(this.#gap);
    this.#gap = setTimeout(() => this._throttledRequestHandler(), this.#apart);
  }

  override _reqToData({ xhr }: BoshRequest): Element | undefined {
    this.#failingSince = undefined;
    const body = readFrame(xhr.responseText)?.firstElementChild;
    return body?.localName === 'body' && body.namespaceURI === Strophe.NS.HTTPBIND ? body : undefined;
  }

  override _onRequestStateChange(take: (request: BoshRequest) => void, request: BoshRequest): void {
    const { xhr } = request;
    // Told to Strophe as the gateway error that it is: the same request goes out again, with the same rid.
    const isNoAnswer = xhr.readyState === 4 && xhr.status >= 200 && xhr.status < 400 && !BODY.test(xhr.responseText);
    if (isNoAnswer) Object.defineProperty(xhr, 'status', { value: 502 });
    const isGood = xhr.readyState === 4 && xhr.status === 200;
    if (isGood && this._requests.indexOf(request) > 0 && !/^[^>]* type=.terminate/.test(xhr.responseText)) {
      return this.#wait(request, () => super._onRequestStateChange(take, request));
    }
    super._onRequestStateChange(take, request);
    if (xhr.readyState !== 4) return;
    this.#takeNext();
    this.tellNumber();
  }

  /** Until the earlier one is here; not for ever, should a server leave that out. */
  #wait(request: BoshRequest, take: () => void): void {
    const timer = setTimeout(() => this.#early.get(request)?.(), PATIENCE_EARLY);
    this.#early.set(request, () => {
      clearTimeout(timer);
      this.#early.delete(request);
      take();
    });
  }

  get #apart(): number {
    return this.#failingSince === undefined ? APART.least : APART.refused;
  }

  /** Whether it went out a moment ago: it may be waiting to be sent again. */
  #isOnItsWay(request: BoshRequest | undefined): boolean {
    // The clock may have been set back meanwhile.
    return !!request?.date && Math.abs(request.age()) * 1000 >= this.#apart;
  }

  #takeNext(): void {
    const [next] = this._requests;
    if (next) this.#early.get(next)?.();
  }

  override _hitError(status: number): void {
    const { authenticated, disconnecting } = this.#connection;
    const text = `HTTP ${status}`;
    // While nothing is at stake yet, another address, or a later attempt, is better than waiting for this one.
    if (!authenticated) return this.#connection.fail('service-unreachable', text);
    if (disconnecting || (status >= 400 && status < 500)) return;
    const isAgain = this.#failingSince !== undefined;
    const now = performance.now();
    this.#failingSince ??= now;
    if (now - this.#failingSince > (PATIENCE + (this.inactivity || INACTIVITY)) * 1000) {
      return this.#connection.fail('connection-lost', text);
    }
    const again = AGAIN.least + Math.random() * AGAIN.more;
    const [first] = this._requests;
    // Strophe waits for the cube of this; the first time not at all. The second waits for the first by itself.
    for (const request of this._requests) {
      request.sends = Math.min(request.sends, request === first || this.#isOnItsWay(first) ? again : 1);
    }
    if (isAgain) this.#connection.onTrouble();
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

/** The BOSH session to go on with, if there is one at this address. */
export function sessionFor(
  credentials: Credentials,
  service: string,
  left: BoshSession | undefined,
): BoshSession | undefined {
  if (credentials.kind !== 'prebound') return left?.service === service ? left : undefined;
  const { jid, sid, rid, kind } = credentials;
  // A later page has to go on counting where the one before has stopped.
  // And what it left may be another tab's.
  if (left?.id === sid || rid === undefined) return left;
  return { account: toBare(jid), id: sid, rid, jid, service, kind, max: 0, open: 0, sent: 0 };
}
