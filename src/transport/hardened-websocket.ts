import { Strophe } from 'strophe.js';
import { early } from './early-socket.js';
import { readFrame } from './frames.js';
import type { HardenedConnection } from './hardened-connection.js';
import { isPrivate } from './services.js';

/** Strophe's WebSocket without its reading: every frame is checked first, and no redirect is followed. */
export class HardenedWebsocket extends Strophe.Websocket {
  readonly #connection: HardenedConnection;

  constructor(connection: HardenedConnection) {
    super(connection);
    this.#connection = connection;
  }

  override _connect(): void {
    const { service } = this.#connection;
    try {
      const socket = (this.socket = takeEarly(service) ?? new WebSocket(service, 'xmpp'));
      socket.onopen = () => this._onOpen();
      socket.onclose = () => this._onClose();
      socket.onmessage = (message) => this._onMessage(message);
      if (socket.readyState === WebSocket.OPEN) this._onOpen();
    } catch (error) {
      // Mixed content, or a page's CSP.
      this.#connection.fail('service-unreachable', String(error));
    }
  }

  override _buildStream(): ReturnType<InstanceType<typeof Strophe.Websocket>['_buildStream']> {
    const { account, service } = this.#connection;
    const open = super._buildStream();
    // Some servers tell only those who say who they are what they offer to them (XEP-0388 §2.2).
    return account.includes('@') && isPrivate(service) ? open.attrs({ from: account }) : open;
  }

  override _onMessage({ data }: MessageEvent): void {
    this.#connection.take(typeof data === 'string' ? readFrame(data) : undefined);
  }

  override _onClose(): void {
    this.#connection._doDisconnect();
  }

  override _onIdle(): void {
    if (this.socket?.readyState === WebSocket.OPEN) super._onIdle();
  }
}

/** What the page has opened to this address before we were here. */
export function takeEarly(service: string): WebSocket | undefined {
  const { socket } = early;
  early.socket = undefined;
  if (socket?.url === service && socket.readyState <= WebSocket.OPEN) return socket;
  socket?.close();
  return undefined;
}
