/**
 * The other end of a conversation: a small XMPP client over WebSocket, of no code in common with ours, for telling what
 * really came and what did not. It survives the server: whatever is not confirmed it sends again under the same id.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';

const FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';
const SASL = 'urn:ietf:params:xml:ns:xmpp-sasl';
const MUC = 'http://jabber.org/protocol/muc';
const MAM = 'urn:xmpp:mam:2';
/** How often it asks whether the server has all its private messages; of a room it sees them. */
const CONFIRM_EVERY = 10;
const PATIENCE = 30_000;

export class Peer {
  /** Messages with a body, in the order in which they came: `type`, `from` (bare), `nick`, `id`, `body`. */
  received = [];
  /** Messages that came back. */
  refused = [];
  #options;
  #socket;
  #isEnded = false;
  #isReady = false;
  #rooms = new Map();
  /** What the server may not have yet, by id. */
  #outgoing = new Map();
  #listeners = new Set();
  #chats = 0;

  /** @param {{websocket: string, domain?: string, user?: string, password?: string}} options without `user`: a guest. */
  static async in({ domain = 'localhost', password, ...options }) {
    const peer = new Peer();
    peer.#options = { domain, password: password ?? options.user, ...options };
    await peer.#connect();
    return peer;
  }

  get jid() {
    return `${this.#options.user}@${this.#options.domain}`;
  }

  /** How many messages the server has not confirmed. */
  get unconfirmed() {
    return this.#outgoing.size;
  }

  async join(room, nick = this.#options.user) {
    this.#rooms.set(room, nick);
    await this.#enter(room, nick);
  }

  /** Sends a message, now or with the next connection. */
  send(to, type, body) {
    const id = randomUUID();
    const stanza =
      `<message xmlns="jabber:client" to="${to}" type="${type}" id="${id}"><body>${escape(body)}</body>` +
      `<origin-id xmlns="urn:xmpp:sid:0" id="${id}"/></message>`;
    this.#outgoing.set(id, { stanza, type });
    if (this.#isReady) this.#write(stanza);
    if (type === 'chat' && (this.#chats += 1) % CONFIRM_EVERY === 0) void this.confirm();
  }

  /** Resolves when the server has all private messages sent so far, or the connection is gone. */
  async confirm() {
    const chats = [...this.#outgoing].filter(([, { type }]) => type === 'chat');
    const answer = await this.#ask('get', '<ping xmlns="urn:xmpp:ping"/>').catch(() => undefined);
    if (answer) for (const [id] of chats) this.#outgoing.delete(id);
  }

  /** Resolves when a message with this body has come. */
  async hears(body, type = 'chat') {
    const end = Date.now() + PATIENCE;
    while (!this.received.some((message) => message.type === type && message.body === body)) {
      if (Date.now() > end) throw new Error(`${this.jid} never heard “${body}”`);
      await new Promise((again) => setTimeout(again, 20));
    }
  }

  /** What an archive holds, its own or a room's, in its order; a message as in `received`. */
  async archive(of = this.jid) {
    const messages = [];
    const take = (stanza) => {
      if (!/^<message/.test(stanza) || !stanza.includes(MAM) || bareOf(attribute(stanza, 'from') ?? this.jid) !== of)
        return;
      const message = messageOf(stanza.slice(stanza.indexOf('<message', 1)));
      if (message) messages.push(message);
    };
    this.#listeners.add(take);
    try {
      for (let after = '', isComplete = false; !isComplete;) {
        const set = `<set xmlns="http://jabber.org/protocol/rsm"><max>50</max>${after}</set>`;
        const page = await this.#ask('set', `<query xmlns="${MAM}">${set}</query>`, of);
        const [, last] = /<last>([^<]*)<\/last>/.exec(page) ?? [];
        isComplete = !last || attribute(page.slice(page.indexOf('<fin')), 'complete') === 'true';
        after = `<after>${last}</after>`;
      }
    } finally {
      this.#listeners.delete(take);
    }
    return messages;
  }

  end() {
    this.#isEnded = true;
    this.#socket?.terminate();
  }

  async #connect() {
    const { websocket, domain, user, password } = this.#options;
    const socket = new WebSocket(websocket, 'xmpp');
    await once(socket, 'open');
    socket.on('error', () => socket.terminate()).on('message', (frame) => this.#onFrame(String(frame)));
    socket.setMaxListeners(0); // One for each open question.
    this.#socket = socket;
    const isFeatures = (stanza) => /^<(stream:)?features/.test(stanza);
    const open = `<open xmlns="${FRAMING}" to="${domain}" version="1.0"/>`;
    await this.#exchange(open, isFeatures);
    const secret = Buffer.from(`\0${user}\0${password}`).toString('base64');
    const auth = user
      ? `<auth xmlns="${SASL}" mechanism="PLAIN">${secret}</auth>`
      : `<auth xmlns="${SASL}" mechanism="ANONYMOUS"/>`;
    const outcome = await this.#exchange(auth, (stanza) => /^<(success|failure)/.test(stanza));
    if (!outcome.startsWith('<success')) throw new Error(outcome);
    await this.#exchange(open, isFeatures);
    await this.#ask('set', '<bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/>');
    this.#write('<presence xmlns="jabber:client"/>');
    for (const [room, nick] of this.#rooms) await this.#enter(room, nick);
    this.#isReady = true;
    socket.once('close', () => this.#comeBack());
    for (const { stanza } of this.#outgoing.values()) this.#write(stanza);
    void this.confirm();
  }

  async #comeBack() {
    this.#isReady = false;
    while (!this.#isEnded && !this.#isReady) {
      await new Promise((again) => setTimeout(again, 100));
      await this.#connect().catch(() => this.#socket?.terminate());
    }
  }

  async #enter(room, nick) {
    const presence = `<presence xmlns="jabber:client" to="${room}/${nick}"><x xmlns="${MUC}"><history maxstanzas="0"/></x></presence>`;
    const isOwn = (stanza) => /^<presence/.test(stanza) && attribute(stanza, 'from') === `${room}/${nick}`;
    const answer = await this.#exchange(presence, isOwn);
    if (attribute(answer, 'type') === 'error') throw new Error(answer);
  }

  #onFrame(stanza) {
    for (const listener of this.#listeners) listener(stanza);
    if (/^<message/.test(stanza)) this.#onMessage(stanza);
    const isPing = /^<iq/.test(stanza) && attribute(stanza, 'type') === 'get' && stanza.includes('urn:xmpp:ping');
    if (isPing)
      this.#write(
        `<iq xmlns="jabber:client" type="result" to="${attribute(stanza, 'from')}" id="${attribute(stanza, 'id')}"/>`,
      );
  }

  #onMessage(stanza) {
    const message = messageOf(stanza);
    if (attribute(stanza, 'type') === 'error') this.refused.push(stanza);
    else if (message) {
      if (message.type === 'groupchat') this.#outgoing.delete(message.id);
      this.received.push(message);
    }
  }

  async #ask(type, payload, to) {
    const id = randomUUID();
    const address = to ? ` to="${to}"` : '';
    const isAnswer = (stanza) => /^<iq/.test(stanza) && attribute(stanza, 'id') === id;
    const iq = `<iq xmlns="jabber:client" type="${type}" id="${id}"${address}>${payload}</iq>`;
    const answer = await this.#exchange(iq, isAnswer);
    if (attribute(answer, 'type') === 'error') throw new Error(answer);
    return answer;
  }

  /** Sends and waits for what answers it. */
  #exchange(stanza, isAnswer) {
    return new Promise((resolve, reject) => {
      const socket = this.#socket;
      const end = (settle, value) => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        socket?.off('close', onClose);
        settle(value);
      };
      const listener = (answer) => isAnswer(answer) && end(resolve, answer);
      const onClose = () => end(reject, new Error('The connection ended.'));
      const timer = setTimeout(() => end(reject, new Error(`No answer to ${stanza}`)), PATIENCE);
      if (socket?.readyState !== WebSocket.OPEN) return onClose();
      socket.once('close', onClose);
      this.#listeners.add(listener);
      this.#write(stanza);
    });
  }

  #write(stanza) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(stanza);
  }
}

function messageOf(stanza) {
  const [, body] = /<body[^>]*>([^<]*)<\/body>/.exec(stanza) ?? [];
  const from = attribute(stanza, 'from');
  if (body === undefined || !from || stanza.includes('urn:xmpp:forward:0')) return undefined;
  const [bare, nick] = from.split('/');
  return { type: attribute(stanza, 'type') ?? 'normal', from: bare, nick, id: attribute(stanza, 'id'), body };
}

/** An attribute of the first tag. */
function attribute(stanza, name) {
  return new RegExp(`^<[^>]*\\s${name}=(["'])(.*?)\\1`).exec(stanza)?.[2];
}

const bareOf = (jid) => jid.split('/')[0];

const escape = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
