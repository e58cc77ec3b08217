import { expect } from '@open-wc/testing';
import { enableCarbons } from '../../src/protocol/xep-0280-carbons.js';
import { textOfXml } from '../support/stanza.js';

describe('enableCarbons', () => {
  it('asks our own server, which needs no name', () => {
    expect(textOfXml(enableCarbons())).to.equal(
      '<iq xmlns="jabber:client" type="set"><enable xmlns="urn:xmpp:carbons:2"/></iq>',
    );
  });
});
