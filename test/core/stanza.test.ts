import { expect } from '@open-wc/testing';
import { childIn, childrenIn, textOf } from '../../src/core/stanza.js';
import { stanza } from '../support/stanza.js';

const message = stanza(`<message xmlns="jabber:client">
  <wrap xmlns="urn:w"><body xmlns="jabber:client">inner</body><a xmlns="urn:a"/></wrap>
  <body>outer</body><body>second</body>
  <a xmlns="urn:a" n="1"/><b xmlns="urn:a"/><a xmlns="urn:a" n="2"/><empty/>
</message>`);

describe('Stanza helpers', () => {
  it('find the first direct child of a namespace, and of a name', () => {
    expect(childIn(message, 'urn:a')?.getAttribute('n')).to.equal('1');
    expect(childIn(message, 'urn:a', 'b')?.localName).to.equal('b');
    expect(childIn(message, 'urn:none')).to.equal(undefined);
  });

  it('find every direct child', () => {
    expect(childrenIn(message, 'urn:a').length).to.equal(3);
    expect(childrenIn(message, 'urn:a', 'a').map((child) => child.getAttribute('n'))).to.deep.equal(['1', '2']);
  });

  it('read the text of a direct child, never of one that is wrapped', () => {
    expect(textOf(message, 'body')).to.equal('outer');
    expect(textOf(message, 'empty')).to.equal('');
    expect(textOf(message, 'body', 'urn:w')).to.equal(undefined);
    expect(textOf(message, 'subject')).to.equal(undefined);
  });
});
