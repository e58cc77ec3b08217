import * as wire from '../../src/session/wire.js';
import { fixture, html } from '@open-wc/testing';
import '../../src/define/all.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import type { XmppLoginElement } from '../../src/elements/xmpp-login.js';
import { sessionNamed } from '../../src/session/registry.js';
import type { XmppSession } from '../../src/session/session.js';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import { login, scriptedServer, type ScriptedServer, type Step } from '../support/scripted.js';
import { HarmWatch } from './harm.js';

const ACCOUNT = { jid: 'alice@example.org', password: 'secret' };

/** Alice and her page on a transport that speaks with a scripted server: what a stream says, she really hears. */
export interface RealAlice {
  readonly server: ScriptedServer;
  readonly transport: StropheTransport;
  readonly session: XmppSession;
  readonly login: XmppLoginElement;
  readonly chat: XmppChatElement;
  /** Signs in, to end as the server's script has it; once more, for the next stream. */
  connect(): Promise<void>;
  /** What the server has said so far has been read. */
  settled(): Promise<void>;
}

/** Every session that a test opened. */
const open = new Set<XmppSession>();
let count = 0;

afterEach(async () => {
  for (const session of open) await session.disconnect();
  open.clear();
});

/** Alice at this server, offline yet; `by` tells how she gets there: over a WebSocket or BOSH. */
export async function aliceAt(server: ScriptedServer, by: 'websocket' | 'bosh' = 'websocket'): Promise<RealAlice> {
  const watch = new HarmWatch();
  const name = `alice-${(count += 1)}`;
  const transport = new StropheTransport();
  const session = sessionNamed(name, () => ({ transport, wire: () => wire }));
  session.log = watch.log;
  session.configure({ services: [server[by]], domain: 'example.org', isAnonymous: false }, transport);
  const box = await fixture(
    html`<div><xmpp-login session=${name}></xmpp-login><xmpp-chat session=${name}></xmpp-chat></div>`,
  );
  const [loginElement, chat] = box.children as unknown as [XmppLoginElement, XmppChatElement];
  watch.elements.push(loginElement, chat);
  open.add(session);
  let probes = 0;
  return {
    server,
    transport,
    session,
    login: loginElement,
    chat,
    connect: () => session.connect(ACCOUNT),
    settled: async () => {
      const id = `probe-${(probes += 1)}`;
      await server.send(`<iq xmlns="jabber:client" type="get" id="${id}"/>`);
      await server.next(`id="${id}"`);
      await chat.updateComplete;
    },
  };
}

/** Alice online, with bob in her roster. */
export async function realAlice(...scripts: readonly (readonly Step[])[]): Promise<RealAlice> {
  const alice = await aliceAt(await scriptedServer(...(scripts.length ? scripts : [login()])));
  await alice.connect();
  await giveRoster(alice);
  return alice;
}

/** Answers the question for the roster. */
export async function giveRoster({ server, session }: Pick<RealAlice, 'server' | 'session'>): Promise<void> {
  const [, id = ''] = / id="([^"]*)"/.exec(await server.next('jabber:iq:roster')) ?? [];
  await server.send(`<iq xmlns="jabber:client" type="result" id="${id}"><query xmlns="jabber:iq:roster">
    <item jid="bob@example.org" name="Bob" subscription="both"/></query></iq>`);
  await session.stores.roster.waitFor(({ isLoaded }) => isLoaded);
}
