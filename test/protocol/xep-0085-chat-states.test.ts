import { expect } from '@open-wc/testing';
import type { Jid } from '../../src/core/jid.js';
import { chatStateMessage } from '../../src/protocol/xep-0085-chat-states.js';
import { textOfXml } from '../support/stanza.js';

describe('chatStateMessage', () => {
  it('says one state and asks nobody to keep it', () => {
    const message = chatStateMessage({ to: 'bob@example.org' as Jid, type: 'chat', state: 'composing' });

    expect(textOfXml(message)).to.equal(
      '<message xmlns="jabber:client" to="bob@example.org" type="chat">' +
        '<composing xmlns="http://jabber.org/protocol/chatstates"/><no-store xmlns="urn:xmpp:hints"/></message>',
    );
  });
});
