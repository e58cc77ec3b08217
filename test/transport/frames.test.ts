import { expect } from '@open-wc/testing';
import { readFrame } from '../../src/transport/frames.js';

const BODY = '<message xmlns="jabber:client"><body>hi</body></message>';

describe('what comes in one frame', () => {
  it('is read as elements', () => {
    const frame = readFrame(`${BODY}<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>`);

    expect([...(frame?.children ?? [])].map(({ localName }) => localName)).to.deep.equal(['message', 'close']);
  });

  it('may begin with an XML declaration', () => {
    expect(readFrame(`<?xml version='1.0' encoding="utf-8"?>\n${BODY}`)?.childElementCount).to.equal(1);
  });

  it('is taken for a stanza where its namespace is left out', () => {
    expect(readFrame('<message/>')?.firstElementChild?.namespaceURI).to.equal('jabber:client');
  });

  it('may have text in it that looks like markup', () => {
    const frame = readFrame('<message><body><![CDATA[<!DOCTYPE a> <?b?>]]></body></message>');

    expect(frame?.textContent).to.equal('<!DOCTYPE a> <?b?>');
  });

  it('may carry an error message of a parser as somebody’s payload', () => {
    const frame = readFrame('<message><parsererror xmlns="http://www.w3.org/1999/xhtml">no</parsererror></message>');

    expect(frame?.childElementCount).to.equal(1);
  });

  it('means, or does not, what it would as a document, whatever is in it', () => {
    const parts = [
      ...[
        '<a>',
        '</a>',
        '<b x="1">',
        '</b>',
        '<c/>',
        '<ä/>',
        '<1/>',
        '< a/>',
        '<a / >',
        'text',
        ' ',
        '\r\n',
        'ä中',
        ']]>',
        '>',
        '<',
      ],
      ...['&amp;', '&nbsp;', '&#8;', '&#0;', '&#x1F600;', '&#xD800;', '&#x110000;', '&', '\0', '\u0001', '\ufffe'],
      ...[
        '<a a="1" a="2"/>',
        '<a b=c/>',
        '<a b/>',
        '<a b="<"/>',
        '<a b="&quot;"/>',
        '<a b="&#8;"/>',
        '<a b="\u0001"/>',
      ],
      ...[
        '<x:y/>',
        '</x:y>',
        '<x:y xmlns:x="u:v"/>',
        '<a:b:c xmlns:a="w"/>',
        '<a d:e="1"/>',
        "<a\td:e = '1'/>",
        ' d:e="1"',
      ],
      ...[
        '<a xmlns=""/>',
        '<a xmlns="q"><b/></a>',
        '<a xml:lang="de"/>',
        '<xml:a/>',
        '<xmlns:a/>',
        '<a xmlns:xmlns="z"/>',
      ],
      ...['<a xmlns="http://www.w3.org/XML/1998/namespace"/>', '<a xmlns="http://www.w3.org/2000/xmlns/"/>'],
      ...[
        '<img xmlns="http://www.w3.org/1999/xhtml" src="x"/>',
        '</content>',
        '</wrapper>',
        '<wrapper>',
        '<!-- -->',
        '<!-- a -- b -->',
      ],
    ];
    // The same ones each time: a generator of our own (Lehmer's).
    let seed = 1;
    const any = (count: number) => (seed = (seed * 48271) % 2147483647) % count;
    const written = (root: Element) =>
      [...root.childNodes].map((node) => new XMLSerializer().serializeToString(node)).join('');
    const differing = [];
    let read = 0;
    for (let index = 0; index < 6000; index += 1) {
      const text = Array.from({ length: 1 + any(4) }, () => parts[any(parts.length)]).join('');
      const wrapper = new DOMParser().parseFromString(`<wrapper xmlns="jabber:client">${text}</wrapper>`, 'text/xml');
      const expected = wrapper.querySelector('parsererror') ? undefined : written(wrapper.documentElement);
      const frame = readFrame(text);
      if (frame) read += 1;
      if ((frame && written(frame)) !== expected) differing.push(text);
    }

    expect(differing).to.deep.equal([]);
    expect(read).to.be.within(500, 5500);
  });

  for (const [what, text] of Object.entries({
    'is cut off': '<message><body>hi</body>',
    'closes more than it opened (stream-20)': '<wrapper><message/></wrapper></wrapper><iq/>',
    'has a document type (stream-21)': '<!DOCTYPE m [<!ENTITY a "aa">]><message><body>&a;</body></message>',
    'has an entity that nobody defined (stream-22)': '<message><body>&undefined;</body></message>',
    'has a processing instruction': '<message><?php evil() ?></message>',
    'has a character that XML forbids': '<message><body>\u0008</body></message>',
    'is a web page': '<!doctype html><html><body><p>proxy error</body></html>',
    'is nested too deep': `<message>${'<a>'.repeat(120)}${'</a>'.repeat(120)}</message>`,
    'is longer than anything a server sends': `<message><body>${'x'.repeat(4_000_000)}</body></message>`,
  })) {
    it(`is not used at all if it ${what}`, () => {
      expect(readFrame(text)).to.equal(undefined);
    });
  }
});

describe('on a page with Trusted Types', () => {
  /** Runs the parser in a frame whose page has this policy. */
  async function parseUnder(policy: string): Promise<string> {
    const frame = document.createElement('iframe');
    const told = new Promise<MessageEvent<string>>((resolve) => addEventListener('message', resolve, { once: true }));
    frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">
      <script type="module">
        import { parseStanzas, parseXml } from '${location.origin}/src/transport/parse-xml.ts';
        let said;
        try { said = [parseXml('<a/>').documentElement, parseStanzas('<b/>').firstChild].map((one) => one.localName).join(); }
        catch (error) { said = error.name; }
        parent.postMessage(said, '*');
      </script>`;
    document.body.append(frame);
    const { data } = await told;
    frame.remove();
    return data;
  }

  it('parses by its own policy', async () => {
    expect(await parseUnder("require-trusted-types-for 'script'; trusted-types xmpp-elements")).to.equal('a,b');
  });

  it('parses without a policy where none is allowed and none demanded', async () => {
    expect(await parseUnder('trusted-types other')).to.equal('a,b');
  });
});
