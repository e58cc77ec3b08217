import { expect } from '@open-wc/testing';
import { fakeSession } from '../support/fake-transport.js';
import { waitUntil } from '../support/wait.js';

const ROSTER = `<iq xmlns="jabber:client" type="result"><query xmlns="jabber:iq:roster" ver="v7">
  <item jid="bob@example.org" subscription="both"/></query></iq>`;

/** What the roster was asked with, stream by stream. */
async function versionsAskedFor({ hasRosterVersions }: { hasRosterVersions: boolean }): Promise<(string | null)[]> {
  const { server, session } = fakeSession();
  server.hasRosterVersions = hasRosterVersions;
  server.answers.set('jabber:iq:roster', () => ROSTER);
  session.configure({ services: ['wss://fake.example/ws'], domain: 'example.org', isAnonymous: false }, server);
  const asked = () => server.requests.filter((iq) => iq.firstElementChild?.namespaceURI === 'jabber:iq:roster');

  await session.connect({ jid: 'alice@example.org', password: 'secret' });
  await waitUntil(() => session.stores.roster.value.isLoaded);
  // RFC 6121 §2.6.3: ours is still right.
  server.answers.set('jabber:iq:roster', () => '<iq xmlns="jabber:client" type="result"/>');
  await session.disconnect();
  await session.connect({ jid: 'alice@example.org', password: 'secret' });
  await waitUntil(() => asked().length === 2);

  expect([...session.stores.roster.value.items.keys()]).to.deep.equal(['bob@example.org']);
  return asked().map((iq) => iq.firstElementChild?.getAttribute('ver') ?? null);
}

describe('RFC 6121 §2.6 roster versions', () => {
  it('are asked for where the server has them, so that only changes come', async () => {
    expect(await versionsAskedFor({ hasRosterVersions: true })).to.deep.equal(['', 'v7']);
  });

  it('are not mentioned to a server that has none', async () => {
    expect(await versionsAskedFor({ hasRosterVersions: false })).to.deep.equal([null, null]);
  });
});
