import { Strophe } from 'strophe.js';
import { closeEarly, early, type Word } from './early-socket.js';
import { readFrame } from './frames.js';
import type { HardenedConnection } from './hardened-connection.js';
import { isPrivate } from './services.js';

/** Strophe's WebSocket without its reading: every frame is checked first, and no redirect is followed. */
export class HardenedWebsocket extends Strophe.Websocket {
  readonly #connection: HardenedConnection;
  /** What went over the socket before we were here, and we have not gone through: it is ours to know what it means. */
  #past: Word[] = [];

  constructor(connection: HardenedConnection) {
    super(connection);
    this.#connection = connection;
  }

  override _connect(): void {
    const { service, account } = this.#connection;
    try {
      const way = takeEarly(service, account);
      const socket = (this.socket = way?.socket ?? new WebSocket(service, 'xmpp'));
      if (way?.words.length) {
        this.#past = way.words;
        socket.send = (frame: string) => this.#say(frame);
      }
      socket.onopen = () => this._onOpen();
      socket.onclose = () => this._onClose();
      socket.onmessage = ({ data }) => {
        if (this.#past.length) this.#past.push({ heard: data });
        else this.#hear(data);
      };
      if (socket.readyState === WebSocket.OPEN) this._onOpen();
    } catch (error) {
      // Mixed content, or a page's CSP.
      this.#connection.fail('service-unreachable', String(error));
    }
  }

  /** What was said before we were here is not said again. */
  #say(frame: string): void {
    const [word] = this.#past;
    if (!word || !('said' in word)) return WebSocket.prototype.send.call(this.socket, frame);
    if (word.said !== frame) return this.#connection.fail('connection-lost', 'Begun in another way');
    this.#past.shift();
    // Whoever says it is not done with what made them say it.
    queueMicrotask(() => this.#hearPast());
  }

  /** Up to where it is for us to say something. */
  #hearPast(): void {
    for (let [word] = this.#past; word && 'heard' in word; [word] = this.#past) {
      this.#past.shift();
      this.#hear(word.heard);
    }
  }

  override _buildStream(): ReturnType<InstanceType<typeof Strophe.Websocket>['_buildStream']> {
    const { account, service } = this.#connection;
    const open = super._buildStream();
    // Some servers tell only those who say who they are what they offer to them (XEP-0388 §2.2).
    return account.includes('@') && isPrivate(service) ? open.attrs({ from: account }) : open;
  }

  #hear(data: unknown): void {
    this.#connection.take(typeof data === 'string' ? readFrame(data) : undefined);
  }

  override _onClose(): void {
    this.#connection._doDisconnect();
  }

  override _onIdle(): void {
    if (this.socket?.readyState === WebSocket.OPEN) super._onIdle();
  }
}

/** What the page has begun at this address, for this guest, before we were here. */
export function takeEarly(service: string, account: string): typeof early.way {
  const { way } = early;
  const isOurs = way?.socket.url === service && way.domain === account && way.socket.readyState <= WebSocket.OPEN;
  if (isOurs) early.way = undefined;
  else closeEarly();
  return isOurs ? way : undefined;
}
