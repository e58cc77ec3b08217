import { expect } from '@open-wc/testing';
import type { Jid } from '../../src/core/jid.js';
import { chatMessage } from '../../src/protocol/rfc-6121-message.js';
import { textOfXml } from '../support/stanza.js';

const id = 'f7a1b5a2-9f0a-4a43-b7ce-0bd5f3a1a9b4';

describe('chatMessage', () => {
  it('to a contact carries the id twice and says that we are active', () => {
    const message = chatMessage({ to: 'bob@example.org' as Jid, type: 'chat', id, body: 'a < b' });

    expect(textOfXml(message)).to.equal(
      `<message xmlns="jabber:client" to="bob@example.org" type="chat" id="${id}"><body>a &lt; b</body>` +
        `<origin-id xmlns="urn:xmpp:sid:0" id="${id}"/><active xmlns="http://jabber.org/protocol/chatstates"/></message>`,
    );
  });

  it('to an occupant is marked as private', () => {
    const message = chatMessage({ to: 'room@muc.example.org/bob' as Jid, type: 'chat', id, body: 'psst' });

    expect(message.querySelector('x')?.namespaceURI).to.equal('http://jabber.org/protocol/muc#user');
  });

  it('to a room carries no chat state, which some rooms refuse', () => {
    const message = chatMessage({ to: 'room@muc.example.org' as Jid, type: 'groupchat', id, body: 'hi' });

    expect([...message.children].map(({ localName }) => localName)).to.deep.equal(['body', 'origin-id']);
  });
});
