import { expect } from '@open-wc/testing';
import type { BareJid } from '../../src/core/jid.js';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import type { Credentials } from '../../src/transport/transport.js';
import { BIND, login, scriptedServer } from '../support/scripted.js';

const credentials: Credentials = { kind: 'password', jid: 'alice@example.org' as BareJid, password: 'secret' };

async function featuresSeenIn(features: string) {
  const server = await scriptedServer(login({ features: `${BIND}${features}` }));
  const transport = new StropheTransport();
  await transport.connect({ credentials, services: [server.websocket] });
  const { value: state } = transport.state;
  await transport.disconnect();
  if (state.status !== 'online') throw new Error(`It is ${state.status}.`);
  return [!!state.hasRosterVersions, !!state.hasPreApproval];
}

describe('What a stream offers beside the way in', () => {
  it('is told: rosters with versions, and yes before anybody has asked (RFC 6121 §2.6, §3.4)', async () => {
    expect(await featuresSeenIn('<ver xmlns="urn:xmpp:features:rosterver"/>')).to.deep.equal([true, false]);
    expect(await featuresSeenIn('<sub xmlns="urn:xmpp:features:pre-approval"/>')).to.deep.equal([false, true]);
  });

  it('is nothing where it only looks like that', async () => {
    const alike = '<sub xmlns="urn:example"/><ver xmlns="jabber:client"/><pre-approval xmlns="urn:xmpp:features:sub"/>';

    expect(await featuresSeenIn(alike)).to.deep.equal([false, false]);
  });
});
