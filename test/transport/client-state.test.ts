import { expect } from '@open-wc/testing';
import type { BareJid } from '../../src/core/jid.js';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import type { Credentials } from '../../src/transport/transport.js';
import { BIND, login, scriptedServer } from '../support/scripted.js';

const credentials: Credentials = { kind: 'password', jid: 'alice@example.org' as BareJid, password: 'secret' };
const CSI = '<csi xmlns="urn:xmpp:csi:0"/>';

async function attempt(features: string, act: (transport: StropheTransport) => void = () => {}) {
  const server = await scriptedServer(login({ features }));
  const transport = new StropheTransport();
  act(transport);
  await transport.connect({ credentials, services: [server.websocket] });
  const said = async () => (await server.received()).filter((frame) => frame.includes('urn:xmpp:csi:0'));
  return { server, transport, said };
}

describe('XEP-0352 client state', () => {
  it('is told when it changes', async () => {
    const { server, transport, said } = await attempt(`${BIND}${CSI}`);

    transport.setActive(true);
    transport.setActive(false);
    transport.setActive(true);
    await server.next('<active');

    expect(await said()).to.deep.equal(['<inactive xmlns="urn:xmpp:csi:0"/>', '<active xmlns="urn:xmpp:csi:0"/>']);
    await transport.disconnect();
  });

  it('is told at the start of a stream that nobody looks at', async () => {
    const { server, transport } = await attempt(`${BIND}${CSI}`, (early) => early.setActive(false));

    await server.next('<inactive');
    await transport.disconnect();
  });

  it('is not told to a server that does not ask for it', async () => {
    const { transport, said } = await attempt(BIND);

    transport.setActive(false);
    await transport.disconnect();

    expect(await said()).to.deep.equal([]);
  });
});
