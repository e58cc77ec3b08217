import { expect } from '@open-wc/testing';
import type { Jid } from '../../src/core/jid.js';
import { retraction } from '../../src/protocol/xep-0424-retraction.js';
import { textOfXml } from '../support/stanza.js';

describe('A retraction', () => {
  it('says in words what other clients do not understand', () => {
    const facts = {
      to: 'bob@example.org' as Jid,
      type: 'chat',
      id: 'o2',
      target: 'o1',
      fallback: 'Taken back',
    } as const;

    expect(textOfXml(retraction(facts))).to.equal(
      '<message xmlns="jabber:client" to="bob@example.org" type="chat" id="o2">' +
        '<retract xmlns="urn:xmpp:message-retract:1" id="o1"/><body>Taken back</body>' +
        '<fallback xmlns="urn:xmpp:fallback:0" for="urn:xmpp:message-retract:1"/><store xmlns="urn:xmpp:hints"/></message>',
    );
  });

  it('to an occupant is marked as private', () => {
    const to = 'room@muc.example.org/bob' as Jid;

    const message = retraction({ to, type: 'chat', id: 'o2', target: 'o1', fallback: 'Taken back' });

    expect(message.querySelector('x')?.namespaceURI).to.equal('http://jabber.org/protocol/muc#user');
  });
});
