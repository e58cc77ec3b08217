import type { ReactiveControllerHost } from 'lit';
import type { Jid } from '../core/jid.js';
import type { XmppSession } from '../session/session.js';
import { StoreController } from './store-controller.js';

/** Which pictures people and rooms have (XEP-0084, 0153). */
export class PictureController {
  readonly #store: StoreController;
  #session: XmppSession | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#store = new StoreController(host);
  }

  show(session: XmppSession | undefined): void {
    if (session === this.#session) return;
    this.#session = session;
    this.#store.unfollow();
    if (session) this.#store.follow(session.stores.avatars);
  }

  /** Names a picture: another one has another name. `undefined`: they have none. */
  hashOf(jid: Jid): string | undefined {
    return this.#session?.stores.avatars.value.byJid.get(jid)?.hash;
  }

  /** Fetches somebody's picture. */
  async load(jid: Jid): Promise<Blob | undefined> {
    return this.#session?.picture(jid);
  }
}
