import { expect } from '@open-wc/testing';
import type { Jid } from '../../src/core/jid.js';
import { block, blocklistQuery, readBlocklist, unblock } from '../../src/protocol/xep-0191-blocking.js';
import { stanza, textOfXml } from '../support/stanza.js';

describe('XEP-0191 blocking', () => {
  it('asks our own server, and nobody else', () => {
    const romeo = 'romeo@montague.net' as Jid;

    expect([blocklistQuery(), block(romeo), unblock(romeo)].map(textOfXml)).to.deep.equal([
      '<iq xmlns="jabber:client" type="get"><blocklist xmlns="urn:xmpp:blocking"/></iq>',
      '<iq xmlns="jabber:client" type="set"><block xmlns="urn:xmpp:blocking"><item jid="romeo@montague.net"/></block></iq>',
      '<iq xmlns="jabber:client" type="set"><unblock xmlns="urn:xmpp:blocking"><item jid="romeo@montague.net"/></unblock></iq>',
    ]);
  });

  it('reads the list of the specification, and leaves out what is no JID', () => {
    const answer = stanza(`<iq xmlns="jabber:client" type="result" id="blocklist1"><blocklist xmlns="urn:xmpp:blocking">
      <item jid="romeo@montague.net"/><item jid="@"/><item/><item jid="iago@shakespeare.lit"/></blocklist></iq>`);

    expect(readBlocklist(answer)).to.deep.equal({
      kind: 'blocklist-received',
      jids: ['romeo@montague.net', 'iago@shakespeare.lit'],
    });
  });

  it('reads an empty list', () => {
    expect(readBlocklist(stanza('<iq xmlns="jabber:client" type="result"/>')).jids).to.deep.equal([]);
  });
});
