import { expect } from '@open-wc/testing';
import { ConnectionError, StanzaError, TimeoutError, XmppError } from '../../src/core/errors.js';
import { stanza } from '../support/stanza.js';

describe('StanzaError', () => {
  it('is read from an error stanza (RFC 6120 §8.3.2)', () => {
    const error = StanzaError.from(
      stanza(`<message xmlns="jabber:client" type="error"><body>original</body><error type="modify" by="example.net">
        <text xmlns="urn:ietf:params:xml:ns:xmpp-stanzas">[ ... ]</text>
        <not-acceptable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>
        <too-many-parameters xmlns="urn:example"/></error></message>`),
    );

    expect(error.condition).to.equal('not-acceptable');
    expect(error.type).to.equal('modify');
    expect(error.message).to.equal('[ ... ]');
  });

  it('has its condition for a message where there is no text', () => {
    const error = StanzaError.from(
      stanza(`<iq xmlns="jabber:client" type="error"><error>
        <conflict xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`),
    );

    expect([error.condition, error.type, error.message]).to.deep.equal(['conflict', 'cancel', 'conflict']);
  });

  for (const odd of ['', '<error/>', '<error xmlns="urn:evil"><conflict/></error>', '<error><conflict/></error>']) {
    it(`is undefined-condition where it cannot be read: ${odd || 'nothing'}`, () => {
      const error = StanzaError.from(stanza(`<iq xmlns="jabber:client" type="error">${odd}</iq>`));

      expect(error.condition).to.equal('undefined-condition');
    });
  }
});

describe('Errors', () => {
  it('are all XmppError, each by its name and condition', () => {
    const errors = [
      new XmppError('jid-malformed'),
      new StanzaError('gone'),
      new ConnectionError('offline', 'words', { cause: 1 }),
      new TimeoutError(),
    ];

    expect(errors.every((error) => error instanceof XmppError && error instanceof Error)).to.equal(true);
    expect(errors.map(({ name, condition }) => [name, condition])).to.deep.equal([
      ['XmppError', 'jid-malformed'],
      ['StanzaError', 'gone'],
      ['ConnectionError', 'offline'],
      ['TimeoutError', 'timeout'],
    ]);
    expect([errors[2]?.message, errors[2]?.cause]).to.deep.equal(['words', 1]);
  });
});
