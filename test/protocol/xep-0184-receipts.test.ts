import { expect } from '@open-wc/testing';
import type { Jid } from '../../src/core/jid.js';
import { receiptMessage } from '../../src/protocol/xep-0184-receipts.js';
import { textOfXml } from '../support/stanza.js';

describe('A receipt', () => {
  it('names the message that came, asks for none itself, and is kept for whoever is away', () => {
    const receipt = receiptMessage({ to: 'bob@example.org/phone' as Jid, id: 'b1' });

    expect(textOfXml(receipt)).to.equal(
      '<message xmlns="jabber:client" to="bob@example.org/phone" type="chat">' +
        '<received xmlns="urn:xmpp:receipts" id="b1"/><store xmlns="urn:xmpp:hints"/></message>',
    );
  });
});
