import { expect } from '@open-wc/testing';
import type { Jid } from '../../src/core/jid.js';
import { displayedMarker } from '../../src/protocol/xep-0333-markers.js';
import { textOfXml } from '../support/stanza.js';

describe('A displayed marker', () => {
  it('names the last message that was seen', () => {
    const marker = displayedMarker({ to: 'room@muc.example.org' as Jid, type: 'groupchat', id: 's1' });

    expect(textOfXml(marker)).to.equal(
      '<message xmlns="jabber:client" to="room@muc.example.org" type="groupchat">' +
        '<displayed xmlns="urn:xmpp:chat-markers:0" id="s1"/><store xmlns="urn:xmpp:hints"/></message>',
    );
  });

  it('to an occupant is marked as private', () => {
    const marker = displayedMarker({ to: 'room@muc.example.org/bob' as Jid, type: 'chat', id: 'b1' });

    expect(marker.querySelector('x')?.namespaceURI).to.equal('http://jabber.org/protocol/muc#user');
  });
});
