import { expect } from '@open-wc/testing';
import type { BareJid } from '../../src/core/jid.js';
import type { XmppSession } from '../../src/session/session.js';
import type { Message } from '../../src/stores/entries.js';
import { ROOM } from '../support/events.js';
import type { FakeTransport } from '../support/fake-transport.js';
import { groupchat, joined, turn } from '../support/rooms.js';
import { Tab } from '../support/tab.js';

const ALICE = 'alice@example.org' as BareJid;
const roomWith = (...features: string[]) => `<iq xmlns="jabber:client" type="result">
  <query xmlns="http://jabber.org/protocol/disco#info">${features.map((each) => `<feature var="${each}"/>`).join('')}</query></iq>`;

describe('What we said in a room, after a crash', () => {
  let tab: Tab;

  beforeEach(() => {
    tab = new Tab();
  });

  afterEach(() => tab.close());

  async function page(...features: string[]) {
    const each = tab.page({ kind: 'remembered', jid: ALICE });
    each.server.answers.set('http://jabber.org/protocol/disco#info', () => roomWith(...features));
    await each.session.connect();
    await joined(each.session, each.server, ROOM, 'hecate');
    await turn();
    return each;
  }

  const crash = () => {
    dispatchEvent(new PageTransitionEvent('pagehide'));
    for (const what of ['snapshot', 'whole']) sessionStorage.removeItem(`xmpp-elements:${tab.name}:${what}`);
  };
  const told = ({ session, server }: { session: XmppSession; server: FakeTransport }, nick: string, id: string) => {
    server.receive(groupchat(ROOM, nick, 'Hail', id, '2020-01-01T00:00:00Z'));
    const { entries = [] } = session.stores.conversations.value.get(ROOM) ?? {};
    return (entries.findLast((entry) => entry.kind === 'message') as Message).isOwn;
  };

  async function saidAndGone(...features: string[]): Promise<string> {
    const { session, server } = await page(...features);
    void session.sendMessage(ROOM, 'Hail').catch(() => undefined);
    const id = server.last('message')?.id ?? '';
    server.receive(groupchat(ROOM, 'hecate', 'Hail', id));
    crash();
    return id;
  }

  it('is ours again, where the room does not tell who says what', async () => {
    const id = await saidAndGone();
    const next = await page();

    expect(told(next, 'hecate', id)).to.equal(true);
  });

  it('is nobody’s who has another nick, or says something else by ours', async () => {
    const id = await saidAndGone();
    const next = await page();

    expect(told(next, 'medea', id)).to.equal(false);
    expect(told(next, 'hecate', 'another')).to.equal(false);
  });

  it('is for the room to tell, where it tells', async () => {
    const id = await saidAndGone('urn:xmpp:occupant-id:0');
    const next = await page('urn:xmpp:occupant-id:0');

    expect(told(next, 'hecate', id)).to.equal(false);
  });
});
