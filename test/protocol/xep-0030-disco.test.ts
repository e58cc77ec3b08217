import { expect } from '@open-wc/testing';
import type { Jid } from '../../src/core/jid.js';
import { discoInfo, discoItems, readDiscoInfo, readDiscoItems } from '../../src/protocol/xep-0030-disco.js';
import { stanza, textOfXml } from '../support/stanza.js';

const room = 'coven@chat.shakespeare.lit' as Jid;

describe('Service discovery', () => {
  it('asks for information and for items', () => {
    expect(textOfXml(discoInfo(room))).to.equal(
      '<iq xmlns="jabber:client" type="get" to="coven@chat.shakespeare.lit">' +
        '<query xmlns="http://jabber.org/protocol/disco#info"/></iq>',
    );
    expect(discoItems(room).firstElementChild?.namespaceURI).to.equal('http://jabber.org/protocol/disco#items');
  });

  it('reads what a room says of itself (XEP-0045 §6.4)', () => {
    const answer = stanza(`<iq xmlns="jabber:client" from="coven@chat.shakespeare.lit" type="result">
      <query xmlns="http://jabber.org/protocol/disco#info">
        <identity category="conference" name="A Dark Cave" type="text"/>
        <feature var="http://jabber.org/protocol/muc"/><feature var="muc_hidden"/>
        <feature var="muc_hidden"/><feature/><feature var=""/>
        <x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE"><value>x</value></field></x>
      </query></iq>`);

    expect(readDiscoInfo(answer, room)).to.deep.equal({
      kind: 'features-discovered',
      jid: room,
      identities: [{ category: 'conference', type: 'text', name: 'A Dark Cave' }],
      features: ['http://jabber.org/protocol/muc', 'muc_hidden'],
    });
  });

  it('reads an empty answer as nothing known', () => {
    const { identities, features } = readDiscoInfo(stanza('<iq xmlns="jabber:client" type="result"/>'), room);

    expect([identities, features]).to.deep.equal([[], []]);
  });

  it('reads items once each, and only those with an address', () => {
    const answer =
      stanza(`<iq xmlns="jabber:client" type="result"><query xmlns="http://jabber.org/protocol/disco#items">
      <item jid="rooms.example.org"/><item jid="rooms.example.org" name="again"/><item/><item jid="javascript:alert(1)"/>
      <item jid="Heath@Chat.Shakespeare.Lit" name="A Lonely Heath"/></query></iq>`);

    expect(readDiscoItems(answer)).to.deep.equal([
      { jid: 'rooms.example.org', name: '' },
      { jid: 'heath@chat.shakespeare.lit', name: 'A Lonely Heath' },
    ]);
    expect(readDiscoItems(stanza('<iq xmlns="jabber:client"/>'))).to.deep.equal([]);
  });
});
