import { expect } from '@open-wc/testing';
import type { Jid } from '../../src/core/jid.js';
import { maxFileSizeIn, readSlot, slotRequest } from '../../src/protocol/xep-0363-http-upload.js';
import { stanza, textOfXml } from '../support/stanza.js';

const UPLOAD = 'urn:xmpp:http:upload:0';

const info = (inside: string) =>
  stanza(`<iq xmlns="jabber:client" from="upload.montague.tld" type="result">
    <query xmlns="http://jabber.org/protocol/disco#info">
      <identity category="store" type="file" name="HTTP File Upload"/>${inside}</query></iq>`);
const form = (type: string, size: string) => `<x type="result" xmlns="jabber:x:data">
  <field var="FORM_TYPE" type="hidden"><value>${type}</value></field>
  <field var="max-file-size"><value>${size}</value></field></x>`;
const slot = (put: string, get: string, headers = '') =>
  stanza(`<iq xmlns="jabber:client" from="upload.montague.tld" type="result"><slot xmlns="${UPLOAD}">
    <put url="${put}">${headers}</put><get url="${get}"/></slot></iq>`);

const PUT = 'https://upload.montague.tld/4a771ac1-f0b2-4a4a-9700-f2a26fa2bb67/tr%C3%A8s%20cool.jpg';
const GET = 'https://download.montague.tld/4a771ac1-f0b2-4a4a-9700-f2a26fa2bb67/tr%C3%A8s%20cool.jpg';

describe('XEP-0363 file upload', () => {
  it('knows a service by its feature, and how large a file may be (§4)', () => {
    const feature = `<feature var="${UPLOAD}"/>`;

    expect(maxFileSizeIn(info(feature + form(UPLOAD, '5242880')))).to.equal(5242880);
    expect(maxFileSizeIn(info(form(UPLOAD, '5242880'))), 'says nothing of uploads').to.equal(undefined);
    expect(maxFileSizeIn(stanza('<iq xmlns="jabber:client" type="result"/>'))).to.equal(undefined);
  });

  it('tries any file where a service tells no limit, or none that can be read', () => {
    const feature = `<feature var="${UPLOAD}"/>`;

    for (const inside of ['', form('urn:other', '7'), form(UPLOAD, 'many'), form(UPLOAD, '-1'), form(UPLOAD, '')]) {
      expect(maxFileSizeIn(info(feature + inside)), inside).to.equal(Number.MAX_SAFE_INTEGER);
    }
  });

  it('asks for a place for a file (§5)', () => {
    const request = slotRequest('upload.montague.tld' as Jid, {
      name: 'très "cool".jpg',
      size: 23456,
      type: 'image/jpeg',
    });

    expect(textOfXml(request)).to.equal(
      '<iq xmlns="jabber:client" type="get" to="upload.montague.tld">' +
        `<request xmlns="${UPLOAD}" filename="très &quot;cool&quot;.jpg" size="23456" content-type="image/jpeg"/></iq>`,
    );
  });

  it('reads the place of the specification', () => {
    const headers =
      '<header name="Authorization">Basic Base64String==</header><header name="Cookie">foo=bar; user=romeo</header>';

    expect(readSlot(slot(PUT, GET, headers))).to.deep.equal({
      put: PUT,
      get: GET,
      headers: [['Authorization', 'Basic Base64String==']],
    });
  });

  it('sends no header that a service may not ask for, and no line break in one', () => {
    const headers = `<header name="expires">Tue&#10;X-Other: 1</header><header name="Host">evil</header>
      <header name="X-Evil">1</header><header>2</header><header name="Authorization&#10;">3</header>`;

    expect(readSlot(slot(PUT, GET, headers))?.headers).to.deep.equal([['expires', 'TueX-Other: 1']]);
  });

  it('takes no place that everybody on the way could read, and none that is no address', () => {
    for (const odd of ['http://upload.montague.tld/a', 'javascript:alert(1)', 'ftp://h/a', '/a', '']) {
      expect(readSlot(slot(odd, GET)), odd).to.equal(undefined);
      expect(readSlot(slot(PUT, odd)), odd).to.equal(undefined);
    }
    expect(readSlot(stanza(`<iq xmlns="jabber:client"><slot xmlns="${UPLOAD}"/></iq>`))).to.equal(undefined);
    expect(readSlot(stanza('<iq xmlns="jabber:client"/>'))).to.equal(undefined);
  });

  it('takes a place on the same machine', () => {
    for (const host of ['localhost:5280', '127.0.0.1', '[::1]:5280']) {
      expect(readSlot(slot(`http://${host}/put`, `http://${host}/get`))?.get).to.equal(`http://${host}/get`);
    }
  });
});
