import type { connectedSession, FakeTransport } from './fake-transport.js';

const ROSTER = 'jabber:iq:roster';
const BLOCKING = 'urn:xmpp:blocking';
const INFO = 'http://jabber.org/protocol/disco#info';
const result = (inside = '') => `<iq xmlns="jabber:client" type="result">${inside}</iq>`;

/** Takes whatever is changed in the roster; what comes of it, the test pushes. */
export function takeRosterChanges(server: FakeTransport): void {
  const whole = server.answers.get(ROSTER);
  server.answers.set(ROSTER, (iq) => (iq.getAttribute('type') === 'set' || !whole ? result() : whole(iq)));
}

/** RFC 6121 §2.1.6. */
export function rosterPush(server: FakeTransport, item: string): void {
  server.receive(`<iq xmlns="jabber:client" type="set" id="push"><query xmlns="${ROSTER}">${item}</query></iq>`);
}

/** The server has a list of the blocked (XEP-0191), with these in it, and more features; the stream begins anew with it. */
export async function offerBlocking(
  { server, session }: Pick<Awaited<ReturnType<typeof connectedSession>>, 'server' | 'session'>,
  blocked: readonly string[],
  features = '',
): Promise<void> {
  const items = blocked.map((jid) => `<item jid="${jid}"/>`).join('');
  server.answers.set(INFO, () => result(`<query xmlns="${INFO}"><feature var="${BLOCKING}"/>${features}</query>`));
  server.answers.set(BLOCKING, () => result(`<blocklist xmlns="${BLOCKING}">${items}</blocklist>`));
  server.drop();
  await session.connect({ jid: 'alice@example.org', password: 'secret' });
  await session.stores.blocked.waitFor(({ isOffered }) => isOffered);
}

/** Somebody was blocked or unblocked. */
export function blocklistPush(server: FakeTransport, verb: 'block' | 'unblock', jid: string): void {
  server.receive(
    `<iq xmlns="jabber:client" type="set" id="push"><${verb} xmlns="${BLOCKING}"><item jid="${jid}"/></${verb}></iq>`,
  );
}
