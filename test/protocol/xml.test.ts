import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import { clean, element, xml } from '../../src/protocol/xml.js';
import { stanza, textOfXml } from '../support/stanza.js';

describe('xml', () => {
  it('builds an element in jabber:client, with children in the namespace that they inherit or say', () => {
    const message = xml`
      <message to="${'bob@example.org'}">
        <body>hi</body>
        <active xmlns="http://jabber.org/protocol/chatstates"/>
      </message>`;

    expect(message.namespaceURI).to.equal('jabber:client');
    expect(message.firstElementChild?.namespaceURI).to.equal('jabber:client');
    expect(message.lastElementChild?.namespaceURI).to.equal('http://jabber.org/protocol/chatstates');
  });

  it('leaves out white space between elements, and keeps it within text', () => {
    expect(xml`<message>  <body> a b </body>  </message>`.textContent).to.equal(' a b ');
  });

  it('cannot be broken out of by text', () => {
    const evil = `</body><iq type="set"/>&amp;<![CDATA[x]]>`;
    const message = xml`<message><body>${evil}</body></message>`;

    expect(stanza(textOfXml(message)).children.length).to.equal(1);
    expect(stanza(textOfXml(message)).textContent).to.equal(evil);
  });

  it('cannot be broken out of by an attribute', () => {
    const evil = `x" type="error' <&>`;
    const message = xml`<message to="a ${evil} b"/>`;

    expect(stanza(textOfXml(message)).getAttribute('to')).to.equal(`a ${evil} b`);
    expect(message.attributes.length).to.equal(2); // with xmlns
  });

  it('leaves out an attribute that stands for nothing, and keeps an empty one', () => {
    const iq = xml`<iq a="${undefined}" b="${null}" c="${false}" d="${''}" e="${0}"/>`;

    expect(['a', 'b', 'c'].some((name) => iq.hasAttribute(name))).to.equal(false);
    expect(iq.getAttribute('d')).to.equal('');
    expect(iq.getAttribute('e')).to.equal('0');
  });

  it('takes elements, lists and nothing as content', () => {
    const list = xml`<list>${[1, [xml`<b/>`, undefined], false, 'c', null, '']}</list>`;

    expect(list.children.length).to.equal(1);
    expect(list.textContent).to.equal('1c');
  });

  it('says the namespace of its root as an attribute, for serialisers that look at nothing else', () => {
    expect(xml`<presence/>`.getAttribute('xmlns')).to.equal('jabber:client');
    expect(xml`<c xmlns="${'urn:c'}"/>`.getAttribute('xmlns')).to.equal('urn:c');
  });

  it('puts xml:lang into its namespace', () => {
    const body = xml`<body xml:lang="de">Hallo</body>`;

    expect(body.getAttributeNS('http://www.w3.org/XML/1998/namespace', 'lang')).to.equal('de');
  });

  it('is a new element each time', () => {
    const make = () => xml`<presence/>`;

    expect(make()).not.to.equal(make());
  });

  for (const [what, build] of [
    ['is not closed', () => xml`<message><body>`],
    ['is closed twice', () => xml`<message></message></message>`],
    ['is closed where nothing is open', () => xml`</message>`],
    ['has two roots', () => xml`<message/><message/>`],
    ['has no root', () => xml`text`],
    ['is empty', () => xml``],
    ['has a value in the place of a name', () => xml`<${'message'}/>`],
    ['has an attribute without quotes', () => xml`<message to=bob/>`],
    ['is a comment', () => xml`<!-- x -->`],
    ['has text behind its root', () => xml`<message/> and more`],
  ] as const) {
    it(`throws where the template ${what}`, () => {
      expect(build).to.throw(SyntaxError);
    });
  }

  it('throws where the names of a template do not match', () => {
    expect(() => xml`<message><body></message></body>`).to.throw(SyntaxError);
  });

  it('is well-formed whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, attribute) => {
        const message = xml`<message to="${attribute}"><body>${text}</body></message>`;

        expect(stanza(textOfXml(message)).localName).to.equal('message');
      }),
    );
  });
});

describe('clean', () => {
  it('drops what XML cannot carry', () => {
    const text = 'a\u0000b\u0008c\u000bd\u001fe\ufffef\uffffg';

    expect(clean(text)).to.equal('abcdefg');
  });

  it('drops half of a surrogate pair and keeps a whole one', () => {
    expect(clean('\ud83d😀\ude00')).to.equal('😀');
  });

  it('keeps tabs, line breaks and everything printable', () => {
    expect(clean('\t\n\r é 日本 🏳️‍🌈')).to.equal('\t\n\r é 日本 🏳️‍🌈');
  });
});

describe('element', () => {
  it('makes an element whose name is known at run time', () => {
    expect(textOfXml(element('paused', 'urn:x'))).to.equal('<paused xmlns="urn:x"/>');
  });
});
