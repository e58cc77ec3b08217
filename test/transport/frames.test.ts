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
        import { parseXml } from '${location.origin}/src/transport/parse-xml.ts';
        let said;
        try { said = [parseXml('<a/>'), parseXml('<b/>')].map((one) => one.documentElement.localName).join(); }
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
