import { expect, fixture, html } from '@open-wc/testing';
import '../../src/define/xmpp-chat.js';
import type { XmppChatElement } from '../../src/elements/xmpp-chat.js';
import { connectedSession } from '../support/fake-transport.js';
import { allByRole, byRole, shownText } from '../support/roles.js';
import { joinedRoom, LOBBY } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const game = (name: string) => `<game xmlns="urn:xmpp:gaming:0">${name && `<name>${name}</name>`}</game>`;
const pep = (name: string) =>
  `<message xmlns="jabber:client" type="headline" from="bob@example.org" to="alice@example.org"><event xmlns="http://jabber.org/protocol/pubsub#event">
    <items node="urn:xmpp:gaming:0"><item id="current">${game(name)}</item></items></event></message>`;

describe('What somebody plays', () => {
  it('stands under an occupant’s name, as text, until they do no longer', async () => {
    const room = await joinedRoom();
    const presence = (inside: string) =>
      room.server.receive(`<presence xmlns="jabber:client" from="${LOBBY}/Nova"><show>away</show>
        <x xmlns="http://jabber.org/protocol/muc#user"><item affiliation="none" role="participant"/></x>${inside}</presence>`);
    const row = () => shownText(byRole(room.element, 'listitem', /^Nova/));

    presence(game('&lt;b&gt;Chess&lt;/b&gt;\u202e'));
    await room.shown();
    expect(row()).to.contain('Away plays <b>Chess</b>\ufffd');

    presence('');
    await room.shown();
    expect(row()).to.not.contain('plays');
  });

  it('stands in a contact’s header and in their row, while they are available', async () => {
    const { name, server } = await connectedSession();
    const box = await fixture(
      html`<div>
        <xmpp-chat session=${name} with="bob@example.org"></xmpp-chat><xmpp-chat session=${name}></xmpp-chat>
      </div>`,
    );
    const [chat, list] = [...box.querySelectorAll<XmppChatElement>('xmpp-chat')] as [XmppChatElement, XmppChatElement];
    const header = () => shownText(chat.shadowRoot?.querySelector('header') as Element);
    const row = () => shownText(byRole(list, 'list', 'Contacts'));

    await waitUntil(() => allByRole(list, 'list', 'Contacts').length && row().includes('Bob'));
    server.receive(pep('Chess'));
    server.receive('<presence xmlns="jabber:client" from="bob@example.org/w"/>');
    await waitUntil(() => header().includes('Online · plays Chess'));
    await waitUntil(() => row().includes('plays Chess'));

    server.receive('<presence xmlns="jabber:client" from="bob@example.org/w" type="unavailable"/>');
    await waitUntil(() => !header().includes('plays'));
    server.receive('<presence xmlns="jabber:client" from="bob@example.org/w"/>');
    server.receive(pep(''));
    await waitUntil(() => header().includes('Online') && !header().includes('plays'));
    await waitUntil(() => !row().includes('plays'));
  });
});
