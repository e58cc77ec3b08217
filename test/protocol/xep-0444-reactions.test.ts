import { expect } from '@open-wc/testing';
import * as fc from 'fast-check';
import type { Jid } from '../../src/core/jid.js';
import { isEmoji, reactionsMessage } from '../../src/protocol/xep-0444-reactions.js';
import { textOfXml } from '../support/stanza.js';

describe('Reactions', () => {
  const to = 'room@muc.example.org' as Jid;

  it('are sent as the whole list, and kept for whoever comes later', () => {
    const message = reactionsMessage({ to, type: 'groupchat', id: 'o2', target: 's1', emojis: ['👋', '🐢'] });

    expect(textOfXml(message)).to.equal(
      '<message xmlns="jabber:client" to="room@muc.example.org" type="groupchat" id="o2">' +
        '<reactions xmlns="urn:xmpp:reactions:0" id="s1"><reaction xmlns="urn:xmpp:reactions:0">👋</reaction>' +
        '<reaction xmlns="urn:xmpp:reactions:0">🐢</reaction></reactions><store xmlns="urn:xmpp:hints"/></message>',
    );
  });

  it('are taken back by an empty list', () => {
    const message = reactionsMessage({ to, type: 'groupchat', id: 'o3', target: 's1', emojis: [] });

    expect(message.querySelector('reactions')?.childElementCount).to.equal(0);
  });

  it('to an occupant are marked as private', () => {
    const message = reactionsMessage({ to: `${to}/bob` as Jid, type: 'chat', id: 'o4', target: 'b1', emojis: ['👋'] });

    expect(message.querySelector('x')?.namespaceURI).to.equal('http://jabber.org/protocol/muc#user');
  });

  it('are never words, and never long', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => !isEmoji(`a${text}`)));
    fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 32 }), (text) => !isEmoji(`👋${text}`)));
  });
});
