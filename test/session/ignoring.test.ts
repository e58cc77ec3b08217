import { expect } from '@open-wc/testing';
import type { BareJid } from '../../src/core/jid.js';
import type { XmppSession } from '../../src/session/session.js';
import type { Message } from '../../src/stores/entries.js';
import type { Ignored } from '../../src/stores/ignored.js';
import { ROOM } from '../support/events.js';
import type { FakeTransport } from '../support/fake-transport.js';
import { goodbye, groupchat, joined, occupantPresence, turn } from '../support/rooms.js';
import { Tab } from '../support/tab.js';

const ALICE = 'alice@example.org' as BareJid;
const KEY = `xmpp-elements:${encodeURIComponent(ALICE)}:ignored`;
const NS_OCCUPANT_ID = 'urn:xmpp:occupant-id:0';
const byId: Ignored = { room: ROOM, by: 'occupant-id', key: 'id-1', nick: 'troll' };
const byNick: Ignored = { room: ROOM, by: 'nick', key: 'troll', nick: 'troll' };
const idOf = (id: string) => `<occupant-id xmlns="${NS_OCCUPANT_ID}" id="${id}"/>`;

interface Page {
  readonly session: XmppSession;
  readonly server: FakeTransport;
}

describe('Whom we ignore', () => {
  let tab: Tab;

  beforeEach(() => {
    localStorage.removeItem(KEY);
    tab = new Tab();
  });

  afterEach(async () => {
    await tab.close();
    localStorage.removeItem(KEY);
  });

  async function page(): Promise<Page> {
    const each = tab.page({ kind: 'remembered', jid: ALICE });
    each.server.answers.set(
      'http://jabber.org/protocol/disco#info',
      () => `<iq xmlns="jabber:client" type="result"><query xmlns="http://jabber.org/protocol/disco#info">
        <feature var="${NS_OCCUPANT_ID}"/></query></iq>`,
    );
    await each.session.connect();
    await joined(each.session, each.server, ROOM, 'hecate');
    await turn();
    each.server.receive(occupantPresence(ROOM, 'troll', [], idOf('id-1')));
    return each;
  }

  const say = ({ server }: Page, nick: string, body: string, id: string) =>
    server.receive(groupchat(ROOM, nick, body, body).replace('</message>', `${idOf(id)}</message>`));
  const messagesIn = ({ session }: Page) => {
    const { entries = [] } = session.stores.conversations.value.get(ROOM) ?? {};
    return entries.filter((entry): entry is Message => entry.kind === 'message');
  };
  const occupant = ({ session }: Page, nick: string) => session.stores.occupants.value.get(ROOM)?.byNick.get(nick);

  it('is hidden from now on, under a new nick too, and counts for nothing', async () => {
    const each = await page();
    each.session.setIgnored(byId, true);

    say(each, 'troll', 'one', 'id-1');
    each.server.receive(goodbye(ROOM, 'troll', [303], '<item affiliation="none" role="participant" nick="angel"/>'));
    each.server.receive(occupantPresence(ROOM, 'angel', [], idOf('id-1')));
    say(each, 'angel', 'two', 'id-1');
    say(each, 'nova', 'three', 'id-2');

    expect(messagesIn(each).map(({ ignored }) => ignored)).to.deep.equal(['id-1', 'id-1', undefined]);
    expect(each.session.unread).to.equal(1);
    expect(occupant(each, 'angel')?.ignored).to.equal('id-1');
  });

  it('is so on the next page, and after the next sign-in', async () => {
    const before = await page();
    before.session.setIgnored(byId, true);
    await before.session.signOut();

    const each = await page();
    say(each, 'troll', 'one', 'id-1');

    expect(messagesIn(each)[0]?.ignored).to.equal('id-1');
    expect(occupant(each, 'troll')?.ignored).to.equal('id-1');
  });

  it('is nobody any more when that is taken back', async () => {
    const before = await page();
    before.session.setIgnored(byId, true);
    before.session.setIgnored(byId, false);

    expect(localStorage.getItem(KEY)).to.equal(null);
    expect((await page()).session.stores.ignored.value).to.deep.equal([]);
  });

  it('holds for a nick alone only while they are in', async () => {
    const before = await page();
    before.session.setIgnored(byNick, true);
    await before.session.signOut();

    // Nobody of that nick was in when we came.
    const each = await page();

    expect(each.session.stores.ignored.value).to.deep.equal([]);
  });

  it('says nothing to us alone either, and is not seen to type', async () => {
    const each = await page();
    each.session.setIgnored(byId, true);
    const from = `${ROOM}/troll`;

    each.server.receive(
      `<message xmlns="jabber:client" type="chat" from="${from}" id="p1"><body>psst</body><x xmlns="http://jabber.org/protocol/muc#user"/></message>`,
    );
    each.server.receive(
      `<message xmlns="jabber:client" type="groupchat" from="${from}"><composing xmlns="http://jabber.org/protocol/chatstates"/></message>`,
    );

    expect([...each.session.stores.conversations.value.keys()]).to.not.include(from);
    expect(each.session.stores.typing.value.size).to.equal(0);
  });

  it('is nobody where somebody else’s text is kept', async () => {
    localStorage.setItem(KEY, '[null, {"room": 1}, {"room": "a@b", "by": "nick"}]');

    expect((await page()).session.stores.ignored.value).to.deep.equal([]);
  });
});
