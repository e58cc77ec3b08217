import { expect } from '@open-wc/testing';
import type { BareJid, Jid } from '../../src/core/jid.js';
import { block } from '../../src/protocol/xep-0191-blocking.js';
import { reportMessage, reportOf } from '../../src/protocol/xep-0377-reporting.js';
import { textOfXml } from '../support/stanza.js';

const JULIET = 'juliet@example.com' as BareJid;
const ROMEO = 'romeo@example.net' as Jid;

describe('XEP-0377 reports', () => {
  it('go along with a block, as in the specification', () => {
    const report = reportOf({ reason: 'abuse', text: '', lang: 'en' }, { by: JULIET, stanzaIds: [] });

    expect(textOfXml(block(ROMEO, report))).to.equal(
      '<iq xmlns="jabber:client" type="set"><block xmlns="urn:xmpp:blocking"><item jid="romeo@example.net">' +
        '<report xmlns="urn:xmpp:reporting:1" reason="urn:xmpp:reporting:abuse"/></item></block></iq>',
    );
  });

  it('name messages, and say why in words of a language', () => {
    const text = 'Never came trouble to my house like this.';

    const report = reportOf({ reason: 'spam', text, lang: 'en' }, { by: JULIET, stanzaIds: ['28482', '38383'] });

    expect(textOfXml(report)).to.equal(
      '<report xmlns="urn:xmpp:reporting:1" reason="urn:xmpp:reporting:spam">' +
        '<stanza-id xmlns="urn:xmpp:sid:0" by="juliet@example.com" id="28482"/>' +
        '<stanza-id xmlns="urn:xmpp:sid:0" by="juliet@example.com" id="38383"/>' +
        `<text xmlns="urn:xmpp:reporting:1" xml:lang="en">${text}</text></report>`,
    );
  });

  it('go by themselves to people, who can read them, too', () => {
    const report = reportOf({ reason: 'spam', text: '', lang: 'en' }, { by: JULIET, stanzaIds: [] });

    expect(textOfXml(reportMessage(ROMEO, { id: 'r1', body: 'Report: Spam', report }))).to.equal(
      '<message xmlns="jabber:client" to="romeo@example.net" type="chat" id="r1"><body>Report: Spam</body>' +
        '<report xmlns="urn:xmpp:reporting:1" reason="urn:xmpp:reporting:spam"/></message>',
    );
  });
});
