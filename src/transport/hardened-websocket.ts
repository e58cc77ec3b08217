import { Strophe } from 'strophe.js';
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
    try {
      super._connect();
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

  override _onInitialMessage(message: MessageEvent): void {
    this._onMessage(message);
  }

  override _onMessage({ data }: MessageEvent): void {
    this.#connection.take(typeof data === 'string' ? readFrame(data) : undefined);
  }

  override _onError(): void {
    // A close always follows.
  }

  override _onClose(): void {
    this.#connection._doDisconnect();
  }

  override _onIdle(): void {
    if (this.socket?.readyState === WebSocket.OPEN) super._onIdle();
  }
}
