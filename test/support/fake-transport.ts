import * as wire from '../../src/session/wire.js';
import { ConnectionError, StanzaError, type ConnectionCondition } from '../../src/core/errors.js';
import { newId } from '../../src/core/id.js';
import { domainOf, toBare, type FullJid } from '../../src/core/jid.js';
import { Observable } from '../../src/core/observable.js';
import { sessionNamed } from '../../src/session/registry.js';
import type { XmppSession } from '../../src/session/session.js';
import type {
  ConnectOptions,
  Credentials,
  RequestOptions,
  Transport,
  TransportState,
  Visit,
  VisitOptions,
} from '../../src/transport/transport.js';
import { stanza } from './stanza.js';

/** A server in the same page: takes everybody, unless told otherwise, and says what the test has it say. */
export class FakeTransport implements Transport {
  readonly state = new Observable<TransportState>({ status: 'offline' });
  /** What was sent by `send`, in order. */
  readonly sent: Element[] = [];
  /** What was asked by `request`. */
  readonly requests: Element[] = [];
  /** Every call of `visit`. */
  readonly visits: VisitOptions[] = [];
  /** What it offers to whoever does not sign in. */
  features = '<register xmlns="http://jabber.org/features/iq-register"/>';
  /** Ends the stream of the last visit. */
  endVisit: () => void = () => undefined;
  /** Every call of `connect`. */
  readonly attempts: ConnectOptions[] = [];
  /** While set, `connect` fails so. */
  refusal: ConnectionCondition | undefined;
  /** While set, a stream goes on with the one before. */
  resumes = false;
  /** A resumed stream does not send again what was not confirmed: a BOSH session of another page. */
  hasLostQueue = false;
  /** While set, `connect` and `flushed` wait for it. */
  hold: Promise<void> | undefined;
  /** What it says that a resumed stream still carries. */
  open: ReadonlySet<string> | undefined;
  /** Whether the roster has versions. */
  hasRosterVersions = false;
  /** Whether whom we add may be let in before they ask. */
  hasPreApproval = false;
  /** What an earlier page has left. */
  kept: Credentials | undefined;
  /** How often it was told to look whether the stream still lives. */
  wakes = 0;
  /** What it was told last of whether anybody looks. */
  isActive = true;
  /** The resource that it binds us to. */
  resource = 'test';
  /** Answers to requests, by namespace of the payload; the rest is `service-unavailable`. */
  readonly answers = new Map<string, (iq: Element) => string>();
  readonly #handlers = new Set<(stanza: Element) => Element | undefined>();

  async connect(options: ConnectOptions): Promise<FullJid> {
    this.attempts.push(options);
    this.state.set({ status: 'connecting' });
    const { credentials, signal } = options;
    await this.#released(signal);
    if (this.refusal) {
      const error = new ConnectionError(this.refusal);
      this.state.set({ status: 'offline', error });
      throw error;
    }
    const bare = credentials.kind === 'anonymous' ? `7e57-guest@${credentials.domain}` : toBare(credentials.jid);
    const jid = `${bare}/${this.resource}` as FullJid;
    this.state.set({
      status: 'online',
      jid,
      resumed: this.resumes,
      hasQueue: this.resumes && !this.hasLostQueue,
      service: 'wss://fake.example/ws',
      hasRosterVersions: this.hasRosterVersions,
      hasPreApproval: this.hasPreApproval,
    });
    return jid;
  }

  async visit(options: VisitOptions): Promise<Visit> {
    this.visits.push(options);
    await this.#released(options.signal);
    if (this.refusal) throw new ConnectionError(this.refusal);
    let isOver = false;
    const end = (this.endVisit = () => (isOver = true));
    return {
      features: stanza(`<features xmlns="http://etherx.jabber.org/streams">${this.features}</features>`),
      get isOver() {
        return isOver;
      },
      request: async (iq) => {
        if (isOver) throw new ConnectionError('connection-lost');
        this.requests.push(iq);
        await this.#released(options.signal);
        const answer = stanza(this.answers.get(iq.firstElementChild?.namespaceURI ?? '')?.(iq) ?? UNAVAILABLE);
        if (answer.getAttribute('type') === 'error') throw StanzaError.from(answer);
        return answer;
      },
      end,
    };
  }

  async disconnect(): Promise<void> {
    await Promise.resolve();
    this.state.set({ status: 'offline' });
  }

  remembered(): Credentials | undefined {
    return this.kept;
  }

  async forget(): Promise<void> {
    this.kept = undefined;
    await this.disconnect();
  }

  wake(): void {
    this.wakes += 1;
  }

  setActive(isActive: boolean): void {
    this.isActive = isActive;
  }

  send(element: Element): void {
    if (this.state.value.status !== 'online') throw new ConnectionError('offline');
    this.sent.push(element);
  }

  async request(iq: Element, { onResult }: RequestOptions = {}): Promise<Element> {
    if (this.state.value.status !== 'online') throw new ConnectionError('offline');
    this.requests.push(iq);
    await Promise.resolve();
    const answer = this.answers.get(iq.firstElementChild?.namespaceURI ?? '');
    if (!answer) throw new StanzaError('service-unavailable');
    const result = stanza(answer(iq));
    if (result.getAttribute('type') === 'error') throw StanzaError.from(result);
    onResult?.(result);
    return result;
  }

  async flushed(): Promise<void> {
    const stream = this.state.value;
    await this.#released();
    if (stream !== this.state.value) throw new ConnectionError('connection-lost');
  }

  unconfirmed(): ReadonlySet<string> | undefined {
    return this.open;
  }

  renew(): void {
    this.resumes = false;
    this.drop();
  }

  onStanza(handler: (stanza: Element) => Element | undefined): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  /** The server says this. */
  receive(xml: string): void {
    const element = stanza(xml);
    for (const handler of this.#handlers) handler(element);
  }

  /** The server, or somebody by way of it, asks this. */
  ask(xml: string): Element | undefined {
    const element = stanza(xml);
    return [...this.#handlers].map((handler) => handler(element)).find(Boolean);
  }

  /** The stream ends, and not because we wished so. */
  drop(condition: ConnectionCondition = 'connection-lost'): void {
    this.state.set({ status: 'offline', error: new ConnectionError(condition) });
  }

  /** The last stanza of a kind that was sent. */
  last(name: string): Element | undefined {
    return this.sent.findLast(({ localName }) => localName === name);
  }

  #released(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new ConnectionError('offline')), { once: true });
      void (this.hold ?? Promise.resolve()).then(resolve, reject);
    });
  }
}

const UNAVAILABLE = `<iq xmlns="jabber:client" type="error"><error type="cancel">
  <service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`;

/** A session of its own for a test, with a server in the page; elements use it by its name. */
export function fakeSession(): {
  readonly name: string;
  readonly session: XmppSession;
  readonly server: FakeTransport;
} {
  // No other page of this tab has left anything under it.
  const name = `test-${newId()}`;
  const server = new FakeTransport();
  return { name, server, session: sessionNamed(name, () => ({ transport: server, wire: () => wire })) };
}

/** As `fakeSession`, and signed in; alice has bob and carol in her roster. */
export async function connectedSession(jid = 'alice@example.org'): Promise<ReturnType<typeof fakeSession>> {
  const fake = fakeSession();
  const roster = `<iq xmlns="jabber:client" type="result"><query xmlns="jabber:iq:roster">
    <item jid="bob@example.org" name="Bob" subscription="both"/>
    <item jid="carol@example.org" subscription="both"/></query></iq>`;
  fake.server.answers.set('jabber:iq:roster', () => roster);
  fake.session.configure(
    { services: ['wss://fake.example/ws'], domain: domainOf(jid as FullJid), isAnonymous: false },
    fake,
  );
  await fake.session.connect({ jid, password: 'secret' });
  return fake;
}
