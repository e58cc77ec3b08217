import { Strophe } from 'strophe.js';
import { ConnectionError, StanzaError } from '../core/errors.js';
import { fullJidOf, jidOf, toBare, type FullJid } from '../core/jid.js';
import { childIn, childrenIn, textOf } from '../core/stanza.js';
import { fromBase64, toBase64 } from './base64.js';
import { saslFailureOf } from './conditions.js';
import { element } from './frames.js';
import type { HardenedConnection, StreamOptions } from './hardened-connection.js';
import { ownerOf } from './kept.js';
import { mechanismFor, type Mechanism } from './sasl.js';
import type { Inline } from './sasl2.js';
import { isPrivate } from './services.js';
import { storageKey } from './stream-management.js';

const NS_SASL2 = 'urn:xmpp:sasl:2';

/** The way in, from the server's first features to a bound JID or a resumed stream. Strophe's own is not used. */
export class Login {
  readonly #stream: HardenedConnection;
  readonly #options: StreamOptions;
  /** What the stream waits for. */
  #phase: 'features' | 'sasl' | 'features-again' | 'bind' | 'session' | 'over' = 'features';
  #mechanism: Mechanism | undefined;
  /** What was asked for together with the sign-in (XEP-0388). */
  #inline: Inline | undefined;
  /** Of the one `<iq>` that is open while binding. */
  #iqId = '';
  #needsSession = false;
  #offersManagement = false;

  constructor(stream: HardenedConnection, options: StreamOptions) {
    this.#stream = stream;
    this.#options = options;
  }

  /** Who signs in; a guest has no name yet. */
  get account(): string {
    return ownerOf(this.#options.credentials);
  }

  onFeatures(features: Element): void {
    if (this.#phase === 'features') void this.#signIn(features);
    else if (this.#phase === 'features-again') this.#resumeOrBind(features);
  }

  async onSasl(child: Element): Promise<void> {
    const mechanism = this.#mechanism;
    const { localName: name, namespaceURI: namespace } = child;
    // Each dialect has its own words, and a server that mixes them is none that we spoke to.
    if (this.#phase !== 'sasl' || !mechanism || (namespace === NS_SASL2) !== !!this.#inline) return;
    if (name === 'failure') return this.#stream.fail(saslFailureOf(child), textOf(child, 'text'));
    try {
      const isEnd = name === 'success';
      const text = (isEnd && this.#inline ? textOf(child, 'additional-data') : child.textContent) ?? '';
      const data = new TextDecoder().decode(fromBase64(text));
      if (isEnd && mechanism.isProven(data, text)) return this.#signedIn(mechanism, child);
      if (name !== 'challenge') throw new Error('No proof');
      const response = element(`<response xmlns="${namespace ?? ''}"/>`);
      response.textContent = toBase64(await mechanism.respond(data));
      if (!this.#stream.isOver) this.#stream.send(response);
    } catch (error) {
      const condition = error instanceof ConnectionError ? error.condition : 'server-unverified';
      this.#stream.fail(condition, String(error));
    }
  }

  /** The answer to the one question that we ask while binding. */
  onIq(iq: Element): void {
    if (!this.#iqId || iq.getAttribute('id') !== this.#iqId) return;
    this.#iqId = '';
    if (iq.getAttribute('type') !== 'result') return this.#stream.fail(StanzaError.from(iq).condition);
    if (this.#phase === 'bind') {
      const bind = childIn(iq, Strophe.NS.BIND, 'bind');
      const jid = fullJidOf(bind && textOf(bind, 'jid'));
      const isOurs = jid && (this.#options.credentials.kind === 'anonymous' || toBare(jid) === this.account);
      if (!isOurs) return this.#stream.fail('server-unverified', 'Bound to another JID');
      this.#stream.jid = jid;
      if (this.#needsSession) {
        this.#phase = 'session';
        return this.#stream.send(this.#iqWith(`<session xmlns="${Strophe.NS.SESSION}"/>`));
      }
    }
    if (this.#offersManagement) this.#stream.sm?.sendEnable(this.#stream.jid);
    this.#bound();
  }

  /** The stream that we asked for goes on. */
  resumed(): void {
    this.#phase = 'over';
    this.#stream.online(true);
  }

  /** The stream that we asked for is gone. */
  notResumed(): void {
    // Asked for together with the sign-in, another one was asked for as well.
    if (this.#phase === 'bind') this.#requestBind();
  }

  async #signIn(features: Element): Promise<void> {
    const { credentials, scramAccounts, account, sasl2 } = this.#options;
    this.#phase = 'sasl';
    const { service } = this.#stream;
    const authentication = childIn(features, NS_SASL2, 'authentication');
    const sasl = await sasl2?.catch(() => undefined); // Its code could not be loaded: there is the older way.
    if (this.#stream.isOver) return;
    if (sasl && authentication) this.#inline = sasl.inlineIn(authentication, this.#options);
    const listed = this.#inline ? authentication : childIn(features, Strophe.NS.SASL, 'mechanisms');
    const names = listed ? childrenIn(listed, listed.namespaceURI ?? '', 'mechanism') : [];
    const offered = names.map(({ textContent }) => textContent);
    const token = this.#inline?.usesToken && account?.fast?.token;
    this.#mechanism = token
      ? await sasl?.hashedToken(account.jid, token)
      : mechanismFor(credentials, offered, {
          isPrivate: isPrivate(service),
          hasScram: scramAccounts.has(this.account),
          keys: account?.scram,
        });
    if (this.#stream.isOver) return;
    if (!this.#mechanism) return this.#stream.fail('no-mechanism');
    const first = toBase64(this.#mechanism.first ?? '');
    if (sasl && this.#inline) {
      this.#stream.send(sasl.authenticate(this.#mechanism.name, first, this.#inline, this.#stream));
      return;
    }
    const auth = element(`<auth xmlns="${Strophe.NS.SASL}"/>`);
    auth.setAttribute('mechanism', this.#mechanism.name);
    auth.textContent = first;
    this.#stream.send(auth);
  }

  #signedIn(mechanism: Mechanism, success: Element): void {
    const { events, scramAccounts } = this.#options;
    if (mechanism.name.startsWith('SCRAM')) scramAccounts.add(this.account);
    this.#phase = 'features-again';
    if (!this.#inline) {
      events.onProof({ scram: mechanism.keys });
      return this.#stream.restart();
    }
    const jid = jidOf(textOf(success, 'authorization-identifier'));
    if (!jid || toBare(jid) !== this.account) return this.#stream.fail('server-unverified', 'Signed in as another JID');
    const token = childIn(success, 'urn:xmpp:fast:0', 'token');
    const fast = token && { token: token.getAttribute('token') ?? '', expiry: token.getAttribute('expiry') ?? '' };
    events.onProof({ fast, scram: mechanism.keys, agent: this.#inline.agent });
    if (this.#inline.revokes) return this.#stream.disconnect();
    // Resumed, or not.
    for (const word of childrenIn(success, Strophe.NS.SM)) this.#stream.onManagement(word);
    const bound = childIn(success, 'urn:xmpp:bind:0', 'bound');
    if (bound && this.#phase === 'features-again') this.#boundAtOnce(bound, fullJidOf(jid));
  }

  #boundAtOnce(bound: Element, jid: FullJid | undefined): void {
    if (!jid) return this.#stream.fail('server-unverified', 'Bound to no JID');
    this.#stream.jid = jid;
    const enabled = childIn(bound, Strophe.NS.SM);
    const { sm } = this.#stream;
    this.#offersManagement = !!enabled;
    if (enabled && sm) {
      // It has been sent already, with the sign-in.
      this.#stream.captured(() => sm.sendEnable(jid));
      this.#stream.onManagement(enabled);
    }
    this.#bound();
  }

  #bound(): void {
    // What an earlier stream left to resume is void now, even where this one keeps nothing.
    if (!this.#offersManagement) this.#options.storage.clear(storageKey(this.account));
    this.#phase = 'over';
    this.#stream.online(false);
  }

  #resumeOrBind(features: Element): void {
    const { sm } = this.#stream;
    const session = childIn(features, Strophe.NS.SESSION, 'session');
    this.#needsSession = !!session && !childIn(session, Strophe.NS.SESSION, 'optional');
    this.#offersManagement = !!sm && !!childIn(features, Strophe.NS.SM, 'sm');
    this.#phase = 'bind';
    if (this.#offersManagement && !this.#inline?.resumes) sm?.initialize(this.account);
    if (sm?.hasResumableState()) return sm.sendResume();
    // What was loaded and cannot be resumed would stand in the way of a new one.
    sm?.reset();
    this.#requestBind();
  }

  #requestBind(): void {
    const iq = this.#iqWith(`<bind xmlns="${Strophe.NS.BIND}"/>`);
    const { credentials } = this.#options;
    if (credentials.kind === 'password' && credentials.resource) {
      const resource = element(`<resource xmlns="${Strophe.NS.BIND}"/>`);
      resource.textContent = credentials.resource;
      iq.firstElementChild?.append(resource);
    }
    this.#stream.send(iq);
  }

  #iqWith(payload: string): Element {
    const iq = element(`<iq xmlns="jabber:client" type="set">${payload}</iq>`);
    // Known beforehand: early-socket.ts may have sent it.
    iq.setAttribute('id', (this.#iqId = this.#phase));
    return iq;
  }
}
