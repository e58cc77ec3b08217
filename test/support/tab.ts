import { newId } from '../../src/core/id.js';
import { XmppSession } from '../../src/session/session.js';
import * as wire from '../../src/session/wire.js';
import { FakeTransport } from './fake-transport.js';

/** A tab: its pages share what is kept, and each has its own session and way to the server. */
export class Tab {
  readonly name = `tab-${newId()}`;
  readonly #sessions: XmppSession[] = [];

  /** @param kept what an earlier page has left to sign in with. */
  page(kept?: FakeTransport['kept'], domain = 'example.org') {
    const server = new FakeTransport();
    server.kept = kept;
    const session = new XmppSession(this.name, server, () => wire);
    session.configure({ services: ['wss://fake.example/ws'], domain, isAnonymous: false }, server);
    this.#sessions.push(session);
    return { session, server };
  }

  /** Nothing stays, of any of its pages. */
  async close(): Promise<void> {
    await Promise.all(this.#sessions.splice(0).map((session) => session.signOut()));
  }
}
