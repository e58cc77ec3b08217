import { Strophe } from 'strophe.js';
import { closeEarly, early, type EarlyStream, type Frame } from './early-socket.js';
import { readFrame } from './frames.js';
import type { HardenedConnection } from './hardened-connection.js';
import { isPrivate } from './services.js';

/** Strophe's WebSocket without its reading: every frame is checked first, and no redirect is followed. */
export class HardenedWebsocket extends Strophe.Websocket {
  readonly #connection: HardenedConnection;
  /** What went over the socket before we were here and is not gone through: it is for us to know what it means. */
  #past: Frame[] = [];

  constructor(connection: HardenedConnection) {
    super(connection);
    this.#connection = connection;
  }

  override _connect(): void {
    const { service, account } = this.#connection;
    try {
      const begun = takeEarly(service, account);
      const socket = (this.socket = begun?.socket ?? new WebSocket(service, 'xmpp'));
      if (begun?.frames.length) {
        this.#past = begun.frames;
        socket.send = (frame: string) => this.#sendOnce(frame);
      }
      socket.onopen = () => this._onOpen();
      socket.onclose = () => this._onClose();
      socket.onmessage = ({ data }) => {
        if (this.#past.length) this.#past.push({ received: data });
        else this.#receive(data);
      };
      if (socket.readyState === WebSocket.OPEN) this._onOpen();
    } catch (error) {
      // Mixed content, or a page's CSP.
      this.#connection.fail('service-unreachable', String(error));
    }
  }

  /** What was sent before we were here is not sent again. */
  #sendOnce(frame: string): void {
    const [past] = this.#past;
    if (!past || !('sent' in past)) return WebSocket.prototype.send.call(this.socket, frame);
    if (past.sent !== frame) return this.#connection.fail('connection-lost', 'Begun in another way');
    this.#past.shift();
    // Whoever sends it is not done with what made them send it.
    queueMicrotask(() => this.#receivePast());
  }

  /** Up to where it is for us to send something. */
  #receivePast(): void {
    for (let [past] = this.#past; past && 'received' in past; [past] = this.#past) {
      this.#past.shift();
      this.#receive(past.received);
    }
  }

  override _buildStream(): ReturnType<InstanceType<typeof Strophe.Websocket>['_buildStream']> {
    const { account, service } = this.#connection;
    const open = super._buildStream();
    // Some servers tell only those who say who they are what they offer to them (XEP-0388 §2.2).
    return account.includes('@') && isPrivate(service) ? open.attrs({ from: account }) : open;
  }

  #receive(data: unknown): void {
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
export function takeEarly(service: string, account: string): EarlyStream | undefined {
  const { stream } = early;
  const isOurs = stream?.socket.url === service && stream.domain === account;
  if (!isOurs || stream.socket.readyState > WebSocket.OPEN) return void closeEarly();
  early.stream = undefined;
  return stream;
}
