import { expect } from '@open-wc/testing';
import { factsIn } from '../../src/protocol/xep-0054-vcard.js';
import { stanza } from '../support/stanza.js';

const read = (inside: string) =>
  factsIn(stanza(`<iq xmlns="jabber:client" type="result"><vCard xmlns="vcard-temp">${inside}</vCard></iq>`)).map(
    ({ kind, text }) => `${kind}: ${text}`,
  );

describe('XEP-0054 vcard-temp', () => {
  it('reads the card of the specification', () => {
    expect(
      read(`<FN>Peter Saint-Andre</FN><N><FAMILY>Saint-Andre</FAMILY><GIVEN>Peter</GIVEN><MIDDLE/></N>
        <NICKNAME>stpeter</NICKNAME><URL>http://www.xmpp.org/xsf/people/stpeter.shtml</URL><BDAY>1966-08-06</BDAY>
        <ORG><ORGNAME>XMPP Standards Foundation</ORGNAME><ORGUNIT/></ORG><TITLE>Executive Director</TITLE>
        <ROLE>Patron Saint</ROLE><TEL><WORK/><VOICE/><NUMBER>303-308-3282</NUMBER></TEL>
        <TEL><WORK/><FAX/><NUMBER/></TEL><EMAIL><INTERNET/><PREF/><USERID>stpeter@jabber.org</USERID></EMAIL>
        <JABBERID>stpeter@jabber.org</JABBERID><DESC>More about me is on my website.</DESC>`),
    ).to.deep.equal([
      'fullName: Peter Saint-Andre',
      'nickname: stpeter',
      'jobTitle: Executive Director',
      'organization: XMPP Standards Foundation',
      'website: http://www.xmpp.org/xsf/people/stpeter.shtml',
      'email: stpeter@jabber.org',
      'phone: 303-308-3282',
      'note: More about me is on my website.',
    ]);
  });

  it('reads what somebody says of themselves under either name, and once', () => {
    expect(read('<NOTE>Builds</NOTE>')).to.deep.equal(['note: Builds']);
    expect(read('<DESC>Builds</DESC><NOTE>Builds</NOTE>')).to.deep.equal(['note: Builds']);
  });

  it('reads addresses of the web alone', () => {
    const urls = [
      'javascript:alert(1)',
      'data:text/html,x',
      'mailto:a@b',
      'nowhere',
      '//example.org',
      'https://example.org',
    ];

    expect(read(urls.map((url) => `<URL>${url}</URL>`).join(''))).to.deep.equal(['website: https://example.org/']);
  });

  it('reads no more of it than anybody would look at', () => {
    const many = Array.from({ length: 50 }, (_, index) => `<TEL><NUMBER>${index}</NUMBER></TEL>`).join('');

    expect(read(many)).to.deep.equal(['phone: 0', 'phone: 1', 'phone: 2']);
    expect(read(`<FN>${'x'.repeat(201)}</FN><DESC>${'x'.repeat(1001)}</DESC>`)).to.deep.equal([]);
  });

  it('reads text, whatever it looks like, and nothing where there is none', () => {
    expect(read('<FN>&lt;b&gt;Bob&lt;/b&gt;</FN><NICKNAME> </NICKNAME><ORG>Loose</ORG>')).to.deep.equal([
      'fullName: <b>Bob</b>',
    ]);
    expect(factsIn(stanza('<iq xmlns="jabber:client" type="result"/>'))).to.deep.equal([]);
  });
});
